"""What a reply says: article, remedies and the row of the annual report all follow from one outcome."""

from __future__ import annotations

import pytest
from answering import REGIMES, REPLIES, facts, ready_for
from support_letters import LetterDesk, stored, words_of
from support_office import Cast, Desk, at

from yangguang.cases.models import Attachment
from yangguang.cases.refused import Refused, WrongFacts
from yangguang.law.outcomes import OUTCOMES, outcome
from yangguang.law.papers import PAPERS
from yangguang.letters import actions
from yangguang.letters.papers import Addressee, paper, papers
from yangguang.letters.placeholders import names_in
from yangguang.requests.conditions import NOT_BY_LETTER
from yangguang.requests.papers.values import quoted

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("code", "article", "words", "is_first"), REPLIES)
def test_article_and_remedies_follow_from_the_outcome(
    code: str, article: str, words: str, is_first: bool, desk: Desk, writing: LetterDesk
) -> None:
    for day, received, has_rule in REGIMES:
        case = desk.receives("某路改造预算", on=received)
        ready_for(code, case, desk, received)
        text = writing.prepares(case, "answer", on=day, **facts(code)).text
        assert article in text, day
        assert words in text
        assert "王小明：" in text
        assert "“某路改造预算”" in text
        assert "60日内向" in text
        if is_first and has_rule:
            assert "应当先申请行政复议，不能直接提起行政诉讼" in text, day
            assert ("法释〔2025〕8号" in text) is (day >= "2025-06-01")
        else:
            assert "应当先申请行政复议" not in text, day
            assert "6个月内直接向有管辖权的人民法院提起行政诉讼" in text
        if code == "partial":
            assert ("其他部分不服" in text) is has_rule
        if day >= "2024-01-01":
            assert "向云溪市人民政府申请行政复议" in text, "the government above the bureau reconsiders"


def test_every_outcome_of_a_reply_is_in_the_table_and_has_a_text() -> None:
    by_letter = {item.code.value for item in OUTCOMES} - NOT_BY_LETTER
    assert {code for code, *_rest in REPLIES} == by_letter
    assert {wording.id for wording in paper("reply").wordings} == by_letter


def test_letter_and_annual_report_agree(desk: Desk, writing: LetterDesk) -> None:
    case = desk.receives(on="2025-06-03")
    letter = writing.sends(
        case, "answer", on="2025-06-20", outcome="deny_process_info", reasons="该方案尚在研究。"
    )
    said = words_of(stored(letter.pdf))
    assert case.outcome_id == letter.wording_id == "deny_process_info"
    assert outcome(case.outcome_id).row_2021 == "denied_process_info"
    for words in ("决定不予公开", "该方案尚在研究。", "第十六条第二款", "法释〔2025〕8号", "云溪市人民政府"):
        assert words in said


def test_a_reply_without_what_it_must_say_is_refused_by_name(desk: Desk, writing: LetterDesk) -> None:
    case = desk.receives(on="2024-03-04")
    with pytest.raises(Refused, match="“提供方式”没有内容"):
        writing.prepares(case, "answer", on="2024-03-20", outcome="provide")
    with pytest.raises(WrongFacts, match="须说明理由"):
        writing.prepares(case, "answer", on="2024-03-20", outcome="deny_process_info")


def test_the_course_of_the_case_is_told(desk: Desk, writing: LetterDesk) -> None:
    case = desk.receives(on="2024-04-26")
    desk.does(case, "ask_correction", on="2024-05-09", what="年度", until="2024-05-20")
    desk.does(case, "correct", on="2024-05-15", text="2023年度")
    letter = writing.prepares(case, "answer", on="2024-05-20", outcome="not_exist")
    assert "您于2024年5月15日补正了申请内容。" in letter.text


def test_an_organisation_is_addressed_as_one(desk: Desk, writing: LetterDesk) -> None:
    case = desk.receives(on="2024-03-04", applicant_kind="business", name="云溪某某有限公司")
    letter = writing.prepares(case, "answer", on="2024-03-20", outcome="not_exist")
    assert letter.text.split("\n")[1] == "云溪某某有限公司："
    assert "收到你单位提交的" in letter.text


def test_a_long_request_is_quoted_in_part_and_within_its_marks(desk: Desk) -> None:
    case = desk.receives("关于“某路”的\n全部文件。" + "长" * 400, on="2024-03-04")
    said = quoted(case.information_request)
    assert len(said) == 201
    assert said.startswith("关于‘某路’的 全部文件。长")
    assert said.endswith("长……")


def test_every_paper_of_the_sheet_can_be_written() -> None:
    assert {item.code for item in papers()} >= {item.code for item in PAPERS}


def test_only_letters_to_the_applicant_are_public() -> None:
    for item in papers():
        assert item.is_public == (item.addressee is Addressee.APPLICANT), item.code


def test_every_default_text_stands_alone_with_its_samples() -> None:
    from yangguang.letters.placeholders import fill
    from yangguang.letters.writing.content import tidy

    for item in papers():
        known = {place.name for place in item.known}
        for wording in item.wordings:
            assert set(names_in(wording.text)) <= known
            text = tidy(fill(wording.text, item.samples(), item.optional))
            assert "{{" not in text
            assert text.split("\n")[0].endswith(("书", "状", "表", "函", "证", "执")), text.split("\n")[0]


def test_an_offices_own_words_are_used(cast: Cast, desk: Desk, writing: LetterDesk) -> None:
    reply = paper("reply")
    own = reply.wording("not_exist").text.replace("特此告知。", "特此函复。")
    actions.save_template(
        cast.bureau,
        reply,
        "not_exist",
        own,
        seen=reply.wording("not_exist").text,
        by=cast.disclosure_office,
        at=at("2024-03-01"),
    )
    case = desk.receives(on="2024-03-04")
    assert writing.prepares(case, "answer", on="2024-03-20", outcome="not_exist").text.endswith("特此函复。")
    other = desk.receives(on="2024-03-04", agency=cast.school)
    letter = actions.prepare(
        other,
        "answer",
        facts={"outcome": "not_exist"},
        by=writing.who("root"),
        at=at("2024-03-20"),
    )
    assert letter.text.endswith("特此告知。")


@pytest.mark.parametrize(
    ("released", "said"),
    [
        ([], ""),
        (["SQ1-2024-00001-1.pdf"], "特此告知。附件：SQ1-2024-00001-1.pdf"),
        (["a.pdf", "b.docx"], "特此告知。附件：1.a.pdf2.b.docx"),
    ],
)
def test_an_answer_lists_the_files_that_go_with_it(
    released: list[str], said: str, desk: Desk, writing: LetterDesk
) -> None:
    case = desk.receives(on="2024-03-04")
    for name in released:
        Attachment.objects.create(
            case=case, kind="released", name=name, size=1, is_public=True, added_at=at("2024-03-05")
        )
    Attachment.objects.create(case=case, kind="working", name="内部.pdf", size=1, added_at=at("2024-03-05"))
    letter = writing.prepares(case, "answer", on="2024-03-20", outcome="provide", how="见附件。")
    text = "".join(letter.text.split())
    assert "内部" not in text
    if said:
        assert said in text
    else:
        assert "附件：" not in text
