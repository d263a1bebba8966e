"""R1–R4, R6, R7: each relation alone, blanks, gaps, and the one cell that explains all."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yangguang.annualreport.checking import check
from yangguang.annualreport.findings import Outcome
from yangguang.annualreport.formats import FORMATS, VARIANTS
from yangguang.annualreport.formats.base import Severity
from yangguang.annualreport.model import Cell, CellState

RELATIONS = ("R1", "R2", "R3", "R4", "R6", "R7")

SMALL = {
    "requests.new_received.natural_person": 10,
    "requests.new_received.business": 2,
    "requests.granted.natural_person": 7,
    "requests.granted.business": 2,
    "requests.carried_out.natural_person": 3,
    "remedies.review.upheld": 2,
    "remedies.review.pending": 1,
}


def of(checked, rules=RELATIONS):
    """Rule, place, severity, expected and actual of each finding."""
    return [
        (one.rule, one.where, str(one.severity), one.expected, one.actual)
        for one in checked.findings
        if one.rule in rules
    ]


def outcome(checked, rule):
    return next(result.outcome for result in checked.results if result.rule == rule)


def result_of(checked, rule):
    return next(result for result in checked.results if result.rule == rule)


def test_a_sound_report_passes_every_relation(report):
    checked = check(report("2021", SMALL))
    assert of(checked) == []
    assert {outcome(checked, rule) for rule in ("R1", "R2", "R3", "R4", "R6")} == {Outcome.PASSED}
    assert outcome(checked, "R7") is Outcome.NOT_ASSESSABLE  # the 2021 form has no such relation


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        (
            {"requests.granted.natural_person": 8},
            [
                ("R1", "requests.granted.total", "error", 10, 9),
                ("R2", "requests.results_total.natural_person", "error", 8, 7),
            ],
        ),
        (
            {"requests.new_received.total": 21},
            [
                ("R1", "requests.new_received.total", "error", 12, 21),
                ("R3", "requests.carried_out.total", "error", 21, 12),
            ],
        ),
        (
            {"requests.results_total.business": 3},
            [
                ("R1", "requests.results_total.total", "error", 10, 9),
                ("R2", "requests.results_total.business", "error", 2, 3),
                ("R3", "requests.carried_out.business", "error", 2, 3),
            ],
        ),
        (
            {"requests.carried_out.natural_person": 4, "requests.carried_out.total": 4},
            [
                ("R3", "requests.carried_out.natural_person", "error", 10, 11),
                ("R3", "requests.carried_out.total", "error", 12, 13),
            ],
        ),
        ({"remedies.review.total": 0}, [("R4", "remedies.review.total", "error", 3, 0)]),
        ({"remedies.after.pending": 1}, [("R4", "remedies.after.total", "error", 1, 0)]),
        (
            {
                "proactive.art20_1.rules.issued": 5,
                "proactive.art20_1.rules.repealed": 1,
                "proactive.art20_1.rules.in_force": 3,
            },
            [("R6", "proactive.art20_1.rules.in_force", "warning", 4, 3)],
        ),
    ],
)
def test_a_wrong_cell_breaks_just_the_relations_it_stands_in(report, alter, changed, found):
    checked = check(alter(report("2021", SMALL), changed))
    assert of(checked) == found
    assert all(outcome(checked, rule) is Outcome.FAILED for rule, *_ in found)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (
            {
                "proactive.art20_5.licensing.items_last_year": 3,
                "proactive.art20_5.licensing.items_change": -4,
            },
            [("R6", "proactive.art20_5.licensing.items_change", "warning", 0, -1)],
        ),
        (
            {
                "proactive.art20_1.normative_documents.newly_published": 20,
                "proactive.art20_1.normative_documents.total_public": 19,
            },
            [("R7", "proactive.art20_1.normative_documents.total_public", "warning", 20, 19)],
        ),
    ],
)
def test_stocks_of_the_2019_form(report, values, found):
    assert of(check(report("2019", values))) == found


def test_the_advice_names_the_one_cell_that_explains_all(report, alter):
    checked = check(alter(report("2021", SMALL), {"requests.granted.natural_person": 8}))
    advices = {str(one.advice) for one in checked.findings if one.rule in ("R1", "R2")}
    assert advices == {
        "把“（一）予以公开”一行“自然人”一列由 8 改为 7，就能使有关的各项关系同时成立，请先核对这一格。"
    }


def test_no_cell_is_named_where_several_would_do(report, alter):
    checked = check(alter(report("2021", SMALL), {"remedies.review.total": 5}))
    assert [str(one.advice) for one in checked.findings if one.rule == "R4"] == ["请核对该类案件各格与总计。"]


def test_two_separate_mistakes_each_get_their_cell(report, alter):
    broken = alter(
        report("2021", SMALL),
        {"requests.granted.natural_person": 8, "requests.new_received.business": 3},
    )
    advices = {one.where: str(one.advice) for one in check(broken).findings if one.rule in ("R1", "R2", "R3")}
    assert "由 8 改为 7" in advices["requests.granted.total"]
    assert "由 3 改为 2" in advices["requests.new_received.total"]


def test_a_blank_total_is_derived_and_used_further(report, alter):
    blank = {"requests.granted.total": None, "requests.results_total.total": None}
    checked = check(alter(report("2021", SMALL), blank))
    assert of(checked) == [
        ("R1", "requests.granted.total", "warning", 9, None),
        ("R1", "requests.results_total.total", "warning", 9, None),
    ]
    assert outcome(checked, "R1") is Outcome.PASSED
    assert outcome(checked, "R3") is Outcome.PASSED


def test_a_row_of_blank_totals_is_derived_before_its_own_sum_is_asked(report, alter):
    columns = ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org")
    blank = {f"requests.results_total.{column}": None for column in columns}
    checked = check(alter(report("2021", SMALL), blank))
    assert of(checked) == [
        ("R2", "requests.results_total.natural_person", "warning", 7, None),
        ("R2", "requests.results_total.business", "warning", 2, None),
    ]
    assert outcome(checked, "R1") is Outcome.PASSED


def test_a_derived_total_that_breaks_another_relation_is_an_error_there(report, alter):
    changed = {"requests.results_total.total": None, "requests.results_total.business": 3}
    found = of(check(alter(report("2021", SMALL), changed)))
    assert ("R1", "requests.results_total.total", "warning", 10, None) in found
    assert ("R2", "requests.results_total.total", "error", 9, 10) in found


def test_a_stroke_in_place_of_a_total_counts_as_blank(report, alter):
    stroke = Cell("remedies.review.total", None, CellState.NOT_APPLICABLE, raw="/")
    checked = check(alter(report("2021", SMALL), {"remedies.review.total": stroke}))
    assert of(checked) == [("R4", "remedies.review.total", "warning", 3, None)]


def test_blank_parts_count_as_nought(report, alter):
    blanks = dict.fromkeys(
        [f"requests.new_received.{column}" for column in ("research", "public_welfare", "other_org")]
    )
    assert of(check(alter(report("2019", SMALL), blanks))) == []


def test_a_total_without_any_part_is_an_error(report, alter):
    blanks = dict.fromkeys(["remedies.review.upheld", "remedies.review.pending"])
    found = of(check(alter(report("2021", SMALL), blanks)))
    assert found == [("R4", "remedies.review.total", "error", 0, 3)]


@pytest.mark.parametrize("state", [CellState.MISSING, CellState.UNREADABLE])
def test_a_relation_with_a_cell_that_cannot_be_used_is_left_out_and_said(report, alter, state):
    path = "requests.granted.natural_person"
    checked = check(alter(report("2021", SMALL), {path: Cell(path, None, state)}))
    assert of(checked) == []
    first = result_of(checked, "R1")
    assert first.outcome is Outcome.PASSED
    assert str(first.reason) == "另有 1 处因单元格缺失或无法辨认而未核对。"


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (CellState.MISSING, "报告中没有“收到和处理政府信息公开申请情况”表。"),
        (CellState.BLANK, "“收到和处理政府信息公开申请情况”表中需要核对的各格都没有填写数字。"),
        (CellState.UNREADABLE, "“收到和处理政府信息公开申请情况”表中需要核对的单元格缺失或无法辨认。"),
    ],
)
def test_a_table_without_figures_never_passes(report, alter, state, reason):
    whole = report("2021", SMALL)
    empty = alter(whole, {path: Cell(path, None, state) for path in whole.format.requests.cell_paths()})
    checked = check(empty)
    for rule in ("R1", "R2", "R3"):
        assert result_of(checked, rule).outcome is Outcome.NOT_ASSESSABLE
        assert str(result_of(checked, rule).reason) == reason
    assert outcome(checked, "R4") is Outcome.PASSED


# -- any valid report --------------------------------------------------------------------------

FORMS = [*FORMATS, *VARIANTS]
COUNTS = st.integers(0, 60)


@st.composite
def valid_values(draw):
    """Figures that obey every relation: results drawn, new worked out from the rest."""
    form = draw(st.sampled_from(FORMS))
    values: dict[str, int] = {}
    for column in form.requests.column_ids[:-1]:
        results = {row: draw(COUNTS) for row in form.result_rows}
        done, out = sum(results.values()), draw(COUNTS)
        carried_in = draw(st.integers(0, done + out))
        rows = results | {
            "carried_in": carried_in,
            "carried_out": out,
            "new_received": done + out - carried_in,
        }
        values |= {f"requests.{row}.{column}": figure for row, figure in rows.items()}
    for block in form.remedies.row_ids:
        for part in ("upheld", "corrected", "other", "pending"):
            values[f"remedies.{block}.{part}"] = draw(COUNTS)
    return form, values


SLOW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@SLOW
@given(valid_values())
def test_a_valid_report_has_no_error(report, drawn):
    form, values = drawn
    checked = check(report(form.id, values, variant=form.variant))
    assert [one for one in checked.findings if one.severity is Severity.ERROR] == []
    assert {outcome(checked, rule) for rule in ("R1", "R2", "R3", "R4", "R5")} == {Outcome.PASSED}


@SLOW
@given(valid_values(), st.data())
def test_changing_one_cell_breaks_exactly_the_relations_around_it(report, alter, drawn, data):
    form, values = drawn
    whole = report(form.id, values, variant=form.variant)
    paths = [path for path in form.cell_paths() if path.startswith(("requests.", "remedies."))]
    path = data.draw(st.sampled_from(paths))
    more = data.draw(st.integers(1, 9))
    found = {(rule, where) for rule, where, *_ in of(check(alter(whole, {path: whole.number(path) + more})))}
    assert found == around(form, path)


def around(form, path: str) -> set[tuple[str, str]]:
    """The relations of the official form that a cell stands in, by its place alone."""
    *_, row, column = path.split(".")
    if path.startswith("remedies."):
        return {("R4", f"remedies.{row}.total")}
    broken = {("R1", f"requests.{row}.total")}
    if row in (*form.result_rows, "results_total"):
        broken.add(("R2", f"requests.results_total.{column}"))
    if row in ("new_received", "carried_in", "results_total", "carried_out"):
        broken.add(("R3", f"requests.carried_out.{column}"))
    return broken


@SLOW
@given(valid_values(), st.data())
def test_leaving_totals_blank_never_makes_an_error(report, alter, drawn, data):
    form, values = drawn
    whole = report(form.id, values, variant=form.variant)
    totals = [path for path in form.cell_paths() if path.endswith(".total") and "proactive" not in path]
    blank = data.draw(st.lists(st.sampled_from(totals), unique=True))
    blank = [path for path in blank if "carried" not in path and "new_received" not in path]
    checked = check(alter(whole, dict.fromkeys(blank)))
    assert [one for one in checked.findings if one.severity is Severity.ERROR] == []
    warned = {one.where for one in checked.findings if one.rule in ("R1", "R4")}
    assert warned == {path for path in blank if whole.number(path)}
