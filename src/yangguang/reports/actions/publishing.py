"""From draft to public and back: review, publish, withdraw, correct what is public, delete a draft."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from yangguang.offices.models import Person
from yangguang.reports import history, stored
from yangguang.reports.acting import (
    acting,
    check_allowed,
    let_go,
    locked,
    refuse_locked,
    refuse_other_content,
    required,
)
from yangguang.reports.actions.settling import back_to_draft
from yangguang.reports.computing.wording import open_places
from yangguang.reports.conclusions import conclude, in_force
from yangguang.reports.models import (
    Edition,
    EditionReason,
    FigureColumns,
    Publication,
    PublicationEnd,
    Report,
    ReportState,
    WorkingFigures,
)
from yangguang.reports.permissions import Act
from yangguang.reports.refused import Conflict, Refused

FIGURE_FIELDS = FigureColumns._meta.local_fields
"""What working figures, publications and hand-ins have in common."""


def review(report: Report, *, version: int, by: Person, at: datetime) -> None:
    """Mark the report as reviewed. Open errors do not forbid it; publishing asks about them."""
    with acting(report, Act.REVIEW, by, at, states={ReportState.DRAFT}, version=version) as fresh:
        must_have_edition(fresh)
        refuse_other_content(fresh, at)
        _must_be_filled_in(fresh)
        fresh.state = ReportState.REVIEWED
        fresh.reviewed_at = at
        fresh.reviewed_by = by
        history.record(history.REVIEWED, fresh, by=by, at=at)


def send_back(report: Report, *, version: int, reason: str, by: Person, at: datetime) -> None:
    """Return a reviewed report to the drafter."""
    reason = required(reason, _("请写明退回的理由，让拟稿人知道要改什么。"))
    with acting(report, Act.REVIEW, by, at, states={ReportState.REVIEWED}, version=version) as fresh:
        refuse_locked(fresh, at)
        back_to_draft(fresh)
        history.record(history.SENT_BACK, fresh, by=by, at=at, reason=reason)


def publish(report: Report, *, version: int, reason: str = "", by: Person, at: datetime) -> Publication:
    """Give the report in force to the public, whole and fixed. 条例第四十九条.

    Errors that no verdict settled do not forbid publishing, for a public body must not hide a report
    behind its mistakes; but the reason is asked for and kept. A locked report is published as it was handed in.
    """
    reason = reason.strip()
    with acting(report, Act.PUBLISH, by, at, states={ReportState.REVIEWED}, version=version) as fresh:
        refuse_other_content(fresh, at)
        figures = conclude(fresh, at)
        if figures.open_errors and not reason:
            raise Refused(
                _("还有 %(count)s 处错误没有处理。请先改正或作出结论；确需现在公开的，请写明理由。")
                % {"count": figures.open_errors}
            )
        _end(fresh.publications.current().first(), PublicationEnd.SUPERSEDED, by, at)
        publication = _new_publication(fresh, figures, reason, by, at)
        fresh.state = ReportState.PUBLISHED
        history.record(
            history.PUBLISHED,
            fresh,
            by=by,
            at=at,
            number=publication.number,
            edition=must_have_edition(fresh).number,
            open_errors=figures.open_errors,
            reason=reason,
        )
    return publication


def _new_publication(
    report: Report, figures: WorkingFigures, reason: str, by: Person, at: datetime
) -> Publication:
    """The working figures as they stand, and the whole report beside them."""
    columns = figure_fields(figures)
    return Publication.objects.create(
        report=report,
        edition=must_have_edition(report),
        number=next_number(report.publications.aggregate(Max("number"))["number__max"]),
        content=stored.report_to_json(in_force(report)),
        reason=reason,
        published_at=at,
        published_by=by,
        **columns,
    )


def figure_fields(figures: WorkingFigures) -> dict[str, Any]:
    """What working figures hand on to a publication or to what is handed in."""
    return {field.attname: getattr(figures, field.attname) for field in FIGURE_FIELDS}


def withdraw(report: Report, *, version: int, reason: str, by: Person, at: datetime) -> None:
    """Take the report off the public pages, with the reason."""
    reason = required(reason, _("请写明撤回的理由。"))
    with acting(report, Act.PUBLISH, by, at, version=version) as fresh:
        publication = fresh.publications.current().first()
        if publication is None:
            raise Refused(_("这份报告没有公开，不需要撤回。"))
        _end(publication, PublicationEnd.WITHDRAWN, by, at, reason)
        if fresh.state == ReportState.PUBLISHED:
            fresh.state = ReportState.WITHDRAWN
        history.record(history.WITHDRAWN, fresh, by=by, at=at, number=publication.number, reason=reason)


def _end(
    publication: Publication | None, how: PublicationEnd, by: Person, at: datetime, reason: str = ""
) -> None:
    if publication is None:
        return
    publication.ended_at = at
    publication.ended_as = how
    publication.ended_by = by
    publication.ended_reason = reason
    publication.save(update_fields=["ended_at", "ended_as", "ended_by", "ended_reason"])


def open_corrected_edition(report: Report, *, version: int, reason: str, by: Person, at: datetime) -> Edition:
    """Begin a corrected edition of a report that was public; the public keeps the old one meanwhile.

    The new edition starts from the same reading, so every correction made so far still holds.
    """
    reason = required(reason, _("请写明为什么要更正。"))
    states = {ReportState.PUBLISHED, ReportState.WITHDRAWN}
    with acting(report, Act.REOPEN, by, at, states=states, version=version) as fresh:
        edition = must_have_edition(fresh)
        edition.pk = None
        edition._state.adding = True
        edition.number = next_edition_number(fresh)
        edition.reason = EditionReason.CORRECTED
        edition.note = reason
        edition.created_at = at
        edition.created_by = by
        edition.save()
        fresh.edition = edition
        back_to_draft(fresh)
        history.record(history.CORRECTION_OPENED, fresh, by=by, at=at, edition=edition.number, reason=reason)
    return edition


def delete_draft(report: Report, *, version: int, by: Person, at: datetime) -> None:
    """Remove a draft that was never public, with its editions and files; the ledger keeps that it was."""
    with transaction.atomic():
        fresh = locked(report.pk)
        check_allowed(by, Act.DELETE, fresh.agency)
        if fresh.version != version:
            raise Conflict(_("您打开页面以后，这份报告被改动过。请先看现在的内容，再决定是否删除。"))
        if fresh.state != ReportState.DRAFT or fresh.publications.exists():
            raise Refused(_("只有从未公开过的草稿可以删除。"))
        if fresh.hand_ins.exists():
            raise Refused(_("报告已经报送过，不能删除。"))
        sources = {edition.source.name: edition.source for edition in fresh.editions.light()}
        history.record(history.DRAFT_DELETED, fresh, by=by, at=at)
        fresh.delete()
        for source in sources.values():
            let_go(source)


def _must_be_filled_in(report: Report) -> None:
    """A computed report says what only the office can say, or does not leave the drafter."""
    left = open_places(in_force(report))
    if left:
        raise Refused(
            _("还有 %(count)s 处“【请填写…】”没有填写，请先在各部分文字中填写或删去。") % {"count": left}
        )


def must_have_edition(report: Report) -> Edition:
    """The edition in force; refused where there is none yet."""
    if report.edition is None:
        raise Refused(_("这份报告还没有导入文件。"))
    return report.edition


def next_edition_number(report: Report) -> int:
    """The number of the edition after the last."""
    return next_number(report.editions.aggregate(Max("number"))["number__max"])


def next_number(number: int | None) -> int:
    """The number after the last."""
    return (number or 0) + 1
