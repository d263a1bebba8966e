"""PDF files: tables by ruling lines and by alignment, paragraphs across lines and pages, bad files."""

from __future__ import annotations

import io
import json
import multiprocessing
import resource
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdfium2
import pytest
import typst

from yangguang.annualreport.errors import BrokenFile, EmptyFile, MissingTool, ProtectedFile, TooLarge
from yangguang.annualreport.reading import pdf_page, scan
from yangguang.annualreport.reading.document import Document, Grid
from yangguang.annualreport.reading.limits import DEFAULT_LIMITS, Limits
from yangguang.annualreport.reading.pdf import read_pdf
from yangguang.typesetting import FONTS

HEAD = '#set text(font: "Noto Serif CJK SC", size: 11pt, lang: "zh")\n#set page(width: 400pt, height: 560pt, margin: 50pt)\n'


def typeset(source: str, head: str = HEAD) -> bytes:
    return bytes(typst.compile((head + source).encode(), font_paths=[str(FONTS)], ignore_system_fonts=True))


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    return read_pdf(data, "样本.pdf", limits)


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text.replace("\n", "") for cell in row.cells] for row in grid.rows]


def only_grid(document: Document) -> Grid:
    (grid,) = document.grids
    return grid


TABLE = """
#table(columns: 4, {options}
  table.cell(colspan: 4)[第一部分],
  [信息内容], [制发件数], [废止件数], [有效件数],
  [规章], [3], [5], [74],
  [行政规范性文件], [564], [0], [4185],
)
"""
ROWS = [
    ["第一部分"],
    ["信息内容", "制发件数", "废止件数", "有效件数"],
    ["规章", "3", "5", "74"],
    ["行政规范性文件", "564", "0", "4185"],
]


@pytest.mark.parametrize(
    "options",
    [
        "",
        "stroke: 3pt,",
        'stroke: (dash: "dashed"),',
        'stroke: (dash: "dotted"),',
        "stroke: 0.2pt + gray, inset: 2pt,",
        "align: center, fill: (_, y) => if y == 0 { aqua },",
        "gutter: 3pt,",
    ],
)
def test_cells_of_a_ruled_table_are_exact(options: str) -> None:
    grid = only_grid(read(typeset(TABLE.format(options=options))))
    assert grid.exact
    assert texts(grid) == ROWS
    assert [cell.colspan for cell in grid.rows[0].cells] == [4]
    assert [cell.column for cell in grid.rows[2].cells] == [0, 1, 2, 3]


def test_a_table_without_outer_borders_has_its_outer_rows_and_columns() -> None:
    source = TABLE.format(options="stroke: (x, y) => (left: if x > 0 { 1pt }, top: if y > 0 { 1pt }),")
    document = read(typeset(source))
    assert texts(only_grid(document)) == ROWS[1:]
    assert [p.text for p in document.paragraphs] == ROWS[0]  # no line says that it is a cell


@pytest.mark.parametrize(
    "options",
    [
        "stroke: none,",
        "stroke: none, align: center,",
        "stroke: none, align: right,",
        "stroke: none, column-gutter: 20pt,",
        "stroke: (x, y) => (bottom: 0.5pt),",
        "stroke: (x, y) => (top: if y == 0 { 1pt }, bottom: if y in (1, 3) { 1pt }),",
        "stroke: (x, y) => (left: 1pt, right: 1pt),",
    ],
)
def test_columns_without_lines_between_them_come_from_alignment(options: str) -> None:
    grid = only_grid(read(typeset(TABLE.format(options=options))))
    assert not grid.exact
    rows = [[text for text in row if text] for row in texts(grid)]
    assert rows[-3:] == ROWS[1:]
    assert [cell.column for cell in grid.rows[-1].cells] == [0, 1, 2, 3]


def test_an_empty_cell_of_an_unruled_table_keeps_its_place() -> None:
    table = "#table(columns: (120pt, 50pt, 50pt, 50pt), stroke: none, [甲单位], [1], [2], [3], [乙单位], [4], [], [6],)"
    assert texts(only_grid(read(typeset(table)))) == [["甲单位", "1", "2", "3"], ["乙单位", "4", "", "6"]]


