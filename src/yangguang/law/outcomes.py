"""How a request may end: each outcome with its article, its duty, and its row in the annual report.

The groups are those of the report form and of 法释〔2025〕8号: granted, refused, cannot be provided, not
processed, other. The rows are ids of ``yangguang.annualreport.formats``; a test holds them together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from yangguang.translation import gettext, mark


class OutcomeGroup(StrEnum):
    """The five kinds of answer. A partial grant counts with the granted; its withheld part is a refusal."""

    GRANTED = "granted"
    DENIED = "denied"
    UNAVAILABLE = "unavailable"
    NOT_PROCESSED = "not_processed"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The group in the words of the form."""
        return gettext(_GROUPS[self])


_GROUPS = {
    OutcomeGroup.GRANTED: mark("予以公开"),
    OutcomeGroup.DENIED: mark("不予公开"),
    OutcomeGroup.UNAVAILABLE: mark("无法提供"),
    OutcomeGroup.NOT_PROCESSED: mark("不予处理"),
    OutcomeGroup.OTHER: mark("其他程序性处理"),
}


class Force(StrEnum):
    """Whether the law leaves the body a choice: it must answer so (应当、不得), or it may (可以)."""

    MUST = "must"
    MAY = "may"


class OutcomeCode(StrEnum):
    """The codes under which outcomes are stored."""

    ALREADY_PUBLIC = "already_public"
    PROVIDE = "provide"
    PARTIAL = "partial"
    DENY_STATE_SECRET = "deny_state_secret"  # noqa: S105 - no password
    DENY_LAW_PROHIBITED = "deny_law_prohibited"
    DENY_SECURITY_STABILITY = "deny_security_stability"
    DENY_THIRD_PARTY = "deny_third_party"
    DENY_INTERNAL_AFFAIRS = "deny_internal_affairs"
    DENY_PROCESS_INFO = "deny_process_info"
    DENY_ENFORCEMENT_FILE = "deny_enforcement_file"
    DENY_INQUIRY = "deny_inquiry"
    NOT_EXIST = "not_exist"
    NOT_THIS_BODY = "not_this_body"
    NEEDS_CREATION = "needs_creation"
    STILL_UNCLEAR = "still_unclear"
    PETITION = "petition"
    REPEAT = "repeat"
    PUBLICATION = "publication"
    EXCESSIVE = "excessive"
    RECONFIRM = "reconfirm"
    ABANDONED_CORRECTION = "abandoned_correction"
    ABANDONED_FEE = "abandoned_fee"
    WITHDRAWN = "withdrawn"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way to end a request.

    ``label`` and ``duty`` are Chinese texts of the catalogue; ``said`` and ``said_duty`` give them in the
    reader's language. ``letter`` is the code of the paper that tells the applicant (``law/papers.py``).
    ``reconsideration_first`` is the rule since 2024-01-01 (行政复议法第二十三条, read with 法释〔2025〕8号);
    for ``partial`` it holds for the withheld part.
    """

    code: OutcomeCode
    label: str
    group: OutcomeGroup
    article: str
    duty: str
    row_2019: str
    row_2021: str
    force: Force = Force.MUST
    letter: str | None = "reply"
    reasons_required: bool = False
    reconsideration_first: bool = False

    @property
    def said(self) -> str:
        """The name in the language in force."""
        return gettext(self.label)

    @property
    def said_duty(self) -> str:
        """What the body owes the applicant, in the language in force."""
        return gettext(self.duty)

    @property
    def is_refusal(self) -> bool:
        """Whether Articles 14 to 16 are the ground: the refusals that reconsideration must look at first."""
        return self.group is OutcomeGroup.DENIED and self.reconsideration_first


_C, _G = OutcomeCode, OutcomeGroup


_REFUSE = mark("不予公开，告知并说明理由。")


def _refusal(code: OutcomeCode, label: str, article: str, row: str, force: Force = Force.MUST) -> Outcome:
    """A refusal under Articles 14 to 16 (Art. 36(3)): with reasons; reconsideration comes first."""
    return Outcome(
        code,
        label,
        _G.DENIED,
        article,
        _REFUSE,
        row,
        row,
        force,
        reasons_required=True,
        reconsideration_first=True,
    )


OUTCOMES: tuple[Outcome, ...] = (
    Outcome(
        _C.ALREADY_PUBLIC,
        mark("已主动公开"),
        _G.GRANTED,
        mark("条例第三十六条第（一）项"),
        mark("告知获取该政府信息的方式、途径。"),
        "granted",
        "granted",
    ),
    Outcome(
        _C.PROVIDE,
        mark("予以公开"),
        _G.GRANTED,
        mark("条例第三十六条第（二）项"),
        mark("提供该政府信息，或者告知获取的方式、途径和时间。"),
        "granted",
        "granted",
    ),
    Outcome(
        _C.PARTIAL,
        mark("部分公开（区分处理）"),
        _G.GRANTED,
        mark("条例第三十七条"),
        mark("提供可以公开的内容，对不予公开的内容说明理由。"),
        "partially_granted",
        "partially_granted",
        reasons_required=True,
        reconsideration_first=True,
    ),
    _refusal(_C.DENY_STATE_SECRET, mark("属于国家秘密"), mark("条例第十四条"), "denied_state_secret"),
    _refusal(
        _C.DENY_LAW_PROHIBITED,
        mark("法律、行政法规禁止公开"),
        mark("条例第十四条"),
        "denied_law_prohibited",
    ),
    _refusal(
        _C.DENY_SECURITY_STABILITY,
        mark("可能危及国家安全、公共安全、经济安全、社会稳定"),
        mark("条例第十四条"),
        "denied_security_stability",
    ),
    _refusal(
        _C.DENY_THIRD_PARTY,
        mark("涉及商业秘密、个人隐私，公开会损害第三方合法权益"),
        mark("条例第十五条、第三十二条"),
        "denied_third_party",
    ),
    _refusal(
        _C.DENY_INTERNAL_AFFAIRS,
        mark("属于内部事务信息"),
        mark("条例第十六条第一款"),
        "denied_internal_affairs",
        Force.MAY,
    ),
    _refusal(
        _C.DENY_PROCESS_INFO,
        mark("属于过程性信息"),
        mark("条例第十六条第二款"),
        "denied_process_info",
        Force.MAY,
    ),
    _refusal(
        _C.DENY_ENFORCEMENT_FILE,
        mark("属于行政执法案卷信息"),
        mark("条例第十六条第二款"),
        "denied_enforcement_file",
        Force.MAY,
    ),
    Outcome(
        _C.DENY_INQUIRY,
        mark("属于行政查询事项"),
        _G.DENIED,
        mark("条例第三十六条第（七）项"),
        mark("告知依照有关法律、行政法规对信息获取的特别规定办理。"),
        "denied_admin_inquiry",
        "denied_admin_inquiry",
    ),
    Outcome(
        _C.NOT_EXIST,
        mark("经检索，信息不存在"),
        _G.UNAVAILABLE,
        mark("条例第三十六条第（四）项"),
        mark("告知该政府信息不存在，并留存检索记录。"),
        "unavailable_not_held",
        "unavailable_not_held",
    ),
    Outcome(
        _C.NOT_THIS_BODY,
        mark("不属于本机关负责公开"),
        _G.UNAVAILABLE,
        mark("条例第三十六条第（五）项"),
        mark("告知并说明理由；能够确定负责公开的机关的，告知其名称、联系方式。"),
        "unavailable_not_held",
        "unavailable_not_held",
        reasons_required=True,
    ),
    Outcome(
        _C.NEEDS_CREATION,
        mark("没有现成信息，需要加工、分析"),
        _G.UNAVAILABLE,
        mark("条例第三十八条"),
        mark("可以不予提供，告知申请人。"),
        "unavailable_needs_creation",
        "unavailable_needs_creation",
        force=Force.MAY,
    ),
    Outcome(
        _C.STILL_UNCLEAR,
        mark("补正后申请内容仍不明确"),
        _G.UNAVAILABLE,
        mark("条例第三十条"),
        mark("告知补正后申请内容仍不明确，无法提供。"),
        "unavailable_unclear",
        "unavailable_unclear",
    ),
    Outcome(
        _C.PETITION,
        mark("信访、投诉、举报等活动"),
        _G.NOT_PROCESSED,
        mark("条例第三十九条第一款"),
        mark("告知不作为政府信息公开申请处理，可以告知通过相应渠道提出。"),
        "not_processed_petition",
        "not_processed_petition",
    ),
    Outcome(
        _C.REPEAT,
        mark("重复申请"),
        _G.NOT_PROCESSED,
        mark("条例第三十六条第（六）项"),
        mark("告知不予重复处理。"),
        "not_processed_repeat",
        "not_processed_repeat",
    ),
    Outcome(
        _C.PUBLICATION,
        mark("要求提供公开出版物"),
        _G.NOT_PROCESSED,
        mark("条例第三十九条第二款"),
        mark("可以告知获取政府公报、报刊、书籍等公开出版物的途径。"),
        "not_processed_publication",
        "not_processed_publication",
        force=Force.MAY,
    ),
    Outcome(
        _C.EXCESSIVE,
        mark("无正当理由大量反复申请"),
        _G.NOT_PROCESSED,
        mark("条例第三十五条"),
        mark("经要求说明理由，理由不合理的，告知不予处理。"),
        "not_processed_excessive",
        "not_processed_excessive",
    ),
    Outcome(
        _C.RECONFIRM,
        mark("要求确认或者重新出具已获取的信息"),
        _G.NOT_PROCESSED,
        mark("年度报告格式三（五）5"),
        mark("告知不予处理。"),
        "not_processed_reconfirm",
        "not_processed_reconfirm",
        force=Force.MAY,
    ),
    Outcome(
        _C.ABANDONED_CORRECTION,
        mark("无正当理由逾期不补正"),
        _G.OTHER,
        mark("条例第三十条"),
        mark("视为放弃申请，不再处理。"),
        "other_handling",
        "other_no_correction",
    ),
    Outcome(
        _C.ABANDONED_FEE,
        mark("逾期未缴纳信息处理费"),
        _G.OTHER,
        mark("收费办法第六条"),
        mark("视为放弃申请，不再处理。"),
        "other_handling",
        "other_fee_unpaid",
    ),
    Outcome(
        _C.WITHDRAWN,
        mark("申请人撤回申请"),
        _G.OTHER,
        mark("年度报告格式三（六）"),
        mark("终止办理，归档。"),
        "other_handling",
        "other_misc",
        Force.MAY,
        letter=None,
    ),
    Outcome(
        _C.OTHER,
        mark("其他处理"),
        _G.OTHER,
        mark("年度报告格式三（六）"),
        mark("告知处理结果。"),
        "other_handling",
        "other_misc",
        Force.MAY,
    ),
)

OUTCOME_BY_CODE: Mapping[str, Outcome] = MappingProxyType({one.code.value: one for one in OUTCOMES})


def outcome(code: str) -> Outcome:
    """The outcome of a stored code. Raises ``KeyError`` for another."""
    return OUTCOME_BY_CODE[code]


def row(one: Outcome, form: str) -> str:
    """The row of the annual report in which the outcome is counted; ``form`` is ``2019`` or ``2021``.

    Raises ``KeyError`` for a form that is not known.
    """
    return {"2019": one.row_2019, "2021": one.row_2021}[form]
