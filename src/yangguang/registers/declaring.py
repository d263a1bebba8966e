"""The words in which a register is declared: its columns, what must hold, and the report cells that it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise

from yangguang.registers.countings import Counting
from yangguang.registers.models import RegisterEntry
from yangguang.registers.problems import Problem

Values = Mapping[str, Any]
"""What stands in an entry, by the model's fields."""

Words = str | Promise


class What(StrEnum):
    """What a column holds."""

    TEXT = "text"
    CHOICE = "choice"
    DAY = "day"
    DAY_OR_MONTH = "day_or_month"  # a day, or the first of a month with ``by_month`` set
    YUAN = "yuan"
    QUANTITY = "quantity"  # a whole number, 1 or more
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a register: the same in list, form, template and import.

    ``name`` is the model's field. ``label`` is the heading, ``variants`` headings that mean the same. ``blank`` is what an
    empty cell means where the column may be empty; ``words`` are other words for a choice or for yes and no.
    """

    name: str
    label: Words
    what: What = What.TEXT
    variants: tuple[str, ...] = ()
    required: bool = True
    help: Words = ""
    examples: tuple[str, ...] = ()
    width: float = 14
    longest: int = 200
    choices: type[TextChoices] | None = None
    words: Mapping[str, Any] = field(default_factory=dict)
    blank: Any = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """The model's fields that the column fills."""
        return (self.name, "by_month") if self.what is What.DAY_OR_MONTH else (self.name,)


@dataclass(frozen=True, slots=True)
class Gives:
    """Cells of a form that a register gives: one column of a table, for these rows.

    Where a register has kinds, a row is the kind of the same id.
    """

    form: str
    table: str
    column: str
    rows: tuple[str, ...]
    counting: Counting

    @property
    def paths(self) -> dict[str, str]:
        """The address of each row's cell."""
        return {row: f"{self.table}.{row}.{self.column}" for row in self.rows}


@dataclass(frozen=True, slots=True)
class Register:
    """A register, whole.

    ``dated`` is the column by which it is ordered and narrowed to a year, ``titles`` those that a search looks through.
    ``key`` says by what number an entry is known (empty: by none). ``checks`` are asked when every column was understood.
    ``belongs`` are the sentences on what belongs in it, ``begin`` how to begin where it is empty.
    """

    id: str
    label: Words
    article: Words
    icon: str
    model: type[RegisterEntry]
    columns: tuple[Column, ...]
    dated: str
    titles: tuple[str, ...]
    key: Callable[[Values], str]
    belongs: tuple[Words, ...]
    begin: Words
    gives: tuple[Gives, ...]
    checks: tuple[Callable[[Values], Problem | None], ...] = ()

    @property
    def kinds(self) -> type[TextChoices] | None:
        """The kinds of its entries, if it has any."""
        return next((column.choices for column in self.columns if column.name == "kind"), None)

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field of the model that a person fills."""
        return tuple(name for column in self.columns for name in column.fields)

    def column(self, name: str) -> Column:
        """The column of this name. Raises ``KeyError``."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
