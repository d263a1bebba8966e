"""Two years of a docket, counted by hand: every column of table four, in both forms, and what a statistician asks first.

Each line says what came, what became of it, and in which column it stands on 31 December 2023, 2024 and 2025.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from support_remedies import answered, enters, says

from yangguang.annualreport.formats import FORMATS
from yangguang.annualreport.formats.instances import instances
from yangguang.cases.models import Case
from yangguang.cases.refused import WrongFacts
from yangguang.law.remedy_results import RESULTS, Forum, RemedyColumn, results_of
from yangguang.offices.models import Agency
from yangguang.remedies.counting import behind, count_table

pytestmark = pytest.mark.django_db
YEARS = (2023, 2024, 2025)


@dataclass(frozen=True)
class Line:
    """One case: its row, the day of its copy, its steps as (step, day, facts), its column at the end of three years."""

    row: str
    on: str
    steps: tuple[tuple[str, str, dict[str, Any]], ...]
    stands: tuple[str, str, str]
    more: dict[str, Any] = field(default_factory=dict)


def decided(on: str, result: str, dated: str = "", **facts: Any) -> tuple[str, str, dict[str, Any]]:
    return ("decide", on, says(result, decided_on=dated or on, **facts))


def judged(on: str, result: str, dated: str = "", **facts: Any) -> tuple[str, str, dict[str, Any]]:
    return ("judge", on, says(result, decided_on=dated or on, **facts))


def appealed(on: str, appellant: str = "other") -> tuple[str, str, dict[str, Any]]:
    return ("appeal", on, {"appellant": appellant, "body": "高级法院"})


DOCKET = (
    # 行政复议
    Line("review", "2023-03-01", (decided("2023-04-20", "upheld"),), ("upheld", "", "")),
    Line("review", "2023-03-01", (decided("2023-04-20", "dismissed"),), ("upheld", "", "")),
    Line("review", "2023-03-01", (decided("2023-04-20", "revoked"),), ("corrected", "", "")),
    Line("review", "2023-12-29", (), ("pending", "pending", "pending")),
    Line("review", "2023-12-31", (decided("2024-01-02", "mediated"),), ("pending", "other", "")),
    Line("review", "2023-11-15", (decided("2024-01-05", "withdrawn", "2023-12-31"),), ("other", "", "")),
    Line("review", "2023-11-15", (decided("2024-01-02", "withdrawn", "2024-01-01"),), ("pending", "other", "")),
    Line("review", "2024-01-01", (decided("2024-12-31", "unlawful"),), ("", "corrected", "")),
    Line("review", "2024-12-31", (decided("2025-01-01", "to_act", redo="redo"),), ("", "pending", "corrected")),
    # 未经复议直接起诉
    Line("direct", "2023-03-01", (judged("2023-06-20", "rejected"),), ("other", "", "")),
    Line("direct", "2023-03-01", (judged("2023-06-20", "withdrawn"),), ("other", "", "")),
    Line("direct", "2023-03-01", (judged("2023-12-29", "dismissed"),), ("upheld", "", "")),  # appeal still possible
    Line(
        "direct",
        "2023-03-01",
        (judged("2023-12-29", "dismissed"), appealed("2024-01-08"), judged("2024-05-06", "revoked")),
        ("upheld", "corrected", ""),
    ),
    Line(
        "direct",
        "2023-03-01",
        (judged("2023-12-01", "revoked"), appealed("2023-12-11", "own"), judged("2024-05-06", "affirmed")),
        ("pending", "corrected", ""),
    ),
    Line(
        "direct",
        "2023-03-01",
        (judged("2023-12-01", "dismissed"), appealed("2023-12-11"), judged("2024-05-06", "remanded")),
        ("pending", "pending", "pending"),
    ),
    # 复议后起诉
    Line("after", "2023-12-29", (judged("2024-06-20", "dismissed"),), ("pending", "upheld", "")),
    Line("after", "2024-03-01", (judged("2025-02-20", "void"),), ("", "pending", "corrected")),
    Line(
        "after",
        "2024-03-01",
        (("suspend", "2024-04-01", {"cause": "等待解释"}), judged("2024-12-31", "terminated")),
        ("", "other", ""),
    ),
)  # fmt: skip
BY_HAND = {
    # upheld, corrected, other, pending, total
    (2023, "review"): (2, 1, 1, 3, 7),
    (2023, "direct"): (2, 0, 2, 2, 6),
    (2023, "after"): (0, 0, 0, 1, 1),
    (2024, "review"): (0, 1, 2, 2, 5),
    (2024, "direct"): (0, 2, 0, 1, 3),
    (2024, "after"): (1, 0, 1, 1, 3),
    (2025, "review"): (0, 1, 0, 1, 2),
    (2025, "direct"): (0, 0, 0, 1, 1),
    (2025, "after"): (0, 1, 0, 0, 1),
}
COLUMNS = ("upheld", "corrected", "other", "pending", "total")


def runs(desk, line: Line, number: int, agency: Agency | None = None) -> Case:
    forum = "review" if line.row == "review" else "suit"
    told = {"track": "ordinary", "body_number": f"{line.row}{number}", **line.more}
    if forum == "suit":
        told["way"] = line.row
    case = enters(
        desk, forum, on=line.on, agency=agency, by="root" if agency else "disclosure_office", **told
    )
    for step, on, facts in line.steps:
        desk.does(case, step, on=on, by="root" if agency else "disclosure_office", **facts)
    return case


def test_the_lines_and_the_table_by_hand_say_the_same():
    """Two counts by hand, so that a slip in one of them is found."""
    counted: Counter[tuple[int, str, str]] = Counter()
    for line in DOCKET:
        for year, column in zip(YEARS, line.stands, strict=True):
            if column:
                counted[year, line.row, column] += 1
                counted[year, line.row, "total"] += 1
    for (year, row), figures in BY_HAND.items():
        assert tuple(counted[year, row, column] for column in COLUMNS) == figures, (year, row)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: f"{form.id}{form.variant}")
def test_every_column_of_table_four(desk, form):
    cases = [runs(desk, line, number) for number, line in enumerate(DOCKET)]
    agencies = [desk.cast.bureau.pk]
    for year in YEARS:
        counts = count_table(agencies, year, form)
        for row in ("review", "direct", "after"):
            found = tuple(counts[f"remedies.{row}.{column}"] for column in COLUMNS)
            assert found == BY_HAND[year, row], (year, row)
            for column in COLUMNS:
                wanted = {
                    case.pk
                    for case, line in zip(cases, DOCKET, strict=True)
                    if line.row == row
                    and (told := line.stands[YEARS.index(year)])
                    and column in (told, "total")
                }
                opened = behind(agencies, year, form, f"remedies.{row}.{column}")
                assert set(opened.values_list("pk", flat=True)) == wanted, (year, row, column)
        for relation in form.relations:
            if relation.table == form.remedies.path:
                for one in instances(relation, form.remedies):
                    left, right = (sum(counts[p] for p in side.plus) for side in (one.left, one.right))
                    assert left == right, (year, one)


def test_what_was_pending_is_decided_or_pending_the_year_after(desk):
    """承接: nobody drops out of the docket between two years, and nobody comes in without a copy of that year."""
    cases = {runs(desk, line, number).pk: line for number, line in enumerate(DOCKET)}
    agencies, form = [desk.cast.bureau.pk], FORMATS[-1]

    def of(year: int, column: str) -> set[int]:
        found: set[int] = set()
        for row in ("review", "direct", "after"):
            found |= set(
                behind(agencies, year, form, f"remedies.{row}.{column}").values_list("pk", flat=True)
            )
        return found

    for year in (2023, 2024):
        assert of(year, "pending") <= of(year + 1, "total")
        came = {pk for pk, line in cases.items() if line.on.startswith(str(year + 1))}
        appealed_since = {pk for pk in of(year + 1, "total") if pk in of(year, "total") - of(year, "pending")}
        assert of(year + 1, "total") == of(year, "pending") | came | appealed_since
        assert all(any(step == "appeal" for step, *_ in cases[pk].steps) for pk in appealed_since)


COLUMN_OF = {
    "upheld": "upheld", "dismissed": "upheld",
    "revoked": "corrected", "changed": "corrected", "unlawful": "corrected", "void": "corrected", "to_act": "corrected",
    "mediated": "other", "withdrawn": "other", "rejected": "other", "not_accepted": "other", "terminated": "other",
    "other_result": "other",
}  # fmt: skip
"""年度报告格式四: 维持 is that the act stood, 纠正 that it did not, 其他 that nobody judged it."""


@pytest.mark.parametrize("row", ["review", "direct", "after"])
def test_every_result_in_every_row(desk, row):
    """The column that the clerk reads beside the result is the one in which the case is counted."""
    assert set(COLUMN_OF) == {one.code.value for one in RESULTS}
    forum = Forum.REVIEW if row == "review" else Forum.SUIT
    by_hand = Counter(COLUMN_OF[one.code.value] for one in results_of(forum))
    end: Callable[..., Any] = decided if row == "review" else judged
    for number, one in enumerate(results_of(forum)):
        redo = {"redo": "redo"} if one.code == "to_act" else {}
        runs(
            desk, Line(row, "2024-03-01", (end("2024-06-20", one.code.value, **redo),), ("", "", "")), number
        )
        assert one.column.value == COLUMN_OF[one.code.value]
    counts = count_table([desk.cast.bureau.pk], 2024, FORMATS[-1])
    for column in RemedyColumn:
        assert counts[f"remedies.{row}.{column.value}"] == by_hand[column.value]
    assert counts[f"remedies.{row}.total"] == sum(by_hand.values())


# --- several at once ---------------------------------------------------------------------------------


def cells(desk, year: int, *agencies: Agency) -> dict[str, int]:
    counts = count_table([one.pk for one in agencies or (desk.cast.bureau,)], year, FORMATS[-1])
    return {path.removeprefix("remedies."): n for path, n in counts.items() if n and "total" not in path}


def test_one_request_with_a_reconsideration_its_suit_and_a_third_partys_suit(desk):
    """Each case counts once, in its own row: 复议 1, 复议后起诉 1, 未经复议直接起诉 1 (the third party's)."""
    request = answered(desk, on="2024-03-20", outcome="partial", after="2024-03-04")
    review = enters(desk, "review", on="2024-04-08", request=request)
    desk.does(review, "decide", on="2024-05-08", **says("upheld", decided_on="2024-05-07"))
    enters(desk, "suit", on="2024-05-20", request=request, review=review, body_number="1")
    enters(
        desk, "suit", on="2024-05-21", request=request, way="direct", body_number="2",
        name="某公司", applicant_kind="business", identity_kind="", identity_number="", third_party="王小明",
    )  # fmt: skip
    assert cells(desk, 2024) == {"review.upheld": 1, "after.pending": 1, "direct.pending": 1}


def test_cases_joined_in_one_decision_count_one_by_one(desk):
    """合并审理: one paper with one number ends two cases; the form counts cases."""
    one, other = (enters(desk, "review", on="2024-03-04", body_number=number) for number in "甲乙")
    for case in (one, other):
        desk.does(case, "decide", on="2024-04-10", **says("upheld", decided_on="2024-04-09", number="决7号"))
    assert cells(desk, 2024) == {"review.upheld": 2}


def test_one_copy_entered_twice_is_refused(desk):
    enters(desk, "review", on="2024-03-04", body_number="甲")
    with pytest.raises(WrongFacts, match="已经登记过"):
        enters(desk, "review", on="2024-03-05", body_number=" 甲 ")
    assert cells(desk, 2024) == {"review.pending": 1}


def test_two_suits_after_one_reconsideration_are_two(desk):
    request = answered(desk, on="2024-03-20", outcome="petition", after="2024-03-04")
    review = enters(desk, "review", on="2024-04-08", request=request)
    desk.does(review, "decide", on="2024-05-08", **says("revoked", decided_on="2024-05-07"))
    for number, name in (("1", "王小明"), ("2", "某公司")):
        enters(desk, "suit", on="2024-05-20", request=request, review=review, body_number=number, name=name)
    assert cells(desk, 2024) == {"review.corrected": 1, "after.pending": 2}


def test_a_retrial_is_a_case_of_its_own_in_its_own_year(desk):
    first = enters(desk, "suit", on="2023-03-01", body_number="初")
    desk.does(first, "judge", on="2023-06-20", **says("dismissed", decided_on="2023-06-20"))
    again = enters(desk, "suit", on="2024-02-01", body_number="再", track="retrial")
    desk.does(again, "judge", on="2024-09-02", **says("revoked", decided_on="2024-09-02"))
    assert cells(desk, 2023) == {"direct.upheld": 1}
    assert cells(desk, 2024) == {"direct.corrected": 1}


def test_agencies_together_are_the_sum_of_each(desk):
    """A department and the body inside it that reports itself: together, and one by one."""
    inner = Agency.objects.create(
        name="信访接待中心", level="city", kind="department", parent=desk.cast.bureau
    )
    for number, line in enumerate(DOCKET):
        runs(desk, line, number, agency=inner if number % 2 else None)
    for year in YEARS:
        apart = Counter(cells(desk, year)) + Counter(cells(desk, year, inner))
        assert apart == Counter(cells(desk, year, desk.cast.bureau, inner))
        assert sum(apart.values()) == sum(BY_HAND[year, row][-1] for row in ("review", "direct", "after"))
