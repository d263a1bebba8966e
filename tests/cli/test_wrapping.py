"""Lines of Chinese and Latin in a terminal."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from yangguang.cli.wrapping import breaks, lines


@pytest.mark.parametrize(
    ("text", "width", "wanted"),
    [
        ("总计由 14 改为 15，请核对。", 12, ["总计由 14 改", "为 15，请核", "对。"]),
        ("一二三，四五六", 6, ["一二", "三，四", "五六"]),  # no line begins with a comma
        ("一二（三四）五", 6, ["一二", "（三", "四）五"]),  # none ends with an opening bracket
        ("见 https://a.gov.cn/b 网页", 12, ["见", "https://a.go", "v.cn/b 网页"]),  # longer than a line
        ("add up to 15; not 14", 10, ["add up to", "15; not 14"]),
        ("相差3件", 6, ["相差3", "件"]),
        ("", 10, [""]),
    ],
)
def test_lines_break_where_a_reader_would(text: str, width: int, wanted: list[str]) -> None:
    assert list(lines(text, width)) == wanted


@given(st.text("一二，。（）“”ab1 .;", max_size=60), st.integers(8, 30))
def test_nothing_is_lost_and_a_line_fits_but_for_signs_that_cling(text: str, width: int) -> None:
    begins = [0, *breaks(text, width), len(text)]
    assert begins == sorted(begins)
    pieces = [text[start:end] for start, end in itertools.pairwise(begins)]
    assert "".join(pieces) == text
    assert all(cell_len(piece.rstrip()) <= width for piece in pieces)
