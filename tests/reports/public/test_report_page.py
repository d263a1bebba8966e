"""One published report as a page, its files, its history."""

from __future__ import annotations

import json
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from yangguang.annualreport.reading.read import read
from yangguang.reports import actions
from yangguang.reports.composing import cell_fact, identity
from yangguang.reports.models import Publication, VerdictKind
from yangguang.reports.public import files
from yangguang.reports.templatetags.report_words import unbroken_year

Publish = Callable[..., Publication]


class Outline(HTMLParser):
    """Ids, links and inline code of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.jumps: list[str] = []
        self.inline: list[str] = []
        self.headings: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if facts.get("id"):
            self.ids.append(str(facts["id"]))
        if (facts.get("href") or "").startswith("#"):
            self.jumps.append(str(facts["href"])[1:])
        if tag in ("h1", "h2", "h3"):
            self.headings.append(tag)
        is_code = tag == "script" and "src" not in facts and facts.get("type") != "application/json"
        if is_code or tag == "style" or "style" in facts or any(name.startswith("on") for name in facts):
            self.inline.append(tag)


def page(client: Client, publication: Publication) -> str:
    response = client.get(f"/reports/{publication.report_id}/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_says_who_when_and_how_many(client: Client, publishes: Publish) -> None:
    text = page(client, publishes(2024))
    assert "云溪市信访局2024年政府信息公开工作年度报告" in text
    assert "2021年格式" in text
    assert 'id="c-requests-new_received-total"' in text
    for heading in ("一、总体情况", "六、其他需要报告的事项"):
        assert heading in text


def test_every_jump_lands_and_no_id_stands_twice(client: Client, publishes: Publish) -> None:
    outline = Outline(page(client, publishes(2024, requests__granted__total=13)))
    assert len(outline.ids) == len(set(outline.ids))
    assert set(outline.jumps) <= set(outline.ids)


def test_nothing_on_the_page_breaks_the_content_policy(client: Client, publishes: Publish) -> None:
    publication = publishes(2024)
    assert Outline(page(client, publication)).inline == []
    header = client.get(f"/reports/{publication.report_id}/")["Content-Security-Policy"]
    assert "script-src 'self'" in header
    assert "unsafe-inline" not in header


def test_one_main_heading_and_then_the_parts(client: Client, publishes: Publish) -> None:
    headings = Outline(page(client, publishes(2024))).headings
    assert headings.count("h1") == 1
    assert headings[0] == "h1"


def test_charts_come_with_their_tables(client: Client, publishes: Publish) -> None:
    publishes(2023)
    publication = publishes(2024)
    response = client.get(f"/reports/{publication.report_id}/")
    charts = {chart.id: chart for chart in response.context["charts"]}
    assert dict(charts["answers"].rows)["予以公开"] == (12,)
    assert dict(charts["applicants"].rows)["自然人"] == (12,)
    assert [category for category, _ in charts["years"].rows] == ["2023", "2024"]
    assert response.content.decode().count("<figure") == 3


def test_a_report_of_nothing_but_zeros_has_no_charts(client: Client, publishes: Publish) -> None:
    rows = (
        "new_received",
        "carried_in",
        "granted",
        "denied_process_info",
        "unavailable_not_held",
        "results_total",
        "carried_out",
    )
    columns = ("natural_person", "business", "total")
    zeros = {f"requests__{row}__{column}": 0 for row in rows for column in columns}
    publication = publishes(2024, **zeros)
    assert "<figure" not in page(client, publication)


def test_a_wrong_total_is_marked_and_listed(client: Client, publishes: Publish) -> None:
    publication = publishes(2024, requests__granted__total=13)
    response = client.get(f"/reports/{publication.report_id}/")
    text = response.content.decode()
    rules = [item.finding.rule for item in response.context["findings"]]
    assert "R1" in rules
    cell = text[text.index('id="c-requests-granted-total"') :][:400]
    assert "is-error" in cell
    assert f"[{rules.index('R1') + 1}]" in cell


def test_the_public_reads_the_explanation_but_not_the_notes(
    client: Client, office: Any, publishes: Publish
) -> None:
    report = office.imports(2024, requests__granted__total=13)
    findings = report.figures.check_result().findings
    explained, alarm, confirmed = (
        next(f for f in findings if f.rule == rule and f.where.endswith(where))
        for rule, where in (("R1", "granted.total"), ("R2", "results_total.total"), ("R1", "granted.total"))
    )
    cast = office.cast
    actions.give_verdict(
        report,
        identity(explained),
        VerdictKind.EXPLAINED,
        text="两件合并答复。",
        seen=None,
        by=cast.checker,
        at=office.now(),
    )
    actions.give_verdict(
        report,
        identity(alarm),
        VerdictKind.FALSE_ALARM,
        text="内部：程序看错了",
        seen=None,
        by=cast.checker,
        at=office.now(),
    )
    text = page(client, publishes.again(report))  # type: ignore[attr-defined]
    assert "两件合并答复。" in text
    assert "内部：程序看错了" not in text
    assert str(alarm.message) not in text
    assert str(confirmed.message) in text


def test_a_confirmed_error_keeps_the_offices_words_inside(
    client: Client, office: Any, publishes: Publish
) -> None:
    report = office.imports(2024, requests__granted__total=13)
    finding = report.figures.check_result().findings[0]
    actions.give_verdict(
        report,
        identity(finding),
        VerdictKind.CONFIRMED,
        text="内部：明天改",
        seen=None,
        by=office.cast.checker,
        at=office.now(),
    )
    text = page(client, publishes.again(report))  # type: ignore[attr-defined]
    assert "机关已确认" in text
    assert "内部：明天改" not in text


@pytest.mark.parametrize("kind", files.KINDS)
def test_each_file_reads_back_to_the_same_figures(client: Client, publishes: Publish, kind: str) -> None:
    publication = publishes(2024)
    response = client.get(f"/reports/{publication.report_id}/report.{kind}")
    assert response.status_code == 200
    assert response["Content-Type"] == files.CONTENT_TYPES[kind]
    again = read(response.content, name=f"a.{kind}")
    assert again.number("requests.new_received.total") == 15
    assert again.number("remedies.review.upheld") == 1


def test_a_file_is_written_once_and_not_sent_twice(
    client: Client, publishes: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication = publishes(2024)
    address = f"/reports/{publication.report_id}/report.docx"
    first = client.get(address)

    def never(*args: object, **kwargs: object) -> bytes:
        raise AssertionError("written again")

    monkeypatch.setattr(files.writing, "write", never)
    assert client.get(address).content == first.content
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize("address", ["/reports/999/", "/reports/999/report.docx", "/reports/999/editions/1/"])
def test_what_is_not_there_is_404(client: Client, db: None, address: str) -> None:
    assert client.get(address).status_code == 404


def test_an_unknown_kind_of_file_is_404(client: Client, publishes: Publish) -> None:
    assert client.get(f"/reports/{publishes(2024).report_id}/report.exe").status_code == 404


def test_a_draft_has_no_page(client: Client, office: Any) -> None:
    report = office.imports(2024)
    assert client.get(f"/reports/{report.pk}/").status_code == 404
    assert client.get(f"/reports/{report.pk}/report.json").status_code == 404


def corrected(office: Any, publishes: Publish) -> Publication:
    report = publishes(2024, requests__granted__total=13).report
    report.refresh_from_db()
    actions.open_corrected_edition(
        report, version=report.version, reason="总计有误", by=office.cast.drafter, at=office.now()
    )
    cell = report.edition.read().cell("requests.granted.total")
    actions.correct_cell(
        report,
        "requests.granted.total",
        "12",
        seen=cell_fact(cell.value, cell.state),
        reason="核对原件",
        by=office.cast.checker,
        at=office.now(),
    )
    return publishes.again(report, "总计更正为12")  # type: ignore[attr-defined,no-any-return]


def test_a_corrected_report_shows_its_history_and_its_mark(
    client: Client, office: Any, publishes: Publish
) -> None:
    publication = corrected(office, publishes)
    text = page(client, publication)
    assert "这是更正后的版本" in text
    assert "总计更正为12" in text
    assert "原文件为“13”" in text
    before = client.get(f"/reports/{publication.report_id}/editions/1/")
    assert "这不是现行版本" in before.content.decode()
    old = client.get(f"/reports/{publication.report_id}/editions/1/report.json")
    assert json.loads(old.content)["requests"]["granted"]["total"] == 13


def test_a_withdrawn_report_says_so_and_is_not_shown_by_any_door(
    client: Client, office: Any, publishes: Publish
) -> None:
    report = publishes(2024).report
    actions.withdraw(
        report, version=report.version, reason="数据需要核实", by=office.cast.signer, at=office.now()
    )
    gone = client.get(f"/reports/{report.pk}/")
    assert gone.status_code == 410
    assert "数据需要核实" in gone.content.decode()
    assert "c-requests" not in gone.content.decode()
    assert client.get(f"/reports/{report.pk}/editions/1/").status_code == 410
    assert client.get(f"/reports/{report.pk}/editions/1/report.json").status_code == 404
    assert client.get(f"/reports/{report.pk}/report.json").status_code == 404


def test_queries_do_not_grow_with_the_years(
    client: Client, publishes: Publish, django_assert_num_queries: Any
) -> None:
    """Publication, verdicts, years, history."""
    publication = publishes(2024)
    with django_assert_num_queries(4):
        client.get(f"/reports/{publication.report_id}/")
    publishes(2023)
    publishes(2022)
    with django_assert_num_queries(4):
        client.get(f"/reports/{publication.report_id}/")


def test_the_page_speaks_english_when_asked(client: Client, publishes: Publish) -> None:
    client.cookies["yangguang_language"] = "en"
    response = client.get(f"/reports/{publishes(2024).report_id}/")
    assert response.headers["Content-Language"] == "en"
    assert '<article class="rp-report yg-stack yg-stack--wide" lang="zh-CN">' in response.content.decode()


def test_a_title_never_breaks_a_year_from_its_unit_and_stays_text() -> None:
    assert unbroken_year("云溪市<信访局>2024年年度报告") == (
        '云溪市&lt;信访局&gt;<span class="yg-nowrap">2024年</span>年度报告'
    )
