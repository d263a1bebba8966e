"""Several requests of one applicant, handled together (并案办理): one leads, the others follow until they are answered.

Every request stays a request: it keeps its number, its code and its own limit, gets its own outcome, and counts as
one in the annual report. What they share is the work and the letter: the answer on the lead answers those that
follow, with a step in each chain. Everything is done from the lead, which locks those it touches in the order of keys.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.cases import engine
from yangguang.cases.inputs import Choice, Choices, Day, Text
from yangguang.cases.models import Case
from yangguang.cases.procedure import Facts, Label, Step
from yangguang.cases.situation import Situation, Taking
from yangguang.law.request_clock import RequestEvent as E
from yangguang.letters.models import Letter
from yangguang.offices.roles import Role
from yangguang.requests.conditions import outcome_choices

MERGED = "merged"
ALONE = "in_progress"
"""The state in which a request may begin to follow, and to which it returns."""
MOST = 50
LAW = gettext_lazy("条例第四十五条")


def candidates(case: Case) -> QuerySet[Case]:
    """Requests that may follow this one: of the same applicant to the same agency, being worked on, on their own."""
    mark = case.information_request.applicant_mark
    return (
        Case.objects.filter(agency=case.agency_id, procedure_id=case.procedure_id, state_id=ALONE)
        .filter(information_request__applicant_mark=mark, lead_case=None, followers=None)
        .exclude(pk=case.pk)
        .exclude(information_request__applicant_mark="")
        .order_by("pk")
    )


def followers(case: Case) -> QuerySet[Case]:
    """The requests that wait for this one's answer."""
    return case.followers.filter(state_id=MERGED).order_by("pk")


def candidate_choices(situation: Situation) -> Choices:
    """The requests that may be taken in, to choose from."""
    return _choices(candidates(situation.case))


def follower_choices(situation: Situation) -> Choices:
    """The requests that follow, to choose from."""
    return _choices(followers(situation.case))


def _choices(cases: QuerySet[Case]) -> Choices:
    return [(case.number, f"{case.number} {case.title}") for case in cases[:MOST]]


# --- what must hold -----------------------------------------------------------------------------


def may_lead(situation: Situation) -> Label | None:
    """There is somebody to follow, and no answer is being written that would not speak of them."""
    if not candidates(situation.case).exists():
        return _("同一申请人在本机关没有其他可以并入的申请（须已确认收到、正在办理、没有停表）。")
    return _no_answer_in_hand(situation.case)


def leads(situation: Situation) -> Label | None:
    """Somebody follows, and no answer is being written that speaks of them."""
    if not followers(situation.case).exists():
        return _("没有并入本案的申请。")
    return _no_answer_in_hand(situation.case)


def _no_answer_in_hand(case: Case) -> str:
    if Letter.objects.filter(case=case, step_id="answer").unfinished().exists():
        return _("本案的答复书已经拟制，文中写明了一并答复哪些申请。请先作废这份答复书，再并案或者拆开。")
    return ""


def may_follow(situation: Situation) -> Label | None:
    """It stands on its own, and no letter of its own is under way."""
    case = situation.case
    if case.followers.exists():
        return _("已有申请并入这一件，请以它为主案。")
    if Letter.objects.filter(case=case).unfinished().exists():
        return _("有没有发出的文书，请先发出或者作废。")
    return None


# --- what happens -------------------------------------------------------------------------------


def take_in(taking: Taking) -> None:
    """The lead takes another request in."""
    chosen = candidates(taking.case).get(number=taking.facts["follower"])
    engine.bring_along(taking, chosen.pk, "follow", {"lead": taking.case.number})


def begin_following(taking: Taking) -> None:
    """The request follows from now on."""
    taking.case.lead_case = Case.objects.get(number=taking.facts["lead"])


def let_go(taking: Taking) -> None:
    """The lead lets one request go its own way again."""
    chosen = followers(taking.case).get(number=taking.facts["follower"])
    _release(taking, chosen, taking.facts["reason"])


def stop_following(taking: Taking) -> None:
    """The request stands on its own again."""
    taking.case.lead_case = None


