"""The office of the tests: a cast with fixed relations, and a desk that speaks the office's language.

The tests of several rooms sit at this desk, so that a journey reads the same everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from yangguang.cases import engine
from yangguang.cases.actor import Actor
from yangguang.cases.models import Case, CaseStep
from yangguang.law.receipt import Channel
from yangguang.offices.models import Agency, Department, Person
from yangguang.offices.roles import Role
from yangguang.requests.models import InformationRequest
from yangguang.requests.procedure import PROCEDURE

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(day: str | date, hour: int = 10, minute: int = 0) -> datetime:
    """A moment of a day in the office."""
    on = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime.combine(on, time(hour, minute), SHANGHAI)


@dataclass
class Cast:
    """People with fixed relations.

    ``city`` stands above ``bureau`` and ``school``; ``elsewhere`` is another city's. Everybody is known by
    the role they hold in the bureau; the inspector holds theirs in the city. ``clerk_a`` and ``clerk_b`` draft in
    two departments of the bureau and see only what is given to them.
    """

    city: Agency
    bureau: Agency
    school: Agency
    elsewhere: Agency
    office: Department
    policy: Department
    people: dict[str, Person] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None


def person(
    username: str, agency: Agency | None, *roles: Role, department: Department | None = None, **facts: Any
) -> Person:
    someone = Person.objects.create_user(
        username=username, last_name=f"{username}同志", password="for-the-tests-only", **facts
    )
    for role in roles:
        assert agency is not None
        someone.memberships.create(agency=agency, role=role, department=department)
    return someone


def make_cast() -> Cast:
    city = Agency.objects.create(name="云溪市人民政府", level="city", kind="government")
    bureau = Agency.objects.create(
        name="云溪市信访局", short_name="市信访局", level="city", kind="department", parent=city
    )
    school = Agency.objects.create(name="云溪市教育局", level="city", kind="department", parent=city)
    elsewhere = Agency.objects.create(name="清河县人民政府", level="county", kind="government")
    office = Department.objects.create(agency=bureau, name="办公室")
    policy = Department.objects.create(agency=bureau, name="政策法规科", order=1)
    people = {role.value: person(role.value, bureau, role) for role in Role if role is not Role.INSPECTOR}
    people["inspector"] = person("inspector", city, Role.INSPECTOR)
    people["clerk_a"] = person("clerk_a", bureau, Role.DRAFTER, department=office)
    people["clerk_b"] = person("clerk_b", bureau, Role.DRAFTER, department=policy)
    people["stranger"] = person("stranger", elsewhere, *Role)
    people["nobody"] = person("nobody", None)
    people["root"] = person("root", None, is_superuser=True)
    return Cast(city, bureau, school, elsewhere, office, policy, people)


@dataclass
class Desk:
    """What the bureau does with requests."""

    cast: Cast

    def receives(
        self, wanted: str = "某路改造工程的预算", *, on: str, agency: Agency | None = None, **own: Any
    ) -> Case:
        """A request that came in and was confirmed on the day."""
        day = date.fromisoformat(on)
        facts: dict[str, Any] = {
            "channel": Channel.ONLINE.value,
            "arrived_on": day,
            "confirmed_on": day,
            "applicant_kind": "natural_person",
            "name": "王小明",
            "identity_kind": "id_card",
            "identity_number": "11010519491231002X",
            "phone": "13800005678",
            "info_description": wanted,
            "delivery_form": "electronic",
            "delivery_channel": "online",
            "code_hash": "x",
        }
        return engine.open_case(
            PROCEDURE,
            agency or self.cast.bureau,
            title=wanted[:200],
            step_id="register",
            facts={"on": on},
            by=Actor.applicant(),
            at=at(day),
            received_on=day,
            category=(facts | own)["applicant_kind"],
            make_own=lambda case: InformationRequest.objects.create(case=case, **(facts | own)),
        )

    def does(
        self,
        case: Case,
        step: str,
        *,
        on: str,
        by: str | Actor = "disclosure_office",
        day: str = "",
        **facts: Any,
    ) -> CaseStep:
        """A step taken on the day (and said to have happened on ``day``, where that is another).

        Steps with a paper pretend that letter 1 went out.
        """
        actor = by if isinstance(by, Actor) else Actor.staff(self.cast.people[by])
        declared = case.procedure.step(step)
        if declared.day in {item.name for item in declared.asks}:
            facts.setdefault(declared.day, day or on)
        letter = 1 if declared.paper else None
        taken = engine.take(case, step, facts=facts, by=actor, at=at(on), letter_id=letter)
        case.refresh_from_db()
        return taken
