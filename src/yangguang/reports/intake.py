"""Reading files: what the background does for each file of a batch, before anything is filed."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from yangguang.annualreport.agency import Agencies
from yangguang.annualreport.checking import check
from yangguang.annualreport.errors import MissingTool, ReportError
from yangguang.annualreport.formats import Severity
from yangguang.annualreport.model import AnnualReport
from yangguang.annualreport.reading import load_document, read
from yangguang.annualreport.reading.document import Document
from yangguang.annualreport.reading.kinds import detect
from yangguang.annualreport.reading.limits import Limits
from yangguang.annualreport.reading.understand import understand
from yangguang.offices.models import Agency, Person
from yangguang.reports import stored
from yangguang.reports.acting import let_go
from yangguang.reports.conclusions import ENGINE
from yangguang.reports.models import ImportItem, ItemState
from yangguang.reports.models.report import FIRST_YEAR, LAST_YEAR
from yangguang.reports.permissions import Act, agencies_for
from yangguang.translation import Message, mark

logger = logging.getLogger(__name__)


# what the library says of missing programs is meant for whoever installs them
_NO_CONVERTER = mark(
    "这是旧版 Word 文件（.doc），服务器没有安装读取它的程序。请在 Word、WPS 中另存为 docx 再上传，或请系统管理员安装 LibreOffice。"
)
_NO_RECOGNISER = mark(
    "文件的页面是图片（扫描件），服务器没有安装文字识别组件。请换用可以复制文字的 PDF、docx 或网页，或请系统管理员安装。"
)


@dataclass(frozen=True, slots=True)
class Taken:
    """A file as read: the report, and the original's paragraphs and tables for showing."""

    report: AnnualReport
    reading: stored.Json
    blocks: list[stored.Json]


def limits() -> Limits:
    """What a staff upload may cost."""
    return Limits(file_bytes=settings.MAX_UPLOAD_MB * 1024 * 1024)


def take(data: bytes, name: str) -> Taken:
    """Read a file once, for its figures and for showing it. Raises ``ReportError``."""
    bounds = limits()
    kind = detect(data, name)
    if kind == "json":
        report, blocks = read(data, name=name, kind=kind, limits=bounds), []
    else:
        document = _load(data, name, kind, bounds)
        report, blocks = understand(document), stored.blocks_to_json(document)
    reading = stored.report_to_json(report)
    # What is filed must be readable for years: a reading that cannot be read back is refused now.
    stored.report_from_json(reading)
    return Taken(report, reading, blocks)


def _load(data: bytes, name: str, kind: str, bounds: Limits) -> Document:
    try:
        return load_document(data, name=name, kind=kind, limits=bounds)
    except MissingTool as error:
        raise MissingTool(_NO_CONVERTER if kind == "doc" else _NO_RECOGNISER, file=name) from error


def read_item(item_id: int, at: datetime) -> None:
    """Read one waiting file and guess where it belongs. Running twice does nothing more."""
    item = ImportItem.objects.select_related("batch__created_by").filter(pk=item_id).first()
    if item is None or item.state != ItemState.WAITING:
        return
    try:
        with item.file.open("rb") as file:
            taken = take(file.read(), item.name)
        _keep(item, taken, at)
    except ReportError as error:
        _failed(item, error.message)
        return
    except FileNotFoundError:
        _failed(item, Message(mark("上传的文件已不在存储中，请重新上传。")))
        return
    except Exception:
        # The edge: a reader's own fault must not stop the other files, and must be seen.
        logger.exception("import item could not be read", extra={"item": item.pk})
        _failed(
            item,
            Message(mark("识读程序在这个文件上出错了，已记入日志。请换一种格式（docx、pdf 或 txt）再试。")),
        )
        return
    logger.info("import item read", extra={"item": item.pk, "kind": taken.report.kind})


def _failed(item: ImportItem, message: Message) -> None:
    """Nothing half-done stays: the file goes, the reason stays."""
    with transaction.atomic():
        changed = ImportItem.objects.filter(pk=item.pk, state=ItemState.WAITING).update(
            state=ItemState.FAILED, message=stored.message_to_json(message), file=""
        )
        if changed:
            let_go(item.file)


def _keep(item: ImportItem, taken: Taken, at: datetime) -> None:
    report = taken.report
    checked = check(report, today=timezone.localdate(at))
    year = report.year if report.year and FIRST_YEAR <= report.year <= LAST_YEAR else None
    ImportItem.objects.filter(pk=item.pk, state=ItemState.WAITING).update(
        state=ItemState.READ,
        kind=report.kind,
        said_agency=report.agency[:200],
        said_year=report.year if report.year and 0 < report.year < 10_000 else None,
        agency=guess_agency(report.agency, item.batch.created_by),
        year=year,
        reading=taken.reading,
        blocks=taken.blocks,
        engine=ENGINE,
        errors=checked.count(Severity.ERROR),
        warnings=checked.count(Severity.WARNING),
    )


def guess_agency(name: str, user: Person) -> Agency | None:
    """The one agency that the name means, among those for which the person may hand in reports."""
    if not name.strip():
        return None
    allowed = agencies_for(user, Act.IMPORT)
    exact = list(allowed.filter(name=name.strip())[:2])
    if len(exact) == 1:
        return exact[0]
    known = Agencies()
    pks = []
    for pk, full, short in allowed.values_list("pk", "name", "short_name").iterator():
        for words in {full, short} - {""}:
            known.add(words)
            pks.append(pk)
    found = known.same(name) or known.same_without_region(name)
    candidates = {pks[number] for number in found}
    return Agency.objects.get(pk=candidates.pop()) if len(candidates) == 1 else None
