"""The relations choose: the only reading that fits is taken, several are reported, facts stay."""

from __future__ import annotations

import layouts
import planted

from yangguang.annualreport.figures import BLANK
from yangguang.annualreport.formats import FORMATS
from yangguang.annualreport.model import Certainty
from yangguang.annualreport.reading import read
from yangguang.annualreport.repair.readings import Reading, counts, readings_of
from yangguang.annualreport.repair.remedies import remedy_readings, settle_remedies
from yangguang.annualreport.repair.settle import Balance, settle

BALANCE = (Balance((("a", 1), ("b", 1), ("total", -1))),)


def row(*numbers: int) -> Reading:
    return Reading(counts([str(n) for n in numbers]))


def sums(name: str, reading: Reading) -> bool:
    *parts, last = reading.numbers
    return sum(part or 0 for part in parts) == last


def test_the_only_reading_that_balances_is_taken() -> None:
    a = [row(1, 10, 11), row(11, 0, 11)]
    settled = settle({"a": a, "b": [row(1, 1, 2)], "total": [row(12, 1, 13)]}, sums, BALANCE, 3)
    assert settled.chosen["a"].numbers == (11, 0, 11)
    assert settled.unique["a"]


def test_two_rows_are_settled_together() -> None:
    a = [row(1, 10, 11), row(11, 0, 11)]
    b = [row(2, 20, 22), row(22, 0, 22)]
    settled = settle({"a": a, "b": b, "total": [row(13, 20, 33)]}, sums, BALANCE, 3)
    assert settled.chosen["a"].numbers == (11, 0, 11)
    assert settled.chosen["b"].numbers == (2, 20, 22)
    assert settled.unique == {"a": True, "b": True, "total": True}


def test_readings_that_fit_alike_are_all_reported() -> None:
    a = [row(1, 0, 1), row(0, 1, 1)]
    settled = settle({"a": a, "b": [row(0, 0, 0)]}, sums, BALANCE, 3)
    assert not settled.unique["a"]
    assert {r.numbers for r in (settled.chosen["a"], *settled.others["a"])} == {(1, 0, 1), (0, 1, 1)}


def test_a_literal_row_is_never_changed_even_where_it_breaks_the_relation() -> None:
    settled = settle({"a": [row(1, 1, 3)], "b": [row(1, 1, 2)], "total": [row(9, 9, 18)]}, sums, BALANCE, 3)
    assert settled.chosen["a"].numbers == (1, 1, 3)
    assert settled.chosen["total"].numbers == (9, 9, 18)


def test_with_a_wrong_total_the_reading_that_breaks_least_is_taken() -> None:
    a = [row(1, 10, 11), row(11, 0, 11)]
    settled = settle({"a": a, "b": [row(1, 1, 2)], "total": [row(11, 1, 12)]}, sums, BALANCE, 3)
    assert settled.chosen["a"].numbers == (11, 0, 11)


def test_seven_cells_have_one_reading_whatever_they_say() -> None:
    cells = ["1", "2", "", "0", "/", "0", "9"]
    assert [reading.changes for reading in readings_of(cells, 7, last_is_sum=True)] == [0]


def test_no_figure_is_given_up_for_a_total_that_was_left_blank() -> None:
    a = readings_of(["", "3", "", "", ""], 4, last_is_sum=True)
    others = {"b": [row(1, 1, 0, 2)], "total": [row(4, 1, 0, 5)]}
    settled = settle({"a": a, **others}, sums, BALANCE, 4)
    assert settled.chosen["a"].numbers == (3, 0, 0, 0)
    assert settled.unique["a"]


def test_a_row_of_blanks_is_blank() -> None:
    assert readings_of([""] * 9, 7, last_is_sum=True) == [Reading((BLANK,) * 7)]


