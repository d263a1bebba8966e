"""A small cast and the words in which a clerk keeps registers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from register_samples import SAMPLES

from yangguang.offices.models import Agency, Person
from yangguang.offices.roles import Role
from yangguang.registers import actions
from yangguang.registers.declared import BY_ID
from yangguang.registers.declaring import Register
from yangguang.registers.understanding import understand

NOON = datetime(2026, 1, 20, 4, 0, tzinfo=UTC)


@dataclass
class Cast:
    """People with fixed relations.

    ``city`` stands above ``bureau`` and ``school``; ``stranger`` works in another county. Everybody is known by the
    role they hold in the bureau; the inspector holds theirs in the city.
    """

    city: Agency
    bureau: Agency
    school: Agency
    elsewhere: Agency
    people: dict[str, Person] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None


def person(username: str, agency: Agency | None, *roles: Role, **facts: Any) -> Person:
    someone = Person.objects.create_user(
        username=username, last_name=f"{username}同志", password="for-the-tests-only", **facts
    )
    for role in roles:
        assert agency is not None
        someone.memberships.create(agency=agency, role=role)
    return someone


@pytest.fixture
def cast(db: None) -> Cast:
    city = Agency.objects.create(name="云溪市人民政府", level="city", kind="government")
    bureau = Agency.objects.create(name="云溪市信访局", level="city", kind="department", parent=city)
    school = Agency.objects.create(name="云溪市教育局", level="city", kind="department", parent=city)
    elsewhere = Agency.objects.create(name="清河县人民政府", level="county", kind="government")
    people = {role.value: person(role.value, bureau, role) for role in Role if role is not Role.INSPECTOR}
    people["inspector"] = person("inspector", city, Role.INSPECTOR)
    people["stranger"] = person("stranger", elsewhere, *Role)
    people["nobody"] = person("nobody", None)
    people["root"] = person("root", None, is_superuser=True)
    return Cast(city, bureau, school, elsewhere, people)


class Clock:
    """Moments one minute apart."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


@pytest.fixture
def now() -> Clock:
    return Clock()


@dataclass
class Keeper:
    """What the drafter of the bureau does with its registers."""

    cast: Cast
    now: Clock

    def enters(
        self, register_id: str, *, agency: Agency | None = None, by: Person | None = None, **texts: str
    ) -> Any:
        """A new entry like the sample, with whatever differs."""
        register: Register = BY_ID[register_id]
        understood = understand(register, SAMPLES[register_id] | texts)
        assert understood.problems == ()
        return actions.add(
            register, agency or self.cast.bureau, understood, by=by or self.cast.root, at=self.now()
        )


@pytest.fixture
def keeper(cast: Cast, now: Clock) -> Keeper:
    return Keeper(cast, now)
