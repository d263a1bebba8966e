"""Making the archive package of a closed case (条例第四十五条: 归档).

Rooms above bring what they keep of a case: :func:`provide` a function that gives its documents,
:func:`describe` one that gives the procedure's own data.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from yangguang.archive import Content, Document, Step, build
from yangguang.cases.models import ArchivePackage, Attachment, AttachmentKind, Case, CaseStep, Retention
from yangguang.cases.models.step import in_force
from yangguang.cases.noticing import HOUSE_LANGUAGE
from yangguang.cases.procedure import procedures
from yangguang.cases.situation import Taking
from yangguang.cases.volume.copies import PDF, copy_of, pages_of
from yangguang.cases.volume.sheets import CONTENTS, COVER, Cover, Line, contents_pdf, cover_pdf
from yangguang.cases.words import step_words
from yangguang.ledger import kinds
from yangguang.ledger.book import record
from yangguang.web.later import later

PACKAGE_MADE = kinds.declare(
    "cases.package_made", _("生成归档包 %(object)s：文件 %(documents)s 个，SHA-256 %(sha256)s")
)
PATIENCE = timedelta(hours=3)
"""After so long nobody tries any more to make the package, see ``web/workers.py``."""
MOST_UNMADE = 500
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
    case = Case.objects.select_related("agency").get(pk=case_id)
    step = case.steps.get(number=step_number)
    if case.state_id != step.to or case.steps.filter(undoes=step_number).exists():
        return None
    made = case.packages.filter(last_hash=case.last_hash).first()
    if made is not None:
        return made
    retention = Retention(step.facts.get("retention", Retention.TEN_YEARS))
    with override(HOUSE_LANGUAGE):  # the archive speaks the house's language, whoever asks for it
        draft, data = _package(case, retention, at)  # takes its time, so nobody waits for it yet
    with transaction.atomic():
        fresh = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
        if fresh.last_hash != case.last_hash:
            return None  # undone meanwhile; whoever archives again asks for another package
        return fresh.packages.filter(last_hash=fresh.last_hash).first() or _store(draft, data, at)


def unmade(at: datetime) -> list[tuple[int, int]]:
    """Case and archiving step of those archived for a while whose package is missing: its worker died or found no
    room. Without :data:`PATIENCE` the package that is being made would be asked for once more.
    """
    made = ArchivePackage.objects.filter(case=OuterRef("pk"), last_hash=OuterRef("last_hash"))
    archived = Case.objects.filter(~Exists(made), is_open=False, changed_at__lt=at - PATIENCE)
    states = {
        step.to for procedure in procedures() for step in procedure.steps if step.effect is when_archived
    }
    found = []
    for case in archived.filter(state_id__in=states).order_by("pk")[:MOST_UNMADE]:
        step = _archiving_step(case)
        if step is not None:
            found.append((case.pk, step.number))
    return found


def _archiving_step(case: Case) -> CaseStep | None:
    """The step in force that archived the case."""
    for step in reversed(in_force(case.steps.order_by("number"))):
        if (
            case.procedure.has_step(step.step_id)
            and case.procedure.step(step.step_id).effect is when_archived
        ):
            return step
    return None


def waits_for_package(case: Case) -> bool:
    """Whether the case is archived and its package is not made yet."""
    return _archiving_step(case) is not None and not case.packages.filter(last_hash=case.last_hash).exists()


def _package(case: Case, retention: Retention, at: datetime) -> tuple[ArchivePackage, bytes]:
    """The row and the bytes; nothing is kept yet."""
    documents = list(_documents(case))
    closed_on = _ended_on(case, at)
    front = _front(case, retention, closed_on, documents)
    data = build(Content(_about(case, retention), _data(case), _steps(case), documents, front))
    package = ArchivePackage(
        case=case,
        number=case.packages.count() + 1,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        documents_count=len(documents),
        last_hash=case.last_hash,
        retention=retention,
        keep_until=keep_until(closed_on, retention),
        made_at=at,
    )
    return package, data


def _store(package: ArchivePackage, data: bytes, at: datetime) -> ArchivePackage:
    package.file.save("package.zip", ContentFile(data), save=False)
    try:
        with transaction.atomic():
            package.save()
            record(
                PACKAGE_MADE,
                package,
                by=None,
                agency=package.case.agency,
                at=at,
                documents=package.documents_count,
                sha256=package.sha256,
            )
    except BaseException:
        package.file.delete(save=False)  # no file without its row
        raise
    return package


def _ended_on(case: Case, at: datetime) -> date:
    """When the handling ended for the last time; a case may have been opened again since ``closed_on``."""
    ends = [
        step.on
        for step in in_force(case.steps.order_by("number"))
        if step.frm != step.to and _is_open(case, step.frm) and not _is_open(case, step.to)
    ]
    return ends[-1] if ends else timezone.localdate(at)


def _is_open(case: Case, state_id: str) -> bool:
    return not state_id or case.procedure.state(state_id).is_open


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


def _documents(case: Case) -> Iterator[Document]:
    for provider in _providers:
        yield from provider(case)
    released = Q(case=case.lead_case_id, kind=AttachmentKind.RELEASED, is_public=True)
    for attachment in Attachment.objects.filter(Q(case=case) | released).order_by("pk"):
        yield from _of_attachment(attachment)


def _of_attachment(attachment: Attachment) -> Iterator[Document]:
    """The file as it came, and its copy as PDF where one can be made."""
    with attachment.file.open("rb") as file:
        data = file.read()
    facts: dict[str, Any] = {
        "added_at": attachment.added_at.isoformat(),
        "added_by": attachment.added_by_name,
    }
    copy = copy_of(data, attachment.name, attachment.media_type)
    if copy.why_not:
        facts["not_converted"] = str(copy.why_not)
    yield Document("files", attachment.name, attachment.kind, attachment.media_type, data, facts)
    if copy.data:
        name, said = f"{attachment.name}.pdf", {"copy_of": attachment.name}
        yield Document("files", name, attachment.kind, PDF, copy.data, said)


# --- the sheets on top --------------------------------------------------------------------------


def _front(
    case: Case, retention: Retention, closed_on: date, documents: Sequence[Document]
) -> dict[str, bytes]:
    lines = [_line(place, document) for place, document in enumerate(documents, start=1)]
    cover = Cover(
        agency=case.agency.name,
        procedure=str(case.procedure.label),
        number=case.number,
        title=case.title,
        received_on=case.received_on,
        closed_on=closed_on,
        outcome=case.procedure.outcome_said(case.outcome_id),
        retention=str(retention.label),
        keep_until=keep_until(closed_on, retention),
        documents=len(documents),
        pages=sum(line.pages or 0 for line in lines),
        chain_end=case.last_hash,
    )
    return {COVER: cover_pdf(cover), CONTENTS: contents_pdf(cover, lines)}


def _line(place: int, document: Document) -> Line:
    facts = document.facts
    day = facts.get("issued_on") or str(facts.get("added_at", ""))[:10]
    copied = _("“%(name)s”的 PDF 副本") % {"name": facts["copy_of"]} if "copy_of" in facts else ""
    return Line(
        place=place,
        title=document.name,
        number=str(facts.get("number", "")),
        day=date.fromisoformat(day) if day else None,
        pages=pages_of(document.data) if document.media_type == PDF else None,
        remark=str(copied or facts.get("not_converted", "")),
    )