def remedies(text: str) -> tuple[tuple[int | None, ...], bool, bool]:
    texts = ["" if cell == "_" else cell for cell in text.split()]
    choice = settle_remedies(remedy_readings(texts, 3, 5), 15, texts)
    return choice.reading.numbers, choice.unique, bool(choice.changed)


def test_fifteen_cells_are_taken_as_they_stand_even_with_a_wrong_total() -> None:
    numbers, unique, changed = remedies("10 1 0 0 0 0 0 0 0 0 5 0 0 0 0")
    assert numbers[4] == 0
    assert unique
    assert not changed


def test_a_sixteenth_cell_is_dropped_where_the_relations_leave_one_way() -> None:
    numbers, unique, changed = remedies("1 0 0 0 1 0 0 0 0 0 0 0 0 0 1 1")
    assert numbers == (1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1)
    assert unique
    assert changed


def test_an_empty_sixteenth_cell_under_no_head_is_ignored() -> None:
    numbers, unique, changed = remedies("_ _ _ _ _ 1 0 14 0 15 0 0 0 0 0 0")
    assert numbers == (0, 0, 0, 0, 0, 1, 0, 14, 0, 15, 0, 0, 0, 0, 0)
    assert unique
    assert not changed


def test_a_sixteenth_cell_that_can_be_dropped_in_several_ways_is_not_decided() -> None:
    _, unique, _ = remedies("0 0 0 0 0 0 0 0 0 0 1 0 1 0 0 1")
    assert not unique


def test_a_word_in_table_four_shifts_no_figure() -> None:
    cells = ["5", "见附表", "0", "2", "7", *["0"] * 10]
    body = "".join(f"<td>{cell}</td>" for cell in cells)
    form = FORMATS[1]
    figures = dict.fromkeys(form.cell_paths(), "0")
    page = layouts.page(form, 2024, figures).replace(f"<tr>{'<td>0</td>' * 15}</tr>", f"<tr>{body}</tr>")
    report = read(page.encode(), name="report.html")
    review = [report.cells[f"remedies.review.{column}"].value for column in form.remedies.column_ids]
    assert review == [5, 0, 0, 2, 7]  # the sum leaves 0 for the word
    assert report.cells["remedies.review.corrected"].certainty is Certainty.REPAIRED
    assert report.number("remedies.direct.total") == 0


def test_as_many_figures_as_columns_are_the_row_whatever_blanks_stand_beside() -> None:
    cells = ["0", "0", "0", "0", "1", *["0"] * 10, ""]
    choice = settle_remedies(remedy_readings(cells, 3, 5), 15, cells)
    assert choice.reading.numbers[:5] == (0, 0, 0, 0, 1), (
        "the office's total stays, though nothing is above it"
    )
    assert not choice.changed


def test_as_many_digits_as_columns_are_one_figure_each() -> None:
    choice = settle_remedies(remedy_readings(["100030000000000"], 3, 5), 15, ["100030000000000"])
    assert choice.reading.numbers == (1, 0, 0, 0, 3, *[0] * 10)
    assert choice.unique


def test_two_wide_figures_that_touch_are_cut_where_the_row_adds_up() -> None:
    cells = ["20619", "2553", "6687", "2482", "4765", "849645602"]
    (reading,) = readings_of(cells, 7, last_is_sum=True)
    assert reading.numbers == (20619, 2553, 6687, 2482, 4765, 8496, 45602)


def test_a_row_is_never_filled_with_digits_that_do_not_stand_in_it() -> None:
    form = FORMATS[1]
    figures = planted.figures(form, 3, "metropolis", "cell")
    report = read(layouts.run_together(form, 2024, figures).encode(), name="r.txt")
    row = [report.cells[f"requests.unavailable_not_held.{column}"] for column in form.requests.column_ids]
    office = [int(figures[cell.path]) for cell in row]
    assert all(
        cell.certainty is Certainty.DOUBTFUL or cell.value == n for cell, n in zip(row, office, strict=True)
    )
