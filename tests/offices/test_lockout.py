"""Guessing passwords takes long."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from yangguang.offices import lockout


@pytest.fixture(autouse=True)
def fresh(settings):
    settings.SIGN_IN_ATTEMPTS = 3
    cache.clear()
    yield
    cache.clear()


def test_after_too_many_the_account_pauses_from_everywhere():
    for _ in range(3):
        assert not lockout.is_paused("wang", "10.0.0.1")
        lockout.failed("wang", "10.0.0.1")
    assert lockout.is_paused("wang", "10.0.0.1")
    assert lockout.is_paused(" WANG ", "10.9.9.9")
    assert not lockout.is_paused("li", "10.0.0.1")


def test_an_address_that_tries_many_accounts_pauses():
    for number in range(30):
        lockout.failed(f"person-{number}", "10.0.0.1")
    assert lockout.is_paused("li", "10.0.0.1")
    assert not lockout.is_paused("li", "10.0.0.2")


def test_the_right_password_clears_the_account():
    lockout.failed("wang", "10.0.0.1")
    lockout.failed("wang", "10.0.0.1")
    lockout.succeeded("wang", "10.0.0.1")
    lockout.failed("wang", "10.0.0.1")
    assert not lockout.is_paused("wang", "10.0.0.1")


def test_the_cache_holds_no_names():
    assert all("wang" not in key for key in lockout._keys("wang", "10.0.0.1"))
