"""The texts of one row or form as an entry: every column read, then everything that must hold between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yangguang.registers.declaring import Register
from yangguang.registers.problems import Problem
from yangguang.registers.values import fingerprint, parse

_NO_UNITS: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood; ``values``, ``key`` and ``fingerprint`` only where there is no problem."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    key: str = ""
    fingerprint: str = ""


def understand(
    register: Register, texts: Mapping[str, str], units: Mapping[str, int] = _NO_UNITS
) -> Understood:
    """One entry, out of the text of each column. ``units`` multiply the money of a column (万元: 10 000)."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for column in register.columns:
        found, problem = parse(column, texts.get(column.name, ""), units.get(column.name, 1))
        values |= found
        if problem:
            problems.append(problem)
    if not problems:
        problems = [problem for check in register.checks if (problem := check(values)) is not None]
    if problems:
        return Understood(problems=tuple(problems))
    return Understood(values, (), register.key(values), fingerprint(register, values))
