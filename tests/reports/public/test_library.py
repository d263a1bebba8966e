"""The list of published reports: who is in it, how it narrows, what it costs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client
from django.urls import reverse

from yangguang.reports import actions
from yangguang.reports.models import Publication
from yangguang.reports.public.selectors import Query, published

LIST = "/reports/"


def shown(client: Client, address: str = "") -> list[tuple[str, int]]:
    response = client.get(LIST + address)
    assert response.status_code == 200
    return [(item.agency.name, item.year) for item in response.context["page"]]


def test_an_empty_library_offers_the_checker(client: Client, db: None) -> None:
    response = client.get(LIST)
    assert "还没有公开的报告" in response.content.decode()
    assert reverse("reports:checker") in response.content.decode()


def test_drafts_are_nobodys_business(client: Client, office: Any) -> None:
    office.imports(2024)
    assert shown(client) == []


def test_published_reports_stand_newest_year_first(
    client: Client, publishes: Callable[..., Publication]
) -> None:
    for year in (2022, 2024, 2023):
        publishes(year)
    assert [year for _, year in shown(client)] == [2024, 2023, 2022]


def test_a_withdrawn_report_leaves_the_list(
    client: Client, office: Any, publishes: Callable[..., Publication]
) -> None:
    report = publishes(2024).report
    actions.withdraw(
        report, version=report.version, reason="核实后再公开", by=office.cast.signer, at=office.now()
    )
    assert shown(client) == []


@pytest.mark.parametrize(
    ("address", "years"),
    [
        ("?year=2023", [2023]),
        ("?q=2022", [2022]),
        ("?q=2022年度", [2022]),
        ("?q=信访局+2023", [2023]),
        ("?q=教育", []),
        ("?format=2019", [2020]),
        ("?level=city", [2023, 2022, 2020]),
        ("?level=county", []),
        ("?sort=received", [2022, 2023, 2020]),
        ("?year=nonsense&level=moon&format=1999&sort=colour&page=zero", [2023, 2022, 2020]),
    ],
)
def test_it_narrows_as_asked_and_ignores_nonsense(
    client: Client, publishes: Callable[..., Publication], address: str, years: list[int]
) -> None:
    publishes(2020)
    publishes(
        2022,
        requests__new_received__natural_person=30,
        requests__new_received__total=33,
    )
    publishes(2023)
    assert [year for _, year in shown(client, address)] == years


def test_an_agency_brings_those_below_it(
    client: Client, office: Any, publishes: Callable[..., Publication]
) -> None:
    publishes(2024)
    cast = office.cast
    assert shown(client, f"?agency={cast.city.pk}") == [("云溪市信访局", 2024)]
    assert shown(client, f"?agency={cast.bureau.pk}") == [("云溪市信访局", 2024)]
    assert shown(client, f"?agency={cast.school.pk}") == []
    assert shown(client, "?agency=999999") == []


def test_choices_lead_somewhere(client: Client, office: Any, publishes: Callable[..., Publication]) -> None:
    publishes(2024)
    facets = client.get(LIST).context["facets"]
    assert facets.years == ((2024, 1),)
    assert [label.strip("\u3000") for _, label in facets.agencies] == ["云溪市人民政府", "云溪市信访局"]


def test_letters_of_the_visitor_cannot_become_markup(client: Client, db: None) -> None:
    page = client.get(LIST, {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in page


def test_five_thousand_reports_cost_as_many_queries_as_one(
    client: Client,
    publishes: Callable[..., Publication],
    many: Callable[[Publication, int], None],
    django_assert_num_queries: Any,
) -> None:
    """Count, page with agencies, years, paths and names of the choices."""
    first = publishes(2024)
    with django_assert_num_queries(5):
        client.get(LIST)
    many(first, 4_999)
    with django_assert_num_queries(5):
        page = client.get(LIST + "?page=80")
    assert page.context["page"].paginator.count == 5_000
    assert len(page.content) < 120_000


def test_lists_never_load_the_large_columns(
    publishes: Callable[..., Publication], django_assert_num_queries: Any
) -> None:
    publishes(2024)
    item = published().get()
    assert {"cells", "checked", "content"} <= item.get_deferred_fields()


def test_links_keep_what_was_asked() -> None:
    query = Query(words="信访", year=2023, sort="received")
    assert parse_qs(query.address(page=2)) == {
        "q": ["信访"],
        "year": ["2023"],
        "sort": ["received"],
        "page": ["2"],
    }


def test_the_list_as_csv_opens_in_a_spreadsheet(
    client: Client, publishes: Callable[..., Publication]
) -> None:
    publishes(2024)
    response = client.get("/reports/list.csv")
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    assert text.startswith("\ufeff")
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert (row["agency"], row["year"], row["new_received"], row["carried_out"]) == (
        "云溪市信访局",
        "2024",
        "15",
        "1",
    )
    assert row["url"].startswith("http://testserver/reports/")


def test_the_list_as_json_is_narrowed_too(client: Client, publishes: Callable[..., Publication]) -> None:
    publishes(2023)
    publishes(2024)
    response = client.get("/reports/list.json?year=2023")
    data = json.loads(b"".join(response.streaming_content))  # type: ignore[attr-defined]
    assert [item["year"] for item in data["reports"]] == [2023]
    assert data["next"] is None


def test_the_feed_tells_what_came_last(client: Client, publishes: Callable[..., Publication]) -> None:
    publishes(2023)
    publishes(2022)
    feed = client.get("/feeds/reports.xml")
    assert feed["Content-Type"].startswith("application/atom+xml")
    text = feed.content.decode()
    assert text.index("2022年政府信息公开工作年度报告") < text.index("2023年政府信息公开工作年度报告")
    assert "云溪市信访局" in text


def test_the_feed_narrows_like_the_list(client: Client, publishes: Callable[..., Publication]) -> None:
    publishes(2023)
    assert "2023年政府" not in client.get("/feeds/reports.xml?year=2022").content.decode()
