"""Table four counted from cases: every cell against a count by hand, one cell a year."""

from __future__ import annotations

import importlib
from collections import Counter
from datetime import date, timedelta

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support_remedies import answered, enters, says

from yangguang.annualreport.formats import FORMATS, format_for_year
from yangguang.annualreport.formats.instances import instances
from yangguang.cases import engine
from yangguang.cases.actor import Actor
from yangguang.cases.models import Case
from yangguang.cases.refused import WrongFacts
from yangguang.law.remedy_results import RESULT_BY_CODE, ResultCode
from yangguang.remedies.counting import behind, count_table
from yangguang.remedies.models import Block, EarlierJudgment
from yangguang.requests.counting import count_table as count_requests

pytestmark = pytest.mark.django_db
START = date(2022, 11, 1)
YEARS = (2021, 2022, 2023, 2024, 2025)


@st.composite
def remedies(draw):
    received = START + timedelta(days=draw(st.integers(0, 500)))
    took = draw(st.none() | st.integers(-20, 700))
    code = draw(st.sampled_from(ResultCode)).value
    decided = None if took is None else received + timedelta(days=took)
    return received, decided, code if decided else "", draw(st.sampled_from(Block)).value


def make(agency, drawn) -> None:
    now = "2024-06-01T00:00:00+08:00"
    Case.objects.bulk_create(
        Case(
            agency=agency, procedure_id="review" if block == "review" else "suit", year=2023, serial=n,
            number=f"X{agency.pk}-{n}", title="t", state_id="decided" if decided else "under_review",
            is_open=decided is None, arrived_at=now, received_on=received, closed_on=decided, outcome_id=code,
            category=block, last_hash="0" * 64, created_at=now, changed_at=now,
        )
        for n, (received, decided, code, block) in enumerate(drawn, start=1)
    )  # fmt: skip


def cell_of(received, decided, code, block, year) -> str:
    """The cell in which a year counts a case, by the words of the form; empty where in none."""
    if decided is not None and decided.year == year:
        return f"remedies.{block}.{RESULT_BY_CODE[code].column.value}"
    if received.year <= year and (decided is None or decided.year > year):
        return f"remedies.{block}.pending"
    return ""


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(remedies(), max_size=25), year=st.sampled_from(YEARS))
@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.id)
def test_every_cell_is_what_one_would_count_by_hand(desk, form, drawn, year):
    Case.objects.all().delete()
    make(desk.cast.bureau, drawn)
    make(desk.cast.city, [(START, None, "", "review")] * 2)  # another's are not counted
    agencies = [desk.cast.bureau.pk]
    counts = count_table(agencies, year, form)
    assert list(counts) == list(form.remedies.cell_paths())
    by_hand = Counter(cell for one in drawn if (cell := cell_of(*one, year)))
    for path, number in counts.items():
        row, column = path.split(".")[1:]
        if column == "total":
            assert number == sum(n for cell, n in by_hand.items() if cell.startswith(f"remedies.{row}."))
        else:
            assert number == by_hand[path], path
    for path in ("remedies.review.upheld", "remedies.after.pending", "remedies.direct.total"):
        assert counts[path] == behind(agencies, year, form, path).count(), path
    for relation in form.relations:
        if relation.table == form.remedies.path:
            for one in instances(relation, form.remedies):
                left, right = (sum(counts[p] for p in side.plus) for side in (one.left, one.right))
                assert left == right, one


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=remedies())
def test_a_case_is_in_one_cell_a_year_at_most_and_among_the_results_of_one_year(desk, one):
    Case.objects.all().delete()
    make(desk.cast.bureau, [one])
    form = format_for_year(2023)
    results = 0
    for year in YEARS:
        counts = count_table([desk.cast.bureau.pk], year, form)
        cells = {path: n for path, n in counts.items() if n and not path.endswith(".total")}
        assert sum(cells.values()) <= 1
        results += sum(n for path, n in cells.items() if not path.endswith(".pending"))
    assert results == (one[1] is not None and one[1].year in YEARS)


def test_counting_asks_the_same_however_many_there_are(desk, django_assert_num_queries):
    make(desk.cast.bureau, [(START + timedelta(days=n), None, "", "review") for n in range(50)])
    with django_assert_num_queries(2):
        count_table([desk.cast.bureau.pk], 2023, format_for_year(2023))


def test_an_address_of_another_table_is_refused(desk):
    with pytest.raises(KeyError):
        behind([1], 2023, format_for_year(2023), "requests.granted.total")


