"""The demonstration office has registers from which a report can be counted."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from yangguang.annualreport.formats import format_by_id
from yangguang.offices import demo as offices
from yangguang.offices.models import Agency
from yangguang.registers import demo
from yangguang.registers.counting import counts
from yangguang.registers.declared import REGISTERS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("today", [date(2026, 1, 3), date(2026, 11, 27), date(2028, 2, 29)])
def test_every_register_has_something_whenever_it_is_set_up(monkeypatch, today):
    monkeypatch.setattr(timezone, "localdate", lambda *args: today)
    offices.furnish("for-the-tests-only")
    said: list[str] = []
    demo.furnish_room(said.append)
    assert len(said) == 1
    for register in REGISTERS:
        assert register.model.objects.exists()
        assert not register.model.objects.filter(**{f"{register.dated}__gt": today}).exists()
    agency = Agency.objects.get(name=demo.BUREAU)
    figures = counts([agency.pk], today.year - 1, format_by_id("2021"))
    row = "proactive.art20_1.normative_documents"
    assert [figures[f"{row}.{column}"] for column in ("issued", "repealed", "in_force")] == [2, 1, 5]
    assert figures["proactive.art20_6.penalty.decisions"] == 3
    older = counts([agency.pk], 2020, format_by_id("2019"))
    assert older["proactive.art20_5.other_services.items_change"] == -1
    assert older["proactive.art20_9.procurement.procurement_count"] == 2
