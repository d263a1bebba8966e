"""What an applicant with number and code sees and does. Every act goes through the engine like anybody's."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.base import File
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.cases.actor import Actor
from yangguang.cases.attaching import all_or_nothing, attach, inspect
from yangguang.cases.engine import take
from yangguang.cases.models import Attachment, AttachmentKind, Case, CaseStep, LinkKind
from yangguang.cases.procedure import Step
from yangguang.cases.refused import Refused
from yangguang.cases.situation import Situation
from yangguang.law.outcomes import outcome
from yangguang.law.remedies import complaint, remedies, remedies_for_silence
from yangguang.ledger import kinds
from yangguang.ledger.book import record
from yangguang.letters.actions import note_fetched
from yangguang.letters.models import Letter
from yangguang.letters.rendering import pdf_bytes
from yangguang.requests import codes
from yangguang.requests.conditions import NOT_BY_LETTER
from yangguang.requests.models import DisclosureSuggestion, Rating, Satisfaction
from yangguang.requests.procedure.states import ANSWERED, ARCHIVED
from yangguang.requests.reviewing_body import body_kind, reviewer_of

RATED = kinds.declare("requests.rated", gettext_lazy("%(number)s 申请人评价：%(said)s"))
SUGGESTED = kinds.declare("requests.suggested", gettext_lazy("%(number)s 申请人建议主动公开"))
WITH_FILES = frozenset({"correct", "give_reason"})
"""Acts that may bring files along."""
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－ー一_"), "-")


def normalised_number(typed: str) -> str:
    """A case number as it is written on the receipt, whatever width, dashes and blanks were typed."""
    folded = unicodedata.normalize("NFKC", typed[:100]).translate(_DASHES).upper()
    return "".join(folded.split())


def looked_up(number: str, code: str) -> Case | None:
    """The case with this number and code, whatever its procedure.

    Takes the same time whether number or code is wrong.
    """
    case = Case.objects.filter(number=normalised_number(number)).first()
    hash_of = case.procedure.code_hash if case else None
    return case if codes.matches(code, hash_of(case) if case and hash_of else codes.NOBODYS) else None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the timeline: when, what, and on which rule."""

    on: date
    says: str
    law: str


def timeline(situation: Situation) -> list[Line]:
    """The steps that the applicant may see, the last first."""
    lines = []
    for step in situation.counting:
        if not situation.procedure.has_step(step.step_id):
            continue
        declared = situation.procedure.step(step.step_id)
        if declared.is_public:
            lines.append(Line(step.on, said_of(declared, step), str(declared.law)))
    return lines[::-1]


def said_of(declared: Step, step: CaseStep) -> str:
    """The step as a sentence; what was left empty leaves no trailing colon."""
    facts: Mapping[str, Any] = defaultdict(str, step.facts)
    return (str(declared.says) % facts).rstrip("：: ")


def acts(situation: Situation) -> list[Step]:
    """What the applicant can do now, beyond looking."""
    return [
        step
        for step in situation.procedure.steps
        if step.by_applicant and step.frm and situation.case.state_id in step.frm
    ]


def act(
    case: Case, step: Step, facts: Mapping[str, Any], files: Sequence[File[bytes]], at: datetime
) -> CaseStep:
    """The applicant takes a step today, with files where the step may bring some. All or nothing."""
    inspected = [inspect(file) for file in files] if step.id in WITH_FILES else []
    kept = dict(facts)
    if any(item.name == "on" for item in step.asks):
        kept["on"] = timezone.localdate(at)
    by = Actor.applicant()
    kind = AttachmentKind.CORRECTION if step.id == "correct" else AttachmentKind.APPLICANT_FILE
    with all_or_nothing():
        taken = take(case, step.id, facts=kept, by=by, at=at)
        for file in inspected:
            attach(case, file, kind, by=by, at=at, step_number=taken.number)
    return taken


def files_for_applicant(case: Case) -> list[Attachment]:
    """The files that the office has given out. What is released comes with the answer, not before it."""
    given = case.attachments.filter(is_public=True)
    if not may_rate(case):
        return list(given.exclude(kind=AttachmentKind.RELEASED))
    with_lead = Attachment.objects.filter(
        case=case.lead_case_id, kind=AttachmentKind.RELEASED, is_public=True
    )
    return [*given, *with_lead]


@dataclass(frozen=True, slots=True)
class Kin:
    """The other numbers under which the applicant's matter runs: handled together, and split off."""

    lead: str
    followers: tuple[str, ...]
    parts: tuple[str, ...]
    """All numbers into which one application was split, but this one."""


