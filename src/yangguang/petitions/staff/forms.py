"""The forms of the desk. What is right is asked of :mod:`yangguang.petitions.rules`, never of a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yangguang.cases.refused import Refused, WrongFacts
from yangguang.offices.models import Agency
from yangguang.petitions.models import Channel, Kind
from yangguang.requests.models import IdentityKind

KIND_HELP = _(
    "按内容分类：提出意见建议的是建议意见；反映人员、单位违纪违法的是检举控告；请求解决自身问题的是申诉求决。"
)


def _text(label: Any, *, help: Any = "", rows: int = 0, **attributes: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, **attributes}) if rows else forms.TextInput(attrs=attributes)
    return forms.CharField(label=label, help_text=help, required=False, widget=widget)


def _kind() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("事项类别"), choices=Kind.choices, help_text=KIND_HELP, widget=forms.RadioSelect()
    )


def _accused() -> forms.CharField:
    return _text(
        _("检举控告对象"),
        help=_("检举控告的必填。只有少数人看得到检举控告；材料不得转给被检举控告的人员、单位。"),
    )


def _person_count() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("信访人数"),
        initial=1,
        min_value=1,
        max_value=9999,
        help_text=_("多人走访反映同一事项的，应当推选代表，代表不超过 5 人（信访工作条例第二十条第三款）。"),
    )


class Blaming(forms.Form):
    """A form on which a refusal finds its place."""

    def blame(self, reason: Refused) -> None:
        """Put every sentence where its field is."""
        errors = reason.errors if isinstance(reason, WrongFacts) else {"": [str(reason)]}
        for name, sentences in errors.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)


class RegisterForm(Blaming):
    """A petition as it came to the counter, by post, by telephone or by fax."""

    agency = forms.TypedChoiceField(label=_("收到信访事项的机关"), coerce=int)
    channel = forms.ChoiceField(label=_("信访形式"), choices=Channel.choices, widget=forms.RadioSelect())
    registered_on = forms.DateField(
        label=_("登记（收到）之日"),
        help_text=_("15 日的告知期限从次日起计算。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    from_body = _text(
        _("转送、交办的机关"),
        help=_("由其他机关转送、交办来的填写；可以在 5 个工作日内提出异议。信访人直接提出的留空。"),
    )
    kind = _kind()
    text = _text(_("信访内容"), rows=8, help=_("如实写明请求、事实和理由；口述的如实记录。"))
    accused = _accused()
    name = _text(_("姓名或名称"), help=_("检举控告可以不留姓名。"))
    is_organisation = forms.BooleanField(label=_("信访人是单位"), required=False)
    person_count = _person_count()
    phone = _text(_("联系电话"), type="tel")
    address = _text(_("联系地址"))
    postcode = _text(_("邮政编码"), inputmode="numeric")
    email = _text(_("电子邮箱"), type="email")
    identity_kind = forms.ChoiceField(
        label=_("证件名称"), required=False, choices=[("", _("没有登记证件")), *IdentityKind.choices]
    )
    identity_number = _text(
        _("证件号码"), help=_("可以不登记；登记的加密保存，页面上不完整显示。"), autocomplete="off"
    )
    paper = forms.FileField(label=_("来信或者材料（扫描件）"), required=False)

    def __init__(self, agencies: list[Agency], data: Any = None, files: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        self.fields["agency"].choices = [(agency.pk, agency.name) for agency in agencies]  # type: ignore[attr-defined]

    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields in groups, as the page shows them."""
        names = (
            (_("怎么来的"), ("agency", "channel", "registered_on", "from_body")),
            (_("反映什么"), ("kind", "text", "accused", "paper")),
            (
                _("信访人"),
                (
                    "name",
                    "is_organisation",
                    "person_count",
                    "phone",
                    "address",
                    "postcode",
                    "email",
                    "identity_kind",
                    "identity_number",
                ),
            ),
        )
        return [(title, [self[name] for name in group]) for title, group in names]


class ConvertForm(Blaming):
    """What a request does not say of itself."""

    kind = _kind()
    accused = _accused()
    person_count = _person_count()
