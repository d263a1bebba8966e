"""``yangguang manage verify_cases``: holds the steps of every case against each other, and against the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yangguang.cases.chain import Break, breaks_of
from yangguang.cases.engine import STEP_TAKEN, STEP_UNDONE
from yangguang.cases.models import Case
from yangguang.ledger.models import Entry

SHOWN = 20


class Command(BaseCommand):
    help = "核对每个案件的办理步骤是否完整、是否被改动过，并与操作台账对照。"

    def handle(self, **options: Any) -> None:
        found = [*self._chains(), *self._unwritten()]
        for place in found[:SHOWN]:
            self.stderr.write(f"{place.case} #{place.number}: {place.why}")
        if found:
            raise CommandError(
                f"有 {len(found)} 处不一致，第一处在案件 {found[0].case} 第 {found[0].number} 步。"
            )
        self.stdout.write(f"案件完整，共 {Case.objects.count()} 件。")

    def _chains(self) -> Iterator[Break]:
        for case in Case.objects.order_by("pk").iterator(500):
            yield from breaks_of(case)

    def _unwritten(self) -> Iterator[Break]:
        """Cases that the ledger knows and the house no longer has, or whose last step it knows otherwise."""
        last: dict[str, tuple[int, str]] = {}
        kinds = [STEP_TAKEN.id, STEP_UNDONE.id]
        for object_id, facts in (
            Entry.objects.filter(kind__in=kinds)
            .order_by("number")
            .values_list("object_id", "facts")
            .iterator(2000)
        ):
            last[object_id] = (facts["step"], facts["hash"])
        kept = {
            str(pk): (count, end)
            for pk, count, end in Case.objects.values_list("pk", "steps_count", "last_hash").iterator(2000)
        }
        for object_id, (number, end) in last.items():
            if object_id not in kept:
                yield Break(object_id, number, "the case is gone")
            elif kept[object_id] != (number, end):
                yield Break(object_id, number, "the ledger knows another last step")
