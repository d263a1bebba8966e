"""A request that is a petition in disguise (条例第三十九条第一款): taken over with its day of receipt, and undone."""

from __future__ import annotations

from datetime import date

import files
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from support_letters import words_of
from support_office import at
from support_petitions import DISGUISED

from yangguang.cases.actor import Actor
from yangguang.cases.attaching import attach
from yangguang.cases.chain import breaks_of
from yangguang.cases.engine import take
from yangguang.cases.models import Case, CaseLink
from yangguang.cases.refused import Conflict, NotAllowed, Refused
from yangguang.law.outcomes import outcome
from yangguang.ledger.models import Entry
from yangguang.letters.rendering import pdf_bytes
from yangguang.petitions.converting import convert, petition_from
from yangguang.petitions.models import Kind
from yangguang.requests import codes

pytestmark = pytest.mark.django_db
D = date.fromisoformat


@pytest.fixture
def request_(desk):
    return desk.receives(DISGUISED, on="2024-12-16", code_hash=codes.hashed("7KQ2M-XW9PA"))


def test_the_petition_has_the_requests_day_person_words_and_files(desk, request_):
    proof = ContentFile(files.picture(), name="身份证.png")
    attach(request_, proof, "identity_proof", by=Actor.applicant(), at=at("2024-12-16"))
    working = ContentFile(files.picture(), name="内部.png")
    attach(request_, working, "working", by=Actor.applicant(), at=at("2024-12-16"))
    petition = desk.converts(request_, on="2024-12-20")
    own = petition.petition
    assert (petition.received_on, petition.due_on) == (D("2024-12-16"), D("2024-12-31"))
    assert (own.name, own.phone, own.identity_number) == ("王小明", "13800005678", "11010519491231002X")
    assert (own.text, own.channel, own.origin, own.kind) == (DISGUISED, "online", "converted", "claim")
    assert [file.name for file in petition.attachments.all()] == ["身份证.png"]
    assert petition.attachments.get().sha256 == request_.attachments.get(kind="identity_proof").sha256
    link = CaseLink.objects.get()
    assert (link.frm_id, link.to_id, link.kind) == (petition.pk, request_.pk, "converted_from")
    assert Entry.objects.filter(kind="petitions.converted").count() == 1


def test_the_request_is_neither_answered_nor_ended(desk, request_):
    before = (request_.state_id, request_.due_on, request_.version, request_.steps_count)
    desk.converts(request_, on="2024-12-20")
    request_.refresh_from_db()
    assert (request_.state_id, request_.due_on, request_.version, request_.steps_count) == before
    assert request_.is_open


def test_its_own_reply_counts_once_and_names_the_petition(desk, letters, request_):
    petition = desk.converts(request_, on="2024-12-20")
    letter = letters.sends(request_, "answer", on="2024-12-23", outcome="petition")
    said = words_of(pdf_bytes(letter, at("2024-12-23")))
    assert petition.number in said
    assert "原申请的查询码" in said
    assert (request_.state_id, request_.outcome_id) == ("answered", "petition")
    assert outcome(request_.outcome_id).row_2021 == "not_processed_petition"
    with pytest.raises(Refused):
        desk.does(request_, "answer", on="2024-12-24", outcome="petition")


def test_without_a_petition_the_reply_names_none(desk, letters, request_):
    letter = letters.sends(request_, "answer", on="2024-12-23", outcome="petition")
    assert "作为信访事项登记" not in letter.text


def test_after_the_reply_it_may_still_be_taken_over(desk, request_):
    desk.does(request_, "answer", on="2024-12-18", outcome="petition")
    petition = desk.converts(request_, on="2024-12-20")
    assert petition.received_on == D("2024-12-16")
    request_.refresh_from_db()
    assert request_.state_id == "answered"


def test_corrections_belong_to_the_matter(desk, request_):
    desk.does(request_, "ask_correction", on="2024-12-17", what="请写明学校", until="2025-01-06")
    desk.does(request_, "correct", on="2024-12-18", text="是云溪市第九小学。")
    assert desk.converts(request_, on="2024-12-20").petition.text == f"{DISGUISED}\n是云溪市第九小学。"


def test_twice_is_refused(desk, request_):
    petition = desk.converts(request_, on="2024-12-20")
    with pytest.raises(Refused, match=petition.number):
        desk.converts(request_, on="2024-12-20")


@pytest.mark.parametrize(
    ("prepare", "says"),
    [
        (lambda desk, case: desk.does(case, "withdraw", on="2024-12-18"), "其他结果"),
        (lambda desk, case: desk.does(case, "answer", on="2024-12-18", outcome="provide"), "其他结果"),
    ],
)
def test_what_ended_otherwise_is_not_taken_over(desk, request_, prepare, says):
    prepare(desk, request_)
    with pytest.raises(Refused, match=says):
        desk.converts(request_, on="2024-12-20")


