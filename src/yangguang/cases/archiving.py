"""Making the archive package of a closed case (条例第四十五条: 归档).

Rooms above bring what they keep of a case: :func:`provide` a function that gives its documents,
:func:`describe` one that gives the procedure's own data.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from yangguang.archive import Content, Document, Step, build
from yangguang.cases.models import ArchivePackage, Attachment, Case, CaseStep, Retention
from yangguang.cases.situation import Taking
from yangguang.cases.words import step_words
from yangguang.ledger import kinds
from yangguang.ledger.book import record
from yangguang.web.later import later

PACKAGE_MADE = kinds.declare(
    "cases.package_made", _("生成归档包 %(object)s：文件 %(documents)s 个，SHA-256 %(sha256)s")
)
YEARS = {Retention.THIRTY_YEARS: 30, Retention.TEN_YEARS: 10}

Documents = Callable[[Case], Iterable[Document]]
_providers: list[Documents] = []
_describers: dict[str, Callable[[Case], dict[str, Any]]] = {}


def provide(documents: Documents) -> Documents:
    """Let ``documents`` bring what a room keeps of a case, in the order of registering."""
    if documents not in _providers:
        _providers.append(documents)
    return documents


def describe(procedure_id: str, own: Callable[[Case], dict[str, Any]]) -> None:
    """Let ``own`` give the data of a procedure's own record, as plain JSON."""
    _describers[procedure_id] = own


def keep_until(closed_on: date, retention: Retention) -> date | None:
    """The last day of the year in which the retention ends: it runs from 1 January after closing."""
    years = YEARS.get(retention)
    return date(closed_on.year + years, 12, 31) if years else None


def when_archived(taking: Taking) -> None:
    """Effect of a step that archives: the worker makes the package once the step is kept."""
    from yangguang.cases.tasks import make_package

    later(make_package, taking.case.pk, taking.number)


def make(case_id: int, step_number: int, at: datetime) -> ArchivePackage | None:
    """Make the package that the archiving step ``step_number`` asks for; a second time it is made already.

    Nothing where the step was undone in the meantime.
    """
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).select_related("agency").get(pk=case_id)
        step = case.steps.get(number=step_number)
        if case.state_id != step.to or case.steps.filter(undoes=step_number).exists():
            return None
        made = case.packages.filter(last_hash=case.last_hash).first()
        if made is not None:
            return made
        return _store(case, Retention(step.facts.get("retention", Retention.TEN_YEARS)), at)


def _store(case: Case, retention: Retention, at: datetime) -> ArchivePackage:
    documents = list(_documents(case))
    data = build(Content(_about(case, retention), _data(case), _steps(case), documents))
    package = ArchivePackage(
        case=case,
        number=case.packages.count() + 1,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        documents_count=len(documents),
        last_hash=case.last_hash,
        retention=retention,
        keep_until=keep_until(case.closed_on or timezone.localdate(at), retention),
        made_at=at,
    )
    package.file.save("package.zip", ContentFile(data), save=False)
    try:
        with transaction.atomic():
            package.save()
            record(
                PACKAGE_MADE,
                package,
                by=None,
                agency=case.agency,
                at=at,
                documents=len(documents),
                sha256=package.sha256,
            )
    except BaseException:
        package.file.delete(save=False)  # no file without its row
        raise
    return package


def _about(case: Case, retention: Retention) -> dict[str, Any]:
    return {
        "number": case.number,
        "title": case.title,
        "agency": case.agency.name,
        "uscc": case.agency.uscc,
        "procedure": str(case.procedure.label),
        "closed_on": case.closed_on.isoformat() if case.closed_on else None,
        "retention": retention.value,
    }


def _data(case: Case) -> dict[str, Any]:
    describe_own = _describers.get(case.procedure_id)
    return {
        "number": case.number,
        "received_on": _iso(case.received_on),
        "due_on": _iso(case.due_on),
        "closed_on": _iso(case.closed_on),
        "outcome": case.outcome_id,
        "assignments": [
            {"kind": item.kind, "holder": item.holder, "state": item.state, "answer": item.answer}
            for item in case.assignments.select_related("department", "person")
        ],
        "notes": [
            {"at": note.at.isoformat(), "by": str(note.by), "text": note.text}
            for note in case.notes.select_related("by").order_by("pk")
        ],
        "own": describe_own(case) if describe_own else {},
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _steps(case: Case) -> list[Step]:
    found = case.steps.select_related("case").order_by("number")
    return [Step(step.said(), step.hash, _words(case, step)) for step in found]


def _words(case: Case, step: CaseStep) -> str:
    if not case.procedure.has_step(step.step_id):
        return step.step_id
    return step_words(case.procedure.step(step.step_id), step)


def _documents(case: Case) -> Iterable[Document]:
    for provider in _providers:
        yield from provider(case)
    for attachment in case.attachments.all():
        yield from _of_attachment(attachment)


def _of_attachment(attachment: Attachment) -> Iterable[Document]:
    with attachment.file.open("rb") as file:
        data = file.read()
    facts = {"added_at": attachment.added_at.isoformat(), "added_by": attachment.added_by_name}
    yield Document("files", attachment.name, attachment.kind, attachment.media_type, data, facts)
    if attachment.media_type.startswith("image/"):
        copy = _picture_as_pdf(data)
        if copy:
            name = f"{attachment.name}.pdf"
            yield Document(
                "files", name, attachment.kind, "application/pdf", copy, {"copy_of": attachment.name}
            )


def _picture_as_pdf(data: bytes) -> bytes:
    """A picture on a page of its own; nothing where it cannot be opened: the original is in the package anyway."""
    target = io.BytesIO()
    try:
        with Image.open(io.BytesIO(data)) as picture:
            # without a fixed date the same picture would give another file every time
            fixed = datetime(2000, 1, 1).timetuple()  # noqa: DTZ001 - PDF's dates have no zone here
            picture.convert("RGB").save(target, "PDF", creationDate=fixed, modDate=fixed)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return b""
    return target.getvalue()
