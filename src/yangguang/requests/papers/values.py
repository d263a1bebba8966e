"""What the placeholders of a request's papers stand for, read from the case, the step's facts and the law."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from yangguang.cases.models import AttachmentKind, LinkKind
from yangguang.cases.sealing import masked
from yangguang.law.articles import FEE_RULES, REGULATION
from yangguang.law.chinese_dates import in_figures
from yangguang.law.clock import Limit
from yangguang.law.outcomes import Outcome, outcome
from yangguang.law.receipt import Channel
from yangguang.law.remedies import remedies
from yangguang.law.request_clock import request_clock
from yangguang.letters.papers import Occasion
from yangguang.requests.conditions import fee_of
from yangguang.requests.merging import followers
from yangguang.requests.models import InformationRequest
from yangguang.requests.reviewing_body import body_kind, reviewer_of

LONGEST_QUOTE = 200
_REPORT_FORM = "《中华人民共和国政府信息公开工作年度报告格式》"


def request_of(occasion: Occasion) -> InformationRequest:
    """The request's own data."""
    own: InformationRequest = occasion.case.information_request
    return own


def base(occasion: Occasion) -> dict[str, str]:
    """What every letter of a request may say."""
    own = request_of(occasion)
    received = occasion.case.received_on
    return {
        "申请人": own.name,
        "您": "你单位" if own.is_organisation else "您",
        "收到日期": in_figures(received) if received else "",
        "申请内容": quoted(own),
        "申请方式": str(own.get_channel_display()),
    }


def quoted(own: InformationRequest) -> str:
    """What was asked for, as one line, shortened and fit to stand between quotation marks."""
    parts = [own.info_title, own.info_document_number, own.info_description]
    text = "，".join(dict.fromkeys(" ".join(part.split()) for part in parts if part.strip()))
    text = text.rstrip("。；，, ").replace("“", "‘").replace("”", "’").replace('"', "’")
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "……"


def _clause(typed: str) -> str:
    """What was typed, fit to stand within a sentence that goes on; the sentence brings its own 因."""
    return typed.strip().removeprefix("因为").rstrip("。；，,.; ")


def _closed(typed: str) -> str:
    """What was typed as a paragraph of its own: it ends with a full stop where the last sign is a word."""
    typed = typed.strip()
    return typed + "。" if typed and _CHINESE.match(typed[-1]) else typed


_CHINESE = re.compile(r"[㐀-鿿）”》]")


def _day(facts: Mapping[str, Any], name: str) -> str:
    value = facts.get(name)
    return in_figures(value) if isinstance(value, date) else ""


# --- notices on the way ------------------------------------------------------------------------


def correction(occasion: Occasion) -> dict[str, str]:
    """条例第三十条: what is to be put right, and by when."""
    facts = occasion.facts
    return base(occasion) | {"补正事项": _closed(facts["what"]), "补正期限": _day(facts, "until")}


def reason(occasion: Occasion) -> dict[str, str]:
    """条例第三十五条: number and frequency, and by when reasons are to be given."""
    facts = occasion.facts
    return base(occasion) | {"申请情况": _closed(facts["what"]), "说明理由期限": _day(facts, "until")}


def postponement(occasion: Occasion) -> dict[str, str]:
    """条例第三十五条: asked for reasons, found sound, and the day until which the answer is put off."""
    asked, given = occasion.situation.last("ask_reason"), occasion.situation.last("give_reason")
    before = occasion.case.due_on
    return base(occasion) | {
        "要求说明日期": in_figures(asked.on) if asked else "",
        "说明理由日期": in_figures(given.on) if given else "",
        "延迟原因": _clause(occasion.facts["reason"]),
        "原答复期限": f"（{in_figures(before)}）" if before else "",
        "延迟答复期限": _day(occasion.facts, "until"),
    }


def extension(occasion: Occasion) -> dict[str, str]:
    """条例第三十三条第二款: why, by how much, and the last day after it."""
    before = occasion.case.due_on
    after = occasion.clock.due if occasion.clock else None
    return base(occasion) | {
        "延期理由": _clause(occasion.facts["reason"]),
        "延长工作日": str(occasion.facts["working_days"]),
        "原答复期限": f"（{in_figures(before)}）" if before else "",
        "延长后期限": _until(after, occasion) if after else _OPEN_LIMIT,
    }


