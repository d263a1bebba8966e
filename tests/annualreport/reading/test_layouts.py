"""Reading does not depend on the shape: the same figures come out of every layout."""

from __future__ import annotations

import random

import layouts
import pytest

from yangguang.annualreport.formats import FORMATS, Format, Kind
from yangguang.annualreport.model import CellState, Certainty, Money
from yangguang.annualreport.reading import read

WRITTEN = {
    "plain": lambda text: text,
    "dash": lambda text: "—" if text == "0" else text,
    "full_width": lambda text: text.translate({48 + i: 0xFF10 + i for i in range(10)}),
}


def valid_figures(form: Format, seed: int) -> dict[str, str]:
    """Figures that satisfy every relation, some rows empty as in most offices."""
    rng = random.Random(seed)  # noqa: S311 - the figures of a test
    figures: dict[str, int] = {}
    columns = form.requests.column_ids[:-1]
    for row in form.result_rows:
        busy = rng.random() < 0.5
        for column in columns:
            likely = busy and (column == "natural_person" or rng.random() < 0.2)
            figures[f"requests.{row}.{column}"] = rng.randint(1, 400) if likely else 0
    for column in columns:
        done = sum(figures[f"requests.{row}.{column}"] for row in form.result_rows)
        left = rng.randint(0, 9) if done else 0
        before = rng.randint(0, min(9, done + left)) if column == "natural_person" else 0
        figures[f"requests.results_total.{column}"] = done
        figures[f"requests.carried_out.{column}"] = left
        figures[f"requests.carried_in.{column}"] = before
        figures[f"requests.new_received.{column}"] = done + left - before
    for row in form.requests.row_ids:
        figures[f"requests.{row}.total"] = sum(figures[f"requests.{row}.{column}"] for column in columns)
    for block in form.remedies.row_ids:
        parts = [rng.randint(0, 30) if rng.random() < 0.4 else 0 for _ in range(4)]
        for column, number in zip(form.remedies.column_ids, [*parts, sum(parts)], strict=True):
            figures[f"remedies.{block}.{column}"] = number
    written = {path: str(number) for path, number in figures.items()}
    for table in form.proactive:
        for row in table.rows:
            for column in table.columns:
                written[f"{table.path}.{row.id}.{column.id}"] = _figure(column.kind, rng)
    return written


def _figure(kind: Kind, rng: random.Random) -> str:
    if kind is Kind.MONEY:
        return f"{rng.randint(1, 9000)}.{rng.randint(10, 99)}万元"
    if kind is Kind.WAN_YUAN:
        return f"{rng.randint(0, 9000)}.{rng.randint(100, 999)}"
    return str(rng.randint(0, 20 if kind is Kind.CHANGE else 4000))


def shown(value: object) -> str:
    return value.text if isinstance(value, Money) else str(0 if value is None else value)


def plain(text: str) -> str:
    return "0" if text == "—" else text.translate({0xFF10 + i: 48 + i for i in range(10)})


def differences(form: Format, figures: dict[str, str], report: object) -> dict[str, tuple[str, str]]:
    cells = report.cells  # type: ignore[attr-defined]
    return {
        path: (shown(cells[path].value), plain(text))
        for path, text in figures.items()
        if plain(shown(cells[path].value)) != plain(text)
    }


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.id)
@pytest.mark.parametrize("writing", WRITTEN)
@pytest.mark.parametrize("shape", [name for name in layouts.TEXTS if name != "run_together"])
def test_every_text_layout_gives_the_same_figures(form: Format, shape: str, writing: str) -> None:
    for seed in range(3):
        figures = {path: WRITTEN[writing](text) for path, text in valid_figures(form, seed).items()}
        text = layouts.TEXTS[shape](form, 2020 if form.id == "2019" else 2024, figures)
        report = read(text.encode(), name="report.txt")
        assert differences(form, figures, report) == {}
        assert report.format is form
        assert report.agency == "云溪市档案局"
        assert [section.number for section in report.sections] == [1, 2, 3, 4, 5, 6]
        assert report.repairs == ()


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.id)
@pytest.mark.parametrize("writing", WRITTEN)
def test_digits_that_ran_together_are_cut_by_the_relations(form: Format, writing: str) -> None:
    for seed in range(5):
        figures = {path: WRITTEN[writing](text) for path, text in valid_figures(form, seed).items()}
        text = layouts.run_together(form, 2020 if form.id == "2019" else 2024, figures)
        report = read(text.encode(), name="report.txt")
        wrong = differences(form, figures, report)
        certain = {p for p in wrong if report.cells[p].certainty in (Certainty.CERTAIN, Certainty.REPAIRED)}
        assert certain == set(), "a figure that is not doubtful must be right"


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.id)
@pytest.mark.parametrize("writing", WRITTEN)
def test_a_page_with_chrome_and_merged_cells_gives_the_same_figures(form: Format, writing: str) -> None:
    figures = {path: WRITTEN[writing](text) for path, text in valid_figures(form, 7).items()}
    report = read(layouts.page(form, 2024, figures).encode(), name="report.html")
    assert differences(form, figures, report) == {}
    assert [section.number for section in report.sections] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("shape", ["tabs", "cut_pages", "markdown"])
def test_an_empty_cell_is_blank_and_a_printed_zero_is_zero(shape: str) -> None:
    form = FORMATS[1]
    figures = {path: "" if text == "0" else text for path, text in valid_figures(form, 1).items()}
    zero = "requests.new_received.total"
    text = layouts.TEXTS[shape](form, 2024, figures)
    report = read(text.encode(), name="report.txt")
    for path, printed in figures.items():
        state = report.cells[path].state
        assert state is (CellState.PRINTED if printed else CellState.BLANK), path
    assert report.cells[zero].state is CellState.PRINTED
    assert not [finding for finding in report.reading if finding.rule == "READ"]


def test_a_dash_is_not_applicable_and_not_blank() -> None:
    form = FORMATS[1]
    figures = {path: "/" if text == "0" else text for path, text in valid_figures(form, 1).items()}
    report = read(layouts.tabs(form, 2024, figures).encode(), name="report.txt")
    strokes = {path for path, text in figures.items() if text == "/"}
    assert strokes
    assert {report.cells[path].state for path in strokes} == {CellState.NOT_APPLICABLE}
