"""Outcomes: the table of the procedure, and the rows of both report forms."""

from __future__ import annotations

import pytest

from yangguang.annualreport.formats import format_by_id
from yangguang.law.exemptions import EXEMPTIONS, exemption_of
from yangguang.law.outcomes import OUTCOMES, Force, OutcomeCode, OutcomeGroup, outcome, row
from yangguang.law.papers import PAPER_BY_CODE, PAPERS
from yangguang.translation import language

# code, article, row 2019, row 2021, reconsideration first: the table of the sheet, line by line
TABLE = [
    ("already_public", "三十六条第（一）项", "granted", "granted", False),
    ("provide", "三十六条第（二）项", "granted", "granted", False),
    ("partial", "三十七条", "partially_granted", "partially_granted", True),
    ("deny_state_secret", "十四条", "denied_state_secret", "denied_state_secret", True),
    ("deny_law_prohibited", "十四条", "denied_law_prohibited", "denied_law_prohibited", True),
    ("deny_security_stability", "十四条", "denied_security_stability", "denied_security_stability", True),
    ("deny_third_party", "十五条", "denied_third_party", "denied_third_party", True),
    ("deny_internal_affairs", "十六条第一款", "denied_internal_affairs", "denied_internal_affairs", True),
    ("deny_process_info", "十六条第二款", "denied_process_info", "denied_process_info", True),
    ("deny_enforcement_file", "十六条第二款", "denied_enforcement_file", "denied_enforcement_file", True),
    ("deny_inquiry", "三十六条第（七）项", "denied_admin_inquiry", "denied_admin_inquiry", False),
    ("not_exist", "三十六条第（四）项", "unavailable_not_held", "unavailable_not_held", False),
    ("not_this_body", "三十六条第（五）项", "unavailable_not_held", "unavailable_not_held", False),
    ("needs_creation", "三十八条", "unavailable_needs_creation", "unavailable_needs_creation", False),
    ("still_unclear", "三十条", "unavailable_unclear", "unavailable_unclear", False),
    ("petition", "三十九条第一款", "not_processed_petition", "not_processed_petition", False),
    ("repeat", "三十六条第（六）项", "not_processed_repeat", "not_processed_repeat", False),
    ("publication", "三十九条第二款", "not_processed_publication", "not_processed_publication", False),
    ("excessive", "三十五条", "not_processed_excessive", "not_processed_excessive", False),
    ("reconfirm", "年度报告格式", "not_processed_reconfirm", "not_processed_reconfirm", False),
    ("abandoned_correction", "三十条", "other_handling", "other_no_correction", False),
    ("abandoned_fee", "收费办法第六条", "other_handling", "other_fee_unpaid", False),
    ("withdrawn", "年度报告格式", "other_handling", "other_misc", False),
    ("other", "年度报告格式", "other_handling", "other_misc", False),
]


def test_the_table_names_every_outcome_once():
    assert [line[0] for line in TABLE] == [one.code.value for one in OUTCOMES] == list(OutcomeCode)


@pytest.mark.parametrize(("code", "article", "row_2019", "row_2021", "first"), TABLE)
def test_an_outcome_has_its_article_rows_and_remedy(code, article, row_2019, row_2021, first):
    one = outcome(code)
    assert article in one.article
    assert (row(one, "2019"), row(one, "2021")) == (row_2019, row_2021)
    assert one.reconsideration_first is first


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("one", OUTCOMES, ids=lambda one: one.code)
def test_every_row_exists_in_its_form(one, form):
    assert row(one, form) in format_by_id(form).requests.row_ids


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_every_row_of_results_can_be_reached_from_an_outcome(form):
    rows = set(format_by_id(form).requests.row_ids)
    results = rows - {"new_received", "carried_in", "results_total", "carried_out"}
    assert {row(one, form) for one in OUTCOMES} == results


@pytest.mark.parametrize("one", OUTCOMES, ids=lambda one: one.code)
def test_the_group_is_the_block_of_the_form(one):
    prefixes = {
        OutcomeGroup.GRANTED: ("granted", "partially_granted"),
        OutcomeGroup.DENIED: ("denied_",),
        OutcomeGroup.UNAVAILABLE: ("unavailable_",),
        OutcomeGroup.NOT_PROCESSED: ("not_processed_",),
        OutcomeGroup.OTHER: ("other_",),
    }
    assert one.row_2021.startswith(prefixes[one.group])


