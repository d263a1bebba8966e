"""Background work on cases. Tasks may run twice."""

from __future__ import annotations

import logging
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy
from django_tasks import task

from yangguang.cases import archiving, mailing, once, verifying
from yangguang.cases.alerts import send_due
from yangguang.cases.delivering import deliver
from yangguang.cases.previewing import make_preview
from yangguang.cases.recomputing import recompute_open
from yangguang.cases.redacting import making
from yangguang.web.duties import name
from yangguang.web.later import later
from yangguang.web.progress import Progress
from yangguang.web.sweeping import sweep

logger = logging.getLogger(__name__)


@task()
def recompute_open_cases(why: str, progress: int | None = None) -> None:
    """Compute the due date of every open case anew, telling the page that waits how far it is."""
    moved = recompute_open(why, timezone.now(), Progress(progress))
    logger.info("open cases computed anew", extra={"moved": moved, "why": why})


@task()
def deliver_notices() -> None:
    """Send by e-mail and text message what has not been sent."""
    mails, texts = deliver(timezone.now())
    if mails or texts:
        logger.info("notices delivered", extra={"mails": mails, "texts": texts})


@task()
def send_alerts(on: str) -> None:
    """Remind of the limits that are near or past, and send what the night held back."""
    new = send_due(date.fromisoformat(on), timezone.now())
    logger.info("reminders of limits", extra={"new": new})
    later(deliver_notices)


@task()
def preview_attachment(attachment_id: int) -> None:
    """Make the small picture and the text of one attachment."""
    make_preview(attachment_id)


@task()
def sweep_files() -> None:
    """Remove files that no row names."""
    removed = sweep(timezone.now())
    logger.info("files without a row removed", extra={"removed": removed})


@task()
def send_mail(mail_id: int) -> None:
    """Send one message, or leave it for later."""
    mailing.send(mail_id, timezone.now())


@task()
def make_package(case_id: int, step_number: int) -> None:
    """Make the archive package that a step asked for."""
    package = archiving.make(case_id, step_number, timezone.now())
    logger.info("package made", extra={"case": case_id, "made": package is not None})


@task()
def make_missing_packages() -> None:
    """Ask once more for the packages that were never made."""
    missing = archiving.unmade(timezone.now())
    for case_id, step_number in missing:
        later(make_package, case_id, step_number)
    if missing:
        logger.warning("packages are missing and made again", extra={"packages": len(missing)})


@task()
def verify_packages(packages: list[int], progress: int | None = None) -> None:
    """Hold archive packages against what was written down when they were made."""
    broken = verifying.verify_all(packages, Progress(progress))
    logger.info("packages verified", extra={"packages": len(packages), "broken": broken})


@task()
def make_released_file(redaction_id: int, version: int) -> None:
    """Make the file of a redaction and check it."""
    state = making.make(redaction_id, version, timezone.now())
    logger.info("released file made", extra={"redaction": redaction_id, "state": state})


@task()
def forget_codes() -> None:
    """Forget the query codes that were kept for a second click."""
    logger.info("codes forgotten", extra={"codes": once.forget(timezone.now())})


name(preview_attachment, gettext_lazy("制作附件预览"))
name(sweep_files, gettext_lazy("清理无主文件"))
name(send_mail, gettext_lazy("发送电子邮件"))
name(recompute_open_cases, gettext_lazy("重新计算期限"))
name(deliver_notices, gettext_lazy("发送办件提醒"))
name(send_alerts, gettext_lazy("检查临近的期限"))
name(make_package, gettext_lazy("生成归档包"))
name(make_missing_packages, gettext_lazy("补做归档包"))
name(verify_packages, gettext_lazy("校验归档包"))
name(make_released_file, gettext_lazy("制作区分处理的文件"))
name(forget_codes, gettext_lazy("清除暂存的查询码"))
