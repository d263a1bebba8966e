"""Numbers that identify somebody: sealed, masked, recognised again."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from yangguang.cases.sealing import Unsealable, mark_of, masked, masked_name, seal, unseal
from yangguang.requests.models import InformationRequest


@given(st.text(min_size=1))
def test_what_is_sealed_comes_back_and_is_never_the_same_twice(text):
    assert unseal(seal(text)) == text
    assert seal(text) != seal(text)


def test_nothing_stays_nothing():
    assert seal("") == unseal("") == mark_of("") == mark_of(" ", "") == ""


def test_a_new_key_seals_and_the_old_one_still_opens(settings):
    old = seal("11010519491231002X")
    settings.IDENTITY_KEYS = [Fernet.generate_key().decode(), *settings.IDENTITY_KEYS]
    assert unseal(old) == "11010519491231002X"
    new = seal("x")
    settings.IDENTITY_KEYS = settings.IDENTITY_KEYS[1:]
    with pytest.raises(Unsealable):
        unseal(new)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("11010519491231002X", "110***********002X"),
        ("13800005678", "138****5678"),
        ("6543210", "6*****0"),
        ("1234", "****"),
        ("", ""),
    ],
)
def test_only_the_ends_of_a_number_are_shown(number, shown):
    assert masked(number) == shown


@pytest.mark.parametrize(("name", "shown"), [("王小明", "王**"), ("李", "李*"), ("", "")])
def test_only_the_first_sign_of_a_name_is_shown(name, shown):
    assert masked_name(name) == shown


def test_the_same_person_is_recognised_however_it_was_typed():
    assert mark_of("id_card", "11010519491231002X") == mark_of("id_card", " １１０１０５ 19491231 002x")
    assert mark_of("id_card", "11010519491231002X") != mark_of("passport", "11010519491231002X")


@pytest.mark.django_db
def test_the_database_never_has_the_number_in_clear(desk):
    case = desk.receives(on="2024-03-04", identity_number="11010519491231002X", phone="13800005678")
    with connection.cursor() as cursor:
        cursor.execute("SELECT identity_number, phone FROM requests_informationrequest")
        row = str(cursor.fetchone())
    assert "1949" not in row
    assert "13800005678" not in row
    assert InformationRequest.objects.get(case=case).identity_number == "11010519491231002X"
