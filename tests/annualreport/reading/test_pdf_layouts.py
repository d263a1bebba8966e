"""Whole reports as PDF files without all of the ruling lines, on small pages and with narrow columns."""

from __future__ import annotations

import converted_layouts
import planted
import pytest
import typst
from odd_layouts import Table

from yangguang.annualreport.formats import FORMATS, Format
from yangguang.annualreport.model import AnnualReport, Certainty, Money
from yangguang.annualreport.reading import read
from yangguang.typesetting import FONTS

WIDE = "(1fr, 1fr, 3fr, 1fr, 1fr, 1fr, 1fr, 1fr, 1fr, 1fr)"
A4 = "width: 595pt, height: 842pt, margin: 70pt"
SMALL = "width: 420pt, height: 320pt, margin: 30pt"

SHAPES = {
    "lines_between_columns": (A4, "stroke: (x: 0.5pt, y: none)", WIDE, "8pt"),
    "small_pages_without_lines": (SMALL, "stroke: none", WIDE, "6pt"),
    "large_type_without_lines": ("width: 595pt, height: 842pt, margin: 40pt", "stroke: none", WIDE, "12pt"),
    "narrow_labels_without_lines": (
        A4,
        "stroke: none",
        "(1fr, 1fr, 1.6fr, 1.2fr, 1.2fr, 1.2fr, 1.2fr, 1.2fr, 1.2fr, 1.2fr)",
        "10pt",
    ),
    "narrow_heads": (
        A4,
        "stroke: 0.5pt",
        "(12pt, 12pt, 120pt, 22pt, 22pt, 22pt, 22pt, 22pt, 22pt, 22pt)",
        "9pt",
    ),
}


def escaped(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "#*_[]<>@$`\\~/-+=." else sign for sign in text)


def typeset(form: Format, shape: str, figures: dict[str, str]) -> bytes:
    page, stroke, columns, size = SHAPES[shape]

    def write(table: Table, wanted: str) -> str:
        cells = (
            f"table.cell(colspan: {across}, rowspan: {down})[{escaped(text)}]"
            for row in table
            for text, across, down in row
        )
        options = f"columns: {wanted}, align: center + horizon, inset: 3pt, {stroke}"
        return f"#text(size: {size})[#table({options}, {', '.join(cells)})]\n\n"

    wanted = {2: "(2fr, 1fr, 1fr, 1fr)", 3: columns, 4: "15"}
    parts = {n: write(t, wanted[n]) for n, t in converted_layouts.tables(form, figures).items()}
    year = 2020 if form.id == "2019" else 2024
    head = f'#set text(font: "Noto Serif CJK SC", size: 11pt, lang: "zh")\n#set page({page})\n'
    source = head + converted_layouts.report(year, parts, lambda line: f"{escaped(line)}\n\n")
    return bytes(typst.compile(source.encode(), font_paths=[str(FONTS)], ignore_system_fonts=True))


def shown(report: AnnualReport, path: str) -> str:
    value = report.cells[path].value
    return value.text if isinstance(value, Money) else "" if value is None else str(value)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.id)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_figure_is_read(form: Format, shape: str) -> None:
    figures = planted.figures(form, 1, "county")
    found = read(typeset(form, shape, figures), name="r.pdf")
    assert {path: shown(found, path) for path in figures} == figures
    assert Certainty.DOUBTFUL not in {found.cells[path].certainty for path in figures}


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.id)
@pytest.mark.parametrize("shape", SHAPES)
def test_where_empty_cells_hide_the_columns_nothing_wrong_is_certain(form: Format, shape: str) -> None:
    figures = {path: "" if text == "0" else text for path, text in planted.figures(form, 1, "county").items()}
    found = read(typeset(form, shape, figures), name="r.pdf")
    certain = [
        path
        for path in figures
        if found.cells[path].certainty is Certainty.CERTAIN and found.cells[path].is_known
    ]
    assert {path: shown(found, path) for path in certain} == {path: figures[path] for path in certain}
    assert len(certain) > len(figures) // 3
