"""What the pages of redacting ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yangguang.redaction.grounds import GROUNDS, PERSONAL_PRIVACY

MOST = 100_000_000
"""No file has so many paragraphs or signs; a column of the database holds more."""


def ground_choices() -> list[tuple[str, str]]:
    """The grounds in the order of the law."""
    return [(one.code, one.said) for one in GROUNDS.values()]


class VersionForm(forms.Form):
    """What the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class GroundForm(VersionForm):
    """An act that needs a ground."""

    ground = forms.ChoiceField(
        label=_("不予公开的理由"), choices=ground_choices, initial=PERSONAL_PRIVACY.code
    )


class PlaceForm(GroundForm):
    """A box, or characters, as the script hands them in."""

    passage = forms.IntegerField(min_value=0, max_value=MOST)
    left = forms.FloatField(required=False)
    top = forms.FloatField(required=False)
    right = forms.FloatField(required=False)
    bottom = forms.FloatField(required=False)
    start = forms.IntegerField(required=False, min_value=0, max_value=MOST)
    end = forms.IntegerField(required=False, min_value=0, max_value=MOST)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        box = [data.get(name) for name in ("left", "top", "right", "bottom")]
        words = [data.get(name) for name in ("start", "end")]
        if None in box and None in words:
            raise forms.ValidationError(_("没有选中任何内容。请先画框或选词。"))
        return data


class WordsForm(GroundForm):
    """Words to be withheld wherever they stand."""

    words = forms.CharField(label=_("查找文字"), max_length=200, strip=True)


class NamesForm(VersionForm):
    """People to look for."""

    names = forms.CharField(
        label=_("要查找的姓名"),
        required=False,
        max_length=2000,
        help_text=_("第三方等人的姓名，一行一个。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(VersionForm):
    """Why it is sent back."""

    reason = forms.CharField(label=_("退回理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
