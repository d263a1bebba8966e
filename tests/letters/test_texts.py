"""Placeholders, numbers, the text of a letter and its comparison: small pieces, and what always holds of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yangguang.cases.refused import Refused
from yangguang.letters import placeholders
from yangguang.letters.comparing import Change, compare, paragraphs
from yangguang.letters.numbers import DEFAULT, WrongPattern, check_pattern, document_number
from yangguang.letters.placeholders import MissingValue, WrongTemplate, fill
from yangguang.letters.writing.content import BlockKind, blocks_of, text_of, tidy
from yangguang.offices.models import Agency

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cn", "Co")), max_size=30
)


def test_filling_in_is_substitution_and_nothing_else() -> None:
    text = "致{{申请人}}：\n{{ 内容 }}\n{{没有}}\n尾"
    values = {"申请人": "{{内容}}{% x %}", "内容": "第一行\n第二行", "没有": ""}
    assert fill(text, values, {"没有"}) == "致{{内容}}{% x %}：\n第一行\n第二行\n尾"


def test_an_unknown_placeholder_is_named() -> None:
    with pytest.raises(WrongTemplate, match="没有“申请仁”这个占位符"):
        placeholders.check("{{申请仁}}", ["申请人"])


@pytest.mark.parametrize("text", ["{{申请人", "申请人}}", "{{申请\n人}}", "{{{申请人}}}}", "{{}}"])
def test_a_broken_placeholder_is_found_by_its_line(text: str) -> None:
    with pytest.raises(WrongTemplate, match="第 2 行有不成对的花括号"):
        placeholders.check("标题\n" + text, ["申请人"])


def test_a_placeholder_that_must_stay_is_named() -> None:
    with pytest.raises(WrongTemplate, match=r"必须保留占位符“\{\{条款\}\}”"):
        placeholders.check("标题", ["条款"], ["条款"])


def test_a_missing_value_is_named() -> None:
    with pytest.raises(MissingValue, match="“理由”没有内容"):
        fill("因{{理由}}", {"理由": " "})


@given(WORDS, WORDS)
def test_what_was_filled_in_is_never_looked_at_again(one: str, two: str) -> None:
    both = fill("甲{{一}}乙{{二}}丙", {"一": one, "二": two}, {"一", "二"})
    assert both == f"甲{one.strip()}乙{two.strip()}丙"


def test_the_parts_of_a_letter() -> None:
    text = tidy(
        "  告知书 \n\n王小明：\n一、事项\n正文：\r\n\t二、这一句有句号，不是标题。\n---\n回函\n本机关：\n同意"
    )
    kinds = [block.kind for block in blocks_of(text)]
    assert kinds == [
        BlockKind.TITLE,
        BlockKind.ADDRESSEE,
        BlockKind.HEADING,
        BlockKind.BODY,
        BlockKind.BODY,
        BlockKind.BREAK,
        BlockKind.TITLE,
        BlockKind.ADDRESSEE,
        BlockKind.BODY,
    ]


@pytest.mark.parametrize("text", ["", " \n ", "---\n正文", "长" * 81, "标题\n" + "长" * 30_000])
def test_a_text_that_is_no_letter_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        tidy(text)


@given(st.lists(st.one_of(WORDS, st.just("---"), st.just("一、总则")), min_size=1, max_size=20))
def test_reading_the_parts_back_gives_the_text(lines: list[str]) -> None:
    text = "\n".join(["标题", *lines])
    kept = tidy(text)
    assert text_of(blocks_of(kept)) == kept
    assert tidy(kept) == kept


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        (DEFAULT, "市信访局公开〔2026〕7号"),
        ("{全称}〔{年}〕第{序号}号", "云溪市信访局〔2026〕第7号"),
        (" {简称}公复〔{年}〕{序号}号 ", "市信访局公复〔2026〕7号"),
    ],
)
def test_numbers_by_pattern(pattern: str, said: str) -> None:
    agency = Agency(name="云溪市信访局", short_name="市信访局")
    assert document_number(check_pattern(pattern), agency, 2026, 7) == said


@pytest.mark.parametrize(
    "pattern", ["公复{序号}号", "公复〔{年}〕号", "{年}{序号}{密级}", "{年}{序号}}", "{年}{序号}" + "长" * 60]
)
def test_a_pattern_that_gives_no_number_is_refused(pattern: str) -> None:
    with pytest.raises(WrongPattern):
        check_pattern(pattern)


def test_changes_are_marked_sign_by_sign_where_texts_are_alike() -> None:
    pieces = compare("根据第三十条的规定，请补正。\n特此告知。", "根据第三十一条的规定，请补正。\n特此函告。")
    assert [(p.change.value, p.text) for p in pieces if p.change is not Change.SAME] == [
        ("added", "一"),
        ("added", "函"),
        ("removed", "知"),
    ]
    lines = paragraphs(pieces)
    assert len(lines) == 2


@given(st.text("甲乙丙，。\n", max_size=120), st.text("甲乙丙，。\n", max_size=120))
def test_the_pieces_are_both_texts(before: str, after: str) -> None:
    pieces = compare(before, after)
    assert "".join(p.text for p in pieces if p.change is not Change.ADDED) == before
    assert "".join(p.text for p in pieces if p.change is not Change.REMOVED) == after
    shown = "".join(p.text for line in paragraphs(pieces) for p in line)
    assert shown == "".join(p.text for p in pieces).replace("\n", "")