def answer_followers(taking: Taking) -> None:
    """The answer on the lead answers those that follow: the same outcome, day and letter."""
    told: Facts = {
        "lead": taking.case.number,
        "outcome": taking.facts["outcome"],
        "on": taking.facts["on"],
    }
    for case in list(followers(taking.case)):
        engine.bring_along(taking, case.pk, "follow_answer", told)


def release_all(taking: Taking) -> None:
    """The lead ends without an answer: whoever followed is worked on alone."""
    for case in list(followers(taking.case)):
        _release(taking, case, _("主案“%(step)s”") % {"step": taking.step.label})


def _release(taking: Taking, case: Case, reason: str) -> None:
    engine.bring_along(taking, case.pk, "unfollow", {"lead": taking.case.number, "reason": reason})


# --- the steps ----------------------------------------------------------------------------------


def merging_steps(
    *,
    working: frozenset[str],
    open_states: frozenset[str],
    answered: str,
    by: frozenset[Role],
    effect: Callable[[Taking], None],
) -> tuple[Step, ...]:
    """Taking in, letting go, and what either brings to the other request; ``effect`` keeps an outcome."""
    return (
        Step(
            id="merge",
            label=gettext_lazy("并入其他申请"),
            says=gettext_lazy("并入 %(follower)s，一并办理：%(reason)s"),
            law=LAW,
            frm=working,
            by=by,
            meets="follower",
            asks=(
                Choice(name="follower", label=gettext_lazy("并入本案的申请"), choices=candidate_choices),
                Text(name="reason", label=gettext_lazy("理由"), rows=3, most=500),
            ),
            conditions=(may_lead,),
            effect=take_in,
            help=gettext_lazy(
                "同一申请人的几件申请可以一并办理、一并答复：本案为主案，并入的申请随主案答复。"
                "每件申请仍按各自的期限计算，各有办理结果，在年度报告中各计一件。"
            ),
        ),
        Step(
            id="take_apart",
            label=gettext_lazy("拆开并案"),
            says=gettext_lazy("拆开 %(follower)s，各自办理：%(reason)s"),
            law=LAW,
            frm=open_states,
            by=by,
            meets="follower",
            asks=(
                Choice(name="follower", label=gettext_lazy("要拆开的申请"), choices=follower_choices),
                Text(name="reason", label=gettext_lazy("理由"), rows=3, most=500),
            ),
            conditions=(leads,),
            effect=let_go,
            help=gettext_lazy("拆开的申请恢复为“办理中”，期限一直按它自己的收到之日计算。答复以后不能拆开。"),
        ),
        Step(
            id="follow",
            label=gettext_lazy("并入主案"),
            says=gettext_lazy("并入 %(lead)s，一并办理"),
            law=LAW,
            frm=frozenset({ALONE}),
            to=MERGED,
            brought=True,
            asks=(Text(name="lead", label=gettext_lazy("主案"), most=40),),
            conditions=(may_follow,),
            effect=begin_following,
        ),
        Step(
            id="unfollow",
            label=gettext_lazy("恢复单独办理"),
            says=gettext_lazy("不再与 %(lead)s 一并办理：%(reason)s"),
            law=LAW,
            frm=frozenset({MERGED}),
            to=ALONE,
            brought=True,
            asks=(
                Text(name="lead", label=gettext_lazy("主案"), most=40),
                Text(name="reason", label=gettext_lazy("理由"), most=500),
            ),
            effect=stop_following,
        ),
        Step(
            id="follow_answer",
            label=gettext_lazy("随主案答复"),
            says=gettext_lazy("随 %(lead)s 一并答复申请人：%(outcome_label)s"),
            law=gettext_lazy("条例第三十三条、第三十六条至第三十九条"),
            frm=frozenset({MERGED}),
            to=answered,
            brought=True,
            asks=(
                Text(name="lead", label=gettext_lazy("主案"), most=40),
                Choice(name="outcome", label=gettext_lazy("办理结果"), choices=outcome_choices),
                Day(name="on", label=gettext_lazy("答复日期")),
            ),
            clock=E.ANSWERED,
            effect=effect,
        ),
    )
