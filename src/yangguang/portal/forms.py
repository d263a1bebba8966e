"""The form that the page of components shows."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    """One field of each kind; the year is wrong on purpose where the page fills it in."""

    name = forms.CharField(label=_("机关名称"), help_text=_("全称，与公章一致。"))
    year = forms.IntegerField(
        label=_("年度"),
        max_value=2100,
        error_messages={"max_value": _("年度应在 2008 到 2100 之间。")},
    )
    kind = forms.ChoiceField(
        label=_("类别"),
        required=False,
        choices=[("government", _("人民政府")), ("department", _("政府部门"))],
    )
    note = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
