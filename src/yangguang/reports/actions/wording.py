"""Write the parts of a computed report; each text stays through every new count."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from yangguang.offices.models import Person
from yangguang.reports import history
from yangguang.reports.acting import OPEN, acting, required
from yangguang.reports.actions.settling import back_to_draft
from yangguang.reports.conclusions import conclude
from yangguang.reports.models import Report, Wording
from yangguang.reports.models.wording import MOST_SIGNS
from yangguang.reports.permissions import Act
from yangguang.reports.refused import Conflict, Refused

PARTS = range(7)
"""0 stands before the first part."""


def write_part(
    report: Report, number: int, text: str, *, seen: int | None, by: Person, at: datetime
) -> Wording:
    """Put a text into a part. ``seen`` is the wording that the person started from, ``None`` for the template."""
    text = required(text, _("请填写文字。要用回模板的文字，请点“恢复模板”。"))
    if len(text) > MOST_SIGNS:
        raise Refused(_("文字超过 %(most)s 字，请删减。") % {"most": MOST_SIGNS})
    return _settle(report, number, text, seen=seen, by=by, at=at)


def restore_part(report: Report, number: int, *, seen: int | None, by: Person, at: datetime) -> Wording:
    """Let the words of the template hold again; what was written stays in the history."""
    return _settle(report, number, "", seen=seen, by=by, at=at)


def _settle(report: Report, number: int, text: str, *, seen: int | None, by: Person, at: datetime) -> Wording:
    if number not in PARTS:
        raise Refused(_("没有这一部分。"))
    with acting(report, Act.CORRECT, by, at, states=OPEN) as fresh:
        if fresh.edition is None or not fresh.edition.is_drawn_up:
            raise Refused(_("导入的报告以原文件的文字为准，不能在这里改写。"))
        last = fresh.wordings.filter(number=number).order_by("-pk").first()
        holds = last.pk if last and not last.is_template else None
        if holds != seen:
            raise Conflict(
                _("您打开页面以后，%(who)s改写过这一部分。您写的文字还在，请先看现在的文字，再决定是否保存。")
                % {"who": last.created_by if last else ""}
            )
        if not text and holds is None:
            raise Refused(_("这一部分现在就是模板的文字。"))
        wording = Wording.objects.create(
            report=fresh, number=number, text=text, is_template=not text, created_at=at, created_by=by
        )
        back_to_draft(fresh)
        conclude(fresh, at)
        history.record(
            history.PART_WRITTEN if text else history.PART_RESTORED, fresh, by=by, at=at, part=number
        )
    return wording
