"""Rows held against the register: new, changed, unchanged, or not to be taken.

A row with a number is the entry of that number. A row without one is an entry that says the very same, as often as the
register has it: a file read twice adds nothing, two equal charges in one file are two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_noop

from yangguang.offices.models import Agency
from yangguang.registers.declaring import Register
from yangguang.registers.importing.opening import Line
from yangguang.registers.models import ImportRow, RowState
from yangguang.registers.problems import Problem
from yangguang.registers.understanding import Understood, understand
from yangguang.registers.values import pack, values_of


@dataclass(slots=True)
class Comparing:
    """Goes through a file in pieces and remembers what has passed by."""

    register: Register
    agency: Agency
    units: dict[str, int]
    fallback_kind: str = ""
    rows_by_key: dict[str, int] = field(default_factory=dict)
    passed: Counter[str] = field(default_factory=Counter)
    counted: Counter[str] = field(default_factory=Counter)

    def rows(self, batch_id: int, lines: Iterable[Line]) -> list[ImportRow]:
        """What importing these lines would do."""
        understood = [(line, self._understand(line)) for line in lines]
        by_key = self._entries({one.key for _line, one in understood if one.key})
        existing = self._existing(
            {one.fingerprint for _line, one in understood if not one.key and not one.problems}
        )
        rows = [self._row(line, one, by_key, existing) for line, one in understood]
        for row in rows:
            row.batch_id = batch_id
            self.counted[row.state] += 1
        return rows

    def _understand(self, line: Line) -> Understood:
        texts = line.texts
        if self.fallback_kind and not texts.get("kind"):
            texts = {**texts, "kind": self.fallback_kind}
        return understand(self.register, texts, self.units)

    def _entries(self, keys: set[str]) -> dict[str, Any]:
        found = self.register.model.objects.filter(agency=self.agency, key__in=keys)
        return {entry.key: entry for entry in found}

    def _existing(self, fingerprints: set[str]) -> Counter[str]:
        """How often the register has an entry without a number that says the same."""
        found = self.register.model.objects.filter(agency=self.agency, fingerprint__in=fingerprints, key="")
        return Counter(found.values_list("fingerprint", flat=True))

    def _row(self, line: Line, one: Understood, by_key: dict[str, Any], existing: Counter[str]) -> ImportRow:
        if one.problems:
            return _bad(line, one.problems)
        packed = pack(self.register, one.values)
        if not one.key:
            self.passed[one.fingerprint] += 1
            is_known = self.passed[one.fingerprint] <= existing[one.fingerprint]
            return ImportRow(
                number=line.number, state=RowState.UNCHANGED if is_known else RowState.NEW, values=packed
            )
        first = self.rows_by_key.setdefault(one.key, line.number)
        if first != line.number:
            return _bad(line, (self._repeats(first),))
        entry = by_key.get(one.key)
        if entry is None:
            return ImportRow(number=line.number, state=RowState.NEW, values=packed)
        if entry.fingerprint == one.fingerprint:
            return ImportRow(number=line.number, state=RowState.UNCHANGED, values=packed, entry_id=entry.pk)
        before = pack(self.register, values_of(self.register, entry)) | {"last_import": entry.last_import_id}
        return ImportRow(
            number=line.number, state=RowState.CHANGED, values=packed, entry_id=entry.pk, before=before
        )

    def _repeats(self, first: int) -> Problem:
        """The number that is known twice is the first column of the register that could hold it."""
        column = next(
            name for name in ("number", "reference", "code", "name") if name in self.register.fields
        )
        return Problem(
            column, gettext_noop("与第 %(first)s 行是同一编号。请核对编号，或只留一行。"), {"first": first}
        )


def _bad(line: Line, problems: Iterable[Problem]) -> ImportRow:
    return ImportRow(
        number=line.number,
        state=RowState.BAD,
        values=line.texts,
        problems=[one.as_json() for one in problems],
    )
