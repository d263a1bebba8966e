"""Giving every table row to the row of the form that it is.

The reader walks the lines once and keeps in mind in which table it is, which columns the last
header named and how far down the form it has come. Its result are strips: the cells of one row of
the form as they stand in the file, not yet figures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from yangguang.annualreport.formats import Format
from yangguang.annualreport.labels import (
    FormLabels,
    are_scraps_of_heads,
    foreign_items,
    form_labels,
    key,
    leading_number,
)
from yangguang.annualreport.reading.cut_labels import CutLabel, joined_over_page
from yangguang.annualreport.reading.document import GridCell
from yangguang.annualreport.reading.heads import ColumnHeads, OutcomeHeads, is_numbering
from yangguang.annualreport.reading.lines import Line, adds_up, is_blank, is_value

_CAPTION = re.compile(r"第\s*二\s*十\s*条\s*第?\s*[（(]?\s*([一五六八九])\s*[)）]?\s*项")
_AHEAD = re.compile(r"^([\u3400-\u9fff（）()\s]{1,6})(?=\d[.．、])")  # signs of a merged head beside a label
_BARE_FIGURES = re.compile(r"^\d[\d,]*(?:\s+(?:\d[\d,]*|[—–\-/])){4,14}$")
OTHER_HEAD = "?"
_UNIT = re.compile(r"^\s*[（(]?\s*(?:计量)?单位\s*[：:]\s*[\u3400-\u9fff、，/]{1,8}\s*[)）]?\s*$")
_SHARED_WORDS = frozenset(("其他", "其它", "总计", "合计"))
_SUBTOTALS = frozenset(("小计", "分类小计"))  # rows that some offices add; the form prints none
_HEADER_CELLS = 3
_FEWEST_FIGURES = 6  # of a row of table three without a label
_APART = re.compile(r"[ \u3000\u00a0]{2,}")


@dataclass(slots=True)
class Strip:
    """The cells of one row of the form: ``columns`` maps a grid column to a column id of the form."""

    table: str
    row: str
    cells: list[GridCell]
    line: Line
    columns: dict[int, str] = field(default_factory=dict)
    heads: tuple[str, ...] = ()  # the heads over the cells, where one line named them
    loose: bool = (
        False  # a figure or a blank may be lacking among the cells, so their columns are not certain
    )
    foreign: tuple[str, ...] = ()  # heads of another form that stand over the cells
    apart: bool = True  # its figures stand apart from each other, so no digits can have run together

    @property
    def is_blank(self) -> bool:
        return all(is_blank(cell.text) for cell in self.cells)


@dataclass(slots=True)
class Strips:
    """What was found: strips by (table, row), remedies apart, and labels that name no known row."""

    rows: dict[tuple[str, str], Strip] = field(default_factory=dict)
    remedies: list[Strip] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    table_lines: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Waiting:
    """A row of figures without a known label; ``after`` is the row of the form that came before it."""

    after: int
    line: Line
    cells: list[GridCell]
    label: str = ""
    broken: bool = False  # the last digits of its figures may stand below


class RowReader:
    """Walks the lines of a document and collects strips."""

    def __init__(self, form: Format) -> None:
        self.form = form
        self.labels: FormLabels = form_labels(form.id, form.variant)
        self.order = {row: number for number, row in enumerate(form.requests.row_ids)}
        self.found = Strips()
        self.zone = ""  # "", "proactive", "requests", "remedies"
        self.reached = -1  # index of the last row of table three that was seen
        self.heads = ColumnHeads()
        self.block = ""  # which kind of case a small remedies table speaks of
        self.item_heads: tuple[str, ...] = ()
        self.foreign_heads: tuple[str, ...] = ()
        self.outcomes = OutcomeHeads(form.remedies.column_ids)
        self.waiting: list[_Waiting] = []
        self.announced: tuple[str, str] | None = None  # a label alone on its line
        self.cut = CutLabel(self.labels)
        self.last = ""  # the row of table three that was taken last
        self.stray = False  # a figure stood by itself since

    def read(self, lines: list[Line]) -> Strips:
        """Collect the strips of all lines."""
        for number, line in enumerate(lines):
            if self.zone == "remedies" and not line.is_row and _BARE_FIGURES.match(line.text):
                line = _as_row(line)
            taken = self._row(line) if line.is_row else self._text(line)
            if taken:
                self.found.table_lines.add(number)
        self._settle_waiting()
        return self.found

    # --- running text -------------------------------------------------------------------------

    def _text(self, line: Line) -> bool:
        text = line.text
        if len(text) > 60:
            return False
        if self.zone == "requests" and "".join(text.split()).isdigit():
            self._stray_figure()
        if _CAPTION.search(text):
            self.zone = "proactive"
            return len(text) < 20
        if self.zone and _UNIT.match(text):
            return True
        if self.zone != "remedies" and ("勾稽关系" in text or text.startswith("申请人情况")):
            self.zone = "requests"
        if self.zone == "remedies" or "起诉" in text or "行政复议" in text:
            block = self.labels.remedy_rows.find(text)
            if block and len(key(text)) <= 16:
                self.block, self.zone = block, "remedies"
                self.outcomes.clear()
                return True
        return self._announce(text, line)

    def _stray_figure(self) -> None:
        """A figure on a line of its own may be lacking in the row before or after it."""
        self.stray = True
        known = self.found.rows.get(("requests", self.last))
        if self.waiting and self.waiting[-1].after == self.reached:
            self.waiting[-1].broken = not adds_up(self.waiting[-1].cells)
        elif known is not None and (self._is_short(known.cells) or not adds_up(known.cells)):
            known.loose = True

    def _is_short(self, cells: list[GridCell]) -> bool:
        return len(cells) < len(self.form.requests.columns)

    def _announce(self, text: str, line: Line) -> bool:
        """A label on a line of its own, its figures to follow in the next row."""
        if self.zone == "requests":
            if self.cut.goes_on(text):
                return True
            text = self._without_scraps(text)
        wanted = key(text)
        if len(wanted) < 2 or wanted in _SHARED_WORDS:
            return self._is_head(wanted, text)
        row = self._row_named(text, wanted)
        if row:
            self.announced = ("requests", row)
            self.zone = "requests"
            self.cut.begin(row, text)
            return True
        address = self.labels.proactive_rows.find(text) if self.zone == "proactive" else ""
        if address:
            self.announced = (address.rpartition(".")[0], address.rpartition(".")[2])
            return True
        is_note = "勾稽关系为" in text or "第四项之和" in text
        return is_note or wanted in self.labels.groups or self._is_head(wanted, text)

    def _without_scraps(self, text: str) -> str:
        """A line without the signs of a merged head that stand before the label, well apart from it."""
        *before, last = _APART.split(text)
        return last if before and all(self.cut.is_scrap(piece) for piece in before) else text

    def _row_named(self, text: str, wanted: str) -> str:
        """The row of table three that a line names; a part of a label counts only inside the table."""
        exact = self.labels.request_rows.exact.get(wanted, "")
        if exact or self.zone != "requests" or wanted in self.labels.groups or len(wanted) < 4:
            return exact
        row = self.labels.request_rows.find(text)
        return row if row and self.order[row] > self.reached else self._row_beginning(text)

    def _row_beginning(self, text: str) -> str:
        """The row after the one reached, if the text is the beginning of its label: 7.属于行政."""
        wanted = key(text)
        following = self.form.requests.row_ids[self.reached + 1 : self.reached + 2]
        labels = (label for label, row in self.labels.request_rows.keys if row in following)
        begins = (
            len(wanted) > 1
            and bool(leading_number(text))
            and any(label.startswith(wanted) for label in labels)
        )
        return following[0] if begins else ""

    def _is_head(self, wanted: str, text: str) -> bool:
        """A head of a table that stands as text: 申请人情况（自然人）, （六）其他."""
        if (
            wanted == "申请人"
            or wanted.startswith(("信息内容", "申请人情况"))
            or (self.zone == "proactive" and wanted in self.labels.items)
        ):
            return True
        if self.zone in ("requests", "remedies") and are_scraps_of_heads(text):
            return True
        return self.zone == "requests" and wanted in _SHARED_WORDS and leading_number(text) != ""

    # --- table rows ---------------------------------------------------------------------------

    def _row(self, line: Line) -> bool:
        words = line.words
        if not words:
            return self._figures_only(line)
        if self._header(line, words):
            return True
        for i in reversed(words):
            if self._labelled(line, i, words):
                return True
        for i in reversed(words):
            row = self._row_ending(line.cells[i].text)
            if row and self._ends_waiting(row, line.cells[i + 1 :]):
                return True
            if row:
                self._take("requests", row, line, line.cells[i + 1 :])
                return True
        return self._unlabelled_words(line, words)

    def _header(self, line: Line, words: list[int]) -> bool:
        texts = [line.cells[i].text for i in words]
        if len(words) < _HEADER_CELLS and "自然" not in "\n".join(texts):
            return False
        named = [name for text in texts if (name := self.labels.outcome_of(text))]
        if len(named) >= _HEADER_CELLS and any(name != "total" for name in named):
            self._outcome_header(line, words, named)
            return True
        keys = [key(text) for text in texts]
        applicants = self.labels.applicants.exact
        seen = {i: applicants[wanted] for i, wanted in zip(words, keys, strict=True) if wanted in applicants}
        if len(seen) >= _HEADER_CELLS or (seen and "自然人" in keys):
            self.heads.take(line.cells, seen)
            self.zone = "requests"
            return True
        return False

    def _outcome_header(self, line: Line, words: list[int], names: list[str]) -> None:
        if self.zone != "remedies":
            self.zone = "remedies"
            self.outcomes.clear()
        self.outcomes.take(names)
        blocks = {self.labels.remedy_rows.find(line.cells[i].text) for i in words} - {""}
        ahead = self.labels.remedy_rows.find(line.cells[words[0]].text) in blocks
        alone = len(blocks) == 1 and len(names) == len(self.outcomes.names) == 5
        if alone and (ahead or "direct" not in blocks):
            self.block = blocks.pop()

    def _labelled(self, line: Line, i: int, words: list[int]) -> bool:
        text = line.cells[i].text
        after = line.cells[i + 1 :]
        if self._remedy_row(line, text, after):
            return True
        if self.zone == "requests" and self.cut.goes_on(text):
            self._take("requests", self.cut.row, line, after)
            return True
        row = self._request_row(text)
        if row:
            self.cut.begin(row, text)
            rest = self._after_words(line.cells, i, words)
            self._take("requests", row, line, after if self._is_short(rest) else rest)
            return True
        address = self.labels.proactive_rows.find(text) if self.zone != "requests" or self.reached < 0 else ""
        address = address or self.labels.proactive_rows.exact.get(key(text), "")
        if address:
            table, _, row = address.rpartition(".")
            self.zone = "proactive"
            self._take(table, row, line, after)
            return True
        return False

    def _after_words(self, cells: list[GridCell], label: int, words: list[int]) -> list[GridCell]:
        """The cells behind a label and the words after it that are its own, a group's, or of a further column.

        A word among the figures (``无此项``) stands where a figure should and is none of these.
        """
        last = label
        for further in words[words.index(label) + 1 :]:
            text = cells[further].text
            if not (self.cut.goes_on(text) or key(text) in self.labels.groups or self.cut.is_scrap(text)):
                break
            last = further
        behind = cells[words[-1] + 1 :]
        while behind and is_blank(behind[-1].text):
            behind.pop()
        return cells[last + 1 :] if self._is_short(behind) else cells[words[-1] + 1 :]

    def _request_row(self, text: str) -> str:
        ahead = _AHEAD.match(text)
        if ahead and self.cut.is_scrap(ahead[1]):
            text = text[ahead.end() :]
        pieces = text.split("\n")
        if len(pieces) > 2 and self.zone == "requests":
            inside = [piece for piece in pieces[1:-1] if not self.cut.is_scrap(piece)]
            text = "\n".join([pieces[0], *inside, pieces[-1]])
        wanted = key(text)
        index = self.labels.request_rows
        row = index.exact.get(wanted, "")
        if row and wanted in _SHARED_WORDS:
            near_end = self.zone == "requests" and self.reached >= self.order["not_processed_petition"]
            return row if near_end or (row == "results_total" and leading_number(text) == "七") else ""
        if row:
            return row
        if self.zone != "requests" and len(wanted) < 6:
            return ""
        if wanted in self.labels.groups:
            return ""
        if self.zone not in ("requests", ""):
            return ""
        return self._after_group(wanted) or index.find(text) or self._after_rest(pieces)

    def _after_rest(self, pieces: list[str]) -> str:
        """The next row, if its whole label stands in the last lines of a cell, below the rest of another."""
        following = self.form.requests.row_ids[self.reached + 1 : self.reached + 2]
        for start in range(1, len(pieces)):
            wanted = key("".join(pieces[start:]))
            row = self.labels.request_rows.exact.get(wanted, "")
            if row and row in following and wanted not in _SHARED_WORDS:
                return row
        return ""

    def _row_ending(self, text: str) -> str:
        """The row reached, or the one after it, if the text is the end of its label."""
        wanted = key(text)
        if self.zone != "requests" or wanted in _SHARED_WORDS or wanted in self.labels.groups:
            return ""
        ending = self.labels.request_rows.ending(text)
        following = [row for row in ending if self.order[row] in (self.reached, self.reached + 1)]
        if leading_number(text):
            return self._row_beginning(text)
        return following[0] if following else ""

    def _ends_waiting(self, row: str, cells: list[GridCell]) -> bool:
        """Whether this is the end of the label of a row whose figures came before and wait for their place."""
        blank = all(is_blank(cell.text) for cell in cells)
        ahead = any(one.after == self.reached for one in self.waiting)
        return blank and ahead and ("requests", row) not in self.found.rows

    def _after_group(self, wanted: str) -> str:
        """The row of a label that carries its group in front: 不予处理2重复申请."""
        rest = ""
        group = self._group_ahead(wanted)
        while group:
            rest = wanted = wanted[len(group) :].lstrip("0123456789一二三四五六七/>＞")
            group = self._group_ahead(wanted)
        row = self.labels.request_rows.exact.get(rest, "") if rest else ""
        return row if row and rest not in _SHARED_WORDS else ""

    def _group_ahead(self, wanted: str) -> str:
        return next((g for g in self.labels.groups if len(g) > 2 and wanted.startswith(g)), "")

    def _take(self, table: str, row: str, line: Line, cells: list[GridCell]) -> None:
        if table == "requests":
            self.zone = "requests"
            self.reached = max(self.reached, self.order[row])
        if not cells:
            self.announced = (table, row)
            return
        self.announced = None
        if table == "requests":
            headed = len(self.heads.sequence) - self.heads.for_words
            loose = len(self.form.requests.columns) <= len(cells) < headed
            loose = loose or (self.stray and self._is_short(cells))
            self.stray = False
            strip = Strip(table, row, cells, line, self.heads.columns, self.heads.within(cells), loose)
        else:
            heads = self.item_heads if len(self.item_heads) == len(cells) else ()
            strip = Strip(table, row, cells, line, heads=heads, foreign=self.foreign_heads)
        known = self.found.rows.get((table, row))
        if known is None or (known.is_blank and not strip.is_blank):
            self.found.rows[table, row] = strip
        elif row == self.last and line.page > known.line.page:
            self._join(known, cells)
        elif row == self.last and table == "requests" and not strip.is_blank:
            self._doubt_broken(line)
        self.last = row if table == "requests" else ""

    @staticmethod
    def _join(known: Strip, cells: list[GridCell]) -> None:
        """A row that was parted by the end of the page, with the last digits of its figures below."""
        whole = joined_over_page(known.cells, cells)
        if whole is not None:
            known.cells = whole

    def _doubt_broken(self, line: Line) -> None:
        """Figures on the line behind a row that has its own may be the last digits of these, in narrow columns."""
        if not line.exact and self.waiting and self.waiting[-1].after == self.reached:
            self.waiting[-1].broken = not adds_up(self.waiting[-1].cells)
            return
        known = self.found.rows.get(("requests", self.last))
        if known is not None and not line.exact and known.line is not line and not adds_up(known.cells):
            known.loose = True

    def _unlabelled_words(self, line: Line, words: list[int]) -> bool:
        """A row with words that are no label of the form: a caption, a group, or an unknown row."""
        texts = [line.cells[i].text for i in words]
        self.item_heads = self._item_heads(line.cells) if self.zone in ("proactive", "") else ()
        self.foreign_heads = () if any(self.item_heads) else foreign_items(self.form.id, texts)
        if any(_CAPTION.search(text) for text in texts):
            self.zone = "proactive"
            return True
        if any("勾稽关系" in text for text in texts):
            self.zone = "requests"
            return True
        blocks = {self.labels.remedy_rows.find(text) for text in texts} - {""}
        if blocks and self.zone in ("remedies", "requests", "") and all(len(key(t)) <= 16 for t in texts):
            self._remedy_blocks(blocks)
            return True
        figures = [cell for cell in line.cells[words[-1] + 1 :] if not is_blank(cell.text)]
        if self.zone == "remedies" and len(figures) >= 4:
            return self._remedy_figures(line, self._after_label(line.cells))
        if self.zone == "requests" and is_numbering([cell.text for cell in figures]):
            return True
        if self.zone == "requests" and 0 < len(figures) < _FEWEST_FIGURES:
            self._doubt_broken(line)
        if self.zone == "requests" and len(figures) >= _FEWEST_FIGURES:
            if self.announced and all(map(self.cut.is_scrap, texts)):
                self._take(*self.announced, line, line.cells[words[-1] + 1 :])
                return True
            self.announced = None
            if any(key(text) in _SUBTOTALS for text in texts):
                return True
            named = any(key(text) not in self.labels.groups for text in texts)
            self.waiting.append(
                _Waiting(self.reached, line, line.cells[words[-1] + 1 :], texts[-1].strip() if named else "")
            )
            return True
        return bool(self.zone) and len(line.cells) > 1

    def _item_heads(self, cells: list[GridCell]) -> tuple[str, ...]:
        """The column ids of section two that a header line names, from the first to the last.

        A head that names none of them is another; an empty one may belong to a merged head beside it.
        """
        names = [self.labels.items.get(key(cell.text), "") for cell in cells]
        if not any(names):
            return ()
        pairs = list(zip(names, cells, strict=True))
        first = next(
            i for i, (name, cell) in enumerate(pairs) if name or foreign_items(self.form.id, [cell.text])
        )
        return tuple(name or ("" if is_blank(cell.text) else OTHER_HEAD) for name, cell in pairs[first:])

    def _after_label(self, cells: list[GridCell]) -> list[GridCell]:
        """A row of table four without the words before its figures; words among them stay in place."""
        whole = len(self.form.remedies.rows) * len(self.form.remedies.columns)
        first = next((i for i, cell in enumerate(cells) if is_value(cell.text)), 0)
        return cells if len(cells) == whole else cells[first:]

    def _remedy_blocks(self, blocks: set[str]) -> None:
        if self.zone != "remedies":
            self.zone, self.block = "remedies", ""
            self.outcomes.clear()
        self.block = next(iter(blocks)) if len(blocks) == 1 else ""

    def _figures_only(self, line: Line) -> bool:
        filled = sum(not is_blank(cell.text) for cell in line.cells)
        if self.zone == "remedies":
            return self._remedy_figures(line, line.cells)
        if self.announced and filled:
            table, row = self.announced
            self._take(table, row, line, line.cells)
            return True
        if self.zone == "requests" and filled >= _FEWEST_FIGURES:
            self.waiting.append(_Waiting(self.reached, line, line.cells))
        elif self.zone == "requests" and filled and ("requests", self.last) in self.found.rows:
            known = self.found.rows["requests", self.last]
            if line.page > known.line.page:
                self._join(known, line.cells[len(line.cells) - len(known.cells) :])
            else:
                self._doubt_broken(line)
        return bool(self.zone)

    # --- table four ---------------------------------------------------------------------------

    def _remedy_row(self, line: Line, text: str, after: list[GridCell]) -> bool:
        """Tables that give each kind of case a row of its own."""
        if self.zone not in ("remedies", "") or len(key(text)) > 16:
            return False
        filled = [cell for cell in after if not is_blank(cell.text)]
        block = self.labels.remedy_rows.find(text)
        headed = 4 <= len(self.outcomes.names) == len(after) <= 5
        if not block or not (headed or len(filled) >= 4) or not all(is_value(cell.text) for cell in after):
            return False
        self.zone = "remedies"
        heads = self.outcomes.names if len(self.outcomes.names) == len(after) else []
        self.found.remedies.append(Strip("remedies", block, after, line, heads=tuple(heads)))
        self.outcomes.used = True
        return True

    def _remedy_figures(self, line: Line, cells: list[GridCell]) -> bool:
        if is_numbering([cell.text for cell in cells]):
            return True
        filled = any(not is_blank(cell.text) for cell in cells)
        if not filled and (len(cells) < 5 or not self.outcomes.names):
            return True
        if self._remedy_blocks_apart(line, cells):
            return True
        block = self.block if len(self.outcomes.names) <= 5 and len(cells) < 10 else ""
        unnamed = bool(block) and not line.exact and len(self.outcomes.names) < len(cells) - 1
        if filled and not line.exact and self.found.remedies and not self.found.remedies[-1].row:
            known = self.found.remedies[-1]
            size = len(self.form.remedies.columns)
            kinds = [known.cells[start : start + size] for start in range(0, len(known.cells), size)]
            known.loose = known.loose or not all(map(adds_up, kinds))
        self.found.remedies.append(Strip("remedies", block, cells, line, loose=unnamed))
        self.outcomes.used = True
        return True

    def _remedy_blocks_apart(self, line: Line, cells: list[GridCell]) -> bool:
        """Figures under heads in another order or number than the form's: each kind of case by itself."""
        if self.outcomes.are_official or len(self.outcomes.names) != len(cells):
            return False
        pieces = self.outcomes.blocks()
        rows = {1: (self.block,), 2: self.form.remedies.row_ids[1:], 3: self.form.remedies.row_ids}
        kinds = rows.get(len(pieces), ())
        if not kinds or "" in kinds:
            return False
        size = len(pieces[0])
        for number, (kind, names) in enumerate(zip(kinds, pieces, strict=True)):
            part = cells[number * size : (number + 1) * size]
            self.found.remedies.append(Strip("remedies", kind, part, line, heads=names))
        self.outcomes.used = True
        return True

    # --- rows whose label was lost ---------------------------------------------------------------

    def _settle_waiting(self) -> None:
        """Rows without a label take the places left open between their neighbours, if they fit exactly."""
        rows = self.form.requests.row_ids
        groups: dict[int, list[_Waiting]] = {}
        for one in self.waiting:
            groups.setdefault(one.after, []).append(one)
        for reached, members in groups.items():
            open_rows = []
            for row in rows[reached + 1 :]:
                if ("requests", row) in self.found.rows:
                    break
                open_rows.append(row)
            if len(open_rows) == len(members):
                for row, one in zip(open_rows, members, strict=True):
                    heads = self.heads.within(one.cells)
                    strip = Strip("requests", row, one.cells, one.line, self.heads.columns, heads, one.broken)
                    self.found.rows["requests", row] = strip
            else:
                self.found.unknown += [one.label for one in members if one.label]
                self._doubt_before(reached, members)

    def _doubt_before(self, reached: int, members: list[_Waiting]) -> None:
        """As :meth:`_doubt_broken`, where a whole line of last digits waits for a place."""
        known = (
            self.found.rows.get(("requests", self.form.requests.row_ids[reached])) if reached >= 0 else None
        )
        rest = any(not one.line.exact for one in members)
        if known is not None and rest and not adds_up(known.cells):
            known.loose = True


def _as_row(line: Line) -> Line:
    """Figures with blanks between them, which stood alone on a page, as the row that they are."""
    cells = [GridCell(text, column) for column, text in enumerate(line.text.split())]
    return Line("", cells, line.page, line.block, line.row, exact=False)
