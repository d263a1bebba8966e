"""Questions to the letters: of a case, for the applicant, waiting for a person; and an agency's settings."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from yangguang.cases.models import Case
from yangguang.letters.models import (
    Letter,
    LetterOffice,
    LetterState,
    LetterTemplate,
    Seal,
    WordLayout,
)
from yangguang.letters.papers import Paper
from yangguang.letters.permissions import why_not_approve
from yangguang.letters.purposes import SealPurpose
from yangguang.letters.writing.content import SealPicture
from yangguang.offices.models import Agency, Membership, Person


def letters_of(case: Case) -> QuerySet[Letter]:
    """Every letter of a case, the oldest first; also those of another case that took a step in this one."""
    here = Q(case=case) | Q(pk__in=case.steps.exclude(letter_id=None).values("letter_id"))
    letters = Letter.objects.filter(here, agency=case.agency_id)
    return letters.select_related("case", "agency").prefetch_related("deliveries")


def public_letters(case: Case) -> list[Letter]:
    """What the applicant may fetch: letters to the applicant that have left the house."""
    issued = letters_of(case).filter(state=LetterState.ISSUED)
    return [letter for letter in issued if letter.paper.is_public]


def waiting_for(user: Person) -> list[Letter]:
    """Letters that this person may approve now, the longest waiting first."""
    agencies = Membership.objects.filter(person=user).values("agency")
    found = Letter.objects.visible_to(user).filter(state=LetterState.IN_REVIEW)
    if not user.is_superuser:
        found = found.filter(agency__in=agencies)
    found = found.select_related("case", "agency").order_by("changed_at")[:500]
    return [letter for letter in found if not why_not_approve(user, letter)]


def office_of(agency: Agency) -> LetterOffice:
    """What the agency has set; unsaved where it has set nothing."""
    return LetterOffice.objects.filter(agency=agency).first() or LetterOffice(agency=agency)


def template_text(agency: Agency, paper: Paper, wording_id: str) -> str:
    """The text from which a letter is made: the agency's own, or the one of the declaration."""
    own = LetterTemplate.objects.filter(agency=agency, paper_code=paper.code, wording_id=wording_id).first()
    return own.text if own else paper.wording(wording_id).text


def seal_of(agency: Agency, purpose: SealPurpose) -> SealPicture | None:
    """The agency's seal for a purpose, where it has handed one in. One for another purpose is not put in its place."""
    seal = Seal.objects.filter(agency=agency, purpose=purpose).first()
    if seal is None:
        return None
    with seal.picture.open("rb") as file:
        return SealPicture(file.read(), seal.width_mm)


def layout_of(agency: Agency, paper: Paper) -> WordLayout | None:
    """The agency's own Word layout for a paper: of that paper, else of all."""
    found = {
        layout.paper_code: layout
        for layout in WordLayout.objects.filter(agency=agency, paper_code__in=(paper.code, ""))
    }
    return found.get(paper.code) or found.get("")
