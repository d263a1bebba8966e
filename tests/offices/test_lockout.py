"""Guessing passwords takes long."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from yangguang.offices import lockout
from yangguang.offices.actions import save_person
from yangguang.offices.models import Person


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
    lockout.forgive("wang")
    lockout.failed("wang", "10.0.0.1")
    assert not lockout.is_paused("wang", "10.0.0.1")


def test_the_cache_holds_no_names():
    assert all("wang" not in key for key in lockout._keys("wang", "10.0.0.1"))


def test_a_household_of_the_new_protocol_counts_as_one_address():
    for number in range(30):
        lockout.failed(f"person-{number}", f"2001:db8:1:2::{number + 1:x}")
    assert lockout.is_paused("li", "2001:db8:1:2:ffff::1")
    assert not lockout.is_paused("li", "2001:db8:1:3::1")


@pytest.mark.django_db
def test_a_new_password_ends_the_pause():
    """The page says so: ask an administrator for a new password."""
    someone = Person.objects.create_user("wang", password="x" * 12)
    for _ in range(3):
        lockout.failed("wang", "10.0.0.1")
    assert lockout.is_paused("wang", "10.0.0.1")
    known = {"by": someone, "changed": [], "memberships": [], "gone": []}
    save_person(someone, password="another-password-1", **known)
    assert not lockout.is_paused("wang", "10.0.0.1")
