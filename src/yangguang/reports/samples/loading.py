"""Files the samples in a database as an office would: handed in, judged, reviewed, published.

Everything goes through the same acts that people use, at the dates that the reports carry, so that
the demonstration has a history: an explained finding, a corrected edition, a draft still to be mended.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.offices.models import Agency, Kind, Level, Membership, Person
from yangguang.offices.roles import Role
from yangguang.reports import actions, samples
from yangguang.reports.composing import cell_fact, identity
from yangguang.reports.models import Publication, Report, VerdictKind

CITY, COUNTY = "晴川市人民政府", "望湖县人民政府"
# the offices of the samples, and what they are if the house does not have them yet
OFFICES = (
    (CITY, "", Level.CITY, Kind.GOVERNMENT),
    (COUNTY, CITY, Level.COUNTY, Kind.GOVERNMENT),
    ("晴川市人民政府办公室", CITY, Level.CITY, Kind.DEPARTMENT),
    ("晴川市信访局", CITY, Level.CITY, Kind.DEPARTMENT),
    ("晴川市民政局", CITY, Level.CITY, Kind.DEPARTMENT),
    ("晴川市教育局", CITY, Level.CITY, Kind.DEPARTMENT),
    ("晴川市自然资源局", CITY, Level.CITY, Kind.DEPARTMENT),
    ("望湖县信访局", COUNTY, Level.COUNTY, Kind.DEPARTMENT),
    ("望湖县档案局", COUNTY, Level.COUNTY, Kind.DEPARTMENT),
)
ACCOUNT = "demo-samples"
DUTIES = (Role.DRAFTER, Role.CHECKER, Role.SIGNER)
LEFT_AS_DRAFT = "qingchuan-jiaoyu-2024"
EXPLAINED = {
    "qingchuan-xinfang-2022": "2022年1月与申请人核对后，1件结转申请与另一件合并办理，故上年结转按8件填写。"
}
CORRECTED = "qingchuan-ziran-2023"
WRONG_CELL, RIGHT = "requests.unavailable_not_held.total", "15"
PUBLISHED_WITH_ERRORS = "按期公开，差错核实后更正。"
CORRECTION = "读者指出“本机关不掌握相关政府信息”一行总计加错，经核实应为15。"

Say = Callable[[str], object]


@transaction.atomic
def load(say: Say) -> int:
    """File all samples; how many. Samples that are there already are left alone."""
    agencies = _agencies()
    clerk = _clerk(agencies)
    number = 0
    for sample in sorted(samples.SAMPLES, key=lambda sample: sample.day):
        agency = agencies[sample.agency]
        if Report.objects.filter(agency=agency, year=sample.year).exists():
            continue
        _file(sample, agency, clerk)
        number += 1
        say(_("已装入 %(agency)s %(year)s 年报告") % {"agency": agency.name, "year": sample.year})
    # nobody signs in as the one who brought the samples
    Person.objects.filter(pk=clerk.pk).update(is_active=False)
    return number


def _agencies() -> dict[str, Agency]:
    found: dict[str, Agency] = {}
    for name, above, level, kind in OFFICES:
        known = Agency.objects.filter(name=name).first()
        found[name] = known or Agency.objects.create(
            name=name, parent=found.get(above), level=level, kind=kind
        )
    return found


def _clerk(agencies: dict[str, Agency]) -> Person:
    clerk: Person
    clerk, is_new = Person.objects.get_or_create(
        username=ACCOUNT, defaults={"last_name": _("演示"), "first_name": _("资料")}
    )
    if is_new:
        clerk.set_unusable_password()
    clerk.is_active = True
    clerk.save()
    for agency in agencies.values():
        for role in DUTIES:
            Membership.objects.get_or_create(person=clerk, agency=agency, role=role)
    return clerk


class _Clock:
    """Office hours of the day on which a report came out: the next act is a quarter of an hour later."""

    def __init__(self, day: datetime) -> None:
        self.at = day

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=15)
        return self.at


def _file(sample: samples.Sample, agency: Agency, clerk: Person) -> None:
    clock = _Clock(
        datetime.combine(sample.day, datetime.min.time(), ZoneInfo("Asia/Shanghai")).replace(hour=9)
    )
    given = samples.file(sample)
    edition = actions.import_file(
        given.content, name=given.name, agency=agency, year=sample.year, by=clerk, at=clock()
    )
    report = edition.report
    if sample.name in EXPLAINED:
        _explain(report, EXPLAINED[sample.name], clerk, clock)
    if sample.name == LEFT_AS_DRAFT:
        return
    _publish(report, clerk, clock)
    if sample.name == CORRECTED:
        clock.at += timedelta(days=12)
        _correct(report, clerk, clock)


def _publish(report: Report, clerk: Person, clock: _Clock, reason: str = "") -> Publication:
    report.refresh_from_db()
    actions.review(report, version=report.version, by=clerk, at=clock())
    report.refresh_from_db()
    if not reason and report.figures.open_errors:
        reason = PUBLISHED_WITH_ERRORS
    return actions.publish(report, version=report.version, reason=reason, by=clerk, at=clock())


def _explain(report: Report, text: str, clerk: Person, clock: _Clock) -> None:
    between_years = [f for f in report.figures.check_result().findings if f.rule == "X1"]
    for finding in between_years:
        actions.give_verdict(
            report, identity(finding), VerdictKind.EXPLAINED, text=text, seen=None, by=clerk, at=clock()
        )


def _correct(report: Report, clerk: Person, clock: _Clock) -> None:
    report.refresh_from_db()
    actions.open_corrected_edition(report, version=report.version, reason=CORRECTION, by=clerk, at=clock())
    report.refresh_from_db()
    cell = report.edition.read().cell(WRONG_CELL) if report.edition else None
    if cell is None:
        return
    actions.correct_cell(
        report,
        WRONG_CELL,
        RIGHT,
        seen=cell_fact(cell.value, cell.state),
        reason=CORRECTION,
        by=clerk,
        at=clock(),
    )
    _publish(report, clerk, clock, CORRECTION)
