"""The main menu: the rooms that have somebody living in them."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.core.paginator import Page
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as mark

register = template.Library()

# route and label; a room that is not installed has no route and no entry
ENTRIES = (
    ("portal:home", mark("首页")),
    ("requests:new", mark("申请公开")),
    ("requests:track", mark("查询申请")),
    ("reports:library", mark("年度报告")),
    ("reports:compare", mark("比较")),
    ("reports:checker", mark("核对报告")),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu."""

    url: str
    label: str
    current: bool
    exact: bool


def _routes() -> list[tuple[str, str]]:
    found = []
    for route, label in ENTRIES:
        try:
            found.append((reverse(route), label))
        except NoReverseMatch:
            continue
    return found


@register.simple_tag(takes_context=True)
def main_menu(context: template.Context) -> list[Entry]:
    """The entries, with the one marked in whose part of the site the page lies (the longest match)."""
    request: HttpRequest | None = context.get("request")
    path = request.path if request else ""
    routes = _routes()
    inside = [url for url, _ in routes if path == url or (url != "/" and path.startswith(url))]
    here = max(inside, key=len, default="")
    return [Entry(url, gettext(label), url == here, url == path) for url, label in routes]


@register.simple_tag
def elided(page: Page[object]) -> list[int | str]:
    """The page numbers to offer: both ends and the neighbours."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))
