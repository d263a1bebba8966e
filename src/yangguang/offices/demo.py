"""An invented city and those who work for it; what the tests and the demonstration furnish their rooms with."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction

from yangguang.offices.models import Agency, Department, Kind, Level, Membership, Person
from yangguang.offices.roles import Role

CITY = "晴川市人民政府"


@dataclass(frozen=True, slots=True)
class Office:
    """An agency of the invented city."""

    name: str
    short_name: str
    level: Level
    kind: Kind
    above: str = ""
    departments: tuple[str, ...] = ("办公室", "政策法规科")


@dataclass(frozen=True, slots=True)
class Clerk:
    """Somebody who works there, with their roles by agency."""

    username: str
    name: str
    roles: tuple[tuple[Role, str], ...]
    department: str = ""
    """Where they sit, in the agency of their first role."""


OFFICES = (
    Office(CITY, "晴川市政府", Level.CITY, Kind.GOVERNMENT, departments=("政务公开办公室", "秘书科")),
    Office("晴川市教育局", "市教育局", Level.CITY, Kind.DEPARTMENT, CITY),
    Office("晴川市生态环境局", "市生态环境局", Level.CITY, Kind.DEPARTMENT, CITY),
    Office("晴川市交通运输局", "市交通运输局", Level.CITY, Kind.DEPARTMENT, CITY),
    Office("望湖县人民政府", "望湖县政府", Level.COUNTY, Kind.GOVERNMENT, CITY),
    Office("望湖县教育局", "县教育局", Level.COUNTY, Kind.DEPARTMENT, "望湖县人民政府"),
)
CLERKS = (
    Clerk("demo-admin", "林静", ((Role.ADMINISTRATOR, CITY),)),
    Clerk("demo-inspector", "赵明远", ((Role.INSPECTOR, CITY),)),
    Clerk("demo-open", "苏晓岚", ((Role.DISCLOSURE_OFFICE, CITY), (Role.DRAFTER, CITY))),
    Clerk("demo-drafter", "陈一鸣", ((Role.DRAFTER, "晴川市教育局"),), "政策法规科"),
    Clerk("demo-checker", "欧阳文", ((Role.CHECKER, "晴川市教育局"),)),
    Clerk("demo-signer", "周立群", ((Role.SIGNER, "晴川市教育局"), (Role.LEADER, "晴川市教育局"))),
    Clerk("demo-secrecy", "吴守正", ((Role.SECRECY_OFFICE, "晴川市教育局"),)),
    Clerk("demo-county", "何苗", ((Role.DRAFTER, "望湖县教育局"), (Role.ADMINISTRATOR, "望湖县教育局"))),
)


@transaction.atomic
def furnish(password: str) -> None:
    """The agencies, departments and people above; all of them sign in with ``password``."""
    agencies: dict[str, Agency] = {}
    for office in OFFICES:
        agency = Agency.objects.create(
            name=office.name,
            short_name=office.short_name,
            level=office.level,
            kind=office.kind,
            parent=agencies.get(office.above),
        )
        agencies[office.name] = agency
        Department.objects.bulk_create(
            Department(agency=agency, name=name, order=order) for order, name in enumerate(office.departments)
        )
    hashed = make_password(password)
    for clerk in CLERKS:
        person = Person.objects.create(
            username=clerk.username,
            first_name=clerk.name,
            password=hashed,
        )
        Membership.objects.bulk_create(
            Membership(
                person=person,
                agency=agencies[name],
                role=role,
                department=agencies[name].departments.filter(name=clerk.department).first(),
            )
            for role, name in clerk.roles
        )
