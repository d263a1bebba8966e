"""What a web page says about itself: its metadata, what it hides, what is menu and what is table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import cast

from lxml import etree

__all__ = ["Page", "text_of"]

Rows = list[list[etree._Element]]

_PUBLISHED = ("pubdate", "publishdate", "publish_date", "publishtime", "pubtime", "article:published_time")
_TITLES = ("articletitle", "article_title", "og:title", "dc.title")
_DISPLAY = re.compile(r"display\s*:\s*([a-z-]+)", re.IGNORECASE)
_HIDDEN = etree.XPath("//*/@hidden/..")
_DISPLAYED = etree.XPath("//*/@style[contains(translate(., 'DISPLAY', 'display'), 'display')]/..")
_MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_CLASS_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE_CLASS = re.compile(r"^\s*[a-z]*\.([\w-]+)\s*$", re.IGNORECASE)
_NUMBERED = re.compile(r"\s*[（(]?\s*[\d一二三四五六七八九十①-⑳]")
_DROPPED = frozenset(
    (
        "script", "style", "noscript", "template", "head", "nav", "select", "datalist", "iframe", "object",
        "embed", "applet", "svg", "math", "audio", "video", "canvas", "textarea", "button", "map",
        "colgroup", "col", "input", "img", "wbr", "link", "meta", "title", "rp", "rt",
    )
)  # fmt: skip
_CELL_TAGS = ("td", "th")
_CELL_ROLES = frozenset({"cell", "gridcell", "columnheader", "rowheader"})
_LINKS_MAKE_A_MENU = 3
_LONG_TEXT = 60  # characters; a single column of cells this long is prose in a frame
_ARTICLE = 400  # characters; no cell of a table of figures is this long
_LONGEST_DRAWN_CELL = 120


def text_of(element: etree._Element) -> str:
    """All text inside an element, as it stands."""
    return "".join(cast("Iterator[str]", element.itertext()))


class Page:
    """A parsed page and the answers about its elements that do not depend on the walk."""

    def __init__(self, root: etree._Element, source: bytes) -> None:
        self.body = root
        self.title, self.published = _metadata(root)
        self._displays = displays = b"display" in source
        self._classes = _class_displays(root) if displays else {}
        self.may_draw_tables = displays or b"role=" in source
        self._chrome = _menus(root)
        self._hidden = _hidden(root, b"hidden" in source, displays)
        self._dropped = self._chrome | self._hidden

    # what is no part of the text

    def skips(self, element: etree._Element, tag: object) -> bool:
        """Whether an element is not shown, or is not part of the text."""
        return tag in _DROPPED or not isinstance(tag, str) or element in self._dropped

    @property
    def hides_tables(self) -> bool:
        """Whether some table stands inside a hidden element."""
        return bool(self._hidden) and any(
            outer in self._hidden
            for table in self.body.iter("table")
            for outer in (table, *table.iterancestors())
        )

    def show_hidden(self) -> None:
        """From now on, skip only what is menu."""
        self._dropped = self._chrome

    # tables

    def draws_table(self, element: etree._Element) -> bool:
        """Whether an element that is no ``<table>`` is shown as one."""
        if element.get("role") in ("table", "grid"):
            return True
        return self._displays and (
            self._display(element) in ("table", "inline-table") or self._stacks_flex_rows(element)
        )

    def _display(self, element: etree._Element) -> str:
        style = element.get("style")
        shown = _display_of(style) if style else ""
        if not shown and self._classes:
            for name in (element.get("class") or "").split():
                shown = self._classes.get(name, shown)
        return shown

    def _stacks_flex_rows(self, element: etree._Element) -> bool:
        """Three and more rows of equally many short boxes, set side by side by the style sheet."""
        rows = [child for child in element if isinstance(child.tag, str)]
        if len(rows) < 3 or any(self._display(row) != "flex" for row in rows):
            return False
        widths = {len(row) for row in rows}
        return (
            len(widths) == 1
            and widths.pop() >= 3
            and all(len(text_of(cell)) <= _LONGEST_DRAWN_CELL for row in rows for cell in row)
        )

    def rows(self, table: etree._Element) -> tuple[Rows, list[etree._Element | str]]:
        """The cells of each row of a table, and what stands in the table outside its cells."""
        stray: list[etree._Element | str] = []
        if table.tag != "table":
            return self._drawn_rows(table), stray
        rows: Rows = []
        feet: Rows = []
        self._collect_rows(table, rows, feet, stray)
        return [row for row in rows + feet if row], stray

    def _collect_rows(
        self,
        element: etree._Element,
        rows: Rows,
        feet: Rows,
        stray: list[etree._Element | str],
        depth: int = 0,
    ) -> None:
        if (text := element.text) and not text.isspace():
            stray.append(text)
        for child in element:
            tag = child.tag
            if tag == "tr":
                if child not in self._dropped:
                    rows.append(self._cells(child, stray))
            elif tag in _CELL_TAGS:
                if element.tag != "tr" and not (rows and rows[-1] and rows[-1][-1].getnext() is child):
                    rows.append([])
                rows[-1].append(child)
            elif tag == "tfoot":
                self._collect_rows(child, feet, feet, stray, depth + 1)
            elif not self.skips(child, tag):
                if depth < 20 and next(child.iter("tr"), None) is not None and tag != "table":
                    self._collect_rows(child, rows, feet, stray, depth + 1)
                else:
                    stray.append(child)
            if (tail := child.tail) and not tail.isspace():
                stray.append(tail)

    def _cells(self, row: etree._Element, stray: list[etree._Element | str]) -> list[etree._Element]:
        cells = []
        for child in row:
            tag = child.tag
            if tag in _CELL_TAGS:
                if child not in self._dropped:
                    cells.append(child)
            elif tag == "form":
                cells.extend(cell for cell in child if cell.tag in _CELL_TAGS)
            elif not self.skips(child, tag):
                stray.append(child)
            if (tail := child.tail) and not tail.isspace():
                stray.append(tail)
        if (text := row.text) and not text.isspace():
            stray.append(text)
        return cells

    def _drawn_rows(self, table: etree._Element) -> Rows:
        if self._stacks_flex_rows(table):
            return [[cell for cell in row if not self.skips(cell, cell.tag)] for row in table]
        rows: Rows = []
        loose: list[etree._Element] = []
        for element in table.iterdescendants():
            if self.skips(element, element.tag):
                continue
            if self._is_drawn_row(element):
                rows.append([cell for cell in element.iterdescendants() if self._is_drawn_cell(cell)])
            elif self._is_drawn_cell(element) and element.getparent() is table:
                loose.append(element)
        return [row for row in rows if row] or ([loose] if loose else [[table]])

    def _is_drawn_row(self, element: etree._Element) -> bool:
        return element.get("role") == "row" or self._display(element) == "table-row"

    def _is_drawn_cell(self, element: etree._Element) -> bool:
        return element.get("role") in _CELL_ROLES or self._display(element) == "table-cell"

    def is_layout(self, rows: Rows, table: etree._Element) -> bool:
        """Whether a table only arranges the page: a frame around text or around other tables."""
        own = sum(map(len, rows))
        if own <= 1:
            return True
        single_column = max(map(len, rows)) == 1
        if next(table.iterdescendants("table"), None) is not None:
            # no more are counted than decide: tables nest, and each level would count all again
            return single_column or _counts_to(table.iterdescendants(*_CELL_TAGS), 2 * own + 1)
        if single_column:
            return any(len(text_of(row[0])) > _LONG_TEXT for row in rows)
        return own <= 6 and any(_is_article(cell) for row in rows for cell in row)

    # small things

    @staticmethod
    def item_number(item: etree._Element, counted: dict[etree._Element, int]) -> str:
        """The number that a browser prints before an item of an ordered list; ``counted`` remembers."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol" or "none" in (parent.get("style") or ""):
            return ""
        if (parent.get("type") or "1") != "1" or _NUMBERED.match(text_of(item)):
            return ""
        number = counted.get(parent)
        if number is None:
            start = parent.get("start") or "1"
            number = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
        counted[parent] = number + 1
        return f"{number}. "

    @staticmethod
    def field_value(field: etree._Element) -> str:
        """What a form field in a cell shows."""
        return (
            (field.get("value") or "") if (field.get("type") or "text").lower() in ("text", "number") else ""
        )


