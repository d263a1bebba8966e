"""What is written into spreadsheets stays words."""

from __future__ import annotations

import pytest

from yangguang.web.spreadsheet import plain


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_words_are_not_taken_for_a_formula(start: str) -> None:
    assert plain(f'{start}HYPERLINK("http://x")') == f'\'{start}HYPERLINK("http://x")'


@pytest.mark.parametrize("value", ["-1", "+2.5", "某路=甲路", 3, True, None])
def test_other_values_stay_readable(value: object) -> None:
    assert not str(plain(value)).startswith("'")
