"""The same figures side by side: bases, changes, both forms, and what is no figure."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yangguang.annualreport.comparing import Change, compare
from yangguang.annualreport.comparing_page import comparison_page
from yangguang.annualreport.formats import FORMATS, VARIANTS
from yangguang.annualreport.mapping import LINKS_2019_2021, Comparability, find
from yangguang.annualreport.model import CellState, Certainty, Money
from yangguang.annualreport.reading.json import report_from_json
from yangguang.translation import language

NEW = "requests.new_received.total"
MADE = "proactive.art20_1.normative_documents.made_this_year"
ISSUED = "proactive.art20_1.normative_documents.issued"
OTHER = "requests.other_handling.total"


def test_the_years_of_one_body_follow_each_other_and_change_from_year_to_year(office_report):
    reports = [
        office_report("平江县信访局", year, figures={NEW: n})
        for year, n in ((2023, 90), (2021, 40), (2022, 60))
    ]
    comparison = compare(reports)
    assert [column.year for column in comparison.columns] == [2021, 2022, 2023]
    assert [column.base for column in comparison.columns] == [None, 0, 1]
    assert comparison.row(NEW).changes == (
        None,
        Change(20, Decimal("50.0")),
        Change(30, Decimal("50.0")),
    )


def test_bodies_of_one_year_are_compared_with_the_first_named(office_report):
    reports = [
        office_report(name, 2022, figures={NEW: n}) for name, n in (("甲县", 8), ("乙县", 9), ("丙县", 4))
    ]
    comparison = compare(reports)
    assert [column.base for column in comparison.columns] == [None, 0, 0]
    assert comparison.row(NEW).changes == (None, Change(1, Decimal("12.5")), Change(-4, Decimal("-50.0")))


def test_years_and_bodies_together_keep_each_body_with_itself(office_report):
    reports = [
        office_report(name, year)
        for year in (2022, 2021)
        for name in ("宁夏回族自治区信访局", "平江县信访局")
    ]
    reports.append(office_report("宁夏信访局", 2023))
    comparison = compare(reports)
    assert [(column.agency[:2], column.year, column.base) for column in comparison.columns] == [
        ("宁夏", 2021, None),
        ("宁夏", 2022, 0),
        ("宁夏", 2023, 1),
        ("平江", 2021, None),
        ("平江", 2022, 3),
    ]


def test_one_third_is_rounded_half_up_to_a_tenth_of_a_per_cent(office_report):
    comparison = compare(
        [office_report("甲县", 2021, figures={NEW: 3}), office_report("甲县", 2022, figures={NEW: 4})]
    )
    assert comparison.row(NEW).changes[1] == Change(1, Decimal("33.3"))
    comparison = compare(
        [office_report("甲县", 2021, figures={NEW: 8}), office_report("甲县", 2022, figures={NEW: 5})]
    )
    assert comparison.row(NEW).changes[1] == Change(-3, Decimal("-37.5"))


def test_nothing_has_a_per_cent_of_zero(office_report):
    comparison = compare([office_report("甲县", 2021), office_report("甲县", 2022, figures={NEW: 4})])
    assert comparison.row(NEW).changes[1] == Change(4, None)


@pytest.mark.parametrize(
    ("before", "change"),
    [
        (0, Change(5, None)),
        (CellState.BLANK, Change(5, None)),
        (CellState.NOT_APPLICABLE, None),
        (CellState.UNREADABLE, None),
        (CellState.MISSING, None),
    ],
)
def test_only_a_blank_counts_as_zero_for_a_change(office_report, before, change):
    address = "requests.granted.natural_person"
    comparison = compare(
        [
            office_report("甲县", 2021, figures={address: before}),
            office_report("甲县", 2022, figures={address: 5}),
        ]
    )
    row = comparison.row(address)
    assert row.changes[1] == change
    if isinstance(before, CellState):
        assert row.entries[0].value is None
        assert row.entries[0].state is before


def test_a_blank_total_is_compared_by_the_sum_of_its_parts(office_report):
    figures = {
        "requests.granted.natural_person": 4,
        "requests.granted.business": 3,
        "requests.granted.total": CellState.BLANK,
    }
    row = compare([office_report("甲县", 2021, figures=figures), office_report("甲县", 2022)]).row(
        "requests.granted.total"
    )
    assert row.entries[0].value == 7
    assert row.entries[0].derived
    assert row.changes[1] == Change(-7, Decimal("-100.0"))


def test_a_blank_total_with_an_unreadable_part_is_not_zero(office_report):
    figures = {
        "requests.granted.natural_person": CellState.UNREADABLE,
        "requests.granted.total": CellState.BLANK,
    }
    row = compare([office_report("甲县", 2021, figures=figures), office_report("甲县", 2022)]).row(
        "requests.granted.total"
    )
    assert row.entries[0].value is None
    assert row.changes[1] is None


def test_made_and_issued_stand_in_one_row_that_says_they_are_near(office_report):
    comparison = compare(
        [
            office_report("甲县", 2020, "2019", figures={MADE: 20}),
            office_report("甲县", 2021, figures={ISSUED: 5}),
        ]
    )
    row = comparison.row(ISSUED)
    assert [entry.value for entry in row.entries] == [20, 5]
    assert row.comparability is Comparability.NEAR
    assert "口径相近" in row.note
    assert MADE not in [each.address for each in comparison.rows]


def test_other_handling_of_the_newer_form_is_the_sum_of_its_three_rows(office_report):
    three = {
        "requests.other_no_correction.total": 3,
        "requests.other_fee_unpaid.total": 2,
        "requests.other_misc.total": 1,
    }
    comparison = compare(
        [
            office_report("甲县", 2020, "2019", figures={OTHER: 4}),
            office_report("甲县", 2021, figures=three),
            office_report("甲县", 2022, variant="single-other", figures={OTHER: 9}),
        ]
    )
    row = comparison.row(OTHER)
    assert [entry.value for entry in row.entries] == [4, 6, 9]
    assert row.comparability is Comparability.SUMMED
    assert [entry.in_form for entry in comparison.row("requests.other_misc.total").entries] == [
        False,
        True,
        False,
    ]
    assert [entry.value for _, entry in comparison.series(OTHER)] == [4, 6, 9]


def test_other_handling_is_there_even_when_all_reports_have_three_rows(office_report):
    row = compare([office_report("甲县", 2021, figures={"requests.other_misc.total": 2})]).row(OTHER)
    assert row.entries[0].value == 2
    assert len(row.entries[0].paths) == 3


def test_what_the_newer_form_dropped_is_not_zero_but_absent(office_report):
    comparison = compare([office_report("甲县", 2020, "2019"), office_report("甲县", 2021)])
    row = comparison.row("proactive.art20_1.rules.total_public")
    assert row.entries[1].in_form is False
    assert row.entries[1].value is None
    assert row.changes[1] is None
    assert row.comparability is Comparability.ONE_FORM
    assert "不能互相比较" in row.note


def test_money_is_compared_in_yuan(office_report):
    path = "proactive.art20_9.procurement.procurement_amount"
    reports = [
        office_report("甲县", 2019, "2019", figures={path: Money("137.41 万", Decimal("1374100.00"))}),
        office_report("甲县", 2020, "2019", figures={path: Money("1374200元", Decimal(1374200))}),
    ]
    row = compare(reports).row(path)
    assert row.changes[1] == Change(Decimal("100.00"), Decimal("0.0"))
    assert compare(reports).to_json()["rows"][13]["unit"] in ("yuan", "count")


def test_an_amount_in_words_is_no_figure(office_report):
    path = "proactive.art20_9.procurement.procurement_amount"
    reports = [office_report("甲县", y, "2019", figures={path: Money("若干", None)}) for y in (2019, 2020)]
    row = compare(reports).row(path)
    assert row.entries[0].value is None
    assert row.changes[1] is None


def test_rows_keep_the_order_of_the_form_and_tables_stay_together(office_report):
    comparison = compare([office_report("甲县", 2020, "2019"), office_report("甲县", 2021)])
    tables = [row.address.rsplit(".", 2)[0] for row in comparison.rows]
    assert list(dict.fromkeys(tables)) == [
        "proactive.art20_1",
        "proactive.art20_5",
        "proactive.art20_6",
        "proactive.art20_8",
        "proactive.art20_9",
        "requests",
        "remedies",
    ]
    assert tables == sorted(tables, key=list(dict.fromkeys(tables)).index)
    addresses = [row.address for row in comparison.rows]
    assert len(set(addresses)) == len(addresses)
    assert addresses.index(OTHER) < addresses.index("requests.other_no_correction.natural_person")


def test_an_address_of_no_form_is_a_key_error(office_report):
    with pytest.raises(KeyError):
        compare([office_report("甲县", 2021)]).row("requests.nothing.total")


def test_no_reports_make_an_empty_comparison():
    comparison = compare([])
    assert comparison.columns == ()
    assert comparison.rows == ()


def test_every_link_speaks_of_cells_that_exist():
    old, new = (set(form.cell_paths()) for form in FORMATS)
    for link in LINKS_2019_2021:
        assert any(path == link.old or path.startswith(f"{link.old}.") for path in old), link.old
        assert all(path in new for path in link.new), link.new
    unmapped = {path for path in old - new if not find(path, FORMATS[1]).note}
    assert unmapped == set()


def test_every_difference_between_the_forms_has_a_reason():
    for form in (*FORMATS, *VARIANTS):
        for other in (*FORMATS, *VARIANTS):
            for address in form.cell_paths():
                source = find(address, other)
                assert source.paths or source.note, (form.id, other.id, address)


def test_json_keeps_integers_and_says_what_is_no_figure(office_report):
    reports = [
        office_report("甲县", 2020, "2019", figures={NEW: CellState.NOT_APPLICABLE}),
        office_report("甲县", 2021, figures={NEW: 3, "proactive.art20_8.fees.amount": Decimal("1.50")}),
    ]
    data = json.loads(json.dumps(compare(reports).to_json()))
    rows = {row["address"]: row for row in data["rows"]}
    assert rows[NEW]["values"] == [None, 3]
    assert rows[NEW]["states"] == ["not_applicable", "printed"]
    assert rows["proactive.art20_8.fees.amount"]["values"] == [None, "1.50"]
    assert rows["proactive.art20_8.fees.amount"]["states"] == ["not_in_form", "printed"]
    assert rows["proactive.art20_8.fees.amount"]["unit"] == "wan_yuan"
    assert data["reports"][1] == {
        "agency": "甲县",
        "year": 2021,
        "format": "2021",
        "file": "甲县2021.docx",
        "compared_with": 0,
    }


class _Page(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.loads += [value for name, value in attrs if name in ("src", "href")]
        if tag not in ("meta", "br", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def test_the_page_stands_alone_and_its_names_are_text_not_markup(office_report):
    reports = [
        office_report("<script>甲&县</script>", year, figures={NEW: 12345 + year}) for year in (2021, 2022)
    ]
    page = _Page(comparison_page(compare(reports)))
    assert page.open == []
    assert page.loads == []
    assert "script" not in page.tags
    assert page.tags.count("caption") == 6
    text = "".join(page.text)
    assert "<script>甲&县</script> 2021" in text
    assert "14\u2009366" in text
    assert "+1（+0.0%）" in text


def test_the_page_tells_blank_and_not_applicable_from_zero(office_report):
    figures = {"remedies.review.upheld": CellState.BLANK, "remedies.review.other": CellState.NOT_APPLICABLE}
    page = comparison_page(
        compare([office_report("甲县", 2021, figures=figures), office_report("甲县", 2022)])
    )
    assert "空白" in page
    assert "不适用" in page


def test_the_page_says_which_figures_were_read_with_doubt(office_report):
    doubtful = office_report("甲县", 2021, figures={NEW: 4})
    page = comparison_page(compare([doubtful]))
    assert "存疑" not in page
    doubtful.cells[NEW] = replace(doubtful.cells[NEW], certainty=Certainty.DOUBTFUL)
    assert page != comparison_page(compare([doubtful]))
    assert "（存疑）" in comparison_page(compare([doubtful]))


def test_the_page_is_marked_as_english_for_english_readers(office_report):
    with language("en"):
        page = comparison_page(compare([office_report("甲县", 2021)]))
    assert '<html lang="en">' in page


def test_real_years_of_one_office_stand_side_by_side(shared_reports):
    truths = sorted((shared_reports / "truth").glob("*pingtan*.json"))
    reports = [report_from_json(json.loads(path.read_text("utf-8"))) for path in truths]
    comparison = compare(reversed(reports))
    assert [column.year for column in comparison.columns] == [2019, 2020, 2023, 2025]
    assert [entry.value for _, entry in comparison.series(NEW)] == [23, 21, 81, 154]
    assert [str(change.percent) for change in comparison.row(NEW).changes[1:]] == ["-8.7", "285.7", "90.1"]
    assert [entry.value for _, entry in comparison.series(OTHER)] == [0, 4, 2, 11]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_figure_of_every_report_stands_in_its_column(any_report, data):
    reports = data.draw(st.lists(any_report(), min_size=1, max_size=3))
    comparison = compare(reports)
    assert len(comparison.columns) == len(reports)
    by_key = {(report.agency, report.year, report.format.id, id(report)): report for report in reports}
    rows = {row.address: row for row in comparison.rows}
    for report in by_key.values():
        for path, cell in report.cells.items():
            shown = [
                entry
                for address, row in rows.items()
                for entry in row.entries
                if address == path or path in entry.paths
            ]
            figures = {entry.value for entry in shown if path in entry.paths and len(entry.paths) == 1}
            if cell.state is CellState.PRINTED:
                assert cell.number in figures


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_change_is_the_difference_of_the_two_figures_or_is_not_there(any_report, data):
    comparison = compare(data.draw(st.lists(any_report(), min_size=2, max_size=4)))
    for row in comparison.rows:
        for column, entry, change in zip(comparison.columns, row.entries, row.changes, strict=True):
            if column.base is None:
                assert change is None
                continue
            pair = (row.entries[column.base].counted, entry.counted)
            assert (change is None) == (None in pair)
            if change is not None:
                assert pair[0] + change.absolute == pair[1]
                assert (change.percent is None) == (pair[0] <= 0)
