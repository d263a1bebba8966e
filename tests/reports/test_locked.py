"""What may be done with a report that lies locked with the superior: every act in every state, and every page.

A locked report is not changed, judged or sent back within the office; what was handed in may be approved and published
as it is, and taken off the public pages; the superior may send it back.
"""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse
from support_office import at as moment

from yangguang.offices.models import Agency
from yangguang.reports import actions
from yangguang.reports.composing import cell_fact, identity
from yangguang.reports.conclusions import in_force
from yangguang.reports.models import Edition, HandIn, Report, ReportState, Rereading, Verdict, VerdictKind
from yangguang.reports.refused import Refused

pytestmark = pytest.mark.django_db
TOTAL = "requests.results_total.total"
BEFORE, ON_THE_DAY = moment("2025-01-10", 9), moment("2025-01-31", 0, 1)

ELSEWHERE = {
    "PARTS", "Conflict", "NotAllowed", "Refused", "Reminded",  # no acts
    "open_batch", "receive_files", "decide_item", "discard_item", "file_all", "file_item", "resume_batch",  # a waiting file
    "create_agency", "set_season", "remind", "missing_names", "left_out_names",
}  # fmt: skip
"""What :mod:`yangguang.reports.actions` holds that does nothing to a report; a file that waits is filed by ``import_file``'s door."""

STANDS = {
    # how the report stands, and what is still possible while it is locked
    "draft": {"review", "return_hand_in"},
    "reviewed": {"publish", "return_hand_in"},
    "published": {"withdraw", "return_hand_in"},
    "withdrawn": {"return_hand_in"},
    "draft, other": {"return_hand_in"},
    "reviewed, other": {"return_hand_in"},
}


class Desk:
    """A report with one error, brought to a state, handed in before the day of the lock."""

    def __init__(self, office, stands: str) -> None:
        self.office, self.cast = office, office.cast
        self.report = office.imports(requests__results_total__total=17)
        self.key = identity(self.report.figures.check_result().findings[0])
        actions.give_verdict(
            self.report, self.key, VerdictKind.CONFIRMED, text="", seen=None, by=self.cast.checker, at=BEFORE
        )
        self.act(actions.review)
        self.act(actions.hand_in, reason="x")
        if stands.startswith("draft"):
            self.act(actions.send_back, reason="x")
        if stands.endswith("other"):
            self.correct(at=BEFORE)
        if stands == "reviewed, other":
            self.act(actions.review)
        if stands in ("published", "withdrawn"):
            self.act(actions.publish, reason="x")
        if stands == "withdrawn":
            self.act(actions.withdraw, reason="x")

    def act(self, act, at=BEFORE, **more):
        self.report.refresh_from_db()
        more.setdefault("version", self.report.version)
        done = act(self.report, by=self.cast.root, at=at, **more)
        self.report.refresh_from_db()
        return done

    def seen(self):
        cell = in_force(self.report).cells[TOTAL]
        return cell_fact(cell.value, cell.state)

    def correct(self, at=ON_THE_DAY):
        known = {"seen": self.seen(), "reason": "x", "by": self.cast.root, "at": at}
        actions.correct_cell(self.report, TOTAL, "18", **known)
        self.report.refresh_from_db()

    def acts(self):
        """Every act on a report, by its name."""
        report, cast = self.report, self.cast
        cell = {"seen": self.seen(), "by": cast.root, "at": ON_THE_DAY}
        file = self.office.bytes_of(figures={TOTAL: 99})
        verdict = report.verdicts.last().pk
        word = {"text": "x", "by": cast.root, "at": ON_THE_DAY}
        late = {"at": ON_THE_DAY}
        return {
            "correct_cell": self.correct,
            "accept_cell": lambda: actions.accept_cell(report, TOTAL, **cell),
            "accept_unsure": lambda: self.act(actions.accept_unsure, **late),
            "undo_cell": lambda: actions.undo_cell(report, TOTAL, **cell),
            "give_verdict": lambda: actions.give_verdict(
                report, self.key, VerdictKind.EXPLAINED, seen=verdict, **word
            ),
            "revoke_verdict": lambda: actions.revoke_verdict(report, self.key, seen=verdict, **word),
            "write_part": lambda: actions.write_part(report, 1, "x", seen=None, by=cast.root, **late),
            "restore_part": lambda: actions.restore_part(report, 1, seen=None, by=cast.root, **late),
            "name_missing": lambda: actions.name_missing(report, seen=None, by=cast.root, **late),
            "reread": lambda: actions.reread(report, by=cast.root, **late),
            "ask_reread": lambda: actions.ask_reread(report, by=cast.root, **late),
            "import_file": lambda: actions.import_file(file, name="b.json", note="x", by=cast.root, **late),
            "compute_report": lambda: actions.compute_report(
                cast.bureau, 2024, note="x", by=cast.root, **late
            ),
            "roll_up": lambda: actions.roll_up(cast.bureau, 2024, note="x", by=cast.root, **late),
            "review": lambda: self.act(actions.review, **late),
            "send_back": lambda: self.act(actions.send_back, reason="x", **late),
            "publish": lambda: self.act(actions.publish, reason="x", **late),
            "withdraw": lambda: self.act(actions.withdraw, reason="x", **late),
            "open_corrected_edition": lambda: self.act(actions.open_corrected_edition, reason="x", **late),
            "delete_draft": lambda: self.act(actions.delete_draft, **late),
            "hand_in": lambda: self.act(actions.hand_in, reason="x", **late),
            "return_hand_in": lambda: self.act(actions.return_hand_in, reason="x", **late),
        }


