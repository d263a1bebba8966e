"""``yangguang clock petition``: what it prints, its JSON, and how it refuses."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def clock(call):
    """``clock("2024-12-16", "accepted=2024-12-20", "--json")``: events are those without a dash."""

    def _call(registered: str, *words: str, **environment: str):
        given = [part for word in words for part in ((word,) if word.startswith("--") else ("--event", word))]
        return call("clock", "petition", "--registered", registered, *given, **environment)

    return _call


@pytest.mark.parametrize(
    ("registered", "words", "due", "rolled", "status"),
    [
        ("2025-01-14", [], "2025-01-29", "2025-02-05", "running"),
        ("2025-01-14", ["--roll-over"], "2025-02-05", "2025-02-05", "running"),
        ("2024-12-16", ["accepted=2024-12-16"], "2025-02-14", "2025-02-14", "running"),
        (
            "2024-12-16",
            ["--accepted=2024-12-16", "extended=2025-02-10"],
            "2025-03-16",
            "2025-03-17",
            "running",
        ),
        (
            "2024-12-16",
            ["--accepted=2024-12-16", "extended=2025-02-10:1"],
            "2025-02-15",
            "2025-02-17",
            "running",
        ),
        ("2024-12-16", ["taken-up=2024-12-20:2025-01-31"], "2025-01-31", "2025-01-31", "running"),
        ("2024-12-16", ["accepted=2024-12-16", "replied=2025-02-14"], "2025-02-14", "2025-02-14", "answered"),
        ("2024-12-16", ["forwarded=2024-12-20"], "2024-12-31", "2024-12-31", "closed"),
        (
            "2024-12-16",
            ["accepted=2024-12-16", "replied=2025-02-14", "review-requested=2025-02-20"],
            "2025-03-22",
            "2025-03-24",
            "running",
        ),
        (
            "2024-12-16",
            [
                "accepted=2024-12-16",
                "replied=2025-02-14",
                "review-requested=2025-02-20",
                "review-replied=2025-03-01",
                "recheck-requested=2025-03-10",
                "recheck-replied=2025-03-20",
            ],
            "2025-04-09",
            "2025-04-09",
            "closed",
        ),
    ],
)
def test_json_is_that_of_the_contract(clock, registered, words, due, rolled, status):
    result = clock(registered, *words, "--json")
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert (said["due"], said["rolled"], said["status"], said["provisional"]) == (due, rolled, status, False)
    assert {"from", "to", "working_days", "reason", "article"} <= said["days"][0].keys()
    assert {"name", "due", "article"} <= said["limits"][0].keys()
    assert said["days"][0]["from"] == registered


def test_a_matter_without_a_limit_has_no_due_day(clock):
    said = json.loads(clock("2024-12-16", "taken-up=2024-12-20", "--json").stdout)
    assert (said["due"], "rolled" in said) == (None, False)


def test_people_read_both_last_days(clock):
    text = clock("2025-01-14").output
    assert "到期日" in text
    assert "2025-01-29" in text
    assert "顺延至工作日" in text
    assert "2025-02-05" in text
    assert "逐日" in clock("2025-01-14", "--days").output


def test_it_speaks_english(call):
    text = call("--lang", "en", "clock", "petition", "--registered", "2025-01-14").output
    assert "Due" in text
    help_page = call("--lang", "en", "clock", "petition", "--help").output
    assert "--accepted" in help_page
    assert not [sign for sign in help_page if "\u4e00" <= sign <= "\u9fff"]


@pytest.mark.parametrize(
    ("registered", "words", "place", "says"),
    [
        ("2025-13-14", [], "--registered 2025-13-14", ""),
        ("2004-12-31", [], "--registered 2004-12-31", "施行之日"),
        ("2024-12-16", ["replied=2024-12-20"], "--event replied=2024-12-20", "还没有告知接收"),
        ("2024-12-16", ["--accepted=2024-12-01"], "--accepted 2024-12-01", "早于登记之日"),
        ("2024-12-16", ["--accepted=nie"], "--accepted nie", ""),
        (
            "2024-12-16",
            ["accepted=2024-12-20", "extended=2024-12-30:31"],
            "extended=2024-12-30:31",
            "1 至 30",
        ),
    ],
)
def test_wrong_input_is_named_with_its_place(clock, registered, words, place, says):
    result = clock(registered, *words)
    assert result.exit_code == 2
    assert place in result.stderr
    assert says in result.stderr


def test_wrong_usage(call):
    assert call("clock", "petition").exit_code == 64
    assert call("clock", "petition", "--registered", "2024-12-16", "--event", "replied").exit_code == 64
