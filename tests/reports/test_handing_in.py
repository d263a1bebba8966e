"""Handing in to the superior, sending back, and the lock in between."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from support_office import at as moment

from yangguang.cases.models import Notice
from yangguang.ledger.models import Entry
from yangguang.offices.models import Agency
from yangguang.reports import actions
from yangguang.reports.composing import cell_fact, identity
from yangguang.reports.conclusions import in_force
from yangguang.reports.models import HandInEnd, Report, ReportState, Season
from yangguang.reports.refused import Conflict, Refused
from yangguang.reports.seasons import days_of, lock_of, publication_day

pytestmark = pytest.mark.django_db
TOTAL = "requests.results_total.total"
BEFORE = moment("2025-01-10", 9)
ON_THE_DAY = moment("2025-01-31", 0, 1)
"""The season of 2024: handed in by 15 January 2025, locked from 31 January."""


@pytest.fixture
def reviewed(office):
    report = office.imports()
    actions.review(report, version=report.version, by=office.cast.checker, at=BEFORE)
    report.refresh_from_db()
    return report


def hands_in(office, report, at=BEFORE, by="signer", reason="") -> Report:
    report.refresh_from_db()
    actions.hand_in(report, version=report.version, reason=reason, by=office.cast.people[by], at=at)
    report.refresh_from_db()
    return report


def corrects(office, report, at, text="17"):
    cell = in_force(report).cells[TOTAL]
    seen = cell_fact(cell.value, cell.state)
    actions.correct_cell(report, TOTAL, text, seen=seen, reason="x", by=office.cast.drafter, at=at)
    report.refresh_from_db()


def test_what_is_handed_in_is_the_whole_report_and_stays(office, reviewed):
    hands_in(office, reviewed)
    given = reviewed.hand_ins.get()
    assert given.annual_report() == in_force(reviewed)
    assert (given.number, given.results_total, given.agency, given.year) == (1, 16, office.cast.bureau, 2024)
    assert reviewed.state == ReportState.REVIEWED
    corrects(office, reviewed, BEFORE)
    given.refresh_from_db()
    assert given.results_total == 16
    assert Entry.objects.filter(kind="report.handed_in").count() == 1


def test_a_draft_is_not_handed_in(office):
    report = office.imports()
    with pytest.raises(Refused, match="请先审核"):
        hands_in(office, report)


def test_a_published_report_may_still_be_handed_in(office, reviewed):
    actions.publish(reviewed, version=reviewed.version, by=office.cast.signer, at=BEFORE)
    assert hands_in(office, reviewed).state == ReportState.PUBLISHED


def test_open_errors_ask_for_a_word(office):
    report = office.imports(requests__results_total__total=17)
    actions.review(report, version=report.version, by=office.cast.checker, at=BEFORE)
    with pytest.raises(Refused, match="处错误没有处理"):
        hands_in(office, report)
    hands_in(office, report, reason="原表如此")
    assert report.hand_ins.get().note == "原表如此"


def test_the_same_content_is_not_handed_in_twice_but_a_changed_one_takes_its_place(office, reviewed):
    hands_in(office, reviewed)
    with pytest.raises(Conflict, match="完全相同"):
        hands_in(office, reviewed)
    corrects(office, reviewed, BEFORE)
    actions.review(reviewed, version=reviewed.version, by=office.cast.checker, at=BEFORE)
    hands_in(office, reviewed, reason="已核对")
    first, second = reviewed.hand_ins.order_by("number")
    assert (first.ended_as, second.ended_at) == (HandInEnd.SUPERSEDED, None)


def test_who_has_nobody_above_has_nobody_to_hand_in_to(office):
    report = actions.import_file(
        office.bytes_of(agency="云溪市人民政府"), name="a.json", by=office.cast.root, at=BEFORE
    ).report
    actions.review(report, version=report.version, by=office.cast.root, at=BEFORE)
    with pytest.raises(Refused, match="没有上级机关"):
        hands_in(office, report, by="root")


# --- the lock --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "level", "hand_in", "locked", "public"),
    [
        ("department", "city", date(2025, 1, 15), date(2025, 1, 31), date(2025, 1, 31)),
        ("government", "county", date(2025, 3, 15), date(2025, 3, 31), date(2025, 3, 31)),
        ("government", "township", date(2025, 3, 15), date(2025, 3, 31), None),
        ("public_service", "city", date(2025, 1, 15), date(2025, 1, 31), None),
    ],
)
def test_the_usual_days(cast, kind, level, hand_in, locked, public):
    agency = Agency.objects.create(name="某", level=level, kind=kind, parent=cast.city)
    days = days_of(agency, 2024)
    assert (days.hand_in_on, days.locks_on, publication_day(agency, 2024)) == (hand_in, locked, public)


def test_a_superior_without_days_of_its_own_follows_the_one_above(cast):
    Season.objects.create(
        agency=cast.city,
        year=2024,
        hand_in_on=date(2025, 1, 8),
        locks_on=date(2025, 1, 20),
        government_hand_in_on=date(2025, 2, 1),
        government_locks_on=date(2025, 2, 20),
    )
    below = Agency.objects.create(name="信访中心", level="city", kind="department", parent=cast.bureau)
    assert days_of(below, 2024).locks_on == date(2025, 1, 20)
    assert days_of(below, 2023).locks_on == date(2024, 1, 31)
    assert days_of(cast.city, 2024) is None


def changes(office, report):
    """Everything that would change figures or words, by name."""
    cast, known = office.cast, {"at": ON_THE_DAY}
    seen = cell_fact(in_force(report).cells[TOTAL].value, in_force(report).cells[TOTAL].state)
    version = {"version": report.version}
    return {
        "correct": lambda: corrects(office, report, ON_THE_DAY),
        "accept": lambda: actions.accept_cell(report, TOTAL, seen=seen, by=cast.drafter, **known),
        "accept_all": lambda: actions.accept_unsure(report, by=cast.drafter, **version, **known),
        "undo": lambda: actions.undo_cell(report, TOTAL, seen=seen, by=cast.drafter, **known),
        "write": lambda: actions.write_part(report, 1, "x", seen=None, by=cast.drafter, **known),
        "reread": lambda: actions.reread(report, by=cast.drafter, **known),
        "ask_reread": lambda: actions.ask_reread(report, by=cast.drafter, **known),
        "import": lambda: actions.import_file(
            office.bytes_of(figures={TOTAL: 18}), name="b.json", by=cast.drafter, **known
        ),
        "import from above": lambda: actions.import_file(
            office.bytes_of(figures={TOTAL: 18}), name="b.json", by=cast.inspector, **known
        ),
        "compute": lambda: actions.compute_report(cast.bureau, 2024, by=cast.drafter, **known),
        "hand in": lambda: hands_in(office, report, ON_THE_DAY),
    }


def test_from_the_day_on_nothing_changes_and_the_sentence_says_who_can_help(office, reviewed):
    hands_in(office, reviewed)
    before = reviewed.version
    for name, change in changes(office, reviewed).items():
        with pytest.raises(Refused, match=r"自 2025-01-31 起锁定.*云溪市人民政府.*督查员退回") as refused:
            change()
        assert "2025-01-10 报送" in str(refused.value), name
    reviewed.refresh_from_db()
    assert reviewed.version == before


def test_a_correction_of_what_is_public_waits_for_the_superior_too(office, reviewed):
    hands_in(office, reviewed)
    actions.publish(reviewed, version=reviewed.version, by=office.cast.signer, at=ON_THE_DAY)  # no change
    reviewed.refresh_from_db()
    reopen = {"version": reviewed.version, "reason": "x", "by": office.cast.drafter, "at": ON_THE_DAY}
    with pytest.raises(Refused, match="锁定"):
        actions.open_corrected_edition(reviewed, **reopen)
    actions.return_hand_in(reviewed, reason="请更正", by=office.cast.inspector, at=ON_THE_DAY)
    reviewed.refresh_from_db()
    assert reviewed.state == ReportState.PUBLISHED
    actions.open_corrected_edition(reviewed, **reopen | {"version": reviewed.version})


def test_before_the_day_and_without_handing_in_nothing_is_locked(office, reviewed):
    assert lock_of(reviewed, ON_THE_DAY) is None
    hands_in(office, reviewed)
    assert lock_of(reviewed, moment("2025-01-30", 23, 59)) is None
    assert lock_of(reviewed, ON_THE_DAY).since == date(2025, 1, 31)


def test_late_is_better_than_never_and_locked_at_once(office, reviewed):
    late = moment("2025-02-03")
    hands_in(office, reviewed, late)
    assert lock_of(reviewed, late).since == date(2025, 2, 3)
    with pytest.raises(Refused, match="锁定"):
        corrects(office, reviewed, late)


def test_what_was_handed_in_is_not_deleted(office, reviewed):
    hands_in(office, reviewed)
    corrects(office, reviewed, BEFORE)
    with pytest.raises(Refused, match="报送过"):
        actions.delete_draft(reviewed, version=reviewed.version, by=office.cast.drafter, at=BEFORE)


# --- sending back ----------------------------------------------------------------------------


def test_sent_back_it_is_a_draft_again_with_reason_findings_and_notices(office):
    report = office.imports(requests__results_total__total=17)
    actions.review(report, version=report.version, by=office.cast.checker, at=BEFORE)
    hands_in(office, report, reason="先报")
    finding = report.hand_ins.get().check_result().findings[0]
    actions.return_hand_in(
        report, reason="总计不对", findings=[identity(finding)], by=office.cast.inspector, at=ON_THE_DAY
    )
    report.refresh_from_db()
    given = report.hand_ins.get()
    assert (given.ended_as, given.ended_reason) == (HandInEnd.RETURNED, "总计不对")
    assert given.findings == [str(finding.message)]
    assert report.state == ReportState.DRAFT
    told = {notice.person.username: notice for notice in Notice.objects.select_related("person")}
    assert set(told) == {"drafter", "checker", "disclosure_office", "signer"}
    assert told["drafter"].url == reverse("staff_reports:report", args=[report.pk])
    assert "总计不对" in told["drafter"].text
    corrects(office, report, ON_THE_DAY, "16")  # open again, although the day of locking is past


@pytest.mark.parametrize(
    ("given", "why"),
    [({"reason": " "}, "请写明退回的理由"), ({"reason": "x", "findings": ["0"]}, "已不在报送")],
)
def test_sending_back_asks_for_a_reason_and_findings_that_are_there(office, reviewed, given, why):
    hands_in(office, reviewed)
    with pytest.raises(Refused, match=why):
        actions.return_hand_in(reviewed, **given, by=office.cast.inspector, at=BEFORE)
    with pytest.raises(Refused, match="没有报送"):
        actions.return_hand_in(office.imports(2023), reason="x", by=office.cast.inspector, at=BEFORE)


def test_an_inspector_sends_nothing_back_to_their_own_superior(office, reviewed):
    """The city's inspector stands above the bureau, not above the city."""
    from yangguang.reports.permissions import Act, may

    assert may(office.cast.inspector, Act.RETURN, office.cast.bureau)
    assert not may(office.cast.inspector, Act.RETURN, office.cast.city)
    assert may(office.cast.inspector, Act.SUPERVISE, office.cast.city)


