"""One application, several matters: a case of its own for a matter, with the same applicant and day of receipt."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.cases import engine
from yangguang.cases.actor import Actor
from yangguang.cases.linking import link
from yangguang.cases.models import Case, LinkKind
from yangguang.cases.refused import Conflict, Refused, WrongFacts
from yangguang.offices.models import Person
from yangguang.requests.intake import subject_mark, title_of
from yangguang.requests.models import InformationRequest
from yangguang.requests.procedure import PROCEDURE
from yangguang.requests.rules import FIELDS

LONGEST = 4000


def why_not_split(case: Case, situation: engine.Situation) -> str:
    """Why no matter can be taken out now; empty when one can.

    The new case begins with the day of receipt and nothing else. Once the clock has been stopped or extended a copy
    would be owed another day than the original.
    """
    if not case.is_open:
        return _("案件已经办结，不能拆分。")
    if situation.events:
        return _("案件的期限已经停过、重算过或延长过，拆出的案件会有不同的到期日，不能再拆分。")
    return ""


@transaction.atomic
def split(case: Case, matter: str, *, by: Person, at: datetime, version: int) -> Case:
    """Open a case for ``matter``; the words of the original stay as they came. Raises :class:`Refused`."""
    matter = matter.strip()
    if not 2 <= len(matter) <= LONGEST:
        raise WrongFacts({"matter": [_("请写明拆出的事项（2 至 4000 字）。")]})
    original = engine.locked(case.pk)
    if original.version != version:
        raise Conflict(_("案件刚被别人办理过，请看过现在的情况再拆分。"))
    refusal = why_not_split(original, engine.situation_of(original, at))
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
    link(new, original, LinkKind.SPLIT_FROM, by=by, at=at)
    original.version += 1  # a second click has seen the case as it was before
    original.save(update_fields=["version"])
    return new
