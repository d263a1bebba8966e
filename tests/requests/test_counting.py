"""Table three counted from requests: every cell against a count by hand, and the relations of the form."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support_office import at

from yangguang.annualreport.formats import FORMATS, format_for_year
from yangguang.annualreport.formats.instances import instances
from yangguang.cases.actor import Actor
from yangguang.cases.models import Case
from yangguang.law.outcomes import OUTCOMES, outcome, row
from yangguang.requests.counting import behind, count_table
from yangguang.requests.models import ApplicantKind
from yangguang.requests.splitting import split

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


def test_counting_asks_thrice_however_many_there_are(desk, django_assert_num_queries):
    make(desk.cast.bureau, [(START + timedelta(days=n), None, "", "business") for n in range(50)])
    with django_assert_num_queries(3):
        count_table([desk.cast.bureau.pk], 2023, format_for_year(2023))


# --- as the year stood when it ended -----------------------------------------------------------------


def table(desk, year: int) -> dict[str, int]:
    """The figures of the column 总计 that are not nought; and every cell opens as many cases as it counts."""
    form, agencies = format_for_year(year), [desk.cast.bureau.pk]
    counts = count_table(agencies, year, form)
    for path, number in counts.items():
        if path.endswith(".total"):
            assert behind(agencies, year, form, path).count() == number, path
    for relation in form.relations:
        if relation.table == form.requests.path:
            for one in instances(relation, form.requests):
                left, right = (sum(counts[p] for p in side.plus) for side in (one.left, one.right))
                assert left == right, one
    named = {path.removeprefix("requests.").removesuffix(".total"): n for path, n in counts.items() if n}
    return {name: n for name, n in named.items() if "." not in name}


def splits(desk, case, on: str, matter: str = "另一事项"):
    case.refresh_from_db()
    return split(case, matter, by=desk.cast.disclosure_office, at=at(on), version=case.version)


@pytest.mark.parametrize(
    ("received", "answered", "first", "second"),
    [
        # the year of the receipt and of the answer, by hand
        ("2023-12-31", "2023-12-31", {"new_received": 1, "granted": 1, "results_total": 1}, {}),
        (
            "2023-12-31",
            "2024-01-01",
            {"new_received": 1, "carried_out": 1},
            {"carried_in": 1, "granted": 1, "results_total": 1},
        ),
        ("2024-01-01", "2024-01-01", {}, {"new_received": 1, "granted": 1, "results_total": 1}),
        (
            "2023-12-29",
            None,
            {"new_received": 1, "carried_out": 1},
            {"carried_in": 1, "carried_out": 1},
        ),
    ],
)
def test_the_border_of_the_year(desk, received, answered, first, second):
    case = desk.receives(on=received)
    if answered:
        desk.does(case, "answer", on=answered, outcome="provide", how="附后")
    assert (table(desk, 2023), table(desk, 2024)) == (first, second)


def test_the_limit_runs_over_new_year_and_counts_in_neither(desk):
    """20 working days from Friday 29 December 2023: 2 January is the first, 26 January the nineteenth, 29 the twentieth."""
    case = desk.receives(on="2023-12-29")
    assert case.due_on == date(2024, 1, 29)
    desk.does(case, "answer", on="2024-01-29", outcome="not_exist", finding="经检索不存在")
    assert table(desk, 2023) == {"new_received": 1, "carried_out": 1}
    assert table(desk, 2024) == {"carried_in": 1, "unavailable_not_held": 1, "results_total": 1}


def test_given_up_withdrawn_and_never_paid_count_in_the_year_in_which_they_end(desk):
    case = desk.receives(on="2023-12-20")
    desk.does(case, "withdraw", on="2024-01-03", by=Actor.applicant())
    assert table(desk, 2023) == {"new_received": 1, "carried_out": 1}
    assert table(desk, 2024) == {"carried_in": 1, "other_misc": 1, "results_total": 1}


def test_handled_together_from_one_year_to_the_next_each_counts_once(desk):
    lead = desk.receives("甲", on="2023-12-20", applicant_mark="同一人")
    follower = desk.receives("乙", on="2023-12-21", applicant_mark="同一人")
    desk.does(lead, "merge", on="2024-01-03", follower=follower.number, reason="同类")
    assert table(desk, 2023) == {"new_received": 2, "carried_out": 2}
    desk.does(lead, "answer", on="2024-01-08", outcome="provide", how="附后")
    assert table(desk, 2023) == {"new_received": 2, "carried_out": 2}
    assert table(desk, 2024) == {"carried_in": 2, "granted": 2, "results_total": 2}


def test_a_matter_split_off_in_the_next_year_is_new_there(desk):
    """Else the year that is over would have received two, and hand on two where its report handed on one."""
    case = desk.receives("预算和决算", on="2023-12-20")
    before = table(desk, 2023)
    piece = splits(desk, case, "2024-01-03")
    assert table(desk, 2023) == before == {"new_received": 1, "carried_out": 1}
    assert table(desk, 2024) == {"carried_in": 1, "new_received": 1, "carried_out": 2}
    for one in (case, piece):
        desk.does(one, "answer", on="2024-01-08", outcome="provide", how="附后")
    assert table(desk, 2023) == before
    assert table(desk, 2024) == {"carried_in": 1, "new_received": 1, "granted": 2, "results_total": 2}
    assert table(desk, 2025) == {}


def test_a_matter_split_off_in_the_same_year_counts_by_its_receipt(desk):
    case = desk.receives("预算和决算", on="2023-12-20")
    splits(desk, case, "2023-12-22")
    assert table(desk, 2023) == {"new_received": 2, "carried_out": 2}
    assert table(desk, 2024) == {"carried_in": 2, "carried_out": 2}


def test_split_off_at_the_first_minute_of_the_new_year(desk):
    case = desk.receives("预算和决算", on="2023-12-29")
    case.refresh_from_db()
    split(case, "决算", by=desk.cast.disclosure_office, at=at("2024-01-01", 0, 1), version=case.version)
    assert table(desk, 2023) == {"new_received": 1, "carried_out": 1}
    assert table(desk, 2024) == {"carried_in": 1, "new_received": 1, "carried_out": 2}