def test_who_may(desk, request_):
    for who in ("checker", "leader", "inspector", "stranger", "clerk_a"):
        with pytest.raises(NotAllowed):
            desk.converts(request_, on="2024-12-20", by=who)
    assert not Case.objects.filter(procedure_id="petition").exists()


def test_what_somebody_did_meanwhile_is_seen_first(desk, request_):
    seen = request_.version
    desk.does(request_, "assign", on="2024-12-17", unit=f"p{desk.cast.drafter.pk}")
    with pytest.raises(Conflict):
        convert(request_, Kind.CLAIM, by=desk.cast.drafter, at=at("2024-12-18"), version=seen)


# --- taken back -------------------------------------------------------------------------------------


def revoke(desk, petition, on="2024-12-21"):
    desk.does(petition, "revoke", on=on, reason="看错了")


def test_a_conversion_that_nothing_came_of_is_taken_back(desk, request_):
    petition = desk.converts(request_, on="2024-12-20")
    revoke(desk, petition)
    assert (petition.state_id, petition.outcome_id, petition.is_open) == ("closed", "revoked", False)
    assert petition_from(request_) is None
    again = desk.converts(request_, on="2024-12-22")
    assert again.number != petition.number
    assert list(breaks_of(petition)) == []


def test_after_a_step_it_stays(desk, request_):
    petition = desk.converts(request_, on="2024-12-20")
    desk.accepts(petition, on="2024-12-21")
    with pytest.raises(Refused, match="状态"):
        revoke(desk, petition)
    other = desk.receives(DISGUISED, on="2024-12-16")
    assigned = desk.converts(other, on="2024-12-20")
    desk.does(assigned, "assign", on="2024-12-20", unit=f"p{desk.cast.drafter.pk}")
    with pytest.raises(Refused, match="办理过其他步骤"):
        revoke(desk, assigned)


def test_after_a_letter_it_stays(desk, letters, request_):
    petition = desk.converts(request_, on="2024-12-20")
    letters.prepares(petition, "accept", on="2024-12-20", way="x")
    with pytest.raises(Refused, match="拟制文书"):
        revoke(desk, petition)


def test_after_the_reply_has_named_it_it_stays(desk, letters, request_):
    petition = desk.converts(request_, on="2024-12-20")
    letters.prepares(request_, "answer", on="2024-12-20", outcome="petition")
    with pytest.raises(Refused, match="答复书"):
        revoke(desk, petition)


def test_what_was_registered_otherwise_is_not_taken_back(desk):
    with pytest.raises(Refused, match="不是由"):
        revoke(desk, desk.registers(on="2024-12-16"))


# --- pages ---------------------------------------------------------------------------------------


def test_the_page_suggests_it_and_does_it(desk, client, request_):
    client.force_login(desk.cast.drafter)
    page, url = (
        reverse(name, args=[request_.pk]) for name in ("staff_requests:case", "staff_petitions:convert")
    )
    body = client.get(page).content.decode()
    assert "系统提示" in body
    assert url in body
    asked = client.get(url).content.decode()
    assert "2024-12-31" in asked
    assert "仍须答复" in asked
    sent = {"version": request_.version, "kind": "claim", "person_count": "1", "accused": ""}
    assert client.post(url, sent | {"kind": ""}).status_code == 422
    assert client.post(url, sent | {"version": "-1"}).status_code == 409
    answer = client.post(url, sent, follow=True)
    petition = Case.objects.get(procedure_id="petition")
    assert answer.redirect_chain[-1][0] == reverse("staff_petitions:case", args=[petition.pk])
    assert request_.number in answer.content.decode()
    body = client.get(page).content.decode()
    assert petition.number in body
    assert "仍须答复" in body
    assert client.post(url, sent).status_code == 422


def test_a_usual_request_is_offered_nothing_and_after_the_outcome_it_is(desk, client):
    case = desk.receives("某路改造工程的预算文件", on="2024-12-16")
    client.force_login(desk.cast.drafter)
    page, url = (reverse(name, args=[case.pk]) for name in ("staff_requests:case", "staff_petitions:convert"))
    assert url not in client.get(page).content.decode()
    desk.does(case, "answer", on="2024-12-18", outcome="petition")
    assert url in client.get(page).content.decode()


def test_the_page_is_closed_to_those_who_do_not_handle(desk, client, request_):
    url = reverse("staff_petitions:convert", args=[request_.pk])
    for who, status in (("checker", 403), ("inspector", 403), ("stranger", 404), ("clerk_a", 404)):
        client.force_login(desk.cast.people[who])
        assert client.get(url).status_code == status, who
        assert client.post(url, {"version": 1, "kind": "claim", "person_count": "1"}).status_code == status, (
            who
        )
    assert not CaseLink.objects.exists()


def test_one_cannot_convert_by_the_engines_own_door(desk, request_):
    """The opening step opens a case; it is no step of one."""
    with pytest.raises(Refused):
        take(
            desk.converts(request_, on="2024-12-20"),
            "convert",
            facts={"on": "2024-12-20", "source": "x"},
            by=Actor.staff(desk.cast.drafter),
            at=at("2024-12-21"),
        )
