"""How a reconsideration or a suit may end: each result with its articles and its column in the annual report.

Table four of both forms (2019, 2021) has the same columns: 结果维持, 结果纠正, 其他结果, 尚未审结. Kept means that the act
of the body was upheld or the claim against it dismissed on the merits; corrected, that the act was revoked,
changed, declared unlawful or void, or that the body was told to act; other, that nobody judged the act.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from yangguang.translation import gettext, mark


class Forum(StrEnum):
    """Before whom an act is attacked."""

    REVIEW = "review"
    SUIT = "suit"


class RemedyColumn(StrEnum):
    """The columns of table four, but for the total; the values end the ids of its cells."""

    UPHELD = "upheld"
    CORRECTED = "corrected"
    OTHER = "other"
    PENDING = "pending"

    @property
    def label(self) -> str:
        """The column in the words of the form."""
        return gettext(_COLUMNS[self])


_COLUMNS = {
    RemedyColumn.UPHELD: mark("结果维持"),
    RemedyColumn.CORRECTED: mark("结果纠正"),
    RemedyColumn.OTHER: mark("其他结果"),
    RemedyColumn.PENDING: mark("尚未审结"),
}


class ResultCode(StrEnum):
    """The codes under which results are stored."""

    UPHELD = "upheld"
    DISMISSED = "dismissed"
    REVOKED = "revoked"
    CHANGED = "changed"
    UNLAWFUL = "unlawful"
    VOID = "void"
    TO_ACT = "to_act"
    MEDIATED = "mediated"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    NOT_ACCEPTED = "not_accepted"
    TERMINATED = "terminated"
    OTHER = "other_result"


@dataclass(frozen=True, slots=True)
class RemedyResult:
    """One way to end a case. ``review`` and ``suit`` are its articles; empty where it does not occur there.

    ``is_ruling``: a court says it in a ruling (裁定), against which the time to appeal is shorter;
    ``is_final``: nobody appeals against it. ``may_order``: with it the body may be told to act within a time.
    """

    code: ResultCode
    label: str
    column: RemedyColumn
    review: str = ""
    suit: str = ""
    is_ruling: bool = False
    is_final: bool = False
    may_order: bool = False

    @property
    def said(self) -> str:
        """The name in the language in force."""
        return gettext(self.label)

    def article(self, forum: Forum) -> str:
        """The article by which the forum says so."""
        return gettext(self.review if forum is Forum.REVIEW else self.suit)


_C, _K = ResultCode, RemedyColumn

RESULTS: tuple[RemedyResult, ...] = (
    RemedyResult(_C.UPHELD, mark("维持"), _K.UPHELD, review=mark("行政复议法第六十八条")),
    RemedyResult(
        _C.DISMISSED,
        mark("驳回请求"),
        _K.UPHELD,
        review=mark("行政复议法第六十九条"),
        suit=mark("行政诉讼法第六十九条"),
    ),
    RemedyResult(
        _C.REVOKED,
        mark("撤销或者部分撤销"),
        _K.CORRECTED,
        review=mark("行政复议法第六十四条"),
        suit=mark("行政诉讼法第七十条"),
        may_order=True,
    ),
    RemedyResult(
        _C.CHANGED,
        mark("变更"),
        _K.CORRECTED,
        review=mark("行政复议法第六十三条"),
        suit=mark("行政诉讼法第七十七条"),
    ),
    RemedyResult(
        _C.UNLAWFUL,
        mark("确认违法"),
        _K.CORRECTED,
        review=mark("行政复议法第六十五条"),
        suit=mark("行政诉讼法第七十四条"),
        may_order=True,
    ),
    RemedyResult(
        _C.VOID,
        mark("确认无效"),
        _K.CORRECTED,
        review=mark("行政复议法第六十七条"),
        suit=mark("行政诉讼法第七十五条"),
        may_order=True,
    ),
    RemedyResult(
        _C.TO_ACT,
        mark("责令履行"),
        _K.CORRECTED,
        review=mark("行政复议法第六十六条"),
        suit=mark("行政诉讼法第七十二条"),
        may_order=True,
    ),
    RemedyResult(
        _C.MEDIATED,
        mark("调解"),
        _K.OTHER,
        review=mark("行政复议法第七十三条"),
        suit=mark("行政诉讼法第六十条"),
        is_final=True,
        may_order=True,
    ),
    RemedyResult(
        _C.WITHDRAWN,
        mark("撤回申请、撤诉"),
        _K.OTHER,
        review=mark("行政复议法第四十一条、第七十四条"),
        suit=mark("行政诉讼法第六十二条"),
        is_ruling=True,
        is_final=True,
    ),
    RemedyResult(
        _C.REJECTED,
        mark("驳回申请、驳回起诉"),
        _K.OTHER,
        review=mark("行政复议法第三十三条"),
        suit=mark("行政诉讼法第四十九条"),
        is_ruling=True,
    ),
    RemedyResult(
        _C.NOT_ACCEPTED,
        mark("不予受理、不予立案"),
        _K.OTHER,
        review=mark("行政复议法第三十条"),
        suit=mark("行政诉讼法第五十一条"),
        is_ruling=True,
    ),
    RemedyResult(
        _C.TERMINATED,
        mark("终止、终结"),
        _K.OTHER,
        review=mark("行政复议法第四十一条"),
        suit=mark("行政诉讼法第一百零一条"),
        is_ruling=True,
        is_final=True,
    ),
    RemedyResult(
        _C.OTHER,
        mark("其他"),
        _K.OTHER,
        review=mark("年度报告格式四"),
        suit=mark("年度报告格式四"),
        is_final=True,
    ),
)

RESULT_BY_CODE: Mapping[str, RemedyResult] = MappingProxyType({one.code.value: one for one in RESULTS})


def result(code: str) -> RemedyResult:
    """The result of a stored code. Raises ``KeyError`` for another."""
    return RESULT_BY_CODE[code]


def results_of(forum: Forum) -> tuple[RemedyResult, ...]:
    """The results that occur before a forum, in the order of the columns."""
    return tuple(one for one in RESULTS if (one.review if forum is Forum.REVIEW else one.suit))


def codes_of(column: RemedyColumn) -> tuple[str, ...]:
    """The codes of the results counted in a column; none for what is pending."""
    return tuple(one.code.value for one in RESULTS if one.column is column)
