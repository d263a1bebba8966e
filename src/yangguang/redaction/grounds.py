"""Why a part may be withheld: Articles 14 to 16, and Article 37 for what is no government information.

The grounds of Articles 14 and 16 are the refusals of ``law/outcomes.py``; Article 15 is told apart here,
because a list that says 商业秘密或个人隐私 of an identity number would say nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from yangguang.law.outcomes import OUTCOMES, OutcomeCode
from yangguang.redaction.errors import WrongMark
from yangguang.translation import gettext, mark

ART_15 = mark("条例第十五条")
ART_37 = mark("条例第三十七条")


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground: ``label`` says what is protected, ``article`` where the law says so, ``short`` fits in a box."""

    code: str
    label: str
    article: str
    short: str

    @property
    def said(self) -> str:
        """Label and article in the language in force."""
        return f"{gettext(self.label)}（{gettext(self.article)}）"


_SHORT = {
    OutcomeCode.DENY_STATE_SECRET: mark("国家秘密"),
    OutcomeCode.DENY_LAW_PROHIBITED: mark("禁止公开"),
    OutcomeCode.DENY_SECURITY_STABILITY: mark("安全稳定"),
    OutcomeCode.DENY_INTERNAL_AFFAIRS: mark("内部事务"),
    OutcomeCode.DENY_PROCESS_INFO: mark("过程性信息"),
    OutcomeCode.DENY_ENFORCEMENT_FILE: mark("执法案卷"),
}
PERSONAL_PRIVACY = Ground("personal_privacy", mark("涉及个人隐私"), ART_15, mark("个人隐私"))
TRADE_SECRET = Ground("trade_secret", mark("涉及商业秘密"), ART_15, mark("商业秘密"))
NOT_GOVERNMENT_INFORMATION = Ground(
    "not_government_information", mark("不属于政府信息"), ART_37, mark("非政府信息")
)


def _all() -> Mapping[str, Ground]:
    found = {one.code: one for one in (PERSONAL_PRIVACY, TRADE_SECRET)}
    for outcome in OUTCOMES:
        if outcome.code in _SHORT:
            code = outcome.code.value.removeprefix("deny_")
            found[code] = Ground(code, outcome.label, outcome.article, _SHORT[outcome.code])
    found[NOT_GOVERNMENT_INFORMATION.code] = NOT_GOVERNMENT_INFORMATION
    return MappingProxyType(found)


GROUNDS = _all()


def ground(code: str) -> Ground:
    """The ground with this code."""
    try:
        return GROUNDS[code]
    except KeyError:
        raise WrongMark(
            mark("没有“{code}”这种理由。可用：{known}。"), code=code, known="、".join(GROUNDS)
        ) from None
