"""Build a year of cases from a published report, count it, and say whether the tables come back."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from yangguang.annualreport.address import in_words
from yangguang.annualreport.errors import ReportError
from yangguang.annualreport.reading import read
from yangguang.offices.models import Agency
from yangguang.reports.building.plan import NotBuildable
from yangguang.reports.building.round_trip import build_year, differences
from yangguang.reports.refused import Refused


class Command(BaseCommand):
    """The proof of the round: tables → cases → tables."""

    help = "由一份年度报告的各表重建一个年度的案件和台账（走真实程序和日期），再计算并与原表逐格比对。只能用于没有案件的机关。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="年度报告文件（任何能识读的格式）")
        parser.add_argument("--agency", required=True, help="机关的名称；没有的先建立")
        parser.add_argument("--keep", action="store_true", help="保留重建的案件；不加时比对后全部撤销")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            report = read(file.read_bytes(), name=file.name)
        except (OSError, ReportError) as error:
            raise CommandError(f"{file}：{error}") from error
        with transaction.atomic():
            agency, _created = Agency.objects.get_or_create(
                name=options["agency"], defaults={"level": "county", "kind": "department"}
            )
            try:
                made = build_year(agency, report, at=timezone.now(), told=self._told)
            except (NotBuildable, Refused) as error:
                raise CommandError(str(error)) from error
            found = differences(agency, report)
            if not options["keep"]:
                transaction.set_rollback(True)
        self.stdout.write(
            f"{report.agency} {report.year}：重建 {made} 条，{len(report.cells)} 格中 {len(found)} 格不同"
        )
        for one in found:
            self.stdout.write(
                f"  {in_words(report.format, one.path)}：原表 {one.published}，计算 {one.counted}"
            )
        if found:
            sys.exit(1)

    def _told(self, done: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{done}", ending="")
