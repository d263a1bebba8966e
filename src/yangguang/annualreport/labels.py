"""Recognising the labels of a form in what offices print.

A label is compared by its key: white space, brackets, quotation marks, full stops and the leading
number are dropped, full-width signs folded. What does not match exactly may match as a piece (a
label cut by a page break), with something added, or within two typing errors.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from yangguang.annualreport.formats import FORMATS, Format, format_by_id

_DROPPED = "".join(
    (
        " \t\r\n\f\v\u00a0\u3000\u200b\u200c\u200d\ufeff\u2002\u2003\u2009",
        "（）()【】[]〔〕{}｛｝<>《》〈〉",
        "“”\"‘’'＂＇「」『』`",
        "。．.、，,；;：:·•*#_|—–-－―─",
    )
)
_DROP = dict.fromkeys(map(ord, _DROPPED))
_NUMBER = re.compile(
    r"^[\s#*（(【]*(?:第?[一二三四五六七八九十]{1,3}[、.．)）】\s]|[一二三四五六七八九十]{1,3}[)）]|\d{1,2}[、.．)）](?!\d)|[①-⑨])\s*"
)
_FOOTNOTE = re.compile(r"(?<=[\u3400-\u9fff”\"）)])\s*(?:[\[［〔【]\s*注?\s*\d{1,2}\s*[\]］〕】]|[①-⑳*※]+)$")
_LONGEST_SCRAP = 8
_LETTERS = re.compile(r"[\u3400-\u9fff\uf900-\ufaffA-Za-z]")


def fold(text: str) -> str:
    """Full-width and compatibility signs folded to their plain forms (NFKC)."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """What is compared of a label."""
    text = _FOOTNOTE.sub("", text.strip(" \t\r\n\u00a0\u3000"))
    without = _NUMBER.sub("", text, count=1)
    return fold((without or text).translate(_DROP)).translate(_DROP)


@lru_cache(maxsize=8192)
def has_letters(text: str) -> bool:
    """Whether there are words in a cell, not only figures and signs."""
    return _LETTERS.search(text) is not None


@lru_cache(maxsize=4096)
def leading_number(text: str) -> str:
    """The number that a label starts with (``3`` of ``3.其他``, ``六`` of ``（六）其他处理``), or nothing."""
    match = _NUMBER.match(text.strip())
    return re.sub(r"[^0-9一二三四五六七八九十]", "", match.group(0)) if match else ""


@dataclass(frozen=True, slots=True, eq=False)
class LabelIndex:
    """The labels of one list of rows or columns: key to id, in order. Each is made once for its form."""

    exact: dict[str, str]
    order: tuple[str, ...]
    keys: tuple[tuple[str, str], ...]  # (key, id), longest first
    ways: dict[str, tuple[str, ...]]  # id to its keys, longest first

    def find(self, text: str) -> str:
        """The id whose label this is, or an empty string. Exact first, then the tolerant ways."""
        wanted = key(text)
        if not wanted:
            return ""
        return self.exact.get(wanted) or _near(self, wanted)

    def ending(self, text: str) -> tuple[str, ...]:
        """Ids whose label ends with this text: the second half of a label cut in two."""
        wanted = key(text)
        if len(wanted) < 2:
            return ()
        return tuple(
            dict.fromkeys(name for label, name in self.keys if label.endswith(wanted) and label != wanted)
        )


@lru_cache(maxsize=8192)
def _near(index: LabelIndex, wanted: str) -> str:
    if len(wanted) < 4:
        return ""
    keys = index.keys
    cut = {name for label, name in keys if label.startswith(wanted)}
    if len(cut) == 1:
        return cut.pop()
    for label, name in keys:
        if len(label) >= 5 and (
            wanted.startswith(label) or (len(wanted) <= 3 * len(label) and label in wanted)
        ):
            return name
    if len(wanted) > 6:
        near = {
            name
            for label, name in keys
            if abs(len(label) - len(wanted)) <= 2 and distance(label, wanted, 2) <= 2
        }
        if len(near) == 1:
            return near.pop()
    return ""


def distance(left: str, right: str, most: int) -> int:
    """Edit distance of two short texts, or ``most + 1`` when it is greater than ``most``."""
    if abs(len(left) - len(right)) > most:
        return most + 1
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
        if min(row) > most:
            return most + 1
    return row[-1]


def index_of(items: tuple[tuple[str, str, tuple[str, ...]], ...]) -> LabelIndex:
    """An index from ``(id, label, variants)``. The first to claim a key keeps it."""
    exact: dict[str, str] = {}
    for name, label, variants in items:
        for text in (label, *variants):
            exact.setdefault(key(text), name)
    keys = tuple(sorted(((k, v) for k, v in exact.items()), key=lambda pair: -len(pair[0])))
    order = tuple(dict.fromkeys(item[0] for item in items))
    ways = {name: tuple(label for label, owner in keys if owner == name) for name in order}
    return LabelIndex(exact, order, keys, ways)


@dataclass(frozen=True, slots=True)
class FormLabels:
    """All labels of one form."""

    proactive_rows: LabelIndex  # id is "table path.row"
    request_rows: LabelIndex
    applicants: LabelIndex
    remedy_rows: LabelIndex
    outcomes: LabelIndex
    items: dict[str, str]  # key of a column of section two to its id
    columns: dict[str, frozenset[str]]  # key of a column of any table to the ids that it may mean
    groups: frozenset[str]

    def outcome_of(self, text: str) -> str:
        """The outcome that a head of table four names, alone or after the kind of case (复议后起诉总计)."""
        wanted = key(text)
        found = self.outcomes.exact.get(wanted, "")
        if not found and wanted:
            for kind in self.remedy_rows.exact:
                if wanted.startswith(kind):
                    return self.outcomes.exact.get(wanted.removeprefix(kind), "")
        return found


@lru_cache(maxsize=8)
def form_labels(format_id: str, variant: str) -> FormLabels:
    """The label indexes of a form."""
    form: Format = format_by_id(format_id, variant)
    return FormLabels(
        proactive_rows=index_of(
            tuple((f"{t.path}.{r.id}", r.label, r.variants) for t in form.proactive for r in t.rows)
        ),
        request_rows=index_of(tuple((r.id, r.label, r.variants) for r in form.requests.rows)),
        applicants=index_of(tuple((c.id, c.label, c.variants) for c in form.requests.columns)),
        remedy_rows=index_of(tuple((r.id, r.label, r.variants) for r in form.remedies.rows)),
        outcomes=index_of(tuple((c.id, c.label, c.variants) for c in form.remedies.columns)),
        items={key(text): c.id for t in form.proactive for c in t.columns for text in (c.label, *c.variants)},
        columns=_columns(form),
        groups=frozenset(key(g) for t in form.tables for r in t.rows for g in r.groups),
    )


def foreign_items(format_id: str, heads: Sequence[str]) -> tuple[str, ...]:
    """Those of the heads that are columns of section two in another form than this one."""
    others = [form_labels(form.id, form.variant).items for form in FORMATS if form.id != format_id]
    return tuple(head for head in heads if any(key(head) in items for items in others))


def _columns(form: Format) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for table in form.tables:
        for column in table.columns:
            for text in (column.label, *column.variants):
                found.setdefault(key(text), set()).add(column.id)
    return {name: frozenset(ids) for name, ids in found.items()}


@lru_cache(maxsize=1)
def _known_labels() -> tuple[frozenset[str], frozenset[str]]:
    rows: set[str] = set()
    columns: set[str] = set()
    for form in FORMATS:
        for table in form.tables:
            rows.update(key(text) for row in table.rows for text in (row.label, *row.variants))
            columns.update(key(text) for column in table.columns for text in (column.label, *column.variants))
    columns.update(key(text) for row in FORMATS[0].remedies.rows for text in (row.label, *row.groups))
    columns.update(key(column.group) for column in FORMATS[0].requests.columns if column.group)
    remedies = FORMATS[0].remedies
    columns.update(key(row.label + column.label) for row in remedies.rows for column in remedies.columns)
    columns.add(key("信息内容"))
    return frozenset(rows), frozenset(columns)


# Heads that stand beside those of the form and mean no figure of it.
_OTHER_HEADS = frozenset(
    [
        "项目",
        "事项",
        "内容",
        "指标",
        "类别",
        "类型",
        "分类",
        "明细",
        "序号",
        "备注",
        "说明",
        "单位",
        "数量",
        "结果",
        "占比",
        "小计",
        "申请人",
        "申请人情况",
        "条例条款",
    ]
)


@lru_cache(maxsize=1)
def _head_signs() -> frozenset[str]:
    """The signs of the heads over tables three and four, and of the remark beside table three's."""
    tables = (FORMATS[0].requests, FORMATS[0].remedies)
    heads = [text for table in tables for column in table.columns for text in (column.label, column.group)]
    heads += [text for row in FORMATS[0].remedies.rows for text in (row.label, *row.groups)]
    return frozenset("".join(heads) + "申请人情况")


