"""Everything published, for machines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from yangguang.annualreport.formats import FORMATS
from yangguang.reports import actions
from yangguang.reports.models import Publication
from yangguang.reports.public import exports
from yangguang.reports.public.views import open_data
from yangguang.web import spreadsheet

Publish = Callable[..., Publication]


def body(response: Any) -> str:
    return b"".join(response.streaming_content).decode()


def table(response: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(response).removeprefix("\ufeff"))))


def test_the_page_explains_every_address(client: Client, publishes: Publish) -> None:
    publishes(2024)
    text = client.get("/reports/open-data/").content.decode()
    for form in FORMATS:
        for part in form.tables:
            assert part.path in text
            assert all(f"<code>{row.id}</code>" in text for row in part.rows)
            assert all(f"<code>{column.id}</code>" in text for column in part.columns)


def test_the_dictionary_has_every_cell_of_every_form(client: Client, db: None) -> None:
    rows = table(client.get("/reports/open-data/fields.csv"))
    assert len(rows) == sum(len(list(form.cell_paths())) for form in FORMATS)
    row = next(
        r for r in rows if r["address"] == "requests.denied_state_secret.total" and r["format"] == "2021"
    )
    assert row["groups"] == "三、本年度办理结果 / （三）不予公开"
    assert (row["row"], row["column"], row["article"]) == ("1.属于国家秘密", "总计", "条例第十四条")


def test_figures_come_one_a_row(client: Client, publishes: Publish) -> None:
    publishes(2024)
    rows = {row["address"]: row for row in table(client.get("/reports/open-data/figures.csv"))}
    row = rows["requests.new_received.natural_person"]
    assert (row["agency"], row["year"], row["value"], row["unit"]) == ("云溪市信访局", "2024", "12", "count")
    assert rows["proactive.art20_8.fees.amount"]["unit"] == "wan_yuan"


def test_figures_as_json_are_one_object_a_report(client: Client, publishes: Publish) -> None:
    publishes(2020)
    publishes(2024)
    data = json.loads(body(client.get("/reports/open-data/figures.json")))
    assert [item["format"] for item in data["figures"]] == ["2019", "2021"]
    assert data["figures"][1]["figures"]["requests.new_received.total"] == 15
    assert data["licence"].startswith("https://")


def test_they_narrow_like_the_list(client: Client, publishes: Publish) -> None:
    publishes(2020)
    publishes(2024)
    data = json.loads(body(client.get("/reports/open-data/figures.json?year=2020")))
    assert [item["year"] for item in data["figures"]] == [2020]


def test_a_file_ends_at_the_bound_and_says_where_to_go_on(
    client: Client, publishes: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    for year in (2021, 2022, 2023, 2024, 2025):
        publishes(year)
    monkeypatch.setattr(exports, "MOST_REPORTS", 2)
    found, following, files = [], "/reports/open-data/figures.json?format=2021", 0
    while following:
        response = client.get(following)
        data = json.loads(body(response))
        assert ("Link" in response) == bool(data["next"])
        found += [item["year"] for item in data["figures"]]
        following = (data["next"] or "").removeprefix("http://testserver")
        files += 1
    assert found == [2021, 2022, 2023, 2024, 2025]
    assert files == 3


def test_a_full_last_file_names_no_next(
    client: Client, publishes: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    publishes(2023)
    publishes(2024)
    monkeypatch.setattr(exports, "MOST_REPORTS", 2)
    assert json.loads(body(client.get("/reports/open-data/figures.json")))["next"] is None


@pytest.mark.parametrize(
    "address", ["/reports/list.csv", "/reports/open-data/figures.csv", "/reports/open-data/fields.csv"]
)
def test_who_has_it_already_gets_a_line(client: Client, publishes: Publish, address: str) -> None:
    publishes(2023)
    first = client.get(address)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    publishes(2024)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_withdrawal_changes_the_tag(client: Client, office: Any, publishes: Publish) -> None:
    report = publishes(2024).report
    before = client.get("/reports/list.csv")["ETag"]
    actions.withdraw(report, version=report.version, reason="核实", by=office.cast.signer, at=office.now())
    assert client.get("/reports/list.csv")["ETag"] != before


def test_other_filters_have_other_tags(client: Client, publishes: Publish) -> None:
    publishes(2024)
    addresses = (
        "/reports/list.csv",
        "/reports/list.json",
        "/reports/list.csv?year=2024",
        "/reports/list.csv?after=1",
    )
    tags = {client.get(address)["ETag"] for address in addresses}
    assert len(tags) == 4


def test_nobody_may_fetch_everything_all_the_time(
    client: Client, publishes: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    publishes(2024)
    monkeypatch.setattr(open_data, "DOWNLOADS", 2)
    monkeypatch.setattr("yangguang.web.throttle.time.time", lambda: 1_800_000_000.0)
    answers = [client.get("/reports/open-data/figures.csv").status_code for _ in range(3)]
    assert answers == [200, 200, 429]


@pytest.mark.parametrize(
    "address", ["/reports/list.exe", "/reports/open-data/figures.xml", "/reports/open-data/fields.x"]
)
def test_unknown_kinds_are_404(client: Client, db: None, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("value", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2", "-2"),
        ("+3.5", "+3.5"),
        ("-cmd", "'-cmd"),
        (-2, -2),
        (None, ""),
        ("云溪", "云溪"),
        (True, "true"),
    ],
)
def test_no_cell_is_a_formula(value: object, safe: object) -> None:
    assert spreadsheet.plain(value) == safe


def test_rows_leave_as_they_come() -> None:
    """Memory stays flat: the first line is out before the second row is asked for."""
    asked: list[int] = []

    def rows() -> Iterator[dict[str, Any]]:
        for number in range(3):
            asked.append(number)
            yield {"id": number}

    lines = exports.csv_lines(("id",), rows())
    next(lines)
    next(lines)
    assert asked == [0]


def test_queries_do_not_grow_with_the_reports(
    client: Client,
    publishes: Publish,
    many: Callable[[Publication, int], None],
    django_assert_num_queries: Any,
) -> None:
    """State for the tag, edge of the file, rows."""
    first = publishes(2024)
    many(first, 700)
    with django_assert_num_queries(3):
        assert len(table(client.get("/reports/list.csv"))) == 701