def test_the_lines_of_a_label_stay_with_its_figures() -> None:
    table = """#table(columns: (100pt, 50pt, 50pt), stroke: none, align: horizon, inset: 3pt,
      [1.要求行政机关确认或者重新出具已经获取的信息], [5], [0],
      [2.重复申请], [147], [1],
      [3.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其申请], [202], [3])"""
    assert texts(only_grid(read(typeset(table)))) == [
        ["1.要求行政机关确认或者重新出具已经获取的信息", "5", "0"],
        ["2.重复申请", "147", "1"],
        ["3.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其申请", "202", "3"],
    ]


def test_row_spans_cover_the_rows_below() -> None:
    table = """#table(columns: 3, table.cell(rowspan: 3)[结果], [维持], [1], [纠正], [2], [其他], [3])"""
    grid = only_grid(read(typeset(table)))
    assert grid.rows[0].cells[0].rowspan == 3
    assert [(cell.text, cell.column) for cell in grid.rows[2].cells] == [("其他", 1), ("3", 2)]


def test_a_label_that_runs_downwards_is_one_line() -> None:
    table = "#table(columns: (24pt, 80pt), align: center, [结果维持], [12], [总计], [3])"
    grid = only_grid(read(typeset(table)))
    assert grid.rows[0].cells[0].text == "结果维持"


def test_a_turned_label_reads_upwards() -> None:
    table = "#table(columns: 2, table.cell(rowspan: 2)[#rotate(-90deg, reflow: true)[办理结果]], [甲], [1])"
    assert only_grid(read(typeset(table))).rows[0].cells[0].text == "办理结果"


def test_figures_below_each_other_in_one_cell_stay_apart() -> None:
    grid = only_grid(read(typeset("#table(columns: 2, [甲], [1\\ 2\\ 3])")))
    assert grid.rows[0].cells[1].text == "1\n2\n3"


def test_a_figure_wider_than_its_cell_is_one_figure_over_two_lines() -> None:
    table = """#table(columns: (80pt, 34pt, 34pt, 34pt), align: center,
      [总计], [2061\\ 9], [2553], [4560\\ 2], [其他], [7], [0], [7])"""
    grid = only_grid(read(typeset(table)))
    assert grid.exact
    assert texts(grid) == [["总计", "20619", "2553", "45602"], ["其他", "7", "0", "7"]]


def test_figures_below_figures_in_wide_cells_are_rows_without_lines() -> None:
    table = """#table(columns: (80pt, 60pt, 60pt, 60pt), align: center,
      [甲\\ 乙], [2061\\ 9], [25\\ 3], [4560\\ 2], [其他], [7], [0], [7])"""
    assert texts(only_grid(read(typeset(table))))[:2] == [["甲", "2061", "25", "4560"], ["乙", "9", "3", "2"]]


def test_a_table_over_a_page_break_gives_a_piece_on_each_page() -> None:
    rows = "".join(f"[第{n}行], [{n}]," for n in range(1, 41))
    document = read(typeset(f"#table(columns: 2, table.header([名称], [数量]), {rows})"))
    pieces = list(document.grids)
    assert [piece.page for piece in pieces] == [1, 2]
    assert all(texts(piece)[0] == ["名称", "数量"] for piece in pieces)
    figures = [row[1] for piece in pieces for row in texts(piece)[1:]]
    assert figures == [str(n) for n in range(1, 41)]


def test_text_around_and_between_tables_stays_in_order() -> None:
    source = "前文。\n" + TABLE.format(options="") + "中间文字。\n" + TABLE.format(options="") + "后文。"
    blocks = read(typeset(source)).blocks
    kinds = [getattr(block, "text", "表") for block in blocks]
    assert kinds == ["前文。", "表", "中间文字。", "表", "后文。"]
    assert [block.number for block in blocks] == [1, 2, 3, 4, 5]


PROSE = "各级行政机关扎实推进政务公开工作，全年主动公开政府信息1136条，受理申请21件，均在法定期限内答复，没有超期的情况发生。"


def test_lines_of_a_paragraph_are_joined_and_indents_begin_a_new_one() -> None:
    source = (
        "#set par(first-line-indent: (amount: 2em, all: true), justify: true)\n"
        + f"{PROSE}\n\n{PROSE}\n\n第三段。"
    )
    assert [p.text for p in read(typeset(source)).paragraphs] == [PROSE, PROSE, "第三段。"]


def test_paragraphs_set_apart_by_space_are_told_apart() -> None:
    source = f"#set par(justify: true, spacing: 2em)\n{PROSE}\n\n{PROSE}"
    assert [p.text for p in read(typeset(source)).paragraphs] == [PROSE, PROSE]


