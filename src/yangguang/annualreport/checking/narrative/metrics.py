"""What a figure in the text can mean, and which figures of the tables it may equal.

Each meaning has one or more readings. 收到 may be read with or without the requests carried in, 答复
with or without those that were dropped. A figure agrees when it equals any reading, because a finding
must be defensible; the first reading is the one that the form itself suggests.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from yangguang.annualreport.checking.relations import Figures
from yangguang.annualreport.formats.base import Format
from yangguang.annualreport.formats.shared import DECISIONS, OUTCOMES
from yangguang.annualreport.model import Money
from yangguang.translation import mark

Terms = tuple[tuple[int, str], ...]

ORGANISATIONS = ("business", "research", "public_welfare", "legal_service", "other_org")
PEOPLE = ("natural_person", *ORGANISATIONS)
_IDS = tuple(row.id for row in DECISIONS)

RECEIVED = mark("收到政府信息公开申请")
NEWLY_RECEIVED = mark("本年新收政府信息公开申请")
HANDLED = mark("办理政府信息公开申请")
ANSWERED = mark("办结政府信息公开申请")
CARRIED_IN = mark("上年结转")
CARRIED_OUT = mark("结转下年度")
BY_APPLICANT = mark("各类申请人的申请")
REVIEWS = mark("行政复议")
SUITS = mark("行政诉讼")
DIRECT_SUITS = mark("未经复议直接起诉")
SUITS_AFTER = mark("复议后起诉")
CASES = mark("行政复议、行政诉讼")
DOCUMENT_LABELS = {
    ("made", "rules"): mark("本年制发规章"),
    ("made", "normative_documents"): mark("本年制发规范性文件"),
    ("made", "both"): mark("本年制发规章和规范性文件"),
    ("repealed", "rules"): mark("本年废止规章"),
    ("repealed", "normative_documents"): mark("本年废止规范性文件"),
    ("repealed", "both"): mark("本年废止规章和规范性文件"),
    ("in_force", "rules"): mark("现行有效规章"),
    ("in_force", "normative_documents"): mark("现行有效规范性文件"),
    ("in_force", "both"): mark("现行有效规章和规范性文件"),
    ("published", "rules"): mark("公开规章"),
    ("published", "normative_documents"): mark("公开规范性文件"),
    ("published", "both"): mark("公开规章和规范性文件"),
}
DECISION_LABELS = {
    "licensing": mark("行政许可处理决定"),
    "penalty": mark("行政处罚处理决定"),
    "coercion": mark("行政强制处理决定"),
}
PROCURED = mark("采购项目数量")
PROCURED_FOR = mark("采购总金额")
CHARGED = mark("行政事业性收费金额")

GROUPS = ("denied", "unavailable", "not_processed", "other")

KIND_LABELS = {
    "granted": mark("予以公开"),
    "partially_granted": mark("部分公开"),
    "denied": mark("不予公开"),
    "unavailable": mark("无法提供"),
    "not_processed": mark("不予处理"),
    "other": mark("其他处理"),
} | {row.id: row.label for row in DECISIONS[2:]}


@dataclass(frozen=True, slots=True)
class Metric:
    """A meaning: its name, and its readings as sums of cells.

    ``detail`` says more than the name: the outcome of a case. ``family`` is ``flow`` (received, answered, carried), ``kind`` (of answer), ``applicant``,
    ``remedies`` or ``proactive``.
    """

    label: str
    readings: tuple[Terms, ...]
    family: str = "flow"
    detail: str = ""


def rows_of_kind(form: Format, kind: str) -> tuple[str, ...]:
    """The rows of a kind of answer: 不予公开 is eight rows, 其他处理 one or three by the form."""
    if kind in form.requests.row_ids:
        return (kind,)
    return tuple(row for row in form.result_rows if row.startswith(f"{kind}_"))


def _row(row: str, sign: int = 1, column: str = "total") -> tuple[int, str]:
    return sign, f"requests.{row}.{column}"


@lru_cache(maxsize=8)
def received(label: str = RECEIVED) -> Metric:
    new, both = (_row("new_received"),), (_row("new_received"), _row("carried_in"))
    return Metric(label, (new,) if label is NEWLY_RECEIVED else (new, both))


@cache
def mentioned() -> Metric:
    """A number of requests without a verb: most likely those received."""
    return Metric(RECEIVED, handled().readings[1:] + handled().readings[:1])


@cache
def handled() -> Metric:
    new, both, done = (
        (_row("new_received"),),
        (_row("new_received"), _row("carried_in")),
        (_row("results_total"),),
    )
    return Metric(HANDLED, (done, new, both))


@lru_cache(maxsize=8)
def answered(form: Format) -> Metric:
    """All results; or without those dropped, withdrawn or not processed; or without last year's."""
    done = _row("results_total")
    other = tuple(_row(row, -1) for row in rows_of_kind(form, "other"))
    refused = tuple(_row(row, -1) for row in rows_of_kind(form, "not_processed"))
    return Metric(
        ANSWERED,
        ((done,), (done, *other), (done, *other, *refused), (done, *refused), (done, _row("carried_in", -1))),
    )