# --- pages -----------------------------------------------------------------------------------


def test_from_handing_in_to_sending_back_in_the_browser(office, reviewed, client):
    page = reverse("staff_reports:report", args=[reviewed.pk])
    client.force_login(office.cast.signer)
    assert "报送上级机关" in client.get(page).content.decode()
    url = reverse("staff_reports:hand-in", args=[reviewed.pk])
    assert "云溪市人民政府" in client.get(url).content.decode()
    assert client.post(url, {"version": reviewed.version}).status_code == 302
    body = client.get(page).content.decode()
    assert "已报送，已锁定" in body  # the season of 2024 is long over
    assert "起锁定" in body
    client.force_login(office.cast.inspector)
    back = reverse("staff_reports:return", args=[reviewed.pk])
    assert back in client.get(page).content.decode()
    reviewed.refresh_from_db()
    refused = client.post(back, {"version": reviewed.version, "reason": ""})
    assert refused.status_code == 422
    assert "请写明退回的理由" in refused.content.decode()
    assert client.post(back, {"version": reviewed.version, "reason": "口径不对"}).status_code == 302
    client.force_login(office.cast.drafter)
    body = client.get(page).content.decode()
    assert "上级已退回" in body
    assert "口径不对" in body
    assert "口径不对" in client.get("/staff/cases/notices/").content.decode()


def test_a_locked_file_shows_what_was_handed_in_beside_what_it_says_now(office, reviewed, client):
    hands_in(office, reviewed)
    corrects(office, reviewed, BEFORE)
    client.force_login(office.cast.drafter)
    body = client.get(reverse("staff_reports:report", args=[reviewed.pk])).content.decode()
    assert "有 1 个数报送以后变了" in body
    cell = body.partition('id="at-requests-results_total-total"')[2].partition("</td>")[0]
    assert 'class="rp-then"><span class="yg-hidden">报送数</span>16' in cell
    assert "</span>17</span>" in cell
    for name in ("correct", "delete"):
        assert f"/{name}/" not in body
