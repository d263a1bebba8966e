"""Filing what was read: the report of an agency and year gets its next edition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from yangguang.ledger.kinds import Kind
from yangguang.offices.models import Agency, Person
from yangguang.reports import history
from yangguang.reports.acting import check_allowed, locked, refuse_locked, required, touch
from yangguang.reports.conclusions import ENGINE, conclude
from yangguang.reports.intake import Taken
from yangguang.reports.models import (
    Edition,
    EditionReason,
    ImportItem,
    ItemState,
    Report,
    ReportState,
)
from yangguang.reports.permissions import Act
from yangguang.reports.refused import Conflict, Refused

CLOSED = frozenset({ReportState.PUBLISHED, ReportState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Way:
    """How an edition that was drawn up here comes to be: who may, why it is new, what the ledger says."""

    act: Act
    reason: EditionReason
    entry: Kind


_WAYS = {
    "computed": Way(Act.COMPUTE, EditionReason.COMPUTED, history.COMPUTED),
    "rolled_up": Way(Act.ROLL_UP, EditionReason.ROLLED_UP, history.ROLLED_UP),
}


def file_item(item: ImportItem, *, note: str = "", by: Person, at: datetime) -> Edition:
    """File one read item under the agency and year decided for it."""
    with transaction.atomic():
        item = ImportItem.objects.select_for_update().get(pk=item.pk)
        if item.state == ItemState.FILED and item.edition is not None:
            return item.edition
        if item.state != ItemState.READ:
            raise Refused(_("文件“%(name)s”现在不能归档：%(state)s。") % _name_and_state(item))
        if item.agency is None or item.year is None:
            raise Refused(_("请先为“%(name)s”选定机关和年度。") % {"name": item.name})
        edition = Edition(
            name=item.name,
            kind=item.kind,
            size=item.size,
            sha256=item.sha256,
            reading=item.reading,
            blocks=item.blocks or [],
            engine=item.engine,
        )
        edition.source.name = item.file.name
        file_edition(edition, item.agency, item.year, note=note, by=by, at=at)
        item.state = ItemState.FILED
        item.edition = edition
        item.message = item.reading = item.blocks = None
        item.file = ""  # the edition has it now
        item.save()
    return edition


def _name_and_state(item: ImportItem) -> dict[str, object]:
    return {"name": item.name, "state": item.get_state_display()}


def file_taken(
    taken: Taken,
    data: bytes,
    sha256: str,
    agency: Agency,
    year: int,
    *,
    name: str,
    note: str,
    by: Person,
    at: datetime,
) -> Edition:
    """File a reading that did not come through a batch."""
    with transaction.atomic():
        edition = Edition(
            name=name,
            kind=taken.report.kind,
            size=len(data),
            sha256=sha256,
            reading=taken.reading,
            blocks=taken.blocks,
            engine=ENGINE,
        )
        edition.source.save(name, ContentFile(data), save=False)
        try:
            with transaction.atomic():
                return file_edition(edition, agency, year, note=note, by=by, at=at)
        except BaseException:
            edition.source.delete(save=False)
            raise


def file_edition(
    edition: Edition, agency: Agency, year: int, *, note: str, by: Person, at: datetime
) -> Edition:
    """Give the edition its report and number, put it in force, and compute what follows."""
    check_allowed(by, _WAYS[edition.kind].act if edition.is_drawn_up else Act.IMPORT, agency)
    report, is_new = Report.objects.get_or_create(
        agency=agency,
        year=year,
        defaults={"created_at": at, "created_by": by, "changed_at": at},
    )
    report = locked(report.pk)
    refuse_locked(report, at)
    _refuse_same(report, edition)
    edition.note = note.strip()
    if report.state in CLOSED:
        check_allowed(by, Act.REOPEN, agency)
        edition.note = required(
            note, _("%(report)s已经公开过。归档新文件就是开始更正，请写明为什么要更正。") % {"report": report}
        )
        edition.reason = EditionReason.CORRECTED
    elif edition.is_drawn_up:
        edition.reason = _WAYS[edition.kind].reason
    else:
        edition.reason = EditionReason.FIRST if is_new else EditionReason.REIMPORT
    put_in_force(report, edition, by, at)
    history.record(
        _WAYS[edition.kind].entry if edition.is_drawn_up else history.IMPORTED,
        report,
        by=by,
        at=at,
        file=edition.name,
        sha256=edition.sha256,
        edition=edition.number,
        reason=edition.note,
    )
    return edition


def put_in_force(report: Report, edition: Edition, by: Person, at: datetime) -> None:
    """The edition becomes the one in force; an approval of the one before falls away."""
    edition.report = report
    edition.number = (report.editions.aggregate(Max("number"))["number__max"] or 0) + 1
    edition.format = edition.reading["format"]
    edition.variant = edition.reading.get("variant", "")
    edition.created_at = at
    edition.created_by = by
    edition.save()
    report.edition = edition
    report.state = ReportState.DRAFT
    report.reviewed_at = None
    report.reviewed_by = None
    touch(report, at)
    conclude(report, at)


def _refuse_same(report: Report, edition: Edition) -> None:
    """A file counts once; figures may come back to what they were before, but not stay as they are."""
    in_force = report.edition
    if edition.is_drawn_up:
        if in_force is not None and in_force.sha256 == edition.sha256:
            sentence = (
                _("重新汇总的结果与现行的第 %(number)s 版完全相同，不需要新的版本。")
                if edition.is_rolled_up
                else _("重新计算的结果与现行的第 %(number)s 版完全相同，不需要新的版本。")
            )
            raise Conflict(sentence % {"number": in_force.number})
        return
    same = report.editions.light().filter(sha256=edition.sha256).first()
    if same:
        raise Conflict(
            _("同一个文件已经归档为%(report)s第 %(number)s 版，不需要再次归档。")
            % {"report": report, "number": same.number}
        )
