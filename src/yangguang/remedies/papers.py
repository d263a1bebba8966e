"""What the office writes in a case: the written reply to the reviewing body, the statement of defence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from yangguang.law.chinese_dates import in_figures
from yangguang.letters.papers import Addressee, Occasion, Paper, Wording, register
from yangguang.letters.placeholders import Placeholder
from yangguang.remedies.models import Attacked, Remedy

ADDRESSEES = (
    Placeholder(name="对方机关", says=_("行政复议机关或者人民法院的名称"), sample="云溪市人民政府"),
    Placeholder(
        name="对方案号", says=_("对方的案号；没有的，整行省去"), sample="云政复〔2026〕12号", is_optional=True
    ),
    Placeholder(name="申请人", says=_("复议申请人或者原告"), sample="王小明"),
    Placeholder(
        name="第三人", says=_("第三人一行；没有的，整行省去"), sample="第三人：某公司。", is_optional=True
    ),
    Placeholder(name="案由", says=_("所涉及的行为"), sample="对政府信息公开申请的答复"),
    Placeholder(name="事项", says=_("申请的内容或者所涉及的行为"), sample="某路改造工程的预算"),
    Placeholder(name="收到日期", says=_("收到副本的日期"), sample="2026年3月2日"),
    Placeholder(
        name="事实经过", says=_("办理的经过"), sample="本机关于2026年1月5日收到申请，1月26日作出答复。"
    ),
    Placeholder(name="理由", says=_("理由和依据"), sample="该信息属于过程性信息。"),
    Placeholder(name="证据清单", says=_("证据和依据，一行一件"), sample="1.政府信息公开申请表；\n2.答复书。"),
)
_REPLY = """行政复议答复书
{{对方机关}}：
贵机关{{对方案号}}行政复议案件，申请人{{申请人}}不服本机关{{案由}}（{{事项}}）一案，本机关于{{收到日期}}收到行政复议申请书副本，现提出答复如下：
{{第三人}}
一、事实经过
{{事实经过}}
二、理由和依据
{{理由}}
综上，请贵机关依法作出行政复议决定。
附：证据、依据和其他有关材料
{{证据清单}}
{{联系方式}}"""
_DEFENCE = """行政诉讼答辩状
{{对方机关}}：
答辩人：{{机关}}。
原告：{{申请人}}。
{{第三人}}
贵院{{对方案号}}案件，原告因本机关{{案由}}（{{事项}}）提起行政诉讼，本机关于{{收到日期}}收到起诉状副本，现答辩如下：
一、事实经过
{{事实经过}}
二、理由和依据
{{理由}}
综上，请贵院依法裁判。
附：证据和所依据的规范性文件
{{证据清单}}
{{联系方式}}"""
_CAUSES = {
    Attacked.ANSWER: "对政府信息公开申请的答复",
    Attacked.SILENCE: "逾期未答复政府信息公开申请",
    Attacked.NOTICE: "在办理政府信息公开申请中的告知",
    Attacked.OTHER: "在政府信息公开工作中的行为",
}


def _values(occasion: Occasion) -> Mapping[str, str]:
    case, facts = occasion.case, occasion.facts
    own: Remedy = case.remedy
    return {
        "对方机关": own.body,
        "对方案号": own.body_number,
        "申请人": own.name,
        "第三人": f"第三人：{own.third_party}。" if own.third_party else "",
        "案由": _CAUSES[Attacked(own.attacked)],
        "事项": case.title,
        "收到日期": in_figures(case.received_on) if case.received_on else "",
        "事实经过": facts["facts"],
        "理由": facts["grounds"],
        "证据清单": _numbered(facts["evidence"]),
    }


def _numbered(lines: str) -> str:
    """One line each, numbered where nobody did."""
    found = [line.strip() for line in lines.splitlines() if line.strip()]
    if any(line[0].isdigit() or line[0] in "一二三四五六七八九十（(" for line in found):
        return "\n".join(found)
    return "\n".join(f"{number}.{line}" for number, line in enumerate(found, 1))


def _paper(code: str, label: Any, law: str, text: str) -> Paper:
    return register(
        Paper(
            code=code,
            label=label,
            law=law,
            addressee=Addressee.AGENCY,
            wordings=(Wording(label=label, text=text),),
            placeholders=ADDRESSEES,
            values=_values,
            must_say=("事实经过", "理由"),
        )
    )


REPLY = _paper("review_reply", _("行政复议答复书"), "行政复议法第四十八条、第五十四条", _REPLY)
DEFENCE = _paper("defence", _("行政诉讼答辩状"), "行政诉讼法第六十七条", _DEFENCE)
