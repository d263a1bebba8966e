"""Accusations: who may know of one, what lists and links say, and that every look is entered (§10 of the sheet)."""

from __future__ import annotations

import pytest
from django.urls import reverse
from support_office import at
from support_petitions import ACCUSATION, DISGUISED

from yangguang.cases.alerts import send_due
from yangguang.cases.models import Case, Notice
from yangguang.cases.permissions import roles_in_case
from yangguang.cases.refused import NotAllowed, WrongFacts
from yangguang.ledger.models import Entry
from yangguang.petitions.models import Kind

pytestmark = pytest.mark.django_db
KNOW = {"disclosure_office", "leader", "root"}
OTHERS = {
    "drafter",
    "checker",
    "signer",
    "secrecy_office",
    "inspector",
    "administrator",
    "clerk_a",
    "stranger",
}


def sees(who, case) -> bool:
    return Case.objects.visible_to(who).filter(pk=case.pk).exists()


def test_few_know_of_an_accusation(desk):
    case = desk.registers(on="2024-12-16", **ACCUSATION)
    usual = desk.registers(on="2024-12-16")
    for who in KNOW | OTHERS | {"nobody"}:
        person = desk.cast.people[who]
        assert sees(person, case) == (who in KNOW), who
        assert bool(roles_in_case(person, case)) == (who in KNOW), who
    assert sees(desk.cast.drafter, usual)
    assert sees(desk.cast.inspector, usual)


def test_who_was_admitted_by_name_knows_and_acts_in_their_role(desk):
    case = desk.registers(on="2024-12-16", **ACCUSATION)
    desk.does(case, "admit", on="2024-12-17", person=str(desk.cast.checker.pk), reason="核稿")
    desk.does(case, "assign", on="2024-12-17", unit=f"p{desk.cast.clerk_a.pk}")
    for who in ("checker", "clerk_a"):
        person = desk.cast.people[who]
        assert sees(person, case), who
        assert roles_in_case(person, case), who
    assert not sees(desk.cast.clerk_b, case)
    desk.does(case, "take_up", on="2024-12-18", by="clerk_a", way="x", until="2025-01-31")


def test_an_accusation_is_given_to_a_person_never_to_a_department(desk):
    case = desk.registers(on="2024-12-16", **ACCUSATION)
    with pytest.raises(WrongFacts, match="指定的人员"):
        desk.does(case, "assign", on="2024-12-17", unit=f"d{desk.cast.office.pk}")
    with pytest.raises(WrongFacts, match="指定的人员"):
        desk.does(
            case,
            "ask_assistance",
            on="2024-12-17",
            unit=f"d{desk.cast.office.pk}",
            what="x",
            internal_due_on="2024-12-20",
        )


def test_every_look_is_entered(desk, client):
    case = desk.registers(on="2024-12-16", **ACCUSATION)
    client.force_login(desk.cast.disclosure_office)
    looks = Entry.objects.filter(kind="cases.restricted_opened")
    pages = [reverse("staff_petitions:case", args=[case.pk])]
    pages += [
        reverse(f"staff_cases:{name}", args=[case.pk]) for name in ("timeline", "clock", "files", "notes")
    ]
    for number, url in enumerate(pages, start=1):
        assert client.get(url).status_code == 200
        assert looks.count() == number
    usual = desk.registers(on="2024-12-16")
    client.get(reverse("staff_petitions:case", args=[usual.pk]))
    assert looks.count() == len(pages)


def test_lists_links_and_reminders_do_not_tell_what_it_says(desk, client):
    request = desk.receives(DISGUISED, on="2024-12-16")
    petition = desk.converts(request, on="2024-12-17", kind=Kind.ACCUSATION, accused="某学校")
    assert petition.title == "检举控告事项"
    client.force_login(desk.cast.drafter)
    for url in (
        reverse("staff_requests:case", args=[request.pk]),
        reverse("staff_cases:notes", args=[request.pk]),
        reverse("staff_cases:worklist") + "?tab=all",
    ):
        body = client.get(url).content.decode()
        assert reverse("staff_petitions:case", args=[petition.pk]) not in body, url
    assert client.get(reverse("staff_petitions:case", args=[petition.pk])).status_code == 404
    client.force_login(desk.cast.leader)
    body = client.get(reverse("staff_requests:case", args=[request.pk])).content.decode()
    assert reverse("staff_petitions:case", args=[petition.pk]) in body
    send_due(at("2025-01-02").date(), at("2025-01-02"))
    told = Notice.objects.filter(case=petition)
    assert told.exists()
    assert not [notice.text for notice in told if "收费" in notice.text]
    assert {notice.person for notice in told} == {desk.cast.disclosure_office}


def test_a_drafter_converts_claims_but_no_accusations(desk):
    request = desk.receives(DISGUISED, on="2024-12-16")
    with pytest.raises(NotAllowed, match="检举控告由"):
        desk.converts(request, on="2024-12-17", by="drafter", kind=Kind.ACCUSATION, accused="某学校")
    assert desk.converts(request, on="2024-12-17", by="drafter").state_id == "registered"
