"""Holding a letter for an act: locked, as it stands, and as the person saw it."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from yangguang.cases.actor import Actor
from yangguang.cases.refused import Conflict, NotAllowed, Refused
from yangguang.letters.models import Letter, LetterState
from yangguang.letters.permissions import may_handle, step_of
from yangguang.offices.models import Person


def locked(letter: Letter, version: int | None = None) -> Letter:
    """The letter as it stands, held until the end of the transaction. :class:`Conflict` when it has moved on."""
    letters = Letter.objects.select_for_update(of=("self",)).select_related("case__agency", "agency")
    fresh = letters.get(pk=letter.pk)
    if version is not None and fresh.version != version:
        last = fresh.versions.order_by("-number").first()
        raise Conflict(
            _(
                "您打开页面以后，这件文书在 %(time)s 有了变动（现在是“%(state)s”，第 %(text)s 稿，%(who)s改）。"
                "您填写的内容还在，请先看现在的情况，再决定是否继续。"
            )
            % {
                "time": timezone.localtime(fresh.changed_at).strftime("%H:%M:%S"),
                "state": fresh.get_state_display(),
                "text": fresh.text_number,
                "who": last.made_by_name if last else "",
            }
        )
    return fresh


def person_of(by: Actor) -> Person:
    """The member of staff who acts; letters are written by people."""
    if by.person is None:
        raise NotAllowed(_("文书只能由工作人员办理。"))
    return by.person


def must_handle(letter: Letter, by: Actor) -> None:
    """Refuse who may not write and send letters of this step."""
    if not may_handle(person_of(by), letter):
        raise NotAllowed(
            _("您的角色不能办理这件文书。需要的角色：%(roles)s。")
            % {"roles": "、".join(sorted(str(role.label) for role in step_of(letter).by))}
        )


def must_be(letter: Letter, *states: LetterState) -> None:
    """Refuse a letter in another state."""
    if letter.state not in states:
        raise Refused(_("这件文书现在是“%(state)s”，不能这样办理。") % {"state": letter.get_state_display()})
