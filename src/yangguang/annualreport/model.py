"""An annual report as understood: cells with their provenance, parts, fees, repairs, findings.

The report never says less than it knows about a cell: a number, a blank, "not applicable" and
something unreadable are four different states from reading to display.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final

from yangguang.annualreport.findings import Finding
from yangguang.annualreport.formats import Format
from yangguang.annualreport.place import Place
from yangguang.translation import Message


class CellState(StrEnum):
    """What stands in a cell."""

    PRINTED = "printed"  # a figure
    BLANK = "blank"  # nothing; counts as 0 in sums
    NOT_APPLICABLE = "not_applicable"  # a dash, a stroke, 无; counts as 0 in sums
    UNREADABLE = "unreadable"  # something stands there that could not be read with certainty
    MISSING = "missing"  # the file has no such cell


UNKNOWN_STATES = frozenset((CellState.UNREADABLE, CellState.MISSING))
"""What arithmetic may not use."""


class Certainty(StrEnum):
    """How the value of a cell was won."""

    CERTAIN = "certain"  # read as it stands
    REPAIRED = "repaired"  # not literally there; the relations allow only this value
    DOUBTFUL = "doubtful"  # the most plausible of several readings; a person should look
    CORRECTED = "corrected"  # set by a person


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as printed and in yuan.

    ``text`` keeps the printed words (``137.41 万``); ``yuan`` is ``None`` when they give no amount.
    """

    text: str
    yuan: Decimal | None


Value = int | Decimal | Money | None


@dataclass(slots=True, unsafe_hash=True)
class Cell:
    """One cell of a table: its value, what was printed, and where.

    ``value`` is an ``int`` for counts, ``Decimal`` in ten thousand yuan for the 2021 fees, ``Money``
    for procurement, ``None`` when there is no figure. ``note`` keeps a remark printed with the
    figure, such as （其中修订16件）.

    Nobody changes a cell, which the type checker sees to: a report has more than two hundred, and one
    that is frozen at run time takes four times as long to make.
    """

    path: Final[str]
    value: Final[Value] = None
    state: Final[CellState] = CellState.PRINTED
    certainty: Final[Certainty] = Certainty.CERTAIN
    raw: Final[str] = ""
    note: Final[str] = ""
    place: Final[Place] = Place()

    @property
    def number(self) -> Decimal | int:
        """The value for arithmetic: a blank counts as 0, money in yuan."""
        value = self.value
        if isinstance(value, Money):
            return value.yuan or 0
        return 0 if value is None else value

    @property
    def is_known(self) -> bool:
        """Whether arithmetic may use the cell: it is neither unreadable nor missing."""
        return self.state not in UNKNOWN_STATES


@dataclass(frozen=True, slots=True)
class SectionText:
    """One of the six parts as printed.

    ``number`` is the place in the official order (1–6), ``heading`` the heading as printed,
    ``paragraphs`` its running text without tables; ``places`` where each paragraph stands.
    """

    number: int
    heading: str
    paragraphs: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()

    @property
    def text(self) -> str:
        """The paragraphs, one a line."""
        return "\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Fees:
    """The statement on information-processing fees (信息处理费) in section six.

    ``notices`` fee notices issued, ``amount`` asked and ``received`` collected, both in yuan;
    ``None`` where the text says nothing. ``text`` is the sentence. 国办函〔2020〕109号.
    """

    notices: int | None = None
    amount: Decimal | None = None
    received: Decimal | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Where readers may turn, as printed in the preamble or in section six."""

    office: str = ""
    address: str = ""
    postcode: str = ""
    telephone: str = ""
    fax: str = ""
    email: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class Repair:
    """A cell that was not read literally: what stood there, what it became, and the evidence."""

    where: str
    before: str
    after: Value
    why: Message


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """A whole report. Immutable; use :func:`dataclasses.replace` to make another.

    ``cells`` maps every address of ``format`` to its cell. ``preamble`` holds the paragraphs before
    section one, ``notes`` remarks printed under a table by the table's address. ``reading`` are the
    findings of the reader itself (rules ``READ`` and ``FORM``); checking adds its own.
    ``kind`` and ``file`` tell what was read.
    """

    agency: str
    year: int | None
    format: Format
    cells: dict[str, Cell]
    title: str = ""
    preamble: tuple[str, ...] = ()
    sections: tuple[SectionText, ...] = ()
    fees: Fees = Fees()
    contact: Contact = Contact()
    period: tuple[str, str] | None = None
    published_on: str = ""
    notes: dict[str, str] = field(default_factory=dict)
    repairs: tuple[Repair, ...] = ()
    reading: tuple[Finding, ...] = ()
    kind: str = ""
    file: str = ""

    def cell(self, path: str) -> Cell:
        """The cell at an address; one in state ``MISSING`` when the file has none.

        Raises ``KeyError`` when the format has no such cell.
        """
        return self.cells[path]

    def number(self, path: str) -> Decimal | int:
        """The figure at an address for arithmetic (blank = 0)."""
        return self.cells[path].number

    def section(self, number: int) -> SectionText | None:
        """The part with this official number, if the report has it."""
        return next((section for section in self.sections if section.number == number), None)

    def in_table(self, path: str) -> Iterator[Cell]:
        """The cells of one table, row by row."""
        return (self.cells[address] for address in self.format.table(path).cell_paths())

    def has_table(self, path: str) -> bool:
        """Whether the file has anything of this table."""
        return any(cell.state is not CellState.MISSING for cell in self.in_table(path))


def blank_cells(form: Format, state: CellState = CellState.MISSING) -> dict[str, Cell]:
    """A cell for every address of the form, all in one state."""
    return dict(_blank_cells(form, state))


@lru_cache(maxsize=16)
def _blank_cells(form: Format, state: CellState) -> dict[str, Cell]:
    return {path: Cell(path, None, state) for path in form.cell_paths()}