def test_a_sentence_goes_on_over_a_page_break_and_page_numbers_do_not_count() -> None:
    expected = [f"{number}是{PROSE * 3}" for number in "甲乙丙丁戊己庚辛壬"]
    source = (
        '#set page(numbering: "— 1 —", header: [某市政府信息公开工作年度报告])\n'
        "#set par(first-line-indent: (amount: 2em, all: true), justify: true)\n" + "\n\n".join(expected)
    )
    document = read(typeset(source))
    assert document.pages >= 3
    assert [p.text for p in document.paragraphs] == expected


def test_blanks_between_chinese_characters_are_layout() -> None:
    (paragraph,) = read(typeset("总 计 2025 年 open data 平台")).paragraphs
    assert paragraph.text == "总计2025年open data平台"


def test_places_are_given_in_points_from_the_top_left() -> None:
    document = read(typeset("#place(top + left, dx: 10pt, dy: 20pt)[文字]"))
    (paragraph,) = document.paragraphs
    assert paragraph.page == 1
    assert paragraph.box is not None
    x0, top, x1, bottom = paragraph.box
    assert x0 == pytest.approx(60, abs=1)
    assert x1 == pytest.approx(82, abs=1)
    assert 66 < top < bottom < 90


def _rotated(data: bytes, quarters: int) -> bytes:
    document = pypdfium2.PdfDocument(data)
    try:
        for page in document:
            page.set_rotation(90 * quarters)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()
    finally:
        document.close()


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_printed_sideways_is_read_like_an_upright_one(quarters: int) -> None:
    upright = typeset(TABLE.format(options="") + PROSE)
    expected = read(upright)
    document = read(_rotated(upright, quarters))
    assert texts(only_grid(document)) == ROWS
    assert [p.text for p in document.paragraphs] == [p.text for p in expected.paragraphs]


def test_a_table_turned_on_the_paper_is_read() -> None:
    source = f"#rotate(90deg, reflow: true)[#block(width: 400pt)[{TABLE.format(options='')}]]"
    assert texts(only_grid(read(typeset(source)))) == ROWS


def test_bold_imitated_by_printing_twice_counts_once() -> None:
    source = (
        "#let twice(it) = box[#place(dx: 0.3pt, it)#it]\n#table(columns: 2, [#twice[总计]], [#twice[1100]])"
    )
    assert texts(only_grid(read(typeset(source)))) == [["总计", "1100"]]


@pytest.mark.parametrize(
    ("printed", "plain"),
    [("⼀", "一"), ("⽅", "方"), ("⻓", "长"), ("⺠", "民"), ("不", "不"), ("（", "（"), ("１", "１")],
)
def test_radicals_and_compatibility_forms_become_plain_characters(printed: str, plain: str) -> None:
    assert pdf_page.plain_character(printed) == plain


# -- files that cannot be read ---------------------------------------------------------------------


def _pdf(objects: list[str], trailer: str = "") -> bytes:
    """A PDF of the given objects, numbered from 1; the first is the catalogue."""
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += (
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return bytes(out)


def _pages(count: int, trailer: str = "") -> bytes:
    kids = " ".join(f"{n} 0 R" for n in range(3, count + 3))
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    return _pdf(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Count {count} /Kids [{kids}] >>",
            *[page] * count,
        ],
        trailer,
    )


def test_ten_thousand_pages_are_refused_before_any_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_args: object, **_more: object) -> None:
        raise AssertionError("a page was read")

    monkeypatch.setattr(pdf_page, "read_page", forbidden)
    with pytest.raises(TooLarge) as error:
        read(_pages(10_000))
    assert "10000" in str(error.value)


def test_a_file_with_a_password_says_so() -> None:
    locked = "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{0}> /U <{0}> >> /ID [<00> <00>]".format(
        "5a" * 32
    )
    with pytest.raises(ProtectedFile) as error:
        read(_pages(1, locked))
    assert "密码" in str(error.value)
    assert str(error.value).startswith("样本.pdf")


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"not a pdf at all", b"%PDF-1.4\n" + bytes(range(256)) * 40])
def test_damaged_files_are_refused(data: bytes) -> None:
    with pytest.raises(BrokenFile):
        read(data)


