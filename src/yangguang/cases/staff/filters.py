"""What the worklist may be narrowed to; sent by GET, works without script."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yangguang.cases.listing import CaseSets, matching
from yangguang.cases.models.case import CaseQuerySet
from yangguang.cases.procedure import procedures
from yangguang.offices.models import Agency, Department, Person

MOST_CHOICES = 200
ALL = ("", _("全部"))


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}))


class CaseFilter(forms.Form):
    """Every way to narrow a list of cases. A value that is no choice narrows nothing."""

    q = forms.CharField(
        label=_("编号或事由"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
    procedure = forms.ChoiceField(label=_("程序"), required=False)
    state = forms.ChoiceField(label=_("状态"), required=False)
    agency = forms.TypedChoiceField(label=_("机关"), required=False, coerce=int)
    department = forms.TypedChoiceField(label=_("承办部门"), required=False, coerce=int)
    person = forms.TypedChoiceField(label=_("承办人"), required=False, coerce=int)
    received_from = _day(_("收到日期，从"))
    received_to = _day(_("收到日期，到"))
    due_from = _day(_("期限，从"))
    due_to = _day(_("期限，到"))
    overdue = forms.BooleanField(label=_("只看逾期"), required=False)

    def __init__(self, data: Any, *, user: Person) -> None:
        super().__init__(data)
        every = procedures()
        self._choose("procedure", [(item.id, item.label) for item in every], least=2)
        states = {state.id: state.label for item in every for state in item.states}
        self._choose("state", list(states.items()), least=1)
        agencies = list(Agency.objects.visible_to(user)[: MOST_CHOICES + 1])
        self._choose("agency", [(a.pk, a.shown_name) for a in agencies], least=2)
        pks = [agency.pk for agency in agencies[:MOST_CHOICES]]
        departments = Department.objects.filter(agency__in=pks).values_list("pk", "name")[: MOST_CHOICES + 1]
        self._choose("department", list(departments), least=1)
        people = Person.objects.filter(memberships__agency__in=pks, is_active=True).distinct()
        self._choose("person", [(p.pk, str(p)) for p in people[: MOST_CHOICES + 1]], least=1)

    def _choose(self, name: str, choices: list[tuple[Any, Any]], *, least: int) -> None:
        """Offer the choices; leave the field out where there is nothing to choose, or too much."""
        if least <= len(choices) <= MOST_CHOICES:
            self.fields[name].choices = [ALL, *choices]  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    @property
    def main(self) -> list[forms.BoundField]:
        """What stands open."""
        return [self[name] for name in ("q", "state", "department") if name in self.fields]

    @property
    def more(self) -> list[forms.BoundField]:
        """What opens on demand."""
        shown = {field.name for field in self.main}
        return [self[name] for name in self.fields if name not in shown]

    @property
    def has_more(self) -> bool:
        """Whether anything of what opens on demand is filled in."""
        return any(self.data.get(field.name) for field in self.more)

    def is_narrowed(self) -> bool:
        """Whether anything is filled in."""
        return any(self.data.get(name) for name in self.fields)

    def narrow(self, cases: CaseSets, today: date) -> CaseSets:
        """The cases that fit."""
        self.is_valid()
        return cases.each(lambda one: self._narrowed(one, today))

    def _narrowed(self, cases: CaseQuerySet, today: date) -> CaseQuerySet:
        wanted = self.cleaned_data
        lookups = {
            "procedure": "procedure_id",
            "state": "state_id",
            "agency": "agency",
            "department": "lead_department",
            "person": "lead_person",
            "received_from": "received_on__gte",
            "received_to": "received_on__lte",
            "due_from": "next_on__gte",
            "due_to": "next_on__lte",
        }
        cases = cases.filter(**{lookup: wanted[name] for name, lookup in lookups.items() if wanted.get(name)})
        if wanted.get("overdue"):
            cases = cases.overdue(today)
        if wanted.get("q"):
            cases = matching(cases, wanted["q"])
        return cases
