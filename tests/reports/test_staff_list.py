"""The list of reports and its spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from urllib.parse import quote

import openpyxl
import pytest
from django.urls import reverse

from yangguang.offices.models import Agency
from yangguang.reports import actions
from yangguang.reports.models import Report

pytestmark = pytest.mark.django_db
URL = "/staff/reports/"


@pytest.fixture
def many(office):
    """Six reports of three offices and three years; 云溪市教育局 2024 has a wrong total."""
    root = office.cast.root
    for year in (2020, 2022, 2024):
        for agency in (office.cast.bureau, office.cast.school):
            wrong = year == 2024 and agency == office.cast.school
            figures = {"requests.results_total.total": 17 if wrong else 16}
            actions.import_file(
                office.bytes_of(agency=agency.name, year=year, figures=figures),
                name=f"{year}.json",
                agency=agency,
                by=root,
                at=office.now(),
            )
    first = Report.objects.get(agency=office.cast.bureau, year=2020)
    actions.review(first, version=first.version, by=root, at=office.now())
    first.refresh_from_db()
    actions.publish(first, version=first.version, reason="x", by=root, at=office.now())


def listed(client, **query) -> list[str]:
    body = client.get(URL, query).content.decode()
    rows = re.findall(r"<tr.*?</tr>", body.partition('id="listing-results"')[2], re.DOTALL)
    told = []
    for row in rows:
        text = re.sub(r"<[^>]+>", " ", row)
        found = re.search(r"(云溪市\S+局|清河县\S+)\s+(20\d\d)", text)
        if found:
            told.append(f"{found[1]} {found[2]}")
    return told


def test_people_see_their_own_and_inspectors_all_below(office, many, client) -> None:
    client.force_login(office.cast.drafter)
    assert {row.split()[0] for row in listed(client)} == {"云溪市信访局"}
    client.force_login(office.cast.inspector)
    assert len(listed(client)) == 6
    client.force_login(office.cast.stranger)
    assert listed(client) == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"year": "2022"}, {"云溪市信访局 2022", "云溪市教育局 2022"}),
        ({"format": "2019"}, {"云溪市信访局 2020", "云溪市教育局 2020"}),
        ({"state": "published"}, {"云溪市信访局 2020"}),
        ({"check": "open", "year": "2024"}, {"云溪市教育局 2024"}),
        ({"check": "none", "year": "2024"}, {"云溪市信访局 2024"}),
        ({"q": "教育", "year": "2020"}, {"云溪市教育局 2020"}),
        ({"q": "%"}, set()),
        ({"year": "nonsense", "state": "x", "check": "y", "q": "信访", "format": "2021"},
         {"云溪市信访局 2022", "云溪市信访局 2024"}),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_office_year_form_state_and_errors(
    office, many, client, query, expected
) -> None:
    client.force_login(office.cast.inspector)
    assert set(listed(client, **query)) == expected


def test_the_list_is_narrowed_to_one_office(office, many, client) -> None:
    client.force_login(office.cast.inspector)
    assert {row.split()[0] for row in listed(client, agency=office.cast.school.pk)} == {"云溪市教育局"}


def test_the_filter_offers_no_office_that_one_may_not_see(office, many, client) -> None:
    client.force_login(office.cast.drafter)
    assert "云溪市教育局" not in client.get(URL).content.decode()
    assert listed(client, agency=office.cast.school.pk)  # no choice of theirs: narrows nothing


def test_the_list_is_sorted_as_asked(office, many, client) -> None:
    client.force_login(office.cast.drafter)
    assert [row.split()[1] for row in listed(client, ordering="year")] == ["2020", "2022", "2024"]
    assert [row.split()[1] for row in listed(client, ordering="-year")] == ["2024", "2022", "2020"]
    assert len(listed(client, ordering="agency__uscc; drop table")) == 3


@pytest.fixture
def crowd(office):
    """Eighty more offices with a report each, put in without reading any file."""
    model = office.imports(year=2023)
    figures, edition = model.figures, model.edition
    for number in range(80):
        agency = Agency.objects.create(
            name=f"云溪市第{number}局", level="city", kind="department", parent=office.cast.city
        )
        report = Report.objects.create(
            agency=agency, year=2023, edition=edition, created_at=office.now(), changed_at=office.now()
        )
        figures.pk, figures.report, figures.agency = report.pk, report, agency
        figures.save(force_insert=True)


def test_the_list_asks_the_database_the_same_for_one_and_for_many(
    office, client, django_assert_max_num_queries, request
) -> None:
    office.imports(year=2022)
    client.force_login(office.cast.inspector)
    client.get(URL)  # warms content types and sites
    few = count_queries(client)
    request.getfixturevalue("crowd")
    assert count_queries(client) == few
    assert few <= 21


def count_queries(client) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        assert client.get(URL).status_code == 200
    return len(queries)


def test_pages_do_not_repeat_or_lose_a_report(office, client, crowd) -> None:
    client.force_login(office.cast.inspector)
    Report.objects.update(changed_at=office.now())  # all ties
    first = client.get(URL, {"p": 1}).context["object_list"]
    second = client.get(URL, {"p": 2}).context["object_list"]
    pks = [report.pk for report in [*first, *second]]
    assert len(pks) == len(set(pks)) == 81


# --- spreadsheets ----------------------------------------------------------------------------


def as_csv(client, **query) -> list[dict[str, str]]:
    response = client.get(URL, query | {"export": "csv"})
    text = b"".join(response.streaming_content)
    assert text.startswith(b"\xef\xbb\xbf")
    assert "filename*=utf-8''" + quote("年度报告-") in response["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))


def test_the_csv_holds_the_rows_of_the_list_with_their_figures(office, many, client) -> None:
    client.force_login(office.cast.inspector)
    rows = as_csv(client, year="2024", ordering="agency__name")
    assert len(rows) == 2
    wrong = next(row for row in rows if row["机关"] == "云溪市教育局")
    assert (wrong["年度"], wrong["本年新收"], wrong["予以公开"], wrong["状态"]) == (
        "2024",
        "15",
        "12",
        "草稿",
    )
    assert wrong["未处理错误"] == "3"
    assert wrong["公开时间"] == ""


def test_the_spreadsheet_holds_numbers_as_numbers(office, many, client) -> None:
    client.force_login(office.cast.inspector)
    response = client.get(URL, {"export": "xlsx", "state": "published"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    head, row = book.active.iter_rows(values_only=True)
    told = dict(zip(head, row, strict=True))
    assert (told["机关"], told["年度"], told["本年新收"]) == ("云溪市信访局", 2020, 15)
    assert told["公开时间"].date() == date(2026, 1, 20)
    sheet = book.active
    assert sheet.title == "年度报告"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:Y2")
    assert sheet["Y2"].number_format == "yyyy-mm-dd hh:mm"
    assert sheet.column_dimensions["A"].width > 2 * sheet.column_dimensions["B"].width


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t="])
def test_a_name_is_never_a_formula(office, client, start) -> None:
    office.imports()
    Agency.objects.filter(pk=office.cast.bureau.pk).update(name=f"{start}HYPERLINK(1)")
    client.force_login(office.cast.drafter)
    assert as_csv(client)[0]["机关"].startswith("'")
    response = client.get(URL, {"export": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert (book.active["A2"].data_type, book.active["A2"].value) == ("s", f"{start}HYPERLINK(1)")


def test_the_front_page_counts_states_and_open_errors(office, many, client) -> None:
    client.force_login(office.cast.inspector)
    body = re.sub(r"\s+", " ", client.get(reverse("wagtailadmin_home")).content.decode())
    assert re.search(r"草稿</a></dt><dd>5</dd>", body)
    assert re.search(r"已公开</a></dt><dd>1</dd>", body)
    assert re.search(r"未处理的错误</a></dt><dd>\d+</dd>", body)
    assert "云溪市教育局 · 2024" in body