def _counts_to(elements: Iterator[etree._Element], number: int) -> bool:
    return len(list(islice(elements, number))) == number


def _is_article(cell: etree._Element) -> bool:
    paragraphs = sum(1 for child in cell if child.tag in ("p", "div", "h1", "h2", "h3", "br"))
    return paragraphs >= 3 and len(text_of(cell)) > _ARTICLE


def _display_of(style: str) -> str:
    shown = ""
    for found in _DISPLAY.finditer(style):
        shown = found[1].lower()
    return shown


def _metadata(root: etree._Element) -> tuple[str, str]:
    """Title and publishing date; a content system's own title is better than the window's."""
    metas: dict[str, str] = {}
    window = ""
    for element in root.iter("meta", "title"):
        if element.tag == "title":
            window = window or " ".join((element.text or "").split())
            continue
        key = (element.get("name") or element.get("property") or "").strip().lower()
        if key:
            metas.setdefault(key, (element.get("content") or "").strip())
    title = next((metas[key] for key in _TITLES if metas.get(key)), window)
    return title, next((metas[key] for key in _PUBLISHED if metas.get(key)), "")


def _hidden(root: etree._Element, hides: bool, displays: bool) -> frozenset[etree._Element]:
    """The elements that say of themselves that they are not shown; what a style sheet says is no such word.

    Whether the page has these words at all is known beforehand and spares the search.
    """
    hidden = cast("list[etree._Element]", _HIDDEN(root)) if hides else []
    displayed = cast("list[etree._Element]", _DISPLAYED(root)) if displays else []
    return frozenset((*hidden, *(one for one in displayed if _display_of(one.get("style") or "") == "none")))