_OPEN_LIMIT = "征求意见所需时间不计算在答复期限内，答复期限自征求意见结束后继续计算。"
_NOT_ANNOUNCED = "（该期限跨入国务院尚未公布节假日安排的年度，以公布后的安排为准）"


def _until(due: date, occasion: Occasion) -> str:
    is_open = occasion.clock is not None and occasion.clock.provisional
    return f"延长后的答复期限至{in_figures(due)}{_NOT_ANNOUNCED if is_open else ''}。"


def _limit_said(occasion: Occasion) -> str:
    due = occasion.clock.due if occasion.clock else None
    if due is None:
        return "答复期限待确认收到申请之日后起算。" if occasion.clock is None else _OPEN_LIMIT
    is_open = occasion.clock is not None and occasion.clock.provisional
    return f"答复期限至{in_figures(due)}{_NOT_ANNOUNCED if is_open else ''}（自收到申请之日次日起按工作日计算）。"


def consultation(occasion: Occasion) -> dict[str, str]:
    """条例第三十二条、第三十四条: to whom and on what. The applicant's name stays in the house."""
    return {"征求对象": occasion.facts["party"], "征求事项": _closed(occasion.facts["what"])}


def asking_another_body(occasion: Occasion) -> dict[str, str]:
    """条例第十七条第三款、第三十三条第三款: the same, with the day that the office has set."""
    return consultation(occasion) | {"答复日期": _day(occasion.facts, "until")}


def consult_notice(occasion: Occasion) -> dict[str, str]:
    """条例第三十三条第三款: whose opinion is sought, and about when an answer can be expected."""
    expected = _day(occasion.facts, "expected")
    return base(occasion) | {
        "征求何方": dict(WHOM)[occasion.facts["whom"]],
        "征求意见条款": _ARTICLES_OF_ASKING[occasion.facts["whom"]],
        "预计时间": f"预计于{expected}前作出答复，如有变化，本机关将另行告知。" if expected else "",
    }


WHOM = [
    ("third", "第三方"),
    ("co_author", "共同制作机关"),
    ("agency", "其他机关"),
    ("both", "第三方和其他机关"),
]
_ARTICLES_OF_ASKING = {
    "third": "第三十二条、第三十三条第三款",
    "co_author": "第三十三条第三款、第三十四条",
    "agency": "第三十三条第三款",
    "both": "第三十二条、第三十三条第三款",
}


def third_party_decision(occasion: Occasion) -> dict[str, str]:
    """条例第三十二条: what is disclosed against the third party's will, and why."""
    facts = occasion.facts
    return {
        "第三方": facts["party"],
        "公开内容": _closed(facts["what"]),
        "公开理由": _closed(facts["reasons"]),
        "救济途径": _remedies(outcome("provide"), occasion).replace("本答复", "本告知书"),
    }


def assistance(occasion: Occasion) -> dict[str, str]:
    """What another unit is asked to do, and by when; it need not know who asks."""
    facts = occasion.facts
    return {
        "协办单位": facts["unit"],
        "申请内容": quoted(request_of(occasion)),
        "协办事项": _closed(facts["what"]),
        "反馈期限": _day(facts, "until"),
        "答复时限": _limit_said(occasion),
    }


# --- the fee -----------------------------------------------------------------------------------


def fee(occasion: Occasion) -> dict[str, str]:
    """收费办法第三条至第六条: base, tariff, amount, by when; the amount follows from the count.

    第四条: by item, those of the same calendar month count together, so the bands begin after the earlier ones.
    """
    facts = occasion.facts
    by_items = facts["basis"] == "items"
    charged = fee_of(facts)
    already = facts.get("already") or 0
    unit = "件" if by_items else "页"
    tariff = "；".join(
        f"第{band.from_}至{band.to}{unit}每{unit}{band.rate}元"
        if band.to > band.from_
        else f"第{band.from_}{unit}{band.rate}元"
        for band in charged.bands
    )
    limit = occasion.clock.limit("fee-payment") if occasion.clock else None
    return base(occasion) | {
        "收费事实": _closed(facts["reason"]),
        "收费方式": "按件计收" if by_items else "按量计收",
        "收费数量": f"{facts['count']}{unit}"
        + (f"（当月此前已计{already}件）" if by_items and already else ""),
        "收费标准": tariff + "。",
        "应缴金额": f"{charged.yuan}",
        "通知日期": in_figures(occasion.on),
        "缴费期限": in_figures(limit.due) if limit else "",
    }


