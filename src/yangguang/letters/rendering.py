"""From a case to the text of a letter, and from a letter to what stands on the paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from yangguang.cases import engine
from yangguang.cases.forms import checked_facts
from yangguang.cases.procedure import Step
from yangguang.cases.refused import Refused
from yangguang.cases.situation import Situation, event_of
from yangguang.law.chinese_dates import in_figures, in_numerals
from yangguang.law.errors import LawError
from yangguang.letters import placeholders
from yangguang.letters.models import DateStyle, Letter, LetterState
from yangguang.letters.numbers import document_number
from yangguang.letters.papers import Occasion, Paper
from yangguang.letters.selectors import layout_of, office_of, seal_of, template_text
from yangguang.letters.writing.content import LetterContent, SealPicture, blocks_of, tidy
from yangguang.letters.writing.docx import write_docx
from yangguang.letters.writing.pdf import write_pdf
from yangguang.letters.writing.word_layout import lay
from yangguang.offices.models import Agency


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text with the values that went into it."""

    text: str
    values: dict[str, str]
    wording_id: str


def has_day(step: Step) -> bool:
    """Whether the step asks for the day on which it happens: for a letter, the day on which it leaves."""
    return step.day in {item.name for item in step.asks}


def facts_on(step: Step, facts: Mapping[str, Any], on: date) -> dict[str, Any]:
    """The facts with the day on which the letter leaves."""
    return {**facts, step.day: on} if has_day(step) else dict(facts)


def render(situation: Situation, step: Step, paper: Paper, facts: Mapping[str, Any], on: date) -> Rendered:
    """The text of a letter for checked facts. Raises :class:`Refused` naming what is missing."""
    kept = checked_facts(step, situation, facts_on(step, facts, on))
    values = values_of(situation, step, paper, kept, on)
    wording_id = paper.wording_of(kept)
    template = template_text(situation.case.agency, paper, wording_id)
    text = tidy(placeholders.fill(template, values, paper.optional))
    return Rendered(text, values, wording_id)


def values_of(
    situation: Situation, step: Step, paper: Paper, kept: Mapping[str, Any], on: date
) -> dict[str, str]:
    """What every placeholder of the paper stands for in this case on this day."""
    case = situation.case
    contact = office_of(case.agency).contact
    common = {
        "机关": case.agency.name,
        "案件编号": case.number,
        "联系方式": f"联系方式：{contact}" if contact else "",
    }
    occasion = Occasion(situation, kept, on, _clock_after(situation, step, kept))
    return common | {name: str(value) for name, value in paper.values(occasion).items()}


def _clock_after(situation: Situation, step: Step, kept: Mapping[str, Any]) -> Any:
    events = [*situation.events, event_of(step, kept)] if step.clock else situation.events
    try:
        return engine.compute_clock(situation.case, situation, events)
    except LawError as error:
        raise Refused(str(error)) from error


# --- what stands on the paper ------------------------------------------------------------------


def signed_on(agency: Agency, day: date) -> str:
    """The day in the agency's way of writing."""
    if office_of(agency).date_style == DateStyle.CHINESE:
        return in_numerals(day)
    return in_figures(day)


def laid_out(
    text: str,
    paper: Paper,
    agency: Agency,
    *,
    number: str,
    day: date,
    seal: SealPicture | None = None,
) -> LetterContent:
    """A tidy text as the content of a letter."""
    blocks = blocks_of(text)
    return LetterContent(
        title=blocks[0].text,
        blocks=blocks,
        agency=agency.name,
        number=number if paper.is_numbered else "",
        signed_on=signed_on(agency, day),
        day=day,
        seal=seal if paper.is_sealed else None,
    )


def draft_content(letter: Letter, at: datetime, *, text: str | None = None) -> LetterContent:
    """A letter as it would look today, without number and seal. Of one that was issued: as it was."""
    if letter.state == LetterState.ISSUED and letter.issued_on:
        return laid_out(letter.text, letter.paper, letter.agency, number=letter.number, day=letter.issued_on)
    return laid_out(
        tidy(text if text is not None else letter.text),
        letter.paper,
        letter.agency,
        number=_("（文号在发出时编定）"),
        day=timezone.localdate(at),
    )


def final_content(letter: Letter, number: str, day: date) -> LetterContent:
    """A letter with number and seal."""
    seal = seal_of(letter.agency, letter.paper.seal)
    return laid_out(letter.text, letter.paper, letter.agency, number=number, day=day, seal=seal)


def word_file(letter: Letter, content: LetterContent) -> bytes:
    """The letter as a Word document: in the agency's own layout where it has one."""
    layout = layout_of(letter.agency, letter.paper)
    if layout is None:
        return write_docx(content)
    with layout.file.open("rb") as file:
        return lay(file.read(), content)


def pdf_bytes(letter: Letter, at: datetime) -> bytes:
    """The letter as a PDF: the frozen one when it was issued, else a draft."""
    if letter.state == LetterState.ISSUED:
        with letter.pdf.open("rb") as file:
            return bytes(file.read())
    return write_pdf(draft_content(letter, at))


def docx_bytes(letter: Letter, at: datetime) -> bytes:
    """The letter as a Word document: the frozen one when it was issued, else a draft."""
    if letter.state == LetterState.ISSUED:
        with letter.docx.open("rb") as file:
            return bytes(file.read())
    return word_file(letter, draft_content(letter, at))


def sample_content(case_agency: Agency, paper: Paper, text: str, day: date) -> LetterContent:
    """A template filled with sample values, to look at."""
    placeholders.check(text, [item.name for item in paper.known], paper.must_say)
    filled = tidy(placeholders.fill(text, paper.samples(), paper.optional))
    number = office_number_sample(case_agency, day)
    return laid_out(filled, paper, case_agency, number=number, day=day, seal=seal_of(case_agency, paper.seal))


def office_number_sample(agency: Agency, day: date) -> str:
    """What a number by the agency's pattern looks like."""
    return document_number(office_of(agency).number_pattern, agency, day.year, 12)
