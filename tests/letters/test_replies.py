"""What a reply says: article, remedies and the row of the annual report all follow from one outcome."""

from __future__ import annotations

from typing import Any

import pytest
from support_letters import LetterDesk, stored, words_of
from support_office import Cast, Desk, at

from yangguang.cases.models import Attachment, Case
from yangguang.cases.refused import Refused, WrongFacts
from yangguang.law.outcomes import OUTCOMES, outcome
from yangguang.law.papers import PAPERS
from yangguang.letters import actions
from yangguang.letters.papers import Addressee, paper, papers
from yangguang.letters.placeholders import names_in
from yangguang.requests.conditions import NOT_BY_LETTER
from yangguang.requests.papers.values import quoted

pytestmark = pytest.mark.django_db

REG = "《中华人民共和国政府信息公开条例》"
# outcome, the article as the reply must cite it, words of the decision, needs reconsideration first
# (foi-procedure.md, section 6)
REPLIES = (
    ("already_public", REG + "第三十六条第（一）项", "已经主动公开", False),
    ("provide", REG + "第三十六条第（二）项", "予以公开", False),
    ("partial", REG + "第三十七条", "区分处理", True),
    ("deny_state_secret", REG + "第十四条", "国家秘密", True),
    ("deny_law_prohibited", REG + "第十四条", "法律、行政法规禁止公开", True),
    ("deny_security_stability", REG + "第十四条", "国家安全、公共安全、经济安全、社会稳定", True),
    ("deny_third_party", REG + "第十五条、第三十二条", "第三方合法权益", True),
    ("deny_internal_affairs", REG + "第十六条第一款", "内部事务信息", True),
    ("deny_process_info", REG + "第十六条第二款", "过程性信息", True),
    ("deny_enforcement_file", REG + "第十六条第二款", "行政执法案卷信息", True),
    ("deny_inquiry", REG + "第三十六条第（七）项", "特别规定", False),
    ("not_exist", REG + "第三十六条第（四）项", "不存在", False),
    ("not_this_body", REG + "第三十六条第（五）项", "不属于本机关负责公开", False),
    ("needs_creation", REG + "第三十八条", "加工、分析", False),
    ("still_unclear", REG + "第三十条", "仍不明确", False),
    ("petition", REG + "第三十九条第一款", "不作为政府信息公开申请处理", False),
    ("repeat", REG + "第三十六条第（六）项", "不予重复处理", False),
    ("publication", REG + "第三十九条第二款", "公开出版物", False),
    ("excessive", REG + "第三十五条", "明显超过合理范围", False),
    ("reconfirm", "《中华人民共和国政府信息公开工作年度报告格式》三（五）5", "不予处理", False),
    ("other", "《中华人民共和国政府信息公开工作年度报告格式》三（六）", "处理如下", False),
)
# the day of the answer, the day of receipt, and whether the law asks for reconsideration first at all
REGIMES = (
    ("2023-12-20", "2023-12-01", False),
    ("2024-03-20", "2024-03-04", True),
    ("2025-06-20", "2025-06-03", True),
)


def ready_for(code: str, case: Case, desk: Desk, day: str) -> None:
    """What must have happened before some outcomes, pretended in a line."""
    if code == "still_unclear":
        desk.does(case, "ask_correction", on=day, what="年度", until="2030-01-31")
        desk.does(case, "correct", on=day, text="不清楚")
    if code == "excessive":
        desk.does(case, "ask_reason", on=day, what="46件", until="2030-01-31")
        desk.does(case, "give_reason", on=day, text="想要")
    if code == "deny_third_party":
        desk.does(case, "consult_third_party", on=day, party="甲公司", what="报价")
        desk.does(case, "third_party_replied", on=day, party="甲公司", stance="refuses")


def facts(code: str) -> dict[str, Any]:
    return {
        "outcome": code,
        "reasons": "这是本案的理由。",
        "how": "随本答复书提供复印件2页。",
        "other_body": "云溪市交通运输局，电话0000-7654321",
    }


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
            assert text.split("\n")[0].endswith(("书", "表", "函", "证", "执")), text.split("\n")[0]


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
