"""Registering a petition: number, query code, the rule that holds and files in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.base import File
from django.utils import timezone
from django.utils.translation import gettext as _

from yangguang.cases import engine
from yangguang.cases.actor import Actor, ActorKind
from yangguang.cases.attaching import Inspected, all_or_nothing, attach, inspect
from yangguang.cases.models import AttachmentKind, Case
from yangguang.cases.refused import NotAllowed, WrongFacts
from yangguang.law.errors import LawError
from yangguang.law.petition_clock import regime_on
from yangguang.offices.models import Agency
from yangguang.petitions.models import Kind, Origin, Petition, title_of
from yangguang.petitions.procedure import KEEPER, PROCEDURE
from yangguang.petitions.rules import problems_of, tidied
from yangguang.requests import codes
from yangguang.requests.intake import moment_of

Upload = tuple[AttachmentKind | str, File[bytes] | Inspected]
_STEPS = {
    Origin.DIRECT: "register",
    Origin.HANDED_OVER: "register_handed_over",
    Origin.CONVERTED: "convert",
}
_FACT = {Origin.HANDED_OVER: "from_body", Origin.CONVERTED: "source"}


@dataclass(frozen=True, slots=True)
class Registered:
    """A petition on the books, and the code that only the petitioner gets. The code is nowhere kept."""

    case: Case
    code: str


def register_petition(
    own: Mapping[str, Any],
    uploads: Sequence[Upload],
    *,
    agency: Agency,
    by: Actor,
    at: datetime,
    registered_on: date,
    from_body: str = "",
) -> Registered:
    """Put a petition on the books. Raises :class:`Refused` or one of its kinds; then nothing is kept.

    With ``from_body`` it came from another body, and the office has five working days to object.
    """
    code = codes.new_code()
    case = enter(
        own,
        uploads,
        origin=Origin.HANDED_OVER if from_body else Origin.DIRECT,
        source=from_body,
        agency=agency,
        by=by,
        at=at,
        registered_on=registered_on,
        arrived_at=moment_of(registered_on, at),
        code_hash=codes.hashed(code),
    )
    return Registered(case, code)


def enter(
    own: Mapping[str, Any],
    uploads: Sequence[Upload],
    *,
    origin: Origin,
    source: str,
    agency: Agency,
    by: Actor,
    at: datetime,
    registered_on: date,
    arrived_at: datetime,
    code_hash: str,
) -> Case:
    """The case with its own record, whatever its origin; ``source`` is who or what it came from."""
    facts = tidied(own)
    problems = problems_of(facts)
    if registered_on > timezone.localdate(at):
        problems["registered_on"] = [_("登记日期不能晚于今天。")]
    try:
        regime = regime_on(registered_on)
    except LawError as error:
        problems["registered_on"] = [str(error)]
    if problems:
        raise WrongFacts(problems)
    if facts["kind"] == Kind.ACCUSATION:
        _must_keep_close(agency, by)
    files = [(kind, file if isinstance(file, Inspected) else inspect(file)) for kind, file in uploads]

    def make_own(case: Case) -> Petition:
        case.is_restricted = facts["kind"] == Kind.ACCUSATION
        return Petition.objects.create(
            case=case, origin=origin, legal_regime=regime.value, code_hash=code_hash, **facts
        )

    with all_or_nothing():
        case = engine.open_case(
            PROCEDURE,
            agency,
            title=title_of(facts["kind"], facts["text"]),
            step_id=_STEPS[origin],
            facts={"on": registered_on, **({_FACT[origin]: source} if source else {})},
            by=by,
            at=at,
            arrived_at=arrived_at,
            received_on=registered_on,
            make_own=make_own,
        )
        for kind, file in files:
            attach(case, file, kind, by=by, at=at, step_number=1)
    return case


def _must_keep_close(agency: Agency, by: Actor) -> None:
    """Whoever takes an accusation in knows of it from then on: those only who may know of it anyway."""
    if by.kind is not ActorKind.STAFF or by.person is None:
        return
    if by.person.is_superuser or any(by.person.has_role(role, agency) for role in KEEPER):
        return
    raise NotAllowed(
        _("检举控告由%(roles)s登记，请转交他们办理（信访工作条例第三十条第三款）。")
        % {"roles": "、".join(str(role.label) for role in KEEPER)}
    )
