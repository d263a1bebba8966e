"""Hand a report in to the superior, and send one back that was handed in (报送、退回)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from yangguang.cases.models import NoticeKind
from yangguang.cases.noticing import HOUSE_LANGUAGE, Telling, tell
from yangguang.offices.models import Person
from yangguang.reports import addressing, history, stored
from yangguang.reports.acting import acting, required
from yangguang.reports.actions.publishing import figure_fields, must_have_edition, next_number
from yangguang.reports.composing import identity
from yangguang.reports.conclusions import conclude, in_force
from yangguang.reports.models import HandIn, HandInEnd, Report, ReportState
from yangguang.reports.permissions import Act
from yangguang.reports.refused import Conflict, Refused
from yangguang.reports.telling import people_of


def hand_in(report: Report, *, version: int, reason: str = "", by: Person, at: datetime) -> HandIn:
    """Give the reviewed report to the superior, whole and fixed; handing in again takes the place of the first.

    As with publishing, open errors do not forbid it, but the reason is asked for and kept: a superior would
    rather have a report with a known error than none.
    """
    note = reason.strip()
    states = {ReportState.REVIEWED, ReportState.PUBLISHED}
    with acting(report, Act.HAND_IN, by, at, states=states, version=version) as fresh:
        superior = fresh.agency.parent
        if superior is None:
            raise Refused(_("%(agency)s没有上级机关，不需要报送。") % {"agency": fresh.agency})
        figures = conclude(fresh, at)
        content = stored.report_to_json(in_force(fresh))
        current = fresh.hand_ins.current().first()
        if current is not None and current.content == content:
            raise Conflict(
                _("现在的内容与第 %(number)s 次报送的完全相同，不需要再报。") % {"number": current.number}
            )
        if figures.open_errors and not note:
            raise Refused(
                _("还有 %(count)s 处错误没有处理。请先改正或作出结论；确需现在报送的，请写明理由。")
                % {"count": figures.open_errors}
            )
        if current is not None:
            _end(current, HandInEnd.SUPERSEDED, by, at)
        edition = must_have_edition(fresh)
        given = HandIn.objects.create(
            report=fresh,
            edition=edition,
            number=next_number(fresh.hand_ins.aggregate(Max("number"))["number__max"]),
            content=content,
            note=note,
            handed_in_at=at,
            handed_in_by=by,
            **figure_fields(figures),
        )
        history.record(
            history.HANDED_IN,
            fresh,
            by=by,
            at=at,
            superior=str(superior),
            number=given.number,
            edition=edition.number,
            open_errors=figures.open_errors,
            reason=note,
        )
    return given


def return_hand_in(
    report: Report,
    *,
    version: int | None = None,
    reason: str,
    findings: Collection[str] = (),
    by: Person,
    at: datetime,
) -> HandIn:
    """Send back what was handed in, naming what is wrong; the agency may change it again, locked or not.

    ``findings`` are identities of findings of the handed-in report. The working copy goes back to draft unless it is
    public: then the agency begins a correction, and the public keeps what it has until that is published.
    """
    reason = required(reason, _("请写明退回的理由，让报送机关知道要改什么。"))
    with acting(report, Act.RETURN, by, at, version=version) as fresh:
        given = fresh.hand_ins.current().first()
        if given is None:
            raise Refused(_("这份报告没有报送，或已经退回。"))
        said = {identity(finding): str(finding.message) for finding in given.check_result().findings}
        unknown = [key for key in findings if key not in said]
        if unknown:
            raise Conflict(_("选中的核对结果已不在报送的报告里。请重新打开页面再选。"))
        given.findings = [said[key] for key in findings]
        _end(given, HandInEnd.RETURNED, by, at, reason)
        if fresh.state == ReportState.REVIEWED:
            fresh.state = ReportState.DRAFT
            fresh.reviewed_at = None
            fresh.reviewed_by = None
        _tell_returned(fresh, given, at)
        history.record(
            history.HAND_IN_RETURNED,
            fresh,
            by=by,
            at=at,
            superior=str(fresh.agency.parent),
            number=given.number,
            reason=reason,
            text="；".join(given.findings),
        )
    return given


def _end(given: HandIn, how: HandInEnd, by: Person, at: datetime, reason: str = "") -> None:
    given.ended_at = at
    given.ended_as = how
    given.ended_by = by
    given.ended_reason = reason
    given.save(update_fields=["ended_at", "ended_as", "ended_by", "ended_reason", "findings"])


def _tell_returned(report: Report, given: HandIn, at: datetime) -> None:
    """Everybody who drafts, checks or answers for the report, and whoever handed it in."""
    people = people_of([report.agency_id]).get(report.agency_id, set())
    if given.handed_in_by_id is not None:
        people = people | {given.handed_in_by_id}
    with override(HOUSE_LANGUAGE):
        text = _("%(superior)s退回了%(report)s：%(reason)s") % {
            "superior": report.agency.parent,
            "report": report,
            "reason": given.ended_reason,
        }
    tell(
        [
            Telling(
                person,
                NoticeKind.RETURNED,
                f"report:{report.pk}:returned:{given.number}",
                text,
                addressing.report_url(report.pk),
            )
            for person in sorted(people)
        ],
        at=at,
    )
