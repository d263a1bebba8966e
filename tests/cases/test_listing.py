"""The worklist's order, pages, numbers and words."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from support_office import at

from yangguang.cases import engine
from yangguang.cases.actor import Actor
from yangguang.cases.due import due_of
from yangguang.cases.listing import by_limit, count, matching, newest_first
from yangguang.cases.models import Case
from yangguang.cases.standing import waiting_for, waits_for_others
from yangguang.law.workdays import WorkCalendar

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("today", "tone", "left"),
    [
        ("2024-03-22", "success", 6),
        ("2024-03-25", "info", 5),
        ("2024-03-29", "warning", 1),
        ("2024-04-01", "warning", 0),
        ("2024-04-02", "error", -1),
        ("2024-04-07", "error", -4),  # a make-up Sunday: 2, 3, 7 April and... see below
    ],
)
def test_how_near_a_limit_is(desk, today, tone, left):
    case = desk.receives(on="2024-03-04")  # due 2024-04-01
    due = due_of(case, date.fromisoformat(today), WorkCalendar.official())
    if today == "2024-04-07":
        left = -3  # 2 and 3 April, then 清明 on 4 to 6, and the make-up Sunday
    assert (due.tone, due.left) == (tone, left)


def test_late_on_a_rest_day_is_late_by_one(desk):
    case = desk.receives(on="2024-02-29")  # twenty working days: due Thursday 28 March
    Case.objects.filter(pk=case.pk).update(due_on=date(2024, 3, 29), next_on=date(2024, 3, 29))
    case.refresh_from_db()
    assert due_of(case, date(2024, 3, 30), WorkCalendar.official()).left == -1  # a Saturday


def test_pages_go_by_limit_without_gap_or_repetition(desk):
    days = ["2024-03-05", "2024-03-04", "2024-03-04", "2024-03-06", "2024-03-04"]
    made = [desk.receives(on=day) for day in days]
    Case.objects.filter(pk=made[3].pk).update(next_on=None)
    found, after = [], ""
    while True:
        page = by_limit(Case.objects.all(), after, size=2)
        found += [case.pk for case in page.cases]
        after = page.next
        if not after:
            break
    assert found == [made[n].pk for n in (3, 1, 2, 4, 0)]


def test_the_register_goes_backwards(desk):
    made = [desk.receives(on="2024-03-04").pk for _each in range(3)]
    first = newest_first(Case.objects.all(), size=2)
    assert [case.pk for case in first.cases] == made[:0:-1]
    assert [case.pk for case in newest_first(Case.objects.all(), first.next, size=2).cases] == made[:1]


@pytest.mark.parametrize("after", ["x", "9999-99-99.1", "none.", "2024-13-01.5", "'; drop"])
def test_a_place_that_makes_no_sense_does_no_harm(desk, after):
    desk.receives(on="2024-03-04")
    assert by_limit(Case.objects.all(), after).cases


def test_counting_stops(desk):
    for _each in range(4):
        desk.receives(on="2024-03-04")
    assert count(Case.objects.all(), most=3) == (3, True)
    assert count(Case.objects.all(), most=4) == (4, False)


def test_finding_by_number_and_by_words(desk):
    first, second = desk.receives("道路预算", on="2024-03-04"), desk.receives("校舍维修", on="2024-03-04")
    assert list(matching(Case.objects.all(), second.number)) == [second]
    assert list(matching(Case.objects.all(), first.number[:-1].lower())) == [first, second][::-1]
    assert list(matching(Case.objects.all(), "预算")) == [first]


def mine(desk, who: str, today: str = "2024-03-06") -> set[int]:
    person = desk.cast.people[who]
    found = [case.pk for case in waiting_for(person, date.fromisoformat(today)).iterate(100)]
    assert len(found) == len(set(found)), "the sets have none in common"
    return set(found)


def test_whose_turn_it_is(desk):
    case = desk.receives(on="2024-03-04")
    assert mine(desk, "disclosure_office") == {case.pk}
    assert mine(desk, "clerk_a") == mine(desk, "checker") == set()
    desk.does(case, "assign", on="2024-03-05", unit=f"d{desk.cast.office.pk}")
    assert mine(desk, "clerk_a") == {case.pk}
    assert mine(desk, "disclosure_office") == mine(desk, "clerk_b") == set()
    desk.does(
        case,
        "ask_assistance",
        on="2024-03-05",
        unit=f"d{desk.cast.policy.pk}",
        what="x",
        internal_due_on="2024-03-08",
    )
    assert mine(desk, "clerk_b") == {case.pk}
    desk.does(case, "ask_correction", on="2024-03-05", what="x", until="2024-03-20")
    assert mine(desk, "clerk_a") == set()
    assert Case.objects.filter(waits_for_others(date(2024, 3, 6))).get() == case


def test_a_wait_that_is_over_is_the_offices_turn_again(desk):
    case = desk.receives(on="2023-03-01")
    desk.does(case, "consult_third_party", on="2023-03-08", party="某公司", what="合同")
    limit = case.next_on
    assert mine(desk, "disclosure_office", limit.isoformat()) == set()
    late = date.fromordinal(limit.toordinal() + 1).isoformat()
    assert mine(desk, "disclosure_office", late) == {case.pk}


# --- the pages ------------------------------------------------------------------------------------


def queries_of(client, url: str, counted) -> int:
    with counted() as context:
        assert client.get(url).status_code == 200
    return len(context)


@pytest.fixture
def counted():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    return lambda: CaptureQueriesContext(connection)


@pytest.mark.parametrize("tab", ["mine", "open", "others", "closed", "all"])
def test_a_longer_list_asks_no_more_questions(desk, client, counted, tab):
    client.force_login(desk.cast.disclosure_office)
    url = f"{reverse('staff_cases:worklist')}?tab={tab}"
    desk.receives(on="2024-03-04")
    client.get(url)
    few = queries_of(client, url, counted)
    for number in range(8):
        case = desk.receives(f"第{number}件", on="2024-03-04")
        desk.does(case, "assign", on="2024-03-05", unit=f"d{desk.cast.office.pk}")
        desk.does(case, "withdraw", on="2024-03-05")
        desk.receives(f"又第{number}件", on="2024-03-04")
    assert queries_of(client, url, counted) <= few
    assert few < 30


def test_a_longer_history_asks_no_more_questions(desk, client, counted):
    client.force_login(desk.cast.disclosure_office)
    case = desk.receives(on="2024-03-04")
    url = reverse("staff_requests:case", args=[case.pk])
    desk.does(case, "assign", on="2024-03-05", unit=f"d{desk.cast.office.pk}")
    client.get(url)
    few = queries_of(client, url, counted)
    for _each in range(4):
        desk.does(case, "assign", on="2024-03-05", unit=f"d{desk.cast.policy.pk}")
        desk.does(case, "assign", on="2024-03-05", unit=f"p{desk.cast.clerk_a.pk}")
    assert queries_of(client, url, counted) <= few
    assert few < 45


def test_exports_are_no_formulas(desk, client):
    client.force_login(desk.cast.disclosure_office)
    desk.receives("=HYPERLINK(1)", on="2024-03-04")
    answer = client.get(f"{reverse('staff_cases:worklist')}?tab=all&export=csv")
    assert "'=HYPERLINK(1)" in answer.content.decode("utf-8-sig")
    assert client.get(f"{reverse('staff_cases:worklist')}?export=xlsx").content[:2] == b"PK"


def test_several_at_once_each_on_its_own(desk, client):
    client.force_login(desk.cast.disclosure_office)
    first, second = desk.receives(on="2024-03-04"), desk.receives(on="2024-03-04")
    desk.does(second, "withdraw", on="2024-03-05")
    sent = {"step": "request.assign", "case": [first.pk, second.pk]}
    url = reverse("staff_cases:bulk")
    assert "承办部门或人员" in client.post(url, sent).content.decode()
    done = client.post(url, sent | {"go": "1", "unit": f"d{desk.cast.office.pk}"}).content.decode()
    assert "2 件中办理成功 1 件" in done
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.lead_department, second.lead_department) == (desk.cast.office, None)


def test_a_step_that_is_not_for_many_is_404(desk, client):
    client.force_login(desk.cast.disclosure_office)
    case = desk.receives(on="2024-03-04")
    assert (
        client.post(reverse("staff_cases:bulk"), {"step": "request.withdraw", "case": [case.pk]}).status_code
        == 404
    )


def test_filters_are_kept_for_their_person_only(desk, client):
    client.force_login(desk.cast.disclosure_office)
    client.post(reverse("staff_cases:save-filter"), {"name": "逾期", "query": "tab=open&overdue=on"})
    kept = desk.cast.disclosure_office.saved_filters.get()
    assert kept.query == "tab=open&overdue=on"
    client.force_login(desk.cast.drafter)
    assert client.post(reverse("staff_cases:forget-filter", args=[kept.pk])).status_code == 404


# --- acting on one case ---------------------------------------------------------------------------


def step_url(case: Case, step: str) -> str:
    return reverse("staff_cases:step", args=[case.pk, step])


def test_a_grave_step_is_confirmed(desk, client):
    client.force_login(desk.cast.disclosure_office)
    case = desk.receives(on="2024-03-04")
    sent = {"version": case.version, "on": "2024-03-05", "reason": "不要了"}
    refused = client.post(step_url(case, "withdraw"), sent)
    assert refused.status_code == 422
    assert "不要了" in refused.content.decode()
    assert client.post(step_url(case, "withdraw"), sent | {"sure": "on"}).status_code == 302
    case.refresh_from_db()
    assert case.outcome_id == "withdrawn"


def test_wrong_facts_stay_in_the_form(desk, client):
    client.force_login(desk.cast.disclosure_office)
    case = desk.receives(on="2024-03-04")
    sent = {"version": case.version, "on": "2024-03-01", "reason": "x", "sure": "on"}
    answer = client.post(step_url(case, "withdraw"), sent)
    assert answer.status_code == 422
    assert "不能早于 2024-03-04" in answer.content.decode()
    assert case.steps.count() == 1


def test_the_second_of_two_sees_what_happened_and_loses_nothing(desk, client):
    client.force_login(desk.cast.disclosure_office)
    case = desk.receives(on="2024-03-04")
    seen = case.version
    desk.does(case, "assign", on="2024-03-05", by="leader", unit=f"d{desk.cast.office.pk}")
    sent = {"version": seen, "on": "2024-03-05", "reason": "申请人来电撤回", "sure": "on"}
    answer = client.post(step_url(case, "withdraw"), sent)
    body = answer.content.decode()
    assert answer.status_code == 409
    assert "申请人来电撤回" in body
    assert "leader同志" in body
    assert "分给办公室承办" in body
    again = client.post(step_url(case, "withdraw"), sent | {"version": case.version})
    assert again.status_code == 302


def test_undoing_by_page(desk, client):
    client.force_login(desk.cast.disclosure_office)
    case = desk.receives(on="2023-03-01")
    desk.does(case, "consult_third_party", on="2023-03-08", party="某公司", what="合同")
    desk.does(case, "third_party_received", on="2023-03-10", party="某公司")
    url = reverse("staff_cases:undo", args=[case.pk])
    assert client.post(url, {"version": case.version, "reason": ""}).status_code == 422
    assert client.post(url, {"version": case.version, "reason": "录错"}).status_code == 302
    page = client.get(reverse("staff_cases:timeline", args=[case.pk])).content.decode()
    assert "已撤销" in page
    assert "记录完整" in page


def test_a_form_without_version_does_nothing(desk, client):
    client.force_login(desk.cast.disclosure_office)
    case = desk.receives(on="2024-03-04")
    sent = {"on": "2024-03-05", "sure": "on"}
    assert client.post(step_url(case, "withdraw"), sent).status_code == 409
    assert case.steps.count() == 1


def test_others_at_the_same_case_are_named(desk, client):
    case = desk.receives(on="2024-03-04")
    client.force_login(desk.cast.drafter)
    client.get(step_url(case, "withdraw"))
    client.force_login(desk.cast.disclosure_office)
    page = client.get(reverse("staff_requests:case", args=[case.pk])).content.decode()
    assert "drafter同志正在填写" in page


def test_entering_a_year_is_looked_at_first_and_then_recomputes(desk, client):
    case = desk.receives(on="2026-12-14")
    assert case.is_provisional
    before = case.due_on
    client.force_login(desk.cast.disclosure_office)
    url = reverse("staff_cases:enter-year")
    days = "1月1日至1月3日 元旦 休\n2月5日至2月12日 春节 休"
    sent = {"year": "2027", "source": "通知", "days": days}
    assert client.post(url, sent | {"days": days + "\n2月30日 春节 休"}).status_code == 422
    assert "请核对读出的内容" in client.post(url, sent).content.decode()
    with pytest.MonkeyPatch.context():
        assert client.post(url, sent | {"confirm": "1"}).status_code == 302
    assert engine.situation_of(case, at("2026-12-15")).calendar.is_announced(2027)
    assert before is not None


def test_the_month_counts_and_shows_holidays(desk, client):
    desk.receives(on="2024-03-04")
    client.force_login(desk.cast.disclosure_office)
    page = client.get(reverse("staff_cases:month", args=[2024, 4])).content.decode()
    assert "清明节" in page
    assert "调休上班" in page
    assert "1 件" in page
    assert client.get(reverse("staff_cases:month", args=[2024, 13])).status_code == 404


def test_notes_and_links_move_nothing(desk, client):
    client.force_login(desk.cast.disclosure_office)
    first, second = desk.receives(on="2024-03-04"), desk.receives(on="2024-03-04")
    url = reverse("staff_cases:notes", args=[first.pk])
    assert client.post(url, {"note": "1", "text": "请档案室查一下"}).status_code == 302
    assert client.post(url, {"link": "1", "number": second.number, "kind": "repeats"}).status_code == 302
    assert client.post(url, {"link": "1", "number": first.number, "kind": "related"}).status_code == 422
    assert client.post(url, {"link": "1", "number": "SQ9-2024-00001", "kind": "related"}).status_code == 422
    first.refresh_from_db()
    assert (first.version, first.state_id) == (1, "in_progress")
    assert first.links.get().to == second


def test_actor_of_the_page_is_the_person(desk, client):
    client.force_login(desk.cast.drafter)
    case = desk.receives(on="2024-03-04")
    client.post(step_url(case, "withdraw"), {"version": 1, "on": "2024-03-05", "sure": "on"})
    assert case.steps.last().actor_name == Actor.staff(desk.cast.drafter).name
