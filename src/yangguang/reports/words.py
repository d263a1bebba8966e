"""Sentences about cells for the people who review them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from yangguang.annualreport.model import Cell, CellState, Certainty, Money, Repair, Value
from yangguang.reports.models import Correction, CorrectionKind


def shown(value: Value, state: CellState) -> str:
    """A value in words; the four kinds of "no figure" are told apart."""
    if state is CellState.BLANK:
        return _("空白")
    if state is CellState.NOT_APPLICABLE:
        return _("不适用")
    if state is CellState.UNREADABLE:
        return _("无法辨认")
    if state is CellState.MISSING:
        return _("没有这一格")
    if isinstance(value, Money):
        return value.text
    return str(value)


def shown_cell(cell: Cell | None) -> str:
    """What stands in a cell, or that the form has none there."""
    return shown(cell.value, cell.state) if cell else shown(None, CellState.MISSING)


def shown_value(value: Value) -> str:
    """A counted figure; nothing counted is nought."""
    return shown(0 if value is None else value, CellState.PRINTED)


def certainty_words(cell: Cell, repair: Repair | None, correction: Correction | None) -> str:
    """How the figure in a cell was won, when it was not simply read; else empty."""
    if correction is not None and correction.kind == CorrectionKind.CORRECT:
        settled = correction.settled()
        return _("%(person)s改为“%(after)s”，理由：%(reason)s") % {
            "person": correction.created_by,
            "after": shown(settled.value, settled.state),
            "reason": correction.reason,
        }
    if correction is not None:
        return _("%(person)s已核实无误。") % {"person": correction.created_by}
    if repair is not None:
        return _("不是直接读出的，原处为“%(before)s”。%(why)s") % {
            "before": repair.before or _("空白"),
            "why": repair.why,
        }
    if cell.certainty is Certainty.DOUBTFUL:
        return _("有几种读法，这是最可能的一种（原处为“%(raw)s”），请对照原件核实。") % {"raw": cell.raw}
    if cell.state is CellState.UNREADABLE:
        return _("原处为“%(raw)s”，无法辨认，请对照原件填写。") % {"raw": cell.raw}
    if cell.state is CellState.MISSING:
        return _("文件里没有这一格。")
    return ""
