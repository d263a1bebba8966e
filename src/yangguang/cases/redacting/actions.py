"""Acts on a redaction: each in one transaction, refused with a sentence, entered in the ledger.

The ledger says how many marks for which grounds, never what lies under them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.cases.actor import Actor
from yangguang.cases.attaching import attach
from yangguang.cases.models import Attachment, AttachmentKind, Case, Redaction, RedactionState
from yangguang.cases.permissions import CONFIRMS_RELEASES, may_confirm_release, may_redact
from yangguang.cases.redacting.material import marks_of, material_of, row_of
from yangguang.cases.refused import Conflict, NotAllowed, Refused
from yangguang.ledger import kinds
from yangguang.ledger.book import record
from yangguang.ledger.kinds import Kind
from yangguang.offices.models import Membership, Person
from yangguang.redaction import apart
from yangguang.redaction.errors import ReportError
from yangguang.redaction.grounds import GROUNDS
from yangguang.redaction.release import Mark
from yangguang.web.later import later

OPENED = kinds.declare("redaction.opened", gettext_lazy("开始区分处理第 %(attachment)s 号文件"))
MARKED = kinds.declare("redaction.marked", gettext_lazy("标记 %(count)s 处不予公开（%(grounds)s）"))
UNMARKED = kinds.declare("redaction.unmarked", gettext_lazy("取消 %(count)s 处标记"))
TURNED_DOWN = kinds.declare("redaction.turned_down", gettext_lazy("不采纳 %(count)s 处建议"))
NAMED = kinds.declare("redaction.named", gettext_lazy("修改要查找的姓名（%(count)s 个）"))
UNDONE = kinds.declare("redaction.undone", gettext_lazy("撤销上一步标记"))
ORDERED = kinds.declare("redaction.ordered", gettext_lazy("要求生成公开版本（%(count)s 处不予公开）"))
SENT_BACK = kinds.declare("redaction.sent_back", gettext_lazy("退回重新标记：%(reason)s"))
RELEASED = kinds.declare(
    "redaction.released", gettext_lazy("确认公开第 %(attachment)s 号文件（单人确认：%(alone)s）")
)
MOST_MARKS = 5_000


def open_redaction(attachment: Attachment, *, by: Person, at: datetime) -> Redaction:
    """The open work on this file, begun if there is none; third parties of the case are looked for."""
    _check_maker(attachment.case, by)
    if attachment.kind in (AttachmentKind.IDENTITY_PROOF, AttachmentKind.RELEASED):
        raise Refused(_("身份证明和已经公开的文件不作区分处理。请选择办理材料。"))
    try:
        material_of(attachment)  # may take long: before the transaction
    except ReportError as error:
        raise Refused(str(error.message)) from error
    with transaction.atomic():
        case = (
            Case.objects.select_for_update(of=("self",)).select_related("agency").get(pk=attachment.case_id)
        )
        open_one = attachment.redactions.exclude(state=RedactionState.RELEASED).first()
        if open_one:
            return open_one
        parties = {str(step.facts["party"]) for step in case.steps.all() if step.facts.get("party")}
        redaction = Redaction.objects.create(
            attachment=attachment,
            names="\n".join(sorted(parties)),
            opened_at=at,
            changed_at=at,
            changed_by=by,
        )
        _enter(OPENED, redaction, by, at, attachment=attachment.pk)
    return redaction


@transaction.atomic
def add_marks(
    redaction: Redaction, marks: Sequence[Mark], *, version: int, by: Person, at: datetime
) -> Redaction:
    """Mark places to be withheld."""
    fresh = _changing(redaction, version, by)
    if not marks:
        raise Refused(_("没有选中任何内容。请先画框、选词或勾选建议。"))
    if fresh.marks.in_force().count() + len(marks) > MOST_MARKS:
        raise Refused(_("一个文件最多标记 %(most)s 处。请拆分文件，或整页不予公开。") % {"most": MOST_MARKS})
    for one in marks:
        if one.ground not in GROUNDS:
            raise Refused(_("请选择不予公开的理由。"))
    rows = [row_of(fresh, one, fresh.version + 1) for one in marks]
    if any(row.start is None and not (row.left < row.right and row.top < row.bottom) for row in rows):  # type: ignore[operator]
        raise Refused(_("画的框太小或者在页面以外，请重新画。"))
    fresh.marks.bulk_create(rows)
    _changed(fresh, by, at)
    grounds = "、".join(dict.fromkeys(GROUNDS[one.ground].label for one in marks))
    _enter(MARKED, fresh, by, at, count=len(rows), grounds=grounds)
    return fresh


@transaction.atomic
def remove_marks(
    redaction: Redaction, ids: Iterable[int], *, version: int, by: Person, at: datetime
) -> Redaction:
    """Take marks back."""
    fresh = _changing(redaction, version, by)
    count = fresh.marks.in_force().filter(pk__in=list(ids)).update(removed_in=fresh.version + 1)
    if not count:
        raise Refused(_("没有选中任何标记。请先勾选要取消的标记。"))
    _changed(fresh, by, at)
    _enter(UNMARKED, fresh, by, at, count=count)
    return fresh


@transaction.atomic
def turn_down(
    redaction: Redaction, keys: Sequence[str], *, version: int, by: Person, at: datetime
) -> Redaction:
    """Do not take suggestions up; they are not shown again."""
    fresh = _changing(redaction, version, by)
    if not keys:
        raise Refused(_("没有选中任何建议。请先勾选。"))
    fresh.rejected = sorted({*fresh.rejected, *keys})
    _changed(fresh, by, at)
    _enter(TURNED_DOWN, fresh, by, at, count=len(keys))
    return fresh


@transaction.atomic
def set_names(redaction: Redaction, names: str, *, version: int, by: Person, at: datetime) -> Redaction:
    """Say which people to look for."""
    fresh = _changing(redaction, version, by)
    fresh.names = "\n".join(line.strip() for line in names.splitlines() if line.strip())[:2000]
    _changed(fresh, by, at)
    _enter(NAMED, fresh, by, at, count=len(fresh.names.splitlines()))
    return fresh


@transaction.atomic
def undo_last(redaction: Redaction, *, version: int, by: Person, at: datetime) -> Redaction:
    """Take the last act on marks back."""
    fresh = _changing(redaction, version, by)
    latest = fresh.marks.aggregate(added=Max("added_in"), removed=Max("removed_in"))
    last = max(latest["added"] or 0, latest["removed"] or 0)
    if not last:
        raise Refused(_("没有可以撤销的标记。"))
    fresh.marks.filter(removed_in=last).update(removed_in=None)
    fresh.marks.filter(added_in=last).delete()
    _changed(fresh, by, at)
    _enter(UNDONE, fresh, by, at)
    return fresh


@transaction.atomic
def order(redaction: Redaction, *, version: int, by: Person, at: datetime) -> Redaction:
    """Let the worker make the file."""
    from yangguang.cases.tasks import make_released_file

    fresh = _changing(redaction, version, by)
    fresh.state = RedactionState.MAKING
    fresh.done = fresh.total = 0
    fresh.version += 1
    fresh.changed_at, fresh.changed_by = at, by
    fresh.save()
    fresh.makers.add(by)
    _enter(ORDERED, fresh, by, at, count=fresh.marks.in_force().count())
    later(make_released_file, fresh.pk, fresh.version)
    return fresh


@transaction.atomic
def send_back(redaction: Redaction, *, reason: str, version: int, by: Person, at: datetime) -> Redaction:
    """The file made does not do: the marks are open again."""
    fresh = _locked(redaction, version)
    if not (may_confirm_release(by, fresh.case) or may_redact(by, fresh.case)):
        raise NotAllowed(_("您的角色不能退回。"))
    if fresh.state != RedactionState.READY:
        raise Refused(_("现在没有等待确认的文件。"))
    if not reason.strip():
        raise Refused(_("请写明退回的理由。"))
    _drop_made(fresh)
    fresh.version += 1
    fresh.changed_at, fresh.changed_by = at, by
    fresh.save()
    _enter(SENT_BACK, fresh, by, at, reason=reason.strip()[:500])
    return fresh


def release_name(redaction: Redaction) -> str:
    """A name that says nothing of what is in the file, not even what it was called."""
    count = redaction.case.attachments.filter(kind=AttachmentKind.RELEASED).count() + 1
    return f"{redaction.case.number}-{count}.{redaction.made_suffix}"


def confirm(redaction: Redaction, *, version: int, by: Person, at: datetime) -> Attachment:
    """Let the file go to the applicant.

    条例第十七条: what is disclosed was examined before. Four eyes: whoever made marks does not confirm them,
    unless nobody else in the office could; then that is recorded and shown.
    """
    data = _checked_once_more(redaction)  # may take long: before the transaction
    with transaction.atomic():
        fresh = _locked(redaction, version)
        if not may_confirm_release(by, fresh.case):
            roles = "、".join(sorted(str(role.label) for role in CONFIRMS_RELEASES))
            raise NotAllowed(_("您的角色不能确认公开。需要的角色：%(roles)s。") % {"roles": roles})
        if fresh.state != RedactionState.READY or fresh.leaks:
            raise Refused(_("现在没有等待确认的文件。请先生成公开版本。"))
        is_maker = fresh.makers.filter(pk=by.pk).exists()
        if is_maker and others_who_confirm(fresh):
            raise NotAllowed(
                _("标记和确认要由两个人办。请由%(who)s确认。") % {"who": "、".join(others_who_confirm(fresh))}
            )
        upload = ContentFile(data, name=release_name(fresh))
        fresh.result = attach(
            fresh.case, upload, AttachmentKind.RELEASED, by=Actor.staff(by), at=at, is_public=True
        )
        fresh.state = RedactionState.RELEASED
        fresh.version += 1
        fresh.confirmed_at, fresh.confirmed_by, fresh.is_alone = at, by, is_maker
        fresh.save()
        _enter(RELEASED, fresh, by, at, attachment=fresh.result.pk, alone=_("是") if is_maker else _("否"))
    return fresh.result


def others_who_confirm(redaction: Redaction) -> list[str]:
    """People of the agency who may confirm and have marked nothing."""
    held = Membership.objects.filter(
        agency=redaction.case.agency_id, role__in=CONFIRMS_RELEASES, person__is_active=True
    ).exclude(person__in=redaction.makers.all())
    return list(dict.fromkeys(str(one.person) for one in held.select_related("person")))


def _checked_once_more(redaction: Redaction) -> bytes:
    """The file as it will be handed out, under the name it will have; empty where none was made."""
    known = Redaction.objects.select_related("attachment__case").get(pk=redaction.pk)
    if not known.made:
        return b""
    with known.made.open("rb") as file:
        data = file.read()
    words = material_of(known.attachment).text_under(marks_of(known))
    leaks = apart.check_release(data, release_name(known), words)
    if leaks:
        raise Refused(_("检查没有通过：%(spot)s。请重新生成。") % {"spot": str(leaks[0])})
    return data


def _check_maker(case: Case, by: Person) -> None:
    if not may_redact(by, case):
        raise NotAllowed(_("您的角色不能作区分处理。需要的角色：拟稿人、政府信息公开工作机构。"))


def _locked(redaction: Redaction, version: int) -> Redaction:
    fresh = (
        Redaction.objects.select_for_update(of=("self",))
        .select_related("attachment__case__agency")  # what never changes: PostgreSQL joins as it was before
        .get(pk=redaction.pk)
    )
    if fresh.version != version:
        raise Conflict(
            _("您打开页面以后，%(who)s改动过这个文件的标记。请先看现在的情况，再继续。")
            % {"who": fresh.changed_by}
        )
    return fresh


def _changing(redaction: Redaction, version: int, by: Person) -> Redaction:
    fresh = _locked(redaction, version)
    _check_maker(fresh.case, by)
    if fresh.state == RedactionState.RELEASED:
        raise Refused(_("这个文件已经公开，不能再改。需要更正的，请对原文件重新作区分处理。"))
    if fresh.state == RedactionState.MAKING:
        raise Refused(_("正在生成公开版本，请等生成完毕再改。"))
    return fresh


def _changed(redaction: Redaction, by: Person, at: datetime) -> None:
    """A change: the file made before no longer says what the marks say."""
    _drop_made(redaction)
    redaction.version += 1
    redaction.changed_at, redaction.changed_by = at, by
    redaction.save()
    redaction.makers.add(by)


def _drop_made(redaction: Redaction) -> None:
    if redaction.made:
        storage, name = redaction.made.storage, redaction.made.name
        if name:
            transaction.on_commit(lambda: storage.delete(name), robust=True)
    redaction.made, redaction.made_suffix, redaction.problem = "", "", ""
    redaction.leaks, redaction.withheld = [], []
    redaction.state = RedactionState.DRAFT


def _enter(kind: Kind, redaction: Redaction, by: Person | None, at: datetime, **facts: Any) -> None:
    record(kind, redaction, by=by, agency=redaction.case.agency, at=at, number=redaction.case.number, **facts)
