"""The form of a step, built from what it asks. The same form checks a page, the API and an import."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext

from yangguang.cases.procedure import Step
from yangguang.cases.refused import WrongFacts
from yangguang.cases.situation import Situation


class StepForm(forms.Form):
    """Fields of one step in one situation."""

    def __init__(self, step: Step, situation: Situation, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.step = step
        self.situation = situation
        for item in step.asks:
            self.fields[item.name] = item.field(situation)

    def clean(self) -> dict[str, Any]:
        """What the facts must be to each other, and to the case."""
        facts = super().clean() or {}
        if self.step.check and not self.errors:
            for name, sentence in self.step.check(self.situation, facts).items():
                self.add_error(name, str(sentence))
        return facts


def checked_facts(step: Step, situation: Situation, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as kept in a step: checked, typed, empty ones left out. Raises :class:`WrongFacts`."""
    unknown = set(facts) - {item.name for item in step.asks}
    if unknown:
        raise WrongFacts({name: [gettext("这一步不需要这一项。")] for name in sorted(unknown)})
    form = StepForm(step, situation, {name: _as_typed(value) for name, value in facts.items()})
    if not form.is_valid():
        raise WrongFacts({name: [str(error) for error in errors] for name, errors in form.errors.items()})
    return {name: value for name, value in form.cleaned_data.items() if value not in (None, "", False)}


def _as_typed(value: Any) -> Any:
    """A value as somebody would have typed it."""
    if isinstance(value, date):
        return value.isoformat()
    return value
