"""Remedies, registers, computed and rolled-up reports and the season, as the office next door: it has every role in its own
agency, below the same city, and no business here. Every address of these rooms is walked, as the resolver knows them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from support_office import Cast, Desk, at, make_cast, person
from support_remedies import enters, says
from whole_house import WORDS, Address, addresses, everything

from yangguang.cases.models import Case
from yangguang.offices.roles import Role
from yangguang.registers.models import Decision, Import
from yangguang.reports import actions
from yangguang.reports.models import Report

pytestmark = pytest.mark.django_db
WHO = ("neighbour", "stranger", "nobody", "anonymous")
NOW = at("2025-02-10")


@dataclass
class Rooms:
    """A remedy about a request, a register with an import, a computed report below, and the city's sum."""

    cast: Cast
    request: Case
    review: Case
    suit: Case
    entry: Decision
    batch: Import
    computed: Report
    summed: Report

    def urls(self) -> Iterator[tuple[str, str]]:
        """Every address that takes a key, on the things of these rooms."""
        for address in addresses():
            room, _colon, name = address.name.rpartition(":")
            for pk in self._keys(room, name):
                if address.takes & {"pk", "agency"}:
                    yield address.name, reverse(address.name, kwargs=self._given(address, pk))

    def _keys(self, room: str, name: str) -> tuple[int, ...]:
        if room == "staff_remedies":
            return (self.review.pk, self.suit.pk)
        if room == "staff_registers":
            return (self.batch.pk,) if name in IMPORTS else (self.entry.pk,)
        if room == "staff_reports" and name not in (
            "batch",
            "progress",
            "add-file",
            "file-all",
            "resume",
            "item",
        ):
            return (self.computed.pk, self.summed.pk)
        if room == "staff_cases" and name in OF_A_CASE:
            return (self.review.pk, self.suit.pk)
        return ()

    def _given(self, address: Address, pk: int) -> dict[str, Any]:
        known = {
            "pk": pk,
            "agency": self.cast.bureau.pk,
            "register": "decisions",
            "path": "requests.new_received.total",
            "key": "x",
            "kind": "json",
            "number": 1,
            "page": 1,
            "step_id": "amend",
        }
        return {name: known[name] for name in address.takes}


IMPORTS = ("batch", "progress", "problems", "confirm", "discard", "resume", "undo")
OF_A_CASE = ("timeline", "clock", "files", "notes", "history", "others", "step", "undo")
SENT = {
    "version": "1",
    "reason": "x",
    "text": "x",
    "on": "2024-06-03",
    "sure": "on",
    "body": "x",
    "seen": "",
    "kind": "x",
}


@pytest.fixture
def rooms(db: None) -> Rooms:
    cast = make_cast()
    cast.people["neighbour"] = person("neighbour", cast.school, *Role)
    desk = Desk(cast)
    request = desk.receives(WORDS, on="2024-03-04")
    review = enters(desk, "review", on="2024-04-08", request=request)
    desk.does(review, "decide", on="2024-05-08", **says("upheld", decided_on="2024-05-07"))
    suit = enters(desk, "suit", on="2024-05-20", request=request, review=review)
    entry = Decision.objects.create(
        agency=cast.bureau,
        kind="penalty",
        item=WORDS,
        decided_on="2024-02-01",
        fingerprint="x",
        changed_at=NOW,
    )
    batch = Import.objects.create(
        agency=cast.bureau, register="decisions", name=f"{WORDS}.xlsx", size=1, sha256="x",
        created_at=NOW, changed_at=NOW, created_by=cast.drafter,
    )  # fmt: skip
    computed = actions.compute_report(cast.bureau, 2024, by=cast.drafter, at=NOW).report
    summed = actions.roll_up(cast.city, 2024, by=cast.inspector, at=NOW).report
    return Rooms(cast, request, review, suit, entry, batch, computed, summed)


def comes(client: Client, rooms: Rooms, who: str) -> None:
    client.logout()
    if who != "anonymous":
        client.force_login(rooms.cast.people[who])


def is_kept_out(answer: HttpResponseBase) -> bool:
    if answer.status_code == 302:
        return answer["Location"].startswith("/staff/login/") or answer["Location"] == "/staff/"
    return answer.status_code in (403, 404, 405)


def text(answer: HttpResponseBase) -> str:
    return b"".join(answer).decode("utf-8", "replace")


