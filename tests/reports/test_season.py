"""The page of the season: where everybody stands, who is late, reminders and days."""

from __future__ import annotations

import io
import re
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from support_office import at

from yangguang.cases.models import Notice
from yangguang.ledger.models import Entry
from yangguang.offices.models import Agency, Membership
from yangguang.offices.roles import Role
from yangguang.reports import actions
from yangguang.reports.models import Season
from yangguang.reports.refused import NotAllowed, Refused
from yangguang.reports.seasons import usual_days, usual_season
from yangguang.reports.selectors import season as selectors
from yangguang.reports.selectors.season import Stand

pytestmark = pytest.mark.django_db
URL = "/staff/reports/season/2024/"
NAMES = {
    "没有": Stand.NOTHING,
    "导入": Stand.IMPORTED,
    "计算": Stand.COMPUTED,
    "审核": Stand.REVIEWED,
    "报送": Stand.HANDED_IN,
    "退回": Stand.RETURNED,
    "公开": Stand.PUBLISHED,
    "退回过的公开": Stand.RETURNED,
}


def imports(office, agency, **figures):
    data = office.bytes_of(agency=agency.name, year=2024, figures=figures)
    return actions.import_file(
        data, name="a.json", agency=agency, by=office.cast.root, at=at("2025-01-05")
    ).report


def steps(office, report, *acts):
    root, when = office.cast.root, at("2025-01-06")
    for act in acts:
        report.refresh_from_db()
        known = {"version": report.version, "by": root, "at": when}
        more = {} if act is actions.review else {"reason": "x"}
        act(report, **known, **more)


def brought_to(office, agency, stand: str) -> None:
    if stand == "没有":
        return
    if stand == "计算":
        actions.compute_report(agency, 2024, by=office.cast.root, at=at("2025-01-05"))
        return
    report = imports(office, agency)
    steps(
        office,
        report,
        *{
            "导入": (),
            "审核": (actions.review,),
            "报送": (actions.review, actions.hand_in),
            "退回": (actions.review, actions.hand_in, actions.return_hand_in),
            "公开": (actions.review, actions.publish),
            "退回过的公开": (actions.review, actions.hand_in, actions.publish, actions.return_hand_in),
        }[stand],
    )


@pytest.fixture
def offices(office):
    """An agency at every stand, beside the bureau and the school, which have none."""
    found = {}
    for name in NAMES:
        agency = Agency.objects.create(
            name=f"云溪市{name}局", level="city", kind="department", parent=office.cast.city
        )
        found[name] = agency
        brought_to(office, agency, name)
    return found


def test_everybody_stands_where_their_acts_brought_them(office, offices):
    standing = selectors.standing(selectors.agencies_of(office.cast.city, whole_tree=False), 2024)
    told = {agency.name: agency.stand for agency in standing}
    assert {name: told[f"云溪市{name}局"] for name in NAMES} == NAMES
    assert selectors.counted(standing) == {
        "nothing": 3,
        "imported": 1,
        "computed": 1,
        "reviewed": 1,
        "handed_in": 1,
        "returned": 2,
        "published": 1,
    }


@pytest.mark.parametrize(
    ("on", "late"),
    [("2025-01-15", 0), ("2025-01-16", 9), ("2025-03-15", 9), ("2025-03-16", 10)],
)
def test_late_is_who_has_nothing_there_after_the_day(office, offices, on, late):
    Agency.objects.create(name="东县人民政府", level="county", kind="government", parent=office.cast.city)
    season = usual_season(office.cast.city, 2024)
    standing = selectors.standing(selectors.agencies_of(office.cast.city, whole_tree=False), 2024)
    assert selectors.late(standing, season, date.fromisoformat(on)).count() == late


def test_the_calendar_says_what_falls_on_one_day_once(cast):
    days = selectors.calendar(usual_season(cast.city, 2024), date(2025, 1, 31))
    assert [day.on for day in days] == [
        date(2025, 1, 1),
        date(2025, 1, 15),
        date(2025, 1, 31),
        date(2025, 3, 15),
        date(2025, 3, 31),
    ]
    assert days[2].says == "部门报告锁定；部门公布期限（条例第四十九条）"
    assert [day.is_past for day in days] == [True, True, False, False, False]


# --- the page --------------------------------------------------------------------------------


def listed(client, **query) -> list[str]:
    body = client.get(URL, query).content.decode().partition("rp-season")[2]
    return re.findall(r'<th scope="row">(?:<a[^>]*>)?([^<]+)<', body)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"stand": "handed_in"}, ["报送"]),
        ({"stand": "returned"}, ["退回", "退回过的公开"]),
        ({"stand": "unpublished"}, ["没有", "导入", "计算", "审核", "报送", "退回"]),
        ({"q": "公开"}, ["公开", "退回过的公开"]),
        ({"check": "errors"}, []),
        ({"stand": "rolled_up"}, []),
    ],
)
def test_the_page_can_be_narrowed(office, offices, client, query, names):
    client.force_login(office.cast.inspector)
    told = [name for name in listed(client, **query) if name not in ("云溪市信访局", "云溪市教育局")]
    assert sorted(told) == sorted(f"云溪市{name}局" for name in names)


