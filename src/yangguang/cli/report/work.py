"""What is done with one file, in this process or another: read, check, and bring back what is shown.

Only what will be shown travels between processes, not the report with all its places.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from yangguang.annualreport.address import in_words
from yangguang.annualreport.agency import Agencies
from yangguang.annualreport.checking import check
from yangguang.annualreport.errors import ReportError
from yangguang.annualreport.findings import CheckedReport, Finding, RuleResult
from yangguang.annualreport.formats import Severity
from yangguang.annualreport.model import AnnualReport
from yangguang.annualreport.reading import read
from yangguang.annualreport.writing.json import to_json

STDIN_NAME = "-"


@dataclass(frozen=True, slots=True)
class Checked:
    """One file of a check: what its line and its findings show. ``error`` when it cannot be read."""

    file: str
    agency: str = ""
    year: int | None = None
    format: str = ""
    repairs: int = 0
    findings: tuple[Finding, ...] = ()
    places: tuple[str, ...] = ()
    results: tuple[RuleResult, ...] = ()
    json: str = ""
    error: ReportError | None = None

    def count(self, severity: Severity) -> int:
        """Findings of one severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def errors(self) -> int:
        return self.count(Severity.ERROR)

    @property
    def warnings(self) -> int:
        return self.count(Severity.WARNING)


def today() -> date:
    """The day on which the command runs, where it runs."""
    return datetime.now().astimezone().date()


@dataclass(frozen=True, slots=True)
class Read:
    """Reads one file; ``stdin`` is what ``-`` means, where it is among the files.

    ``kind`` is the type given: that of the standard input, else of the files.
    """

    kind: str | None = None
    stdin: bytes | None = None

    def __call__(self, file: Path) -> AnnualReport:
        """The report in the file."""
        if self.stdin is None:
            return read(file, kind=self.kind)
        return read(self.stdin, name=STDIN_NAME, kind=self.kind) if str(file) == STDIN_NAME else read(file)


@dataclass(slots=True)
class EarlierYears:
    """Files of earlier years, to be found by body and year. Read again when they are needed."""

    agencies: Agencies = field(default_factory=Agencies)
    files: list[Path] = field(default_factory=list)
    years: list[int | None] = field(default_factory=list)

    def add(self, file: Path, agency: str, year: int | None) -> None:
        """Note one file."""
        self.agencies.add(agency)
        self.files.append(file)
        self.years.append(year)

    def before(self, report: AnnualReport) -> Path | None:
        """The file of the same body for the year before the report's."""
        if report.year is None:
            return None
        same = self.agencies.same(report.agency)
        return next((self.files[i] for i in same if self.years[i] == report.year - 1), None)


@dataclass(frozen=True, slots=True)
class Check:
    """Reads and checks one file, against its earlier year where there is one."""

    read: Read
    today: date
    previous: AnnualReport | None = None
    earlier: EarlierYears | None = None
    with_json: bool = False

    def __call__(self, file: Path) -> Checked:
        """What is shown of the file."""
        report = self.read(file)
        checked = check(report, self._previous_of(report), today=self.today)
        text = json_text(file, to_json(report, checked)) if self.with_json else ""
        return summary(file, report, checked, text)

    def _previous_of(self, report: AnnualReport) -> AnnualReport | None:
        if self.earlier is None:
            return self.previous
        file = self.earlier.before(report)
        return read(file) if file is not None else None


@dataclass(frozen=True, slots=True)
class ReadAndCheck:
    """Reads and checks one file and brings everything back: for comparing and adding up."""

    read: Read
    today: date

    def __call__(self, file: Path) -> tuple[AnnualReport, CheckedReport]:
        """The report and its findings."""
        report = self.read(file)
        return report, check(report, today=self.today)


def json_text(file: Path, report: dict[str, Any]) -> str:
    """A report as one object of a list, led by the file as it was given."""
    return json.dumps({"file": str(file)} | report | {"file": str(file)}, ensure_ascii=False)


def summary(file: Path, report: AnnualReport, checked: CheckedReport, text: str = "") -> Checked:
    """What is shown of a checked report."""
    places = tuple(in_words(report.format, finding.where) for finding in checked.findings)
    return Checked(
        str(file),
        report.agency,
        report.year,
        report.format.id,
        len(report.repairs),
        checked.findings,
        places,
        checked.results,
        text,
    )


@dataclass(frozen=True, slots=True)
class Identify:
    """Reads one file and says whose it is, of which year."""

    read: Read

    def __call__(self, file: Path) -> tuple[str, int | None]:
        """Body and year."""
        report = self.read(file)
        return report.agency, report.year
