"""Choosing among readings by the relations of the form.

The relations are a checksum: of all ways to read the doubtful rows, the one that makes the most
relations hold is right, if it is the only one. Rows with a single literal reading are facts; they
take part in the sums and are never touched, so that an office's own error stays a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from yangguang.annualreport.figures import BLANK
from yangguang.annualreport.repair.readings import Reading

MOST_STEPS = 40_000
MOST_SOLUTIONS = 40
MOST_BROKEN_COLUMNS = 2  # one wrong figure of the office: its own column and the totals


@dataclass(frozen=True, slots=True)
class Balance:
    """A column relation: the rows on both sides with their sign, summing to 0 when it holds."""

    terms: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """What was decided: the chosen reading of each row, whether it was the only one, and the rest."""

    chosen: dict[str, Reading]
    unique: dict[str, bool]
    others: dict[str, tuple[Reading, ...]]


def settle(
    rows: Mapping[str, Sequence[Reading]],
    row_holds: Callable[[str, Reading], bool],
    balances: Sequence[Balance],
    width: int,
    preference: Callable[[Reading], float] = lambda reading: 0.0,
) -> Settled:
    """Choose a reading for every row.

    ``row_holds`` is the relation inside a row (R1, R4), ``balances`` those down each column (R2,
    R3). ``preference`` orders readings that the relations cannot tell apart; a choice made by it is
    not ``unique``.
    """
    offered = {
        row: readings if len(readings) == 1 else _narrow(row, readings, row_holds)
        for row, readings in rows.items()
    }
    doubtful = [row for row, readings in offered.items() if len(readings) > 1]
    if not doubtful and not any(readings[0].changes for readings in offered.values()):
        chosen = {row: readings[0] for row, readings in offered.items()}
        return Settled(chosen, dict.fromkeys(chosen, True), {})
    return _Search(offered, doubtful, balances, width, preference).settle()


def _narrow(
    row: str, readings: Sequence[Reading], row_holds: Callable[[str, Reading], bool]
) -> Sequence[Reading]:
    """The readings with the fewest changes that satisfy the row's own relation, or all.

    A total that was left blank tells nothing against the figures before it: no figure is given up in
    order that such a row may add up.
    """
    holding = [reading for reading in readings if row_holds(row, reading)]
    pool: Sequence[Reading] = holding or readings
    fewest = min(reading.changes for reading in pool)
    untold = [reading for reading in readings if reading.figures[-1] is BLANK and reading.changes < fewest]
    if untold:
        pool, fewest = untold, min(reading.changes for reading in untold)
    return [reading for reading in pool if reading.changes == fewest]


class _Search:
    """Depth first over the doubtful rows, giving up a branch when too many balances cannot hold."""

    def __init__(
        self,
        offered: dict[str, Sequence[Reading]],
        doubtful: list[str],
        balances: Sequence[Balance],
        width: int,
        preference: Callable[[Reading], float],
    ) -> None:
        self.offered = offered
        self.doubtful = sorted(doubtful, key=lambda row: len(offered[row]))
        self.preference = preference
        self.width = width
        self.fixed = {row: readings[0] for row, readings in offered.items() if len(readings) == 1}
        self.balances = [b for b in balances if all(row in offered for row, _ in b.terms)]
        self.steps = 0
        self.cut_short = False  # there are more solutions than were looked at

    def settle(self) -> Settled:
        solutions = self._best()
        strained = any(self._broken_columns(solution) > MOST_BROKEN_COLUMNS for solution in solutions[:1])
        chosen, others = dict(self.fixed), {}
        unique = {row: not (strained and reading.changes) for row, reading in self.fixed.items()}
        for position, row in enumerate(self.doubtful):
            options = self._options(row, position, solutions)
            chosen[row] = min(options, key=self.preference)
            values = {reading.numbers for reading in options}
            unique[row] = len(values) == 1 and not self.cut_short and not strained
            if len(values) > 1:
                others[row] = tuple(o for o in options if o.numbers != chosen[row].numbers)
        return Settled(chosen, unique, others)

    def _options(self, row: str, position: int, solutions: list[tuple[Reading, ...]]) -> list[Reading]:
        """What the solutions say of a row; where no solution was found, everything that was offered."""
        if not solutions:
            return list(self.offered[row])
        return list({solution[position].figures: solution[position] for solution in solutions}.values())

    def _best(self) -> list[tuple[Reading, ...]]:
        """All solutions with the fewest broken balances; empty when the search was too long."""
        for allowed in range(len(self.balances) * self.width + 1):
            self.steps = 0
            solutions = []
            for solution in self._solutions(allowed):
                solutions.append(solution)
                if len(solutions) >= MOST_SOLUTIONS:
                    self.cut_short = True
                    break
            if self.steps >= MOST_STEPS:
                return []
            if solutions:
                return solutions
        return []

    def _solutions(self, allowed: int) -> Iterator[tuple[Reading, ...]]:
        sums = [self._sum(balance, self.fixed) for balance in self.balances]
        reach = self._reach()
        yield from self._descend(0, sums, reach, allowed, ())

    def _broken_columns(self, solution: tuple[Reading, ...]) -> int:
        """In how many columns a balance fails: many of them speak against the readings, not the office."""
        rows = {**self.fixed, **dict(zip(self.doubtful, solution, strict=True))}
        sums = [self._sum(balance, rows) for balance in self.balances]
        return sum(any(column) for column in zip(*sums, strict=True))

    def _sum(self, balance: Balance, rows: Mapping[str, Reading]) -> list[int | None]:
        """The balance of the fixed rows by column; ``None`` where a cell cannot be read."""
        sums: list[int | None] = [0] * self.width
        for row, sign in balance.terms:
            if row in rows:
                for column, number in enumerate(rows[row].numbers):
                    before = sums[column]
                    sums[column] = None if before is None or number is None else before + sign * number
        return sums

    def _reach(self) -> list[list[list[tuple[int, int]]]]:
        """For each depth, balance and column: the least and most that the rows below can add."""
        signs = [dict(balance.terms) for balance in self.balances]
        reach = [[[(0, 0)] * self.width for _ in self.balances]]
        for row in reversed(self.doubtful):
            below = reach[0]
            level = []
            for b, sign_of in enumerate(signs):
                sign = sign_of.get(row, 0)
                cells = []
                for column in range(self.width):
                    low, high = below[b][column]
                    values = (
                        [sign * (reading.numbers[column] or 0) for reading in self.offered[row]]
                        if sign
                        else [0]
                    )
                    cells.append((low + min(values), high + max(values)))
                level.append(cells)
            reach.insert(0, level)
        return reach

    def _broken(self, sums: list[list[int | None]], reach: list[list[tuple[int, int]]]) -> int:
        broken = 0
        for b, columns in enumerate(sums):
            for column, value in enumerate(columns):
                if value is not None:
                    low, high = reach[b][column]
                    broken += not (value + low <= 0 <= value + high)
        return broken

    def _descend(
        self,
        depth: int,
        sums: list[list[int | None]],
        reach: list[list[list[tuple[int, int]]]],
        allowed: int,
        path: tuple[Reading, ...],
    ) -> Iterator[tuple[Reading, ...]]:
        self.steps += 1
        if self.steps >= MOST_STEPS or self._broken(sums, reach[depth]) > allowed:
            return
        if depth == len(self.doubtful):
            yield path
            return
        row = self.doubtful[depth]
        for reading in self.offered[row]:
            following = [self._add(b, row, reading, columns) for b, columns in enumerate(sums)]
            yield from self._descend(depth + 1, following, reach, allowed, (*path, reading))

    def _add(self, b: int, row: str, reading: Reading, columns: list[int | None]) -> list[int | None]:
        for name, sign in self.balances[b].terms:
            if name == row:
                return [
                    None if before is None or number is None else before + sign * number
                    for before, number in zip(columns, reading.numbers, strict=True)
                ]
        return columns
