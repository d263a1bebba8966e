"""How often one address may ask."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.http import HttpRequest
from django.test import RequestFactory

from yangguang.web.throttle import seconds_to_wait


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> None:
    cache.clear()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> None:
    """The beginning of a window, so that no test runs over its end."""
    monkeypatch.setattr("yangguang.web.throttle.time.time", lambda: 1_800_000_000.0)


def asks(address: str, **headers: str) -> HttpRequest:
    return RequestFactory().get("/", REMOTE_ADDR=address, **headers)


def test_the_next_one_after_the_last_allowed_waits(at: None) -> None:
    waits = [seconds_to_wait(asks("192.0.2.7"), "x", most=3, seconds=600) for _ in range(4)]
    assert waits == [0, 0, 0, 600]


def test_addresses_are_counted_apart(at: None) -> None:
    assert seconds_to_wait(asks("192.0.2.7"), "x", most=1, seconds=600) == 0
    assert seconds_to_wait(asks("192.0.2.8"), "x", most=1, seconds=600) == 0


def test_purposes_are_counted_apart(at: None) -> None:
    assert seconds_to_wait(asks("192.0.2.7"), "x", most=1, seconds=600) == 0
    assert seconds_to_wait(asks("192.0.2.7"), "y", most=1, seconds=600) == 0


def test_a_household_of_the_new_protocol_counts_as_one(at: None) -> None:
    assert seconds_to_wait(asks("2001:db8:1:2::1"), "x", most=1, seconds=600) == 0
    assert seconds_to_wait(asks("2001:db8:1:2:ffff::9"), "x", most=1, seconds=600) > 0
    assert seconds_to_wait(asks("2001:db8:1:3::1"), "x", most=1, seconds=600) == 0


def test_a_header_that_anybody_can_send_changes_nothing(at: None) -> None:
    assert (
        seconds_to_wait(asks("192.0.2.7", HTTP_X_FORWARDED_FOR="198.51.100.1"), "x", most=1, seconds=600) == 0
    )
    assert (
        seconds_to_wait(asks("192.0.2.7", HTTP_X_FORWARDED_FOR="198.51.100.2"), "x", most=1, seconds=600) > 0
    )


def test_a_new_window_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = {"now": 1_800_000_000.0}
    monkeypatch.setattr("yangguang.web.throttle.time.time", lambda: clock["now"])
    assert seconds_to_wait(asks("192.0.2.7"), "x", most=1, seconds=600) == 0
    assert seconds_to_wait(asks("192.0.2.7"), "x", most=1, seconds=600) == 600
    clock["now"] += 600
    assert seconds_to_wait(asks("192.0.2.7"), "x", most=1, seconds=600) == 0


def test_no_address_can_be_read_from_the_cache(at: None) -> None:
    seconds_to_wait(asks("192.0.2.7"), "x", most=1, seconds=600)
    assert not [key for key in cache._cache if "192.0.2" in key]


def test_old_addresses_written_in_the_new_way_are_counted_apart(at: None) -> None:
    assert seconds_to_wait(asks("::ffff:192.0.2.7"), "x", most=1, seconds=600) == 0
    assert seconds_to_wait(asks("::ffff:192.0.2.8"), "x", most=1, seconds=600) == 0
    assert seconds_to_wait(asks("192.0.2.7"), "x", most=1, seconds=600) > 0
