"""Shapes of input. Forms check what was typed; whether it may be done is said by the acts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yangguang.offices.models import Agency, Kind, Level
from yangguang.reports.models import VerdictKind
from yangguang.reports.models.report import FIRST_YEAR, LAST_YEAR

MOST_CHOICES = 300
"""Beyond so many agencies a list to choose from helps nobody; the name is typed instead."""


def _reason(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=2000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ManyFilesInput(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files at once; gives a list. Empty files are let through: the reader says it better."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(file, initial) for file in files]


class UploadForm(forms.Form):
    """Files to import."""

    files = ManyFilesField(  # type: ignore[assignment]  # the field's name is what the browser sends
        label=_("年度报告文件"), allow_empty_file=True, max_length=255
    )


class AgencyField(forms.ModelChoiceField):
    """One of the agencies given: a list to choose from, or, of very many, the full name to be typed."""

    by_name = False
    agencies: QuerySet[Agency] = Agency.objects.none()

    def offer(self, agencies: QuerySet[Agency]) -> None:
        """Take these agencies."""
        self.queryset = self.agencies = agencies
        if agencies[: MOST_CHOICES + 1].count() > MOST_CHOICES:
            self.by_name = True
            self.widget = forms.TextInput(attrs={"maxlength": 120})
            self.widget.is_required = self.required
            self.help_text = _("请填写机关全称。")

    def prepare_value(self, value: Any) -> Any:
        if self.by_name and isinstance(value, int):
            return self.agencies.filter(pk=value).values_list("name", flat=True).first()
        return super().prepare_value(value) if not self.by_name else value

    def to_python(self, value: Any) -> Agency | None:
        if not self.by_name or value in self.empty_values:
            return super().to_python(value)
        found = list(self.agencies.filter(name=str(value).strip())[:2])
        if len(found) == 1:
            return found[0]
        if found:
            raise forms.ValidationError(_("有几个机关叫这个名称，请联系管理员区分它们的名称。"))
        raise forms.ValidationError(_("没有找到这个机关，请填写全称。"))


class PlaceForm(forms.Form):
    """Where a read file belongs."""

    agency = AgencyField(label=_("归入机关"), queryset=Agency.objects.none())
    year = forms.IntegerField(label=_("归入年度"), min_value=FIRST_YEAR, max_value=LAST_YEAR)

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].offer(agencies)  # type: ignore[attr-defined]


class NewAgencyForm(forms.Form):
    """An agency that is not known yet, confirmed by a person before it is made."""

    name = forms.CharField(label=_("机关全称"), max_length=120)
    parent = AgencyField(label=_("上级机关"), queryset=Agency.objects.none())
    level = forms.ChoiceField(label=_("层级"), choices=Level)
    kind = forms.ChoiceField(label=_("类别"), choices=Kind)

    def __init__(self, *args: Any, parents: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].offer(parents)  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """The word that goes with filing a file onto a report that was public."""

    note = _reason(_("更正原因"), required=False)


class SeenField(forms.JSONField):
    """What a cell held when the page was opened: a short fact, whatever else is sent."""

    _longest = 500

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and len(value) > self._longest:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial if data and len(data) > self._longest else super().bound_data(data, initial)


class CellForm(forms.Form):
    """Another figure for a cell, with the reason; ``seen`` is the cell as the person saw it."""

    text = forms.CharField(
        label=_("改为"),
        required=False,
        max_length=80,
        help_text=_("空白格留空；“不适用”填一个短横。"),
    )
    reason = _reason(
        _("理由"), required=False, help_text=_("例如“原件第 3 页为 96”或“纸质登记的 2 件没有录入”。")
    )
    seen = SeenField(widget=forms.HiddenInput)


class VerdictForm(forms.Form):
    """What a finding is; ``seen`` is the verdict that the person saw on it."""

    kind = forms.ChoiceField(
        label=_("结论"),
        choices=[choice for choice in VerdictKind.choices if choice[0] != VerdictKind.REVOKED],
        widget=forms.RadioSelect,
    )
    text = _reason(_("说明"), required=False, help_text=_("“有合理原因”和“误报”须写明原因。"))
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class RevokeForm(forms.Form):
    """Taking a verdict back."""

    text = _reason(_("撤销说明"), required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class VersionForm(forms.Form):
    """An act on the report as the person saw it."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(VersionForm):
    """An act that needs a reason."""

    reason = _reason(_("理由"), required=False)
