"""What a step asks of the person who takes it. A declaration; the form is built from it.

Every input knows its form field and how its value is kept in the step's facts (plain JSON), so that
the page, the API and an import go through the same checks.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yangguang.law.errors import LawError
from yangguang.law.workdays import WorkCalendar

if TYPE_CHECKING:
    from yangguang.cases.situation import Situation

Label = str | Promise
Choices = list[tuple[str, Label]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Input(ABC):
    """One thing to fill in."""

    name: str
    label: Label
    required: bool = True
    help: Label = ""
    initial: Callable[[Situation], Any] | None = None
    is_personal: bool = False
    """Whether the value may identify somebody; such facts are left out of the ledger and of logs."""

    @abstractmethod
    def field(self, situation: Situation) -> forms.Field:
        """The form field for this input in this situation."""

    def _common(self, situation: Situation) -> dict[str, Any]:
        start = self.initial(situation) if self.initial else None
        return {
            "label": self.label,
            "required": self.required,
            "help_text": self.help,
            "initial": start,
            "error_messages": {"required": _("请填写这一项。")},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Input):
    """Words; ``rows`` above one make it a box."""

    rows: int = 1
    most: int = 200

    def field(self, situation: Situation) -> forms.Field:
        widget = forms.Textarea(attrs={"rows": self.rows}) if self.rows > 1 else forms.TextInput()
        return forms.CharField(max_length=self.most, widget=widget, **self._common(situation))


@dataclass(frozen=True, slots=True, kw_only=True)
class Day(Input):
    """A legal day. By default neither before the case began nor in the future.

    ``is_working``: the last day of a time that the office sets itself. It may choose any, so it chooses one on which
    people can act and doors are open: a rest day is refused, and the next working day named.
    """

    may_be_future: bool = False
    is_working: bool = False
    not_before: Callable[[Situation], date | None] = field(default=lambda situation: situation.began_on)

    def field(self, situation: Situation) -> forms.Field:
        common = self._common(situation)
        if common["initial"] is None and not self.may_be_future:
            common["initial"] = situation.today
        earliest = self.not_before(situation)
        latest = None if self.may_be_future else situation.today
        attributes = {"type": "date"}
        if earliest:
            attributes["min"] = earliest.isoformat()
        if latest:
            attributes["max"] = latest.isoformat()
        widget = forms.DateInput(attrs=attributes, format="%Y-%m-%d")
        calendar = situation.calendar if self.is_working else None
        return _DayField(earliest, latest, calendar, widget=widget, input_formats=["%Y-%m-%d"], **common)


class _DayField(forms.DateField):
    def __init__(
        self, earliest: date | None, latest: date | None, calendar: WorkCalendar | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.earliest = earliest
        self.latest = latest
        self.calendar = calendar

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if self.earliest and value < self.earliest:
            raise ValidationError(
                _("日期不能早于 %(day)s。"), params={"day": self.earliest.isoformat()}, code="early"
            )
        if self.latest and value > self.latest:
            raise ValidationError(_("日期不能晚于今天（%(day)s）。"), params={"day": self.latest.isoformat()})
        if self.calendar:
            _refuse_rest_day(value, self.calendar)


def _refuse_rest_day(day: date, calendar: WorkCalendar) -> None:
    try:
        why, working = calendar.why(day), calendar.on_or_after(day).due
    except LawError as error:  # a slip of the pen in the year
        raise ValidationError(str(error)) from error
    if not why.is_working:
        raise ValidationError(
            _("%(day)s 是休息日（%(why)s）。期限的最后一日请定在工作日，例如 %(working)s。"),
            params={"day": day.isoformat(), "why": str(why), "working": working.isoformat()},
            code="rest_day",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Input):
    """One of several; radio buttons up to seven, else a list to choose from."""

    choices: Callable[[Situation], Choices]

    def field(self, situation: Situation) -> forms.Field:
        offered = self.choices(situation)
        widget: forms.Widget = forms.RadioSelect() if len(offered) <= 7 else forms.Select()
        if isinstance(widget, forms.Select) and not isinstance(widget, forms.RadioSelect):
            offered = [("", _("请选择")), *offered]
        return forms.ChoiceField(choices=offered, widget=widget, **self._common(situation))


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Input):
    """A whole number."""

    least: int
    most: int

    def field(self, situation: Situation) -> forms.Field:
        return forms.IntegerField(min_value=self.least, max_value=self.most, **self._common(situation))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick(Input):
    """A box to tick; required means that it must be ticked."""

    def field(self, situation: Situation) -> forms.Field:
        return forms.BooleanField(**self._common(situation))