@pytest.fixture
def below(cast):
    """Somebody below the bureau who gives it something to roll up."""
    return Agency.objects.create(name="信访中心", level="city", kind="department", parent=cast.bureau)


def facts():
    """Everything that a report is made of."""
    reports = Report.objects.values_list("pk", "version", "state", "edition", "figures__open_errors")
    counts = (model.objects.count() for model in (Edition, HandIn, Verdict, Rereading))
    return list(reports), *counts


@pytest.mark.parametrize("stands", STANDS)
def test_every_act_in_every_state_of_a_locked_report(office, below, stands):
    desk = Desk(office, stands)
    actions.import_file(
        office.bytes_of(agency=below.name), name="c.json", agency=below, by=office.cast.root, at=BEFORE
    )
    acts = desk.acts()
    assert set(acts) | ELSEWHERE == set(actions.__all__), "a new act is decided here"
    before, possible = facts(), set()
    for name, act in acts.items():
        desk.report.refresh_from_db()
        try:
            with transaction.atomic():
                act()
                possible.add(name)
                transaction.set_rollback(True)
        except Refused:
            assert facts() == before, name
    assert possible == STANDS[stands]


@pytest.mark.parametrize("act", ["give_verdict", "revoke_verdict", "send_back", "hand_in", "roll_up"])
def test_the_refusal_says_who_can_help(office, below, act):
    desk = Desk(office, "reviewed")
    actions.import_file(
        office.bytes_of(agency=below.name), name="c.json", agency=below, by=office.cast.root, at=BEFORE
    )
    with pytest.raises(Refused, match=r"自 2025-01-31 起锁定.*云溪市人民政府.*督查员退回"):
        desk.acts()[act]()


@pytest.mark.parametrize(("stands", "act"), [("draft, other", "review"), ("reviewed, other", "publish")])
def test_only_what_was_handed_in_is_approved_and_published(office, stands, act):
    desk = Desk(office, stands)
    with pytest.raises(Refused, match="现在的内容与第 1 次报送的不同，不能审核、公开"):
        desk.acts()[act]()
    desk.act(actions.return_hand_in, at=ON_THE_DAY, reason="x")
    if act == "publish":  # sent back it is a draft
        desk.act(actions.review, at=ON_THE_DAY)
    desk.acts()[act]()