def cells(desk, year: int) -> dict[str, int]:
    counts = count_table([desk.cast.bureau.pk], year, format_for_year(year))
    return {path.removeprefix("remedies."): n for path, n in counts.items() if n and "total" not in path}


def test_the_year_is_that_of_the_decision_not_of_its_arrival(desk):
    case = enters(desk, "review", on="2023-12-01", track="ordinary")
    desk.does(case, "decide", on="2024-01-05", **says("upheld", decided_on="2023-12-29"))
    assert (cells(desk, 2023), cells(desk, 2024)) == ({"review.upheld": 1}, {})


def test_a_suit_counts_once_over_its_instances(desk):
    case = enters(desk, "suit", on="2022-11-07")
    assert cells(desk, 2022) == {"direct.pending": 1}
    desk.does(case, "judge", on="2023-12-20", **says("dismissed", decided_on="2023-12-18"))
    assert (cells(desk, 2022), cells(desk, 2023)) == ({"direct.pending": 1}, {"direct.upheld": 1})
    desk.does(case, "appeal", on="2024-01-03", appellant="other", body="高级法院")
    # on 31 December the judgment stood; the appeal is a matter of the year in which it was lodged
    assert (cells(desk, 2023), cells(desk, 2024)) == ({"direct.upheld": 1}, {"direct.pending": 1})
    desk.does(case, "judge", on="2024-05-06", **says("revoked", decided_on="2024-04-30"))
    assert (cells(desk, 2023), cells(desk, 2024)) == ({"direct.upheld": 1}, {"direct.corrected": 1})
    assert (cells(desk, 2022), cells(desk, 2025)) == ({"direct.pending": 1}, {})


@pytest.mark.parametrize(
    ("judged", "appealed", "second", "expected"),
    [
        # judgment, appeal, judgment on appeal; the cell of 2023, 2024 and 2025 by hand
        ("2023-12-31", None, None, ("upheld", "", "")),  # within the time to appeal: 审结 all the same
        ("2024-01-01", None, None, ("pending", "upheld", "")),
        ("2023-11-01", "2023-11-10", None, ("pending", "pending", "pending")),
        ("2023-12-20", "2023-12-31", None, ("pending", "pending", "pending")),
        ("2023-12-20", "2024-01-01", None, ("upheld", "pending", "pending")),
        ("2023-12-20", "2024-01-01", "2024-12-31", ("upheld", "corrected", "")),
        ("2023-12-20", "2024-01-01", "2025-01-01", ("upheld", "pending", "corrected")),
        ("2023-10-10", "2023-10-20", "2023-12-31", ("corrected", "", "")),
        ("2023-10-10", "2023-10-20", "2024-01-02", ("pending", "corrected", "")),
    ],
)
def test_a_year_is_counted_as_it_stood_on_its_last_day(desk, judged, appealed, second, expected):
    case = enters(desk, "suit", on="2023-09-01")
    desk.does(case, "judge", on=judged, **says("dismissed", decided_on=judged))
    if appealed:
        desk.does(case, "appeal", on=appealed, appellant="other", body="高级法院")
    if second:
        desk.does(case, "judge", on=second, **says("revoked", decided_on=second))
    form = format_for_year(2023)
    for year, column in zip((2023, 2024, 2025), expected, strict=True):
        assert cells(desk, year) == ({f"direct.{column}": 1} if column else {}), year
        for name in ("upheld", "corrected", "other", "pending", "total"):
            found = behind([desk.cast.bureau.pk], year, form, f"remedies.direct.{name}").count()
            assert found == (name == column or (name == "total" and bool(column))), (year, name)


def test_remanded_twice_each_year_keeps_what_it_saw(desk):
    case = enters(desk, "suit", on="2021-09-01")
    for judged, appealed, back in (
        ("2021-12-20", "2022-01-04", "2022-03-01"),
        ("2022-12-20", "2023-01-04", "2023-03-01"),
    ):
        desk.does(case, "judge", on=judged, **says("dismissed", decided_on=judged))
        desk.does(case, "appeal", on=appealed, appellant="other", body="高级法院")
        desk.does(case, "judge", on=back, **says("remanded", decided_on=back))
    assert cells(desk, 2021) == cells(desk, 2022) == {"direct.upheld": 1}
    assert cells(desk, 2023) == cells(desk, 2024) == {"direct.pending": 1}


