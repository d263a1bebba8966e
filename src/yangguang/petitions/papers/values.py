"""What the placeholders of a petition's papers stand for, read from the case, the step's facts and the law."""

from __future__ import annotations

from datetime import date

from yangguang.law.chinese_dates import in_figures
from yangguang.letters.papers import Occasion
from yangguang.petitions.conditions import ASSIGN, request_of
from yangguang.petitions.models import Kind, Origin, Petition, Regime
from yangguang.petitions.outcomes import Outcome

LONGEST_QUOTE = 200
_RULES = {Regime.WR22: "《信访工作条例》", Regime.PR05: "《信访条例》"}
_ARTICLES = {
    # paper: article under 信访工作条例, under 信访条例
    "acceptance": ("第二十三条", "第二十二条"),
    "refusal": ("第二十三条", "第二十二条"),
    "forward": ("第二十二条", "第二十一条"),
    "extension": ("第三十四条", "第三十三条"),
    "opinion": ("第三十二条", "第三十二条"),
}
_ANSWERED_UNDER = {Kind.SUGGESTION: "第二十九条", Kind.ACCUSATION: "第三十条"}


def petition_of(occasion: Occasion) -> Petition:
    """The petition's own data."""
    own: Petition = occasion.case.petition
    return own


def cited(own: Petition, paper: str) -> str:
    """The article with the full name of the rule that holds."""
    new, old = _ARTICLES[paper]
    return _RULES[Regime(own.legal_regime)] + (old if own.legal_regime == Regime.PR05 else new)


def base(occasion: Occasion) -> dict[str, str]:
    """What every letter of a petition may say."""
    own = petition_of(occasion)
    received = occasion.case.received_on
    return {
        "信访人": own.name,
        "您": "你单位" if own.is_organisation else "您",
        "登记日期": in_figures(received) if received else "",
        "信访形式": str(own.get_channel_display()),
        "信访内容": quoted(own.text),
        "来源说明": _origin(occasion, own),
    }


def quoted(text: str) -> str:
    """The matter as one line, shortened and fit to stand between quotation marks."""
    line = " ".join(text.split()).rstrip("。；，, ")
    line = line.replace("“", "‘").replace("”", "’").replace('"', "’")
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1] + "……"


def _origin(occasion: Occasion, own: Petition) -> str:
    request = request_of(occasion.case) if own.origin == Origin.CONVERTED else None
    if request is None:
        return ""
    return f"该事项由政府信息公开申请（编号：{request.number}）转来，登记日期按收到申请之日计算。"


def acceptance(occasion: Occasion) -> dict[str, str]:
    """信访工作条例第二十三条: that it is received, the way and the procedure, until when."""
    own = petition_of(occasion)
    return base(occasion) | {
        "条款": cited(own, "acceptance"),
        "处理途径": occasion.facts["way"],
        "办理时限": _until(occasion),
        "查询办法": _looking_up(own),
    }


def _until(occasion: Occasion) -> str:
    clock = occasion.clock
    limit = (clock.limit("answer") or clock.limit("house-answer")) if clock else None
    if limit is None:
        return ""
    if limit.name == "house-answer":
        return f"本机关将于{in_figures(limit.due)}前书面答复。"
    return f"本机关自受理之日起60日内办结，至{in_figures(limit.due)}止；情况复杂需要延长的，将另行告知。"


def _looking_up(own: Petition) -> str:
    you = "你单位" if own.is_organisation else "您"
    if own.origin == Origin.CONVERTED:
        return f"{you}可以凭本编号在网上查询办理情况，查询码与原政府信息公开申请的查询码相同。"
    return f"{you}可以凭编号和登记时取得的查询码在网上查询办理情况，本机关不保存查询码的原文。"


def refusal(occasion: Occasion) -> dict[str, str]:
    """信访工作条例第二十三条: why not, and where to turn."""
    facts = occasion.facts
    return base(occasion) | {
        "条款": cited(petition_of(occasion), "refusal"),
        "不予受理理由": facts["reason"],
        "法定途径": facts["way"],
    }


