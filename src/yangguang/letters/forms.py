"""Shapes of input on the pages of letters. Whether it may be done is said by the acts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yangguang.letters.chain import MOST_LEVELS, Level
from yangguang.letters.models import DateStyle, DeliveryChannel
from yangguang.letters.purposes import SealPurpose
from yangguang.letters.writing.content import MOST_SIGNS
from yangguang.offices.roles import Role


class _Day(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **kwargs)


def _words(label: Any, *, required: bool = True, rows: int = 3, most: int = 1000, help: Any = "") -> Any:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class VersionForm(forms.Form):
    """An act on the letter as the person saw it."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class NoteForm(VersionForm):
    """An act with a word to it."""

    note = _words(_("意见（可以不写）"), required=False)


class ReasonForm(VersionForm):
    """An act that needs a reason."""

    reason = _words(_("理由"), most=500)


class IssueForm(VersionForm):
    """The day under the letter."""

    on = _Day(
        label=_("成文日期"), help_text=_("也是这一步骤的办理日期。一般就是今天。"), initial=timezone.localdate
    )


class TextForm(VersionForm):
    """The text of a letter."""

    text = _words(
        _("正文"),
        rows=24,
        most=MOST_SIGNS,
        help=_("第一行是标题；以冒号结尾的第二行是主送；其余每行一段。单独一行“---”另起一页（如回函）。"),
    )


class DeliveryForm(forms.Form):
    """An attempt to deliver."""

    channel = forms.ChoiceField(label=_("送达方式"), choices=DeliveryChannel, widget=forms.RadioSelect)
    on = _Day(label=_("送出或交付日期"), initial=timezone.localdate)
    reference = forms.CharField(
        label=_("邮件号、邮箱或领取人"), required=False, max_length=120, help_text=_("便于日后查证。")
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=300)
    proof = forms.FileField(
        label=_("送达凭证"), required=False, help_text=_("回执单、签收单等的照片或扫描件，可以以后再补。")
    )


class ConcludeForm(forms.Form):
    """What came of an attempt."""

    result = forms.ChoiceField(
        label=_("结果"),
        choices=[("delivered", _("已送达")), ("returned", _("退回或未送达"))],
        widget=forms.RadioSelect,
    )
    on = _Day(label=_("日期"), initial=timezone.localdate)
    note = forms.CharField(label=_("说明"), required=False, max_length=300)
    proof = forms.FileField(label=_("送达凭证"), required=False)


class TemplateForm(forms.Form):
    """The text of a template; ``seen`` is the text that was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    text = _words(_("模板"), rows=22, most=MOST_SIGNS)


class OfficeForm(forms.Form):
    """Number, contact, day."""

    number_pattern = forms.CharField(
        label=_("文号格式"),
        max_length=60,
        help_text=_("可用 {简称}、{全称}、{年}、{序号}；必须有年和序号。序号每年从 1 起，不留空号。"),
    )
    contact = forms.CharField(
        label=_("联系方式"),
        required=False,
        max_length=300,
        help_text=_("写在文书里的联系人、电话和地址。"),
    )
    date_style = forms.ChoiceField(label=_("成文日期的写法"), choices=DateStyle, widget=forms.RadioSelect)


class SealForm(forms.Form):
    """A picture of a seal, and what it is for."""

    purpose = forms.TypedChoiceField(
        label=_("哪一枚印章"),
        choices=SealPurpose,
        coerce=SealPurpose,
        initial=SealPurpose.DISCLOSURE,
        help_text=_("依申请公开和行政复议、诉讼的文书用政府信息公开专用章，信访文书用信访专用章。"),
    )
    picture = forms.FileField(
        label=_("印章图片（PNG）"),
        help_text=_("白底会自动变为透明，四周空白会自动裁去。"),
    )
    width_mm = forms.IntegerField(label=_("直径（毫米）"), min_value=20, max_value=60, initial=42)


class LayoutForm(forms.Form):
    """A Word file to lay letters into."""

    file = forms.FileField(
        label=_("Word 版式（.docx）"),
        help_text=_("用 {{标题}}、{{文号}}、{{主送}}、{{正文}}、{{机关}}、{{成文日期}}、{{印章}} 标出位置。"),
    )


_ROLES = [("", _("无")), *Role.choices]


class LevelForm(forms.Form):
    """One level of the chain; an empty one is left out."""

    label = forms.CharField(label=_("环节名称"), required=False, max_length=20)
    role = forms.ChoiceField(label=_("由谁审签"), choices=_ROLES, required=False)
    other = forms.ChoiceField(label=_("或者"), choices=_ROLES, required=False)

    def clean(self) -> dict[str, Any]:
        """A level has a name and a role, or neither."""
        given = super().clean() or {}
        if bool(given.get("label")) != bool(given.get("role")):
            self.add_error("role", _("环节名称和角色要一起填写，或者都不填。"))
        return given

    def level(self) -> Level | None:
        """The level; nothing where the row is empty."""
        given = self.cleaned_data
        roles = {Role(given[name]) for name in ("role", "other") if given.get(name)}
        return Level(given["label"].strip(), frozenset(roles)) if given.get("label") else None


LevelFormSet = forms.formset_factory(
    LevelForm,
    extra=0,
    min_num=MOST_LEVELS,
    max_num=MOST_LEVELS,
    absolute_max=MOST_LEVELS,  # else the number that is sent has a thousand rows built
    validate_max=True,
)
