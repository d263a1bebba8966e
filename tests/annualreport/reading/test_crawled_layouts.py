"""What programs make of web pages is read as it stands, and a file that was cut off as far as it goes."""

from __future__ import annotations

import crawled_layouts
import odd_layouts
import planted
import pytest
from converted_layouts import proactive, remedies, report, requests, tables
from odd_layouts import cell, plain

from yangguang.annualreport.checking import check
from yangguang.annualreport.errors import NotAnAnnualReport
from yangguang.annualreport.formats import FORMATS, Format
from yangguang.annualreport.model import AnnualReport, CellState, Certainty, Money
from yangguang.annualreport.reading import read

FORM_2019, FORM_2021 = FORMATS[:2]


def year_of(form: Format) -> int:
    return 2020 if form.id == "2019" else 2024


def read_text(text: str) -> AnnualReport:
    return read(text.encode(), name="r.txt")


def shown(report: AnnualReport, path: str) -> str:
    value = report.cells[path].value
    return value.text if isinstance(value, Money) else "" if value is None else str(value)


def wrong(report: AnnualReport, figures: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Cells that are not certainly what stands in the file."""
    certain = Certainty.CERTAIN
    return {
        path: (shown(report, path), text)
        for path, text in figures.items()
        if shown(report, path) != text or report.cells[path].certainty is not certain
    }


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.id)
@pytest.mark.parametrize("error", ["", "row", "carried", "remedies"])
@pytest.mark.parametrize("shape", crawled_layouts.SHAPES)
def test_figures_and_errors_are_read_as_they_stand(form: Format, shape: str, error: str) -> None:
    if (shape, error) == ("fifteen_names", "remedies"):
        pytest.skip("figures in another order that do not add up are doubtful")
    for size in ("village", "county"):
        figures = planted.figures(form, 1, size, error)
        found = read_text(crawled_layouts.SHAPES[shape](form, year_of(form), figures))
        assert wrong(found, figures) == {}, size
        rules = {finding.rule for finding in check(found).findings} & {"R1", "R2", "R3", "R4"}
        assert rules == {rule for rule, _ in planted.broken(form, figures)}
        assert [section.number for section in found.sections] == [1, 2, 3, 4, 5, 6]
        assert [text for n in (2, 3, 4) for text in found.sections[n - 1].paragraphs] == []


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.id)
@pytest.mark.parametrize("shape", crawled_layouts.STROKED)
def test_an_empty_cell_between_strokes_is_blank(form: Format, shape: str) -> None:
    figures = {
        path: "" if text == "0" else text for path, text in planted.figures(form, 2, "village").items()
    }
    found = read_text(crawled_layouts.SHAPES[shape](form, year_of(form), figures))
    assert {path for path, text in figures.items() if shown(found, path) != text} == set()
    blank = {found.cells[path].state for path, text in figures.items() if not text}
    assert blank == {CellState.BLANK}


@pytest.mark.parametrize("sign", ["-", "--", "/", "——"])
def test_a_dash_on_a_line_of_its_own_is_a_cell(sign: str) -> None:
    figures = {
        path: sign if text == "0" else text for path, text in planted.figures(FORM_2021, 1, "village").items()
    }
    found = read_text(
        report(2024, {n: crawled_layouts.a_cell_a_line(t) for n, t in tables(FORM_2021, figures).items()})
    )
    states = {found.cells[path].state for path, text in figures.items() if text == sign}
    assert states == {CellState.NOT_APPLICABLE}


@pytest.mark.parametrize("unit", ["件", " 件"])
def test_a_unit_stands_behind_its_figure(unit: str) -> None:
    figures = planted.figures(FORM_2021, 1)
    written = {path: text + unit if path.startswith("requests") else text for path, text in figures.items()}
    parts = {n: crawled_layouts.single_blanks(t) for n, t in tables(FORM_2021, written).items()}
    assert wrong(read_text(report(2024, parts)), figures) == {}


def test_turned_tables_that_lost_their_blanks_are_refused() -> None:
    figures = {path: "" if text == "0" else text for path, text in planted.figures(FORM_2021, 1).items()}
    for shape in ("turned_a_cell_a_line", "turned_with_single_blanks"):
        text = crawled_layouts.SHAPES[shape](FORM_2021, 2024, figures)
        text = "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())
        try:
            found = read_text(text)
        except NotAnAnnualReport:
            continue
        for path, text in figures.items():
            one = found.cells[path]
            assert one.certainty is not Certainty.CERTAIN or not one.is_known or shown(found, path) == text, (
                path
            )


@pytest.mark.parametrize("shape", ["a_stroke_a_line", "a_stroke_before_each_row", "heads_cut_into_lines"])
def test_of_a_file_cut_off_between_rows_the_rest_is_missing(shape: str) -> None:
    figures = planted.figures(FORM_2021, 3)
    whole = crawled_layouts.SHAPES[shape](FORM_2021, 2024, figures)
    found = read_text(whole[: whole.index("1.信访举报投诉类申请")])
    rows = FORM_2021.requests.row_ids
    there = rows[: rows.index("not_processed_petition")]
    expected = {
        path: text
        for path, text in figures.items()
        if path.startswith("proactive") or path.split(".")[1] in there
    }
    assert wrong(found, expected) == {}
    missing = {path for path, one in found.cells.items() if one.state is CellState.MISSING}
    assert set(found.cells) - set(expected) == missing


def test_figures_of_a_cut_row_stand_under_their_heads() -> None:
    figures = planted.figures(FORM_2019, 3)
    whole = crawled_layouts.SHAPES["a_stroke_before_each_row"](FORM_2019, 2020, figures)
    end = whole.index("五、存在的主要问题")
    found = read_text("\n".join(whole[:end].rstrip().split("\n")[:-4]))
    for path in FORM_2019.remedies.cell_paths():
        one = found.cells[path]
        assert (
            one.certainty is not Certainty.CERTAIN or not one.is_known or shown(found, path) == figures[path]
        )


def test_a_file_with_section_two_only_is_read() -> None:
    figures = planted.figures(FORM_2021, 1)
    found = read_text(report(2024, {2: crawled_layouts.a_stroke_a_line(proactive(FORM_2021, figures))}))
    assert wrong(found, {path: text for path, text in figures.items() if path.startswith("proactive")}) == {}
    assert found.cells["requests.granted.total"].state is CellState.MISSING


@pytest.mark.parametrize("word", ["无此项", "空"])
def test_a_word_among_the_figures_moves_none_of_them(word: str) -> None:
    figures = planted.figures(FORM_2021, 1)
    rows = [path for path in figures if path.startswith("requests.carried_out.")]
    written = figures | {rows[0]: word}
    parts = {n: crawled_layouts.strokes_behind(t) for n, t in tables(FORM_2021, written).items()}
    found = read_text(report(2024, parts))
    for path in rows[1:]:
        one = found.cells[path]
        assert one.certainty is not Certainty.CERTAIN or shown(found, path) == figures[path]
    assert found.cells[rows[0]].certainty is not Certainty.CERTAIN or not found.cells[rows[0]].is_known


# --- two forms in one report ----------------------------------------------------------------------


def _written(parts: dict[int, odd_layouts.Table], year: int = 2022) -> AnnualReport:
    return read_text(report(year, {n: crawled_layouts.a_stroke_a_line(table) for n, table in parts.items()}))


def test_figures_under_the_heads_of_another_form_are_doubtful() -> None:
    figures = planted.figures(FORM_2021, 1)
    text = crawled_layouts.SHAPES["a_stroke_a_line"](FORM_2021, 2022, figures)
    for own, foreign in (
        ("本年制发件数", "本年新制作数量"),
        ("本年废止件数", "本年新公开数量"),
        ("现行有效件数", "对外公开总数量"),
    ):
        text = text.replace(own, foreign)
    found = read_text(text)
    paths = [path for path in figures if path.startswith("proactive.art20_1")]
    assert {found.cells[path].certainty for path in paths} == {Certainty.DOUBTFUL}
    assert [finding.where for finding in found.reading if finding.rule == "FORM"] == ["proactive.art20_1"]
    assert wrong(found, {path: text for path, text in figures.items() if path not in paths}) == {}


def test_table_three_tells_the_form_where_section_two_is_of_the_older() -> None:
    older, newer = planted.figures(FORM_2019, 1), planted.figures(FORM_2021, 1)
    found = _written(
        {2: proactive(FORM_2019, older), 3: requests(FORM_2021, newer), 4: remedies(FORM_2021, newer)}
    )
    assert found.format.id == "2021"
    assert (
        wrong(found, {path: text for path, text in newer.items() if not path.startswith("proactive")}) == {}
    )
    for path in (path for path in newer if path.startswith("proactive.art20_1")):
        assert found.cells[path].certainty is Certainty.DOUBTFUL
    decisions = "proactive.art20_5.licensing.decisions"
    assert shown(found, decisions) == older[decisions]
    assert found.cells["proactive.art20_8.fees.amount"].state is CellState.UNREADABLE


@pytest.mark.parametrize("write", [odd_layouts.as_page, crawled_layouts.a_stroke_a_line])
def test_the_first_of_several_smaller_items_is_not_the_whole_row(write: crawled_layouts.Write) -> None:
    figures = planted.figures(FORM_2019, 1)
    table = proactive(FORM_2019, figures)
    at = next(i for i, row in enumerate(table) if row[0][0] == "其他对外管理服务事项")
    table[at : at + 1] = [
        [cell("其他对外管理服务事项", 1, 2), *plain("行政检查", "4", "1", "3")],
        plain("行政确认", "5", "0", "9"),
    ]
    parts = {2: write(table), 3: write(requests(FORM_2019, figures)), 4: write(remedies(FORM_2019, figures))}
    found = (
        read(report(2020, parts, lambda line: f"<p>{line}</p>\n").encode(), name="r.html")
        if (write is odd_layouts.as_page)
        else read_text(report(2020, parts))
    )
    row = [path for path in figures if ".other_services." in path]
    assert {found.cells[path].state for path in row} == {CellState.UNREADABLE}
    assert wrong(found, {path: text for path, text in figures.items() if path not in row}) == {}
