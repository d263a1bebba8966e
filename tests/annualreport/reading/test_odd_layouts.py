"""Tables drawn in other ways than the form's give the same figures, or figures that are not certain."""

from __future__ import annotations

import random

import layouts
import odd_layouts
import pytest
from odd_layouts import PROACTIVE, REMEDIES, REQUESTS, plain

from yangguang.annualreport.formats import FORMATS, Format, Kind
from yangguang.annualreport.model import AnnualReport, CellState, Certainty, Money
from yangguang.annualreport.reading import read

WRITERS = {"page.html": odd_layouts.page, "page.md": odd_layouts.markdown}
SHAPES = (
    [(2, name) for name in PROACTIVE] + [(3, name) for name in REQUESTS] + [(4, name) for name in REMEDIES]
)
USUAL = {
    2: PROACTIVE["numbered_rows_and_remarks"],
    3: REQUESTS["each_row_its_own_table"],
    4: REMEDIES["rows_of_five"],
}
DRAWERS = {2: PROACTIVE, 3: REQUESTS, 4: REMEDIES}


def valid_figures(form: Format, seed: int) -> dict[str, str]:
    """Figures that satisfy every relation of tables three and four."""
    rng = random.Random(seed)  # noqa: S311 - the figures of a test
    parts = form.requests.column_ids[:-1]
    rows = {row: [rng.choice((0, 0, rng.randint(1, 400))) for _ in parts] for row in form.result_rows}
    done = [sum(column) for column in zip(*rows.values(), strict=True)]
    left = [rng.randint(0, 9) for _ in parts]
    rows |= {"results_total": done, "carried_out": left, "carried_in": [0] * len(parts)}
    rows["new_received"] = [a + b for a, b in zip(done, left, strict=True)]
    figures = {
        f"requests.{row}.{column}": str(number)
        for row, numbers in rows.items()
        for column, number in zip(form.requests.column_ids, [*numbers, sum(numbers)], strict=True)
    }
    for block in form.remedies.row_ids:
        numbers = [rng.randint(0, 30) for _ in range(4)]
        for column, number in zip(form.remedies.column_ids, [*numbers, sum(numbers)], strict=True):
            figures[f"remedies.{block}.{column}"] = str(number)
    for table in form.proactive:
        for row in table.rows:
            for column in table.columns:
                figures[f"{table.path}.{row.id}.{column.id}"] = _item(column.kind, rng)
    return figures


def _item(kind: Kind, rng: random.Random) -> str:
    if kind is Kind.MONEY:
        return f"{rng.randint(1, 9000)}.{rng.randint(10, 99)}万元"
    return str(rng.randint(0, 20 if kind is Kind.CHANGE else 4000))


def drawn(form: Format, figures: dict[str, str], part: int, name: str, file: str) -> AnnualReport:
    shapes = {**USUAL, part: DRAWERS[part][name]}
    year = 2020 if form.id == "2019" else 2024
    text = WRITERS[file](year, {number: shape(form, figures) for number, shape in shapes.items()})
    return read(text.encode(), name=file)


def shown(value: object) -> str:
    return value.text if isinstance(value, Money) else str(value)


def wrong(report: AnnualReport, figures: dict[str, str]) -> dict[str, tuple[str, str]]:
    cells = report.cells
    return {
        path: (shown(cells[path].value), text)
        for path, text in figures.items()
        if shown(cells[path].value) != text or cells[path].certainty is not Certainty.CERTAIN
    }


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.id)
@pytest.mark.parametrize("file", WRITERS)
@pytest.mark.parametrize(("part", "name"), SHAPES)
def test_every_figure_is_read_as_it_stands(form: Format, part: int, name: str, file: str) -> None:
    for seed in range(3):
        figures = valid_figures(form, seed)
        report = drawn(form, figures, part, name, file)
        assert wrong(report, figures) == {}
        assert not [finding for finding in report.reading if finding.rule in ("FORM", "READ")]
        assert [section.number for section in report.sections] == [1, 2, 3, 4, 5, 6]
        assert report.agency == "云溪市档案局"


