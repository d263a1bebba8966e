"""The pages of the request form. What is right is asked of :mod:`yangguang.requests.rules`, never of a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yangguang.cases.filekinds import KINDS
from yangguang.requests.models import ApplicantKind, DeliveryChannel, DeliveryForm, IdentityKind, Satisfaction
from yangguang.requests.rules import Problems, applicant_problems, tidied, wanted_problems

# HEIC is taken, but not offered: a telephone that is not offered it hands over JPG, which every office can open
ACCEPTED = ",".join(f".{kind}" for kind in KINDS if kind != "heic") + ",.jpeg"


class DraftForm(forms.Form):
    """A page of the form over what is already in the draft; no field is required until the rules say so."""

    rules: Callable[[Mapping[str, Any], date], Problems]

    def __init__(self, said: Mapping[str, Any], today: date, data: Any = None) -> None:
        super().__init__(data, initial=dict(said))
        self.said, self.today = said, today

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        found = type(self).rules(tidied({**self.said, **given}), self.today)
        for name, sentences in found.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)
        return given

    def typed(self) -> dict[str, Any]:
        """What was typed, right or wrong, to be kept."""
        return {name: self.data.get(name, "") for name in self.fields}


def _text(label: Any, *, help: Any = "", rows: int = 0, **attributes: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, **attributes}) if rows else forms.TextInput(attrs=attributes)
    return forms.CharField(label=label, help_text=help, required=False, widget=widget)


def _choice(label: Any, choices: Any, *, help: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, help_text=help, required=False, choices=choices, widget=forms.RadioSelect()
    )


class WantedForm(DraftForm):
    """What is wanted and how it is to come."""

    rules = staticmethod(wanted_problems)

    info_title = _text(_("信息名称"), help=_("知道文件名称的，请照写；不知道可以不填。"))
    info_document_number = _text(_("文号"), help=_("如：云政发〔2023〕12号；不知道可以不填。"))
    info_description = _text(
        _("所需信息的内容"),
        rows=6,
        help=_("写得越具体，找得越快：什么事项、什么时间、什么地点。一份申请只写一件事，答复更快。"),
    )
    purpose = _text(_("用途"), rows=2, help=_("可以不填。不填不影响办理。"))
    delivery_form = _choice(_("以什么形式提供"), DeliveryForm.choices)
    delivery_channel = _choice(_("通过什么途径获取"), DeliveryChannel.choices)
    needs_help = forms.BooleanField(
        label=_("我阅读有困难，或者视力、听力有障碍，需要协助"),
        help_text=_("机关应当提供必要的帮助（条例第四十三条）。"),
        required=False,
    )


class ApplicantForm(DraftForm):
    """Who asks, what proves it, how to reach them."""

    rules = staticmethod(applicant_problems)

    applicant_kind = _choice(_("申请人类型"), ApplicantKind.choices)
    name = _text(_("姓名或单位名称"), help=_("与证件上的一致。"), autocomplete="name")
    representative = _text(_("法定代表人或负责人"))
    contact_person = _text(_("联系人"), help=_("单位里负责这件事的人。"))
    identity_kind = forms.ChoiceField(
        label=_("证件名称"), required=False, choices=[("", _("请选择")), *IdentityKind.choices]
    )
    identity_number = _text(
        _("证件号码"),
        help=_("只用于核对身份，加密保存，页面上不完整显示。"),
        autocomplete="off",
        spellcheck="false",
    )
    phone = _text(_("联系电话"), help=_("补正、缴费、领取时联系您。"), autocomplete="tel", type="tel")
    email = _text(_("电子邮箱"), help=_("填写后会收到回执邮件。"), autocomplete="email", type="email")
    address = _text(_("联系地址"), autocomplete="street-address")
    postcode = _text(_("邮政编码"), autocomplete="postal-code", inputmode="numeric")


class RatingForm(forms.Form):
    """How the applicant judges the handling."""

    satisfaction = forms.ChoiceField(
        label=_("您对这次办理满意吗"),
        choices=Satisfaction.choices,
        widget=forms.RadioSelect(),
        error_messages={"required": _("请选择一项。"), "invalid_choice": _("请选择一项。")},
    )
    comment = forms.CharField(
        label=_("意见"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class SuggestionForm(forms.Form):
    """Why the information should be published (条例第四十四条第二款)."""

    reason = forms.CharField(
        label=_("为什么应当主动公开"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LookUpForm(forms.Form):
    """Number and query code."""

    number = forms.CharField(
        label=_("编号"),
        help_text=_("如 SQ3-2026-00012，在回执上。"),
        max_length=60,
        error_messages={"required": _("请填写编号。"), "max_length": _("编号没有这么长，请核对。")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
    )
    code = forms.CharField(
        label=_("查询码"),
        help_text=_("10 位字母和数字，在回执上；大小写、空格和横线不影响。"),
        max_length=60,
        error_messages={"required": _("请填写查询码。"), "max_length": _("查询码没有这么长，请核对。")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
    )