def test_the_page_names_who_did_not_deliver_and_says_what_is_wrong(office, offices, client):
    imports(office, office.cast.school, **{"requests.results_total.total": 17})
    client.force_login(office.cast.inspector)
    body = client.get(URL).content.decode()
    assert "逾期未报送的机关 9 个" in body
    assert "云溪市没有局、云溪市导入局" in body
    row = body.partition(">云溪市教育局<")[2].partition("</tr>")[0]
    assert "yg-badge--error" in row
    for day in ("2025-01-15", "2025-01-31", "2025-03-31"):
        assert day in body


def test_the_spreadsheet_and_the_print_view_have_every_row(office, offices, client):
    client.force_login(office.cast.inspector)
    answer = client.get(URL, {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = {row[0]: row for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert len(rows) == 10
    assert rows["云溪市报送局"][2] == "已报送"
    assert rows["云溪市没有局"][7] == "逾期"
    printed = client.get(URL, {"print": "1"}).content.decode()
    assert 'name="remind"' not in printed
    assert "云溪市报送局" in printed


def test_the_page_costs_the_same_for_many_agencies(office, offices, client):
    client.force_login(office.cast.inspector)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as told:
            assert client.get(URL).status_code == 200
        return len(told)

    queries()
    few = queries()
    for number in range(60):
        agency = Agency.objects.create(
            name=f"局{number}", level="city", kind="department", parent=office.cast.city
        )
        if number % 10 == 0:
            brought_to(office, agency, "报送")
    assert queries() == few


def test_reminding_the_late_reaches_their_people_once_a_day(office, offices, client):
    Membership.objects.create(person=office.cast.nobody, agency=offices["没有"], role=Role.DRAFTER)
    client.force_login(office.cast.inspector)
    first = client.post(URL, {"agency": office.cast.city.pk, "all": "1"}, follow=True).content.decode()
    assert "已提醒 9 个机关，新发通知 4 人" in first  # the bureau's three and this one
    assert "其中 7 个机关还没有设" in first
    again = client.post(URL, {"agency": office.cast.city.pk, "all": "1"}, follow=True).content.decode()
    assert "新发通知 0 人" in again
    assert Notice.objects.filter(person=office.cast.nobody).count() == 1
    assert Entry.objects.filter(kind="report.reminded").count() == 2


def test_only_what_was_ticked_and_lies_below_is_reminded(office, offices, client):
    client.force_login(office.cast.inspector)
    ticked = {"agency": office.cast.city.pk, "remind": [office.cast.bureau.pk, office.cast.elsewhere.pk, "x"]}
    assert "已提醒 1 个机关" in client.post(URL, ticked, follow=True).content.decode()
    assert "没有需要提醒" in client.post(URL, {"agency": office.cast.city.pk}, follow=True).content.decode()
    with pytest.raises(Refused, match="只能提醒"):
        actions.remind(
            office.cast.city, 2024, [office.cast.elsewhere], by=office.cast.inspector, at=office.now()
        )


def test_the_days_are_set_on_their_page_and_hold(office, client):
    client.force_login(office.cast.inspector)
    url = reverse("staff_reports:season-days", args=[2024]) + f"?agency={office.cast.city.pk}"
    assert "2025-01-15" in client.get(url).content.decode()
    days = {name: day.isoformat() for name, day in usual_days(2024).items()}
    for wrong, why in (
        ({"locks_on": "2025-01-10"}, "锁定日不能早于"),
        ({"hand_in_on": "2024-12-31"}, "都应在 2025 年"),
        ({"hand_in_on": ""}, "yg-field--error"),
    ):
        answer = client.post(url, days | wrong)
        assert answer.status_code == 422
        assert why in answer.content.decode()
    assert client.post(url, days | {"locks_on": "2025-02-10"}).status_code == 302
    assert Season.objects.get().locks_on == date(2025, 2, 10)
    assert Entry.objects.filter(kind="report.season_set").count() == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [("drafter", 302), ("signer", 302), ("inspector", 200), ("root", 200), ("stranger", 302)],
)
def test_the_season_is_for_those_who_supervise(office, client, who, status):
    client.force_login(office.cast.people[who])
    assert client.get(URL).status_code == status
    current = client.get("/staff/reports/season/")
    assert current["Location"].startswith("/staff/reports/season/")
    if who == "inspector":
        assert client.get(URL, {"agency": office.cast.elsewhere.pk}).status_code == 404
        assert client.get("/staff/reports/season/2007/").status_code == 404
        assert client.get("/staff/reports/season/2090/").status_code == 404


def test_nobody_sets_the_days_of_another_city(office):
    with pytest.raises(NotAllowed):
        actions.set_season(
            office.cast.elsewhere, 2024, **usual_days(2024), by=office.cast.inspector, at=office.now()
        )


def test_a_superior_with_nobody_below_has_no_season(office, client):
    """The stranger's city inspects, but has no agency below it."""
    client.force_login(office.cast.stranger)
    assert client.get(URL).status_code == 302
