"""The worker's part: make the file, look at it, say what is the matter or that it waits for confirmation."""

from __future__ import annotations

import logging
from dataclasses import asdict
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.cases.models import Redaction, RedactionState
from yangguang.cases.redacting.material import marks_of, material_of
from yangguang.ledger import kinds
from yangguang.ledger.book import record
from yangguang.redaction import Leak, Released, apart
from yangguang.redaction.errors import ReportError

logger = logging.getLogger(__name__)

MADE = kinds.declare("redaction.made", gettext_lazy("生成公开版本，检查通过，等待确认"))
BLOCKED = kinds.declare("redaction.blocked", gettext_lazy("生成的文件检查不通过（%(count)s 处），不能公开"))
FAILED = kinds.declare("redaction.failed", gettext_lazy("公开版本无法生成"))
MOST_LEAKS = 200


def make(redaction_id: int, version: int, at: datetime) -> RedactionState | None:
    """Make the file that was ordered in ``version``; nothing when it is no longer wanted. May run twice."""
    wanted = Redaction.objects.filter(pk=redaction_id, version=version, state=RedactionState.MAKING)
    redaction = wanted.select_related("attachment__case__agency").first()
    if redaction is None:
        return None

    def progress(done: int, total: int) -> None:
        wanted.update(done=done, total=total)

    marks = marks_of(redaction)
    try:
        material = material_of(redaction.attachment)
        words = material.text_under(marks)
        made, leaks = apart.release_checked(material.data, material.name, marks, words, progress)
    except ReportError as error:
        return _failed(redaction, version, str(error.message), at)
    except Exception:
        # The edge: a fault of the program must not leave the office waiting.
        logger.exception("redaction could not be made", extra={"redaction": redaction_id})
        return _failed(redaction, version, _("生成时程序出错，已记入日志。请联系系统管理员。"), at)
    try:
        return _kept(redaction, version, made, leaks, at)
    except OSError:
        logger.exception("a released file could not be stored", extra={"redaction": redaction_id})
        said = _("文件没有存下来：服务器的存储空间不足或出了故障。请稍后再生成，或联系系统管理员。")
        return _failed(redaction, version, said, at)


def _failed(redaction: Redaction, version: int, problem: str, at: datetime) -> RedactionState | None:
    with transaction.atomic():
        fresh = _still_wanted(redaction.pk, version)
        if fresh is None:
            return None
        fresh.state, fresh.problem = RedactionState.FAILED, problem
        fresh.save(update_fields=["state", "problem"])
        record(FAILED, fresh, by=None, agency=fresh.case.agency, at=at, number=fresh.case.number)
    return RedactionState.FAILED


def _kept(
    redaction: Redaction, version: int, made: Released, leaks: tuple[Leak, ...], at: datetime
) -> RedactionState | None:
    """A file with leaks is not kept: nobody shall take it by mistake."""
    with transaction.atomic():
        fresh = _still_wanted(redaction.pk, version)
        if fresh is None:
            return None
        fresh.leaks = [_told(leak) for leak in leaks[:MOST_LEAKS]]
        fresh.withheld = [asdict(item) for item in made.items]
        fresh.state = RedactionState.BLOCKED if leaks else RedactionState.READY
        fresh.made_suffix = made.suffix
        if not leaks:
            fresh.made.save("", ContentFile(made.data), save=False)
        fresh.save()
        kind = BLOCKED if leaks else MADE
        record(
            kind, fresh, by=None, agency=fresh.case.agency, at=at, number=fresh.case.number, count=len(leaks)
        )
    return RedactionState(fresh.state)


def _still_wanted(redaction_id: int, version: int) -> Redaction | None:
    return (
        Redaction.objects.select_for_update(of=("self",))
        .select_related("attachment__case__agency")
        .filter(pk=redaction_id, version=version, state=RedactionState.MAKING)
        .first()
    )


def _told(leak: Leak) -> dict[str, str]:
    return {"kind": leak.kind.value, "label": leak.kind.label, "where": str(leak.where), "text": leak.text}