def are_scraps_of_heads(text: str) -> bool:
    """Whether a line holds nothing but pieces of heads that were set in several lines: 结 结 其 尚."""
    pieces = text.split()
    return (
        bool(pieces)
        and (len(pieces) > 1 or is_column_label(text))
        and all(len(piece) <= _LONGEST_SCRAP and _head_signs().issuperset(piece) for piece in pieces)
    )


def is_header(words: Sequence[str]) -> bool:
    """Whether these words are the heads of a table's columns, with perhaps some that no form has."""
    known = _known_labels()[1]
    keys = [key(word) for word in words]
    of_form = sum(word in known for word in keys)
    return of_form >= 2 and all(word in known or word in _OTHER_HEADS for word in keys)


def is_kind_of_case(text: str) -> bool:
    """Whether a text names a kind of case of table four (行政复议 …)."""
    return (
        bool(form_labels(FORMATS[0].id, FORMATS[0].variant).remedy_rows.find(text)) or key(text) == "行政诉讼"
    )


def is_row_label(text: str) -> bool:
    """Whether a text is the label of a row in any form."""
    return key(text) in _known_labels()[0]


@lru_cache(maxsize=2048)
def is_item_label(text: str) -> bool:
    """Whether a text is the label of a row of section two in any form."""
    return any(key(text) in form_labels(form.id, form.variant).proactive_rows.exact for form in FORMATS)


def is_column_label(text: str) -> bool:
    """Whether a text is the label of a column in any form."""
    return key(text) in _known_labels()[1]


@lru_cache(maxsize=1)
def _merged_heads() -> frozenset[str]:
    tables = [table for form in FORMATS for table in form.tables]
    groups = {key(group) for table in tables for row in table.rows for group in row.groups}
    captions = {key(table.caption) for form in FORMATS for table in form.proactive}
    return frozenset(groups | captions)


def is_label(text: str) -> bool:
    """Whether a text is any label of any form: of a row, a column, a merged head or a part of section two."""
    return is_row_label(text) or is_column_label(text) or key(text) in _merged_heads()
