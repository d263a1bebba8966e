"""A decision that orders the office to answer anew lets the linked request be handled again (行政复议法第六十四条、第六十六条，行政诉讼法第七十条、第七十二条)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from yangguang.cases import engine
from yangguang.cases.models import CaseStep
from yangguang.cases.procedure import Facts
from yangguang.cases.refused import Refused
from yangguang.cases.situation import Situation, Taking
from yangguang.law.remedy_clock import Ending, Unit, ordered_until
from yangguang.law.remedy_results import Forum
from yangguang.remedies import conditions as c


def order_anew(taking: Taking, ordered: Facts, forum: Forum, effective_on: date) -> None:
    """Reopen the request, by the time that the decision sets from the day on which it takes effect.

    Without a linked request the order stays in the steps; linked later, the request is reopened then.
    """
    if ordered.get("redo") != c.REDO:
        return
    request = taking.case.remedy.request
    days, until = ordered.get("days"), None
    if days:
        until = ordered_until(effective_on, int(days), Unit(ordered["unit"]), taking.situation.calendar).due
    taking.facts["anew_until"] = until.isoformat() if until else ""
    if request is None:
        return
    facts = {
        "forum": forum.value,
        "body": taking.case.remedy.body,
        "remedy": taking.case.number,
        "on": effective_on,
    } | ({"until": until} if until else {})
    try:
        engine.bring_along(taking, request.pk, "reopen", facts)
    except Refused as reason:
        raise Refused(
            _("关联的申请 %(number)s 不能恢复办理：%(reason)s") % {"number": request.number, "reason": reason}
        ) from reason
    taking.facts["reopened"] = request.number


def open_order(situation: Situation, forum: Forum) -> tuple[Facts, date] | None:
    """An order in force that has reopened no request yet, with the day on which it took effect."""
    if any(step.facts.get("reopened") for step in situation.counting):
        return None
    step = situation.last("decide" if forum is Forum.REVIEW else "judge")
    if step is None:
        return None
    effect = step if forum is Forum.REVIEW else _effective(situation, step)
    if effect is None:
        return None
    ordered: Facts = step.facts
    if ordered["result"] == c.AFFIRMED and ordered["redo"] != c.REDO:
        below = c.judgment_below(situation)
        ordered = below.facts if below else ordered
    return (ordered, effect.on) if ordered.get("redo") == c.REDO else None


def _effective(situation: Situation, judgment: CaseStep) -> CaseStep | None:
    """The step with which a judgment took effect: itself where it was final."""
    if judgment.facts.get("ending") == Ending.FINAL:
        return judgment
    effect = situation.last("take_effect")
    return effect if effect is not None and effect.number > judgment.number else None


def has_reopened(step: CaseStep) -> str:
    """Why the step is not taken back: a request is being handled anew because of it, and has a step of its own from it."""
    if step.facts.get("reopened"):
        return _("申请 %(number)s 已经据此恢复办理，不能撤销。") % {"number": step.facts["reopened"]}
    return ""
