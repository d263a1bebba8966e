"""A letter that no longer says what is so: held back, told which words, and put right in their place."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support_letters import LetterDesk
from support_office import Cast, Desk, at

from yangguang.cases.models import Attachment
from yangguang.cases.refused import Refused
from yangguang.letters import actions
from yangguang.letters.models import Letter, LetterOffice, LetterState
from yangguang.letters.placeholders import fill
from yangguang.letters.rechecking import Changed, compared, recheck
from yangguang.letters.writing.content import tidy

TEMPLATE = "标题\n{{名}}：\n内容为“{{事}}”。{{经过}}\n{{情况}}\n期限至{{期限}}。\n特此告知。\n{{附件}}"
WAS = {"名": "甲", "事": "预算", "经过": "", "情况": "", "期限": "4月1日", "附件": ""}
TEXT = "标题\n甲：\n内容为“预算”。\n期限至4月1日。\n特此告知。"


@pytest.mark.parametrize(
    ("text", "now", "names", "after"),
    [
        (TEXT, {}, [], TEXT),
        (TEXT, {"期限": "4月2日"}, ["期限"], TEXT.replace("4月1日", "4月2日")),
        # what was empty: within a line, as a line of its own, as the last one
        (TEXT, {"经过": "已补正。"}, ["经过"], TEXT.replace("“预算”。", "“预算”。已补正。")),
        (TEXT, {"情况": "已查。"}, ["情况"], TEXT.replace("“预算”。", "“预算”。\n已查。")),
        (TEXT, {"附件": "附件：1.a\n2.b"}, ["附件"], TEXT + "\n附件：1.a\n2.b"),
        (
            TEXT,
            {"经过": "已补正。", "情况": "已查。"},
            ["经过", "情况"],
            TEXT.replace("“预算”。", "“预算”。已补正。\n已查。"),
        ),
        # the drafter has written over another line: this one is put right all the same
        (
            TEXT.replace("特此告知。", "专此函复。"),
            {"期限": "4月2日"},
            ["期限"],
            TEXT.replace("4月1日", "4月2日").replace("特此告知。", "专此函复。"),
        ),
        # the drafter has put it right already, or taken it out
        (
            TEXT.replace("期限至4月1日。", "最迟4月2日。"),
            {"期限": "4月2日"},
            [],
            TEXT.replace("期限至4月1日。", "最迟4月2日。"),
        ),
        (TEXT.replace("期限至4月1日。\n", ""), {"期限": "4月2日"}, [], TEXT.replace("期限至4月1日。\n", "")),
    ],
)
def test_what_has_changed_is_found_and_put_in_its_place(
    text: str, now: dict[str, str], names: list[str], after: str
) -> None:
    found = compared(TEMPLATE, WAS, WAS | now, text)
    assert [one.name for one in found.changed] == names
    assert (found.text, found.by_hand) == (after, ())


@pytest.mark.parametrize(
    ("text", "was", "now"),
    [
        ("期限到4月1日为止，请注意。", "4月1日", "4月2日"),
        (
            "您补正了，已延期，请注意。",
            "您补正了，已延期",
            "您补正了",
        ),  # a part of what was said no longer holds
        ("您补正了，请注意。", "您补正了", "您补正了，已延期"),
        ("您补正了，请注意。", "您补正了", ""),
    ],
)
def test_in_a_line_written_over_the_old_words_tell(text: str, was: str, now: str) -> None:
    found = compared("标题\n期限至{{甲}}。", {"甲": was}, {"甲": now}, f"标题\n{text}")
    assert found.changed == found.by_hand == (Changed("甲", was, now),)
    assert found.text == f"标题\n{text}"


def test_an_old_word_that_stands_elsewhere_for_another_reason_does_not_hold_the_letter() -> None:
    text = "标题\n4月1日收到。\n最迟4月2日答复，不是4月1日。"
    assert compared("标题\n期限至{{甲}}。", {"甲": "4月1日"}, {"甲": "4月2日"}, text).changed == ()


def values_of(name: str) -> st.SearchStrategy[str]:
    """None to three lines, of a kind that no other placeholder has."""
    lines = st.lists(st.sampled_from("一二三四"), max_size=3, unique=True)
    return lines.map(lambda chosen: "\n".join(f"{name}{sign}。" for sign in chosen))


VALUES = st.fixed_dictionaries({name: values_of(name) for name in ("经过", "情况", "期限", "附件")})


@given(was=VALUES, now=VALUES)
def test_an_untouched_letter_put_right_is_the_letter_written_today(
    was: dict[str, str], now: dict[str, str]
) -> None:
    template = "标题\n{{经过}}甲\n{{情况}}\n乙{{期限}}\n丙\n{{附件}}"
    optional = frozenset(was)
    before, today = (tidy(fill(template, values, optional)) for values in (was, now))
    found = compared(template, was, now, before)
    assert found.text == today
    assert {one.name for one in found.changed} == {name for name in was if was[name] != now[name]}
    assert compared(template, now, now, today).changed == ()


# --- on its way ---------------------------------------------------------------------------------


def approved(writing: LetterDesk, letter: Letter, on: str) -> Letter:
    return writing.approves(writing.submits(letter, on=on), "checker", "signer", on=on)


def renewed(writing: LetterDesk, letter: Letter, on: str) -> Letter:
    """What the button does: the text put right, saved by the drafter, through the chain again."""
    text = recheck(letter, at(on), date.fromisoformat(on)).text
    letter = actions.edit(letter, text, by=writing.who("drafter"), at=at(on), version=letter.version)
    assert letter.state == LetterState.IN_REVIEW
    return writing.approves(letter, "checker", "signer", on=on)


@pytest.mark.django_db
def test_a_reply_drafted_before_an_extension_tells_of_it(desk: Desk, writing: LetterDesk) -> None:
    case = desk.receives(on="2024-03-04")
    letter = writing.prepares(
        case, "answer", on="2024-03-20", by="drafter", outcome="provide", how="随信附复印件。"
    )
    letter = approved(writing, letter, "2024-03-20")
    desk.does(case, "extend", on="2024-03-28", reason="x", working_days=20)
    with pytest.raises(Refused, match="“办理经过”应补上“本机关于2024年3月28日依法告知延长答复期限。”"):
        writing.issues(letter, on="2024-04-10")
    letter.refresh_from_db()
    assert (letter.state, letter.number) == (LetterState.APPROVED, "")
    letter = renewed(writing, letter, "2024-04-10")
    assert letter.values["办理经过"] == "本机关于2024年3月28日依法告知延长答复期限。"
    assert "依法告知延长答复期限。\n经查" in writing.issues(letter, on="2024-04-10").text


@pytest.mark.django_db
def test_a_file_released_after_the_draft_is_listed_before_the_letter_leaves(
    desk: Desk, writing: LetterDesk
) -> None:
    case = desk.receives(on="2024-03-04")
    letter = writing.prepares(
        case, "answer", on="2024-03-20", by="drafter", outcome="provide", how="见附件。"
    )
    letter = approved(writing, letter, "2024-03-20")
    Attachment.objects.create(
        case=case, kind="released", name="a.pdf", size=1, is_public=True, added_at=at("2024-03-20")
    )
    with pytest.raises(Refused, match=r"“附件”应补上“附件：a\.pdf”"):
        writing.issues(letter, on="2024-03-21")
    letter = renewed(writing, letter, "2024-03-21")
    assert letter.text.endswith("特此告知。\n附件：a.pdf")
    Attachment.objects.filter(case=case).delete()
    with pytest.raises(Refused, match=r"“附件”原为“附件：a\.pdf”，现在没有了"):
        writing.issues(letter, on="2024-03-22")
    letter = renewed(writing, letter, "2024-03-22")
    assert writing.issues(letter, on="2024-03-22").text.endswith("特此告知。")


@pytest.mark.django_db
def test_what_the_drafter_wrote_by_hand_stays(cast: Cast, desk: Desk, writing: LetterDesk) -> None:
    case = desk.receives(on="2024-03-04")
    letter = writing.prepares(
        case, "answer", on="2024-03-20", by="drafter", outcome="provide", how="见附件。"
    )
    text = letter.text.replace("特此告知。", "特此函复。")
    letter = actions.edit(
        letter, text, by=writing.who("drafter"), at=at("2024-03-20"), version=letter.version
    )
    LetterOffice.objects.create(agency=cast.bureau, contact="公开办，电话0000-1")
    found = recheck(letter, at("2024-03-21"), date(2024, 3, 21))
    assert [one.name for one in found.changed] == ["联系方式"]
    assert found.text.endswith("联系方式：公开办，电话0000-1\n特此函复。")


@pytest.mark.django_db
def test_a_letter_about_which_nothing_has_changed_leaves(desk: Desk, writing: LetterDesk) -> None:
    case = desk.receives(on="2024-03-04")
    letter = writing.prepares(
        case, "answer", on="2024-03-20", outcome="not_exist", finding="经检索档案，没有。"
    )
    letter = approved(writing, letter, "2024-03-20")
    assert writing.issues(letter, on="2024-03-29").state == LetterState.ISSUED


@pytest.mark.django_db
def test_the_page_says_what_has_changed_and_offers_to_put_it_right(
    client: Any, cast: Cast, desk: Desk, writing: LetterDesk
) -> None:
    from django.utils import timezone

    day = timezone.localdate().isoformat()
    case = desk.receives(on=day)
    letter = writing.prepares(case, "answer", on=day, by="drafter", outcome="provide", how="见附件。")
    client.force_login(cast.drafter)
    page = f"/staff/letters/{letter.pk}/"
    assert "情况有变" not in client.get(page).content.decode()
    assert "不需要更新" in client.get(f"{page}edit/?renew=1").content.decode()
    LetterOffice.objects.create(agency=cast.bureau, contact="公开办")
    said = client.get(page).content.decode()
    assert "“联系方式”应补上“联系方式：公开办”" in said
    assert f"{page}edit/?renew=1" in said
    form = client.get(f"{page}edit/?renew=1").content.decode()
    assert "已按现在的情况改好" in form
    assert "联系方式：公开办\n特此告知。" in form
    client.force_login(cast.inspector)  # reads, and writes nothing
    said = client.get(page).content.decode()
    assert "应补上" in said
    assert "renew=1" not in said
