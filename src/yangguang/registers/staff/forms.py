"""The form of an entry: the register's columns, read by the same rules as an import."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.registers.declaring import Column, Register, What
from yangguang.registers.understanding import Understood, understand
from yangguang.registers.values import shown


class EntryForm(forms.Form):
    """One entry. What was typed is understood as a row of a file would be; ``understood`` is what came of it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    def __init__(self, *args: Any, register: Register, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.register = register
        self.understood = Understood()
        for column in register.columns:
            self.fields[column.name] = forms.CharField(
                label=str(column.label)
                if column.required
                else _("%(label)s（选填）") % {"label": column.label},
                help_text=str(column.help),
                required=False,  # what is missing is told by the register's own sentence
                widget=_widget(column),
                strip=True,
            )

    @property
    def columns(self) -> list[forms.BoundField]:
        """The fields of the register, in its order."""
        return [self[column.name] for column in self.register.columns]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        texts = {column.name: cleaned.get(column.name) or "" for column in self.register.columns}
        self.understood = understand(self.register, texts)
        for problem in self.understood.problems:
            self.add_error(problem.column or None, problem.says)
        return cleaned


def _widget(column: Column) -> forms.Widget:
    needed: dict[str, Any] = {"required": True} if column.required else {}
    if column.choices is not None:
        empty = [("", _("请选择"))] if column.required else [("", "—")]
        return forms.Select(attrs=needed, choices=[*empty, *column.choices.choices])
    if column.what is What.YES_NO:
        return forms.Select(choices=[("1", _("是")), ("0", _("否"))])
    if column.what is What.DAY:
        return forms.DateInput(attrs={"type": "date"} | needed)
    if column.what is What.DAY_OR_MONTH:
        return forms.TextInput(attrs={"placeholder": "2024-05-17", "maxlength": 20} | needed)
    if column.what is What.YUAN:
        return forms.TextInput(attrs={"inputmode": "decimal", "maxlength": 30} | needed)
    if column.what is What.QUANTITY:
        return forms.NumberInput(attrs={"min": 1})
    return forms.TextInput(attrs={"maxlength": column.longest} | needed)


def texts_of(register: Register, values: dict[str, Any]) -> dict[str, str]:
    """What the form shows of an entry."""
    return {column.name: _typed(column, values) for column in register.columns}


def _typed(column: Column, values: dict[str, Any]) -> str:
    if column.choices is not None:
        return str(values[column.name])
    if column.what is What.YES_NO:
        return "1" if values[column.name] else "0"
    return shown(column, values)


class ReasonForm(forms.Form):
    """Why something is taken out; the reason stays in the ledger."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("请写明理由。")},
    )


class UploadForm(forms.Form):
    """A file, and the kind of rows that name none."""

    file = forms.FileField(
        label=gettext_lazy("文件"),
        error_messages={
            "required": gettext_lazy("请选择一个文件。"),
            "empty": gettext_lazy("文件是空的，请重新选择。"),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    fallback_kind = forms.ChoiceField(
        label=gettext_lazy("没有“类别”栏时，全部按"),
        required=False,
        help_text=gettext_lazy("文件里有“类别”栏的不用选。"),
    )

    def __init__(self, *args: Any, register: Register, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if register.kinds:
            self.fields["fallback_kind"].choices = [("", "—"), *register.kinds.choices]  # type: ignore[attr-defined]
        else:
            del self.fields["fallback_kind"]
