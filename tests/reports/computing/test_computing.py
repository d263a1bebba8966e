"""A year's report from the year's cases: drawn up, counted anew, settled, and opened to the cases behind it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from support_office import at
from support_remedies import enters, says

from yangguang.reports import actions
from yangguang.reports.conclusions import in_force
from yangguang.reports.models import Report, ReportState

NEW = "requests.new_received.natural_person"
GRANTED = "requests.granted.natural_person"
TABLE = "requests"


@pytest.fixture
def year(desk):
    """2023: three received, two answered, one carried over; one came over from 2022."""
    old = desk.receives("上年的", on="2022-12-20")
    first, second = desk.receives("甲", on="2023-03-01"), desk.receives("乙", on="2023-04-03")
    desk.receives("丙", on="2023-12-25", applicant_kind="business")
    desk.does(old, "answer", on="2023-01-05", outcome="provide", how="附后")
    desk.does(first, "answer", on="2023-03-10", outcome="not_exist", finding="经检索不存在")
    desk.does(second, "answer", on="2023-04-10", outcome="provide", how="附后")
    return [old, first, second]


def computed(desk, year: int = 2023, on: str = "2024-01-02", **more):
    return actions.compute_report(desk.cast.bureau, year, by=desk.cast.drafter, at=at(on), **more).report


def figures(report: Report) -> dict[str, int]:
    return {path: cell.value for path, cell in in_force(report).cells.items() if cell.value}


def test_the_years_figures_come_from_the_cases(desk, year):
    report = computed(desk)
    assert {path: n for path, n in figures(report).items() if path.startswith(TABLE)} == {
        "requests.new_received.natural_person": 2,
        "requests.new_received.business": 1,
        "requests.new_received.total": 3,
        "requests.carried_in.natural_person": 1,
        "requests.carried_in.total": 1,
        "requests.granted.natural_person": 2,
        "requests.granted.total": 2,
        "requests.unavailable_not_held.natural_person": 1,
        "requests.unavailable_not_held.total": 1,
        "requests.results_total.natural_person": 3,
        "requests.results_total.total": 3,
        "requests.carried_out.business": 1,
        "requests.carried_out.total": 1,
    }
    assert report.edition.is_computed
    assert report.state == ReportState.DRAFT


def test_counting_again_without_change_makes_no_edition(desk, year):
    report = computed(desk)
    with pytest.raises(actions.Conflict, match="完全相同"):
        computed(desk)
    assert report.editions.count() == 1


def test_a_change_makes_an_edition_and_keeps_what_was_settled_elsewhere(desk, year):
    report = computed(desk)
    seen = {"value": 2, "state": "printed"}
    actions.correct_cell(
        report, GRANTED, "3", seen=seen, reason="一件漏记", by=desk.cast.drafter, at=at("2024-01-03")
    )
    desk.receives("补登记的", on="2023-12-28")
    again = computed(desk, on="2024-01-04")
    assert again.editions.count() == 2
    assert figures(again)[NEW] == 3
    assert figures(again)[GRANTED] == 3, "the correction holds: that figure has not changed"


@pytest.mark.parametrize("wrong", [2018, 2025])
def test_a_year_without_form_or_without_end_is_refused(desk, wrong):
    with pytest.raises(actions.Refused, match="2019"):
        computed(desk, wrong)


def test_a_published_report_stays_until_a_reason_is_given(desk, year):
    report = computed(desk)
    for number in (1, 5):
        actions.write_part(report, number, "如下。", seen=None, by=desk.cast.drafter, at=at("2024-01-04"))
    report.refresh_from_db()
    actions.review(report, version=report.version, by=desk.cast.checker, at=at("2024-01-05"))
    report.refresh_from_db()
    actions.publish(report, version=report.version, reason="已核", by=desk.cast.signer, at=at("2024-01-06"))
    before = report.publication.annual_report().number(NEW)
    desk.receives("补登记的", on="2023-12-28")
    with pytest.raises(actions.Refused, match="为什么要更正"):
        computed(desk, on="2024-02-01")
    computed(desk, on="2024-02-01", note="补登记一件")
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT
    assert figures(report)[NEW] == before + 1
    assert report.publication.annual_report().number(NEW) == before, "the public keeps the old one"


def entered(case, on: str):
    """The case as if it had been entered on a later day than it was received."""
    type(case).objects.filter(pk=case.pk).update(created_at=at(on), changed_at=at(on))
    return case


# --- the pages -------------------------------------------------------------------------------------


def page(client, desk, name: str, *args, who: str = "disclosure_office"):
    client.force_login(desk.cast.people[who])
    return client.get(reverse(f"staff_reports:{name}", args=args))


def test_from_the_button_to_the_cases(client, desk, year):
    client.force_login(desk.cast.drafter)
    form = client.get(reverse("staff_reports:compute"))
    assert form.status_code == 200
    sent = client.post(
        reverse("staff_reports:compute"), {"agency": desk.cast.bureau.pk, "year": 2023}, follow=True
    )
    report = Report.objects.get()
    assert sent.redirect_chain[-1][0] == reverse("staff_reports:report", args=[report.pk])
    body = page(client, desk, "cell", report.pk, GRANTED).content.decode()
    assert reverse("staff_reports:behind", args=[report.pk, GRANTED]) in body
    body = page(client, desk, "behind", report.pk, GRANTED).content.decode()
    old, first, second = year
    assert old.number in body
    assert second.number in body
    assert first.number not in body


def test_cases_that_one_may_not_read_are_counted_not_named(client, desk, year):
    report = computed(desk)
    body = page(client, desk, "behind", report.pk, GRANTED, who="clerk_a").content.decode()
    assert "另有 2 件您无权查阅" in body
    assert year[0].number not in body


def test_a_figure_that_moved_is_shown_with_its_case(client, desk, year):
    report = computed(desk)
    assert "没有变化" in page(client, desk, "now", report.pk).content.decode()
    late = entered(desk.receives("补登记的", on="2023-12-28"), "2024-01-03")
    body = page(client, desk, "now", report.pk).content.decode()
    assert "没有变化" not in body
    assert late.number in body
    assert year[0].number not in body


def test_what_was_carried_over_is_traced_to_the_case_that_was_entered_late(client, desk, year):
    computed(desk, 2022, on="2023-01-03")
    report = computed(desk, 2023, on="2024-01-02")
    assert "结转一致" in page(client, desk, "now", report.pk).content.decode()
    late = entered(desk.receives("迟登记的", on="2022-12-30"), "2024-01-03")
    report = computed(desk, 2023, on="2024-01-04")
    body = page(client, desk, "now", report.pk).content.decode()
    assert "结转 1 件，本年计算为 2 件" in body
    assert late.number in body


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("drafter", 200),
        ("disclosure_office", 200),
        ("leader", 302),  # the workbench sends them to its front page
        ("administrator", 302),
        ("inspector", 302),
        ("stranger", 200),  # for their own agency
    ],
)
def test_who_may_compute(client, desk, who, status):
    assert page(client, desk, "compute", who=who).status_code == status


@pytest.mark.parametrize("who", ["stranger", "nobody"])
@pytest.mark.parametrize("name", ["now", "recompute", "behind"])
def test_others_find_nothing(client, desk, year, who, name):
    report = computed(desk)
    args = [report.pk, GRANTED] if name == "behind" else [report.pk]
    assert page(client, desk, name, *args, who=who).status_code in (302, 403, 404)


def test_another_agencys_report_cannot_be_computed(client, desk):
    client.force_login(desk.cast.drafter)
    sent = client.post(reverse("staff_reports:compute"), {"agency": desk.cast.city.pk, "year": 2023})
    assert sent.status_code == 422
    assert not Report.objects.exists()


def test_a_computed_report_has_no_file_to_read_again(client, desk, year):
    report = computed(desk)
    assert page(client, desk, "source", report.pk, 1).status_code == 404
    with pytest.raises(actions.Refused, match="重新计算"):
        actions.ask_reread(report, by=desk.cast.drafter, at=at("2024-01-03"))
    assert page(client, desk, "report", report.pk).status_code == 200
    assert page(client, desk, "editions", report.pk).status_code == 200


def test_a_published_report_stays_and_a_case_changed_since_leads_to_a_corrected_edition(desk, year, client):
    report = computed(desk)
    filled = in_force(report)
    for section in filled.sections:
        if "【请填写" in section.text:
            actions.write_part(
                report, section.number, "已写。", seen=None, by=desk.cast.drafter, at=at("2024-01-03")
            )
    for act, who, more in (
        (actions.review, desk.cast.checker, {}),
        (actions.hand_in, desk.cast.signer, {"reason": "x"}),
        (actions.publish, desk.cast.signer, {"reason": "x"}),
    ):
        report.refresh_from_db()
        act(report, version=report.version, by=who, at=at("2024-01-05"), **more)
    desk.receives("漏登的", on="2023-05-01")
    client.force_login(desk.cast.disclosure_office)
    now = reverse("staff_reports:now", args=[report.pk])
    again = reverse("staff_reports:recompute", args=[report.pk])

    body = client.get(now).content.decode()  # the season of 2023 is over: locked with the city
    assert "2024-01-05 报送的数" in body
    assert "2024-01-05 公开的数" in body
    assert "锁定" in body
    assert f'href="{again}"' not in body
    report.refresh_from_db()
    refused = client.post(again, {"version": report.version, "reason": "漏登一件"})
    assert refused.status_code == 422
    page = client.get(reverse("staff_reports:report", args=[report.pk])).content.decode()
    cell = page.partition('id="at-requests-new_received-total"')[2].partition("</td>")[0]
    assert "</span>3</span>" in cell
    assert "</span>4</span>" in cell

    report.refresh_from_db()
    actions.return_hand_in(report, reason="请更正", by=desk.cast.inspector, at=at("2024-03-01"))
    assert f'href="{again}"' in client.get(now).content.decode()
    report.refresh_from_db()
    assert client.post(again, {"version": report.version, "reason": ""}).status_code == 422
    assert client.post(again, {"version": report.version, "reason": "漏登一件"}).status_code == 302
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT
    assert report.edition.reason == "corrected"
    assert report.edition.note == "漏登一件"
    assert figures(report)["requests.new_received.total"] == 4
    assert report.publication.new_received == 3  # the public keeps the old one until the new one is out


def test_what_happens_to_a_suit_later_leaves_the_year_and_what_is_put_right_is_shown_beside_it(desk, client):
    """A judgment of December, appealed against in January: the year stands. A wrong entry put right: shown, not frozen away."""
    suit = enters(desk, "suit", on="2023-09-01", body_number="甲")
    desk.does(suit, "judge", on="2023-12-20", **says("dismissed", decided_on="2023-12-19"))
    report = computed(desk)
    for section in in_force(report).sections:
        if "【请填写" in section.text:
            known = {"seen": None, "by": desk.cast.drafter, "at": at("2024-01-03")}
            actions.write_part(report, section.number, "已写。", **known)
    for act, who, more in ((actions.review, "checker", {}), (actions.hand_in, "signer", {"reason": "x"})):
        report.refresh_from_db()
        act(report, version=report.version, by=desk.cast.people[who], at=at("2024-01-05"), **more)
    frozen = report.hand_ins.get().content
    assert figures(report)["remedies.direct.upheld"] == 1

    desk.does(suit, "appeal", on="2024-01-08", appellant="other", body="高级法院")
    assert "没有变化" in page(client, desk, "now", report.pk).content.decode()
    behind = page(client, desk, "behind", report.pk, "remedies.direct.upheld").content.decode()
    assert suit.number in behind
    assert "驳回请求" in behind
    assert computed(desk, 2024, on="2024-06-03").edition.read().cells["remedies.direct.pending"].value == 1

    stands = {
        "body": "高级法院", "received_on": "2023-09-01", "way": "after", "reason": "先经过复议，登记有误",
    }  # fmt: skip
    desk.does(suit, "amend", on="2024-02-01", **stands)
    body = page(client, desk, "now", report.pk).content.decode()
    assert suit.number in body
    assert "锁定" in body
    report.refresh_from_db()
    assert report.hand_ins.get().content == frozen
    assert figures(report)["remedies.direct.upheld"] == 1
    assert report.editions.count() == 1
