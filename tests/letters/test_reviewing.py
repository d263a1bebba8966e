"""The review chain: its lengths, whose turn it is, what an edit withdraws, and two people at once."""

from __future__ import annotations

import pytest
from support_letters import LetterDesk
from support_office import Cast, Desk, at, person

from yangguang.cases.refused import Conflict, NotAllowed, Refused, WrongFacts
from yangguang.letters import actions
from yangguang.letters.chain import Level
from yangguang.letters.models import Letter, LetterState
from yangguang.letters.selectors import waiting_for
from yangguang.offices.roles import Role

pytestmark = pytest.mark.django_db

DAY = "2024-03-20"


@pytest.fixture
def draft(desk: Desk, writing: LetterDesk) -> Letter:
    case = desk.receives(on="2024-03-04")
    return writing.prepares(case, "answer", on=DAY, by="drafter", outcome="provide", how="见附件。")


def edited(letter: Letter, writing: LetterDesk, by: str, words: str) -> Letter:
    text = letter.text + "\n" + words
    return actions.edit(letter, text, by=writing.who(by), at=at(DAY, 13), version=letter.version)


def standing(letter: Letter) -> list[str]:
    found = letter.approvals.filter(verdict="approved", withdrawn_at__isnull=True)
    return [approval.person_name.removesuffix("同志") for approval in found]


def test_no_level_lets_the_letter_go_at_once(cast: Cast, draft: Letter, writing: LetterDesk) -> None:
    actions.set_chain(cast.bureau, [], by=cast.administrator, at=at(DAY))
    letter = writing.submits(draft, on=DAY, by="drafter")
    assert letter.state == LetterState.APPROVED
    letter = edited(letter, writing, "drafter", "又一句。")
    assert letter.state == LetterState.APPROVED


def test_one_level(cast: Cast, draft: Letter, writing: LetterDesk) -> None:
    chain = [Level("审签", frozenset({Role.LEADER}))]
    actions.set_chain(cast.bureau, chain, by=cast.administrator, at=at(DAY))
    letter = writing.submits(draft, on=DAY, by="drafter")
    assert writing.approves(letter, "leader", on=DAY).state == LetterState.APPROVED


def test_three_levels_in_their_order(cast: Cast, draft: Letter, writing: LetterDesk) -> None:
    chain = [
        Level("核稿", frozenset({Role.CHECKER})),
        Level("保密审查", frozenset({Role.SECRECY_OFFICE})),
        Level("签发", frozenset({Role.SIGNER})),
    ]
    actions.set_chain(cast.bureau, chain, by=cast.disclosure_office, at=at(DAY))
    letter = writing.submits(draft, on=DAY, by="drafter")
    with pytest.raises(NotAllowed, match="现在等待“核稿”"):
        writing.approves(letter, "signer", on=DAY)
    for by in ("checker", "secrecy_office", "signer"):
        assert letter.state == LetterState.IN_REVIEW
        assert [item.pk for item in waiting_for(cast.people[by])] == [letter.pk]
        letter = writing.approves(letter, by, on=DAY)
    assert letter.state == LetterState.APPROVED
    assert waiting_for(cast.signer) == []


def test_a_chain_has_six_levels_at_most_each_with_name_and_role(cast: Cast) -> None:
    level = Level("审签", frozenset({Role.LEADER}))
    actions.set_chain(cast.bureau, [level] * 6, by=cast.administrator, at=at(DAY))
    for wrong in ([level] * 7, [Level(" ", level.roles)], [Level("审签", frozenset())]):
        with pytest.raises(Refused):
            actions.set_chain(cast.bureau, wrong, by=cast.administrator, at=at(DAY))


def test_a_letter_keeps_the_chain_under_which_it_was_submitted(
    cast: Cast, draft: Letter, writing: LetterDesk
) -> None:
    letter = writing.submits(draft, on=DAY, by="drafter")
    actions.set_chain(cast.bureau, [], by=cast.administrator, at=at(DAY))
    assert writing.approves(letter, "checker", "leader", on=DAY).state == LetterState.APPROVED


