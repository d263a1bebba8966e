"""``yangguang manage reseal``: seals identity and telephone numbers anew with the first key in force.

After a change of keys: put the new key first in ``YANGGUANG_IDENTITY_KEYS``, restart every server, run this, then drop
the old key.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import models, transaction

from yangguang.cases.sealing_keys import check_keys, forget_others, sealed_columns
from yangguang.web.preparing import Unfit

BATCH = 500


class Command(BaseCommand):
    help = "用 YANGGUANG_IDENTITY_KEYS 中的第一个密钥重新加密证件号码和电话；可以中断后再运行。"

    def handle(self, **options: Any) -> None:
        try:
            check_keys()
        except Unfit as reason:
            raise CommandError(str(reason)) from reason
        for model, names in sealed_columns():
            self.stdout.write(f"{model._meta.verbose_name}：{self._reseal(model, names)} 条")
        self.stdout.write(f"不再需要的旧密钥：{forget_others()} 把")

    def _reseal(self, model: type[models.Model], names: list[str]) -> int:
        done, last = 0, None
        while True:
            rows = model._default_manager.order_by("pk")
            if last is not None:
                rows = rows.filter(pk__gt=last)
            batch = list(rows.only("pk", *names)[:BATCH])
            if not batch:
                return done
            with transaction.atomic():
                model._default_manager.bulk_update(batch, names)
            done, last = done + len(batch), batch[-1].pk