def kin_of(case: Case) -> Kin:
    """The numbers of the cases that hang together with this one by an act of the office."""
    origin = case.links.filter(kind=LinkKind.SPLIT_FROM).values_list("to", flat=True).first() or case.pk
    parts = Case.objects.filter(Q(pk=origin) | Q(links__to=origin, links__kind=LinkKind.SPLIT_FROM)).exclude(
        pk=case.pk
    )
    return Kin(
        lead=case.lead_case.number if case.lead_case else "",
        followers=tuple(case.followers.order_by("pk").values_list("number", flat=True)),
        parts=tuple(parts.order_by("pk").values_list("number", flat=True)),
    )


def fetch(letter: Letter, at: datetime) -> bytes:
    """The letter as it left the house, for the applicant; fetched for the first time it is served."""
    data = pdf_bytes(letter, at)
    note_fetched(letter, at=at)
    return data


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee that waits to be paid."""

    yuan: int
    reason: str
    pay_by: date | None


def fee_due(situation: Situation) -> Fee | None:
    """The fee asked for and not yet paid."""
    notice = situation.last("notify_fee")
    if notice is None or situation.has("pay_fee") or not situation.case.is_open:
        return None
    limit = situation.clock.limit("fee-payment") if situation.clock else None
    return Fee(
        int(notice.facts.get("yuan", 0)), str(notice.facts.get("reason", "")), limit.due if limit else None
    )


def asked_of_applicant(situation: Situation) -> tuple[str, date | None]:
    """What the office asks the applicant to supply, and until when; empty when it asks nothing."""
    asked = {"correction_requested": "ask_correction", "reason_requested": "ask_reason"}
    notice = situation.last(asked.get(situation.case.state_id, ""))
    if notice is None:
        return "", None
    return str(notice.facts["what"]), date.fromisoformat(notice.facts["until"])


# --- remedies -----------------------------------------------------------------------------------


def remedy_texts(situation: Situation) -> list[str]:
    """What can be done against the answer, or against silence after the due date; nothing while neither is there."""
    case = situation.case
    text = _remedy_text(situation)
    if not text:
        return []
    return [text, complaint(str(case.agency.parent or ""))]


def _remedy_text(situation: Situation) -> str:
    case, agency = situation.case, situation.case.agency
    body = body_kind(agency)
    answer = situation.last("answer") or situation.last("follow_answer")
    in_force = case.information_request.outcome_in_force
    if answer is not None and in_force and in_force not in NOT_BY_LETTER:
        answered_on = case.information_request.concluded_on or answer.on
        return remedies(
            outcome(in_force),
            answered_on,
            body,
            reviewer=reviewer_of(agency, body, answered_on),
            court=agency.court,
            calendar=situation.calendar,
        ).text
    if case.is_open and situation.clock and situation.clock.is_overdue(situation.today):
        due = situation.clock.due
        if due is not None:
            reviewer, calendar = reviewer_of(agency, body, due), situation.calendar
            advice = remedies_for_silence(due, body, reviewer=reviewer, court=agency.court, calendar=calendar)
            return advice.text
    return ""


# --- rating and suggestion ----------------------------------------------------------------------


def may_rate(case: Case) -> bool:
    """Whether there is an answer to judge."""
    in_force = case.information_request.outcome_in_force
    return case.state_id in (ANSWERED, ARCHIVED) and in_force not in NOT_BY_LETTER


def rate(case: Case, satisfaction: str, comment: str, at: datetime) -> Rating:
    """Keep the applicant's judgement; a later one replaces it. Raises :class:`Refused`."""
    if not may_rate(case):
        raise Refused(_("答复以后才能评价。"))
    said = Satisfaction(satisfaction)
    with all_or_nothing():
        rating, _made = Rating.objects.update_or_create(
            case=case, defaults={"satisfaction": said, "comment": comment[:500], "given_at": at}
        )
        record(RATED, case, by=None, agency=case.agency, at=at, number=case.number, said=str(said.label))
    return rating


def suggest_disclosure(case: Case, reason: str, at: datetime) -> DisclosureSuggestion:
    """Suggest that what was asked for be published (条例第四十四条第二款); a later reason replaces an earlier one."""
    with all_or_nothing():
        suggestion, made = DisclosureSuggestion.objects.update_or_create(
            case=case, defaults={"reason": reason[:1000], "made_at": at}
        )
        if made:
            record(SUGGESTED, case, by=None, agency=case.agency, at=at, number=case.number)
    return suggestion
