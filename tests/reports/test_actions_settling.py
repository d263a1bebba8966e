"""Cells and findings settled by people, and what becomes of that in later editions."""

from __future__ import annotations

import pytest

from yangguang.annualreport.model import CellState, Certainty
from yangguang.ledger.models import Entry
from yangguang.reports import actions
from yangguang.reports.composing import cell_fact, identity
from yangguang.reports.conclusions import in_force
from yangguang.reports.models import (
    CorrectionKind,
    Report,
    ReportState,
    VerdictKind,
    WorkingFigures,
)
from yangguang.reports.refused import Conflict, Refused

pytestmark = pytest.mark.django_db

TOTAL = "requests.results_total.total"
WRONG = {"requests__results_total__total": 17}  # 16 is right
GRANTED = "requests.granted.business"


def fresh(report) -> Report:
    return Report.objects.select_related("edition", "agency").get(pk=report.pk)


def cell(report, path: str = TOTAL):
    return in_force(fresh(report)).cells[path]


def seen(report, path: str = TOTAL):
    there = cell(report, path)
    return cell_fact(there.value, there.state)


def correct(office, report, text: str, *, path: str = TOTAL, reason: str = "原件为 16", by=None):
    return actions.correct_cell(
        report,
        path,
        text,
        seen=seen(report, path),
        reason=reason,
        by=by or office.cast.drafter,
        at=office.now(),
    )


def findings(report):
    return WorkingFigures.objects.get(report=report).check_result().findings


def errors(report) -> list[tuple[str, str]]:
    return [(f.rule, f.where) for f in findings(report) if f.severity == "error"]


def wrong_total(report) -> str:
    return next(identity(f) for f in findings(report) if f.rule == "R2" and f.where == TOTAL)


# --- cells -----------------------------------------------------------------------------------


def test_a_wrong_total_is_found_corrected_and_gone(office) -> None:
    report = office.imports(**WRONG)
    assert ("R2", TOTAL) in errors(report)
    correction = correct(office, report, "16")
    assert errors(report) == []
    assert (cell(report).value, cell(report).certainty) == (16, Certainty.CORRECTED)
    assert fresh(report).edition.read().cells[TOTAL].value == 17  # the edition stays as it was read
    assert (correction.before["value"], correction.after["value"], correction.reason) == (17, 16, "原件为 16")
    entry = Entry.objects.of(report).last()
    assert entry.sentence == "将收到和处理政府信息公开申请情况“（七）总计”行“总计”列由“17”改为“16”"


@pytest.mark.parametrize(
    ("text", "value", "state"),
    [
        ("", None, CellState.BLANK),
        ("-", None, CellState.NOT_APPLICABLE),
        ("１６", 16, CellState.PRINTED),
        ("1,016", 1016, CellState.PRINTED),
        (" 16 ", 16, CellState.PRINTED),
    ],
)
def test_figures_are_typed_as_people_type_them(office, text, value, state) -> None:
    report = office.imports(**WRONG)
    correct(office, report, text)
    assert (cell(report).value, cell(report).state) == (value, state)


@pytest.mark.parametrize("text", ["十六", "16件左右", "O6", "1.5", "-3", "016", "1e3", "9" * 20, "=1+1"])
def test_what_is_no_count_is_refused(office, text) -> None:
    report = office.imports(**WRONG)
    with pytest.raises(Refused, match="件数"):
        correct(office, report, text)
    assert cell(report).value == 17


def test_a_correction_needs_a_reason(office) -> None:
    report = office.imports(**WRONG)
    with pytest.raises(Refused, match="请写明改正的理由"):
        correct(office, report, "16", reason="  ")


def test_the_same_figure_is_no_correction(office) -> None:
    report = office.imports(**WRONG)
    with pytest.raises(Refused, match="与现在的相同"):
        correct(office, report, "17")


def test_a_cell_that_the_form_does_not_have_is_refused(office) -> None:
    report = office.imports()
    with pytest.raises(Refused, match="没有这一格"):
        actions.correct_cell(
            report,
            "requests.nowhere.total",
            "1",
            seen={},
            reason="x",
            by=office.cast.drafter,
            at=office.now(),
        )


def test_two_people_at_one_cell_do_not_overwrite_each_other(office) -> None:
    report = office.imports(**WRONG)
    both_saw = seen(report)
    correct(office, report, "16")
    with pytest.raises(Conflict, match="被改成了“16”"):
        actions.correct_cell(
            report,
            TOTAL,
            "18",
            seen=both_saw,
            reason="我看是 18",
            by=office.cast.checker,
            at=office.now(),
        )
    assert cell(report).value == 16


def test_two_people_at_two_cells_do_not_disturb_each_other(office) -> None:
    report = office.imports(**WRONG)
    both_saw = seen(report, GRANTED)
    correct(office, report, "16")
    actions.correct_cell(
        report, GRANTED, "4", seen=both_saw, reason="x", by=office.cast.checker, at=office.now()
    )
    assert cell(report, GRANTED).value == 4