@lru_cache(maxsize=8)
def carried(row: str) -> Metric:
    """Carried in or out; 结转 alone (``row`` empty) may mean either."""
    if not row:
        return Metric(CARRIED_OUT, ((_row("carried_out"),), (_row("carried_in"),)))
    return Metric(CARRIED_IN if row == "carried_in" else CARRIED_OUT, ((_row(row),),))


@lru_cache(maxsize=256)
def by_kind(
    form: Format, kinds: tuple[str, ...], *, alone: bool, apart: tuple[str, ...] = ()
) -> Metric | None:
    """One or several kinds of answer together; 予以公开 ``alone`` may include 部分公开.

    Rows of the group that the sentence counts ``apart`` may be left out: 逾期未补正6件，其他处理5件.

    ``None`` when the form has no row for one of them.
    """
    if not all(rows_of_kind(form, kind) for kind in kinds):
        return None
    rows = [row for kind in dict.fromkeys(kinds) for row in rows_of_kind(form, kind)]
    readings: tuple[Terms, ...] = (tuple(_row(row) for row in dict.fromkeys(rows)),)
    if kinds == ("granted",) and alone:
        readings += ((_row("granted"), _row("partially_granted")),)
    if set(apart) & set(rows):
        readings += (tuple(_row(row) for row in rows if row not in apart), (_row(rows[-1]),))
    label = "、".join(KIND_LABELS.get(kind) or _label(form, kind) for kind in dict.fromkeys(kinds))
    return Metric(label, readings, "kind")


@lru_cache(maxsize=64)
def for_reason(form: Format, rows: tuple[str, ...]) -> Metric | None:
    """因本机关不掌握无法提供: the row that gives the reason, or all of its group."""
    reason = by_kind(form, rows, alone=False)
    group = by_kind(form, tuple(group for group in GROUPS if rows[0].startswith(f"{group}_")), alone=False)
    if reason is None or group is None:
        return None
    return Metric(reason.label, reason.readings + group.readings, "kind")


def _label(form: Format, row: str) -> str:
    return form.requests.row(row).label


@lru_cache(maxsize=64)
def by_applicant(form: Format, columns: tuple[str, ...]) -> Metric:
    """Requests of a kind of applicant: new, with those carried in, or answered."""
    rows = (("new_received",), ("new_received", "carried_in"), ("results_total",))
    readings = tuple(tuple(_row(row, 1, column) for row in group for column in columns) for group in rows)
    label = form.requests.column(columns[0]).label if len(columns) == 1 else "法人或其他组织"
    return Metric(label, readings, "applicant")


@lru_cache(maxsize=64)
def remedies(blocks: tuple[str, ...], column: str = "total", *, concluded: bool = False) -> Metric:
    """Reviews, suits, or both; of one outcome, or all, or those concluded."""
    terms: Terms = tuple((1, f"remedies.{block}.{column}") for block in blocks)
    readings: tuple[Terms, ...] = (terms,)
    if concluded:
        readings = (
            (*terms, *((-1, f"remedies.{block}.pending") for block in blocks)),
            terms,
        )
    detail = "" if column == "total" else _OUTCOME_LABELS[column]
    return Metric(_REMEDY_LABELS[blocks], readings, "remedies", detail)


_OUTCOME_LABELS = {column.id: column.label for column in OUTCOMES}
_REMEDY_LABELS = {
    ("review",): REVIEWS,
    ("direct",): DIRECT_SUITS,
    ("after",): SUITS_AFTER,
    ("direct", "after"): SUITS,
    ("review", "direct", "after"): CASES,
}


