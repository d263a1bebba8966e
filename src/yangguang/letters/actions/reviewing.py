"""The way of a letter through the review chain (拟稿、核稿、审签)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.cases.actor import Actor
from yangguang.cases.permissions import roles_in_case
from yangguang.cases.refused import NotAllowed, WrongFacts
from yangguang.letters import history
from yangguang.letters.actions.holding import locked, must_be, must_handle, person_of
from yangguang.letters.models import Approval, Letter, LetterState, Verdict
from yangguang.letters.permissions import why_not_approve
from yangguang.letters.selectors import office_of
from yangguang.letters.writing.content import tidy

_MOST = 1000


@transaction.atomic
def submit(letter: Letter, *, by: Actor, at: datetime, version: int, note: str = "") -> Letter:
    """Hand the draft to the chain as the agency has set it today. A chain without levels leaves it ready to go."""
    fresh = locked(letter, version)
    must_handle(fresh, by)
    must_be(fresh, LetterState.DRAFT)
    tidy(fresh.text)
    chain = office_of(fresh.agency).chain
    fresh.levels = [level.as_json() for level in chain]
    fresh.level = 0
    fresh.state = LetterState.IN_REVIEW if chain else LetterState.APPROVED
    _say(fresh, Verdict.SUBMITTED, by, at, label="拟稿", level=None, note=note)
    _save(fresh, at)
    history.record(history.SUBMITTED, fresh, by=by, at=at, text=fresh.text_number)
    return fresh


@transaction.atomic
def approve(letter: Letter, *, by: Actor, at: datetime, version: int, note: str = "") -> Letter:
    """Agree with the text as it stands, for the level whose turn it is."""
    fresh = locked(letter, version)
    level = _turn(fresh, by)
    _say(fresh, Verdict.APPROVED, by, at, label=fresh.chain[level].label, level=level, note=note)
    label = fresh.chain[level].label
    fresh.level += 1
    if fresh.level >= len(fresh.levels):
        fresh.state = LetterState.APPROVED
    _save(fresh, at)
    history.record(history.APPROVED, fresh, by=by, at=at, level=label, text=fresh.text_number)
    return fresh


@transaction.atomic
def send_back(letter: Letter, *, reason: str, by: Actor, at: datetime, version: int) -> Letter:
    """Give the letter back to its author; the chain begins anew when it is submitted again."""
    fresh = locked(letter, version)
    level = _turn(fresh, by)
    reason = reason.strip()
    if not reason:
        raise WrongFacts({"reason": [_("请写明退回的理由，拟稿人才知道怎么改。")]})
    label = fresh.chain[level].label
    fresh.approvals.filter(verdict=Verdict.APPROVED, withdrawn_at__isnull=True).update(withdrawn_at=at)
    _say(fresh, Verdict.SENT_BACK, by, at, label=label, level=level, note=reason)
    fresh.state, fresh.level = LetterState.DRAFT, 0
    _save(fresh, at)
    history.record(history.SENT_BACK, fresh, by=by, at=at, level=label, reason=reason[:500])
    return fresh


def _turn(letter: Letter, by: Actor) -> int:
    """The level whose turn it is, if this person may speak for it."""
    refusal = why_not_approve(person_of(by), letter)
    if refusal:
        raise NotAllowed(refusal)
    return letter.level


def _say(
    letter: Letter, verdict: Verdict, by: Actor, at: datetime, *, label: str, level: int | None, note: str
) -> None:
    person = person_of(by)
    Approval.objects.create(
        letter=letter,
        verdict=verdict,
        level=level,
        label=label,
        text_number=letter.text_number,
        person=person,
        person_name=by.name,
        roles=sorted(role.value for role in roles_in_case(person, letter.case)),
        is_own=level is not None and letter.drafted_by_id == person.pk,
        note=note.strip()[:_MOST],
        at=at,
    )


def _save(letter: Letter, at: datetime) -> None:
    letter.version += 1
    letter.changed_at = at
    letter.save()
