"""Reminders of the days of the season, each once to each person."""

from __future__ import annotations

from datetime import date

import pytest
from django.core import mail
from support_office import at

from yangguang.cases.models import Notice, NoticeKind
from yangguang.offices.models import Agency, Membership
from yangguang.offices.roles import Role
from yangguang.reports import actions, reminding
from yangguang.reports.models import ReportState, Season
from yangguang.reports.seasons import usual_days

pytestmark = pytest.mark.django_db
WHO = {"drafter", "checker", "disclosure_office"}
"""Who works on the bureau's report."""


def reminded(on: str) -> list[tuple[str, str, str]]:
    """Who is told on a day what and how near, in the order of telling."""
    last = Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    reminding.send_due(date.fromisoformat(on), at(on))
    new = Notice.objects.filter(pk__gt=last).select_related("person").order_by("pk")
    return [(item.person.username, *item.key.split(":")[3:5]) for item in new]


@pytest.mark.parametrize(
    ("on", "what"),
    [
        ("2024-12-31", set()),
        ("2025-01-01", {("hand_in", "14")}),
        ("2025-01-09", {("hand_in", "14")}),
        ("2025-01-10", {("hand_in", "5")}),
        ("2025-01-14", {("hand_in", "1")}),
        ("2025-01-15", {("hand_in", "1")}),
        ("2025-01-16", {("hand_in", "late")}),
        ("2025-01-17", {("hand_in", "late"), ("publish", "14")}),
        ("2025-01-26", {("hand_in", "late"), ("publish", "5")}),
        ("2025-01-31", {("hand_in", "late"), ("publish", "1")}),
        ("2025-02-01", {("hand_in", "late"), ("publish", "late")}),
        ("2025-06-30", set()),  # nobody is told in summer what was due in winter
    ],
)
def test_a_departments_days(cast, on, what):
    told = reminded(on)
    assert {row[1:] for row in told} == what
    assert {row[0] for row in told} == (WHO if what else set())


def test_each_thing_once_and_the_next_stage_anew(cast):
    assert len(reminded("2025-01-01")) == 3
    assert reminded("2025-01-01") == []
    assert reminded("2025-01-05") == []
    assert len(reminded("2025-01-14")) == 3  # a worker that slept since sends the nearest only
    assert reminded("2025-01-15") == []


def test_who_handed_in_and_published_is_left_in_peace(office):
    report = office.imports()
    report.refresh_from_db()
    actions.review(report, version=report.version, by=office.cast.checker, at=at("2025-01-02"))
    report.refresh_from_db()
    actions.hand_in(report, version=report.version, by=office.cast.signer, at=at("2025-01-02"))
    assert {row[1] for row in reminded("2025-01-30")} == {"publish"}
    report.refresh_from_db()
    actions.publish(report, version=report.version, by=office.cast.signer, at=at("2025-01-30"))
    assert report.state == ReportState.REVIEWED
    assert reminded("2025-02-01") == []


def test_a_government_has_until_march_and_a_public_service_no_day_of_the_law(cast):
    for kind, name in (("government", "东县人民政府"), ("public_service", "水务公司")):
        agency = Agency.objects.create(name=name, level="county", kind=kind, parent=cast.city)
        Membership.objects.create(person=cast.nobody, agency=agency, role=Role.DRAFTER)
    told = {row[1:] for row in reminded("2025-03-30") if row[0] == "nobody"}
    assert told == {("hand_in", "late"), ("publish", "1")}
    notice = Notice.objects.get(person=cast.nobody, key__contains="publish")
    assert "东县人民政府 2024 年度报告应于 2025-03-31 前公布" in notice.text
    assert notice.kind == NoticeKind.DUE_NEXT


def test_where_nobody_collects_reports_nobody_is_asked_to_hand_in(cast):
    Membership.objects.filter(role=Role.INSPECTOR).delete()
    assert reminded("2025-01-14") == []
    Season.objects.create(agency=cast.city, year=2024, **usual_days(2024))
    assert {row[1] for row in reminded("2025-01-14")} == {"hand_in"}


def test_reminders_cost_the_same_for_any_number_of_offices(cast, django_assert_max_num_queries):
    agencies = [
        Agency.objects.create(name=f"局{number}", level="city", kind="department", parent=cast.city)
        for number in range(30)
    ]
    for agency in agencies:
        Membership.objects.create(person=cast.nobody, agency=agency, role=Role.DRAFTER)
    with django_assert_max_num_queries(14):
        reminding.send_due(date(2025, 1, 31), at("2025-01-31"))
    assert Notice.objects.filter(person=cast.nobody).count() == 60


def test_a_reminder_goes_out_by_mail_with_the_way_to_the_report(office, django_capture_on_commit_callbacks):
    office.cast.drafter.email = "drafter@example.cn"
    office.cast.drafter.save()
    report = office.imports()
    with django_capture_on_commit_callbacks(execute=True):
        reminding.send_due(date(2025, 1, 14), at("2025-01-14"))
    from yangguang.cases.delivering import deliver

    deliver(at("2025-01-14", 11))
    letter = mail.outbox[-1]
    assert letter.to == ["drafter@example.cn"]
    assert f"/staff/reports/{report.pk}/" in letter.body
