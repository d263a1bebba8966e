"""Background work: reading and filing the files of a batch. Tasks take ids and may run twice."""

from __future__ import annotations

import logging

from django.utils import timezone
from django_tasks import task

from yangguang.reports import intake
from yangguang.reports.filing import file_item
from yangguang.reports.models import ImportBatch, ImportItem, ItemState
from yangguang.reports.refused import Refused
from yangguang.reports.selectors import ready_items
from yangguang.reports.stored import message_to_json
from yangguang.translation import Message, mark

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


def _keep_reason(item: ImportItem, reason: Message) -> None:
    ImportItem.objects.filter(pk=item.pk, state=ItemState.READ).update(message=message_to_json(reason))