def test_a_correction_is_taken_back_by_another_record(office) -> None:
    report = office.imports(**WRONG)
    correct(office, report, "16")
    undo = actions.undo_cell(report, TOTAL, seen=seen(report), by=office.cast.drafter, at=office.now())
    assert undo.kind == CorrectionKind.UNDO
    assert (cell(report).value, cell(report).certainty) == (17, Certainty.CERTAIN)
    assert ("R2", TOTAL) in errors(report)
    assert report.corrections.count() == 2
    with pytest.raises(Refused, match="没有可以撤销"):
        actions.undo_cell(report, TOTAL, seen=seen(report), by=office.cast.drafter, at=office.now())


def test_accepting_keeps_the_figure_and_the_record(office) -> None:
    report = office.imports(**WRONG)
    accepted = actions.accept_cell(report, TOTAL, seen=seen(report), by=office.cast.drafter, at=office.now())
    assert accepted.kind == CorrectionKind.ACCEPT
    assert cell(report).value == 17
    assert ("R2", TOTAL) in errors(report)  # accepted as read; still wrong in the sum
    assert Entry.objects.of(report).last().kind == "report.cell_accepted"


def doubtful(report, *paths: str) -> None:
    """As if the reader had not been sure of these cells."""
    edition = fresh(report).edition
    for path in paths:
        edition.reading["cells"].setdefault(path, {})["certainty"] = "doubtful"
    edition.save()


def test_every_unsure_figure_is_accepted_at_once(office) -> None:
    report = office.imports()
    doubtful(report, TOTAL, GRANTED)
    known = {"by": office.cast.drafter, "at": office.now()}
    assert actions.accept_unsure(report, version=fresh(report).version, **known) == 2
    assert {correction.path for correction in report.corrections.all()} == {TOTAL, GRANTED}
    assert cell(report).certainty is Certainty.CERTAIN
    assert Entry.objects.of(report).last().sentence == "核实 2 格不是直接读出的数据无误"
    with pytest.raises(Refused, match="没有需要核实"):
        actions.accept_unsure(report, version=fresh(report).version, **known)


def test_nobody_accepts_at_once_what_somebody_changed_meanwhile(office) -> None:
    report = office.imports()
    doubtful(report, TOTAL, GRANTED)
    saw = fresh(report).version
    correct(office, report, "4", path=GRANTED)
    with pytest.raises(Conflict):
        actions.accept_unsure(report, version=saw, by=office.cast.drafter, at=office.now())


def test_a_correction_sends_a_reviewed_report_back(office) -> None:
    report = office.imports(**WRONG)
    actions.review(report, version=fresh(report).version, by=office.cast.checker, at=office.now())
    correct(office, report, "16")
    assert fresh(report).state == ReportState.DRAFT
    assert fresh(report).reviewed_by is None


@pytest.mark.parametrize("state", [ReportState.PUBLISHED, ReportState.WITHDRAWN])
def test_what_is_or_was_public_is_not_corrected_directly(office, state) -> None:
    report = office.imports(**WRONG)
    Report.objects.filter(pk=report.pk).update(state=state)
    for act in (
        lambda: correct(office, report, "16"),
        lambda: actions.accept_cell(
            report, TOTAL, seen=seen(report), by=office.cast.drafter, at=office.now()
        ),
        lambda: actions.undo_cell(report, TOTAL, seen=seen(report), by=office.cast.drafter, at=office.now()),
        lambda: actions.reread(report, by=office.cast.drafter, at=office.now()),
    ):
        with pytest.raises(Refused, match="开始更正"):
            act()
    assert not report.corrections.exists()


def test_a_correction_holds_for_every_later_edition_that_says_the_same(office) -> None:
    report = office.imports(**WRONG)
    correct(office, report, "16")
    office.imports(**WRONG, requests__granted__business=4)  # another file, the same wrong total
    assert fresh(report).edition.number == 2
    assert cell(report).value == 16


def test_a_correction_lapses_when_the_file_says_something_else(office) -> None:
    report = office.imports(**WRONG)
    correct(office, report, "16")
    office.imports(requests__results_total__total=18)
    assert cell(report).value == 18


def test_the_year_after_is_checked_against_the_corrected_figures(office) -> None:
    earlier = office.imports(year=2023)
    later = office.imports(year=2024)  # carried in 2, but 2023 carried out only 1
    assert ("X1", "requests.carried_in.total") in errors(later)
    for path in ("requests.carried_out.natural_person", "requests.carried_out.total"):
        correct(office, earlier, "2", path=path)
    assert not [error for error in errors(later) if error[0] == "X1"]


# --- verdicts --------------------------------------------------------------------------------


def judge(office, report, kind=VerdictKind.EXPLAINED, *, text="历史原因", seen=None, by=None, key=None):
    return actions.give_verdict(
        report,
        key or wrong_total(report),
        kind,
        text=text,
        seen=seen,
        by=by or office.cast.checker,
        at=office.now(),
    )