@pytest.mark.parametrize("who", WHO)
def test_no_page_of_another_offices_things_opens(rooms: Rooms, client: Client, who: str) -> None:
    comes(client, rooms, who)
    before = everything()
    walked = list(rooms.urls())
    assert len(walked) > 80
    for name, url in walked:
        for answer in (client.get(url), client.post(url, SENT)):
            assert is_kept_out(answer), (name, url, answer.status_code)
            assert WORDS not in text(answer), name
    assert everything() == before


def test_they_open_for_those_who_belong_there(rooms: Rooms, client: Client) -> None:
    """Else the test before would praise addresses that lead nowhere."""
    opened: set[str] = set()
    for who in ("disclosure_office", "inspector"):
        comes(client, rooms, who)
        opened |= {name for name, url in rooms.urls() if client.get(url).status_code in (200, 302, 405)}
    never = {name for name, _url in rooms.urls()} - opened
    # a finding, a file and its pages that these reports do not have; what is asked for by POST leads somewhere else
    assert never <= {"staff_reports:finding", "staff_reports:source", "staff_reports:page"}, never


LISTS = (
    "/staff/remedies/",
    "/staff/remedies/?year=2024",
    "/staff/remedies/?year=2024&export=xlsx",
    "/staff/remedies/?year=2024&print=1",
    "/staff/registers/",
    "/staff/reports/",
)


@pytest.mark.parametrize("who", ["neighbour", "stranger"])
def test_lists_do_not_name_them(rooms: Rooms, client: Client, who: str) -> None:
    comes(client, rooms, who)
    for url in LISTS:
        shown = text(client.get(f"{url}{'&' if '?' in url else '?'}agency={rooms.cast.bureau.pk}"))
        for secret in (WORDS, rooms.review.number, rooms.suit.number, "云溪市信访局"):
            assert secret not in shown, (url, secret)


@pytest.mark.parametrize("who", ["neighbour", "stranger"])
def test_season_and_roll_up_are_for_the_superior(rooms: Rooms, client: Client, who: str) -> None:
    comes(client, rooms, who)
    before = everything()
    city = rooms.cast.city.pk
    for url in ("/staff/reports/season/2024/", "/staff/reports/season/2024/days/", "/staff/reports/roll-up/"):
        days = {
            "hand_in_on": "2025-01-10", "locks_on": "2025-01-12",
            "government_hand_in_on": "2025-03-01", "government_locks_on": "2025-03-02",
        }  # fmt: skip
        sent = {
            "agency": city,
            "year": 2024,
            "remind": [rooms.cast.bureau.pk],
            "all": "1",
            "note": "x",
            **days,
        }
        for answer in (
            client.get(f"{url}?agency={city}&year=2024"),
            client.post(f"{url}?agency={city}", sent),
        ):
            assert is_kept_out(answer) or answer.status_code == 422, (url, answer.status_code)
            assert "云溪市信访局" not in text(answer)
    assert everything() == before


@pytest.mark.parametrize("who", ["neighbour", "stranger"])
def test_another_offices_request_is_not_found_by_its_number(rooms: Rooms, client: Client, who: str) -> None:
    comes(client, rooms, who)
    before = everything()
    for url in ("/staff/remedies/new/review/", "/staff/remedies/new/suit/"):
        number = {"request": rooms.request.number}
        sent = {**number, "agency": rooms.cast.bureau.pk, "body": "x", "name": "x", "subject": "x"}
        sent["form_token"] = "0" * 32
        for answer in (
            client.get(url, number),
            client.post(url, sent),
            client.post(url, {**sent, "request": ""}),
        ):
            assert WORDS not in text(answer)
            assert "王小明" not in text(answer)
    assert everything() == before


def test_nobody_computes_or_rolls_up_for_the_office_next_door(rooms: Rooms, client: Client) -> None:
    comes(client, rooms, "neighbour")
    before = everything()
    sent = {"agency": rooms.cast.bureau.pk, "year": 2023, "note": "x"}
    assert client.post("/staff/reports/compute/", sent).status_code == 422
    for act in (actions.compute_report, actions.roll_up):
        with pytest.raises(actions.NotAllowed):
            act(rooms.cast.bureau, 2023, by=rooms.cast.people["neighbour"], at=NOW)
    assert everything() == before
