"""What a reply says, by outcome. The article and the remedies are placeholders: they come from the law."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yangguang.law.outcomes import OUTCOMES, OutcomeCode, OutcomeGroup
from yangguang.letters.papers import Label, Wording

_C = OutcomeCode
_HEAD = (
    "{{申请人}}：\n"
    "本机关于{{收到日期}}收到{{您}}提交的政府信息公开申请（编号：{{案件编号}}），申请内容为：“{{申请内容}}”。"
    "{{办理经过}}\n"
    "{{查明情况}}\n"
)
_TAIL = "{{救济途径}}\n{{联系方式}}\n特此告知。\n{{附件}}"
_ANSWER, _NOTICE = "政府信息公开申请答复书", "政府信息公开申请告知书"
_REFUSED = "理由如下：\n{{理由}}\n"
_DENIED = "根据{{条款}}和该条例第三十六条第（三）项的规定，本机关决定不予公开。" + _REFUSED

SAYS: dict[OutcomeCode, tuple[str, str]] = {
    _C.ALREADY_PUBLIC: (
        _ANSWER,
        "经查，{{您}}申请公开的政府信息已经主动公开。根据{{条款}}的规定，现告知{{您}}获取该政府信息的方式、途径：\n"
        "{{提供方式}}\n{{理由说明}}\n",
    ),
    _C.PROVIDE: (
        _ANSWER,
        "经查，{{您}}申请公开的政府信息可以公开。根据{{条款}}的规定，本机关予以公开，提供的内容、方式和途径如下：\n"
        "{{提供方式}}\n{{理由说明}}\n",
    ),
    _C.PARTIAL: (
        _ANSWER,
        "经查，{{您}}申请公开的政府信息中含有不应当公开或者不属于政府信息的内容，但能够作区分处理。"
        "根据{{条款}}的规定，本机关提供可以公开的内容，方式和途径如下：\n{{提供方式}}\n"
        "对其余内容不予公开，" + _REFUSED,
    ),
    _C.DENY_STATE_SECRET: (
        _ANSWER,
        "经审查，{{您}}申请公开的政府信息属于依法确定的国家秘密。" + _DENIED,
    ),
    _C.DENY_LAW_PROHIBITED: (
        _ANSWER,
        "经审查，{{您}}申请公开的政府信息属于法律、行政法规禁止公开的政府信息。" + _DENIED,
    ),
    _C.DENY_SECURITY_STABILITY: (
        _ANSWER,
        "经审查，{{您}}申请公开的政府信息公开后可能危及国家安全、公共安全、经济安全、社会稳定。" + _DENIED,
    ),
    _C.DENY_THIRD_PARTY: (
        _ANSWER,
        "经审查，{{您}}申请公开的政府信息涉及商业秘密、个人隐私等，公开会对第三方合法权益造成损害。"
        "本机关已依法书面征求第三方的意见。" + _DENIED,
    ),
    _C.DENY_INTERNAL_AFFAIRS: (
        _ANSWER,
        "经审查，{{您}}申请公开的政府信息属于本机关人事管理、后勤管理、内部工作流程等方面的内部事务信息。"
        + _DENIED,
    ),
    _C.DENY_PROCESS_INFO: (
        _ANSWER,
        "经审查，{{您}}申请公开的政府信息属于本机关在履行行政管理职能过程中形成的讨论记录、过程稿、磋商信函、"
        "请示报告等过程性信息，法律、法规、规章没有规定应当公开。" + _DENIED,
    ),
    _C.DENY_ENFORCEMENT_FILE: (
        _ANSWER,
        "经审查，{{您}}申请公开的政府信息属于行政执法案卷信息，法律、法规、规章没有规定应当公开。" + _DENIED,
    ),
    _C.DENY_INQUIRY: (
        _NOTICE,
        "经查，{{您}}申请的信息属于工商、不动产登记资料等信息，有关法律、行政法规对其获取有特别规定。"
        "根据{{条款}}的规定，请{{您}}依照有关法律、行政法规的规定办理：\n{{提供方式}}\n{{理由说明}}\n",
    ),
    _C.NOT_EXIST: (
        _NOTICE,
        "经检索，本机关没有{{您}}申请公开的政府信息。根据{{条款}}的规定，现告知{{您}}该政府信息不存在。\n{{理由说明}}\n",
    ),
    _C.NOT_THIS_BODY: (
        _NOTICE,
        "经审查，{{您}}申请公开的政府信息不属于本机关负责公开。"
        + _REFUSED
        + "根据{{条款}}的规定，本机关不予提供。"
        "{{负责机关告知}}\n",
    ),
    _C.NEEDS_CREATION: (
        _NOTICE,
        "经审查，本机关没有{{您}}所申请内容的现成信息，提供该信息需要对现有政府信息进行加工、分析。"
        "根据{{条款}}的规定，行政机关提供的信息应当是已制作或者获取的政府信息，本机关不予提供。\n{{理由说明}}\n",
    ),
    _C.STILL_UNCLEAR: (
        _NOTICE,
        "经审查，{{您}}补正后的申请内容仍不明确，本机关无法据以检索。根据{{条款}}的规定，本机关无法提供。\n{{理由说明}}\n",
    ),
    _C.PETITION: (
        _NOTICE,
        "经审查，{{您}}以政府信息公开申请的形式进行信访、投诉、举报等活动。根据{{条款}}的规定，"
        "本机关不作为政府信息公开申请处理。\n{{理由说明}}\n{{相关途径}}\n{{信访事项}}\n",
    ),
    _C.REPEAT: (
        _NOTICE,
        "经查，本机关已就{{您}}提出的政府信息公开申请作出答复，{{您}}重复申请公开相同政府信息。"
        "根据{{条款}}的规定，本机关不予重复处理。\n{{理由说明}}\n",
    ),
    _C.PUBLICATION: (
        _NOTICE,
        "经审查，{{您}}的申请要求本机关提供政府公报、报刊、书籍等公开出版物。根据{{条款}}的规定，"
        "本机关不予提供，现告知{{您}}获取的途径：\n{{提供方式}}\n{{理由说明}}\n",
    ),
    _C.EXCESSIVE: (
        _NOTICE,
        "{{您}}申请公开政府信息的数量、频次明显超过合理范围，本机关已要求{{您}}说明理由。"
        "{{说明理由情况}}根据{{条款}}的规定，本机关不予处理。\n{{理由说明}}\n",
    ),
    _C.RECONFIRM: (
        _NOTICE,
        "经审查，{{您}}要求本机关确认或者重新出具{{您}}已经获取的信息。参照{{条款}}所列“不予处理”的情形，"
        "本机关不予处理。\n{{理由说明}}\n",
    ),
    _C.OTHER: (
        _NOTICE,
        "经审查，参照{{条款}}所列“其他处理”的情形，本机关对该申请处理如下：\n{{理由}}\n",
    ),
}
"""Title and decision of every outcome that an answer may have."""


def wordings() -> tuple[Wording, ...]:
    """A wording for every outcome that is told by a reply."""
    return tuple(
        Wording(id=item.code.value, label=_label(item.code), text="\n".join((title, _HEAD + says + _TAIL)))
        for item in OUTCOMES
        if item.code in SAYS
        for title, says in (SAYS[item.code],)
    )


def _label(code: OutcomeCode) -> Label:
    item = next(one for one in OUTCOMES if one.code is code)
    groups: dict[OutcomeGroup, Label] = {
        OutcomeGroup.GRANTED: _("予以公开"),
        OutcomeGroup.DENIED: _("不予公开"),
        OutcomeGroup.UNAVAILABLE: _("无法提供"),
        OutcomeGroup.NOT_PROCESSED: _("不予处理"),
        OutcomeGroup.OTHER: _("其他处理"),
    }
    return f"{groups[item.group]} · {item.label}"
