"""What need not or must not be disclosed: Articles 13 to 16, item by item."""

from __future__ import annotations

from dataclasses import dataclass

from yangguang.law.outcomes import Force, OutcomeCode
from yangguang.translation import gettext, mark


@dataclass(frozen=True, slots=True)
class Exemption:
    """A ground of refusal: what it covers, whether it binds the body, and the outcome that follows.

    ``unless`` says when it gives way.
    """

    article: str
    information: str
    force: Force
    outcome: OutcomeCode
    unless: str = ""

    @property
    def said(self) -> str:
        """What it covers, in the language in force."""
        return gettext(self.information)

    @property
    def said_unless(self) -> str:
        """When it gives way, in the language in force; empty where it never does."""
        return gettext(self.unless)


_BY_OTHER_RULES = mark("法律、法规、规章规定上述信息应当公开的，从其规定")

EXEMPTIONS: tuple[Exemption, ...] = (
    Exemption(
        mark("条例第十四条"),
        mark("依法确定为国家秘密的政府信息"),
        Force.MUST,
        OutcomeCode.DENY_STATE_SECRET,
    ),
    Exemption(
        mark("条例第十四条"),
        mark("法律、行政法规禁止公开的政府信息"),
        Force.MUST,
        OutcomeCode.DENY_LAW_PROHIBITED,
    ),
    Exemption(
        mark("条例第十四条"),
        mark("公开后可能危及国家安全、公共安全、经济安全、社会稳定的政府信息"),
        Force.MUST,
        OutcomeCode.DENY_SECURITY_STABILITY,
    ),
    Exemption(
        mark("条例第十五条"),
        mark("涉及商业秘密、个人隐私等，公开会对第三方合法权益造成损害的政府信息"),
        Force.MUST,
        OutcomeCode.DENY_THIRD_PARTY,
        mark("第三方同意公开，或者行政机关认为不公开会对公共利益造成重大影响的，予以公开"),
    ),
    Exemption(
        mark("条例第十六条第一款"),
        mark("人事管理、后勤管理、内部工作流程等方面的内部事务信息"),
        Force.MAY,
        OutcomeCode.DENY_INTERNAL_AFFAIRS,
    ),
    Exemption(
        mark("条例第十六条第二款"),
        mark("履行行政管理职能过程中形成的讨论记录、过程稿、磋商信函、请示报告等过程性信息"),
        Force.MAY,
        OutcomeCode.DENY_PROCESS_INFO,
        _BY_OTHER_RULES,
    ),
    Exemption(
        mark("条例第十六条第二款"),
        mark("行政执法案卷信息"),
        Force.MAY,
        OutcomeCode.DENY_ENFORCEMENT_FILE,
        _BY_OTHER_RULES,
    ),
)


def exemption_of(code: OutcomeCode | str) -> Exemption | None:
    """The exemption behind an outcome, if one is."""
    return next((one for one in EXEMPTIONS if one.outcome == code), None)
