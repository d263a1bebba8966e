"""What was entered of a case is put right: its data, the request it is about; what stood before stays in the step.

A handed-in report keeps the figures that it had; what such a change makes of them today is shown beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yangguang.cases.inputs import Choice, Choices, Day, Input, Text
from yangguang.cases.models import Case, CaseStep
from yangguang.cases.models.case import CaseQuerySet
from yangguang.cases.procedure import Facts, Label, Step
from yangguang.cases.refused import WrongFacts
from yangguang.cases.situation import Situation, Taking
from yangguang.law.remedy_clock import RemedyEvent as E
from yangguang.law.remedy_results import Forum
from yangguang.remedies.models import Block, Remedy
from yangguang.remedies.ordering import has_reopened, open_order, order_anew
from yangguang.remedies.states import HANDLER, JUDGED, ON_THE_BOOKS
from yangguang.requests.procedure import PROCEDURE as REQUEST
from yangguang.requests.tracking import normalised_number

LAW = _("条例第四十五条")
_SAYS: Mapping[str, Label] = {
    "body": _("审理机关"),
    "body_number": _("对方案号"),
    "received_on": _("收到副本日期"),
    "accepted_on": _("受理、立案日期"),
    "way": _("统计分类"),
}
AMENDED = tuple(_SAYS)


# --- the data of the notice ---------------------------------------------------------------------


def stands(case: Case) -> dict[str, Any]:
    """What can be put right, as it stands."""
    own: Remedy = case.remedy
    return {
        "body": own.body,
        "body_number": own.body_number,
        "received_on": case.received_on,
        "accepted_on": own.accepted_on,
        "way": case.category,
    }


def _ways(situation: Situation) -> Choices:
    return [(block.value, block.label) for block in (Block.DIRECT, Block.AFTER)]


def _told(facts: Facts, case: Case) -> dict[str, Any]:
    """The data as filled in; a reconsideration has no way to choose."""
    empty = {"body_number": "", "way": case.category}
    return {name: facts.get(name) or empty.get(name) for name in AMENDED}


def amendment_is_possible(situation: Situation, facts: Facts) -> Mapping[str, Label]:
    """Something changes; the days fit what has happened since; the number is nobody else's."""
    case, own = situation.case, situation.case.remedy
    told = _told(facts, case)
    if told == stands(case):
        return {"body": _("没有改动。请改正登记错误的一项。")}
    before = situation.last("amend")
    if before is not None and facts["on"] < before.on:
        return {"on": _("不能早于上一次更正的日期 %(day)s。") % {"day": before.on.isoformat()}}
    if told["accepted_on"] and told["accepted_on"] > told["received_on"]:
        return {"accepted_on": _("受理、立案日期不能晚于收到副本日期。")}
    happened = [step for step in situation.counting if step.step_id not in ("register", "amend")]
    first = min(happened, key=lambda step: step.on, default=None)
    if first is not None and first.on < told["received_on"]:
        return {
            "received_on": _("第 %(step)s 步发生在 %(day)s，收到副本日期不能更晚。")
            % {"step": first.number, "day": first.on.isoformat()}
        }
    if own.request is not None and own.request.received_on and own.request.received_on > told["received_on"]:
        day = own.request.received_on.isoformat()
        return {"received_on": _("早于收到申请的日期 %(day)s。") % {"day": day}}
    if own.review_id is not None and told["way"] == Block.DIRECT:
        return {"way": _("已经关联了此前的行政复议，属于复议后起诉。")}
    return _number_is_free(case, told)


def _number_is_free(case: Case, told: Mapping[str, Any]) -> Mapping[str, Label]:
    same = Remedy.objects.filter(
        body=told["body"],
        body_number=told["body_number"],
        case__agency=case.agency_id,
        case__procedure_id=case.procedure_id,
    )
    if told["body_number"] and same.exclude(pk=case.pk).exists():
        return {"body_number": _("这个案号已经登记过。")}
    return {}


