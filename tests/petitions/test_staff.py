"""Petitions on the desk: who sees which page, taking one in, the mask, and lists that stay cheap."""

from __future__ import annotations

import files
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from support_petitions import ACCUSATION, DISGUISED, PETITIONER

from yangguang.cases import once
from yangguang.cases.archiving import make
from yangguang.cases.models import Case
from yangguang.ledger.models import Entry
from yangguang.petitions.staff.urls import urlpatterns

pytestmark = pytest.mark.django_db
READS = {"disclosure_office", "checker", "signer", "leader", "drafter", "secrecy_office", "inspector", "root"}
OUTSIDE = {"administrator", "clerk_a", "clerk_b", "stranger"}
HANDLE = {"drafter", "disclosure_office", "root"}


def page(name: str, case: Case) -> str:
    return reverse(f"staff_petitions:{name}", args=[case.pk] if name != "new" else [])


def test_the_tests_know_every_page():
    assert {pattern.name for pattern in urlpatterns} == {"new", "convert", "case", "filed", "reveal"}


def test_a_petition_is_404_for_everybody_who_may_not_see_it(desk, client):
    case = desk.registers(on="2024-12-16")
    request = desk.receives(DISGUISED, on="2024-12-16")
    for who in READS | OUTSIDE:
        client.force_login(desk.cast.people[who])
        for name, of in (("case", case), ("filed", case), ("convert", request)):
            assert (client.get(page(name, of)).status_code == 404) == (who in OUTSIDE), (who, name)
        assert (client.post(page("reveal", case)).status_code == 404) == (who in OUTSIDE), who
        # somebody else's procedure is not found under this address
        assert client.get(page("case", request)).status_code == 404
        assert client.get(page("convert", case)).status_code == 404


def test_nobody_comes_in_without_signing_in(desk, client):
    case = desk.registers(on="2024-12-16")
    for name in ("new", "case", "filed", "convert"):
        assert "/login/" in client.get(page(name, case))["Location"], name


def test_who_looks_behind_the_mask(desk, client):
    case = desk.registers(on="2024-12-16")
    for who in READS:
        client.force_login(desk.cast.people[who])
        shown = client.get(page("case", case)).content.decode()
        assert PETITIONER["identity_number"] not in shown, who
        assert (PETITIONER["name"] in shown) == (who in HANDLE), who
        answer = client.post(page("reveal", case))
        assert (PETITIONER["identity_number"] in answer.content.decode()) == (who in HANDLE), who
        assert "no-store" in answer["Cache-Control"]
    assert Entry.objects.filter(kind="petitions.identity_revealed").count() == len(HANDLE)


def form(desk, **more):
    return {
        **PETITIONER,
        "agency": desk.cast.bureau.pk,
        "registered_on": timezone.localdate().isoformat(),
        "accused": "",
        "form_token": once.new_token(),
        **more,
    }


def test_taking_one_in_at_the_counter(desk, client):
    client.force_login(desk.cast.drafter)
    assert page("new", None) in client.get(reverse("staff_cases:worklist")).content.decode()
    assert client.get(page("new", None)).status_code == 200
    scan = SimpleUploadedFile("来信.png", files.picture())
    answer = client.post(page("new", None), form(desk, paper=scan), follow=True)
    case = Case.objects.get(procedure_id="petition")
    said = answer.content.decode()
    assert case.number in said
    assert "查询码" in said
    assert case.attachments.get().name == "来信.png"
    # the code is shown once
    again = client.get(page("filed", case), follow=True).content.decode()
    assert "只在登记时显示一次" in again


def test_a_second_click_comes_to_the_same_petition(desk, client):
    client.force_login(desk.cast.drafter)
    sent = form(desk)
    first, second = (client.post(page("new", None), sent) for _click in range(2))
    assert first["Location"] == second["Location"] == page("filed", Case.objects.get())
    shown = client.get(page("new", None)).content.decode()
    assert 'name="form_token" value="' in shown


def test_a_clerk_of_a_department_hands_the_code_over_though_others_will_handle_it(desk, client):
    client.force_login(desk.cast.clerk_a)
    answer = client.post(page("new", None), form(desk), follow=True)
    case = Case.objects.get(procedure_id="petition")
    assert answer.status_code == 200
    assert case.number in answer.content.decode()
    assert page("case", case) not in answer.content.decode()
    assert client.get(page("filed", case)).status_code == 404


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"name": ""}, "请填写姓名"),
        ({"text": ""}, "如实写明"),
        ({"kind": "accusation", "accused": "某局"}, "检举控告由"),
        ({"registered_on": "2999-01-01"}, "不能晚于今天"),
        ({"agency": "0"}, ""),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(desk, client, more, says):
    client.force_login(desk.cast.drafter)
    answer = client.post(page("new", None), form(desk, **more))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert PETITIONER["address"] in answer.content.decode()
    assert not Case.objects.exists()


def test_who_takes_petitions_in(desk, client):
    for who in READS | OUTSIDE:
        client.force_login(desk.cast.people[who])
        may = who in {"drafter", "disclosure_office", "clerk_a", "clerk_b", "stranger", "root"}
        assert client.get(page("new", None)).status_code == (200 if may else 404), who


def test_the_limits_are_told_in_days(desk, client):
    case = desk.registers(on="2025-01-14")
    client.force_login(desk.cast.drafter)
    limits = client.get(reverse("staff_cases:clock", args=[case.pk])).content.decode()
    assert "第几日" in limits
    assert "如顺延至工作日：2025-02-05" in limits
    assert "天" in client.get(page("case", case)).content.decode()


def test_lists_and_pages_cost_the_same_however_many(desk, client):
    case = desk.registers(on="2024-12-16")
    client.force_login(desk.cast.drafter)

    def cost(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    urls = (reverse("staff_cases:worklist") + "?tab=open", page("case", case))
    before = [cost(url) for url in urls]
    for _each in range(6):
        desk.registers(on="2024-12-17")
        desk.registers(on="2024-12-17", **ACCUSATION)
    assert [cost(url) for url in urls] == before


def test_a_closed_petition_becomes_a_package(desk):
    case = desk.registers(on="2024-12-16")
    desk.does(case, "withdraw", on="2024-12-18", reason="已和解")
    step = desk.does(case, "archive", on="2024-12-20", retention="ten_years")
    package = make(case.pk, step.number, timezone.now())
    assert package is not None
    assert package.size > 0