def _class_displays(root: etree._Element) -> dict[str, str]:
    """For each class that the page's own style sheet names alone, its ``display``; print and phone
    rules (``@media``) do not count, and what is hidden by class may be shown by the page's script."""
    displays: dict[str, str] = {}
    for sheet in root.iter("style"):
        for rule in _CLASS_RULE.finditer(_MEDIA.sub("", (sheet.text or "")[:200_000])):
            shown = _display_of(rule[2])
            if shown:
                names = (_SIMPLE_CLASS.match(selector) for selector in rule[1].split(","))
                displays.update({name[1]: shown for name in names if name})
    return displays


# menus and footers


def _menus(root: etree._Element) -> frozenset[etree._Element]:
    """The parts of a page around its article that are mostly links.

    Only what stands outside the element that holds all tables is judged, so nothing between the
    tables is ever lost, and prose outside it stays too.
    """
    if len(list(islice(root.iter("a"), _LINKS_MAKE_A_MENU))) < _LINKS_MAKE_A_MENU:
        return frozenset()
    found: set[etree._Element] = set()
    heart = _heart(root)
    while heart is not None and heart is not root:
        for direction in (True, False):
            for sibling in heart.itersiblings(preceding=direction):
                _judge(sibling, found, 0)
        heart = heart.getparent()
    return frozenset(found)


def _heart(root: etree._Element) -> etree._Element | None:
    """The smallest element around all tables that hold figures."""
    path: list[etree._Element] | None = None
    for table in root.iter("table"):
        if sum(1 for _ in table.iterdescendants(*_CELL_TAGS)) < 6 or _link_share(table) > 0.5:
            continue
        chain = [*reversed([*table.iterancestors()]), table]
        if path is None:
            path = chain
        else:
            shared = 0
            while shared < min(len(path), len(chain)) and path[shared] is chain[shared]:
                shared += 1
            path = path[:shared]
    return path[-1] if path else None


def _judge(element: etree._Element, found: set[etree._Element], depth: int) -> None:
    if not isinstance(element.tag, str) or depth > 30 or next(element.iter("a"), None) is None:
        return
    if _link_share(element) > 0.5 and sum(1 for _ in element.iter("a")) >= _LINKS_MAKE_A_MENU:
        found.add(element)
        return
    for child in element:
        _judge(child, found, depth + 1)


def _link_share(element: etree._Element) -> float:
    """How much of the element's text is in links."""
    total = len("".join(text_of(element).split()))
    linked = sum(len("".join(text_of(link).split())) for link in element.iter("a"))
    return linked / total if total else 0.0
