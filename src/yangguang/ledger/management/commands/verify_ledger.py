"""``yangguang manage verify_ledger``: holds the ledger against itself."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yangguang.ledger.book import breaks
from yangguang.ledger.models import Entry


class Command(BaseCommand):
    help = "校验操作台账的哈希链是否完整。"

    def handle(self, **options: Any) -> None:
        found = list(breaks())
        for place in found[:20]:
            self.stderr.write(f"{place.number}: {place.why}")
        if found:
            raise CommandError(f"台账有 {len(found)} 处不一致，第一处在第 {found[0].number} 号记录。")
        self.stdout.write(f"台账完整，共 {Entry.objects.count()} 条记录。")