def test_sending_back_needs_a_reason_and_begins_anew(draft: Letter, writing: LetterDesk) -> None:
    letter = writing.approves(writing.submits(draft, on=DAY, by="drafter"), "checker", on=DAY)
    signer = writing.who("signer")
    with pytest.raises(WrongFacts, match="退回的理由"):
        actions.send_back(letter, reason=" ", by=signer, at=at(DAY), version=letter.version)
    letter = actions.send_back(letter, reason="条款不对", by=signer, at=at(DAY), version=letter.version)
    assert (letter.state, letter.level, standing(letter)) == (LetterState.DRAFT, 0, [])
    letter = writing.submits(edited(letter, writing, "drafter", "改过。"), on=DAY, by="drafter")
    assert writing.approves(letter, "checker", "signer", on=DAY).state == LetterState.APPROVED
    assert letter.approvals.count() == 6  # 2 submitted, 1 withdrawn, 1 sent back, 2 standing


def test_the_drafters_change_withdraws_every_approval(draft: Letter, writing: LetterDesk) -> None:
    letter = writing.approves(writing.submits(draft, on=DAY, by="drafter"), "checker", "signer", on=DAY)
    assert standing(letter) == ["checker", "signer"]
    letter = edited(letter, writing, "drafter", "又一句。")
    assert (letter.state, letter.level, standing(letter)) == (LetterState.IN_REVIEW, 0, [])


def test_a_levels_change_withdraws_its_own_and_later_approvals_only(
    draft: Letter, writing: LetterDesk
) -> None:
    letter = writing.approves(writing.submits(draft, on=DAY, by="drafter"), "checker", "signer", on=DAY)
    letter = edited(letter, writing, "leader", "领导改的。")
    assert (letter.state, letter.level, standing(letter)) == (LetterState.IN_REVIEW, 1, ["checker"])
    assert letter.versions.last().made_as == "审签"
    letter = writing.approves(letter, "leader", on=DAY)
    letter = edited(letter, writing, "checker", "核稿又改。")
    assert (letter.level, standing(letter)) == (0, [])


def test_a_level_that_has_not_been_reached_cannot_edit(draft: Letter, writing: LetterDesk) -> None:
    letter = writing.submits(draft, on=DAY, by="drafter")
    with pytest.raises(NotAllowed):
        edited(letter, writing, "signer", "抢先改。")


def test_an_unchanged_text_is_no_version(draft: Letter, writing: LetterDesk) -> None:
    with pytest.raises(WrongFacts, match="没有变化"):
        actions.edit(draft, draft.text + "\n \n", by=writing.who("drafter"), at=at(DAY), version=0)


def test_the_second_of_two_editors_gets_a_conflict_and_the_first_ones_text_stays(
    draft: Letter, writing: LetterDesk
) -> None:
    seen = draft.version
    first = edited(draft, writing, "drafter", "先到的。")
    with pytest.raises(Conflict, match="第 2 稿，drafter同志改"):
        actions.edit(draft, "标题\n后到的。", by=writing.who("disclosure_office"), at=at(DAY), version=seen)
    assert Letter.objects.get(pk=draft.pk).text == first.text


def test_nobody_approves_a_text_that_changed_behind_them(draft: Letter, writing: LetterDesk) -> None:
    letter = writing.submits(draft, on=DAY, by="drafter")
    seen = letter.version
    edited(letter, writing, "drafter", "又一句。")
    with pytest.raises(Conflict):
        actions.approve(letter, by=writing.who("checker"), at=at(DAY), version=seen)


def test_nobody_approves_their_own_letter_while_others_could(
    cast: Cast, desk: Desk, writing: LetterDesk
) -> None:
    cast.drafter.memberships.create(agency=cast.bureau, role=Role.CHECKER)
    case = desk.receives(on="2024-03-04")
    letter = writing.prepares(case, "answer", on=DAY, by="drafter", outcome="provide", how="见附件。")
    letter = writing.submits(letter, on=DAY, by="drafter")
    with pytest.raises(NotAllowed, match="本人拟的文书由其他核稿人审签"):
        writing.approves(letter, "drafter", on=DAY)
    cast.checker.is_active = False
    cast.checker.save()
    letter = writing.approves(letter, "drafter", on=DAY)
    assert letter.approvals.last().is_own, "in a small office it is allowed, and shown"


def test_a_role_elsewhere_approves_nothing_here(cast: Cast, draft: Letter, writing: LetterDesk) -> None:
    letter = writing.submits(draft, on=DAY, by="drafter")
    cast.people["other"] = person("other", cast.school, Role.CHECKER, Role.SIGNER)
    with pytest.raises(NotAllowed):
        writing.approves(letter, "other", on=DAY)
    assert waiting_for(cast.other) == []
