"""The papers of a petition, registered with the room of letters. A step issues each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from yangguang.cases.models import Case
from yangguang.letters.papers import Addressee, Occasion, Paper, Wording, register
from yangguang.letters.placeholders import Placeholder
from yangguang.letters.purposes import SealPurpose
from yangguang.petitions.models import Channel
from yangguang.petitions.papers import values

_TEXTS = Path(__file__).resolve().parent / "texts"


def _p(name: str, says: Any, sample: str, *, optional: bool = False) -> Placeholder:
    return Placeholder(name=name, says=says, sample=sample, is_optional=optional)


BASE = (
    _p("信访人", _("信访人姓名或名称"), "王小明"),
    _p("您", _("对自然人称“您”，对单位称“你单位”"), "您"),
    _p("登记日期", _("登记（收到）之日"), "2026年3月2日"),
    _p("信访形式", _("来信、来访等"), "来信"),
    _p("信访内容", _("信访内容，过长时节略"), "反映某路改造工程拖欠工资"),
    _p("来源说明", _("由申请转来的，说明来源；其他的没有"), "", optional=True),
)
ARTICLE = _p("条款", _("适用的条款，由登记日期决定"), "《信访工作条例》第二十三条")
BODY = _p("收件机关", _("有权处理的机关、单位"), "云溪市人力资源和社会保障局")


def _by_online(case: Case) -> bool:
    return bool(case.petition.channel == Channel.ONLINE)


def _paper(
    code: str,
    label: Any,
    law: str,
    found: Callable[[Occasion], Mapping[str, str]],
    *more: Placeholder,
    to: Addressee = Addressee.APPLICANT,
    must_say: tuple[str, ...] = ("条款",),
) -> Paper:
    text = (_TEXTS / f"{code}.txt").read_text(encoding="utf-8").strip()
    return register(
        Paper(
            code=code,
            label=label,
            law=law,
            addressee=to,
            wordings=(Wording(label=label, text=text),),
            placeholders=(*BASE, ARTICLE, *more),
            values=found,
            must_say=must_say,
            is_public=to is Addressee.APPLICANT,
            by_online=_by_online,
            number_word="信访",
            seal=SealPurpose.PETITIONS,
        )
    )


PAPERS = (
    _paper(
        "petition_acceptance",
        _("信访事项接收（受理）告知书"),
        "信访工作条例第二十三条",
        values.acceptance,
        _p("处理途径", _("处理途径和程序"), "本机关将调查核实，并出具信访处理意见书。"),
        _p(
            "办理时限",
            _("办结或者答复的最后一日"),
            "本机关自受理之日起60日内办结，至2026年5月8日止；情况复杂需要延长的，将另行告知。",
        ),
        _p("查询办法", _("怎样在网上查询"), "您可以凭编号和登记时取得的查询码在网上查询办理情况。"),
        must_say=("条款", "处理途径", "办理时限"),
    ),
    _paper(
        "petition_refusal",
        _("信访事项不予受理告知书"),
        "信访工作条例第二十三条",
        values.refusal,
        _p("不予受理理由", _("不予受理的理由"), "该事项依法应当通过行政复议途径解决。"),
        _p("法定途径", _("应当通过的途径"), "向云溪市人民政府申请行政复议。"),
        must_say=("条款", "不予受理理由", "法定途径"),
    ),
    _paper(
        "petition_forwarding",
        _("信访事项转送函"),
        "信访工作条例第二十二条",
        values.forwarding,
        BODY,
        _p("办理方式", _("转送或者交办"), "转送"),
        _p("说明事项", _("需要说明的事项，没有则略"), "", optional=True),
        _p(
            "报告要求",
            _("交办的，报告办理结果的日期"),
            "请于2026年5月8日前将办理结果书面报告本机关。",
            optional=True,
        ),
        _p(
            "保密要求",
            _("检举控告的保密要求，其他的没有"),
            "请依法保密，不得将检举控告材料及有关情况透露或者转给被检举控告的人员、单位。",
            optional=True,
        ),
        to=Addressee.AGENCY,
        must_say=("条款", "保密要求"),
    ),
    _paper(
        "petition_forward_notice",
        _("信访事项转送告知书"),
        "信访工作条例第二十二条",
        values.forward_notice,
        BODY,
        _p("转送日期", _("转送的日期"), "2026年3月9日"),
        _p(
            "收件机关联系方式",
            _("有权处理的机关的联系方式，没有则略"),
            "该单位的联系方式：0000-7654321",
            optional=True,
        ),
    ),
    _paper(
        "petition_extension",
        _("信访事项延长办理期限告知书"),
        "信访工作条例第三十四条",
        values.extension,
        _p("延长理由", _("延长的理由"), "需要进行工程造价鉴定"),
        _p("延长日数", _("延长的日数"), "30"),
        _p("原办理期限", _("原来的最后一日，加括号"), "（2026年5月8日）", optional=True),
        _p("延长后期限", _("延长后的最后一日"), "2026年6月7日"),
        must_say=("条款", "延长理由", "延长后期限"),
    ),
    _paper(
        "petition_opinion",
        _("信访处理意见书"),
        "信访工作条例第三十二条",
        values.opinion,
        _p("受理日期", _("受理的日期"), "2026年3月9日"),
        _p("办理经过", _("延长期限的经过，没有则略"), "", optional=True),
        _p("查明事实", _("查明的事实"), "经核实，施工单位已于2026年2月结清所欠工资。"),
        _p(
            "意见和依据",
            _("处理意见及其依据"),
            "根据《保障农民工工资支付条例》的规定，所反映的问题已经解决。",
        ),
        _p("处理结果", _("支持、解释说明或者不予支持"), "予以支持"),
        _p(
            "复查途径",
            _("复查的机关和期限"),
            "如对本处理意见不服，可以自收到本意见书之日起30日内请求本机关的上一级机关、单位复查。",
        ),
        must_say=("条款", "查明事实", "意见和依据", "处理结果", "复查途径"),
    ),
    _paper(
        "petition_answer",
        _("信访事项答复书"),
        "信访工作条例第二十九条、第三十条",
        values.answer,
        _p("处理情况", _("研究、处理的情况"), "建议已转有关科室研究。"),
        _p("处理结果", _("采纳、处理的结果"), "部分采纳"),
        must_say=("条款", "处理情况", "处理结果"),
    ),
)
"""Every paper of a petition."""