def forwarding(occasion: Occasion) -> dict[str, str]:
    """信访工作条例第二十二条: to the body with power; for accusations with a word on secrecy."""
    own, facts = petition_of(occasion), occasion.facts
    report_by = facts.get("report_by")
    is_order = facts["mode"] == ASSIGN
    return base(occasion) | {
        "信访人": own.name or "信访人（未署名）",
        "收件机关": facts["to_body"],
        "条款": cited(own, "forward"),
        "办理方式": "交办" if is_order else "转送",
        "说明事项": facts.get("what", ""),
        "报告要求": f"请于{in_figures(report_by)}前将办理结果书面报告本机关。"
        if is_order and isinstance(report_by, date)
        else "",
        "保密要求": "请依法保密，不得将检举控告材料及有关情况透露或者转给被检举控告的人员、单位。"
        if own.kind == Kind.ACCUSATION
        else "",
    }


def forward_notice(occasion: Occasion) -> dict[str, str]:
    """信访工作条例第二十二条: told where the matter went."""
    sent = occasion.situation.last("forward")
    contact = occasion.facts.get("contact", "")
    return base(occasion) | {
        "收件机关": str(sent.facts["to_body"]) if sent else "",
        "转送日期": in_figures(sent.on) if sent else "",
        "条款": cited(petition_of(occasion), "forward"),
        "收件机关联系方式": f"该单位的联系方式：{contact}" if contact else "",
    }


def extension(occasion: Occasion) -> dict[str, str]:
    """信访工作条例第三十四条: why, by how much, until when; approved by the head."""
    before = occasion.case.due_on
    after = occasion.clock.due if occasion.clock else None
    return base(occasion) | {
        "条款": cited(petition_of(occasion), "extension"),
        "延长理由": occasion.facts["reason"].rstrip("。；，"),
        "延长日数": str(occasion.facts["days"]),
        "原办理期限": f"（{in_figures(before)}）" if before else "",
        "延长后期限": in_figures(after) if after else "",
    }


_SAID = {
    Outcome.SUPPORT: "予以支持",
    Outcome.EXPLAIN: "作如下认定：事由合理但缺乏法律法规依据，已作解释说明",
    Outcome.REJECT: "不予支持",
}


def opinion(occasion: Occasion) -> dict[str, str]:
    """信访工作条例第三十二条: request, facts, opinion and base, result; and the way to a review (第三十五条)."""
    own, facts = petition_of(occasion), occasion.facts
    accepted = occasion.situation.last("accept")
    return base(occasion) | {
        "条款": cited(own, "opinion"),
        "受理日期": in_figures(accepted.on) if accepted else "",
        "办理经过": _course(occasion),
        "信访内容": " ".join(own.text.split()),
        "查明事实": facts["finding"],
        "意见和依据": facts["reasons"],
        "处理结果": _SAID[Outcome(facts["result"])],
        "复查途径": _review(occasion, own),
    }


def _course(occasion: Occasion) -> str:
    extended = occasion.situation.last("extend")
    return f"本机关于{in_figures(extended.on)}告知延长办理期限。" if extended else ""


def _review(occasion: Occasion, own: Petition) -> str:
    """信访工作条例第三十五条 (信访条例第三十四条): thirty days from receiving the answer, to the next higher body."""
    parent = occasion.case.agency.parent
    named = f"（{parent}）" if parent else ""
    higher = "上一级行政机关" if own.legal_regime == Regime.PR05 else "上一级机关、单位"
    return f"如对本处理意见不服，可以自收到本意见书之日起30日内请求本机关的{higher}{named}复查；逾期不请求的，不再受理。"


def answer(occasion: Occasion) -> dict[str, str]:
    """信访工作条例第二十九条、第三十条: what came of a suggestion or an accusation."""
    own, facts = petition_of(occasion), occasion.facts
    return base(occasion) | {
        "条款": _RULES[Regime(own.legal_regime)] + _ANSWERED_UNDER[Kind(own.kind)],
        "处理情况": facts["reasons"],
        "处理结果": str(Outcome(facts["result"]).label),
    }
