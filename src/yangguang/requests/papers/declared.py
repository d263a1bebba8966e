"""The papers of a request, registered with the room of letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from yangguang.cases.inputs import Choice, Choices, Day, Input, Text
from yangguang.cases.models import Case
from yangguang.cases.situation import Situation
from yangguang.law.chinese_dates import in_figures
from yangguang.law.outcomes import outcome
from yangguang.law.papers import PAPER_BY_CODE
from yangguang.law.papers import Paper as Known
from yangguang.letters.models import DeliveryChannel as By
from yangguang.letters.models import Letter, LetterState
from yangguang.letters.papers import Addressee, Occasion, Paper, Wording, register
from yangguang.letters.placeholders import Placeholder
from yangguang.requests.models import DeliveryChannel
from yangguang.requests.papers import values
from yangguang.requests.papers.replies import wordings

_TEXTS = Path(__file__).resolve().parent / "texts"
PROCEDURE_ID = "request"


def _p(name: str, says: Any, sample: str, *, optional: bool = False) -> Placeholder:
    return Placeholder(name=name, says=says, sample=sample, is_optional=optional)


APPLICANT = _p("申请人", _("申请人姓名或名称"), "王小明")
RECEIVED = _p("收到日期", _("收到申请之日"), "2026年3月2日")
WANTED = _p("申请内容", _("申请内容，过长时节略"), "某路改造工程2025年度的预算和批复")
CHANNEL = _p("申请方式", _("提交申请的方式"), "互联网")
BASE = (APPLICANT, _p("您", _("对自然人称“您”，对单位称“你单位”"), "您"), RECEIVED, WANTED, CHANNEL)
LIMIT = _p(
    "答复时限",
    _("答复期限的一句话"),
    "答复期限至2026年3月30日（自收到申请之日次日起按工作日计算）。",
)
ORIGINAL_LIMIT = _p("原答复期限", _("原来的最后一日，加括号"), "（2026年3月30日）", optional=True)
ARTICLE = _p(
    "条款", _("适用的条款，由办理结果决定"), "《中华人民共和国政府信息公开条例》第三十六条第（二）项"
)
REMEDIES = _p(
    "救济途径",
    _("复议和诉讼的途径、机关和期限，由办理结果和答复日期决定"),
    "如对本答复不服，可以自收到本答复之日起60日内向云溪市人民政府申请行政复议，"
    "也可以自收到本答复之日起6个月内直接向有管辖权的人民法院提起行政诉讼。",
)
TYPE = _p("申请人类型", _("年度报告六类申请人之一"), "自然人")


def _by_online(case: Case) -> bool:
    channel = case.information_request.delivery_channel
    return bool(channel == DeliveryChannel.ONLINE)


def _paper(
    code: str,
    addressee: Addressee,
    placeholders: tuple[Placeholder, ...],
    found: Callable[[Occasion], Mapping[str, str]],
    *,
    asks: tuple[Input, ...] = (),
    by_step: bool = False,
    texts: tuple[Wording, ...] = (),
    label: Any = None,
    law: str = "",
    **more: Any,
) -> Paper:
    known = PAPER_BY_CODE.get(code)
    label = label or (_said(known) if known else "")
    text = texts or (Wording(label=label, text=_text(code)),)
    return register(
        Paper(
            code=code,
            label=label,
            law=law or (known.article if known else ""),
            addressee=addressee,
            wordings=text,
            placeholders=placeholders,
            values=found,
            asks=asks,
            procedure_id="" if by_step else PROCEDURE_ID,
            is_public=addressee is Addressee.APPLICANT,
            by_online=_by_online,
            **more,
        )
    )


def _said(known: Known) -> Any:
    """The paper's name in the reader's language, asked for when it is shown."""
    return lazy(lambda: known.said, str)()


def _text(name: str) -> str:
    return (_TEXTS / f"{name}.txt").read_text(encoding="utf-8").strip()


# --- what the free papers ask ------------------------------------------------------------------


def _whom(situation: Situation) -> Choices:
    return list(values.WHOM)


def _ended_as(situation: Situation) -> Choices:
    code = situation.case.information_request.outcome_in_force
    return [(code, str(outcome(code).label))] if code in ABANDONED else []


ABANDONED = ("abandoned_correction", "abandoned_fee")


def _sent_letters(situation: Situation) -> Choices:
    found = Letter.objects.filter(case=situation.case, state=LetterState.ISSUED).order_by("pk")
    return [(str(letter.pk), str(letter)) for letter in found if letter.paper.is_numbered]


def _ways(situation: Situation) -> Choices:
    return [(channel.value, str(channel.label)) for channel in By]


def _service(occasion: Occasion) -> dict[str, str]:
    facts = occasion.facts
    letter = Letter.objects.get(pk=int(facts["letter"]), case=occasion.case)
    return {
        "送达文书": str(letter.paper.label),
        "送达文号": letter.number,
        "受送达人": facts["recipient"],
        "送达方式": str(By(facts["channel"]).label),
        "送达地点": facts.get("place", "—"),
        "送达日期": in_figures(facts["on"]) if "on" in facts else "____年__月__日",
    }


def _applicant_name(situation: Situation) -> str:
    return str(situation.case.information_request.name)


# --- the papers --------------------------------------------------------------------------------


def _records() -> Iterator[Paper]:
    unnumbered: dict[str, Any] = {"is_numbered": False, "is_sealed": False}
    yield _paper(
        "application_form",
        Addressee.FILE,
        (
            APPLICANT,
            TYPE,
            _p("负责人", _("法定代表人或负责人"), "—"),
            _p("联系人", _("联系人"), "—"),
            _p("证件名称", _("证件名称"), "居民身份证"),
            _p("证件号码", _("证件号码，中间以星号代替"), "110***********002X"),
            _p("联系电话", _("联系电话，中间以星号代替"), "138****5678"),
            _p("联系地址", _("邮政编码和联系地址"), "000000 云溪市某路1号"),
            _p("电子邮箱", _("电子邮箱"), "—"),
            _p("信息名称", _("信息名称"), "某路改造工程预算"),
            _p("信息文号", _("文号"), "—"),
            _p("申请全文", _("申请内容全文"), "某路改造工程2025年度的预算和批复"),
            _p("用途", _("用途"), "—"),
            _p("提供信息方式", _("提供信息的方式"), "电子数据"),
            _p("获取途径", _("获取信息的途径"), "网上领取"),
        ),
        values.application,
        **unnumbered,
    )
    yield _paper(
        "registration",
        Addressee.FILE,
        (
            *BASE,
            TYPE,
            LIMIT,
            _p("到达日期", _("申请到达的日期"), "2026年3月1日"),
            _p("确认日期", _("与申请人确认的日期"), "2026年3月2日"),
            _p("补正告知期限", _("7 个工作日的最后一日"), "2026年3月11日"),
            _p("承办", _("承办部门或人员"), "办公室"),
        ),
        values.registration,
        **unnumbered,
    )
    yield _paper("receipt", Addressee.APPLICANT, (*BASE, LIMIT), values.receipt, is_numbered=False)
    yield _paper(
        "service_record",
        Addressee.FILE,
        (
            _p("送达文书", _("送达的文书"), "政府信息公开答复书"),
            _p("送达文号", _("送达文书的文号"), "市信访局公开〔2026〕12号"),
            _p("受送达人", _("受送达人"), "王小明"),
            _p("送达方式", _("送达方式"), "邮寄"),
            _p("送达地点", _("地点、邮件号或邮箱"), "EMS 1234567890123"),
            _p("送达日期", _("送达日期，空白待填"), "2026年3月30日"),
        ),
        _service,
        asks=(
            Choice(name="letter", label=_("送达的文书"), choices=_sent_letters),
            Text(name="recipient", label=_("受送达人"), most=120, is_personal=True, initial=_applicant_name),
            Choice(name="channel", label=_("送达方式"), choices=_ways),
            Text(name="place", label=_("地点、邮件号或邮箱"), required=False, most=200, is_personal=True),
        ),
        **unnumbered,
    )


def _notices() -> Iterator[Paper]:
    yield _paper(
        "correction_notice",
        Addressee.APPLICANT,
        (
            *BASE,
            _p(
                "补正事项",
                _("需要补正的事项"),
                "1．请写明所需信息的年度。\n2．请写明工程的名称或者批复文号。",
            ),
            _p("补正期限", _("补正期限"), "2026年3月20日"),
        ),
        values.correction,
        by_step=True,
    )
    yield _paper(
        "reason_notice",
        Addressee.APPLICANT,
        (
            *BASE,
            _p("申请情况", _("申请的数量、频次和需要说明的问题"), "2026年2月以来，您已提交同类申请46件。"),
            _p("说明理由期限", _("说明理由的期限"), "2026年3月20日"),
        ),
        values.reason,
        by_step=True,
    )
    yield _paper(
        "extension_notice",
        Addressee.APPLICANT,
        (
            *BASE,
            _p("延期理由", _("延期理由"), "所需信息需要检索历史档案"),
            _p("延长工作日", _("延长的工作日"), "20"),
            ORIGINAL_LIMIT,
            _p("延长后期限", _("延长后最后一日的一句话"), "延长后的答复期限至2026年4月28日。"),
        ),
        values.extension,
        by_step=True,
    )
    yield _paper(
        "postponement_notice",
        Addressee.APPLICANT,
        (
            *BASE,
            _p("要求说明日期", _("要求说明理由的日期"), "2026年3月10日"),
            _p("说明理由日期", _("申请人说明理由的日期"), "2026年3月16日"),
            _p("延迟原因", _("不能按期答复的原因"), "46件申请需要逐件检索历史档案"),
            ORIGINAL_LIMIT,
            _p("延迟答复期限", _("延迟答复的期限"), "2026年6月30日"),
        ),
        values.postponement,
        by_step=True,
        must_say=("延迟答复期限",),
    )
    yield _paper(
        "fee_notice",
        Addressee.APPLICANT,
        (
            *BASE,
            _p("收费事实", _("收费依据和事实"), "2026年2月，您提交申请33件，数量明显超过合理范围。"),
            _p("收费方式", _("按件或按量"), "按件计收"),
            _p("收费数量", _("件数或页数"), "33件"),
            _p(
                "收费标准",
                _("各档的标准"),
                "第1至10件每件0元；第11至30件每件100元；第31至33件每件200元。",
            ),
            _p("应缴金额", _("应缴金额（元）"), "2600"),
            _p("通知日期", _("发出通知的日期"), "2026年3月10日"),
            _p("缴费期限", _("缴费的最后一日"), "2026年4月8日"),
        ),
        values.fee,
        by_step=True,
        must_say=("应缴金额", "缴费期限"),
    )
    yield _paper(
        "consult_notice_applicant",
        Addressee.APPLICANT,
        (
            *BASE,
            _p("征求何方", _("向谁征求意见"), "第三方"),
            _p("征求意见条款", _("征求意见所依据的条款，由征求的对象决定"), "第三十二条、第三十三条第三款"),
            _p("预计时间", _("预计答复时间的一句话，可以没有"), "", optional=True),
        ),
        values.consult_notice,
        asks=(
            Choice(name="whom", label=_("向谁征求意见"), choices=_whom),
            Day(name="expected", label=_("预计答复的日期"), required=False, may_be_future=True),
        ),
    )


def _consultations() -> Iterator[Paper]:
    party = _p("征求对象", _("征求意见的对象"), "云溪市某建设有限公司")
    about = _p("征求事项", _("涉及的信息和需要答复的问题"), "贵公司投标文件中的报价明细是否可以公开。")
    yield _paper(
        "third_party_letter", Addressee.THIRD_PARTY, (party, about), values.consultation, by_step=True
    )
    yield _paper("co_author_letter", Addressee.AGENCY, (party, about), values.consultation, by_step=True)
    yield _paper(
        "agency_letter",
        Addressee.AGENCY,
        (party, about, _p("答复日期", _("请对方答复的最后一日"), "2026年3月20日")),
        values.asking_another_body,
        by_step=True,
        texts=tuple(
            Wording(id=ground, label=label, text=_text(f"agency_letter_{ground}"))
            for ground, label in (("opinion", _("征求意见")), ("determination", _("报请确定是否可以公开")))
        ),
        wording_of=lambda facts: str(facts["ground"]),
    )
    yield _paper(
        "third_party_decision",
        Addressee.THIRD_PARTY,
        (
            _p("第三方", _("第三方"), "云溪市某建设有限公司"),
            _p("公开内容", _("决定公开的内容"), "中标价格和工程量清单汇总表"),
            _p("公开理由", _("公开的理由"), "该工程使用财政资金，公开中标价格是社会监督所必需。"),
            REMEDIES,
        ),
        values.third_party_decision,
        must_say=("公开内容", "公开理由", "救济途径"),
        asks=(
            Text(name="party", label=_("第三方"), most=120, is_personal=True),
            Text(name="what", label=_("决定公开的内容"), rows=4, most=2000),
            Text(name="reasons", label=_("理由（公共利益）"), rows=4, most=2000),
        ),
    )
    yield _paper(
        "assist_letter",
        Addressee.AGENCY,
        (
            WANTED,
            LIMIT,
            _p("协办单位", _("协办的部门或单位"), "市档案馆"),
            _p("协办事项", _("需要协助的事项"), "请检索2025年度某路改造工程的批复。"),
            _p("反馈期限", _("反馈期限"), "2026年3月16日"),
        ),
        values.assistance,
        asks=(
            Text(name="unit", label=_("协办单位"), most=120),
            Text(name="what", label=_("需要协助的事项"), rows=4, most=2000),
            Day(name="until", label=_("反馈期限"), may_be_future=True),
        ),
    )


def _answers() -> Iterator[Paper]:
    yield _paper(
        "reply",
        Addressee.APPLICANT,
        (
            *BASE,
            ARTICLE,
            REMEDIES,
            _p("办理经过", _("补正、延期、缴费的经过，没有则略"), "", optional=True),
            _p("查明情况", _("查明的情况，没有则略"), "经检索，本机关保存有该信息。", optional=True),
            _p("理由", _("理由"), "该信息是尚在研究的方案，没有作出决定。"),
            _p("理由说明", _("理由，没有则略"), "", optional=True),
            _p("提供方式", _("提供的内容、方式和途径"), "随本答复书提供电子文件1份。"),
            _p("相关途径", _("可以通过的渠道，没有则略"), "", optional=True),
            _p("信访事项", _("已转为信访事项的，写明编号和查询办法，没有则略"), "", optional=True),
            _p("负责机关", _("负责公开的机关及联系方式"), "云溪市交通运输局，电话：0000-7654321"),
            _p(
                "负责机关告知",
                _("告知负责公开的机关的一句话；不能确定的，说明不能确定"),
                "现告知您负责公开该政府信息的机关及其联系方式：云溪市交通运输局，电话：0000-7654321。",
            ),
            _p(
                "说明理由情况",
                _("申请人是否说明了理由的一句话"),
                "您于2026年3月16日说明了理由，经审查，本机关认为理由不合理。",
            ),
            _p("附件", _("提供给申请人的文件，没有则略"), "附件：1.SQ1-2026-00012-1.pdf", optional=True),
        ),
        values.reply,
        by_step=True,
        texts=wordings(),
        wording_of=lambda facts: str(facts["outcome"]),
        must_say=("条款", "救济途径"),
    )
    yield _paper(
        "closing_notice",
        Addressee.APPLICANT,
        (*BASE, ARTICLE, REMEDIES, _p("放弃情况", _("告知的时间、方式和期满的情况"), "期限已届满。")),
        values.closing,
        label=_("政府信息公开申请视为放弃告知书"),
        law="条例第三十条、收费办法第六条",
        texts=tuple(
            Wording(id=code, label=outcome(code).label, text=_text(f"closing_{code}")) for code in ABANDONED
        ),
        wording_of=lambda facts: str(facts["outcome"]),
        must_say=("条款", "救济途径"),
        asks=(
            Choice(name="outcome", label=_("办理结果"), choices=_ended_as),
            Text(name="reason", label=_("情况说明"), rows=3, most=500),
        ),
    )
    yield _paper(
        "record_correction_reply",
        Addressee.APPLICANT,
        (
            *BASE,
            REMEDIES,
            _p("更正情况", _("查明的情况"), "经核实，本机关记录的住址与证明材料不一致。"),
            _p("更正决定", _("更正的结果，或者转交、告知"), "本机关已予以更正。"),
        ),
        values.record_correction,
        asks=(
            Text(name="finding", label=_("查明的情况"), rows=4, most=2000),
            Text(name="decision", label=_("更正的结果，或者转送、告知的机关"), rows=3, most=1000),
        ),
        must_say=("救济途径",),
    )


PAPERS = (*_notices(), *_consultations(), *_answers(), *_records())
"""Every paper of a request; the codes are those of ``law/papers.py``."""
