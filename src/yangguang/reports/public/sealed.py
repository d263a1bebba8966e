"""The result of a check, handed to the visitor instead of kept here.

The checker keeps nothing. What a later download needs (the report as understood and its findings)
travels in a hidden field of the result page, compressed and signed, so that only what this server
read comes back to its writers, and only for an hour.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing

from yangguang.annualreport.errors import ReportError
from yangguang.annualreport.findings import CheckedReport
from yangguang.annualreport.model import AnnualReport
from yangguang.reports import stored

SALT = "yangguang.reports.public.checker"
SECONDS = 60 * 60
LARGEST = 1_000_000
"""Characters of a sealed result; beyond it the page offers no download, a form field must stay small."""


@dataclass(frozen=True, slots=True)
class Result:
    """A report as understood and what checking it found."""

    report: AnnualReport
    checked: CheckedReport


def seal(result: Result) -> str:
    """The result as one signed word; empty when it would be too large to hand around."""
    data = {"report": stored.report_to_json(result.report), "checked": stored.checked_to_json(result.checked)}
    word = signing.dumps(data, salt=SALT, compress=True)
    return word if len(word) <= LARGEST else ""


def unseal(word: str) -> Result | None:
    """The reverse of :func:`seal`; ``None`` when it is not ours, too old or of an older version."""
    if not word or len(word) > LARGEST:
        return None
    try:
        data = signing.loads(word, salt=SALT, max_age=SECONDS)
        return Result(stored.report_from_json(data["report"]), stored.checked_from_json(data["checked"]))
    except (signing.BadSignature, ReportError, KeyError, TypeError, ValueError):
        return None
