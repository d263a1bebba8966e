"""Table four counted from cases: every cell against a count by hand, one cell a year, one result ever."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support_remedies import answered, enters, says

from yangguang.annualreport.formats import FORMATS, format_for_year
from yangguang.annualreport.formats.instances import instances
from yangguang.cases.models import Case
from yangguang.law.remedy_results import RESULT_BY_CODE, ResultCode
from yangguang.remedies.counting import behind, count_table
from yangguang.remedies.models import Block
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


def test_counting_asks_once_however_many_there_are(desk, django_assert_num_queries):
    make(desk.cast.bureau, [(START + timedelta(days=n), None, "", "review") for n in range(50)])
    with django_assert_num_queries(1):
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
    assert (cells(desk, 2023), cells(desk, 2024)) == ({"direct.pending": 1}, {"direct.pending": 1})
    desk.does(case, "judge", on="2024-05-06", **says("revoked", decided_on="2024-04-30"))
    assert (cells(desk, 2023), cells(desk, 2024)) == ({"direct.pending": 1}, {"direct.corrected": 1})
    assert cells(desk, 2025) == {}


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
