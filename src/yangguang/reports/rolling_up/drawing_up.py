"""The government's report from its parts: summed, traced, and in sentences that say nothing the sums do not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from yangguang.annualreport.double_counting import Issue
from yangguang.annualreport.model import AnnualReport, Fees
from yangguang.annualreport.rollup import RollUpBuilder
from yangguang.offices.models import Agency
from yangguang.reports import stored
from yangguang.reports.computing.drawing_up import contact_of
from yangguang.reports.computing.wording import OPEN, Sentences
from yangguang.reports.models import PartSource
from yangguang.reports.rolling_up.gathering import Gathered
from yangguang.reports.rolling_up.kept import fees_from, figures_from

KIND = "rolled_up"
Json = Any


@dataclass(frozen=True, slots=True)
class SumSentences(Sentences):
    """The words over sums: where a sum could not be made, the office has to say it."""

    def requests(self) -> Iterable[str]:
        if self._is_known("requests"):
            return Sentences.requests(self)
        return (f"{OPEN}：依申请公开的收件和办理情况。有的机关的数缺失，汇总不出】",)

    def remedies(self) -> str:
        if self._is_known("remedies"):
            return Sentences.remedies(self)
        return f"{OPEN}：行政复议、行政诉讼的件数。有的机关的数缺失，汇总不出】"

    def fees(self, fees: Fees) -> str:
        if fees.notices is None or (fees.notices and (fees.amount is None or fees.received is None)):
            return f"{OPEN}：收取信息处理费的情况。有的机关没有说明，汇总不出】"
        return Sentences.fees(self, fees)

    def _is_known(self, table: str) -> bool:
        return all(cell.is_known for path, cell in self.report.cells.items() if path.startswith(f"{table}."))


@dataclass(frozen=True, slots=True)
class DrawnUp:
    """A rolled-up report with what a person should know about it."""

    report: AnnualReport
    issues: tuple[Issue, ...]

    @property
    def issues_json(self) -> list[Json]:
        return [
            {
                "kind": issue.kind,
                "severity": issue.severity.value,
                "message": stored.message_to_json(issue.message),
                "addresses": list(issue.addresses),
            }
            for issue in self.issues
        ]


def draw_up(superior: Agency, year: int, parts: Sequence[Gathered], previous: AnnualReport | None) -> DrawnUp:
    """Add the parts up. Raises :class:`~yangguang.annualreport.rollup.RollUpRefused`."""
    builder = RollUpBuilder()
    for part in parts:
        builder.add_kept(
            figures_from(part.figures, part.form),
            fees_from(part.figures),
            agency=part.name,
            year=year,
            form=part.form,
            errors=part.errors,
        )
    summed = builder.finish(agency=superior.name, year=year)
    figures = replace(
        summed.report,
        period=(f"{year}-01-01", f"{year}-12-31"),
        contact=contact_of(superior),
        kind=KIND,
    )
    return DrawnUp(SumSentences(figures, previous, is_government=True).worded(), summed.issues)


def fingerprint(reading: Json, parts: Iterable[Gathered], left_out: Iterable[Gathered] = ()) -> str:
    """The same for the same report from the same parts."""
    facts = [[part.agency.pk, part.source.value, part.figures] for part in parts]
    facts += [[part.agency.pk, PartSource.LEFT_OUT.value, None] for part in left_out]
    return hashlib.sha256(json.dumps([reading, facts], sort_keys=True).encode()).hexdigest()


def missing_sentence(names: Sequence[str]) -> str:
    """What part six may say of those who did not deliver. Part of the report, so always Chinese."""
    if not names:
        return ""
    return f"截至汇总时，{'、'.join(names)}{f'等{len(names)}个单位' if len(names) > 1 else ''}没有报送年度报告，其数据未计入本报告。"
