"""What must hold before a step of a petition may be taken, and what its facts must be to each other."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from yangguang.cases.inputs import Choices
from yangguang.cases.models import Case, LinkKind
from yangguang.cases.procedure import Facts, Label
from yangguang.cases.situation import Situation
from yangguang.letters.models import LetterState
from yangguang.offices.models import Membership
from yangguang.petitions.models import Kind, Origin, Petition
from yangguang.petitions.outcomes import ANSWER, OPINION

FORWARD, ASSIGN = "forward", "assign"
_WORDLESS = re.compile(r"[\W_]+")


def own_of(situation: Situation) -> Petition:
    """The petition's own data."""
    own: Petition = situation.case.petition
    return own


def has_limit(situation: Situation) -> Label | None:
    """信访工作条例第三十四条: the sixty days are for claims."""
    if own_of(situation).has_statutory_limit:
        return None
    return _("建议意见、检举控告没有 60 日的法定期限，请办理“接收建议、检举控告”或者“答复”。")


def has_no_limit(situation: Situation) -> Label | None:
    """信访工作条例第二十九条、第三十条."""
    if own_of(situation).has_statutory_limit:
        return _("这件事项适用 60 日的办理期限，请办理“受理”或者“出具处理意见”。")
    return None


def may_be_told(situation: Situation) -> Label | None:
    """信访工作条例第二十三条第二款: in writing, unless name or address are not clear."""
    if own_of(situation).may_be_told:
        return None
    return _("没有姓名或者联系方式，不能书面告知；请办理“转送、交办”或者“匿名事项办结”。")


def may_not_be_told(situation: Situation) -> Label | None:
    """The ends without a notice are for those whom none can reach."""
    if own_of(situation).may_be_told:
        return _("信访人的姓名和联系方式清楚，应当书面告知（信访工作条例第二十三条）。")
    return None


def was_handed_over(situation: Situation) -> Label | None:
    """信访工作条例第二十三条第三款: only what another body passed on can be handed back to it."""
    if own_of(situation).origin == Origin.HANDED_OVER:
        return None
    return _("只有转送、交办来的事项可以提出异议并交还；直接提出的，请转送或者告知不予受理。")


def objection_in_time(situation: Situation) -> Label | None:
    """信访工作条例第二十三条第三款: within five working days."""
    limit = situation.clock.limit("objection") if situation.clock else None
    if limit and situation.today > limit.due:
        return _("提出异议的期限（5 个工作日）已于 %(day)s 届满，应当受理。") % {"day": limit.due.isoformat()}
    return None


def not_late(situation: Situation) -> Label | None:
    """信访工作条例第三十四条: an extension is told before the limit ends."""
    due = situation.case.due_on
    if due and situation.today > due:
        return _("办理期限已于 %(day)s 届满，不能再延长。") % {"day": due.isoformat()}
    return None


def until_is_later(situation: Situation, facts: Facts) -> Mapping[str, Label]:
    """A time to act lies after the day of the notice."""
    if facts["until"] <= facts["on"]:
        return {"until": _("答复日应晚于告知的日期。")}
    return {}


def not_to_the_accused(situation: Situation, facts: Facts) -> Mapping[str, Label]:
    """信访工作条例第三十条第三款、第四十六条: never to the accused; and an order to report names a day."""
    if facts["mode"] == ASSIGN and not facts.get("report_by"):
        return {"report_by": _("交办的，请写明报告办理结果的日期。")}
    if facts.get("report_by") and facts["report_by"] <= facts["on"]:
        return {"report_by": _("报告结果的日期应晚于转送的日期。")}
    accused = _bare(own_of(situation).accused)
    target = _bare(facts["to_body"])
    if accused and target and (accused in target or target in accused):
        return {
            "to_body": _(
                "“%(body)s”是检举控告的对象，材料不得转给被检举控告的人员、单位（信访工作条例第三十条第三款）。"
                "请转送纪检监察机关或者有权处理的上级机关。"
            )
            % {"body": facts["to_body"]}
        }
    return {}


def _bare(name: str) -> str:
    return _WORDLESS.sub("", name)


def to_a_person(situation: Situation, facts: Facts) -> Mapping[str, Label]:
    """A restricted case is given to somebody by name."""
    if situation.case.is_restricted and not str(facts["unit"]).startswith("p"):
        return {"unit": _("检举控告只交给指定的人员办理，不交给整个部门。")}
    return {}


def another_kind(situation: Situation, facts: Facts) -> Mapping[str, Label]:
    """A matter is put into another kind, and has then what that kind asks for."""
    own = own_of(situation)
    if facts["kind"] == own.kind:
        return {"kind": _("已经是这一类。")}
    if facts["kind"] == Kind.ACCUSATION and not facts.get("accused"):
        return {"accused": _("请写明检举控告的人员或者单位；材料不得转给他们（信访工作条例第三十条）。")}
    if facts["kind"] != Kind.ACCUSATION and not own.name:
        return {"kind": _("没有署名的只能是检举控告。")}
    return {}


def kinds(situation: Situation) -> Choices:
    """The three kinds (信访工作条例第二十九条至第三十一条)."""
    return list(Kind.choices)


def is_restricted(situation: Situation) -> Label | None:
    """Who sees other matters follows from the roles."""
    return None if situation.case.is_restricted else _("只有检举控告需要逐人准许。")


def colleagues(situation: Situation) -> Choices:
    """The people of the agency, to admit one of them."""
    held = Membership.objects.filter(agency=situation.case.agency, person__is_active=True)
    people = {one.person_id: str(one.person) for one in held.select_related("person")}
    return [(str(pk), name) for pk, name in people.items()]


def opinions(situation: Situation) -> Choices:
    """信访工作条例第三十二条: support, explain, reject."""
    return [(outcome.value, outcome.label) for outcome in OPINION]


def answers(situation: Situation) -> Choices:
    """What the answer to this kind of matter may say."""
    return [(outcome.value, outcome.label) for outcome in ANSWER.get(Kind(own_of(situation).kind), ())]


# --- a conversion that nothing has come of --------------------------------------------------------


def request_of(case: Case) -> Case | None:
    """The request from which the petition was converted; nothing where it was not, or no longer is."""
    link = case.links.filter(kind=LinkKind.CONVERTED_FROM).select_related("to__agency").first()
    return link.to if link else None


def nothing_has_happened(situation: Situation) -> Label | None:
    """A conversion can be taken back while no step, letter or word to the citizen rests on it."""
    case = situation.case
    if own_of(situation).origin != Origin.CONVERTED:
        return _("这件事项不是由政府信息公开申请转来的。")
    if len(situation.steps) > 1:
        return _("转为信访事项以后已经办理过其他步骤，不能撤销转办。")
    if case.letters.exclude(state=LetterState.VOID).exists():
        return _("这件事项已经拟制文书，请先作废文书再撤销转办。")
    request = request_of(case)
    named = request and request.letters.exclude(state=LetterState.VOID).filter(text__contains=case.number)
    if named and named.exists():
        return _("申请的答复书已经写明信访事项的编号；没有发出的，请先作废，已经发出的，不能撤销转办。")
    return None
