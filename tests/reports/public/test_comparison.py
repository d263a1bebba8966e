"""Reports side by side on a page and as a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from yangguang.reports.models import Publication
from yangguang.reports.public.views.comparison import MOST

Publish = Callable[..., Publication]


@pytest.fixture
def years(publishes: Publish) -> list[Publication]:
    """2020 of the older form, 2023 and 2024 of the newer; 2024 received 15, 2023 received 10."""
    return [
        publishes(2020),
        publishes(
            2023,
            requests__new_received__natural_person=7,
            requests__new_received__total=10,
        ),
        publishes(2024),
    ]


def address(publications: list[Publication], more: str = "") -> str:
    return "?" + "&".join(f"r={item.report_id}" for item in publications) + more


def test_without_a_choice_it_offers_reports(client: Client, years: list[Publication]) -> None:
    response = client.get("/reports/compare/")
    assert len(response.context["offers"]) == 3
    assert "comparison" not in response.context


def test_one_report_asks_for_another(client: Client, years: list[Publication]) -> None:
    assert "再添加一份报告" in client.get("/reports/compare/" + address(years[:1])).content.decode()


def test_years_stand_side_by_side_with_changes(client: Client, years: list[Publication]) -> None:
    response = client.get("/reports/compare/" + address(years[1:]))
    row = response.context["comparison"].row("requests.new_received.total")
    assert [entry.value for entry in row.entries] == [10, 15]
    text = response.content.decode()
    assert "+5" in text
    assert "+50.0%" in text


def test_two_forms_come_with_their_notes(client: Client, years: list[Publication]) -> None:
    one_form = client.get("/reports/compare/" + address(years[1:])).content.decode()
    both = client.get("/reports/compare/" + address(years, "&all=1")).content.decode()
    assert "口径说明" not in one_form
    assert "“（六）其他处理”在2021年格式中分为三项，此处为三项之和。" in both


def test_the_short_view_leaves_out_applicants_and_zeros(client: Client, years: list[Publication]) -> None:
    short = client.get("/reports/compare/" + address(years))
    full = client.get("/reports/compare/" + address(years, "&all=1"))

    def rows(response: Any) -> list[str]:
        return [row.address for group in response.context["groups"] for row in group.rows]

    assert "requests.granted.natural_person" not in rows(short)
    assert "requests.denied_state_secret.total" not in rows(short)
    assert {"requests.granted.natural_person", "requests.denied_state_secret.total"} <= set(rows(full))


def test_a_report_can_be_taken_out(client: Client, years: list[Publication]) -> None:
    response = client.get("/reports/compare/" + address(years))
    without = response.context["chosen"][0].without
    assert f"r={years[0].report_id}" not in without.split("&")
    assert f"r={years[1].report_id}" in without.split("&")


def test_the_search_offers_what_is_not_there_yet(client: Client, years: list[Publication]) -> None:
    response = client.get("/reports/compare/" + address(years[:1], "&q=2023"))
    assert [item.year for item, _ in response.context["offers"]] == [2023]
    none = client.get("/reports/compare/" + address(years[:1], "&q=没有的机关"))
    assert "没有找到" in none.content.decode()


@pytest.mark.parametrize("nonsense", ["?r=x&r=-1&r=999999&r=", "?r=99999999999999999999", "?all=1"])
def test_nonsense_is_no_error(client: Client, db: None, nonsense: str) -> None:
    assert client.get("/reports/compare/" + nonsense).status_code == 200


def test_the_same_report_twice_is_one(client: Client, years: list[Publication]) -> None:
    response = client.get("/reports/compare/" + address([years[0], years[0]]))
    assert len(response.context["chosen"]) == 1


def test_there_is_a_bound(client: Client, publishes: Publish) -> None:
    found = [publishes(year) for year in range(2019, 2019 + MOST + 1)]
    response = client.get("/reports/compare/" + address(found))
    assert len(response.context["columns"]) == MOST


def test_drafts_cannot_be_compared(client: Client, office: Any) -> None:
    draft = office.imports(2024)
    assert client.get(f"/reports/compare/?r={draft.pk}").context["chosen"] == []
    assert client.get(f"/reports/compare/comparison.csv?r={draft.pk}").status_code == 404


def test_the_csv_has_every_cell_and_its_change(client: Client, years: list[Publication]) -> None:
    response = client.get("/reports/compare/comparison.csv" + address(years[1:]))
    rows = list(csv.DictReader(io.StringIO(response.content.decode().removeprefix("\ufeff"))))
    row = next(row for row in rows if row["address"] == "requests.new_received.total")
    assert row["云溪市信访局 2023年"] == "10"
    assert row["云溪市信访局 2024年"] == "15"
    assert row["云溪市信访局 2024年 增减"] == "5"
    assert {"requests.granted.natural_person", "remedies.after.pending"} <= {row["address"] for row in rows}


def test_the_json_is_the_librarys_own(client: Client, years: list[Publication]) -> None:
    response = client.get("/reports/compare/comparison.json" + address(years[1:]))
    data = json.loads(response.content)
    assert [report["year"] for report in data["reports"]] == [2023, 2024]
    assert data["reports"][1]["compared_with"] == 0


def test_queries_do_not_grow_with_the_reports(
    client: Client, years: list[Publication], django_assert_num_queries: Any
) -> None:
    for chosen in (years[:2], years):
        with django_assert_num_queries(3):
            client.get("/reports/compare/" + address(chosen))
