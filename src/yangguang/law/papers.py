"""The papers that a body issues in the procedure of disclosure on request, and what each must contain.

Names after the list of forms of 宿迁市 (宿政办函〔2021〕21号); the contents follow from the articles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from yangguang.law import articles
from yangguang.translation import gettext, mark


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of paper; ``contains`` are its necessary parts, in order."""

    code: str
    name: str
    contains: tuple[str, ...]
    article: str

    @property
    def said(self) -> str:
        """The name in the language in force."""
        return gettext(self.name)

    @property
    def said_contents(self) -> tuple[str, ...]:
        """The necessary parts in the language in force."""
        return tuple(gettext(part) for part in self.contains)


_NUMBER = mark("编号")
_CONTENT = mark("申请内容")
_BY_WHEN = mark("截止日期")

PAPERS: tuple[Paper, ...] = (
    Paper(
        "application_form",
        mark("政府信息公开申请表"),
        (
            mark("申请人姓名或者名称、身份证明、联系方式"),
            mark("所需信息的名称、文号或者便于查询的其他特征性描述"),
            mark("获取信息的方式、途径"),
        ),
        articles.ART_29,
    ),
    Paper(
        "registration",
        mark("政府信息公开申请登记表"),
        (
            _NUMBER,
            mark("提交方式"),
            mark("到达、确认、收到申请的日期"),
            mark("各项期限"),
            mark("经办人"),
        ),
        mark("条例第四十五条"),
    ),
    Paper(
        "receipt",
        mark("政府信息公开申请登记回执"),
        (_NUMBER, mark("收到申请之日"), _CONTENT, mark("答复期限"), mark("查询码"), mark("联系方式")),
        articles.ART_31,
    ),
    Paper(
        "correction_notice",
        mark("政府信息公开申请补正告知书"),
        (
            mark("不明确的内容"),
            mark("指导和释明"),
            mark("需要补正的事项"),
            mark("补正期限"),
            mark("逾期不补正的后果"),
        ),
        articles.ART_30,
    ),
    Paper(
        "reason_notice",
        mark("说明理由告知书"),
        (mark("申请的数量、频次"), mark("需要说明的理由"), _BY_WHEN),
        articles.ART_35,
    ),
    Paper(
        "extension_notice",
        mark("延期答复告知书"),
        (
            mark("延期的理由"),
            mark("延长后的答复期限（最长延长 20 个工作日）"),
            mark("政府信息公开工作机构负责人同意"),
        ),
        articles.ART_33_2,
    ),
    Paper(
        "postponement_notice",
        mark("延迟答复告知书"),
        (mark("申请人说明理由的情况"), mark("不能在规定期限内答复的原因"), mark("延迟答复的合理期限")),
        articles.ART_35,
    ),
    Paper(
        "third_party_letter",
        mark("征求第三方意见书"),
        (
            mark("涉及的政府信息"),
            mark("提出意见的期限（15 个工作日）"),
            mark("逾期未提出意见的后果"),
            mark("意见确认函（同意，或者不同意及理由）"),
        ),
        articles.ART_32,
    ),
    Paper(
        "consult_notice_applicant",
        mark("征求意见告知书（申请人）"),
        (mark("征求意见所需时间不计入答复期限"), mark("预计答复的日期")),
        articles.ART_33_3,
    ),
    Paper(
        "third_party_decision",
        mark("依申请公开告知书（第三方）"),
        (mark("决定公开的政府信息内容"), mark("公开的理由（公共利益）")),
        articles.ART_32,
    ),
    Paper(
        "co_author_letter",
        mark("征求共同制作机关意见书"),
        (mark("涉及的政府信息"), mark("提出意见的期限（15 个工作日）"), mark("逾期未提出意见视为同意公开")),
        articles.ART_34,
    ),
    Paper(
        "agency_letter",
        mark("征求其他机关意见函"),
        (
            mark("涉及的政府信息"),
            mark("需要答复或者确定的问题"),
            mark("本机关确定的答复日期"),
            mark("逾期未答复的后果（不视为同意）"),
        ),
        articles.ART_33_3,
    ),
    Paper("assist_letter", mark("协办函"), (mark("协办的事项"), mark("内部办理期限")), articles.ART_33_3),
    Paper(
        "fee_notice",
        mark("信息处理费收费通知书"),
        (
            mark("收费依据"),
            mark("收费标准"),
            mark("收费数额"),
            mark("缴费期限"),
            mark("缴纳方式"),
            mark("逾期未缴纳的后果"),
        ),
        articles.FEE_6,
    ),
    Paper(
        "reply",
        mark("政府信息公开答复书"),
        (
            _NUMBER,
            mark("申请人"),
            mark("申请内容和收到申请的日期"),
            mark("查明的情况"),
            mark("依据的条款"),
            mark("决定和理由"),
            mark("提供信息的方式"),
            mark("救济途径、机关和期限"),
            mark("机关名称、印章、日期"),
        ),
        mark("条例第三十六条"),
    ),
    Paper("service_record", mark("送达回证"), (mark("送达方式"), mark("送达日期")), mark("条例第四十五条")),
    Paper(
        "record_correction_reply",
        mark("政府信息更正告知书"),
        (mark("申请更正的信息"), mark("更正的结果，或者有权更正的机关")),
        articles.ART_41,
    ),
)

PAPER_BY_CODE: Mapping[str, Paper] = MappingProxyType({paper.code: paper for paper in PAPERS})
