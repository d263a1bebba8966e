"""The same figures of several reports side by side, over years and over offices.

A comparison is plain data: one column a report, one row a cell of the form, and in each row the
figures, their changes and how far they may be compared at all (:mod:`mapping`). The terminal, the
page and the web application draw it; none of them computes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from yangguang.annualreport import mapping
from yangguang.annualreport.address import Labels, labels, split
from yangguang.annualreport.agency import Agencies
from yangguang.annualreport.formats import Format, Kind
from yangguang.annualreport.formats.official_2021 import SINGLE_OTHER_FORMAT
from yangguang.annualreport.ledger import joint_state, state_for_sums
from yangguang.annualreport.mapping import Comparability
from yangguang.annualreport.model import AnnualReport, CellState, Certainty
from yangguang.annualreport.totals import derived_totals
from yangguang.translation import gettext

_TENTH = Decimal("0.1")
_RANK = (Comparability.SAME, Comparability.SUMMED, Comparability.NEAR, Comparability.ONE_FORM)


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """One report of the comparison.

    ``base`` is the number of the column that its changes refer to: the nearest earlier year of the
    same body, or, where every body has one report only, the first report. ``None``: no changes.
    """

    agency: str
    year: int | None
    format: str
    file: str = ""
    base: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What one report has in one row.

    ``value`` is ``None`` where there is no figure; ``state`` says why. ``in_form`` is false where
    the form of the report has no such cell. ``derived`` marks a blank total that follows from its
    parts (without a figure when a part cannot be read), ``paths`` the cells of the report behind it.
    """

    value: int | Decimal | None
    state: CellState
    in_form: bool = True
    derived: bool = False
    certainty: Certainty = Certainty.CERTAIN
    paths: tuple[str, ...] = ()

    @property
    def counted(self) -> int | Decimal | None:
        """The figure for a change: a blank counts as 0, "not applicable" and unreadable not at all."""
        if not self.in_form:
            return None
        is_blank = self.state is CellState.BLANK and not self.derived
        return 0 if is_blank else self.value


@dataclass(frozen=True, slots=True)
class Change:
    """The difference to the base column; ``percent`` is ``None`` when the base is not above zero."""

    absolute: int | Decimal
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One figure over all reports. ``entries`` and ``changes`` go with the columns."""

    address: str
    labels: Labels
    kind: Kind
    comparability: Comparability
    note: str
    entries: tuple[Entry, ...]
    changes: tuple[Change | None, ...]

    @property
    def is_total(self) -> bool:
        """Whether the row stands for a whole line of the request table, not for one applicant kind."""
        return not self.address.startswith("requests.") or self.address.endswith(".total")

    @property
    def has_figures(self) -> bool:
        """Whether any report has a figure other than zero here."""
        return any(entry.value for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Reports side by side."""

    columns: tuple[ReportColumn, ...]
    rows: tuple[ComparisonRow, ...]

    def row(self, address: str) -> ComparisonRow:
        """The row of a cell address. Raises ``KeyError`` for an address that none of the forms has."""
        for row in self.rows:
            if row.address == address:
                return row
        raise KeyError(address)

    def series(self, address: str) -> tuple[tuple[ReportColumn, Entry], ...]:
        """The figure at an address in each report, in the order of the columns."""
        return tuple(zip(self.columns, self.row(address).entries, strict=True))

    @property
    def notes(self) -> tuple[str, ...]:
        """Why figures of different forms are not or not quite comparable, each reason once."""
        return tuple(dict.fromkeys(row.note for row in self.rows if row.note))

    def to_json(self) -> dict[str, Any]:
        """The comparison for machines: counts as integers, money as decimal strings."""
        return {
            "reports": [_column_json(column) for column in self.columns],
            "rows": [_row_json(row) for row in self.rows],
            "notes": [gettext(note) for note in self.notes],
        }


def compare(reports: Iterable[AnnualReport]) -> Comparison:
    """Set reports side by side: bodies in the order given, the years of each from old to new."""
    ordered = _in_order(list(reports))
    columns = _columns(ordered)
    forms = _forms(ordered)
    figures = [(report, derived_totals(report)) for report in ordered]
    rows = (_row(address, forms, figures, columns) for address in _addresses(forms))
    return Comparison(columns, tuple(rows))


def _in_order(reports: list[AnnualReport]) -> list[AnnualReport]:
    """Reports of one body together, by year; a report without a year after the others."""
    agencies = Agencies()
    ranks: list[int] = []
    for report in reports:
        same = agencies.same(report.agency)
        number = agencies.add(report.agency)
        ranks.append(ranks[same[0]] if same else number)
    order = sorted(
        range(len(reports)), key=lambda i: (ranks[i], reports[i].year is None, reports[i].year or 0)
    )
    return [reports[i] for i in order]


def _columns(reports: Sequence[AnnualReport]) -> tuple[ReportColumn, ...]:
    agencies = Agencies()
    bases: list[int | None] = []
    for report in reports:
        same = agencies.same(report.agency)
        agencies.add(report.agency)
        bases.append(same[-1] if same else None)
    if reports and all(base is None for base in bases):
        bases = [None, *(0 for _ in reports[1:])]
    return tuple(
        ReportColumn(report.agency, report.year, report.format.id, report.file, base)
        for report, base in zip(reports, bases, strict=True)
    )