@pytest.mark.parametrize("blank", ["", "—", "零"])
@pytest.mark.parametrize("file", WRITERS)
@pytest.mark.parametrize(("part", "name"), SHAPES)
def test_without_zeros_no_figure_is_wrong_and_certain(part: int, name: str, file: str, blank: str) -> None:
    form = FORMATS[1]
    if name == "rows_written_out" and blank != "—":
        pytest.skip("a list whose figures are left out is a list of words")
    for seed in range(3):
        figures = valid_figures(form, seed)
        written = {path: blank if text == "0" else text for path, text in figures.items()}
        report = drawn(form, written, part, name, file)
        for path, text in figures.items():
            cell = report.cells.get(path)
            if (
                cell is not None
                and cell.certainty is Certainty.CERTAIN
                and cell.state is not CellState.MISSING
            ):
                assert shown(cell.value or 0) == text, path


@pytest.mark.parametrize("file", WRITERS)
def test_an_error_of_the_office_stays_beside_a_further_column(file: str) -> None:
    form = FORMATS[1]
    figures = valid_figures(form, 1)
    figures["requests.granted.total"] = str(int(figures["requests.granted.total"]) + 1)
    report = drawn(form, figures, 3, "last_year_beside", file)
    assert wrong(report, figures) == {}


def test_a_column_that_the_edge_of_the_page_cut_through_is_not_blank() -> None:
    """The figures of 法律服务机构 are lost, and the two columns behind it with their heads."""
    form = FORMATS[1]
    figures = valid_figures(form, 1)
    rows = [
        plain(row.label, *(figures[f"requests.{row.id}.{c.id}"] for c in form.requests.columns[:4]), "")
        for row in form.requests.rows
    ]
    heads = plain("项目", *(column.label for column in form.requests.columns[:5]))
    parts = {2: USUAL[2](form, figures), 3: [[heads, *rows]], 4: USUAL[4](form, figures)}
    report = read(WRITERS["page.html"](2024, parts).encode(), name="page.html")
    for row in form.requests.row_ids:
        states = [report.cells[f"requests.{row}.{column}"].state for column in form.requests.column_ids]
        assert states == [CellState.PRINTED] * 4 + [CellState.MISSING] * 3


@pytest.mark.parametrize("file", WRITERS)
def test_rows_and_columns_that_are_not_in_the_file_are_named(file: str) -> None:
    form = FORMATS[1]
    figures = valid_figures(form, 1)

    def without_totals(*_: object) -> odd_layouts.Drawn:
        table = odd_layouts.with_subtotal(form, figures)[0]
        assert isinstance(table, list)
        kept = [row for row in REQUESTS["totals_first"](form, figures)[0] if isinstance(row, list)]
        return [[row[:-1] for row in kept if row[0][0] != "2.重复申请"]]

    parts = {2: USUAL[2](form, figures), 3: without_totals(), 4: USUAL[4](form, figures)}
    report = read(WRITERS[file](2024, parts).encode(), name=file)
    assert report.cells["requests.granted.total"].state is CellState.MISSING
    assert report.cells["requests.not_processed_repeat.business"].state is CellState.MISSING
    said = " ".join(str(finding.message) for finding in report.reading if finding.rule == "FORM")
    assert "总计" in said
    assert "重复申请" in said


@pytest.mark.parametrize("shape", ["tabs", "markdown", "one_cell_a_line"])
def test_a_second_report_in_the_file_is_said_and_not_mixed_in(shape: str) -> None:
    form = FORMATS[1]
    first, second = valid_figures(form, 1), valid_figures(form, 2)
    write = layouts.TEXTS[shape]
    text = write(form, 2023, first) + "\n\n" + write(form, 2024, second)
    report = read(text.encode(), name="two.txt")
    assert {p for p, t in first.items() if shown(report.cells[p].value) != t} == set()
    assert report.year == 2023
    assert [finding.rule for finding in report.reading if finding.where == ""] == ["FORM"]
    assert "2024" not in "".join(section.text for section in report.sections)
