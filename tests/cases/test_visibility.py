"""Who may see which case."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from yangguang.cases.models import Case
from yangguang.cases.permissions import may_reveal, roles_in_case
from yangguang.offices.roles import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("drafter", True),  # sits in no department: a small office
        ("clerk_a", False),
        ("clerk_b", False),
        ("checker", True),
        ("signer", True),
        ("leader", True),
        ("disclosure_office", True),
        ("secrecy_office", True),
        ("inspector", True),
        ("administrator", False),
        ("stranger", False),
        ("nobody", False),
        ("root", True),
    ],
)
def test_a_case_that_nobody_has_been_given(desk, who, sees):
    desk.receives(on="2024-03-04")
    assert Case.objects.visible_to(desk.cast.people[who]).exists() is sees


def test_the_public_sees_no_case(desk):
    desk.receives(on="2024-03-04")
    assert not Case.objects.visible_to(AnonymousUser()).exists()


def test_who_may_no_longer_sign_in_sees_nothing(desk):
    desk.receives(on="2024-03-04")
    desk.cast.leader.is_active = False
    assert not Case.objects.visible_to(desk.cast.leader).exists()


def test_a_department_sees_what_it_was_given_even_after_it_passed_on(desk):
    case, other = desk.receives(on="2024-03-04"), desk.receives(on="2024-03-04")
    desk.does(case, "assign", on="2024-03-05", unit=f"d{desk.cast.office.pk}")
    assert list(Case.objects.visible_to(desk.cast.clerk_a)) == [case]
    assert not Case.objects.visible_to(desk.cast.clerk_b).exists()
    desk.does(case, "assign", on="2024-03-06", unit=f"d{desk.cast.policy.pk}")
    assert list(Case.objects.visible_to(desk.cast.clerk_a)) == [case]
    assert list(Case.objects.visible_to(desk.cast.clerk_b)) == [case]
    assert other not in Case.objects.visible_to(desk.cast.clerk_b)


def test_an_assisting_department_sees_the_case(desk):
    case = desk.receives(on="2024-03-04")
    desk.does(
        case,
        "ask_assistance",
        on="2024-03-05",
        unit=f"p{desk.cast.clerk_b.pk}",
        what="查找档案",
        internal_due_on="2024-03-15",
    )
    assert list(Case.objects.visible_to(desk.cast.clerk_b)) == [case]


def test_an_inspector_reads_below_and_is_nothing_in_the_case(desk):
    case, elsewhere = (
        desk.receives(on="2024-03-04"),
        desk.receives(on="2024-03-04", agency=desk.cast.elsewhere),
    )
    seen = Case.objects.visible_to(desk.cast.inspector)
    assert case in seen
    assert elsewhere not in seen
    assert roles_in_case(desk.cast.inspector, case) == frozenset()
    assert not may_reveal(desk.cast.inspector, case)


def test_roles_elsewhere_are_no_roles_here(desk):
    case = desk.receives(on="2024-03-04")
    assert roles_in_case(desk.cast.stranger, case) == frozenset()
    assert roles_in_case(desk.cast.drafter, case) == {Role.DRAFTER}


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("drafter", True),
        ("disclosure_office", True),
        ("leader", False),
        ("checker", False),
        ("stranger", False),
    ],
)
def test_identity_numbers_are_for_those_who_handle(desk, who, may):
    assert may_reveal(desk.cast.people[who], desk.receives(on="2024-03-04")) is may


def test_a_department_acts_only_while_the_case_is_with_it(desk):
    case = desk.receives(on="2024-03-04")
    assert roles_in_case(desk.cast.clerk_a, case) == frozenset()
    desk.does(case, "assign", on="2024-03-05", unit=f"d{desk.cast.office.pk}")
    assert roles_in_case(desk.cast.clerk_a, case) == {Role.DRAFTER}
    desk.does(case, "assign", on="2024-03-06", unit=f"d{desk.cast.policy.pk}")
    assert roles_in_case(desk.cast.clerk_a, case) == frozenset()  # reads it still, acts no more
    assert not may_reveal(desk.cast.clerk_a, case)
    assert roles_in_case(desk.cast.clerk_b, case) == {Role.DRAFTER}
