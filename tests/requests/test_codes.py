"""Query codes: readable, salted, compared whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from yangguang.requests import codes


def test_a_code_has_no_signs_that_look_alike():
    assert not set(codes.SIGNS) & set("0O1IL")
    assert len(set(codes.SIGNS)) == 31
    for _ in range(200):
        code = codes.new_code()
        assert len(code) == 11
        assert code[5] == "-"
        assert set(code.replace("-", "")) <= set(codes.SIGNS)


def test_two_codes_differ():
    assert len({codes.new_code() for _ in range(500)}) == 500


def test_the_hash_is_salted_and_does_not_tell_the_code():
    code = codes.new_code()
    first, second = codes.hashed(code), codes.hashed(code)
    assert first != second
    assert code.replace("-", "") not in first.upper()
    assert codes.matches(code, first)
    assert codes.matches(code, second)
    assert len(first) <= 128


@given(st.text(max_size=40))
def test_another_text_does_not_match(typed):
    kept = codes.hashed("7KQ2M-XW9PA")
    assert codes.matches(typed, kept) == (codes.normalised(typed) == "7KQ2MXW9PA")


def test_how_people_type_it():
    kept = codes.hashed("7KQ2M-XW9PA")
    for typed in ("7kq2m xw9pa", " 7KQ2MXW9PA ", "７ＫＱ２Ｍ－ＸＷ９ＰＡ", "7KQ2M—XW9PA"):
        assert codes.matches(typed, kept)


def test_nobodys_hash_matches_nothing():
    assert not codes.matches("", codes.NOBODYS)
    assert not codes.matches("7KQ2M-XW9PA", codes.NOBODYS)
