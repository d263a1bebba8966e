"""Preparing a letter, changing its text, giving it up."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yangguang.cases import engine
from yangguang.cases.actor import Actor
from yangguang.cases.forms import checked_facts
from yangguang.cases.models import Case
from yangguang.cases.procedure import Step
from yangguang.cases.refused import NotAllowed, Refused, WrongFacts
from yangguang.letters import history
from yangguang.letters.actions.holding import locked, must_be, must_handle, person_of
from yangguang.letters.models import Letter, LetterState, LetterVersion
from yangguang.letters.papers import Addressee, Paper, has_paper, paper
from yangguang.letters.permissions import edits_as, may_draft
from yangguang.letters.rechecking import noted
from yangguang.letters.rendering import facts_on, has_day, render
from yangguang.letters.writing.content import tidy

AUTHOR = "拟稿"


def prepare(case: Case, step_id: str, *, facts: Mapping[str, Any], by: Actor, at: datetime) -> Letter:
    """Write the letter of a step: its facts are kept until it is issued, its text comes from the template."""
    if not case.procedure.has_step(step_id) or not case.procedure.step(step_id).paper:
        raise Refused(_("没有要发文书的这个步骤。"))
    step = case.procedure.step(step_id)
    return _prepare(case, step, paper(step.paper), facts, by, at)


def prepare_paper(case: Case, code: str, *, facts: Mapping[str, Any], by: Actor, at: datetime) -> Letter:
    """Write a paper that no step issues."""
    if not has_paper(code) or paper(code).procedure_id != case.procedure_id:
        raise Refused(_("没有这种文书。"))
    return _prepare(case, paper(code).as_step(), paper(code), facts, by, at)


@transaction.atomic
def _prepare(case: Case, step: Step, of: Paper, facts: Mapping[str, Any], by: Actor, at: datetime) -> Letter:
    fresh = engine.locked(case.pk)
    if not may_draft(person_of(by), fresh, step):
        raise NotAllowed(
            _("您的角色不能拟制“%(paper)s”。需要的角色：%(roles)s。")
            % {"paper": of.label, "roles": "、".join(sorted(str(role.label) for role in step.by))}
        )
    situation = engine.situation_of(fresh, at)
    refusal = engine.why_not(situation, step) if step.id else ""
    if refusal:
        raise Refused(refusal)
    _refuse_second(fresh, step, of)
    given = {name: value for name, value in facts.items() if not (has_day(step) and name == step.day)}
    rendered = render(situation, step, of, given, situation.today)
    kept = checked_facts(step, situation, facts_on(step, given, situation.today))
    letter = Letter.objects.create(
        case=fresh,
        agency=fresh.agency,
        step_id=step.id,
        paper_code=of.code,
        wording_id=rendered.wording_id,
        facts=_plain({name: value for name, value in kept.items() if name in given}),
        values=rendered.values,
        text=rendered.text,
        drafted_by=by.person,
        drafted_by_name=by.name,
        created_at=at,
        changed_at=at,
    )
    _keep_version(letter, by, at, AUTHOR)
    history.record(history.PREPARED, letter, by=by, at=at, step=step.id)
    return letter


def _refuse_second(case: Case, step: Step, of: Paper) -> None:
    """One letter to the applicant at a time for a step; third parties may be several."""
    if not step.id or of.addressee is not Addressee.APPLICANT:
        return
    if case.letters.filter(step_id=step.id).unfinished().exists():
        raise Refused(
            _("已有一件“%(paper)s”在拟制或审签中，请办完或作废那一件，再拟新的。") % {"paper": of.label}
        )


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(facts, cls=DjangoJSONEncoder))
    return plain


def _keep_version(letter: Letter, by: Actor, at: datetime, made_as: str) -> None:
    LetterVersion.objects.create(
        letter=letter,
        number=letter.text_number,
        text=letter.text,
        made_at=at,
        made_by_name=by.name,
        made_as=made_as,
    )


@transaction.atomic
def edit(letter: Letter, text: str, *, by: Actor, at: datetime, version: int) -> Letter:
    """Change the text. What the levels from the editor's own on have approved is withdrawn, as they saw another text.

    The author's changes go back to the beginning of the chain; a level's own changes to that level.
    """
    fresh = locked(letter, version)
    must_be(fresh, LetterState.DRAFT, LetterState.IN_REVIEW, LetterState.APPROVED)
    level = edits_as(person_of(by), fresh)
    if level is None:
        raise NotAllowed(_("现在不由您修改这件文书：请等它退回，或者由审签到的人修改。"))
    text = tidy(text)
    if text == fresh.text:
        raise WrongFacts({"text": [_("文字没有变化。")]})
    fresh.values = _values_after(fresh, text, at)
    fresh.text = text
    withdrawn = _withdraw(fresh, level, at)
    _bump(fresh, at)
    _keep_version(fresh, by, at, AUTHOR if level < 0 else fresh.chain[level].label)
    history.record(
        history.EDITED, fresh, by=by, at=at, text=fresh.text_number, withdrawn=withdrawn, level=level
    )
    return fresh


def _values_after(letter: Letter, text: str, at: datetime) -> dict[str, str]:
    """What the new text states; where the case no longer lets the letter leave, what the old one did."""
    try:
        return noted(letter, text, at, timezone.localdate(at))
    except Refused:
        return dict(letter.values)


def _withdraw(letter: Letter, level: int, at: datetime) -> int:
    """Take back the approvals that the change has overtaken; how many there were."""
    if letter.state == LetterState.DRAFT:
        return 0
    standing = letter.approvals.filter(level__gte=max(level, 0), withdrawn_at__isnull=True)
    count = standing.filter(verdict="approved").update(withdrawn_at=at)
    letter.level = min(letter.level, max(level, 0))
    is_through = letter.level >= len(letter.levels)
    letter.state = LetterState.APPROVED if is_through else LetterState.IN_REVIEW
    return count


def _bump(letter: Letter, at: datetime) -> None:
    letter.text_number += 1
    letter.version += 1
    letter.changed_at = at
    letter.save()


@transaction.atomic
def void(letter: Letter, *, reason: str, by: Actor, at: datetime, version: int) -> Letter:
    """Give a letter up before it has left the house. It keeps its place in the case, and takes no number."""
    fresh = locked(letter, version)
    must_handle(fresh, by)
    must_be(fresh, LetterState.DRAFT, LetterState.IN_REVIEW, LetterState.APPROVED)
    reason = reason.strip()
    if not reason:
        raise WrongFacts({"reason": [_("请写明为什么作废。")]})
    fresh.state = LetterState.VOID
    fresh.version += 1
    fresh.changed_at = at
    fresh.save()
    history.record(history.VOIDED, fresh, by=by, at=at, reason=reason[:500])
    return fresh
