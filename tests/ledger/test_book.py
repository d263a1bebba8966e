"""The ledger: entries follow one another, and nobody rewrites them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext_lazy

from yangguang.ledger import guards, kinds
from yangguang.ledger.book import SYSTEM, Break, breaks, record
from yangguang.ledger.models import START, Entry, Head, Immutable
from yangguang.offices.models import Agency, Kind, Level, Person

RENAMED = kinds.declare("tests.renamed", gettext_lazy("%(object)s 改名为 %(new)s，依据 %(paper)s"))
AT = datetime(2026, 1, 30, 9, 0, tzinfo=UTC)


@pytest.fixture
def agency(db) -> Agency:
    return Agency.objects.create(name="晴川市教育局", level=Level.CITY, kind=Kind.DEPARTMENT)


@pytest.fixture
def clerk(db) -> Person:
    return Person.objects.create(username="wang", first_name="王小明")


def rewrite(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_an_entry_says_who_did_what_when_and_to_what(agency, clerk):
    entry = record(RENAMED, agency, by=clerk, agency=agency, at=AT, new="市教委")
    entry.refresh_from_db()
    assert (entry.number, entry.at, entry.actor_name) == (1, AT, "王小明")
    assert (entry.actor_id, entry.agency_id) == (clerk.pk, agency.pk)
    assert entry.facts == {"new": "市教委"}
    assert entry.previous == START
    assert entry.sentence == "晴川市教育局 改名为 市教委，依据 —"


def test_what_nobody_did_was_done_by_the_system(agency):
    assert record(RENAMED, agency, by=None, new="x").actor_name == SYSTEM


def test_entries_follow_one_another_and_the_chain_holds(agency, clerk):
    first = record(RENAMED, agency, by=clerk, new="一")
    second = record(RENAMED, agency, by=clerk, new="二", on=AT, parts=[1, 2.5, None, True])
    assert second.previous == first.hash
    assert second.number == first.number + 1
    assert list(breaks()) == []
    call_command("verify_ledger")


def test_an_act_that_fails_leaves_no_entry(agency, clerk):
    @transaction.atomic
    def act() -> None:
        record(RENAMED, agency, by=clerk, new="一")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert not Entry.objects.exists()
    assert record(RENAMED, agency, by=clerk, new="二").number == 1


def test_the_history_of_an_object_is_its_own(agency, clerk):
    other = Agency.objects.create(name="晴川市交通运输局", level=Level.CITY, kind=Kind.DEPARTMENT)
    entry = record(RENAMED, agency, by=clerk, new="一")
    record(RENAMED, other, by=clerk, new="二")
    assert list(Entry.objects.of(agency)) == [entry]


def test_code_cannot_change_or_remove_an_entry(agency, clerk):
    entry = record(RENAMED, agency, by=clerk, new="一")
    for attempt in (
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(actor_name="别人"),
    ):
        with pytest.raises(Immutable):
            attempt()
    assert Entry.objects.get().actor_name == "王小明"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_entry SET actor_name = 'x'",
        "UPDATE ledger_entry SET facts = '{}' WHERE number = 1",
        "DELETE FROM ledger_entry",
    ],
)
def test_the_database_itself_refuses(agency, clerk, sql):
    record(RENAMED, agency, by=clerk, new="一")
    with pytest.raises(DatabaseError, match="never"):
        rewrite(sql)
    assert list(breaks()) == []


def test_truncating_is_refused_too(agency, clerk):
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL truncates")
    record(RENAMED, agency, by=clerk, new="一")
    with pytest.raises(DatabaseError, match="never"):
        rewrite("TRUNCATE ledger_entry")


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("UPDATE ledger_entry SET actor_name = 'x' WHERE number = 2", Break(2, "was changed")),
        ("UPDATE ledger_entry SET at = entered_at WHERE number = 2", Break(2, "was changed")),
        ("DELETE FROM ledger_entry WHERE number = 2", Break(2, "missing")),
        ("DELETE FROM ledger_entry WHERE number = 3", Break(3, "the end is missing")),
    ],
)
def test_who_takes_the_guards_down_is_found_out(agency, clerk, sql, found):
    for name in "一二三":
        record(RENAMED, agency, by=clerk, at=AT, new=name)
    guards.take_down(connection)
    rewrite(sql)
    guards.set_up(connection)
    assert list(breaks()) == [found]
    with pytest.raises(CommandError, match=f"第 {found.number} 号"):
        call_command("verify_ledger")


def test_an_entry_of_no_declared_kind_is_an_error(agency, clerk):
    record(RENAMED, agency, by=clerk, new="一")
    with pytest.raises(kinds.UnknownKind):
        kinds.known("tests.never_declared")
    with pytest.raises(ValueError, match=r"tests\.renamed"):
        kinds.declare("tests.renamed", "again")


def test_facts_that_are_no_facts_are_refused(agency, clerk):
    with pytest.raises(ValueError, match="not JSON compliant"):
        record(RENAMED, agency, by=clerk, share=float("nan"))


@pytest.mark.django_db(transaction=True)
def test_emptying_the_database_puts_the_guards_back():
    agency = Agency.objects.create(name="晴川市教育局", level=Level.CITY, kind=Kind.DEPARTMENT)
    record(RENAMED, agency, by=None, new="一")
    call_command("flush", interactive=False, verbosity=0)
    assert not Entry.objects.exists()
    assert not Head.objects.exists()
    record(RENAMED, agency, by=None, new="二")
    with pytest.raises(DatabaseError, match="never"):
        rewrite("DELETE FROM ledger_entry")
