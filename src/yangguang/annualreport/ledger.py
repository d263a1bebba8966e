"""The figures of many reports, kept small, and what each gives to a total.

Thousands of reports may be summed at once: their texts and places are let go, their figures stay.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from yangguang.annualreport import mapping
from yangguang.annualreport.formats import Format
from yangguang.annualreport.model import AnnualReport, Cell, CellState, Certainty, Fees, Money
from yangguang.annualreport.totals import Derived, derive

Number = int | Decimal
_FormKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """One report that went into a sum, without its text. ``errors`` are those of its own check."""

    number: int
    agency: str
    year: int | None
    form: Format
    file: str = ""
    errors: int = 0

    @property
    def form_key(self) -> _FormKey:
        """What tells its form from others."""
        return self.form.id, self.form.variant


@dataclass(frozen=True, slots=True)
class Part:
    """What one report gives to one total.

    ``value`` is ``None`` where it gives nothing, and ``state`` says why; ``derived`` marks a total
    that the office left blank and that follows from its parts; ``paths`` are the cells it is from.
    """

    source: Source
    value: Number | None
    state: CellState
    in_form: bool = True
    derived: bool = False
    doubtful: bool = False
    paths: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether a sum may use the part: a blank is nothing, an unreadable cell is unknown."""
        return self.in_form and self.state not in (CellState.UNREADABLE, CellState.MISSING)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one report in the order of its form; flat, for thousands are held at once.

    ``derived`` and ``doubtful`` are addresses.
    """

    values: tuple[Number | None, ...]
    states: tuple[CellState, ...]
    derived: frozenset[str]
    doubtful: frozenset[str]


class Ledger:
    """All figures of all sources, and how to find the parts of a total in them."""

    def __init__(self) -> None:
        self.sources: list[Source] = []
        self.fees: list[Fees] = []
        self._figures: list[Figures] = []
        self._keys: list[_FormKey] = []
        self._positions: dict[_FormKey, dict[str, int]] = {}
        self._forms: dict[_FormKey, Format] = {}

    def add(self, report: AnnualReport, errors: int = 0) -> Source:
        """Keep the figures of one report."""
        source = self._next(report.agency, report.year, report.format, report.file, errors)
        return self._keep(source, figures_of(report), report.fees)

    def add_kept(
        self, figures: Figures, fees: Fees, *, agency: str, year: int, form: Format, errors: int = 0
    ) -> Source:
        """Take in the figures of a report that were worked out before (:func:`figures_of`)."""
        return self._keep(self._next(agency, year, form, "", errors), figures, fees)

    def _next(self, agency: str, year: int | None, form: Format, file: str, errors: int) -> Source:
        return Source(len(self.sources), agency, year, form, file, errors)

    def _keep(self, source: Source, figures: Figures, fees: Fees) -> Source:
        if source.form_key not in self._positions:
            self._forms[source.form_key] = source.form
            self._positions[source.form_key] = {p: i for i, p in enumerate(source.form.cell_paths())}
        self._figures.append(figures)
        self._keys.append(source.form_key)
        self.sources.append(source)
        self.fees.append(fees)
        return source

    @property
    def forms(self) -> dict[_FormKey, Format]:
        """The forms that occur, each once."""
        return dict(self._forms)

    def parts(self, address: str) -> Iterator[Part]:
        """What each source gives to an address of any form, in the order of the sources."""
        paths = {key: mapping.find(address, form).paths for key, form in self.forms.items()}
        for source, figures in zip(self.sources, self._figures, strict=True):
            key = source.form_key
            yield _part(source, figures, paths[key], self._positions[key])

    def total(self, address: str) -> tuple[Number, CellState, bool]:
        """The sum at an address, its state, and whether a doubtful figure is in it.

        The same as adding up :meth:`parts`, without making them.
        """
        paths = {key: mapping.find(address, form).paths for key, form in self.forms.items()}
        places = {key: tuple(self._positions[key][path] for path in paths[key]) for key in paths}
        total: Number = 0
        states: set[CellState] = set()
        is_doubtful = False
        for key, figures in zip(self._keys, self._figures, strict=True):
            value, state = _told(figures, places[key])
            states.add(state)
            total += value or 0
            is_doubtful = is_doubtful or not figures.doubtful.isdisjoint(paths[key])
        return total, joint_state(states), is_doubtful

    def numbers_of(self, number: int) -> tuple[Number, ...]:
        """All figures of one source, nothing as 0: two reports with the same ones are suspicious."""
        return tuple(value or 0 for value in self._figures[number].values)


def figures_of(report: AnnualReport) -> Figures:
    """What a report gives to sums: every figure, blank totals that follow from their parts, and what is in doubt."""
    derived = derive(report)
    cells = [_figure(report.cells[path], derived) for path in report.format.cell_paths()]
    values, states = zip(*cells, strict=True)
    doubtful = {p for p, cell in report.cells.items() if cell.certainty is Certainty.DOUBTFUL}
    doubtful |= {path for path, total in derived.items() if total.is_doubtful}
    return Figures(values, states, frozenset(derived), frozenset(doubtful))


def joint_state(states: Collection[CellState]) -> CellState:
    """The state of a sum: what cannot be known of one part cannot be known of the sum."""
    found = set(states)
    if len(found) > 1 and CellState.MISSING in found:
        return CellState.UNREADABLE
    order = (CellState.UNREADABLE, CellState.MISSING, CellState.PRINTED, CellState.BLANK)
    return next((state for state in order if state in found), CellState.NOT_APPLICABLE)


def state_for_sums(cell: Cell) -> CellState:
    """The state of a cell for arithmetic: an amount whose words give no number cannot be summed."""
    if isinstance(cell.value, Money) and cell.value.yuan is None:
        return CellState.UNREADABLE
    return cell.state


def _figure(cell: Cell, derived: dict[str, Derived]) -> tuple[Number | None, CellState]:
    if cell.path in derived:
        figure = derived[cell.path].figure
        return figure, CellState.UNREADABLE if figure is None else CellState.PRINTED
    state = state_for_sums(cell)
    return (cell.number if state is CellState.PRINTED else None), state


def _told(figures: Figures, places: tuple[int, ...]) -> tuple[Number | None, CellState]:
    """What the cells at some places of a form say together."""
    if len(places) == 1:
        return figures.values[places[0]], figures.states[places[0]]
    state = joint_state({figures.states[place] for place in places}) if places else CellState.MISSING
    if state is not CellState.PRINTED:
        return None, state
    return sum(figures.values[place] or 0 for place in places), state


def _part(source: Source, figures: Figures, paths: tuple[str, ...], positions: dict[str, int]) -> Part:
    if not paths:
        return Part(source, None, CellState.MISSING, in_form=False)
    value, state = _told(figures, tuple(positions[path] for path in paths))
    derived = not figures.derived.isdisjoint(paths)
    return Part(source, value, state, True, derived, not figures.doubtful.isdisjoint(paths), paths)
