"""Trials in a house of its own, as a program: kill it between any two writes, let several act at once.

    python trial.py kill      every act, cut off before its first, second, … write and before its commit
    python trial.py race      several at once take numbers, and take the same step
    python trial.py crowd     several at once do different things to one case, and the same thing twice

The database is the one of the environment (``DATABASE_URL``, else SQLite in ``YANGGUANG_DATA``); it is migrated
first. What was found is printed as JSON, and judged by ``tests/cases/test_trials.py``.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import django

WRITES = ("INSERT", "UPDATE", "DELETE")
CUT_OFF = 9


def begin() -> None:
    """Set Django up and migrate."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


# --- killing ------------------------------------------------------------------------------------


def cut_off_before(write: int) -> None:
    """From now on, die like a process that loses its power before the given write or commit (the first is 1)."""
    from django.db import connection
    from django.db.backends.base.base import BaseDatabaseWrapper

    seen = 0

    def count() -> None:
        nonlocal seen
        seen += 1
        if seen == write:
            os._exit(CUT_OFF)

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES):
            count()
        return execute(sql, params, many, context)

    committing = BaseDatabaseWrapper._commit

    def commit(self: BaseDatabaseWrapper) -> Any:
        count()
        return committing(self)

    BaseDatabaseWrapper._commit = commit  # type: ignore[method-assign]
    connection.ensure_connection()
    connection.execute_wrappers.append(wrapper)


