"""Working out simple formulas for which a workbook carries no value.

Programs that write workbooks without a spreadsheet leave totals as formulas alone. Sums and the four
operations over cells of the same sheet cover what a report holds; anything else stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow

__all__ = ["Calculator", "column_number", "shifted"]

_TOKEN = re.compile(
    r"\s*(?:(?P<range>\$?[A-Z]{1,3}\$?\d{1,7}:\$?[A-Z]{1,3}\$?\d{1,7})|(?P<cell>\$?[A-Z]{1,3}\$?\d{1,7})(?![A-Z\d(])"
    r"|(?P<number>\d+(?:\.\d+)?|\.\d+)|(?P<name>[A-Z]+)\(|(?P<sign>[-+*/(),]))",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![A-Z\d(!])", re.IGNORECASE)
_LONGEST = 2000
_LARGEST_RANGE = 20_000
_DEEPEST = 10  # of formulas on formulas, and of brackets in brackets

Position = tuple[int, int]


class _Unknown(Exception):
    """The formula is more than can be worked out here."""


def column_number(letters: str) -> int:
    """A -> 1, Z -> 26, AA -> 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _column_letters(number: int) -> str:
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def shifted(formula: str, rows: int, columns: int) -> str:
    """A shared formula as it reads in a cell that many rows and columns further."""

    def move(found: re.Match[str]) -> str:
        column = column_number(found[2]) + (0 if found[1] else columns)
        row = int(found[4]) + (0 if found[3] else rows)
        return f"{found[1]}{_column_letters(column)}{found[3]}{row}"

    return _REFERENCE.sub(move, formula)


class Calculator:
    """Values of formulas of one sheet. ``number_at`` gives a cell's plain number, ``formula_at`` its formula."""

    def __init__(
        self, number_at: Callable[[Position], Decimal | None], formula_at: Callable[[Position], str | None]
    ) -> None:
        self._number_at = number_at
        self._formula_at = formula_at
        self._known: dict[Position, Decimal | None] = {}
        self._open: set[Position] = set()

    def value(self, position: Position) -> Decimal | None:
        """The value of the formula in a cell, or ``None`` where it cannot be worked out."""
        try:
            return self._at(position)
        except (_Unknown, InvalidOperation, DivisionByZero, Overflow):
            return None

    def _at(self, position: Position) -> Decimal:
        formula = self._formula_at(position)
        if formula is None:
            return self._number_at(position) or Decimal(0)
        if position not in self._known:
            if position in self._open or len(self._open) > _DEEPEST:
                raise _Unknown
            self._open.add(position)
            try:
                self._known[position] = _Reading(formula, self._at).result()
            except _Unknown:
                self._known[position] = None
            finally:
                self._open.discard(position)
        known = self._known[position]
        if known is None:
            raise _Unknown
        return known


class _Reading:
    """Recursive descent over one formula: sums of products of signed values."""

    def __init__(self, formula: str, at: Callable[[Position], Decimal]) -> None:
        if len(formula) > _LONGEST:
            raise _Unknown
        self._at = at
        self._tokens = _tokens(formula)
        self._next = 0
        self._depth = 0

    def result(self) -> Decimal:
        value = self._sum()
        if self._next != len(self._tokens):
            raise _Unknown
        return value

    def _peek(self) -> str:
        kind, text = self._tokens[self._next] if self._next < len(self._tokens) else ("", "")
        return text if kind == "sign" else ""

    def _take(self) -> tuple[str, str]:
        if self._next >= len(self._tokens):
            raise _Unknown
        self._next += 1
        return self._tokens[self._next - 1]

    def _sum(self) -> Decimal:
        value = self._product()
        while self._peek() in ("+", "-"):
            _, sign = self._take()
            other = self._product()
            value = value + other if sign == "+" else value - other
        return value

    def _product(self) -> Decimal:
        value = self._signed()
        while self._peek() in ("*", "/"):
            _, sign = self._take()
            other = self._signed()
            if sign == "/" and other == 0:
                raise _Unknown
            value = value * other if sign == "*" else value / other
        return value

    def _signed(self) -> Decimal:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _Unknown
        try:
            kind, text = self._take()
            if kind == "sign" and text in ("+", "-"):
                value = self._signed()
                return -value if text == "-" else value
            return self._plain(kind, text)
        finally:
            self._depth -= 1

    def _plain(self, kind: str, text: str) -> Decimal:
        if kind == "number":
            return Decimal(text)
        if kind == "cell":
            return self._at(_position(text))
        if kind == "name" and text.upper() == "SUM":
            return self._arguments()
        if kind == "sign" and text == "(":
            value = self._sum()
            self._expect(")")
            return value
        raise _Unknown

    def _arguments(self) -> Decimal:
        total = Decimal(0)
        while True:
            kind, text = self._tokens[self._next] if self._next < len(self._tokens) else ("", "")
            if kind == "range":
                self._next += 1
                total += sum(map(self._at, _positions(text)), Decimal(0))
            else:
                total += self._sum()
            if self._peek() != ",":
                break
            self._take()
        self._expect(")")
        return total

    def _expect(self, sign: str) -> None:
        if self._take() != ("sign", sign):
            raise _Unknown


def _tokens(formula: str) -> list[tuple[str, str]]:
    text = formula.strip().lstrip("=").strip()
    found, at = [], 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None or token.lastgroup is None:
            raise _Unknown
        found.append((token.lastgroup, token[token.lastgroup]))
        at = token.end()
    return found


def _position(reference: str) -> Position:
    letters, digits = re.fullmatch(r"\$?([A-Za-z]+)\$?(\d+)", reference).groups()  # type: ignore[union-attr]
    return int(digits), column_number(letters)


def _positions(text: str) -> list[Position]:
    (row_a, column_a), (row_b, column_b) = (_position(end) for end in text.split(":"))
    rows = range(min(row_a, row_b), max(row_a, row_b) + 1)
    columns = range(min(column_a, column_b), max(column_a, column_b) + 1)
    if len(rows) * len(columns) > _LARGEST_RANGE:
        raise _Unknown
    return [(row, column) for row in rows for column in columns]