# --- answers -----------------------------------------------------------------------------------


def reply(occasion: Occasion) -> dict[str, str]:
    """条例第三十六条至第三十九条: finding, article, reasons, way, remedies; all by the outcome in the facts."""
    facts = occasion.facts
    chosen = outcome(facts["outcome"])
    reasons, how = _closed(facts.get("reasons", "")), _closed(facts.get("how", ""))
    return (
        base(occasion)
        | _together(occasion)
        | {
            "办理经过": _course(occasion),
            "查明情况": _closed(facts.get("finding", "")),
            "条款": cited(chosen),
            "理由": reasons,
            "理由说明": reasons,
            "提供方式": how,
            "相关途径": how,
            "信访事项": _converted(occasion),
            "负责机关": facts.get("other_body", "").rstrip("。"),
            "负责机关告知": _responsible_body(occasion),
            "说明理由情况": _reasons_given(occasion),
            "救济途径": _remedies(chosen, occasion),
            "附件": _released(occasion),
        }
    )


def _together(occasion: Occasion) -> dict[str, str]:
    """Numbers, days and contents of all the requests that one letter answers (并案办理); nothing where it is one."""
    following = list(followers(occasion.case).select_related("information_request"))
    if not following:
        return {}
    cases = [occasion.case, *following]
    days = [in_figures(case.received_on) for case in cases if case.received_on]
    contents = [quoted(case.information_request) for case in cases]
    return {
        "案件编号": "、".join(case.number for case in cases),
        "收到日期": "、".join(dict.fromkeys(days)),
        "申请内容": "”“".join(dict.fromkeys(contents)),
    }


def _converted(occasion: Occasion) -> str:
    """条例第三十九条第一款: where the matter is now, when the office has taken it over into another procedure."""
    link = occasion.case.links_here.filter(kind=LinkKind.CONVERTED_FROM).select_related("frm").first()
    if link is None:
        return ""
    you, other = base(occasion)["您"], link.frm
    return (
        f"{you}反映的事项，本机关已作为{other.procedure.label}登记，编号：{other.number}。"
        f"{you}可以凭该编号和原申请的查询码在网上查询办理情况。"
    )


def _released(occasion: Occasion) -> str:
    """The files that go with the answer, numbered where there are several (GB/T 9704—2012, 7.3.4)."""
    files = occasion.case.attachments.filter(kind=AttachmentKind.RELEASED, is_public=True).order_by("pk")
    names = [file.name for file in files]
    if len(names) < 2:
        return "".join(f"附件：{name}" for name in names)
    return "\n".join(
        f"{'附件：' if number == 1 else ''}{number}.{name}" for number, name in enumerate(names, 1)
    )


def _responsible_body(occasion: Occasion) -> str:
    """条例第三十六条第（五）项: name and contact of the body that is responsible, where that can be determined."""
    body = occasion.facts.get("other_body", "").strip().rstrip("。")
    if not body:
        return ""
    if body.startswith("不能确定"):
        return "负责公开该政府信息的行政机关，本机关不能确定。"
    return f"现告知{base(occasion)['您']}负责公开该政府信息的行政机关及其联系方式：{body}。"


def _reasons_given(occasion: Occasion) -> str:
    """条例第三十五条: what came of asking for reasons."""
    own, given = base(occasion)["您"], occasion.situation.last("give_reason")
    if given is None:
        return f"{own}逾期未说明理由。"
    return f"{own}于{in_figures(given.on)}说明了理由，经审查，本机关认为理由不合理。"


def closing(occasion: Occasion) -> dict[str, str]:
    """条例第三十条、收费办法第六条: given up, and no further handling."""
    chosen = outcome(occasion.facts["outcome"])
    return base(occasion) | {
        "放弃情况": _closed(occasion.facts["reason"]),
        "条款": cited(chosen),
        "救济途径": _remedies(chosen, occasion).replace("本答复", "本告知书"),
    }


