"""The figures of a county that tests of prose speak about: 清河, in the form of 2021 or of 2019.

Received 200 (自然人 180, 商业企业 12, 法律服务机构 3, 其他 5), carried in 10, answered 187, carried out 23; granted 76,
partly 23, denied 27, unavailable 36, not processed 12, other 13; reviews 18 (9 upheld, 3 corrected,
2 other, 4 pending), suits 4 direct and 6 after review.
"""

from __future__ import annotations

from decimal import Decimal

from yangguang.annualreport.checking import check
from yangguang.annualreport.model import AnnualReport

PERSON, FIRM, LAWYER, REST = "natural_person", "business", "legal_service", "other_org"


def _rows(table: dict[str, dict[str, int]]) -> dict[str, int]:
    return {
        f"requests.{row}.{column}": figure for row, cells in table.items() for column, figure in cells.items()
    }


REQUESTS = _rows(
    {
        "new_received": {PERSON: 180, FIRM: 12, LAWYER: 3, REST: 5},
        "carried_in": {PERSON: 9, FIRM: 1},
        "granted": {PERSON: 70, FIRM: 4, REST: 2},
        "partially_granted": {PERSON: 22, FIRM: 1},
        "denied_state_secret": {PERSON: 2},
        "denied_third_party": {PERSON: 2, FIRM: 1},
        "denied_internal_affairs": {PERSON: 4},
        "denied_process_info": {PERSON: 5},
        "denied_enforcement_file": {PERSON: 6},
        "denied_admin_inquiry": {PERSON: 7},
        "unavailable_not_held": {PERSON: 30, FIRM: 2},
        "unavailable_needs_creation": {PERSON: 3},
        "unavailable_unclear": {PERSON: 1},
        "not_processed_petition": {PERSON: 8},
        "not_processed_repeat": {PERSON: 4},
        "carried_out": {PERSON: 17, FIRM: 5, REST: 1},
    }
)
OTHERS_2021 = _rows(
    {"other_no_correction": {PERSON: 6}, "other_fee_unpaid": {PERSON: 2}, "other_misc": {LAWYER: 3, REST: 2}}
)
OTHERS_2019 = _rows({"other_handling": {PERSON: 8, LAWYER: 3, REST: 2}})
REMEDIES = {
    f"remedies.{block}.{outcome}": figure
    for block, figures in {"review": (9, 3, 2, 4), "direct": (2, 0, 1, 1), "after": (3, 1, 0, 2)}.items()
    for outcome, figure in zip(("upheld", "corrected", "other", "pending"), figures, strict=True)
}
STOCK_2021 = {
    "proactive.art20_1.rules.issued": 2,
    "proactive.art20_1.rules.repealed": 1,
    "proactive.art20_1.rules.in_force": 15,
    "proactive.art20_1.normative_documents.issued": 25,
    "proactive.art20_1.normative_documents.repealed": 8,
    "proactive.art20_1.normative_documents.in_force": 160,
    "proactive.art20_5.licensing.decisions": 1200,
    "proactive.art20_6.penalty.decisions": 345,
    "proactive.art20_6.coercion.decisions": 67,
    "proactive.art20_8.fees.amount": Decimal("88.5"),
}
STOCK_2019 = {
    "proactive.art20_1.normative_documents.made_this_year": 25,
    "proactive.art20_1.normative_documents.newly_published": 24,
    "proactive.art20_1.normative_documents.total_public": 160,
    "proactive.art20_9.procurement.procurement_count": 28,
    "proactive.art20_9.procurement.procurement_amount": ("1259.80 万元", Decimal(12_598_000)),
}
FEE_STATEMENT = "2022年发出收费通知2件，实际收取信息处理费0元。"


def said(
    report: AnnualReport, rule: str = "T1", previous: AnnualReport | None = None
) -> list[tuple[object, object]]:
    """What was found in the prose: (expected, actual), in the order of the text."""
    found = [finding for finding in check(report, previous).findings if finding.rule == rule]
    return [(one.expected, one.actual) for one in sorted(found, key=lambda one: (one.paragraph, one.start))]
