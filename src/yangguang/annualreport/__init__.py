"""The statutory annual report as data: read it, check it, write it, compare it, add it up.

    from yangguang.annualreport import read, check, write, compare, roll_up

    report = read(Path("年报.docx"))
    checked = check(report)
    for finding in checked.findings:
        print(finding.rule, finding.where, finding.message)

Nothing is imported before it is used: whoever writes a report does not load the readers.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yangguang.annualreport.batch import over_files
    from yangguang.annualreport.checking import check
    from yangguang.annualreport.comparing import Comparison, compare
    from yangguang.annualreport.errors import NotAnAnnualReport, ReportError, UnreadableFile
    from yangguang.annualreport.findings import CheckedReport, Finding
    from yangguang.annualreport.model import AnnualReport
    from yangguang.annualreport.reading import read
    from yangguang.annualreport.rollup import RollUp, RollUpRefused, roll_up
    from yangguang.annualreport.writing import to_json, write

_HOME = {
    "AnnualReport": "model",
    "CheckedReport": "findings",
    "Comparison": "comparing",
    "Finding": "findings",
    "NotAnAnnualReport": "errors",
    "ReportError": "errors",
    "RollUp": "rollup",
    "RollUpRefused": "rollup",
    "UnreadableFile": "errors",
    "check": "checking",
    "compare": "comparing",
    "over_files": "batch",
    "read": "reading",
    "roll_up": "rollup",
    "to_json": "writing",
    "write": "writing",
}

__all__ = [
    "AnnualReport",
    "CheckedReport",
    "Comparison",
    "Finding",
    "NotAnAnnualReport",
    "ReportError",
    "RollUp",
    "RollUpRefused",
    "UnreadableFile",
    "check",
    "compare",
    "over_files",
    "read",
    "roll_up",
    "to_json",
    "write",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