def cited(chosen: Outcome) -> str:
    """The article of an outcome with the full name of the rule."""
    article = str(chosen.article)
    for short, full in (("条例", REGULATION), ("收费办法", FEE_RULES), ("年度报告格式", _REPORT_FORM)):
        if article.startswith(short):
            return full + article.removeprefix(short)
    return article


def _course(occasion: Occasion) -> str:
    """What happened on the way, where it matters to the applicant."""
    own = base(occasion)["您"]
    said = []
    for step in occasion.situation.taken("correct"):
        said.append(f"{own}于{in_figures(step.on)}补正了申请内容。")
    for step in occasion.situation.taken("extend"):
        said.append(f"本机关于{in_figures(step.on)}依法告知延长答复期限。")
    for step in occasion.situation.taken("postpone"):
        until = in_figures(date.fromisoformat(step.facts["until"]))
        said.append(f"本机关于{in_figures(step.on)}依法告知延迟至{until}前答复。")
    if occasion.situation.has("pay_fee"):
        said.append(f"{own}已缴清信息处理费。")
    return "".join(said)


def _remedies(chosen: Outcome, occasion: Occasion) -> str:
    """The paragraph of ``law/remedies.py`` for this outcome, this body and the day on which the letter leaves."""
    agency = occasion.case.agency
    kind = body_kind(agency)
    reviewer = reviewer_of(agency, kind, occasion.on)
    return remedies(chosen, occasion.on, kind, reviewer=reviewer, court=agency.court).text


# --- records -----------------------------------------------------------------------------------


def receipt(occasion: Occasion) -> dict[str, str]:
    """条例第三十一条: day of receipt and last day."""
    return base(occasion) | {"答复时限": _limit_said(occasion)}


def registration(occasion: Occasion) -> dict[str, str]:
    """条例第四十五条: the record of a request as it came in."""
    own, case = request_of(occasion), occasion.case
    lead = case.lead_person or case.lead_department
    notice = _correction_limit(occasion)
    return receipt(occasion) | {
        "申请人类型": str(own.get_applicant_kind_display()),
        "到达日期": in_figures(own.arrived_on),
        "确认日期": _confirmed(own),
        "收到日期": in_figures(case.received_on) if case.received_on else "待确认",
        "补正告知期限": in_figures(notice.due) if notice else "待确认收到之日后起算",
        "承办": str(lead) if lead else "待分办",
    }


def _confirmed(own: InformationRequest) -> str:
    """条例第三十一条: what is handed in or signed for needs no confirmation."""
    if own.confirmed_on:
        return in_figures(own.confirmed_on)
    return "待确认" if Channel(own.channel).needs_confirmation else "无需确认"


def _correction_limit(occasion: Occasion) -> Limit | None:
    received = occasion.case.received_on
    if received is None:
        return None
    return request_clock(received, (), occasion.situation.calendar).limit("correction-notice")


def application(occasion: Occasion) -> dict[str, str]:
    """条例第二十九条: what an application contains."""
    own = request_of(occasion)
    return {
        "申请人": own.name,
        "申请人类型": str(own.get_applicant_kind_display()),
        "负责人": own.representative or "—",
        "联系人": own.contact_person or "—",
        "证件名称": str(own.get_identity_kind_display()),
        "证件号码": masked(own.identity_number) or "—",
        "联系电话": masked(own.phone) or "—",
        "联系地址": " ".join((own.postcode, own.address)).strip() or "—",
        "电子邮箱": own.email or "—",
        "信息名称": own.info_title or "—",
        "信息文号": own.info_document_number or "—",
        "申请全文": own.info_description,
        "用途": own.purpose or "—",
        "提供信息方式": str(own.get_delivery_form_display()),
        "获取途径": str(own.get_delivery_channel_display()),
    }


def record_correction(occasion: Occasion) -> dict[str, str]:
    """条例第四十一条: what was found of the record, and what becomes of it."""
    facts = occasion.facts
    return base(occasion) | {
        "更正情况": _closed(facts["finding"]),
        "更正决定": _closed(facts["decision"]),
        "救济途径": _remedies(outcome("other"), occasion).replace("本答复", "本告知书"),
    }