def survives(act: Callable[[], object], write: int) -> bool:
    """Run the act in a child that dies before the write; whether the child lived to the end."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            cut_off_before(write)
            act()
            code = 0
        except Exception:  # noqa: BLE001 - told to whoever started the trial
            traceback.print_exc()
        finally:
            connections.close_all()
            os._exit(code)
    _pid, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, CUT_OFF):
        raise SystemExit(f"the act itself failed ({code})")
    return code == 0


def problems() -> Iterator[str]:
    """Everything in the house that only half happened."""
    from django.apps import apps
    from django_tasks_db.models import DBTaskResult

    from yangguang.cases.chain import breaks_of
    from yangguang.cases.models import Attachment, Case, NumberSeries
    from yangguang.ledger.book import breaks
    from yangguang.letters.models import Letter
    from yangguang.remedies.models import Remedy

    for case in Case.objects.all():
        yield from (f"{broken}" for broken in breaks_of(case))
        if not apps.get_model(case.procedure.model).objects.filter(pk=case.pk).exists():
            yield f"{case.number} has no record of its own"
        last = case.steps.order_by("number").last()
        if last is None or (last.to, last.due_after) != (case.state_id, case.due_on):
            yield f"{case.number} does not stand where its last step left it"
        leads = case.assignments.filter(kind="lead", state="open").count()
        if leads != int(case.lead_department_id is not None or case.lead_person_id is not None):
            yield f"{case.number} has a lead without an assignment, or the reverse"
    for remedy in Remedy.objects.select_related("case", "request").exclude(request=None):
        ordered = [step for step in remedy.case.steps.all() if step.facts.get("reopened")]
        if len(ordered) != remedy.request.steps.filter(step_id="reopen").count():
            yield f"{remedy.case.number} orders what its request has not heard of, or the reverse"
    for letter in Letter.objects.all():
        yield from half_done(letter)
    for series in NumberSeries.objects.filter(kind__startswith="letter"):
        if Letter.objects.filter(serial__isnull=False).count() != series.last:
            yield "a document number was given to no letter"
    for series in NumberSeries.objects.exclude(kind__startswith="letter"):
        given = sorted(
            Case.objects.filter(agency=series.agency, procedure_id=series.kind, year=series.year).values_list(
                "serial", flat=True
            )
        )
        if given != list(range(1, series.last + 1)):
            yield f"numbers {given} although {series.last} were given"
    archived = Case.objects.filter(state_id="archived", packages__isnull=True).count()
    queued = DBTaskResult.objects.filter(task_path__endswith="make_package").count()
    if archived > queued:
        yield "an archived case has no package and nobody will make one"
    for attachment in Attachment.objects.all():
        if not attachment.file.storage.exists(attachment.file.name):
            yield f"attachment {attachment.pk} has no file"
    yield from (f"ledger: {broken}" for broken in breaks())


def half_done(letter: Any) -> Iterator[str]:
    """A letter has left with its number, its files and its step, or with none of them."""
    from yangguang.cases.models import CaseStep

    signs = {
        "number": bool(letter.number),
        "pdf": bool(letter.pdf) and letter.pdf.storage.exists(letter.pdf.name),
        "docx": bool(letter.docx) and letter.docx.storage.exists(letter.docx.name),
        "step": CaseStep.objects.filter(case=letter.case_id, letter_id=letter.pk).exists(),
    }
    has_left = letter.state == "issued"
    yield from (
        f"the letter is {letter.state}, and its {sign}: {there}"
        for sign, there in signs.items()
        if there != has_left
    )


def kill() -> list[dict[str, Any]]:
    """Every act, cut off before each of its writes; it is then done whole, and the next act follows."""
    from support_office import Desk, make_cast

    desk = Desk(make_cast())
    found = []
    for name, act in acts(desk):
        writes, broken = 0, []
        while not survives(act, writes + 1):
            writes += 1
            broken += [f"before write {writes}: {problem}" for problem in problems()]
        broken += [f"after all: {problem}" for problem in problems()]
        found.append({"act": name, "writes": writes, "broken": broken})
    return found


def acts(desk: Any) -> Iterator[tuple[str, Callable[[], object]]]:
    """What an office does with one request, from registering to the archive."""
    from support_letters import LetterDesk
    from support_office import at
    from support_remedies import enters, says

    from yangguang.cases import archiving, engine
    from yangguang.cases.actor import Actor
    from yangguang.cases.models import Case
    from yangguang.letters.models import Letter

    writing = LetterDesk(desk.cast)

    def case() -> Case:
        return Case.objects.order_by("pk").last()  # type: ignore[return-value]

    def letter() -> Letter:
        return Letter.objects.get()

    yield "open a case", lambda: desk.receives(on="2024-03-04")
    yield "assign it", lambda: desk.does(case(), "assign", on="2024-03-05", unit=f"d{desk.cast.office.pk}")
    yield "pass it on", lambda: desk.does(case(), "assign", on="2024-03-05", unit=f"d{desk.cast.policy.pk}")
    yield (
        "ask for a correction",
        lambda: desk.does(case(), "ask_correction", on="2024-03-06", what="请写明年度", until="2024-03-22"),
    )
    yield (
        "correct",
        lambda: desk.does(case(), "correct", on="2024-03-08", by=Actor.applicant(), text="2023年度"),
    )
    yield "withdraw", lambda: desk.does(case(), "withdraw", on="2024-03-11", by=Actor.applicant())
    yield "archive", lambda: desk.does(case(), "archive", on="2024-03-12", retention="ten_years")
    yield "package", lambda: archiving.make(case().pk, case().steps_count, at("2024-03-12"))
    yield (
        "take the archiving back",
        lambda: engine.undo(case(), reason="补充", by=Actor.staff(desk.cast.drafter), at=at("2024-03-13")),
    )
    yield "open another", lambda: desk.receives(on="2024-03-14")
    yield (
        "prepare its answer",
        lambda: writing.prepares(case(), "answer", on="2024-03-15", outcome="provide", how="见附件。"),
    )
    yield "submit the answer", lambda: writing.submits(letter(), on="2024-03-15")
    yield "approve it", lambda: writing.approves(letter(), "checker", on="2024-03-15")
    yield "sign it", lambda: writing.approves(letter(), "signer", on="2024-03-15")
    yield "issue it", lambda: writing.issues(letter(), on="2024-03-15")
    yield (
        "enter a reconsideration",
        lambda: enters(desk, "review", on="2024-03-20", request=Case.objects.order_by("pk").first()),
    )
    yield (
        "decide it and reopen the request",
        lambda: desk.does(
            case(), "decide", on="2024-04-10", **says("revoked", decided_on="2024-04-09", redo="redo")
        ),
    )


# --- racing -------------------------------------------------------------------------------------


def at_once(count: int, act: Callable[[int], object]) -> list[str]:
    """Let threads act at the same moment; the names of what they raised."""
    from django.db import connection

    gate, raised = threading.Barrier(count), []

    def run(number: int) -> None:
        gate.wait()
        try:
            act(number)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is reported
            raised.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return sorted(raised)


def race() -> dict[str, Any]:
    """Many take numbers; several take one step of one case, all having seen the same version."""
    from support_office import Desk, at, make_cast

    from yangguang.cases import engine
    from yangguang.cases.actor import Actor
    from yangguang.cases.models import Case

    desk = Desk(make_cast())

    def receive(number: int) -> None:
        for turn in range(5):
            desk.receives(f"第{number}人第{turn}件", on="2024-03-04")

    raised = at_once(6, receive)
    serials = sorted(Case.objects.values_list("serial", flat=True))
    case = Case.objects.order_by("pk").first()
    assert case is not None
    seen = case.version

    def withdraw(number: int) -> None:
        engine.take(
            Case.objects.get(pk=case.pk),
            "withdraw",
            facts={"on": "2024-03-05"},
            by=Actor.staff(desk.cast.disclosure_office),
            at=at("2024-03-05"),
            version=seen,
        )

    conflicts = at_once(4, withdraw)
    return {"raised": raised, "serials": serials, "conflicts": conflicts, "problems": list(problems())}


def crowd() -> dict[str, Any]:
    """Several do different things, or the same thing twice, to one case, one draft, one letter, one file."""
    from support_letters import LetterDesk
    from support_office import Desk, at, make_cast

    desk = Desk(make_cast())
    return {
        "different": different(desk, at("2024-03-05")),
        "filed": filed_twice(desk),
        "issued": issued_twice(desk, LetterDesk(desk.cast)),
        "made": made_twice(desk, at("2024-03-07")),
        "problems": list(problems()),
    }


def different(desk: Any, now: Any) -> dict[str, Any]:
    """Giving the case to one department, to another, splitting it twice, and withdrawing it; all saw the same."""
    from yangguang.cases import engine
    from yangguang.cases.actor import Actor
    from yangguang.cases.models import Case
    from yangguang.requests.splitting import split

    pk, by = desk.receives(on="2024-03-04").pk, desk.cast.disclosure_office
    seen, before = Case.objects.get(pk=pk).version, Case.objects.count()

    def act(number: int) -> None:
        case = Case.objects.get(pk=pk)
        if number < 2:
            split(case, f"第{number}项", by=by, at=now, version=seen)
            return
        unit = (desk.cast.office, desk.cast.policy)[number % 2]
        step, facts = (
            ("withdraw", {"on": "2024-03-05"}) if number == 4 else ("assign", {"unit": f"d{unit.pk}"})
        )
        engine.take(case, step, facts=facts, by=Actor.staff(by), at=now, version=seen)

    raised = at_once(5, act)
    case = Case.objects.get(pk=pk)
    return {"raised": raised, "acts": case.steps.count() - 1 + Case.objects.count() - before}


def filed_twice(desk: Any) -> dict[str, Any]:
    """A double click, and another, on the last page of the form."""
    import files
    from applicants import GOOD
    from django.utils import timezone

    from yangguang.cases.models import Case
    from yangguang.requests import drafts
    from yangguang.requests.models import RequestSettings

    RequestSettings.objects.create(agency=desk.cast.bureau)
    now, before = timezone.now(), Case.objects.count()
    draft = drafts.start(desk.cast.bureau, now)
    drafts.keep(draft, GOOD, now)
    drafts.add_file(draft, files.upload("a.png", files.picture()), is_identity_proof=True)
    told: list[tuple[str, str]] = []

    def file(_number: int) -> None:
        filed = drafts.file_draft(draft.pk, now)
        told.append((filed.case.number, filed.code))

    return {"raised": at_once(4, file), "cases": Case.objects.count() - before, "told": len(set(told))}


def issued_twice(desk: Any, writing: Any) -> dict[str, Any]:
    """Three press the button that numbers and sends a letter."""
    from yangguang.letters.models import Letter

    case = desk.receives(on="2024-03-04", delivery_channel="online")
    letter = writing.prepares(case, "answer", on="2024-03-05", outcome="provide", how="见附件。")
    letter = writing.approves(writing.submits(letter, on="2024-03-05"), "checker", "signer", on="2024-03-05")
    raised = at_once(3, lambda _number: writing.issues(Letter.objects.get(pk=letter.pk), on="2024-03-05"))
    case.refresh_from_db()
    return {
        "raised": len(raised),
        "state": Letter.objects.get(pk=letter.pk).state,
        "steps": case.steps.count(),
    }


def made_twice(desk: Any, now: Any) -> dict[str, Any]:
    """Two workers have taken up the same tasks: a small picture, an archive package."""
    import files

    from yangguang.cases import archiving
    from yangguang.cases.actor import Actor
    from yangguang.cases.attaching import attach
    from yangguang.cases.models import AttachmentKind
    from yangguang.cases.previewing import make_preview

    case = desk.receives(on="2024-03-04")
    upload = files.upload("a.png", files.picture())
    paper = attach(case, upload, AttachmentKind.WORKING, by=Actor.importing("x"), at=now)
    raised = at_once(3, lambda _number: make_preview(paper.pk))
    desk.does(case, "withdraw", on="2024-03-05", by=Actor.applicant())
    desk.does(case, "archive", on="2024-03-06", retention="ten_years")
    raised += at_once(3, lambda _number: archiving.make(case.pk, case.steps_count, now))
    paper.refresh_from_db()
    return {"raised": raised, "packages": case.packages.count(), "preview": bool(paper.preview)}


if __name__ == "__main__":
    begin()
    result = {"kill": kill, "race": race, "crowd": crowd}[sys.argv[1]]()
    print(json.dumps(result, ensure_ascii=False, indent=1))  # noqa: T201 - the answer of the program
