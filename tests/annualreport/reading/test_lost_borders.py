"""What a text lost — borders, blanks, the ends of long figures — leaves no figure certain and wrong."""

from __future__ import annotations

import re

import layouts
import pytest

from yangguang.annualreport.formats import FORMATS, Format
from yangguang.annualreport.model import Certainty
from yangguang.annualreport.reading import read

FORM = FORMATS[-1]


def figures(**others: str) -> dict[str, str]:
    return dict.fromkeys(FORM.cell_paths(), "0") | {
        at.replace("__", "."): text for at, text in others.items()
    }


def certain_and_wrong(text: str, printed: dict[str, str]) -> list[str]:
    report = read(text.encode(), name="年报.txt")
    cells = {path: cell for path, cell in report.cells.items() if cell.is_known}
    return [
        path
        for path, cell in cells.items()
        if cell.certainty is not Certainty.DOUBTFUL and cell.number != float(printed[path] or 0)
    ]


def test_figures_that_ran_together_without_their_blanks_are_not_certain() -> None:
    row = "proactive__art20_1__rules"
    printed = figures(
        **{f"{row}__issued": "", f"{row}__repealed": "", f"{row}__in_force": "348"},
        proactive__art20_6__penalty__decisions="",
    )
    text = layouts.run_together(FORM, 2023, printed)
    assert "规章348" in re.sub(r"\s", "", text)
    assert certain_and_wrong(text, printed) == []
    assert read(text.encode(), name="年报.txt").number("proactive.art20_6.coercion.decisions") == 0


def with_broken_figures(below: str) -> tuple[str, dict[str, str]]:
    """A row whose figures go on under themselves, as a narrow column breaks them."""
    row = "requests.granted"
    parts = [column.id for column in FORM.requests.columns]
    numbers = ["12345", "23456", "34567", "45678", "56789", "67890", "240725"]
    printed = figures() | {f"{row}.{part}": number for part, number in zip(parts, numbers, strict=True)}
    lines = layouts.single_blanks(FORM, 2023, printed).split("\n")
    at = next(i for i, line in enumerate(lines) if line.rstrip().endswith(" ".join(numbers)))
    lines[at] = lines[at].replace(" ".join(numbers), " ".join(number[:4] for number in numbers))
    rest = " ".join(number[4:] for number in numbers)
    return "\n".join([*lines[: at + 1], f"{below}{rest}", *lines[at + 1 :]]), printed


@pytest.mark.parametrize("below", ["", "内容 "])
def test_figures_that_a_narrow_column_broke_are_not_certain(below: str) -> None:
    text, printed = with_broken_figures(below)
    assert certain_and_wrong(text, printed) == []


def test_a_page_number_below_a_row_that_adds_up_casts_no_doubt() -> None:
    printed = figures()
    lines = layouts.single_blanks(FORM, 2023, printed).split("\n")
    at = next(i for i, line in enumerate(lines) if "部分公开" in line)
    report = read("\n".join([*lines[:at], "3", *lines[at:]]).encode(), name="年报.txt")
    assert report.cell("requests.granted.total").certainty is Certainty.CERTAIN


@pytest.mark.parametrize("below", ["5", "内容  5"])
def test_a_row_without_its_label_is_doubted_where_its_total_was_broken(below: str) -> None:
    columns = [column.id for column in FORM.requests.columns]
    numbers = ["100000", "9", "0", "0", "0", "6", "100015"]
    row = "requests.partially_granted"
    printed = figures() | {f"{row}.{one}": number for one, number in zip(columns, numbers, strict=True)}
    lines = layouts.single_blanks(FORM, 2023, printed).split("\n")
    at = next(i for i, line in enumerate(lines) if line.rstrip().endswith(" ".join(numbers)))
    lines[at : at + 1] = [" ".join(numbers)[:-1], below]
    text = "\n".join(lines)
    assert certain_and_wrong(text, printed) == []
    assert read(text.encode(), name="年报.txt").number(f"{row}.business") == 9


def test_the_ends_of_rows_on_the_next_line_leave_no_total_certain() -> None:
    """The last two figures of a row were set below it, and the row after it took them for its own."""
    columns = [column.id for column in FORM.requests.columns]
    rows = {"unavailable_needs_creation": "177 3 0 0 0 0 180", "unavailable_unclear": "19 0 0 0 0 0 19"}
    printed = figures()
    for row, numbers in rows.items():
        printed |= {f"requests.{row}.{c}": n for c, n in zip(columns, numbers.split(), strict=True)}
    lines = layouts.single_blanks(FORM, 2023, printed).split("\n")
    above, below = (
        next(i for i, line in enumerate(lines) if line.rstrip().endswith(n)) for n in rows.values()
    )
    lines[above] = lines[above].replace("177 3 0 0 0 0 180", "177 3 0 0 0")
    lines[below] = lines[below].replace("19 0 0 0 0 0 19", "19 0 0 0 0     0 180")
    text = "\n".join([*lines[: below + 1], "                    0 19", *lines[below + 1 :]])
    assert certain_and_wrong(text, printed) == []


def with_labels_behind(lines: list[str], labels: set[str]) -> list[str]:
    """Every row of section two with its label below its figures, one cell a line."""
    out: list[str] = []
    at = 0
    while at < len(lines):
        end = at + 1
        if lines[at].strip() in labels:
            while lines[end].strip().replace(".", "").isdigit():
                end += 1
        out += [*lines[at + 1 : end], lines[at]]
        at = end
    return out


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.id)
def test_figures_above_their_labels_are_read_but_not_certain(form: Format) -> None:
    counts = iter(range(11, 100))
    printed = dict.fromkeys(form.cell_paths(), "0")
    printed |= {path: str(next(counts)) for table in form.proactive for path in table.cell_paths()}
    labels = {row.label for table in form.proactive for row in table.rows}
    lines = layouts.one_cell_a_line(form, 2020 if form.id == "2019" else 2023, printed).split("\n")
    text = "\n".join(with_labels_behind(lines, labels))
    assert certain_and_wrong(text, printed) == []
    report = read(text.encode(), name="年报.txt")
    for table in form.proactive:
        for path in table.cell_paths():
            cell = report.cells[path]
            assert (cell.raw, cell.certainty) == (printed[path], Certainty.DOUBTFUL), path
