"""A year whose arrangement arrives moves due dates, and the office sees which."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from support_office import at

from yangguang.cases.models import DueChange
from yangguang.cases.recomputing import recompute_open
from yangguang.cases.working_calendar import calendar_in_force, enter_year
from yangguang.law.workdays import DayException
from yangguang.web.models import LongTask
from yangguang.web.progress import Progress, announce, is_silent

pytestmark = pytest.mark.django_db
# an invented arrangement: 1 January 2027 off, Sunday 3 January made up
NEW_YEAR = [DayException(date(2027, 1, 1), False, "元旦"), DayException(date(2027, 1, 3), True, "元旦调休")]


def test_a_due_date_in_a_year_without_arrangement_is_provisional(desk):
    case = desk.receives(on="2026-12-21")
    assert case.is_provisional
    assert case.due_on == date(2027, 1, 18)  # Monday to Friday, 1 January counted


def test_the_arrangement_makes_it_certain_and_the_office_sees_what_moved(
    desk, django_capture_on_commit_callbacks
):
    case = desk.receives(on="2026-12-21")
    closed = desk.receives(on="2026-12-21")
    desk.does(closed, "withdraw", on="2026-12-22")
    with django_capture_on_commit_callbacks(execute=True):
        enter_year(2027, "通知", NEW_YEAR, by=desk.cast.administrator, at=at("2026-12-23"))
    case.refresh_from_db()
    closed.refresh_from_db()
    # one day lost on Friday 1 January, one won on Sunday 3 January
    assert (case.due_on, case.is_provisional) == (date(2027, 1, 18), False)
    change = DueChange.objects.get()
    assert (change.case, change.before, change.after, change.was_provisional) == (
        case,
        date(2027, 1, 18),
        date(2027, 1, 18),
        True,
    )
    assert closed.is_provisional is False or closed.closed_on == date(2026, 12, 22)


def test_a_holiday_without_make_up_day_moves_the_date(desk, django_capture_on_commit_callbacks):
    case = desk.receives(on="2026-12-21")
    with django_capture_on_commit_callbacks(execute=True):
        enter_year(2027, "通知", NEW_YEAR[:1], by=desk.cast.administrator, at=at("2026-12-23"))
    case.refresh_from_db()
    assert case.due_on == case.next_on == date(2027, 1, 19)


def test_computing_twice_changes_nothing(desk):
    desk.receives(on="2026-12-21")
    assert recompute_open("again", at("2026-12-22")) == 0
    assert not DueChange.objects.exists()


def test_a_year_that_the_package_knows_is_not_overruled(desk):
    enter_year(
        2026,
        "误录",
        [DayException(date(2026, 11, 26), False, "假")],
        by=desk.cast.administrator,
        at=at("2026-01-05"),
    )
    assert calendar_in_force().is_working(date(2026, 11, 26))


def test_the_page_sees_how_far_it_is(desk, client, django_capture_on_commit_callbacks):
    desk.receives(on="2026-12-21")
    desk.receives(on="2026-12-21")
    client.force_login(desk.cast.administrator)
    enter_year(2027, "通知", NEW_YEAR, by=desk.cast.administrator, at=timezone.now())
    page = client.get(reverse("staff_cases:years")).content.decode()
    task = LongTask.objects.get()
    assert reverse("staff_cases:progress", args=[task.pk]) in page
    assert "等待后台处理" in page
    recompute_open("again", at("2026-12-23"), Progress(task.pk))
    said = client.get(reverse("staff_cases:progress", args=[task.pk])).content.decode()
    assert "已按 2027 年的安排重新计算 2 件，2 件的期限有变动" in said
    assert "data-progress-ended" in said
    assert "data-progress=" not in client.get(reverse("staff_cases:years")).content.decode()


def test_work_that_is_begun_anew_counts_anew_and_silence_is_noticed(desk):
    now = at("2026-12-23")
    task = announce("cases.recompute", "2027", now)
    progress = Progress(task.pk)
    for _again in range(2):
        progress.begin(3)
        progress.step(found=True)
    progress.end()
    task.refresh_from_db()
    assert (task.total, task.done, task.found) == (3, 1, 1)
    assert not is_silent(task, now + timedelta(days=1))
    task.ended_at, task.moved_at = None, now
    assert not is_silent(task, now + timedelta(minutes=2))
    assert is_silent(task, now + timedelta(minutes=2, seconds=1))
