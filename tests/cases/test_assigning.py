"""Giving a case to those who handle it, and getting it back."""

from __future__ import annotations

from datetime import date

import pytest

from yangguang.cases.models import AssignmentState
from yangguang.cases.refused import Refused, WrongFacts
from yangguang.cases.words import step_words

pytestmark = pytest.mark.django_db


def words(case) -> str:
    step = case.steps.last()
    return step_words(case.procedure.step(step.step_id), step)


def test_a_person_brings_the_department_they_sit_in(desk):
    case = desk.receives(on="2024-03-04")
    desk.does(case, "assign", on="2024-03-05", unit=f"p{desk.cast.clerk_a.pk}", internal_due_on="2024-03-20")
    assert (case.lead_department, case.lead_person) == (desk.cast.office, desk.cast.clerk_a)
    assert case.assignments.get().internal_due_on == date(2024, 3, 20)
    assert words(case) == "分给办公室 · clerk_a同志承办"


def test_passing_on_ends_the_first_assignment(desk):
    case = desk.receives(on="2024-03-04")
    desk.does(case, "assign", on="2024-03-05", unit=f"d{desk.cast.office.pk}")
    desk.does(case, "assign", on="2024-03-06", unit=f"d{desk.cast.policy.pk}")
    assert [(a.department, a.state) for a in case.assignments.all()] == [
        (desk.cast.office, AssignmentState.REPLACED),
        (desk.cast.policy, AssignmentState.OPEN),
    ]
    assert case.lead_department == desk.cast.policy


def test_a_department_hands_back_with_a_reason(desk):
    case = desk.receives(on="2024-03-04")
    desk.does(case, "assign", on="2024-03-05", unit=f"d{desk.cast.office.pk}")
    desk.does(case, "return_assignment", on="2024-03-06", by="clerk_a", reason="不属于本科职责")
    assert case.lead_department is None
    assert case.assignments.get().state == AssignmentState.RETURNED
    assert words(case) == "办公室退回：不属于本科职责"
    with pytest.raises(Refused, match="还没有分办"):
        desk.does(case, "return_assignment", on="2024-03-06", reason="x")


def test_no_internal_limit_beyond_the_legal_one(desk):
    case = desk.receives(on="2024-03-04")
    with pytest.raises(WrongFacts, match="2024-04-01"):
        desk.does(
            case, "assign", on="2024-03-05", unit=f"d{desk.cast.office.pk}", internal_due_on="2024-04-02"
        )


def test_a_unit_of_another_agency_is_no_choice(desk):
    case = desk.receives(on="2024-03-04")
    with pytest.raises(WrongFacts) as refused:
        desk.does(case, "assign", on="2024-03-05", unit=f"p{desk.cast.stranger.pk}")
    assert list(refused.value.errors) == ["unit"]


def test_assistance_is_asked_for_and_given(desk):
    case = desk.receives(on="2024-03-04")
    desk.does(
        case,
        "ask_assistance",
        on="2024-03-05",
        unit=f"d{desk.cast.policy.pk}",
        what="查档",
        internal_due_on="2024-03-12",
    )
    item = case.assignments.get()
    desk.does(
        case, "answer_assistance", on="2024-03-08", by="clerk_b", assignment=str(item.pk), answer="没有查到"
    )
    item.refresh_from_db()
    assert (item.state, item.answer) == (AssignmentState.DONE, "没有查到")
    with pytest.raises(Refused, match="没有待反馈"):
        desk.does(case, "answer_assistance", on="2024-03-08", assignment=str(item.pk), answer="x")
