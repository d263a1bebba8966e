"""Facts about annual reports, one noun per file. Facts stay; conclusions can be computed again."""

from __future__ import annotations

from yangguang.reports.models.edition import Edition, EditionReason
from yangguang.reports.models.figures import FigureColumns, Publication, PublicationEnd, WorkingFigures
from yangguang.reports.models.handing_in import HandIn, HandInEnd
from yangguang.reports.models.importing import ImportBatch, ImportItem, ItemState
from yangguang.reports.models.report import Report, ReportState
from yangguang.reports.models.rereading import Rereading
from yangguang.reports.models.rolling_up import PartSource, RollUpPart, RollUpRecord
from yangguang.reports.models.season import Season
from yangguang.reports.models.settling import Correction, CorrectionKind, Verdict, VerdictKind
from yangguang.reports.models.wording import Wording

__all__ = [
    "Correction",
    "CorrectionKind",
    "Edition",
    "EditionReason",
    "FigureColumns",
    "HandIn",
    "HandInEnd",
    "ImportBatch",
    "ImportItem",
    "ItemState",
    "PartSource",
    "Publication",
    "PublicationEnd",
    "Report",
    "ReportState",
    "Rereading",
    "RollUpPart",
    "RollUpRecord",
    "Season",
    "Verdict",
    "VerdictKind",
    "Wording",
    "WorkingFigures",
]