def test_a_file_cut_off_is_read_or_refused_but_never_worse() -> None:
    whole = typeset(TABLE.format(options="") + PROSE)
    for length in range(100, len(whole), len(whole) // 12):
        try:
            read(whole[:length])
        except (BrokenFile, MissingTool):
            continue


def test_a_damaged_title_does_not_matter() -> None:
    info = "<< /Title <FEFF53D8D800> >>"
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>"]
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    document = read(_pdf([*objects, page, info], "/Info 4 0 R"))
    assert document.title == ""


def test_squared_paper_and_drawings_cost_no_time() -> None:
    squares = "#for x in range(80) { for y in range(80) { place(dx: x * 6pt, dy: y * 6pt, rect(width: 6pt, height: 6pt, stroke: 0.1pt)) } }"
    document = read(typeset(squares + PROSE))
    assert len(document.blocks) <= 3


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(EmptyFile):
        read(b"")


def test_bounds_on_characters_and_cells_hold() -> None:
    data = typeset(TABLE.format(options=""))
    with pytest.raises(TooLarge):
        read(data, Limits(characters=10))
    with pytest.raises(TooLarge):
        read(data, Limits(cells=5))
    with pytest.raises(TooLarge):
        read(data, Limits(file_bytes=100))


def _picture_page() -> bytes:
    pixels = "FF" * 12
    return _pdf(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /XObject << /P 4 0 R >> >> >>",
            "<< /Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceRGB /BitsPerComponent 8 "
            f"/Filter /ASCIIHexDecode /Length 25 >>\nstream\n{pixels}>\nendstream",
            "<< /Length 30 >>\nstream\nq 595 0 0 842 0 0 cm /P Do Q  \nendstream",
        ]
    )


def test_a_scan_without_the_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "installed", lambda: False)
    with pytest.raises(MissingTool) as error:
        read(_picture_page())
    assert "yangguang[ocr]" in str(error.value)


def test_an_empty_page_is_an_empty_document() -> None:
    document = read(_pages(1))
    assert document.blocks == []
    assert not document.recognised


# -- many files ------------------------------------------------------------------------------------


def test_several_threads_may_read_at_once() -> None:
    data = typeset(TABLE.format(options="") + PROSE)
    with ThreadPoolExecutor(4) as pool:
        documents = list(pool.map(read, [data] * 12))
    assert all(texts(only_grid(document)) == ROWS for document in documents)


def _rows_in_worker(data: bytes) -> list[list[str]]:
    return texts(only_grid(read(data)))


def test_forked_workers_may_read() -> None:
    data = typeset(TABLE.format(options=""))
    assert _rows_in_worker(data) == ROWS
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map(_rows_in_worker, [data] * 3) == [ROWS] * 3


def test_memory_stays_flat_over_many_files() -> None:
    data = typeset(TABLE.format(options="") + PROSE)
    for _ in range(40):
        read(data)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(200):
        read(data)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 16_000


# -- real files ------------------------------------------------------------------------------------

APPLICANTS = (
    "natural_person",
    "business",
    "research",
    "public_welfare",
    "legal_service",
    "other_org",
    "total",
)


@pytest.mark.parametrize("stem", ["002-hangzhou-style-2025", "007-huaian-hongze-2023", "018-pingtan-2025"])
def test_figures_of_real_reports_stand_in_their_rows(shared_reports: Path, stem: str) -> None:
    truth = json.loads((shared_reports / "truth" / f"{stem}.json").read_text())
    document = read_pdf((shared_reports / f"{stem}.pdf").read_bytes(), f"{stem}.pdf", DEFAULT_LIMITS)
    rows = [[text for text in row if text.isdecimal()] for grid in document.grids for row in texts(grid)]
    expected = [[str(row[column] or 0) for column in APPLICANTS] for row in truth["requests"].values()]
    assert [row for row in rows if len(row) == len(APPLICANTS)] == expected
    headings = [
        p.text for p in document.paragraphs if p.text[:2] in {"一、", "二、", "三、", "四、", "五、", "六、"}
    ]
    assert len(headings) == 6


def test_text_of_real_tables_is_not_repeated_as_paragraphs(shared_reports: Path) -> None:
    data = (shared_reports / "001-shanghai-fuban-2019.pdf").read_bytes()
    document = read_pdf(data, "", DEFAULT_LIMITS)
    assert all("属于国家秘密" not in paragraph.text for paragraph in document.paragraphs)
    labels = {
        cell.text.replace("\n", "") for grid in document.grids for row in grid.rows for cell in row.cells
    }
    assert "一、本年新收政府信息公开申请数量" in labels  # printed half beyond the edge of the paper
