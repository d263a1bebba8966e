"""Every answer that a request may get, as the sheet has it, and what has to happen before it."""

from __future__ import annotations

from typing import Any

from support_office import Desk

from yangguang.cases.models import Case

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
