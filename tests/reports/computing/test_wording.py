"""The words of a computed report: a template that agrees with its tables, and what people write instead."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.urls import reverse
from support_office import at

from yangguang.annualreport.checking import check
from yangguang.annualreport.formats import FORMATS
from yangguang.annualreport.model import AnnualReport, Cell, Contact, Fees, SectionText
from yangguang.reports import actions
from yangguang.reports.computing.wording import OPEN, Sentences, open_places
from yangguang.reports.conclusions import in_force
from yangguang.reports.models import Report


def report_of(form, year: int, seed: int, *, most: int = 400) -> AnnualReport:
    """A report whose table three adds up, with figures drawn by chance."""
    chance = random.Random(seed)  # noqa: S311 - the same figures every time
    table = form.requests
    kinds = [column.id for column in table.columns if column.id != "total"]
    counts = dict.fromkeys(table.cell_paths(), 0)
    for kind in kinds:
        results = {row: chance.choice([0, 0, chance.randrange(most)]) for row in form.result_rows}
        done, carried_out = sum(results.values()), chance.randrange(9)
        carried_in = min(done, chance.randrange(9))
        column = results | {
            "results_total": done,
            "carried_out": carried_out,
            "carried_in": carried_in,
            "new_received": done + carried_out - carried_in,
        }
        for row, number in column.items():
            counts[f"requests.{row}.{kind}"] = number
            counts[f"requests.{row}.total"] += number
    cells = {path: Cell(path, counts.get(path, 0)) for path in form.cell_paths()}
    sections = tuple(SectionText(section.number, section.heading) for section in form.sections)
    unpaid = counts.get("requests.other_fee_unpaid.total", 0)
    fees = Fees(notices=unpaid, amount=Decimal(100 * unpaid), received=Decimal(0))
    return AnnualReport("云溪市信访局", year, form, cells, sections=sections, fees=fees)


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.id)
def test_the_template_agrees_with_the_tables_whatever_they_say(form, seed):
    year = form.years[0] + 1
    report = report_of(form, year, seed)
    previous = report_of(form, year - 1, seed + 1000) if seed % 3 else None
    worded = Sentences(report, previous, is_government=bool(seed % 2)).worded()
    claims = [finding for finding in check(worded, previous).findings if finding.rule in ("T1", "T2", "F1")]
    assert not claims, [(str(finding.message), finding.quote) for finding in claims]


@pytest.mark.parametrize("word", ["上年结转", "办结", "结转下年度继续办理", "自然人", "予以公开", "无法提供"])
def test_its_figures_are_really_compared(word):
    report = report_of(FORMATS[1], 2023, 4)
    worded = Sentences(report, None).worded()
    overview = worded.section(1)
    spoilt = tuple(re.sub(rf"({word})(\d+)件", r"\g<1>1\2件", text) for text in overview.paragraphs)
    assert spoilt != overview.paragraphs
    sections = tuple(replace(one, paragraphs=spoilt) if one.number == 1 else one for one in worded.sections)
    assert any(finding.rule == "T1" for finding in check(replace(worded, sections=sections)).findings)


@pytest.mark.parametrize(
    ("before", "now", "says"),
    [
        (115, 136, "新收申请数量比上年增加21件，增长18.26%。"),
        (136, 115, "新收申请数量比上年减少21件，下降15.44%。"),
        (7, 7, "新收申请数量与上年持平。"),
        (0, 3, "新收申请数量比上年增加3件。"),
        (3, 0, "新收申请数量比上年减少3件。"),
    ],
)
def test_growth(before, now, says):
    form = FORMATS[1]
    previous = report_of(form, 2022, 1)
    path = "requests.new_received.total"
    previous.cells[path] = Cell(path, before)
    assert Sentences(report_of(form, 2023, 2), previous).growth(now) == says


def test_without_last_year_nothing_is_said_of_growth():
    assert Sentences(report_of(FORMATS[1], 2023, 2), None).growth(5) == ""


def test_the_statement_on_fees():
    sentences = Sentences(report_of(FORMATS[1], 2023, 2), None)
    assert "没有收取" in sentences.fees(Fees(notices=0))
    said = sentences.fees(Fees(notices=2, amount=Decimal("2100"), received=None))
    assert "发出收费通知2件，应收信息处理费2100元，实际收取0元" in said


def test_how_to_reach_the_office_is_said_as_far_as_it_is_known():
    report = report_of(FORMATS[1], 2023, 2)
    assert "（" not in Sentences(report, None).preamble().partition("如对本报告")[2]
    told = replace(report, contact=Contact(office="公开办", telephone="0951-1"))
    assert "请与公开办联系（电话：0951-1）" in Sentences(told, None).preamble()


# --- written by people ------------------------------------------------------------------------------


@pytest.fixture
def report(desk) -> Report:
    desk.receives("甲", on="2023-03-01")
    return actions.compute_report(desk.cast.bureau, 2023, by=desk.cast.drafter, at=at("2024-01-02")).report


def write(desk, report, number, text, *, seen=None, on="2024-01-03"):
    return actions.write_part(report, number, text, seen=seen, by=desk.cast.drafter, at=at(on))


def test_what_was_written_stays_when_the_figures_are_counted_anew(desk, report):
    write(desk, report, 1, "2023年，本机关新收政府信息公开申请1件。")
    desk.receives("乙", on="2023-05-01")
    report = actions.compute_report(desk.cast.bureau, 2023, by=desk.cast.drafter, at=at("2024-01-04")).report
    assert in_force(report).section(1).text == "2023年，本机关新收政府信息公开申请1件。"
    wrong = [f for f in report.figures.check_result().findings if f.rule == "T1"]
    assert [(f.where, f.actual, f.expected) for f in wrong] == [("sections.1", 1, 2)]


def test_open_places_keep_a_report_from_review(desk, report):
    with pytest.raises(actions.Refused, match="请填写"):
        actions.review(report, version=report.version, by=desk.cast.checker, at=at("2024-01-05"))
    for number in (1, 5):
        write(desk, report, number, "如下。")
    report.refresh_from_db()
    assert not open_places(in_force(report))
    actions.review(report, version=report.version, by=desk.cast.checker, at=at("2024-01-05"))


def test_the_template_comes_back(desk, report):
    before = in_force(report).section(5).text
    first = write(desk, report, 5, "没有。")
    actions.restore_part(report, 5, seen=first.pk, by=desk.cast.drafter, at=at("2024-01-04"))
    assert in_force(Report.objects.get()).section(5).text == before
    with pytest.raises(actions.Refused, match="就是模板"):
        actions.restore_part(report, 5, seen=None, by=desk.cast.drafter, at=at("2024-01-04"))


def test_the_second_writer_is_told_and_loses_nothing(client, desk, report):
    write(desk, report, 5, "先写的。")
    client.force_login(desk.cast.disclosure_office)
    address = reverse("staff_reports:part", args=[report.pk, 5])
    sent = client.post(address, {"text": "后写的。", "seen": ""})
    body = sent.content.decode()
    assert sent.status_code == 409
    assert "后写的。" in body
    assert "改写过这一部分" in body
    assert in_force(Report.objects.get()).section(5).text == "先写的。"


def test_typing_is_checked_without_being_kept(client, desk, report):
    client.force_login(desk.cast.drafter)
    address = reverse("staff_reports:check-part", args=[report.pk, 1])
    wrong = client.post(address, {"text": "2023年，本机关新收政府信息公开申请7件。"}).content.decode()
    assert "T1" in wrong
    assert '<mark class="yg-mark yg-mark--' in wrong
    right = client.post(address, {"text": "2023年，本机关新收政府信息公开申请1件。"}).content.decode()
    assert "T1" not in right
    assert not report.wordings.exists()
    assert client.get(address).status_code == 405


@pytest.mark.parametrize(("who", "status"), [("signer", 403), ("stranger", 404), ("drafter", 200)])
def test_who_may_write(client, desk, report, who, status):
    client.force_login(desk.cast.people[who])
    sent = client.post(
        reverse("staff_reports:part", args=[report.pk, 5]), {"text": "写。", "seen": ""}, follow=True
    )
    if status == 403:
        assert "权限" in sent.content.decode()
        assert not report.wordings.exists()
    else:
        assert sent.status_code == status


def test_the_report_leads_to_its_parts(client, desk, report):
    client.force_login(desk.cast.drafter)
    body = client.get(reverse("staff_reports:report", args=[report.pk])).content.decode()
    for number in actions.PARTS:
        address = reverse("staff_reports:part", args=[report.pk, number])
        assert address in body, number
        assert client.get(address).status_code == 200, number
    assert OPEN in body
    assert client.get(reverse("staff_reports:part", args=[report.pk, 7])).status_code == 404
