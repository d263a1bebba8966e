"""Table three counted from requests: every cell against a count by hand, and the relations of the form."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yangguang.annualreport.formats import FORMATS, format_for_year
from yangguang.annualreport.formats.instances import instances
from yangguang.cases.models import Case
from yangguang.law.outcomes import OUTCOMES, outcome, row
from yangguang.requests.counting import behind, count_table
from yangguang.requests.models import ApplicantKind

pytestmark = pytest.mark.django_db

START = date(2022, 12, 1)
days = st.integers(0, 430).map(lambda n: START + timedelta(days=n))


@st.composite
def requests(draw):
    received = draw(st.none() | days)
    took = draw(st.none() | st.integers(0, 60))
    code = draw(st.sampled_from([one.code.value for one in OUTCOMES]))
    closed = None if took is None else (received or START) + timedelta(days=took)
    return received, closed, code if closed else "", draw(st.sampled_from(ApplicantKind.values))


def make(agency, drawn) -> None:
    now = "2024-06-01T00:00:00+08:00"
    Case.objects.bulk_create(
        Case(
            agency=agency, procedure_id="request", year=2023, serial=n, number=f"X{agency.pk}-{n}", title="t",
            state_id="answered" if closed else "in_progress", is_open=closed is None, arrived_at=now,
            received_on=received, closed_on=closed, outcome_id=code, category=kind, last_hash="0" * 64,
            created_at=now, changed_at=now,
        )
        for n, (received, closed, code, kind) in enumerate(drawn, start=1)
    )  # fmt: skip


def by_hand(drawn, form, year: int, row_id: str, column: str) -> int:
    first, last = date(year, 1, 1), date(year, 12, 31)

    def counts(received, closed, code) -> bool:
        if received is None or received > last or (closed and closed < first):
            return False
        is_answered = closed is not None and closed <= last
        return {
            "new_received": received >= first,
            "carried_in": received < first,
            "carried_out": not is_answered,
            "results_total": is_answered,
        }.get(row_id, is_answered and bool(code) and row(outcome(code), form.id) == row_id)

    return sum(counts(*rest) for *rest, kind in drawn if column in ("total", kind))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    drawn=st.lists(requests(), max_size=30),
    year=st.sampled_from([2022, 2023, 2024]),
    looked_at=st.lists(st.integers(0, 22 * 7 - 1), min_size=5, max_size=5),
)
@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.id)
def test_every_cell_is_what_one_would_count_by_hand(desk, form, drawn, year, looked_at):
    Case.objects.all().delete()
    make(desk.cast.bureau, drawn)
    make(desk.cast.city, [(START, None, "", "business")] * 3)  # another's are not counted
    agencies = [desk.cast.bureau.pk]
    counts = count_table(agencies, year, form)
    assert list(counts) == list(form.requests.cell_paths())
    for path, number in counts.items():
        row_id, column = path.split(".")[1:]
        assert number == by_hand(drawn, form, year, row_id, column), path
    for path in [list(counts)[n] for n in looked_at]:
        assert counts[path] == behind(agencies, year, form, path).count(), path
    for relation in form.relations:
        if relation.table == form.requests.path:
            for one in instances(relation, form.requests):
                left, right = (sum(counts[p] for p in side.plus) for side in (one.left, one.right))
                assert left == right, one


def test_a_year_carries_over_what_the_next_one_takes_in(desk):
    desk.receives("甲", on="2023-12-20")
    answered = desk.receives("乙", on="2023-12-21", applicant_kind="business")
    desk.does(answered, "answer", on="2024-01-05", outcome="provide", how="附后")
    agencies = [desk.cast.bureau.pk]
    before, after = (count_table(agencies, year, format_for_year(year)) for year in (2023, 2024))
    assert before["requests.carried_out.natural_person"] == after["requests.carried_in.natural_person"] == 1
    assert before["requests.carried_out.business"] == after["requests.carried_in.business"] == 1
    assert after["requests.granted.business"] == after["requests.results_total.total"] == 1
    assert after["requests.carried_out.total"] == 1


def test_what_was_never_received_counts_nowhere(desk):
    make(desk.cast.bureau, [(None, date(2023, 5, 1), "withdrawn", "business"), (None, None, "", "business")])
    assert not any(count_table([desk.cast.bureau.pk], 2023, format_for_year(2023)).values())


def test_an_address_of_another_table_is_refused(desk):
    with pytest.raises(KeyError):
        behind([1], 2023, format_for_year(2023), "remedies.review.upheld")


def test_counting_asks_twice_however_many_there_are(desk, django_assert_num_queries):
    make(desk.cast.bureau, [(START + timedelta(days=n), None, "", "business") for n in range(50)])
    with django_assert_num_queries(2):
        count_table([desk.cast.bureau.pk], 2023, format_for_year(2023))
