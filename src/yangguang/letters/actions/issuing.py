"""A letter leaves the house: number, seal, frozen files, and the step of the case, in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yangguang.cases import engine
from yangguang.cases.actor import Actor
from yangguang.cases.numbering import take_number
from yangguang.cases.refused import Refused, WrongFacts
from yangguang.letters import history
from yangguang.letters.actions.delivering import open_online
from yangguang.letters.actions.holding import locked, must_be, must_handle, person_of
from yangguang.letters.actions.storing import stored
from yangguang.letters.models import Letter, LetterState
from yangguang.letters.numbers import SERIES, document_number
from yangguang.letters.permissions import missing_consent, step_of
from yangguang.letters.rechecking import recheck, said
from yangguang.letters.rendering import facts_on, final_content, word_file
from yangguang.letters.selectors import office_of
from yangguang.letters.writing.pdf import write_pdf


def issue(letter: Letter, *, by: Actor, at: datetime, version: int, on: date | None = None) -> Letter:
    """Send an approved letter: take its number, freeze its files and take its step on the day it leaves.

    Where the engine refuses the step, the letter stays approved and keeps no number.
    """
    with _files() as kept, transaction.atomic():
        case = engine.locked(letter.case_id)
        fresh = locked(letter, version)
        must_handle(fresh, by)
        must_be(fresh, LetterState.APPROVED)
        day = _day(on, at)
        _must_hold(fresh, by, at, day)
        fresh.state, fresh.issued_on, fresh.issued_at = LetterState.ISSUED, day, at
        fresh.issued_by_name = by.name
        if fresh.step_id:
            facts = facts_on(step_of(fresh), fresh.facts, day)
            taken = engine.take(case, fresh.step_id, facts=facts, by=by, at=at, letter_id=fresh.pk)
            fresh.step_number = taken.number
        _freeze(fresh, day, kept)
        fresh.version += 1
        fresh.changed_at = at
        fresh.save()
        history.record(
            history.ISSUED, fresh, by=by, at=at, number=fresh.number, on=day, sha256=fresh.pdf_sha256
        )
        open_online(fresh, by, at)
    return fresh


def _day(on: date | None, at: datetime) -> date:
    today = timezone.localdate(at)
    if on is not None and on > today:
        raise WrongFacts({"on": [_("成文日期不能晚于今天（%(day)s）。") % {"day": today.isoformat()}]})
    return on or today


def _must_hold(letter: Letter, by: Actor, at: datetime, day: date) -> None:
    """Refuse a letter without the consent that the law asks for, or that states what no longer is so."""
    refusal = missing_consent(letter, person_of(by))
    if refusal:
        raise Refused(refusal)
    changed = recheck(letter, at, day).changed
    if changed:
        raise Refused(
            _(
                "拟稿以后情况有变，按 %(day)s 发出，文中这些内容已经不对：%(changes)s。请在文书页面点“更新文字”，再审签发出。"
            )
            % {"day": day.isoformat(), "changes": said(changed)}
        )


def _freeze(letter: Letter, day: date, kept: list[str]) -> None:
    """Number and files as they leave. The number last, so that its series is locked for a moment only."""
    if letter.paper.is_numbered:
        letter.year = day.year
        letter.serial = take_number(letter.agency, SERIES, day.year)
        pattern, word = office_of(letter.agency).number_pattern, letter.paper.number_word
        letter.number = document_number(pattern, letter.agency, day.year, letter.serial, word)
    content = final_content(letter, letter.number, day)
    pdf = write_pdf(content)
    letter.pdf_sha256 = hashlib.sha256(pdf).hexdigest()
    for field, data in ((letter.pdf, pdf), (letter.docx, word_file(letter, content))):
        with stored():
            field.save("", ContentFile(data, name="letter"), save=False)
        kept.append(str(field.name))


@contextmanager
def _files() -> Iterator[list[str]]:
    """Files that are taken away again when the letter does not leave after all."""
    kept: list[str] = []
    try:
        yield kept
    except BaseException:
        storage = Letter._meta.get_field("pdf").storage
        for name in kept:
            storage.delete(name)
        raise
