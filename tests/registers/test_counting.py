"""The figures are those that somebody would get who counts by hand."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yangguang.annualreport.figures import figure
from yangguang.annualreport.formats import FORMATS, Kind, format_by_id
from yangguang.annualreport.model import Money
from yangguang.offices.models import Agency
from yangguang.registers.counting import behind, counts, register_of, wan_yuan
from yangguang.registers.declared import REGISTERS
from yangguang.registers.models import Charge, Decision, Document, Item, Purchase

F2019, F2021 = format_by_id("2019"), format_by_id("2021")
AT = datetime(2026, 1, 20, tzinfo=UTC)


def proactive(form) -> set[str]:
    return {path for table in form.proactive for path in table.cell_paths()}


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.id)
def test_every_proactive_cell_has_exactly_one_source(form):
    given_paths = [
        path
        for register in REGISTERS
        for gives in register.gives
        if gives.form == form.id
        for path in gives.paths.values()
    ]
    assert sorted(given_paths) == sorted(proactive(form))


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.id)
def test_kinds_are_rows(form):
    for register in REGISTERS:
        for gives in register.gives:
            if register.kinds:
                assert set(gives.rows) <= set(register.kinds.values)


# --- by hand ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "year", "expected"),
    [
        ({}, 2023, (0, 0, 0)),
        ({}, 2024, (1, 0, 1)),
        ({}, 2025, (0, 0, 1)),
        ({"ended_on": "2024-12-31", "ended_by": "废止"}, 2024, (1, 1, 0)),
        # valid until 31 December: the first day without it is in the next year
        ({"ended_on": "2025-01-01", "ended_by": "有效期届满"}, 2024, (1, 0, 1)),
        ({"ended_on": "2025-01-01", "ended_by": "有效期届满"}, 2025, (0, 1, 0)),
        ({"ended_on": "2025-06-01", "ended_by": "宣布失效"}, 2025, (0, 1, 0)),
        ({"is_lead": "否"}, 2024, (0, 0, 0)),
        ({"issued_on": "2024-01-01", "published_on": ""}, 2024, (1, 0, 1)),
        ({"issued_on": "2024-12-31", "published_on": ""}, 2024, (1, 0, 1)),
        ({"issued_on": "2023-12-31", "published_on": ""}, 2024, (0, 0, 1)),
    ],
)
def test_a_document_in_the_form_of_2021(keeper, texts, year, expected):
    keeper.enters("documents", **texts)
    figures = counts([keeper.cast.bureau.pk], year, F2021)
    row = "proactive.art20_1.normative_documents"
    assert tuple(figures[f"{row}.{column}"] for column in ("issued", "repealed", "in_force")) == expected
    assert [value for path, value in figures.items() if not path.startswith(row)] == [0] * (len(figures) - 3)


@pytest.mark.parametrize(
    ("texts", "year", "expected"),
    [
        ({}, 2020, (1, 1, 1)),
        ({"published_on": ""}, 2020, (1, 0, 0)),
        ({"published_on": "2021-01-04"}, 2020, (1, 0, 0)),
        ({"ended_on": "2020-12-01", "ended_by": "废止"}, 2020, (1, 1, 0)),
        ({"issued_on": "2019-05-01"}, 2020, (0, 1, 1)),
    ],
)
def test_a_document_in_the_form_of_2019(keeper, texts, year, expected):
    keeper.enters(
        "documents", **({"kind": "规章", "issued_on": "2020-03-01", "published_on": "2020-03-05"} | texts)
    )
    figures = counts([keeper.cast.bureau.pk], year, F2019)
    row = "proactive.art20_1.rules"
    columns = ("made_this_year", "newly_published", "total_public")
    assert tuple(figures[f"{row}.{column}"] for column in columns) == expected


@pytest.mark.parametrize(
    ("starts", "ends", "last_year", "change"),
    [
        ("2018-01-01", "", 1, 0),
        ("2019-12-31", "", 1, 0),
        ("2020-01-01", "", 0, 1),
        ("2018-01-01", "2020-12-31", 1, 0),  # its last day is the last day of the year
        ("2018-01-01", "2020-12-30", 1, -1),
        ("2018-01-01", "2019-12-31", 1, -1),
        ("2018-01-01", "2019-12-30", 0, 0),
        ("2020-02-01", "2020-08-01", 0, 0),
        ("2021-01-01", "", 0, 0),
    ],
)
def test_an_item_in_the_form_of_2019(keeper, starts, ends, last_year, change):
    keeper.enters("items", kind="行政强制", valid_from=starts, valid_until=ends)
    figures = counts([keeper.cast.bureau.pk], 2020, F2019)
    assert figures["proactive.art20_6.coercion.items_last_year"] == last_year
    assert figures["proactive.art20_6.coercion.items_change"] == change
    found = behind([keeper.cast.bureau.pk], 2020, F2019, "proactive.art20_6.coercion.items_change")
    assert found is not None
    assert found.count() == abs(change)


def test_decisions_are_added_not_entries(keeper):
    keeper.enters("decisions", decided_on="2024-05", quantity="216")
    keeper.enters("decisions", decided_on="2024-12-31", reference="云罚〔2024〕1号", quantity="")
    keeper.enters("decisions", decided_on="2025-01-01")
    keeper.enters("decisions", kind="行政许可", decided_on="2024-01-01", quantity="3")
    figures = counts([keeper.cast.bureau.pk], 2024, F2021)
    assert figures["proactive.art20_6.penalty.decisions"] == 217
    assert figures["proactive.art20_5.licensing.decisions"] == 3
    assert figures["proactive.art20_6.coercion.decisions"] == 0


def test_fees_are_ten_thousand_yuan_to_the_fen(keeper):
    keeper.enters("charges", amount="0.10", reference="1")
    keeper.enters("charges", amount="0.20", reference="2")
    keeper.enters("charges", amount="3164410000", reference="3")
    keeper.enters("charges", amount="5", charged_on="2023-12", reference="4")
    amount = counts([keeper.cast.bureau.pk], 2024, F2021)["proactive.art20_8.fees.amount"]
    assert amount == Decimal("316441.00003")
    assert isinstance(amount, Decimal)
    assert str(counts([keeper.cast.bureau.pk], 2022, F2021)["proactive.art20_8.fees.amount"]) == "0"


def test_procurement_is_money_in_words_and_yuan(keeper):
    keeper.enters("procurement", amount="1374100", reference="1")
    keeper.enters("procurement", amount="66400.50", reference="2")
    figures = counts([keeper.cast.bureau.pk], 2020, F2019)
    assert figures["proactive.art20_9.procurement.procurement_count"] == 2
    amount = figures["proactive.art20_9.procurement.procurement_amount"]
    assert amount == Money("144.05005万元", Decimal("1440500.50"))
    assert figure(amount.text, Kind.MONEY).value.yuan == amount.yuan
    nothing = counts([keeper.cast.bureau.pk], 2019, F2019)["proactive.art20_9.procurement.procurement_amount"]
    assert nothing == Money("0", Decimal(0))


@pytest.mark.parametrize(
    ("yuan", "words"),
    [("137400.00", "13.74"), ("500000.00", "50"), ("0.01", "0.000001"), ("0", "0"), ("100000000", "10000")],
)
def test_ten_thousand_yuan_in_words(yuan, words):
    assert f"{wan_yuan(Decimal(yuan)):f}" == words


# --- against a naive count --------------------------------------------------------------------

DAYS = st.integers(0, 5 * 365).map(lambda days: date(2018, 1, 1) + timedelta(days=days))


@st.composite
def lives(draw):
    starts = draw(DAYS)
    ends = draw(st.none() | st.integers(0, 900).map(lambda days: starts + timedelta(days=days)))
    return starts, ends


@st.composite
def documents(draw):
    issued, ended = draw(lives())
    published = draw(st.none() | st.integers(0, 500).map(lambda days: issued + timedelta(days=days)))
    return {
        "kind": draw(st.sampled_from(["rules", "normative_documents"])),
        "issued_on": issued,
        "published_on": published,
        "ended_on": ended,
        "ended_by": "repealed" if ended else "",
        "is_lead": draw(st.booleans()),
    }


@st.composite
def items(draw):
    starts, ends = draw(lives())
    kinds = ["licensing", "other_services", "penalty", "coercion", "fees"]
    return {"kind": draw(st.sampled_from(kinds)), "valid_from": starts, "valid_until": ends}


DECISIONS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["licensing", "other_services", "penalty", "coercion"]),
        "decided_on": DAYS,
        "quantity": st.integers(1, 10**6),
    }
)
FEN = st.integers(1, 10**12).map(lambda fen: Decimal(fen) / 100)
CHARGES = st.fixed_dictionaries({"charged_on": DAYS, "amount": FEN})
PURCHASES = st.fixed_dictionaries({"bought_on": DAYS, "amount": FEN})
numbers = count()


def kept(model, agency: int, facts: dict):
    return model(agency_id=agency, changed_at=AT, fingerprint="x", key=f"{next(numbers)}", **facts)


def naive(year: int, form, entries: dict[str, list[dict]]) -> dict[str, object]:
    """Counting by hand: one entry after another, no database."""
    first, last, before = date(year, 1, 1), date(year, 12, 31), date(year - 1, 12, 31)
    found: dict[str, object] = defaultdict(int)
    for one in entries["documents"]:
        if not one["is_lead"]:
            continue
        row = f"proactive.art20_1.{one['kind']}"
        stands = one["ended_on"] is None or one["ended_on"] > last
        found[f"{row}.issued"] += first <= one["issued_on"] <= last
        found[f"{row}.made_this_year"] += first <= one["issued_on"] <= last
        found[f"{row}.repealed"] += one["ended_on"] is not None and first <= one["ended_on"] <= last
        found[f"{row}.in_force"] += one["issued_on"] <= last and stands
        public = one["published_on"]
        found[f"{row}.newly_published"] += public is not None and first <= public <= last
        found[f"{row}.total_public"] += public is not None and public <= last and stands
    tables = {"licensing": 5, "other_services": 5, "penalty": 6, "coercion": 6, "fees": 8}

    def holds(one: dict, day: date) -> bool:
        return one["valid_from"] <= day and (one["valid_until"] is None or one["valid_until"] >= day)

    for one in entries["items"]:
        row = f"proactive.art20_{tables[one['kind']]}.{one['kind']}"
        found[f"{row}.items_last_year"] += holds(one, before)
        found[f"{row}.items_change"] += holds(one, last) - holds(one, before)
    for one in entries["decisions"]:
        if first <= one["decided_on"] <= last:
            found[f"proactive.art20_{tables[one['kind']]}.{one['kind']}.decisions"] += one["quantity"]
    collected = sum(
        (one["amount"] for one in entries["charges"] if one["charged_on"].year == year), Decimal(0)
    )
    found["proactive.art20_8.fees.amount"] = collected / 10_000
    bought = [one["amount"] for one in entries["purchases"] if one["bought_on"].year == year]
    found["proactive.art20_9.procurement.procurement_count"] = len(bought)
    found["proactive.art20_9.procurement.procurement_amount"] = sum(bought, Decimal(0))
    return {path: found[path] for path in proactive(form)}


@pytest.fixture
def two_agencies(db) -> tuple[int, int, int]:
    made = [Agency.objects.create(name=name, level="city", kind="department") for name in "甲乙丙"]
    return tuple(agency.pk for agency in made)  # type: ignore[return-value]


MODELS = {
    "documents": Document,
    "items": Item,
    "decisions": Decision,
    "charges": Charge,
    "purchases": Purchase,
}
ENTRIES = st.fixed_dictionaries(
    {
        "documents": st.lists(documents(), max_size=12),
        "items": st.lists(items(), max_size=12),
        "decisions": st.lists(DECISIONS, max_size=8),
        "charges": st.lists(CHARGES, max_size=8),
        "purchases": st.lists(PURCHASES, max_size=8),
    }
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries=ENTRIES, spread=st.randoms(use_true_random=False))
def test_counts_are_those_of_counting_by_hand(two_agencies, entries, spread):
    for model in MODELS.values():
        model.objects.all().delete()
    for name, model in MODELS.items():
        counted = [kept(model, spread.choice(two_agencies[:2]), facts) for facts in entries[name]]
        elsewhere = [kept(model, two_agencies[2], facts) for facts in entries[name]]
        model.objects.bulk_create([*counted, *elsewhere])
    stock: dict[str, dict[str, int]] = {}
    for form in FORMATS:
        for year in range(2018, 2024):
            figures = counts(two_agencies[:2], year, form)
            plain = {
                path: value.yuan if isinstance(value, Money) else value for path, value in figures.items()
            }
            assert plain == naive(year, form, entries)
            for path, value in plain.items() if year == 2020 else ():
                found = behind(two_agencies[:2], year, form, path)
                assert found is not None
                assert bool(value) <= found.exists()  # a change of 0 may have entries that came and went
            check_relations(form, year, plain, stock.setdefault(form.id, {}))


def check_relations(form, year: int, plain: dict, before: dict) -> None:
    """R6 and X2 of the sheets hold, whatever stands in the registers."""
    for path, value in plain.items():
        row, _, column = path.rpartition(".")
        if column == "in_force":
            assert value >= plain[f"{row}.issued"] - plain[f"{row}.repealed"]  # R6
            if row in before:
                assert value == before[row] + plain[f"{row}.issued"] - plain[f"{row}.repealed"]  # X2
            before[row] = value
        if column == "items_last_year":
            now = value + plain[f"{row}.items_change"]
            assert now >= 0  # R6
            if row in before:
                assert value == before[row]  # X2
            before[row] = now
    if form.id == "2019":  # R8
        row = "proactive.art20_9.procurement"
        assert bool(plain[f"{row}.procurement_count"]) == bool(plain[f"{row}.procurement_amount"])


# --- cost and sources ---------------------------------------------------------------------------


@pytest.mark.parametrize(("form", "year", "most"), [(F2019, 2020, 4), (F2021, 2024, 3)], ids=["2019", "2021"])
def test_a_report_costs_one_query_a_register(keeper, form, year, most):
    agencies = [keeper.cast.bureau.pk]
    for number in range(3):
        agency = Agency.objects.create(name=f"第{number}局", level="city", kind="department")
        agencies.append(agency.pk)
        for register in REGISTERS:
            keeper.enters(register.id, agency=agency)
    with CaptureQueriesContext(connection) as queries:
        counts(agencies, year, form)
    assert len(queries) == most


def test_behind_a_cell_are_its_entries(keeper):
    mine = keeper.enters("documents")
    keeper.enters("documents", kind="规章", number="云政令1")
    keeper.enters("documents", number="云信规〔2024〕2号", agency=keeper.cast.school)
    path = "proactive.art20_1.normative_documents.issued"
    found = behind([keeper.cast.bureau.pk], 2024, F2021, path)
    assert list(found) == [mine]
    assert register_of(F2021, path).id == "documents"


@pytest.mark.parametrize(
    "path", ["requests.new_received.total", "proactive.art20_9.procurement.procurement_count", "x"]
)
def test_a_cell_that_no_register_gives(cast, path):
    assert behind([cast.bureau.pk], 2024, F2021, path) is None
    assert register_of(F2021, path) is None


def test_no_agencies_are_noughts(db):
    assert set(counts([], 2024, F2021).values()) == {0}
