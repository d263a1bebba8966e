"""The front door and the page of components: present, plain HTML, accessible in the basics."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from yangguang import portal

pytestmark = pytest.mark.django_db
PAGES = ["/", "/design/", "/nowhere/"]
STATIC = Path(portal.__file__).parent / "static" / "portal"
VOID = {"input", "img", "br", "hr", "meta", "link", "source", "path", "progress"}


class Page(HTMLParser):
    """What the checks below ask of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[int, str] = {}
        self.open: list[int] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.texts[len(self.tags) - 1] = ""
        if tag not in VOID:
            self.open.append(len(self.tags) - 1)
        alt = dict(attrs).get("alt") or dict(attrs).get("aria-label") or ""
        for index in self.open:
            self.texts[index] += alt

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self.open and self.open[-1] == len(self.tags) - 1:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.tags[self.open.pop()][0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for index in self.open:
            self.texts[index] += data

    def all(self, *names: str) -> list[tuple[dict[str, str | None], str]]:
        return [(attrs, self.texts[i].strip()) for i, (tag, attrs) in enumerate(self.tags) if tag in names]


@pytest.fixture(params=PAGES)
def page(request, client) -> Page:
    return Page(client.get(request.param).content.decode())


def test_one_heading_of_the_first_rank_and_no_rank_left_out(page):
    ranks = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert ranks.count(1) == 1
    assert ranks[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(ranks))


def test_a_language_a_title_and_a_way_to_the_text(page):
    assert page.all("html")[0][0]["lang"] == "zh-CN"
    assert page.all("title")[0][1]
    assert page.all("a")[0][0]["href"] == "#main"
    assert [attrs["id"] for attrs, _ in page.all("main")] == ["main"]


def test_everything_to_press_has_a_name(page):
    for attrs, text in page.all("a", "button", "summary"):
        assert text or attrs.get("aria-label"), attrs


def test_every_field_has_a_label(page):
    labelled = {attrs.get("for") for attrs, _ in page.all("label")}
    wrapped = 0
    for attrs, _ in page.all("input", "select", "textarea"):
        if attrs.get("type") == "hidden":
            continue
        if attrs.get("type") in {"radio", "checkbox"} and not attrs.get("id"):
            wrapped += 1
            continue
        assert attrs.get("id") in labelled, attrs
    assert len([1 for attrs, _ in page.all("label") if not attrs.get("for")]) >= wrapped


def test_what_is_referred_to_exists_and_ids_are_unique(page):
    ids = [attrs["id"] for _, attrs in page.tags if attrs.get("id")]
    assert len(ids) == len(set(ids))
    for _, attrs in page.tags:
        for name in ("aria-labelledby", "aria-describedby", "aria-controls"):
            assert set((attrs.get(name) or "").split()) <= set(ids)


def test_pictures_have_a_text(page):
    assert all("alt" in attrs for attrs, _ in page.all("img"))


def test_tables_name_their_rows_and_columns(page):
    assert all(attrs.get("scope") for attrs, _ in page.all("th"))


def test_nothing_that_the_content_policy_would_block(page):
    for tag, attrs in page.tags:
        assert "style" not in attrs, attrs
        assert not any(name.startswith("on") for name in attrs), attrs
        assert tag != "style"
        if tag == "script":
            assert attrs.get("src", "").startswith("/static/")
        if tag in {"img", "link", "iframe"}:
            assert (attrs.get("src") or attrs.get("href") or "").startswith(("/", "data:"))


def test_the_menu_marks_where_one_is(client):
    home = Page(client.get("/").content.decode())
    current = [text for attrs, text in home.all("a") if attrs.get("aria-current") == "page"]
    assert current == ["首页", "首页"]  # the wide menu and the one of the phone


def test_the_front_door_leads_to_what_lives(client):
    home = client.get("/").content.decode()
    for path in ("/reports/", "/reports/check/", "/staff/"):
        assert f'href="{path}"' in home


def test_the_page_of_components_shows_each_class_of_the_stylesheets(client):
    shown = client.get("/design/").content.decode()
    styles = "".join((STATIC / "css" / f"{name}.css").read_text() for name in ("components", "tables"))
    classes = set(re.findall(r"\.(yg-[a-z0-9]+(?:(?:__|--|-)[a-z0-9]+)*)", styles))
    only_elsewhere = {
        *("yg-split", "yg-split--even", "yg-stack--wide", "yg-stack--tight", "yg-cluster--apart"),
        *("yg-alert__title", "yg-nowrap", "yg-badge--info"),
    }
    missing = {name for name in classes if not re.search(rf'[" ]{re.escape(name)}[" ]', shown)}
    assert missing <= only_elsewhere


LIGHT, DARK = range(2)


def _tokens() -> list[dict[str, str]]:
    css = (STATIC / "css" / "tokens.css").read_text()
    blocks = re.findall(r":root(?:\[data-theme=\"dark\"\])? \{(.*?)\n\}", css, re.DOTALL)
    return [dict(re.findall(r"--yg-([a-z0-9-]+): (#[0-9a-f]{6});", block)) for block in blocks[:2]]


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *(
            (ink, ground)
            for ink in ("ink", "ink-soft", "ink-faint", "link")
            for ground in ("paper", "surface", "surface-sunk")
        ),
        *((name, f"{name}-ground") for name in ("error", "warning", "info", "success", "neutral")),
        ("on-accent", "accent"),
        ("accent", "surface"),
        ("accent-strong", "accent-soft"),
        ("sun-ink", "paper"),
    ],
)
def test_text_can_be_read(theme, ink, ground):
    """WCAG 2.2 AA: 4.5 to 1 for text."""
    tokens = _tokens()[theme]
    assert _contrast(tokens[ink], tokens[ground]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("line", "ground"), [("line-strong", "surface"), ("focus", "surface"), ("focus", "paper")]
)
def test_edges_of_fields_can_be_seen(theme, line, ground):
    """WCAG 2.2 AA: 3 to 1 for what is not text."""
    tokens = _tokens()[theme]
    assert _contrast(tokens[line], tokens[ground]) >= 3
