"""Working days: make-up days, holidays on weekdays, years before and after the known ones."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yangguang.law.errors import BeforeCalendar, BeyondCalendar, InvalidAmount, OutOfCalendar
from yangguang.law.workdays import (
    CalendarDays,
    CalendarMonths,
    DayException,
    DayKind,
    WorkCalendar,
    WorkingDays,
)
from yangguang.translation import language

D = date.fromisoformat
KNOWN_DAYS = st.dates(date(2004, 1, 1), date(2026, 6, 30))
ALL_DAYS = st.dates(date(2004, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "is_working", "kind", "said"),
    [
        ("2024-03-04", True, DayKind.WEEKDAY, "周一，工作日"),
        ("2024-03-09", False, DayKind.WEEKEND, "周六，休息日"),
        ("2024-04-07", True, DayKind.MAKE_UP, "周日，清明节调休上班"),
        ("2024-04-04", False, DayKind.HOLIDAY, "周四，清明节放假"),
        ("2024-10-12", True, DayKind.MAKE_UP, "周六，国庆节调休上班"),
        ("2024-02-09", True, DayKind.WEEKDAY, "周五，工作日"),  # 除夕 2024 was a working day
        ("2025-01-28", False, DayKind.HOLIDAY, "周二，春节放假"),  # 除夕 2025 was none
        ("2020-01-31", False, DayKind.HOLIDAY, "周五，春节放假"),  # Spring Festival 2020 prolonged
        ("2022-10-01", False, DayKind.HOLIDAY, "周六，国庆节放假"),
        ("2015-09-03", False, DayKind.HOLIDAY, "周四，抗战胜利七十周年纪念日放假"),
        ("2026-01-04", True, DayKind.MAKE_UP, "周日，元旦调休上班"),
    ],
)
def test_each_day_says_what_it_is(calendar, day, is_working, kind, said):
    why = calendar.why(D(day))
    assert (calendar.is_working(D(day)), why.is_working, why.kind, str(why)) == (
        is_working,
        is_working,
        kind,
        said,
    )


def test_the_reason_is_said_in_english_too(calendar):
    with language("en"):
        assert str(calendar.why(D("2024-10-12"))) == "Saturday, make-up working day for National Day"


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2023-03-08", "2023-03-24", 12),  # sheet, case B
        ("2023-03-08", "2023-03-31", 17),
        ("2024-09-27", "2024-10-08", 3),  # make-up Sunday 29, then 30 September, then 8 October
        ("2024-03-08", "2024-03-10", 0),
        ("2024-03-04", "2024-03-04", 0),
        ("2024-03-10", "2024-03-08", 0),
        ("2024-10-08", "2024-09-27", -3),
    ],
)
def test_working_days_between_two_days(calendar, first, last, days):
    assert calendar.between(D(first), D(last)) == days


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        ("2024-03-04", 0, "2024-03-04"),
        ("2024-03-04", 1, "2024-03-05"),
        ("2024-03-08", 1, "2024-03-11"),
        ("2024-04-03", 1, "2024-04-07"),  # 清明, then the make-up Sunday
        ("2022-10-01", 1, "2022-10-08"),
        ("2021-04-26", 20, "2021-05-26"),  # sheet, case C
        ("2025-09-26", 15, "2025-10-23"),  # sheet, case D
        ("2024-09-20", 20, "2024-10-23"),  # sheet, case E: Art. 26
        ("2025-01-20", 20, "2025-02-21"),
        ("2020-12-31", 20, "2021-01-29"),
        ("2024-01-26", 5, "2024-02-02"),  # a petition handed back
    ],
)
def test_the_last_of_so_many_working_days(calendar, day, count, due):
    assert calendar.add(D(day), count) == (D(due), False)
    assert WorkingDays(count).after(D(day), calendar) == (D(due), False)


@pytest.mark.parametrize(
    ("day", "count", "due", "provisional"),
    [
        ("2026-12-24", 5, "2026-12-31", False),
        ("2026-12-24", 6, "2027-01-01", True),  # New Year's Day itself, as long as nobody has announced it
        ("2027-03-01", 20, "2027-03-29", True),
        ("2030-05-01", 1, "2030-05-02", True),
    ],
)
def test_a_year_that_nobody_has_announced_is_provisional(calendar, day, count, due, provisional):
    assert calendar.add(D(day), count) == (D(due), provisional)


def test_an_announced_year_makes_the_result_certain(calendar):
    arranged = calendar.with_years(
        [
            DayException(D("2027-01-01"), False, "元旦"),
            DayException(D("2027-01-03"), True, "元旦"),
        ]
    )
    assert arranged.add(D("2026-12-31"), 1) == (D("2027-01-03"), False)
    assert str(arranged.why(D("2027-01-03"))) == "周日，元旦调休上班"
    assert calendar.add(D("2026-12-31"), 1) == (D("2027-01-01"), True), "the calendar itself is unchanged"


def test_a_year_may_be_announced_without_any_exception(calendar):
    assert calendar.with_years([], years=[2027]).add(D("2027-03-01"), 20) == (D("2027-03-29"), False)


def test_a_day_beyond_the_year_of_an_arrangement_does_not_announce_the_next(calendar):
    days = [DayException(D("2027-12-31"), True, "元旦"), DayException(D("2028-01-01"), False, "元旦")]
    arranged = calendar.with_years(days, years=[2027])
    assert arranged.is_announced(2027)
    assert not arranged.is_announced(2028)
    assert not arranged.is_working(D("2028-01-01"))


def test_what_is_given_later_replaces_a_day(calendar):
    changed = calendar.with_years([DayException(D("2024-03-04"), False, "临时")])
    assert not changed.is_working(D("2024-03-04"))
    assert str(changed.why(D("2024-03-04"))) == "周一，临时放假"
    assert changed.years == calendar.years


def test_a_gap_between_known_years_stays_provisional(calendar):
    later = calendar.with_years([], years=[2028])
    assert later.add(D("2027-12-31"), 1) == (D("2028-01-03"), False)
    assert later.add(D("2027-12-30"), 2) == (D("2028-01-03"), True)
    assert [later.is_announced(year) for year in (2026, 2027, 2028, 2029)] == [True, False, True, False]


def test_equal_data_makes_equal_calendars(calendar):
    extra = [DayException(D("2027-01-01"), False, "元旦")]
    assert calendar.with_years(extra) == calendar.with_years(extra)
    assert hash(calendar.with_years(extra)) == hash(calendar.with_years(extra))
    assert calendar.with_years(extra) != calendar
    assert WorkCalendar.official() is WorkCalendar.official()


@pytest.mark.parametrize("ask", ["is_working", "why", "add", "between", "on_or_after"])
def test_a_day_before_the_known_years_is_an_error(calendar, ask):
    arguments = {"add": (3,), "between": (D("2004-02-01"),)}.get(ask, ())
    with pytest.raises(BeforeCalendar) as error:
        getattr(calendar, ask)(D("2003-12-31"), *arguments)
    assert str(error.value) == "2003-12-31 早于已知的最早工作日安排（2004 年），无法计算工作日。请检查日期。"


def test_a_day_in_a_far_future_is_a_slip_of_the_pen(calendar):
    with pytest.raises(BeyondCalendar):
        calendar.add(D("9999-12-31"), 1)
    with pytest.raises(OutOfCalendar):
        calendar.is_working(date(3000, 1, 1))


@pytest.mark.parametrize("kind", [WorkingDays, CalendarDays, CalendarMonths])
@pytest.mark.parametrize("count", [-1, 5001])
def test_nobody_means_such_a_number_of_days(kind, count):
    with pytest.raises(InvalidAmount):
        kind(count)


@pytest.mark.parametrize(
    ("period", "day", "last", "said"),
    [
        (WorkingDays(15), "2023-03-10", "2023-03-31", "15 个工作日"),
        (CalendarDays(60), "2024-12-16", "2025-02-14", "60 日"),
        (CalendarDays(15), "2025-01-14", "2025-01-29", "15 日"),
        (CalendarMonths(6), "2024-03-04", "2024-09-04", "6 个月"),
        (CalendarMonths(6), "2024-08-31", "2025-02-28", "6 个月"),
        (CalendarMonths(6), "2023-08-31", "2024-02-29", "6 个月"),
        (CalendarMonths(1), "2024-10-31", "2024-11-30", "1 个月"),
        (CalendarMonths(1), "2024-11-30", "2024-12-30", "1 个月"),
        (CalendarMonths(1), "2024-12-31", "2025-01-31", "1 个月"),
        (CalendarMonths(12), "2024-02-29", "2025-02-28", "12 个月"),
    ],
)
def test_periods_carry_their_unit(calendar, period, day, last, said):
    assert period.after(D(day), calendar) == (D(last), False)
    assert str(period.message) == said


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2025-03-16", "2025-03-17"),  # the rolled days of the sheet on petitions
        ("2025-01-29", "2025-02-05"),
        ("2025-03-15", "2025-03-17"),
        ("2023-10-05", "2023-10-07"),  # a make-up Saturday
        ("2023-11-19", "2023-11-20"),
        ("2022-08-07", "2022-08-08"),
        ("2022-05-24", "2022-05-24"),
    ],
)
def test_a_rest_day_moves_on_to_the_next_working_day(calendar, day, working):
    assert calendar.on_or_after(D(day)) == (D(working), False)


def test_moving_on_in_an_unknown_year_is_provisional(calendar):
    assert calendar.on_or_after(D("2027-01-02")) == (D("2027-01-04"), True)


@given(day=ALL_DAYS, count=st.integers(1, 60))
def test_a_limit_never_ends_on_a_rest_day(day, count):
    calendar = WorkCalendar.official()
    assert calendar.is_working(calendar.add(day, count).due)


@given(day=ALL_DAYS, count=st.integers(0, 60))
def test_adding_and_counting_are_each_others_inverse(day, count):
    calendar = WorkCalendar.official()
    assert calendar.between(day, calendar.add(day, count).due) == count


@given(day=ALL_DAYS, count=st.integers(0, 60))
def test_a_later_day_and_a_longer_limit_never_end_earlier(day, count):
    calendar = WorkCalendar.official()
    due = calendar.add(day, count).due
    assert calendar.add(day + timedelta(days=1), count).due >= due
    assert calendar.add(day, count + 1).due > due


@given(first=ALL_DAYS, length=st.integers(0, 40), more=st.integers(0, 40))
def test_working_days_of_adjoining_times_add_up(first, length, more):
    calendar = WorkCalendar.official()
    middle, last = first + timedelta(days=length), first + timedelta(days=length + more)
    whole = calendar.between(first, last)
    assert calendar.between(first, middle) + calendar.between(middle, last) == whole
    assert calendar.between(last, first) == -whole
    assert 0 <= whole <= length + more


@given(day=KNOWN_DAYS)
def test_the_calendar_says_what_the_package_says(day):
    import chinese_calendar

    assert WorkCalendar.official().is_working(day) == chinese_calendar.is_workday(day)


@given(day=st.dates(date(2027, 1, 1), date(2040, 12, 31)))
def test_unknown_years_are_monday_to_friday(day):
    assert WorkCalendar.official().is_working(day) == (day.weekday() < 5)


@given(day=st.dates(date(2004, 1, 1), date(2100, 12, 31)), count=st.integers(1, 24))
def test_months_end_on_the_same_number_or_on_the_last_of_the_month(day, count):
    last = CalendarMonths(count).after(day, WorkCalendar.official()).due
    assert (last.year * 12 + last.month) - (day.year * 12 + day.month) == count
    assert last.day == day.day or (last.day < day.day and (last + timedelta(days=1)).day == 1)
