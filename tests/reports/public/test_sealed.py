"""The result that the visitor carries."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.core import signing

from yangguang.annualreport.checking import check
from yangguang.annualreport.model import AnnualReport
from yangguang.reports import samples
from yangguang.reports.public import sealed


@pytest.fixture
def result() -> sealed.Result:
    report = samples.source_report(samples.BY_NAME["qingchuan-ziran-2023"])
    return sealed.Result(report, check(report))


def test_what_comes_back_is_what_went_out(result: sealed.Result) -> None:
    assert sealed.unseal(sealed.seal(result)) == result


def test_a_changed_word_is_not_taken(result: sealed.Result) -> None:
    word = sealed.seal(result)
    assert sealed.unseal(word[:-3] + "abc") is None
    assert sealed.unseal("") is None


def test_a_word_sealed_for_another_purpose_is_not_taken() -> None:
    assert sealed.unseal(signing.dumps({"report": {}}, salt="something else", compress=True)) is None


def test_a_word_of_our_own_in_another_shape_is_not_taken() -> None:
    assert sealed.unseal(signing.dumps({"report": {}}, salt=sealed.SALT, compress=True)) is None


def test_it_lapses_after_an_hour(result: sealed.Result, monkeypatch: pytest.MonkeyPatch) -> None:
    word = sealed.seal(result)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + sealed.SECONDS + 1)
    assert sealed.unseal(word) is None


def test_a_result_too_large_to_hand_around_is_not_sealed(
    result: sealed.Result, monkeypatch: pytest.MonkeyPatch, office_report: Callable[..., AnnualReport]
) -> None:
    monkeypatch.setattr(sealed, "LARGEST", 100)
    assert sealed.seal(result) == ""
