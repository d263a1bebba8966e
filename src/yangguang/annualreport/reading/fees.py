"""The statement on information-processing fees in section six (国办函〔2020〕109号)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from yangguang.annualreport.model import Fees

_FEE = re.compile(r"信息(?:公开)?处理费|信息公开(?:的)?(?:收费|费用)|收费(?:情况|通知)")
_NIL = re.compile(
    r"(?:无|未|没有|不存在|零)[^。；，]{0,12}(?:收取|产生|发生|收费|发出)|(?:收取|收费|信息处理费)[^。；]{0,16}(?:为|共计|总额)?\s*(?:0|零|无)\s*(?:元|件|情况|$)"
    r"|(?:为|共)\s*0(?:\.0+)?\s*(?:万)?元|未(?:实际)?(?:收取|收费)|无(?:收取|收费)"
)
_NUMBER = r"(\d+(?:[,，]\d{3})*(?:\.\d+)?)\s*(万)?\s*元"
_RECEIVED = re.compile(r"(?:实际|已|共|共计|合计|累计|收取|收到|征收)[^。；]{0,24}?" + _NUMBER)
_ASKED = re.compile(
    r"(?:应收|应缴|要求缴纳|通知[^。；]{0,10}?(?:总)?(?:金额|费用))[^。；\d]{0,10}?" + _NUMBER
)
_NOTICES = re.compile(
    r"(?:发出|制发|出具|送达)[^。；\d]{0,16}(?:收费|缴费|处理费)(?:通知书?|告知书?)?[^。；\d]{0,8}(\d+)\s*(?:件|份|次)|(?:收费|缴费)通知(?:书)?[^。；\d]{0,10}(\d+)\s*(?:件|份|次)"
)


def fees_in(paragraphs: Sequence[str]) -> Fees:
    """What the text says about fees. Silence leaves every figure ``None``."""
    sentences = [s for text in paragraphs for s in re.split(r"(?<=[。；\n])", text) if _FEE.search(s)]
    if not sentences:
        return Fees()
    text = "".join(sentences).strip()
    notices = _NOTICES.search(text)
    asked, received = _ASKED.search(text), _RECEIVED.search(text)
    if received is None and _NIL.search(text):
        return Fees(int(notices[1] or notices[2]) if notices else None, None, Decimal(0), text)
    return Fees(
        int(notices[1] or notices[2]) if notices else None,
        _yuan(asked) if asked else None,
        _yuan(received) if received else None,
        text,
    )


def _yuan(match: re.Match[str]) -> Decimal:
    number = Decimal(re.sub(r"[,，]", "", match.group(1)))
    return number * 10_000 if match.group(2) else number
