"""``yangguang manage send_alerts``: remind of limits by hand, or for another day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from yangguang.cases.alerts import send_due
from yangguang.cases.delivering import deliver


class Command(BaseCommand):
    help = "提醒临近和已过的办理期限（后台进程每天 8 时以后自动提醒一次；同一提醒不会发两次）。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", default="", help="以哪一天为准（年-月-日），默认今天")

    def handle(self, *, on: str, **options: Any) -> None:
        at = timezone.now()
        try:
            day = date.fromisoformat(on) if on else timezone.localdate(at)
        except ValueError as error:
            raise CommandError(f"日期“{on}”不对，请写成 2026-03-04 的样子。") from error
        new = send_due(day, at)
        mails, texts = deliver(at)
        self.stdout.write(f"新提醒 {new} 条，发出邮件 {mails} 封，短信 {texts} 条。")