def open_errors(report) -> int:
    return WorkingFigures.objects.get(report=report).open_errors


@pytest.mark.parametrize(
    ("kind", "left"), [(VerdictKind.CONFIRMED, 3), (VerdictKind.EXPLAINED, 2), (VerdictKind.FALSE_ALARM, 2)]
)
def test_explained_and_false_alarms_are_settled_confirmed_errors_stay_open(office, kind, left) -> None:
    report = office.imports(**WRONG)
    assert open_errors(report) == 3  # its row (R1), its column (R2) and the balance (R3)
    judge(office, report, kind)
    assert open_errors(report) == left


@pytest.mark.parametrize("kind", [VerdictKind.EXPLAINED, VerdictKind.FALSE_ALARM])
def test_a_verdict_that_settles_needs_words(office, kind) -> None:
    report = office.imports(**WRONG)
    with pytest.raises(Refused, match="请写明原因"):
        judge(office, report, kind, text=" ")
    judge(office, report, VerdictKind.CONFIRMED, text="")


def test_a_verdict_stays_through_a_rerun_of_the_checks(office) -> None:
    report = office.imports(**WRONG)
    judge(office, report)
    actions.reread(report, by=office.cast.drafter, at=office.now())
    assert wrong_total(report) in report.verdicts.in_force()
    assert open_errors(report) == 2


def test_a_verdict_stays_through_a_reimport_of_another_file(office) -> None:
    report = office.imports(**WRONG)
    judge(office, report)
    office.imports(**WRONG, remedies__review__upheld=2, remedies__review__total=2)
    assert fresh(report).edition.number == 2
    assert wrong_total(report) in report.verdicts.in_force()
    assert open_errors(report) == 2


def test_a_verdict_falls_away_when_the_total_itself_changes(office) -> None:
    report = office.imports(**WRONG)
    judge(office, report)
    office.imports(requests__results_total__total=18)
    assert wrong_total(report) not in report.verdicts.in_force()
    assert open_errors(report) == 3


def test_a_verdict_falls_away_when_a_part_of_the_sum_changes(office) -> None:
    report = office.imports(**WRONG)
    judge(office, report)
    office.imports(**WRONG, requests__granted__total=14)
    assert wrong_total(report) not in report.verdicts.in_force()


def test_a_verdict_comes_back_with_the_figure(office) -> None:
    report = office.imports(**WRONG)
    judge(office, report)
    key = wrong_total(report)
    correct(office, report, "18")
    assert wrong_total(report) != key
    actions.undo_cell(report, TOTAL, seen=seen(report), by=office.cast.drafter, at=office.now())
    assert wrong_total(report) == key
    assert open_errors(report) == 2


def test_a_verdict_is_revoked_and_both_stay_in_the_history(office) -> None:
    report = office.imports(**WRONG)
    given = judge(office, report)
    key = wrong_total(report)
    actions.revoke_verdict(report, key, text="看错了", seen=given.pk, by=office.cast.signer, at=office.now())
    assert report.verdicts.in_force() == {}
    assert open_errors(report) == 3
    assert [verdict.kind for verdict in report.verdicts.all()] == [
        VerdictKind.EXPLAINED,
        VerdictKind.REVOKED,
    ]
    kinds = list(Entry.objects.of(report).values_list("kind", flat=True))
    assert kinds == ["report.imported", "report.verdict_given", "report.verdict_revoked"]
    with pytest.raises(Refused, match="没有可以撤销的结论"):
        actions.revoke_verdict(report, key, seen=None, by=office.cast.signer, at=office.now())


def test_a_later_verdict_replaces_an_earlier_one(office) -> None:
    report = office.imports(**WRONG)
    first = judge(office, report, VerdictKind.CONFIRMED, text="")
    judge(office, report, VerdictKind.EXPLAINED, seen=first.pk)
    assert report.verdicts.in_force()[wrong_total(report)].kind == VerdictKind.EXPLAINED
    assert report.verdicts.count() == 2


def test_two_people_do_not_judge_over_each_other(office) -> None:
    report = office.imports(**WRONG)
    judge(office, report)
    with pytest.raises(Conflict, match="已对这条核对结果作出结论“有合理原因”"):
        judge(office, report, VerdictKind.FALSE_ALARM, seen=None, by=office.cast.signer)


def test_a_finding_that_is_gone_cannot_be_judged(office) -> None:
    report = office.imports(**WRONG)
    key = wrong_total(report)
    correct(office, report, "16")
    with pytest.raises(Conflict, match="已不存在"):
        judge(office, report, key=key)


def test_verdicts_may_be_given_on_what_is_public(office) -> None:
    report = office.imports(**WRONG)
    Report.objects.filter(pk=report.pk).update(state=ReportState.PUBLISHED)
    judge(office, report)
    assert open_errors(report) == 2
