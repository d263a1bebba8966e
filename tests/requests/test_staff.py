"""Requests at the desk: counter intake by every channel, revealing, splitting."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from support_office import at

from yangguang.cases import engine, once
from yangguang.cases.actor import Actor
from yangguang.cases.chain import breaks_of
from yangguang.cases.engine import situation_of
from yangguang.cases.models import Attachment, Case, LinkKind
from yangguang.cases.refused import Refused, WrongFacts
from yangguang.ledger.models import Entry
from yangguang.requests import codes

pytestmark = pytest.mark.django_db
SAID = {
    "applicant_kind": "natural_person",
    "name": "王小明",
    "identity_kind": "id_card",
    "identity_number": "11010519491231002X",
    "phone": "13800005678",
    "address": "云溪市和平路1号",
    "info_description": "2024年校舍维修专项资金的分配表",
    "delivery_form": "paper",
    "delivery_channel": "collect",
}


@pytest.fixture
def counter(desk, client):
    client.force_login(desk.cast.disclosure_office)

    def take_in(channel: str, **said: object):
        sent = (
            SAID
            | {"agency": desk.cast.bureau.pk, "channel": channel, "arrived_on": timezone.localdate()}
            | {"form_token": once.new_token()}
            | said
        )
        return client.post(reverse("staff_requests:new"), sent)

    return take_in


@pytest.mark.parametrize(
    ("channel", "confirms", "received"),
    [  # 条例第三十一条
        ("in_person", None, -3),
        ("mail_signed", None, -3),
        ("mail_plain", None, None),
        ("mail_plain", -1, -1),
        ("fax", None, None),
        ("fax", -2, -2),
        ("email", -3, -3),
    ],
)
def test_the_day_of_receipt_follows_from_the_channel(counter, channel, confirms, received):
    today = timezone.localdate()
    said = {"arrived_on": today - timedelta(days=3)}
    if confirms is not None:
        said["confirmed_on"] = today + timedelta(days=confirms)
    assert counter(channel, **said).status_code == 302
    case = Case.objects.get()
    assert case.received_on == (None if received is None else today + timedelta(days=received))
    assert case.state_id == ("submitted" if received is None else "in_progress")
    assert case.arrived_at.astimezone(timezone.get_current_timezone()).date() == today - timedelta(days=3)


def test_the_code_is_shown_once(counter, client):
    url = counter("in_person")["Location"]
    page = client.get(url)
    code = page.context["code"]
    case = Case.objects.get()
    assert codes.matches(code, case.information_request.code_hash)
    assert case.number in page.content.decode()
    assert client.get(url)["Location"] == reverse("staff_requests:case", args=[case.pk])


def test_a_second_click_comes_to_the_same_case_and_code(counter, client):
    page = client.get(reverse("staff_requests:new")).content.decode()
    token = re.search(r'name="form_token" value="([0-9a-f]{32})"', page)[1]
    first, second = (counter("in_person", form_token=token) for _click in range(2))
    case = Case.objects.get()
    assert first["Location"] == second["Location"] == reverse("staff_requests:filed", args=[case.pk])
    assert codes.matches(client.get(second["Location"]).context["code"], case.information_request.code_hash)


def test_once_the_code_is_forgotten_a_resubmission_still_comes_to_the_case(counter, client):
    token = once.new_token()
    counter("in_person", form_token=token)
    assert once.forget(timezone.now()) == 0
    assert once.forget(timezone.now() + once.CODE_KEPT) == 1
    case = Case.objects.get()
    answer = client.get(counter("in_person", form_token=token)["Location"])
    assert answer["Location"] == reverse("staff_requests:case", args=[case.pk])
    assert Case.objects.count() == 1


def test_a_page_found_again_and_filled_in_for_another_applicant_is_asked_for_once_more(counter, client):
    token = once.new_token()
    counter("in_person", form_token=token)
    answer = counter("in_person", form_token=token, name="李大力")
    assert answer.status_code == 409
    said = answer.content.decode()
    assert f"已登记为 {Case.objects.get().number}" in said
    assert "李大力" in said
    fresh = re.search(r'name="form_token" value="([0-9a-f]{32})"', said)[1]
    assert fresh != token
    assert counter("in_person", form_token=fresh, name="李大力").status_code == 302
    assert Case.objects.count() == 2


@pytest.mark.parametrize("token", ["", "x", "0" * 31, "Z" * 32, "0" * 64])
def test_a_page_without_its_token_registers_nothing(counter, token):
    answer = counter("in_person", form_token=token)
    assert answer.status_code == 409
    assert "再按一次" in answer.content.decode()
    assert not Case.objects.exists()


def test_somebody_elses_token_opens_no_case(counter, client, desk):
    token = once.new_token()
    counter("in_person", form_token=token)
    client.force_login(desk.cast.clerk_a)
    assert counter("in_person", form_token=token).status_code == 409


def test_what_was_refused_may_be_handed_in_again_from_the_same_page(counter):
    token = once.new_token()
    assert counter("in_person", form_token=token, arrived_on="2999-01-01").status_code == 422
    assert counter("in_person", form_token=token).status_code == 302


def test_a_clerk_of_a_department_gets_the_receipt_of_what_others_will_handle(counter, client, desk):
    client.force_login(desk.cast.clerk_a)
    url = counter("in_person")["Location"]
    case = Case.objects.get()
    assert not Case.objects.visible_to(desk.cast.clerk_a).exists()
    page = client.get(url)
    assert page.status_code == 200
    assert codes.matches(page.context["code"], case.information_request.code_hash)
    assert reverse("staff_requests:case", args=[case.pk]) not in page.content.decode()
    again = client.get(url)
    assert again.status_code == 200
    assert (again.context["code"], case.number in again.content.decode()) == ("", True)
    for other in ("clerk_b", "stranger"):
        client.force_login(desk.cast.people[other])
        assert client.get(url).status_code == 404, other


def test_who_has_left_the_body_gets_no_receipt_any_more(counter, client, desk):
    client.force_login(desk.cast.clerk_a)
    url = counter("in_person")["Location"]
    desk.cast.clerk_a.memberships.update(agency=desk.cast.school)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"identity_number": "110105194912310021"}, "身份证"),
        ({"info_description": ""}, "内容"),
        ({"arrived_on": "2999-01-01"}, "不能晚于今天"),
        ({"confirmed_on": "2020-01-01", "channel": "fax"}, "早于"),
        ({"agency": "999"}, ""),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(counter, wrong, said):
    answer = counter(**({"channel": "in_person"} | wrong))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "王小明" in answer.content.decode()
    assert not Case.objects.exists()


def test_papers_come_with_it(counter):
    paper = SimpleUploadedFile(
        "申请书.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )
    answer = counter("in_person", paper=paper)
    if answer.status_code == 302:
        assert Attachment.objects.get().kind == "applicant_file"
    else:  # a file that no reader opens is refused, and then nothing is kept
        assert not Case.objects.exists()


def test_each_look_behind_the_mask_is_recorded_without_the_number(desk, client):
    case = desk.receives(on="2024-03-04")
    client.force_login(desk.cast.drafter)
    body = client.post(reverse("staff_requests:reveal", args=[case.pk])).content.decode()
    assert "11010519491231002X" in body
    assert "13800005678" in body
    entry = Entry.objects.first()
    assert (entry.kind, entry.actor_name) == ("requests.identity_revealed", "drafter同志")
    assert "11010519491231002X" not in str(entry.facts)
    assert client.get(reverse("staff_requests:reveal", args=[case.pk])).status_code == 405


def split(client, case, matter: str, version: int | None = None):
    url = reverse("staff_requests:split", args=[case.pk])
    return client.post(url, {"version": case.version if version is None else version, "matter": matter})


def test_a_matter_becomes_a_case_with_the_same_day_of_receipt(desk, client):
    case = desk.receives("预算和合同", on="2024-03-04")
    client.force_login(desk.cast.drafter)
    assert split(client, case, "只要合同").status_code == 302
    new = Case.objects.exclude(pk=case.pk).get()
    assert (new.received_on, new.due_on) == (date(2024, 3, 4), date(2024, 4, 1))  # foi-procedure §11, no. 1
    assert new.serial == 2
    assert new.information_request.info_description == "只要合同"
    assert new.information_request.identity_number == "11010519491231002X"
    assert new.information_request.code_hash == case.information_request.code_hash
    assert (new.links.get().kind, new.links.get().to) == (LinkKind.SPLIT_FROM, case)
    case.refresh_from_db()
    assert case.information_request.info_description == "预算和合同"


@pytest.mark.parametrize("matter", ["", " ", "一"])
def test_a_matter_has_words(desk, client, matter):
    case = desk.receives(on="2024-03-04")
    client.force_login(desk.cast.drafter)
    assert split(client, case, matter).status_code == 422


def test_who_may_not_see_the_part_goes_back_to_the_case_they_split(desk, client):
    case = desk.receives("预算和合同", on="2024-03-04")
    desk.does(case, "assign", on="2024-03-05", unit=f"d{desk.cast.office.pk}")
    client.force_login(desk.cast.clerk_a)
    answer = client.post(
        reverse("staff_requests:split", args=[case.pk]),
        {"version": case.version, "matter": "只要合同"},
        follow=True,
    )
    new = Case.objects.exclude(pk=case.pk).get()
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0] == reverse("staff_requests:case", args=[case.pk])
    assert f"已拆出 {new.number}，等待公开机构分办" in answer.content.decode()


def corrected(desk, case):
    desk.does(case, "ask_correction", on="2024-03-06", what="哪一年的", until="2024-03-20")
    desk.does(case, "correct", on="2024-03-11", by=Actor.applicant(), text="2023年的")


def extended(desk, case):
    desk.does(case, "extend", on="2024-03-07", reason="内容多", working_days=10)


def consulted(desk, case):
    desk.does(case, "consult_third_party", on="2024-03-06", party="某公司", what="合同", address="x")
    desk.does(case, "third_party_replied", on="2024-03-14", party="某公司", stance="agrees")


def reasoned(desk, case):
    desk.does(case, "ask_reason", on="2024-03-06", what="本月第 15 件", until="2024-03-20")
    desk.does(case, "give_reason", on="2024-03-08", by=Actor.applicant(), text="研究用")


@pytest.mark.parametrize("course", [corrected, extended, consulted, reasoned])
def test_a_case_split_off_has_the_clock_of_the_application(desk, client, course):
    case = desk.receives("预算和合同", on="2024-03-04")
    desk.does(case, "assign", on="2024-03-05", unit=f"d{desk.cast.office.pk}")
    course(desk, case)
    client.force_login(desk.cast.drafter)
    assert split(client, case, "只要合同").status_code == 302
    new = Case.objects.exclude(pk=case.pk).get()
    case.refresh_from_db()
    assert (new.state_id, new.received_on) == (case.state_id, case.received_on)
    assert (new.due_on, new.next_on, new.clock_state) == (case.due_on, case.next_on, case.clock_state)
    assert new.due_on != date(2024, 4, 1) or course is reasoned
    assert not list(breaks_of(new))
    mine, theirs = situation_of(new, at("2024-03-15")), situation_of(case, at("2024-03-15"))
    assert mine.events == theirs.events
    carried = new.steps.order_by("number")[1:]
    assert [step.step_id for step in carried] == [
        step.step_id for step in theirs.counting if step.step_id not in ("register", "assign")
    ]
    assert all(case.number in step.facts["carried_from"] for step in carried)
    page = client.get(reverse("staff_cases:timeline", args=[new.pk])).content.decode()
    assert "拆分" not in page or new.number in page


def test_what_was_extended_is_extended_for_the_part_too(desk, client):
    case = desk.receives(on="2024-03-04")
    extended(desk, case)  # by ten
    client.force_login(desk.cast.drafter)
    split(client, case, "只要合同")
    new = Case.objects.exclude(pk=case.pk).get()
    with pytest.raises(WrongFacts, match="还可以延长 10 个工作日"):
        desk.does(new, "extend", on="2024-03-08", reason="x", working_days=11)
    desk.does(new, "extend", on="2024-03-08", reason="x", working_days=10)
    assert new.due_on == date(2024, 4, 29)  # foi-procedure §11, no. 1


def test_what_was_carried_over_is_taken_back_in_neither_case(desk, client):
    case = desk.receives(on="2024-03-04")
    desk.does(case, "ask_reason", on="2024-03-06", what="本月第 15 件", until="2024-03-20")
    desk.does(case, "no_reason_given", on="2024-03-21")
    client.force_login(desk.cast.drafter)
    page = reverse("staff_requests:case", args=[case.pk])
    assert "撤销上一步" in client.get(page).content.decode()
    split(client, case, "只要合同")
    new = Case.objects.exclude(pk=case.pk).get()
    by = Actor.staff(desk.cast.drafter)
    for which, said in ((case, f"已经带入拆出的 {new.number}"), (new, f"从 {case.number} #3 带来")):
        which.refresh_from_db()
        with pytest.raises(Refused, match=said):
            engine.undo(which, reason="x", by=by, at=at("2024-03-22"))
        shown = client.get(reverse("staff_requests:case", args=[which.pk])).content.decode()
        assert "撤销上一步" not in shown
    # what comes after the split is each one's own
    desk.does(case, "consult_third_party", on="2024-03-22", party="某公司", what="合同", address="x")
    desk.does(case, "third_party_received", on="2024-03-25", party="某公司")
    engine.undo(case, reason="x", by=by, at=at("2024-03-25"))


def taken_back(desk, case):
    """An undone step is not carried over."""
    desk.does(case, "consult_third_party", on="2024-03-06", party="某公司", what="合同", address="x")
    desk.does(case, "third_party_received", on="2024-03-07", party="某公司")
    engine.undo(case, reason="登记错了", by=Actor.staff(desk.cast.disclosure_office), at=at("2024-03-07"))
    case.refresh_from_db()
    desk.does(case, "third_party_replied", on="2024-03-14", party="某公司", stance="agrees")


def test_an_undone_step_is_not_carried_over(desk, client):
    case = desk.receives(on="2024-03-04")
    taken_back(desk, case)
    client.force_login(desk.cast.drafter)
    split(client, case, "只要合同")
    new = Case.objects.exclude(pk=case.pk).get()
    assert [step.step_id for step in new.steps.order_by("number")] == [
        "register",
        "consult_third_party",
        "third_party_replied",
    ]


@pytest.mark.parametrize(
    ("step", "facts", "said"),
    [
        ("ask_correction", {"what": "x", "until": "2024-03-20"}, "收到补正后再拆分"),
        ("consult_third_party", {"party": "某公司", "what": "x", "address": "x"}, "收到全部意见后再拆分"),
        ("ask_reason", {"what": "x", "until": "2024-03-20"}, "收到理由后再拆分"),
        ("notify_fee", {"basis": "pages", "count": 100, "reason": "x"}, "缴纳信息处理费"),
        ("withdraw", {}, "已经办结"),
    ],
)
def test_while_something_is_open_nothing_is_split_and_the_page_says_why(desk, client, step, facts, said):
    case = desk.receives(on="2024-03-04")
    desk.does(case, step, on="2024-03-05", **facts)
    client.force_login(desk.cast.drafter)
    answer = split(client, case, "只要合同")
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Case.objects.count() == 1
    page = client.get(reverse("staff_requests:case", args=[case.pk])).content.decode()
    assert (said in page) == (step != "withdraw")


def test_a_case_handled_meanwhile_is_not_split(desk, client):
    case = desk.receives(on="2024-03-04")
    client.force_login(desk.cast.drafter)
    assert split(client, case, "只要合同", version=0).status_code == 409
