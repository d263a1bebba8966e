"""The public pages in English: no Chinese is left but names and quoted reports."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.test import Client

from yangguang.reports.models import Publication

HAN = re.compile(r"[\u4e00-\u9fff]+")
VOID = {"br", "img", "input", "meta", "link", "hr"}


class Said(HTMLParser):
    """The words inside <main>, without those marked as Chinese."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[bool] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "main":
            self.open = [True]
        elif self.open and tag not in VOID:
            self.open.append(self.open[-1] and dict(attrs).get("lang") != "zh-CN")
        if self.open and self.open[-1]:
            said = dict(attrs)
            self.words += [
                str(said[name]) for name in ("placeholder", "title", "aria-label") if said.get(name)
            ]

    def handle_endtag(self, tag: str) -> None:
        if self.open and tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1]:
            self.words.append(data)


def chinese(client: Client, address: str, *known: str) -> list[str]:
    client.cookies["yangguang_language"] = "en"
    words = " ".join(Said(client.get(address).content.decode()).words)
    for name in known:
        words = words.replace(name, "")
    return HAN.findall(words)


@pytest.mark.parametrize("address", ["/reports/", "/reports/compare/", "/reports/check/"])
def test_empty_pages(client: Client, db: None, address: str) -> None:
    assert chinese(client, address) == []


@pytest.mark.parametrize(
    "address", ["/reports/", "/reports/{}/", "/reports/compare/?r={}", "/reports/open-data/"]
)
def test_pages_with_a_report(client: Client, publishes: Callable[..., Publication], address: str) -> None:
    publication = publishes(2024)
    documents = ("国办公开办函〔2019〕60号", "国办公开办函〔2021〕30号")
    known = ("云溪市信访局", "云溪市人民政府", *documents)
    left = chinese(client, address.format(publication.report_id), *known)
    assert left == []


def test_every_row_of_a_comparison(client: Client, publishes: Callable[..., Publication]) -> None:
    one, two = publishes(2023), publishes(2024)
    left = chinese(client, f"/reports/compare/?all=1&r={one.report_id}&r={two.report_id}", "云溪市信访局")
    assert left == []
