"""A page asks the database as many questions for a full house as for an empty one."""

from __future__ import annotations

from datetime import timedelta

import files
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from support_letters import LetterDesk
from support_office import at, person
from whole_house import House

from yangguang.cases.actor import Actor
from yangguang.cases.attaching import attach
from yangguang.cases.linking import add_note, link
from yangguang.cases.models import AttachmentKind, Case, DueChange, LinkKind, Notice, SavedFilter
from yangguang.letters import actions as letters
from yangguang.offices.models import Agency, Department
from yangguang.offices.roles import Role
from yangguang.requests.models import RequestSettings

pytestmark = pytest.mark.django_db
TIMES = 5


@pytest.fixture
def full(house: House) -> House:
    RequestSettings.objects.create(agency=house.cast.bureau, office="公开办")
    cache.clear()
    return house


def grow(house: House, times: int, start: int = 0) -> None:
    """One more of everything that a list shows, so many times: on the case, in the office, in the house."""
    cast, desk, case = house.cast, house.desk, house.case
    today = timezone.localdate()
    day, received = today.isoformat(), (today - timedelta(days=3)).isoformat()
    writing = LetterDesk(cast)
    for number in range(start, start + times):
        other = desk.receives(f"又第{number}件", on=received, delivery_channel="online")
        desk.does(other, "assign", on=day, unit=f"p{cast.clerk_a.pk}")
        desk.does(case, "assign", on=day, unit=f"d{cast.policy.pk}")
        desk.does(case, "assign", on=day, unit=f"d{cast.office.pk}")
        desk.does(
            case, "ask_assistance", on=day, unit=f"p{cast.clerk_b.pk}", what="x", internal_due_on=case.due_on
        )
        _letters(house, writing, other, day)
        attach(
            case,
            SimpleUploadedFile(f"第{number}份.pdf", files.pdf(text=str(number))),
            AttachmentKind.WORKING,
            by=Actor.staff(cast.drafter),
            at=at(day),
        )
        add_note(case, f"备注{number}", by=cast.drafter, at=at(day))
        link(case, other, LinkKind.RELATED, by=cast.drafter, at=at(day))
        link(other, case, LinkKind.RELATED, by=cast.drafter, at=at(day))
        DueChange.objects.create(case=other, before=today, after=today, why="x", at=at(day))
        Notice.objects.create(
            person=cast.disclosure_office,
            case=other,
            kind="assigned",
            key=f"k{number}",
            text="x",
            created_at=at(day),
        )
        SavedFilter.objects.create(person=cast.disclosure_office, name=f"筛选{number}", query="q=1")
        _offices(house, number)


def _letters(house: House, writing: LetterDesk, other: Case, day: str) -> None:
    letter = writing.prepares(other, "answer", on=day, outcome="provide", how="见附件。")
    writing.submits(letter, on=day)
    draft = house.letters["draft"]
    letters.prepare_paper(
        house.case, "assist_letter", facts=assist(), by=writing.who("disclosure_office"), at=at(day)
    )
    assert draft.pk


def assist() -> dict[str, object]:
    until = timezone.localdate() + timedelta(days=9)
    return {"unit": "某局", "what": "协助核查", "until": until}


def _offices(house: House, number: int) -> None:
    below = Agency.objects.create(
        name=f"第{number}所", level="city", kind="department", parent=house.cast.bureau
    )
    RequestSettings.objects.create(agency=below, office="公开办")
    Department.objects.create(agency=house.cast.bureau, name=f"第{number}科")
    person(f"wang{number}", house.cast.bureau, Role.CHECKER, Role.SIGNER)
    person(f"li{number}", below, Role.DRAFTER)


def pages(house: House) -> dict[str, tuple[str, str]]:
    """Every list and every page that holds one: its address, and as whom it is opened."""
    pk = house.case.pk
    found = {
        **{
            f"worklist {tab}": (f"/staff/cases/?tab={tab}", "disclosure_office")
            for tab in ("mine", "open", "others", "closed", "all")
        },
        **{f"worklist of a clerk {tab}": (f"/staff/cases/?tab={tab}", "clerk_a") for tab in ("mine", "all")},
        "worklist of an inspector": ("/staff/cases/?tab=all", "inspector"),
        "front page": ("/staff/", "disclosure_office"),
        "front page of an administrator": ("/staff/", "administrator"),
        "front page of an inspector": ("/staff/", "inspector"),
    }
    for name in ("this-month", "notices", "moved", "years"):
        found[name] = (reverse(f"staff_cases:{name}"), "disclosure_office")
    for name in ("timeline", "clock", "files", "notes", "history"):
        found[name] = (reverse(f"staff_cases:{name}", args=[pk]), "disclosure_office")
    found["case"] = (reverse("staff_requests:case", args=[pk]), "disclosure_office")
    found["step"] = (reverse("staff_cases:step", args=[pk, "assign"]), "disclosure_office")
    found["redacting"] = (reverse("redacting:case", args=[pk]), "disclosure_office")
    found["desk"] = (reverse("redacting:desk", args=[house.redaction.pk]), "disclosure_office")
    found["letters waiting"] = (reverse("staff_letters:waiting"), "checker")
    found["letter"] = (reverse("staff_letters:letter", args=[house.letters["draft"].pk]), "disclosure_office")
    for name in ("office", "templates"):
        found[name] = (reverse(f"staff_letters:{name}", args=[house.cast.bureau.pk]), "disclosure_office")
    found["letters of all"] = (reverse("staff_letters:office", args=[house.cast.bureau.pk]), "root")
    for name in ("list", "import"):
        found[f"reports {name}"] = (reverse(f"staff_reports:{name}"), "drafter")
    found["batch"] = (reverse("staff_reports:batch", args=[house.batch.pk]), "drafter")
    for name in ("agencies", "people", "counters", "ledger", "tasks"):
        found[name] = (reverse(f"workbench:{name}"), "administrator")
    found["agency"] = (reverse("workbench:agency", args=[house.cast.bureau.pk]), "administrator")
    found["person"] = (reverse("workbench:person", args=[house.cast.drafter.pk]), "administrator")
    found["agencies to ask"] = ("/request/new/", "")
    found["reports of the public"] = ("/reports/", "")
    return found


def questions(house: House, client: Client, url: str, who: str) -> list[str]:
    client.logout()
    if who:
        client.force_login(house.cast.people[who])
    client.get(url)  # what is asked once and remembered
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200, (url, who)
    return [query["sql"] for query in asked]


def test_no_page_asks_more_when_there_is_more(full: House, client: Client) -> None:
    house = full
    grow(house, 2)
    before = {name: questions(house, client, *page) for name, page in pages(house).items()}
    grow(house, 2 * TIMES, start=2)
    grown = {}
    for name, page in pages(house).items():
        now = questions(house, client, *page)
        if len(now) > len(before[name]):
            grown[name] = f"{len(before[name])} → {len(now)}: {most_asked(now)}"
    assert not grown, "\n".join(f"{name}: {said}" for name, said in grown.items())


def most_asked(asked: list[str]) -> str:
    shapes = ["".join(sign for sign in sql if not sign.isdigit())[:160] for sql in asked]
    return max(set(shapes), key=shapes.count)