def test_a_form_nobody_knows_has_no_row():
    with pytest.raises(KeyError):
        row(outcome("provide"), "2008")
    with pytest.raises(KeyError):
        outcome("lost")


def test_reasons_are_owed_where_the_law_says_so():
    with_reasons = {one.code.value for one in OUTCOMES if one.reasons_required}
    refusals = {line[0] for line in TABLE if line[4]}
    assert with_reasons == refusals | {"not_this_body"}


def test_a_body_may_choose_only_where_the_law_says_may():
    may = {one.code.value for one in OUTCOMES if one.force is Force.MAY}
    assert may == {
        "deny_internal_affairs",
        "deny_process_info",
        "deny_enforcement_file",
        "needs_creation",
        "publication",
        "reconfirm",
        "withdrawn",
        "other",
    }


@pytest.mark.parametrize("one", OUTCOMES, ids=lambda one: one.code)
def test_outcomes_are_told_by_a_paper_and_said_in_both_languages(one):
    assert one.letter is None or one.letter in PAPER_BY_CODE
    assert one.said == one.label
    assert one.said_duty == one.duty
    with language("en"):
        assert one.said.isascii()
        assert one.said_duty.isascii()
        assert one.group.label.isascii()


def test_only_a_withdrawn_request_gets_no_letter():
    assert [one.code.value for one in OUTCOMES if one.letter is None] == ["withdrawn"]


# --- exemptions -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "article", "force", "yields"),
    [
        ("deny_state_secret", "条例第十四条", Force.MUST, False),
        ("deny_law_prohibited", "条例第十四条", Force.MUST, False),
        ("deny_security_stability", "条例第十四条", Force.MUST, False),
        ("deny_third_party", "条例第十五条", Force.MUST, True),
        ("deny_internal_affairs", "条例第十六条第一款", Force.MAY, False),
        ("deny_process_info", "条例第十六条第二款", Force.MAY, True),
        ("deny_enforcement_file", "条例第十六条第二款", Force.MAY, True),
    ],
)
def test_each_exemption_binds_or_allows(code, article, force, yields):
    one = exemption_of(code)
    assert one is not None
    assert (one.article, one.force, bool(one.unless)) == (article, force, yields)
    assert one.article[2:] in outcome(code).article[2:]
    assert outcome(code).force is force
    with language("en"):
        assert one.said.isascii()
        assert one.said_unless.isascii()


def test_the_exemptions_are_the_refusals_that_go_to_reconsideration_first():
    assert {one.outcome for one in EXEMPTIONS} == {one.code for one in OUTCOMES if one.is_refusal}
    assert exemption_of("provide") is None


# --- papers ---------------------------------------------------------------------------------------

PAPERS_OF_THE_SHEET = [
    ("application_form", "身份证明"),
    ("registration", "收到申请的日期"),
    ("receipt", "查询码"),
    ("correction_notice", "逾期不补正的后果"),
    ("reason_notice", "需要说明的理由"),
    ("extension_notice", "负责人同意"),
    ("postponement_notice", "延迟答复的合理期限"),
    ("third_party_letter", "15 个工作日"),
    ("consult_notice_applicant", "不计入答复期限"),
    ("third_party_decision", "公共利益"),
    ("co_author_letter", "视为同意"),
    ("agency_letter", "不视为同意"),
    ("assist_letter", "内部办理期限"),
    ("fee_notice", "收费数额"),
    ("reply", "救济途径"),
    ("service_record", "送达日期"),
    ("record_correction_reply", "更正"),
]


def test_the_papers_are_those_of_the_sheet():
    assert [paper.code for paper in PAPERS] == [code for code, _part in PAPERS_OF_THE_SHEET]


@pytest.mark.parametrize(("code", "part"), PAPERS_OF_THE_SHEET)
def test_a_paper_knows_what_it_must_contain(code, part):
    paper = PAPER_BY_CODE[code]
    assert any(part in one for one in paper.contains)
    assert paper.said_contents == paper.contains
    with language("en"):
        assert paper.said.isascii()
        assert all(one.isascii() for one in paper.said_contents)