def _forms(reports: Sequence[AnnualReport]) -> tuple[Format, ...]:
    """The forms that occur, the newest and fullest first: its order and labels lead."""
    forms = {(report.format.id, report.format.variant): report.format for report in reports}
    return tuple(sorted(forms.values(), key=lambda form: (-int(form.id), form.variant)))


def _addresses(forms: Sequence[Format]) -> list[str]:
    """All addresses, table by table in the order of the forms.

    What only an older form has stands where it stands there; the sum of （六）其他处理 stands before
    its parts.
    """
    tables = _merged([[table.path for table in form.tables] for form in forms])
    return [address for path in tables for address in _of_table(path, forms)]


def _of_table(path: str, forms: Sequence[Format]) -> list[str]:
    lists: list[list[str]] = []
    for form in forms:
        addresses = [address for address in _with_virtual(form) if address.startswith(f"{path}.")]
        known = lists[0] if lists else []
        lists.append([_canonical(address, known) for address in addresses])
    return _merged(lists)


def _merged(lists: Sequence[Sequence[str]]) -> list[str]:
    """One list of all items; an item that the first list lacks follows its predecessor of its own."""
    order: list[str] = []
    for items in lists:
        place = 0
        for item in items:
            if item in order:
                place = order.index(item) + 1
            else:
                order.insert(place, item)
                place += 1
    return order


def _with_virtual(form: Format) -> list[str]:
    addresses: list[str] = []
    first_part = f"{mapping.OTHER_LINK.new[0]}."
    for address in form.cell_paths():
        if address.startswith(first_part) and address == f"{first_part}{form.requests.column_ids[0]}":
            addresses += [f"{mapping.OTHER_LINK.old}.{column}" for column in form.requests.column_ids]
        addresses.append(address)
    return addresses


def _canonical(address: str, known: Sequence[str]) -> str:
    """The address under which the leading form has the same figure, else the address itself."""
    for link in mapping.LINKS:
        if len(link.new) == 1 and address == link.old and link.new[0] in known:
            return link.new[0]
    return address


_Derived = dict[str, int | Decimal | None]
_Figures = tuple[AnnualReport, _Derived]


def _row(
    address: str, forms: Sequence[Format], figures: Sequence[_Figures], columns: Sequence[ReportColumn]
) -> ComparisonRow:
    sources = [mapping.find(address, report.format) for report, _ in figures]
    entries = tuple(_entry(source, *figure) for source, figure in zip(sources, figures, strict=True))
    worst = max(sources, key=lambda source: _RANK.index(source.comparability))
    changes = tuple(
        _change(entry, entries[column.base]) if column.base is not None else None
        for entry, column in zip(entries, columns, strict=True)
    )
    shown, kind = _labels(address, forms)
    return ComparisonRow(address, shown, kind, worst.comparability, worst.note, entries, changes)


def _labels(address: str, forms: Sequence[Format]) -> tuple[Labels, Kind]:
    for form in (*forms, SINGLE_OTHER_FORMAT):
        found = labels(form, address)
        if found is not None:
            table, _, column = split(form, address) or (None, "", "")
            return found, table.column(column).kind if table else Kind.COUNT
    raise KeyError(address)


def _entry(source: mapping.Source, report: AnnualReport, derived: _Derived) -> Entry:
    if not source.paths:
        return Entry(None, CellState.MISSING, in_form=False)
    cells = [report.cells[path] for path in source.paths]
    state = joint_state([state_for_sums(cell) for cell in cells])
    is_derived = any(path in derived for path in source.paths)
    figures = [derived.get(cell.path, cell.number) for cell in cells]
    known = [figure for figure in figures if figure is not None]
    if len(known) < len(figures) or not (is_derived or state is CellState.PRINTED):
        return Entry(None, state, derived=is_derived, paths=source.paths)
    certainty = max((cell.certainty for cell in cells), key=list(Certainty).index)
    return Entry(sum(known), state, True, is_derived, certainty, source.paths)


def _change(entry: Entry, base: Entry) -> Change | None:
    now, before = entry.counted, base.counted
    if now is None or before is None:
        return None
    difference = now - before
    if before <= 0:
        return Change(difference, None)
    percent = (Decimal(difference) * 100 / Decimal(before)).quantize(_TENTH, ROUND_HALF_UP)
    return Change(difference, percent)


def _column_json(column: ReportColumn) -> dict[str, Any]:
    return {
        "agency": column.agency,
        "year": column.year,
        "format": column.format,
        "file": column.file,
        "compared_with": column.base,
    }


_UNITS = {Kind.MONEY: "yuan", Kind.WAN_YUAN: "wan_yuan"}


def _row_json(row: ComparisonRow) -> dict[str, Any]:
    return {
        "address": row.address,
        "table": gettext(row.labels.table),
        "groups": [gettext(group) for group in row.labels.groups],
        "row": gettext(row.labels.row),
        "column": gettext(row.labels.column),
        "unit": _UNITS.get(row.kind, "count"),
        "comparability": str(row.comparability),
        "note": gettext(row.note),
        "values": [_number_json(entry.value) for entry in row.entries],
        "states": [str(entry.state) if entry.in_form else "not_in_form" for entry in row.entries],
        "derived": [entry.derived for entry in row.entries],
        "changes": [_change_json(change) for change in row.changes],
    }


def _number_json(value: int | Decimal | None) -> int | str | None:
    return str(value) if isinstance(value, Decimal) else value


def _change_json(change: Change | None) -> dict[str, Any] | None:
    if change is None:
        return None
    return {"absolute": _number_json(change.absolute), "percent": _number_json(change.percent)}