def test_a_report_written_down_by_an_older_program_is_still_the_same_report(office):
    """A key more or less in what was kept says nothing of the figures."""
    desk = Desk(office, "reviewed")
    given = desk.report.hand_ins.get()
    HandIn.objects.filter(pk=given.pk).update(content=given.content | {"a key of another program": None})
    desk.act(actions.publish, at=ON_THE_DAY, reason="x")
    assert desk.report.state == ReportState.PUBLISHED


@pytest.mark.parametrize("by", ["inspector", "disclosure_office"])
def test_nobody_judges_a_locked_report_nor_before_it_was_sent_back(office, by):
    desk = Desk(office, "reviewed")
    verdict = desk.report.verdicts.last().pk
    facts = {"seen": verdict, "text": "x", "by": office.cast.people[by], "at": ON_THE_DAY}
    with pytest.raises(Refused, match="锁定"):
        actions.give_verdict(desk.report, desk.key, VerdictKind.EXPLAINED, **facts)
    actions.return_hand_in(desk.report, reason="x", by=office.cast.inspector, at=ON_THE_DAY)
    actions.give_verdict(desk.report, desk.key, VerdictKind.EXPLAINED, **facts)


# --- the pages ---------------------------------------------------------------------------------------

POSTED = {
    # what is sent to each page that changes something, beside the version
    "cell": {"text": "18", "reason": "x", "correct": "1"},
    "finding": {"kind": "explained", "text": "x"},
    "accept-all": {},
    "review": {},
    "send-back": {"reason": "x"},
    "publish": {"reason": "x"},
    "withdraw": {"reason": "x"},
    "reopen": {"reason": "x"},
    "reread": {},
    "hand-in": {"reason": "x"},
    "delete": {},
    "recompute": {"reason": "x"},
}


@pytest.mark.parametrize("stands", STANDS)
def test_no_page_changes_a_locked_report_and_none_offers_it(office, client, monkeypatch, stands):
    desk = Desk(office, stands)
    monkeypatch.setattr("django.utils.timezone.now", lambda: ON_THE_DAY)
    client.force_login(office.cast.root)
    page = client.get(reverse("staff_reports:report", args=[desk.report.pk]))
    assert "已锁定" in page.content.decode()
    offered = {name for name, may in page.context["may"].items() if may}
    assert offered == {name.removesuffix("_hand_in") for name in STANDS[stands]}
    before, changed = facts(), set()
    for name, more in POSTED.items():
        args = {"cell": [TOTAL], "finding": [desk.key]}.get(name, [])
        url = reverse(f"staff_reports:{name}", args=[desk.report.pk, *args])
        seen = desk.report.verdicts.last().pk if name == "finding" else '{"value": 17, "state": "printed"}'
        desk.report.refresh_from_db()
        with transaction.atomic():
            answer = client.post(url, {"version": desk.report.version, "seen": seen, **more})
            if facts() != before:
                changed.add(name)
            else:
                assert answer.status_code in (404, 409, 422), name
            transaction.set_rollback(True)
    assert changed == STANDS[stands] - {"return_hand_in"}


@pytest.mark.parametrize("name", ["cell", "finding"])
def test_the_page_of_a_cell_and_of_a_finding_say_why_nothing_can_be_done(office, client, monkeypatch, name):
    desk = Desk(office, "reviewed")
    monkeypatch.setattr("django.utils.timezone.now", lambda: ON_THE_DAY)
    client.force_login(office.cast.checker)
    url = reverse(f"staff_reports:{name}", args=[desk.report.pk, {"cell": TOTAL, "finding": desk.key}[name]])
    text = client.get(url).content.decode()
    assert "自 2025-01-31 起锁定" in text
    assert "<form" not in text.partition("data-fragment")[2].partition("</main>")[0]


def test_before_the_day_everything_goes_on(office):
    desk = Desk(office, "reviewed")
    desk.correct(at=BEFORE)
    desk.act(actions.review)
    desk.act(actions.publish, reason="x")
    assert desk.report.state == ReportState.PUBLISHED
