"""The files of a batch with everything a person must know before filing them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from yangguang.offices.models import Person
from yangguang.reports.filing import CLOSED
from yangguang.reports.models import Edition, ImportBatch, ImportItem, ItemState, Report
from yangguang.reports.permissions import Act, agencies_for


class Weight(StrEnum):
    """How much a concern weighs."""

    BLOCKS = "blocks"  # cannot be filed until something is decided
    REPEATS = "repeats"  # cannot be filed, for it is filed already
    ASKS = "asks"  # is filed only one by one, after a look
    TELLS = "tells"  # good to know


@dataclass(frozen=True, slots=True)
class Concern:
    """Something about a file that a person should know."""

    weight: Weight
    says: str


@dataclass(slots=True)
class ItemRow:
    """A file of a batch, the report it would go to, and what there is to know."""

    item: ImportItem
    report: Report | None = None
    concerns: list[Concern] = field(default_factory=list)

    @property
    def is_ready(self) -> bool:
        """Whether it may be filed without another look."""
        return self.item.state == ItemState.READ and all(c.weight is Weight.TELLS for c in self.concerns)

    @property
    def needs_attention(self) -> bool:
        """Whether a person has to decide something first."""
        return self.item.state == ItemState.READ and not self.is_ready

    @property
    def may_be_filed(self) -> bool:
        """Whether pressing the button can work."""
        return self.item.state == ItemState.READ and not any(
            c.weight in (Weight.BLOCKS, Weight.REPEATS) for c in self.concerns
        )

    @property
    def is_known(self) -> bool:
        """Whether the very same file is an edition of that report already: there is nothing to file."""
        return any(c.weight is Weight.REPEATS for c in self.concerns)

    @property
    def asks_note(self) -> bool:
        """Whether filing begins the correction of a report that was public."""
        return self.report is not None and self.report.state in CLOSED

    @property
    def status(self) -> str:
        """The state as shown: a read file that needs a decision is told apart."""
        return "attention" if self.needs_attention else str(self.item.state)


def item_rows(batch: ImportBatch, user: Person) -> list[ItemRow]:
    """Every file of the batch in the order of upload, in five queries whatever their number."""
    items = list(
        batch.items.select_related("agency", "edition__report__agency").defer(
            "reading", "blocks", "edition__reading", "edition__blocks"
        )
    )
    open_items = [item for item in items if item.state == ItemState.READ]
    reports = _reports_of(open_items)
    same = _same_files(open_items, user)
    allowed = set(
        agencies_for(user, Act.IMPORT)
        .filter(pk__in={item.agency_id for item in open_items})
        .values_list("pk", flat=True)
    )
    wanted = Counter((item.agency_id, item.year) for item in open_items if item.agency_id and item.year)
    rows = []
    for item in items:
        report = reports.get((item.agency_id, item.year))
        row = ItemRow(item, report)
        if item.state == ItemState.READ:
            row.concerns = [
                *_where(item, allowed),
                *_clashes(item, report, wanted),
                *_known_file(report, same.get(item.sha256, ())),
            ]
        rows.append(row)
    return rows


def ready_items(batch: ImportBatch) -> list[ImportItem]:
    """The read files that may be filed without another look."""
    ready = [row.item.pk for row in item_rows(batch, batch.created_by) if row.is_ready]
    return list(batch.items.filter(pk__in=ready).select_related("batch__created_by", "agency"))


def _reports_of(items: Sequence[ImportItem]) -> dict[tuple[int | None, int | None], Report]:
    found = Report.objects.filter(
        agency__in={item.agency_id for item in items if item.agency_id},
        year__in={item.year for item in items if item.year},
    ).select_related("agency")
    return {(report.agency_id, report.year): report for report in found}


def _same_files(items: Iterable[ImportItem], user: Person) -> dict[str, list[Edition]]:
    editions = (
        Edition.objects.light()
        .filter(sha256__in={item.sha256 for item in items}, report__in=Report.objects.visible_to(user))
        .select_related("report__agency")
    )
    same: dict[str, list[Edition]] = {}
    for edition in editions:
        same.setdefault(edition.sha256, []).append(edition)
    return same


def _where(item: ImportItem, allowed: set[int]) -> Iterable[Concern]:
    if item.agency_id is None and item.said_agency:
        yield Concern(
            Weight.BLOCKS,
            _("文件中的机关“%(name)s”没有对应到已有机关，请选定。") % {"name": item.said_agency},
        )
    elif item.agency_id is None:
        yield Concern(Weight.BLOCKS, _("文件没有写明机关，请选定。"))
    elif item.agency_id not in allowed:
        yield Concern(
            Weight.BLOCKS, _("您没有为%(agency)s导入报告的权限，请改选机关。") % {"agency": item.agency}
        )
    if item.year is None:
        yield Concern(Weight.BLOCKS, _("文件没有写明年度，请选定。"))
    elif item.said_year and item.said_year != item.year:
        yield Concern(
            Weight.TELLS,
            _("文件写的是 %(said)s 年，将归入 %(year)s 年。") % {"said": item.said_year, "year": item.year},
        )


def _clashes(item: ImportItem, report: Report | None, wanted: Counter[tuple[int, int]]) -> Iterable[Concern]:
    if item.agency_id and item.year and wanted[(item.agency_id, item.year)] > 1:
        yield Concern(Weight.ASKS, _("本批次有几个文件属于同一机关同一年度，请逐个确认归档的先后。"))
    if report is None:
        return
    if report.state in CLOSED:
        yield Concern(
            Weight.ASKS,
            _("这一年的报告%(state)s。归档就是开始更正，请写明原因；更正版公开前，公众看到的不变。")
            % {"state": report.get_state_display()},
        )
    else:
        yield Concern(
            Weight.ASKS,
            _("这一年的报告已有（%(state)s）。归档后成为它的新版本，原有版本保留。")
            % {"state": report.get_state_display()},
        )


def _known_file(report: Report | None, same: Iterable[Edition]) -> Iterable[Concern]:
    for edition in same:
        where = {"report": edition.report, "number": edition.number}
        if report is not None and edition.report_id == report.pk:
            yield Concern(Weight.REPEATS, _("同一个文件已归档为%(report)s第 %(number)s 版。") % where)
            return
        yield Concern(
            Weight.ASKS, _("同一个文件也归档为%(report)s第 %(number)s 版，请确认机关和年度。") % where
        )
        return
