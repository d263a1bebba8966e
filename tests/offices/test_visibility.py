"""Roles × agencies: whose papers a person sees, whom they set up, what they may do."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from yangguang.offices import roles
from yangguang.offices.models import Agency, Membership, Person
from yangguang.offices.roles import MANAGE_OFFICES, Role

BELOW_CITY = {"市政府", "教育局", "环境局", "县政府", "县教育局"}
OWN = {"市政府"}
NOBODY: set[str] = set()
# held in 市政府: whose papers, which agencies to set up
MATRIX = {
    Role.DRAFTER: (OWN, NOBODY),
    Role.CHECKER: (OWN, NOBODY),
    Role.SIGNER: (OWN, NOBODY),
    Role.DISCLOSURE_OFFICE: (OWN, NOBODY),
    Role.SECRECY_OFFICE: (OWN, NOBODY),
    Role.LEADER: (OWN, NOBODY),
    Role.INSPECTOR: (BELOW_CITY, NOBODY),
    Role.ADMINISTRATOR: (OWN, BELOW_CITY),
}


def names(agencies) -> set[str]:
    return {agency.name for agency in agencies}


def test_the_matrix_knows_every_role():
    assert set(MATRIX) == set(Role)


@pytest.mark.parametrize("role", Role)
def test_what_a_role_sees_and_sets_up(employ, role):
    person = employ("wang", (role, "市政府"))
    seen, managed = MATRIX[role]
    assert names(Agency.objects.visible_to(person)) == seen
    assert names(Agency.objects.managed_by(person)) == managed


@pytest.mark.parametrize("role", Role)
def test_no_role_reaches_upwards_or_to_the_neighbours(employ, role):
    person = employ("wang", (role, "县政府"))
    assert names(Agency.objects.visible_to(person)) <= {"县政府", "县教育局"}
    assert names(Agency.objects.managed_by(person)) <= {"县政府", "县教育局"}


def test_several_roles_add_up(employ):
    person = employ("wang", (Role.INSPECTOR, "县政府"), (Role.DRAFTER, "教育局"), (Role.CHECKER, "教育局"))
    assert names(Agency.objects.visible_to(person)) == {"县政府", "县教育局", "教育局"}
    assert Agency.objects.visible_to(person).count() == 3


def test_nobody_without_a_role_sees_anything(employ):
    for person in (employ("wang"), AnonymousUser()):
        assert not Agency.objects.visible_to(person).exists()
        assert not Agency.objects.managed_by(person).exists()


def test_who_has_left_sees_nothing(employ):
    person = employ("wang", (Role.INSPECTOR, "市政府"), (Role.ADMINISTRATOR, "市政府"), is_active=False)
    assert not Agency.objects.visible_to(person).exists()
    assert not Agency.objects.managed_by(person).exists()
    assert not person.has_perm(MANAGE_OFFICES)


def test_a_superuser_sees_all(employ):
    person = employ("root", is_superuser=True)
    assert Agency.objects.visible_to(person).count() == 6
    assert Agency.objects.managed_by(person).count() == 6


def test_a_narrower_set_stays_narrow(employ, city):
    person = employ("wang", (Role.INSPECTOR, "市政府"))
    assert names(Agency.objects.filter(name__startswith="县").visible_to(person)) == {"县政府", "县教育局"}
    assert names(Agency.objects.filter(name="邻市").visible_to(person)) == set()


def test_an_administrator_sets_up_those_wholly_in_reach(employ):
    county = employ("admin", (Role.ADMINISTRATOR, "县政府"))
    inside = employ("inside", (Role.DRAFTER, "县教育局"))
    employ("both", (Role.DRAFTER, "县教育局"), (Role.LEADER, "市政府"))
    employ("above", (Role.ADMINISTRATOR, "市政府"))
    employ("nobody")
    root = employ("root", (Role.DRAFTER, "县教育局"), is_superuser=True)
    assert set(Person.objects.managed_by(county)) == {county, inside}
    assert root in Person.objects.managed_by(root)


@pytest.mark.parametrize("role", Role)
def test_every_role_enters_the_workbench(employ, role):
    assert employ("wang", (role, "教育局")).has_perm(roles.ENTER_WORKBENCH)


def test_without_a_role_nobody_enters(employ):
    assert not employ("wang").has_perm(roles.ENTER_WORKBENCH)


def test_permissions_are_those_declared_for_the_roles_held(employ):
    roles.grant("tests.only_for_signers", Role.SIGNER)
    try:
        assert employ("a", (Role.SIGNER, "教育局")).has_perm("tests.only_for_signers")
        drafter = employ("b", (Role.DRAFTER, "教育局"))
        assert not drafter.has_perm("tests.only_for_signers")
        assert not drafter.has_perm("tests.only_for_signers", Agency.objects.first())
        assert drafter.has_module_perms("wagtailadmin")
        assert not drafter.has_module_perms("tests")
    finally:
        roles._granted[Role.SIGNER].discard("tests.only_for_signers")


def test_a_role_taken_away_is_gone_with_the_next_request(employ):
    person = employ("wang", (Role.ADMINISTRATOR, "教育局"))
    assert person.has_perm(MANAGE_OFFICES)
    Membership.objects.filter(person=person).delete()
    assert not Person.objects.get(pk=person.pk).has_perm(MANAGE_OFFICES)


def test_a_role_is_held_in_its_agency_only(employ, city):
    person = employ("wang", (Role.SIGNER, "教育局"))
    assert person.has_role(Role.SIGNER, city["教育局"])
    assert not person.has_role(Role.SIGNER, city["市政府"])
    assert not person.has_role(Role.CHECKER, city["教育局"])
