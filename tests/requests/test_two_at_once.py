"""Two people at one moment. SQLite lets one writer in at a time, so that only PostgreSQL can show what happens."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from applicants import GOOD
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from support_office import Desk, make_cast

from yangguang.cases import engine, once
from yangguang.cases.models import Case
from yangguang.requests import intake

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="needs PostgreSQL (DATABASE_URL): SQLite has one writer at a time",
    ),
]


@pytest.fixture
def desk() -> Desk:
    return Desk(make_cast())


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act gave; each in a thread with a connection of its own."""

    def run(act: Callable[[], Any]) -> Any:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def meeting_at(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    """Let both acts arrive at a function before either goes on; who waits for a lock never arrives."""
    both, real = threading.Barrier(2), getattr(module, name)
    seen: set[int] = set()

    def waiting(*args: Any, **kwargs: Any) -> Any:
        if threading.get_ident() not in seen:
            seen.add(threading.get_ident())
            with suppress(threading.BrokenBarrierError):
                both.wait(2)
        return real(*args, **kwargs)

    monkeypatch.setattr(module, name, waiting)


def test_of_two_who_take_two_requests_into_each_other_one_is_told_to_look_again(desk, monkeypatch):
    one = desk.receives("预算", on="2024-03-04", applicant_mark="王小明")
    two = desk.receives("合同", on="2024-03-06", applicant_mark="王小明")
    clients = {}
    for who in ("drafter", "disclosure_office"):
        clients[who] = Client()
        clients[who].force_login(desk.cast.people[who])

    def merges(who: str, lead: Case, other: Case) -> Callable[[], Any]:
        url = reverse("staff_cases:step", args=[lead.pk, "merge"])
        sent = {"version": lead.version, "follower": other.number, "reason": "同一工程"}
        return lambda: clients[who].post(url, sent)

    meeting_at(monkeypatch, engine, "why_not")
    answers = at_once(merges("drafter", one, two), merges("disclosure_office", two, one))
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert "办理过这个案件" in refused.content.decode()
    leads = Case.objects.filter(state_id="merged").values_list("lead_case", flat=True)
    assert len(leads) == 1


def test_of_two_clicks_at_the_counter_one_registers(desk, monkeypatch):
    sent = GOOD | {
        "agency": desk.cast.bureau.pk,
        "channel": "in_person",
        "arrived_on": timezone.localdate().isoformat(),
        "form_token": once.new_token(),
    }
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(desk.cast.drafter)
    meeting_at(monkeypatch, intake.engine, "open_case")
    answers = at_once(
        *(lambda client=client: client.post(reverse("staff_requests:new"), sent) for client in clients)
    )
    case = Case.objects.get()
    assert [answer["Location"] for answer in answers] == [reverse("staff_requests:filed", args=[case.pk])] * 2
    codes = {client.get(answers[0]["Location"]).context["code"] for client in clients}
    assert len(codes) == 1
    assert codes != {""}
