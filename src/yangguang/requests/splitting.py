"""One application, several matters: a case of its own for a matter, with the same applicant, day of receipt, and
everything that has moved the clock since.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.cases import engine
from yangguang.cases.actor import Actor
from yangguang.cases.linking import link
from yangguang.cases.models import Case, CaseStep, LinkKind
from yangguang.cases.refused import Conflict, Refused, WrongFacts
from yangguang.offices.models import Person
from yangguang.requests.intake import subject_mark, title_of
from yangguang.requests.merging import MERGED, followers
from yangguang.requests.models import InformationRequest
from yangguang.requests.procedure import PROCEDURE
from yangguang.requests.procedure.states import CONSULTING, CORRECTION, REASON, SUBMITTED
from yangguang.requests.rules import FIELDS

LONGEST = 4000


def why_not_split(case: Case, situation: engine.Situation) -> str:
    """Why no matter can be taken out now; empty when one can.

    The new case takes along everything that has moved the application's clock. What is still open when it is split
    would be owed twice, or to the wrong one of the two.
    """
    if not case.is_open:
        return _("案件已经办结，不能拆分。")
    if case.state_id == MERGED or followers(case).exists():
        return _("案件正在并案办理，请先拆开并案，再拆分。")
    if situation.has("notify_fee"):
        return _("已经按一件申请通知缴纳信息处理费，不能再拆分。")
    waiting = {
        CORRECTION: _("正在等待申请人补正。补正的内容决定有几件事，收到补正后再拆分。"),
        CONSULTING: _("正在征求意见，只停止计算有关事项的期限。收到全部意见后再拆分。"),
        REASON: _("正在等待申请人说明理由，收到理由后再拆分。"),
    }
    return waiting.get(case.state_id, "")


def _carried(situation: engine.Situation) -> list[CaseStep]:
    """The steps that a case split off takes along: those that moved state or clock since the request is in hand."""
    declared = situation.procedure.step
    return [
        step
        for step in situation.counting
        if situation.procedure.has_step(step.step_id)
        and step.frm not in ("", SUBMITTED)
        and step.step_id not in _OF_MERGING
        and (declared(step.step_id).clock or step.frm != step.to)
    ]


_OF_MERGING = frozenset({"follow", "unfollow"})


@transaction.atomic
def split(case: Case, matter: str, *, by: Person, at: datetime, version: int) -> Case:
    """Open a case for ``matter``; the words of the original stay as they came. Raises :class:`Refused`."""
    matter = matter.strip()
    if not 2 <= len(matter) <= LONGEST:
        raise WrongFacts({"matter": [_("请写明拆出的事项（2 至 4000 字）。")]})
    original = engine.locked(case.pk)
    if original.version != version:
        raise Conflict(_("案件刚被别人办理过，请看过现在的情况再拆分。"))
    situation = engine.situation_of(original, at)
    refusal = why_not_split(original, situation)
    if refusal:
        raise Refused(refusal)
    own = InformationRequest.objects.get(case=original)
    facts = {name: getattr(own, name) for name in FIELDS} | {
        "info_title": "",
        "info_document_number": "",
        "info_description": matter,
    }
    received = original.received_on

    def make_own(new: Case) -> InformationRequest:
        return InformationRequest.objects.create(
            case=new,
            channel=own.channel,
            arrived_on=own.arrived_on,
            confirmed_on=own.confirmed_on,
            applicant_mark=own.applicant_mark,
            subject_mark=subject_mark(facts),
            code_hash=own.code_hash,  # the applicant's code opens both
            **facts,
        )

    new = engine.open_case(
        PROCEDURE,
        original.agency,
        title=title_of(facts),
        step_id="register" if received else "submit",
        facts={"on": received} if received else {},
        by=Actor.staff(by),
        at=at,
        arrived_at=original.arrived_at,
        received_on=received,
        category=original.category,
        make_own=make_own,
    )
    engine.carry_over(new, _carried(situation), by=Actor.staff(by), at=at)
    link(new, original, LinkKind.SPLIT_FROM, by=by, at=at)
    original.version += 1  # a second click has seen the case as it was before
    original.save(update_fields=["version"])
    return new
