"""Cells and findings: what a person says about a figure, or about what checking found."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yangguang.annualreport.address import in_words, split
from yangguang.annualreport.figures import figure
from yangguang.annualreport.findings import Finding
from yangguang.annualreport.formats import Kind
from yangguang.annualreport.model import AnnualReport, Cell, CellState, Value
from yangguang.offices.models import Person
from yangguang.reports import history
from yangguang.reports.acting import OPEN, acting, required
from yangguang.reports.composing import cell_fact, identity, is_unsure
from yangguang.reports.conclusions import conclude, count_open_errors, in_force
from yangguang.reports.models import (
    Correction,
    CorrectionKind,
    Edition,
    Report,
    ReportState,
    Verdict,
    VerdictKind,
    WorkingFigures,
)
from yangguang.reports.permissions import Act
from yangguang.reports.refused import Conflict, Refused
from yangguang.reports.words import shown


def correct_cell(
    report: Report,
    path: str,
    text: str,
    *,
    seen: Any,
    reason: str,
    by: Person,
    at: datetime,
) -> Correction:
    """Put another figure into a cell, with the reason.

    ``text`` is the figure as typed; empty for a blank cell, a dash for "not applicable". ``seen`` is
    the cell as the person saw it (:func:`cell_fact`); somebody else's change in between is refused.
    """
    reason = required(reason, _("请写明改正的理由，例如“原件第 3 页为 96”或“纸质登记的 2 件没有录入”。"))
    with acting(report, Act.CORRECT, by, at, states=OPEN) as fresh:
        current = in_force(fresh)
        cell = _cell(current, path, seen)
        value, state = typed_value(current, path, text)
        if cell_fact(value, state) == cell_fact(cell.value, cell.state):
            raise Refused(_("填写的数与现在的相同。如已核实，请用“核实无误”。"))
        return _settle(fresh, current, cell, CorrectionKind.CORRECT, cell_fact(value, state), reason, by, at)


def accept_cell(
    report: Report, path: str, *, seen: Any, reason: str = "", by: Person, at: datetime
) -> Correction:
    """Say that a restored or doubtful figure is right as it stands."""
    with acting(report, Act.CORRECT, by, at, states=OPEN) as fresh:
        current = in_force(fresh)
        cell = _cell(current, path, seen)
        if cell.state in (CellState.UNREADABLE, CellState.MISSING):
            raise Refused(_("这一格没有读出数，不能直接核实。请对照原件填写。"))
        fact = cell_fact(cell.value, cell.state)
        return _settle(fresh, current, cell, CorrectionKind.ACCEPT, fact, reason.strip(), by, at)


def accept_unsure(report: Report, *, version: int, by: Person, at: datetime) -> int:
    """Say that every restored or doubtful figure is right as it stands; how many there were.

    For files whose figures run together nearly every cell is restored; who compared the whole table
    with the original should not have to say so two hundred times. Unreadable cells are not settled.
    """
    with acting(report, Act.CORRECT, by, at, states=OPEN, version=version) as fresh:
        edition = _edition(fresh)
        read = edition.read()
        unsure = [
            cell
            for cell in in_force(fresh).cells.values()
            if is_unsure(cell) and cell.state not in (CellState.UNREADABLE, CellState.MISSING)
        ]
        if not unsure:
            raise Refused(_("没有需要核实的数据。"))
        Correction.objects.bulk_create(
            Correction(
                report=fresh,
                edition=edition,
                kind=CorrectionKind.ACCEPT,
                path=cell.path,
                read=cell_fact(read.cells[cell.path].value, read.cells[cell.path].state),
                before=cell_fact(cell.value, cell.state),
                after=cell_fact(cell.value, cell.state),
                created_at=at,
                created_by=by,
            )
            for cell in unsure
        )
        back_to_draft(fresh)
        conclude(fresh, at)
        history.record(
            history.CELLS_ACCEPTED,
            fresh,
            by=by,
            at=at,
            count=len(unsure),
            paths=[cell.path for cell in unsure],
        )
    return len(unsure)


def undo_cell(
    report: Report, path: str, *, seen: Any, reason: str = "", by: Person, at: datetime
) -> Correction:
    """Take back what was settled for a cell: the reading of the edition holds again."""
    with acting(report, Act.CORRECT, by, at, states=OPEN) as fresh:
        if path not in fresh.corrections.in_force():
            raise Refused(_("这一格没有可以撤销的改正。"))
        current = in_force(fresh)
        cell = _cell(current, path, seen)
        read = _edition(fresh).read().cells[path]
        fact = cell_fact(read.value, read.state)
        return _settle(fresh, current, cell, CorrectionKind.UNDO, fact, reason.strip(), by, at)


def _cell(current: AnnualReport, path: str, seen: Any) -> Cell:
    cell = current.cells.get(path)
    if cell is None:
        raise Refused(_("这份报告的格式里没有这一格。"))
    now = cell_fact(cell.value, cell.state)
    if now != seen:
        raise Conflict(
            _("您打开页面以后，%(where)s被改成了“%(now)s”。请先看现在的内容，再决定是否继续。")
            % {"where": in_words(current.format, path), "now": shown(cell.value, cell.state)}
        )
    return cell


def _edition(report: Report) -> Edition:
    if report.edition is None:
        raise Refused(_("这份报告还没有导入文件。"))
    return report.edition


def _settle(
    report: Report,
    current: AnnualReport,
    cell: Cell,
    kind: CorrectionKind,
    after: Any,
    reason: str,
    by: Person,
    at: datetime,
) -> Correction:
    """Keep the word on the cell and compute what follows; an approval given before falls away."""
    edition = _edition(report)
    read = edition.read().cells[cell.path]
    correction = Correction.objects.create(
        report=report,
        edition=edition,
        kind=kind,
        path=cell.path,
        read=cell_fact(read.value, read.state),
        before=cell_fact(cell.value, cell.state),
        after=after,
        reason=reason,
        created_at=at,
        created_by=by,
    )
    back_to_draft(report)
    conclude(report, at)
    settled = correction.settled()
    history.record(
        {
            CorrectionKind.CORRECT: history.CELL_CORRECTED,
            CorrectionKind.ACCEPT: history.CELL_ACCEPTED,
            CorrectionKind.UNDO: history.CELL_RESTORED,
        }[kind],
        report,
        by=by,
        at=at,
        where=in_words(current.format, cell.path),
        path=cell.path,
        before=shown(cell.value, cell.state),
        after=shown(settled.value, settled.state),
        reason=reason,
    )
    return correction


def back_to_draft(report: Report) -> None:
    """An approval speaks of the figures that were approved."""
    report.state = ReportState.DRAFT
    report.reviewed_at = None
    report.reviewed_by = None


def typed_value(current: AnnualReport, path: str, text: str) -> tuple[Value, CellState]:
    """The value of a typed figure after the kind of the cell. Refuses what is no figure."""
    found = split(current.format, path)
    if found is None:
        raise Refused(_("这份报告的格式里没有这一格。"))
    kind = found[0].column(found[2]).kind
    read = figure(text, kind)
    if read.state is CellState.UNREADABLE or read.note or not read.literal:
        raise Refused(_MUST_BE[kind]() % {"text": text.strip()[:40]})
    if kind is Kind.COUNT and isinstance(read.value, int) and read.value < 0:
        raise Refused(_("“%(text)s”小于 0。件数不能是负数。") % {"text": text.strip()[:40]})
    if kind in (Kind.COUNT, Kind.CHANGE) and read.value is not None and not isinstance(read.value, int):
        raise Refused(_MUST_BE[kind]() % {"text": text.strip()[:40]})
    return read.value, read.state


_MUST_BE = {
    Kind.COUNT: lambda: _("“%(text)s”不是件数。请只填写整数；空白格留空，“不适用”填一个短横。"),
    Kind.CHANGE: lambda: _("“%(text)s”不是增减数。请填写整数，减少写负号；空白格留空。"),
    Kind.MONEY: lambda: _("“%(text)s”不是金额。请填写如“137.41 万元”；空白格留空。"),
    Kind.WAN_YUAN: lambda: _("“%(text)s”不是以万元计的金额。请只填写数，如“12.5”；空白格留空。"),
}


def give_verdict(
    report: Report,
    finding: str,
    kind: VerdictKind,
    *,
    text: str,
    seen: int | None,
    by: Person,
    at: datetime,
) -> Verdict:
    """Say what a finding is: an error indeed, explained by something, or a false alarm.

    ``finding`` is its identity, ``seen`` the number of the verdict that the person saw on it. The
    verdict holds through reruns and re-imports until a figure of the finding changes.
    """
    if kind is VerdictKind.REVOKED:
        raise ValueError("use revoke_verdict")
    text = text.strip()
    if kind is not VerdictKind.CONFIRMED:
        text = required(text, _("请写明原因：日后看到这条核对结果的人需要知道为什么它不是错误。"))
    with acting(report, Act.JUDGE, by, at) as fresh:
        found = _finding(fresh, finding)
        _check_seen(fresh.verdicts.in_force().get(finding), seen)
        return _say(fresh, finding, found.rule, found.where, str(found.message), kind, text, by, at)


def revoke_verdict(
    report: Report, finding: str, *, text: str = "", seen: int | None, by: Person, at: datetime
) -> Verdict:
    """Take a verdict back; the finding stands open again. Both stay in the history."""
    with acting(report, Act.JUDGE, by, at) as fresh:
        last = fresh.verdicts.in_force().get(finding)
        _check_seen(last, seen)
        if last is None:
            raise Refused(_("这条核对结果没有可以撤销的结论。"))
        return _say(
            fresh, finding, last.rule, last.where, last.said, VerdictKind.REVOKED, text.strip(), by, at
        )


def _finding(report: Report, key: str) -> Finding:
    checked = WorkingFigures.objects.get(report=report).check_result()
    for finding in checked.findings:
        if identity(finding) == key:
            return finding
    raise Conflict(_("这条核对结果已不存在：有关数据已经变动。请看现在的核对结果。"))


def _check_seen(last: Verdict | None, seen: int | None) -> None:
    if (last.pk if last else None) == seen:
        return
    if last is None:
        raise Conflict(_("这条核对结果原有的结论已被撤销。请看现在的内容，再决定是否继续。"))
    raise Conflict(
        _("%(person)s已对这条核对结果作出结论“%(kind)s”。请看现在的内容，再决定是否继续。")
        % {"person": last.created_by, "kind": last.get_kind_display()}
    )


def _say(
    report: Report,
    finding: str,
    rule: str,
    where: str,
    said: str,
    kind: VerdictKind,
    text: str,
    by: Person,
    at: datetime,
) -> Verdict:
    verdict = Verdict.objects.create(
        report=report,
        finding=finding,
        rule=rule,
        where=where,
        said=said,
        kind=kind,
        text=text,
        created_at=at,
        created_by=by,
    )
    count_open_errors(report)
    revoked = kind is VerdictKind.REVOKED
    history.record(
        history.VERDICT_REVOKED if revoked else history.VERDICT_GIVEN,
        report,
        by=by,
        at=at,
        rule=rule,
        where=where,
        said=said,
        verdict=str(kind.label),
        text=text,
    )
    return verdict