def _amend(taking: Taking) -> None:
    case, before = taking.case, stands(taking.case)
    told = _told(taking.facts, case)
    changed = {name: value for name, value in before.items() if told[name] != value}
    taking.facts["was"] = {name: _plain(value) for name, value in changed.items()}
    taking.facts["changed"] = "；".join(
        f"{_SAYS[name]}：{_shown(name, before[name])} → {_shown(name, told[name])}" for name in changed
    )
    _put(case, {name: told[name] for name in changed})


def _unamend(case: Case, step: CaseStep) -> None:
    was = step.facts["was"]
    days = {
        name: date.fromisoformat(was[name]) if was[name] else None for name in was if name.endswith("_on")
    }
    _put(case, was | days)


def _put(case: Case, values: Mapping[str, Any]) -> None:
    own: Remedy = case.remedy
    for name, value in values.items():
        if name == "received_on":
            case.received_on = value
        elif name == "way":
            case.category = value
        else:
            setattr(own, name, value)
    own.save(update_fields=["body", "body_number", "accepted_on"])


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""


def _shown(name: str, value: Any) -> str:
    if name == "way":
        return str(Block(value).label)
    return _plain(value) or gettext("（空）")


# --- the request that it is about ---------------------------------------------------------------


def has_no_request(situation: Situation) -> Label | None:
    """A case is about one request."""
    request = situation.case.remedy.request
    if request is not None:
        return _("已经关联申请 %(number)s。关联错的，请先解除。") % {"number": request.number}
    return None


def may_be_unlinked(situation: Situation) -> Label | None:
    """There is a request, nothing was done to it through this case, and no suit follows from the link."""
    own = situation.case.remedy
    if own.request is None:
        return _("没有关联申请。")
    reopened = [step for step in situation.counting if step.facts.get("reopened")]
    if reopened:
        return _("申请 %(number)s 已经据此恢复办理，不能解除关联。") % {"number": own.request.number}
    suit = situation.case.suits.select_related("case").first()
    if suit is not None:
        return _("行政诉讼 %(number)s 随本案关联，请先解除它的关联。") % {"number": suit.case.number}
    return None


def _seen(taking: Taking) -> CaseQuerySet:
    """Cases of the agency that whoever acts may see: a number of another's is a number that is not there."""
    person = taking.actor.person
    cases = Case.objects.all() if person is None else Case.objects.visible_to(person)
    return cases.filter(agency=taking.case.agency_id)


def _link(taking: Taking) -> None:
    case, own, facts = taking.case, taking.case.remedy, taking.facts
    number = normalised_number(facts["request"])
    request = _seen(taking).filter(procedure_id=REQUEST.id, number=number).first()
    if request is None:
        raise WrongFacts(
            {"request": [gettext("没有找到编号为“%(number)s”的申请，请核对编号。") % {"number": number}]}
        )
    if request.received_on is None or (case.received_on and request.received_on > case.received_on):
        raise WrongFacts({"request": [gettext("这件申请在本案之后才收到，本案不会是就它提出的。")]})
    own.request = request
    facts["request"], facts["was"] = request.number, {"way": case.category}
    if facts.get("review"):
        own.review = _review(taking, request)
        facts["review"], case.category = own.review.number, Block.AFTER
    own.save(update_fields=["request", "review"])


def _review(taking: Taking, request: Case) -> Case:
    number = normalised_number(taking.facts["review"])
    found = _seen(taking).filter(procedure_id="review", number=number, remedy__request=request).first()
    if found is None:
        sentence = gettext("没有找到就这件申请提出的行政复议“%(number)s”，请核对编号。") % {"number": number}
        raise WrongFacts({"review": [sentence]})
    return found


def _unlink(taking: Taking) -> None:
    own: Remedy = taking.case.remedy
    assert own.request is not None  # noqa: S101 - else the step is refused
    taking.facts["request"] = own.request.number
    taking.facts["was"] = {"request": own.request_id, "review": own.review_id}
    own.request = own.review = None
    own.save(update_fields=["request", "review"])