def test_an_appeal_entered_wrongly_and_taken_back_leaves_nothing(desk):
    case = enters(desk, "suit", on="2023-09-01")
    desk.does(case, "judge", on="2023-12-20", **says("dismissed", decided_on="2023-12-20", number="甲"))
    desk.does(case, "appeal", on="2024-01-03", appellant="other", body="高级法院")
    desk.does(case, "judge", on="2024-03-03", **says("revoked", decided_on="2024-03-03", number="乙"))
    for number in ("甲", "甲"):
        engine.undo(case, reason="误登", by=Actor.staff(desk.cast.drafter), at=case.changed_at)
        case.refresh_from_db()
        assert case.remedy.decision_number == number
    assert not case.earlier_judgments.exists()
    assert (cells(desk, 2023), cells(desk, 2024)) == ({"direct.upheld": 1}, {})


def test_what_was_appealed_before_is_filled_in_from_its_steps(desk):
    stays, undone = enters(desk, "suit", on="2023-09-01"), enters(desk, "suit", on="2023-09-02")
    for case in (stays, undone):
        desk.does(case, "judge", on="2023-12-20", **says("dismissed", decided_on="2023-12-19"))
        desk.does(case, "appeal", on="2024-01-03", appellant="other", body="高级法院")
    engine.undo(undone, reason="误登", by=Actor.staff(desk.cast.drafter), at=undone.changed_at)
    EarlierJudgment.objects.all().delete()
    fill = importlib.import_module("yangguang.remedies.migrations.0003_fill_earlier_judgments").fill
    fill(apps, None)
    fill(apps, None)
    kept = EarlierJudgment.objects.values_list("case", "outcome_id", "decided_on", "appealed_on")
    assert list(kept) == [(stays.pk, "dismissed", date(2023, 12, 19), date(2024, 1, 3))]


@pytest.mark.parametrize(
    ("step", "facts", "field"),
    [
        ("appeal", {"on": "2024-01-02", "appellant": "other", "body": "高级法院"}, "on"),
        ("judge", says("revoked", on="2024-02-20", decided_on="2024-01-09"), "decided_on"),
    ],
)
def test_an_appeal_lies_between_the_two_judgments(desk, step, facts, field):
    case = enters(desk, "suit", on="2023-09-01")
    desk.does(case, "judge", on="2024-01-03", **says("dismissed", decided_on="2024-01-03"))
    if step == "judge":
        desk.does(case, "appeal", on="2024-01-10", appellant="other", body="高级法院")
    told = dict(facts)
    with pytest.raises(WrongFacts) as refused:
        desk.does(case, step, day=told.pop("on"), on="2024-03-01", **told)
    assert field in refused.value.errors


def test_after_reconsideration_and_direct_are_told_apart(desk):
    request = answered(desk, on="2024-03-20", outcome="petition", after="2024-03-04")
    review = enters(desk, "review", on="2024-04-08", request=request)
    desk.does(review, "decide", on="2024-05-08", **says("upheld", decided_on="2024-05-07"))
    enters(desk, "suit", on="2024-05-20", request=request, review=review)
    enters(desk, "suit", on="2024-05-21", way="after", subject="别的")
    enters(desk, "suit", on="2024-05-22", way="direct", subject="别的", body_number="3")
    assert cells(desk, 2024) == {"review.upheld": 1, "after.pending": 2, "direct.pending": 1}


def test_a_request_answered_anew_is_one_application_with_one_result(desk):
    """Annual report, table three: nothing is carried over twice, the year of the first answer never changes."""
    request = answered(desk, on="2023-12-20", outcome="deny_process_info", after="2023-12-04")
    agencies = [desk.cast.bureau.pk]

    def table(year: int) -> dict[str, int]:
        counts = count_requests(agencies, year, format_for_year(year))
        return {
            path.removeprefix("requests."): n for path, n in counts.items() if n and path.endswith("total")
        }

    first = table(2023)
    assert first == {"new_received.total": 1, "denied_process_info.total": 1, "results_total.total": 1}
    case = enters(desk, "review", on="2024-01-08", request=request)
    desk.does(case, "decide", on="2024-02-05", **says("revoked", decided_on="2024-02-02", redo="redo"))
    assert (table(2023), table(2024)) == (first, {})
    request.refresh_from_db()
    desk.does(request, "answer", on="2024-03-01", outcome="provide", how="附后")
    assert (table(2023), table(2024)) == (first, {})
    assert cells(desk, 2024) == {"review.corrected": 1}
    assert cells(desk, 2023) == {}
