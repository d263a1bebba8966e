"""Background work: reading files, filing a batch, reading again. Tasks take ids and may run twice."""

from __future__ import annotations

import logging
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy
from django_tasks import task

from yangguang.reports import intake, reminding
from yangguang.reports.filing import file_item
from yangguang.reports.models import Edition, ImportBatch, ImportItem, ItemState, Rereading
from yangguang.reports.refused import Refused
from yangguang.reports.selectors import ready_items
from yangguang.reports.stored import message_to_json
from yangguang.translation import Message, mark
from yangguang.web.duties import name

logger = logging.getLogger(__name__)


@task()
def read_item(item_id: int) -> None:
    """Read one waiting file."""
    intake.read_item(item_id, timezone.now())


@task()
def file_batch(batch_id: int) -> None:
    """File every item of the batch that needs no decision; what is refused keeps its reason."""
    batch = ImportBatch.objects.select_related("created_by").get(pk=batch_id)
    filed = refused = 0
    for item in ready_items(batch):
        try:
            file_item(item, by=batch.created_by, at=timezone.now())
            filed += 1
        except Refused as reason:
            _keep_reason(item, Message(str(reason)))
            refused += 1
        except Exception:
            # The edge: one file's fault must not stop the others, and must be seen.
            logger.exception("import item could not be filed", extra={"item": item.pk})
            _keep_reason(item, Message(mark("归档时程序出错，已记入日志；没有留下任何内容。请稍后再试。")))
            refused += 1
    ImportBatch.objects.filter(pk=batch.pk).update(filing=False)
    logger.info("batch filed", extra={"batch": batch.pk, "filed": filed, "refused": refused})


@task()
def reread_report(rereading_id: int) -> None:
    """Read the source of a report again; what came of it, or why it could not be, stays with the wish."""
    from yangguang.reports.actions.rereading import reread  # actions enqueue tasks

    asked = Rereading.objects.select_related("report__agency", "report__edition", "asked_by").filter(
        pk=rereading_id, finished_at=None
    )
    wish = asked.first()
    if wish is None:
        return
    edition: Edition | None = None
    message: Message | None = None
    try:
        edition = reread(wish.report, by=wish.asked_by, at=timezone.now())
    except Refused as reason:
        message = Message(str(reason))
    except Exception:
        # The edge: a reader's own fault must be seen, by the person who waits too.
        logger.exception("report could not be read again", extra={"report": wish.report_id})
        message = Message(mark("重新识读时程序出错，已记入日志；报告没有变化。请稍后再试。"))
    asked.update(finished_at=timezone.now(), edition=edition, message=message_to_json(message))
    logger.info("report read again", extra={"report": wish.report_id, "changed": edition is not None})


@task()
def send_reminders(on: str) -> None:
    """Remind of the days of the report season that are near or past."""
    new = reminding.send_due(date.fromisoformat(on), timezone.now())
    logger.info("reminders of the report season", extra={"new": new})


name(send_reminders, gettext_lazy("检查年度报告的期限"))
name(read_item, gettext_lazy("识读上传的文件"))
name(file_batch, gettext_lazy("归档一批文件"))
name(reread_report, gettext_lazy("重新识读"))


def _keep_reason(item: ImportItem, reason: Message) -> None:
    ImportItem.objects.filter(pk=item.pk, state=ItemState.READ).update(message=message_to_json(reason))
