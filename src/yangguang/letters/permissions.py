"""Who may do what with a letter. The only place where this is decided.

Drafting, submitting, sending and recording delivery belong to those who may take the letter's step; approving
belongs to the roles of the level whose turn it is; setting up to the disclosure office and the administrator.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yangguang.cases.actor import Actor
from yangguang.cases.engine import may_take
from yangguang.cases.models import Case
from yangguang.cases.permissions import roles_in_case
from yangguang.cases.procedure import Step
from yangguang.letters.chain import Level
from yangguang.letters.models import Letter, LetterState, Verdict
from yangguang.offices.models import Agency, Membership, Person
from yangguang.offices.roles import Role

SETS_UP = frozenset({Role.ADMINISTRATOR, Role.DISCLOSURE_OFFICE})
"""Roles that edit templates, the chain, the seal and the number of their own agency."""


def step_of(letter: Letter) -> Step:
    """The step that the letter takes when it is issued; for a paper without one, what it asks in that shape."""
    if letter.step_id:
        return letter.case.procedure.step(letter.step_id)
    return letter.paper.as_step()


def may_draft(user: Person, case: Case, step: Step) -> bool:
    """Whether this person may write, submit and send letters of this step."""
    return may_take(case, step, Actor.staff(user))


def may_handle(user: Person, letter: Letter) -> bool:
    """Whether this person may write, submit and send this letter."""
    return may_draft(user, letter.case, step_of(letter))


def takes_part(user: Person, letter: Letter) -> bool:
    """Whether this person has anything to do with the letter, be it their turn or not."""
    concerned = {role for level in letter.chain for role in level.roles}
    return may_handle(user, letter) or bool(roles_in_case(user, letter.case) & concerned)


def why_not_approve(user: Person, letter: Letter) -> str:
    """Why this person cannot approve the letter now; empty when they can."""
    level = letter.waits_for
    if level is None:
        return _("这件文书现在不在审签中。")
    if not roles_in_case(user, letter.case) & level.roles:
        return _("现在等待“%(level)s”，需要的角色：%(roles)s。") % {
            "level": level.label,
            "roles": level.roles_label,
        }
    if letter.drafted_by_id == user.pk and others_hold(level, letter.agency, user):
        return _("本人拟的文书由其他%(roles)s审签。") % {"roles": level.roles_label}
    return ""


def others_hold(level: Level, agency: Agency, user: Person) -> bool:
    """Whether anybody else could take the level."""
    held = Membership.objects.filter(agency=agency, role__in=level.roles, person__is_active=True)
    return held.exclude(person=user).exists()


def edits_as(user: Person, letter: Letter) -> int | None:
    """As which level this person may change the text: -1 as its author, None not at all.

    A level may put right what lies before it; those further up have not seen it yet.
    """
    if not letter.is_open:
        return None
    if letter.state != LetterState.DRAFT:
        roles = roles_in_case(user, letter.case)
        reached = min(letter.level, len(letter.levels) - 1)
        mine = [n for n, level in enumerate(letter.chain) if n <= reached and roles & level.roles]
        is_author = letter.drafted_by_id == user.pk
        if mine and not is_author:
            return mine[-1]
    return -1 if may_handle(user, letter) else None


def missing_consent(letter: Letter, issuer: Person) -> str:
    """Why the letter lacks the consent that its step asks for (``approved_by``); empty when it has it."""
    wanted = step_of(letter).approved_by
    if not wanted or roles_in_case(issuer, letter.case) & wanted:
        return ""
    said = letter.approvals.filter(verdict=Verdict.APPROVED, withdrawn_at__isnull=True)
    if any(wanted & {Role(role) for role in approval.roles} for approval in said):
        return ""
    return _("“%(step)s”须经%(roles)s同意（%(law)s），审签意见里还没有。") % {
        "step": step_of(letter).label,
        "roles": "或".join(str(role.label) for role in Role if role in wanted),
        "law": step_of(letter).law,
    }


def agencies_to_set_up(user: Person) -> QuerySet[Agency]:
    """The agencies whose templates, chain and seal this person sets."""
    if user.is_superuser:
        return Agency.objects.active()
    held = Membership.objects.filter(person=user, role__in=SETS_UP).values("agency")
    return Agency.objects.active().filter(pk__in=held)
