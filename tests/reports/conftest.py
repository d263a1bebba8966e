"""A small cast and small reports for the room of annual reports."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from yangguang.annualreport.formats import format_by_id
from yangguang.offices.models import Agency, Person
from yangguang.offices.roles import Role

NOON = datetime(2026, 1, 20, 4, 0, tzinfo=UTC)


@dataclass
class Cast:
    """People with fixed relations.

    ``city`` stands above ``bureau`` and ``school``; ``stranger`` works in another city. Everybody is
    known by the role they hold in the bureau; the inspector holds theirs in the city.
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


# A correct report of the 2021 form: 12 received from people, 3 from companies, 2 carried in.
FIGURES = {
    "requests.new_received.natural_person": 12,
    "requests.new_received.business": 3,
    "requests.new_received.total": 15,
    "requests.carried_in.natural_person": 2,
    "requests.carried_in.total": 2,
    "requests.granted.natural_person": 9,
    "requests.granted.business": 3,
    "requests.granted.total": 12,
    "requests.denied_process_info.natural_person": 1,
    "requests.denied_process_info.total": 1,
    "requests.unavailable_not_held.natural_person": 3,
    "requests.unavailable_not_held.total": 3,
    "requests.results_total.natural_person": 13,
    "requests.results_total.business": 3,
    "requests.results_total.total": 16,
    "requests.carried_out.natural_person": 1,
    "requests.carried_out.total": 1,
    "remedies.review.upheld": 1,
    "remedies.review.total": 1,
}
HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


def contract(agency: str, year: int, figures: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A report after the contract; every cell 0 but those named by their address."""
    form = format_by_id("2019" if year < 2021 else "2021")
    data: dict[str, Any] = {"agency": agency, "year": year, "format": form.id}
    for table in form.tables:
        top, _, below = table.path.partition(".")
        body = {
            row: {column.id: "0" if column.kind in ("wan_yuan", "money") else 0 for column in table.columns}
            for row in table.row_ids
        }
        if below:
            data.setdefault(top, {})[below] = body
        else:
            data[top] = body
    for path, value in figures.items():
        *above, last = path.split(".")
        body = data
        for step in above:
            body = body[step]
        body[last] = value
    data["title"] = f"{agency}{year}年政府信息公开工作年度报告"
    data["sections"] = [
        {"number": number, "heading": heading, "text": ""} for number, heading in enumerate(HEADINGS, start=1)
    ]
    data["sections"][0]["text"] = f"{year}年，本机关认真做好政府信息公开工作。"
    return data | more


@pytest.fixture
def report_bytes() -> Callable[..., bytes]:
    """A JSON file of a correct report, with whatever figures differ."""

    def build(
        agency: str = "云溪市信访局", year: int = 2024, figures: dict[str, Any] | None = None, **more: Any
    ) -> bytes:
        data = contract(agency, year, FIGURES | (figures or {}), **more)
        return json.dumps(data, ensure_ascii=False).encode()

    return build


@pytest.fixture
def office(cast: Cast, now: Clock, report_bytes: Callable[..., bytes]) -> Office:
    return Office(cast, now, report_bytes)


@dataclass
class Office:
    """What people do, in the office's words."""

    cast: Cast
    now: Clock
    bytes_of: Callable[..., bytes]

    def imports(self, year: int = 2024, *, by: Person | None = None, **figures: Any) -> Any:
        """The drafter hands in a report; figures as ``requests__granted__total=3``."""
        from yangguang.reports.actions import import_file

        named = {key.replace("__", "."): value for key, value in figures.items()}
        data = self.bytes_of(year=year, figures=named)
        edition = import_file(
            data, name=f"report-{year}.json", by=by or self.cast.people["drafter"], at=self.now()
        )
        return edition.report
