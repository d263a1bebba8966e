"""What must hold before a step of a reconsideration or a suit, and what its facts must be to each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from yangguang.cases.inputs import Choices
from yangguang.cases.models import CaseStep
from yangguang.cases.procedure import Facts, Label
from yangguang.cases.situation import Situation
from yangguang.law.remedy_clock import Unit
from yangguang.law.remedy_results import Forum, result, results_of
from yangguang.remedies.models import TRACKS, Instance
from yangguang.remedies.states import SUSPENDED

AFFIRMED, REMANDED = "affirmed", "remanded"
"""What a court of appeal may do besides deciding itself: the judgment below stands, or is to be given anew."""
NOTHING, REDO = "no", "redo"


def tracks(*offered: Any) -> Any:
    """The procedures by which a case may be heard, to choose from."""

    def choices(situation: Situation) -> Choices:
        return [(track.value, TRACKS[track]) for track in offered]

    return choices


def results(forum: Forum) -> Any:
    """The results of a forum, by column of the annual report."""

    def choices(situation: Situation) -> Choices:
        found: Choices = [(one.code.value, f"{one.said}（{one.column.label}）") for one in results_of(forum)]
        if forum is Forum.SUIT and situation.case.remedy.instance == Instance.SECOND:
            if judgment_below(situation) is not None:
                found.insert(0, (AFFIRMED, _("驳回上诉，维持原判（结果与一审相同）")))
            found.append((REMANDED, _("撤销原判，发回重审（尚未审结）")))
        return found

    return choices


def judgment_below(situation: Situation) -> CaseStep | None:
    """The last judgment of this suit that decided something itself."""
    own = [step for step in situation.taken("judge") if step.facts["result"] not in (AFFIRMED, REMANDED)]
    return own[-1] if own else None


def orders(situation: Situation) -> Choices:
    """Whether the request is to be handled anew."""
    return [(NOTHING, _("没有")), (REDO, _("责令重新答复或者限期答复"))]


def units(situation: Situation) -> Choices:
    """In what the time to answer is counted."""
    return [(Unit.WORKING_DAYS.value, _("个工作日")), (Unit.DAYS.value, _("日（日历日）"))]


def appellants(situation: Situation) -> Choices:
    """Who appeals."""
    return [("other", _("对方（本机关收到上诉状副本）")), ("own", _("本机关"))]


def decision_is_possible(situation: Situation, facts: Facts) -> Mapping[str, Label]:
    """The paper is not dated after it came; an order belongs to a result that allows one, a time to an order."""
    if facts["decided_on"] > facts["on"]:
        return {"decided_on": _("决定书、裁判文书的日期不能晚于收到日期。")}
    appeal = situation.last("appeal")
    if appeal is not None and facts["decided_on"] < appeal.on:
        return {"decided_on": _("裁判文书的日期不能早于上诉日期 %(day)s。") % {"day": appeal.on.isoformat()}}
    if facts["redo"] == NOTHING:
        return {"days": _("没有责令重新答复的，不填期限。")} if facts.get("days") else {}
    if facts["result"] == AFFIRMED:
        below = judgment_below(situation)
        may_order = below is not None and result(below.facts["result"]).may_order
    else:
        may_order = facts["result"] != REMANDED and result(facts["result"]).may_order
    if not may_order:
        return {"redo": _("这种结果不会责令重新答复，请核对决定书、裁判文书。")}
    if facts.get("days") and not facts.get("unit"):
        return {"unit": _("请选择期限按工作日还是日历日计算。")}
    return {}


def must_order_or_not(situation: Situation, facts: Facts) -> Mapping[str, Label]:
    """行政复议法第六十六条、行政诉讼法第七十二条: an order to act is an order."""
    wrong = decision_is_possible(situation, facts)
    if not wrong and facts["result"] == "to_act" and facts["redo"] == NOTHING:
        return {"redo": _("“责令履行”就是责令答复，请选“责令重新答复或者限期答复”。")}
    return wrong


def reply_is_owed(situation: Situation) -> Label | None:
    """A case that rests may have had its reply before."""
    if situation.case.state_id == SUSPENDED and situation.case.due_on is None:
        return _("已经提出过答复、答辩，不需要再提。")
    return None


def appeal_is_over(situation: Situation) -> Label | None:
    """行政诉讼法第八十五条: a judgment takes effect when the time to appeal is over."""
    due = situation.case.due_on
    if due and situation.today <= due:
        return _("上诉期限到 %(day)s，期满无人上诉才生效。") % {"day": due.isoformat()}
    return None


def after_appeal_time(situation: Situation, facts: Facts) -> Mapping[str, Label]:
    """The day of effect lies after the time to appeal."""
    due = situation.case.due_on
    if due and facts["on"] <= due:
        return {"on": _("上诉期限到 %(day)s，生效日期应在期满以后。") % {"day": due.isoformat()}}
    return {}


def appeal_follows_judgment(situation: Situation, facts: Facts) -> Mapping[str, Label]:
    """Nobody appeals against what has not been said yet."""
    judgment = situation.last("judge")
    if judgment is not None and facts["on"] < judgment.on:
        return {"on": _("上诉日期不能早于收到裁判文书的日期 %(day)s。") % {"day": judgment.on.isoformat()}}
    return {}


def hearing_is_later(situation: Situation, facts: Facts) -> Mapping[str, Label]:
    """A hearing is told before it is held."""
    return {"when": _("听证、开庭日期不能早于通知日期。")} if facts["when"] < facts["on"] else {}