@lru_cache(maxsize=64)
def documents(form: Format, rows: tuple[str, ...], column: str) -> Metric | None:
    """Rules and normative documents made, repealed, in force, published; ``None`` where the form is silent."""
    table = "proactive.art20_1"
    known: dict[str, tuple[str, ...]] = {
        "made": ("issued",),
        "repealed": ("repealed",),
        "in_force": ("in_force",),
    }
    if form.id == "2019":
        known = {
            "made": ("made_this_year", "newly_published"),
            "published": ("newly_published", "made_this_year", "total_public"),
        }
    if column not in known:
        return None
    readings = tuple(tuple((1, f"{table}.{row}.{one}") for row in rows) for one in known[column])
    return Metric(DOCUMENT_LABELS[column, rows[0] if len(rows) == 1 else "both"], readings, "proactive")


def decisions(row: str) -> Metric:
    table = "proactive.art20_5" if row == "licensing" else "proactive.art20_6"
    return Metric(DECISION_LABELS[row], (((1, f"{table}.{row}.decisions"),),), "proactive")


def procurement(column: str) -> Metric:
    label = PROCURED if column == "procurement_count" else PROCURED_FOR
    return Metric(label, (((1, f"proactive.art20_9.procurement.{column}"),),), "proactive")


def charges() -> Metric:
    return Metric(CHARGED, (((1, "proactive.art20_8.fees.amount"),),), "proactive")


class Values:
    """The figures that a meaning may equal in one report."""

    def __init__(self, report_figures: Figures) -> None:
        self.figures = report_figures
        self._rows: dict[str, tuple[Decimal | int, Decimal | int] | None] = {}
        self._filled: dict[str, bool] = {}

    def of(self, metric: Metric) -> list[Decimal | int]:
        """All values that readings of the metric give, the form's own first; empty when not assessable."""
        return list(dict.fromkeys(value for terms in metric.readings for value in self._sums(terms)))

    def cells(self, metric: Metric) -> tuple[str, ...]:
        return tuple(path for _, path in metric.readings[0])

    def _sums(self, terms: Terms) -> Iterable[Decimal | int]:
        """The sum of printed figures; and with totals worked out anew where the table contradicts itself."""
        printed: Decimal | int = 0
        anew: Decimal | int = 0
        for sign, path in terms:
            options = self._options(path)
            if options is None:
                return ()
            printed += sign * options[0]
            anew += sign * options[1]
        if not self._any_printed(terms):
            return ()
        return (printed, anew) if anew != printed else (printed,)

    def _any_printed(self, terms: Terms) -> bool:
        """Whether the table of the figures is filled in at all; then a blank in it means nought."""
        return any(self._is_filled(path.rpartition(".")[0].rpartition(".")[0]) for _, path in terms)

    def _is_filled(self, table: str) -> bool:
        if table not in self._filled:
            form = self.figures.report.format
            known = any(one.path == table for one in form.tables)
            self._filled[table] = known and any(map(self.figures.printed, form.table(table).cell_paths()))
        return self._filled[table]

    def _options(self, path: str) -> tuple[Decimal | int, Decimal | int] | None:
        """The figure as printed, and as its parts make it; both the same where it has no parts."""
        if path not in self._rows:
            self._rows[path] = self._work_out(path)
        return self._rows[path]

    def _work_out(self, path: str) -> tuple[Decimal | int, Decimal | int] | None:
        cells = self.figures.report.cells
        if path not in cells or not self.figures.known(path):
            return None
        value = cells[path].value
        if isinstance(value, Money) and value.yuan is None:
            return None
        printed = self.figures[path]
        parts = _parts(self.figures.report.format, path)
        if not parts or not self.figures.all_known(parts):
            return printed, printed
        return printed, self.figures.sum(parts)


@lru_cache(maxsize=256)
def _parts(form: Format, path: str) -> frozenset[str]:
    """The cells that a total is made of, to compare with what its parts say; none for another cell."""
    stem, _, column = path.rpartition(".")
    if path == "requests.results_total.total":
        return frozenset(f"requests.{row}.total" for row in form.result_rows)
    if column != "total":
        return frozenset()
    parts = PEOPLE if stem.startswith("requests.") else ("upheld", "corrected", "other", "pending")
    return frozenset(f"{stem}.{part}" for part in parts)
