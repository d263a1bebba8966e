"""One thing of each kind in one office, and every address of the house with what it takes.

The tables of the rooms say who may do what on their own pages; here the house as a whole is walked, so that an
address that nobody thought of is found by a test and not by a stranger.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import files
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from support_letters import LetterDesk, red_seal
from support_office import Cast, Desk, at, make_cast, person

from yangguang.cases.actor import Actor
from yangguang.cases.attaching import attach
from yangguang.cases.models import Attachment, AttachmentKind, Case, Redaction, SavedFilter
from yangguang.cases.previewing import make_preview
from yangguang.cases.redacting import actions as redacting
from yangguang.cases.redacting import making
from yangguang.letters import actions as letters
from yangguang.letters.models import Letter
from yangguang.offices.roles import Role
from yangguang.reports import actions as reports
from yangguang.reports.composing import identity
from yangguang.reports.models import ImportBatch, Report

WORDS = "只有办案的人才知道的事由"
"""Stands in the title of the case: who may not see the case sees these words nowhere."""


@dataclass(frozen=True, slots=True)
class Address:
    """One address: its name with the room's, its route, what it takes, and whose code answers there."""

    name: str
    route: str
    takes: frozenset[str]
    module: str

    @property
    def is_ours(self) -> bool:
        return self.module.startswith("yangguang.") or not self.is_staff or self.name == "own-account"

    @property
    def is_staff(self) -> bool:
        return self.route.startswith("staff/")


def addresses() -> Iterator[Address]:
    """Every address that the house answers, from the resolver and not from anybody's list."""
    yield from _below(get_resolver(), "", "")


def _below(resolver: URLResolver, space: str, route: str) -> Iterator[Address]:
    for item in resolver.url_patterns:
        way = route + str(item.pattern)
        if isinstance(item, URLResolver):
            yield from _below(item, item.namespace or space, way)
        elif isinstance(item, URLPattern):
            view = getattr(item.callback, "view_class", item.callback)
            name = f"{space}:{item.name}" if space else str(item.name)
            yield Address(name, way, frozenset(item.pattern.converters), str(view.__module__))


@dataclass
class House:
    """The office, and one thing of each kind in it."""

    cast: Cast
    desk: Desk
    case: Case
    letters: dict[str, Letter]
    paper: Attachment
    proof: Attachment
    redaction: Redaction
    report: Report
    batch: ImportBatch
    filter: SavedFilter

    def url(self, address: Address) -> str:
        """The address on the things of this house."""
        room, _colon, name = address.name.rpartition(":")
        now = timezone.localdate()
        letter = self._letter(name)
        key: dict[str, int] = {
            "staff_cases": self.filter.pk if name == "forget-filter" else self.case.pk,
            "case_files": self.paper.pk,
            "redacting": {"case": self.case.pk, "start": self.paper.pk}.get(name, self.redaction.pk),
            "staff_letters": self.case.pk if name.startswith("prepare") else letter.pk,
            "staff_requests": self.case.pk,
            "staff_reports": self._import(name) or self.report.pk,
            "workbench": self.cast.drafter.pk if name == "person" else self.cast.bureau.pk,
            "requests": self.paper.pk if name == "file" else letter.pk,
        }
        delivery = self.letters["issued"].deliveries.first()
        known: dict[str, Any] = {
            "pk": key.get(room, 0),
            "agency": self.cast.bureau.pk,
            "delivery": delivery.pk if delivery else 0,
            "step": "extend",
            "step_id": "withdraw",
            "code": "reply"
            if name == "wording"
            else "extension_notice"
            if name == "template"
            else "assist_letter",
            "wording": "not_exist",
            "register": "x",
            "kind": "json" if room == "staff_reports" else "pdf",
            "year": now.year,
            "month": now.month,
            "number": 1,
            "page": 1,
            "path": "requests.results_total.total",
            "key": identity(self.report.figures.check_result().findings[0]),
        }
        return reverse(address.name, kwargs={name: known[name] for name in address.takes})

    def _letter(self, name: str) -> Letter:
        state = {"approve": "in_review", "send-back": "in_review", "issue": "approved"}.get(name, "draft")
        return self.letters["issued" if name in ("deliver", "conclude", "letter", "file") else state]

    def _import(self, name: str) -> int:
        if name == "item":
            return self.batch.items.get().pk
        is_batch = name in ("batch", "progress", "add-file", "file-all", "resume")
        return self.batch.pk if is_batch else 0


def furnish(report: bytes) -> House:
    """A house with everything in it. The case is with ``clerk_a``'s department; ``report`` is a file to import."""
    cast = make_cast()
    cast.people["disabled"] = person("disabled", cast.bureau, *Role, is_active=False)
    cast.people["neighbour"] = person("neighbour", cast.school, *Role)
    desk, writing = Desk(cast), LetterDesk(cast)
    today = timezone.localdate()
    day, received = today.isoformat(), (today - timedelta(days=3)).isoformat()
    letters.set_seal(cast.bureau, red_seal(200), by=cast.root, at=at(day))
    written: dict[str, Letter] = {}
    for state in ("in_review", "approved", "issued", "draft"):
        case = desk.receives(WORDS, on=received, delivery_channel="online")
        desk.does(case, "assign", on=day, unit=f"d{cast.office.pk}")
        letter = writing.prepares(case, "answer", on=day, outcome="provide", how="见附件。")
        if state != "draft":
            letter = writing.submits(letter, on=day)
        if state in ("approved", "issued"):
            letter = writing.approves(letter, "checker", "signer", on=day)
        if state == "issued":
            letter = writing.issues(letter, on=day)
        written[state] = letter
        case.refresh_from_db()
    paper = _kept(case, files.pdf(), "材料.pdf", AttachmentKind.WORKING, day)
    proof = _kept(case, files.picture(), "身份证.png", AttachmentKind.IDENTITY_PROOF, day)
    make_preview(paper.pk)
    paper.refresh_from_db()
    edition = reports.import_file(report, name="报告.json", by=cast.drafter, at=at(day))
    batch = reports.receive_files(
        [SimpleUploadedFile("又一份.json", report + b"\n")], by=cast.drafter, at=at(day)
    )
    kept = SavedFilter.objects.create(person=cast.drafter, name="常用", query="q=1")
    house = House(
        cast, desk, case, written, paper, proof, _redacted(cast, paper, day), edition.report, batch, kept
    )
    return house


def _kept(case: Case, data: bytes, name: str, kind: AttachmentKind, day: str) -> Attachment:
    upload = SimpleUploadedFile(name, data)
    return attach(case, upload, kind, by=Actor.importing("测试"), at=at(day))


def _redacted(cast: Cast, paper: Attachment, day: str) -> Redaction:
    redaction = redacting.open_redaction(paper, by=cast.drafter, at=at(day))
    ordered = redacting.order(redaction, version=redaction.version, by=cast.drafter, at=at(day))
    making.make(ordered.pk, ordered.version, at(day))
    return Redaction.objects.get(pk=redaction.pk)


PASSING = frozenset({"web.worker"})
"""Rows that come and go by themselves; and when somebody signed in last, which a test does all the time."""


def everything() -> dict[str, str]:
    """All rows of our rooms, so that a test can say: nothing has changed."""
    return {
        model._meta.label_lower: json.dumps(
            list(map(_row, model._base_manager.order_by("pk").values())), default=str
        )
        for model in apps.get_models()
        if model.__module__.startswith("yangguang.") and model._meta.label_lower not in PASSING
    }


def _row(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "last_login"}
