"""A small city: government, two departments, a county with its own department, and a stranger."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from yangguang.offices.models import Agency, Kind, Level, Membership, Person
from yangguang.offices.roles import Role

TREE = {
    "市政府": None,
    "教育局": "市政府",
    "环境局": "市政府",
    "县政府": "市政府",
    "县教育局": "县政府",
    "邻市": None,
}


@pytest.fixture
def city(db) -> dict[str, Agency]:
    made: dict[str, Agency] = {}
    for name, above in TREE.items():
        kind = Kind.GOVERNMENT if above is None or name == "县政府" else Kind.DEPARTMENT
        made[name] = Agency.objects.create(
            name=name, level=Level.CITY, kind=kind, parent=made[above] if above else None
        )
    return made


@pytest.fixture
def employ(city) -> Callable[..., Person]:
    """A person with roles: ``employ("wang", (Role.DRAFTER, "教育局"))``."""

    def make(username: str, *roles: tuple[Role, str], **facts: object) -> Person:
        person = Person.objects.create_user(username, password="right-password-1", **facts)
        for role, name in roles:
            Membership.objects.create(person=person, agency=city[name], role=role)
        return person

    return make