def _undo_link(case: Case, step: CaseStep) -> None:
    own: Remedy = case.remedy
    own.request = own.review = None
    case.category = step.facts["was"]["way"]
    own.save(update_fields=["request", "review"])


def _undo_unlink(case: Case, step: CaseStep) -> None:
    own: Remedy = case.remedy
    own.request_id, own.review_id = step.facts["was"]["request"], step.facts["was"]["review"]
    own.save(update_fields=["request", "review"])


# --- the steps ----------------------------------------------------------------------------------


def _long_ago(situation: Situation) -> date | None:
    return None


def _standing(name: str) -> Any:
    return lambda situation: stands(situation.case)[name]


def putting_right(forum: Forum) -> tuple[Step, ...]:
    """The three steps before a reviewing body or a court."""
    is_suit = forum is Forum.SUIT
    reason = Text(name="reason", label=_("理由"), rows=2, most=500)

    def link(taking: Taking) -> None:
        _link(taking)
        order = open_order(taking.situation, forum)
        if order is not None:
            ordered, effective_on = order
            order_anew(taking, ordered, forum, effective_on)

    way = (Choice(name="way", label=_SAYS["way"], choices=_ways, initial=_standing("way")),)
    review = (
        Text(
            name="review",
            label=_("此前的行政复议编号"),
            required=False,
            most=40,
            help=_("先经过复议的填写，案件即计入“复议后起诉”。"),
        ),
    )
    asks: tuple[Input, ...] = (
        Text(name="body", label=_SAYS["body"], most=120, initial=_standing("body")),
        Text(
            name="body_number",
            label=_SAYS["body_number"],
            required=False,
            most=80,
            initial=_standing("body_number"),
        ),
        Day(
            name="received_on",
            label=_SAYS["received_on"],
            not_before=_long_ago,
            initial=_standing("received_on"),
        ),
        Day(
            name="accepted_on",
            label=_SAYS["accepted_on"],
            required=False,
            not_before=_long_ago,
            initial=lambda situation: stands(situation.case)["accepted_on"] or "",
        ),
        *(way if is_suit else ()),
        reason,
        Day(name="on", label=_("更正日期")),
    )
    common: dict[str, Any] = {
        "frm": ON_THE_BOOKS if is_suit else ON_THE_BOOKS - {JUDGED},
        "by": HANDLER,
        "may_undo": True,
        "is_public": False,
    }
    return (
        Step(
            id="amend",
            label=_("更正登记信息"),
            says=_("更正登记信息：%(changed)s（%(reason)s）"),
            law=LAW,
            asks=asks,
            check=amendment_is_possible,
            clock=E.AMENDED,
            until="accepted_on",
            effect=_amend,
            undo_effect=_unamend,
            help=_(
                "期限按更正后的日期重新计算。已报送、已公开的年度报告不变，变动在报告的“与现有案件比对”里显示。"
            ),
            **common,
        ),
        Step(
            id="link_request",
            label=_("关联申请"),
            says=_("关联申请 %(request)s：%(reason)s"),
            law=LAW,
            asks=(Text(name="request", label=_("申请编号"), most=40), *(review if is_suit else ()), reason),
            conditions=(has_no_request,),
            effect=link,
            undo_effect=_undo_link,
            why_not_undo=has_reopened,
            help=_("已经责令重新答复并生效的，关联后申请即恢复办理，期限自决定、裁判生效之日计算。"),
            **common,
        ),
        Step(
            id="unlink_request",
            label=_("解除关联"),
            says=_("解除与申请 %(request)s 的关联：%(reason)s"),
            law=LAW,
            asks=(reason,),
            conditions=(may_be_unlinked,),
            effect=_unlink,
            undo_effect=_undo_unlink,
            **common,
        ),
    )
