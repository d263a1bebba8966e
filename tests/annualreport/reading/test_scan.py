"""Scanned pages: lines and characters from pictures, doubtful text marked, pages laid straight."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import typst

from yangguang.annualreport.errors import BrokenFile, EmptyFile, MissingTool, TooLarge
from yangguang.annualreport.reading import scan
from yangguang.annualreport.reading.document import Document, Grid
from yangguang.annualreport.reading.limits import DEFAULT_LIMITS, Limits
from yangguang.annualreport.reading.pdf import read_pdf
from yangguang.annualreport.reading.scan import read_pictures
from yangguang.typesetting import FONTS

needs_ocr = pytest.mark.skipif(not scan.installed(), reason="the extra yangguang[ocr] is not installed")

SOURCE = """
#set text(font: "Noto Serif CJK SC", size: 11pt, lang: "zh")
#set page(width: 595pt, height: 842pt, margin: 60pt)
二、主动公开政府信息情况

#table(columns: (auto, 60pt, 60pt, 60pt), align: center + horizon,
  table.cell(colspan: 4)[第二十条第（一）项],
  [信息内容], [制发件数], [废止件数], [有效件数],
  [规章], [3], [1], [74],
  [行政规范性文件], [564], [0], [4185],
  [备注], [], [7], [],
)
"""
ROWS = [
    ["第二十条第（一）项"],
    ["信息内容", "制发件数", "废止件数", "有效件数"],
    ["规章", "3", "1", "74"],
    ["行政规范性文件", "564", "0", "4185"],
    ["备注", "", "7", ""],
]


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text.replace("\n", "") for cell in row.cells] for row in grid.rows]


def picture(degrees: float = 0.0, kind: str = "png", resolution: int = 200) -> bytes:
    from PIL import Image

    drawn = typst.compile(
        SOURCE.encode(), font_paths=[str(FONTS)], ignore_system_fonts=True, format="png", ppi=resolution
    )
    assert isinstance(drawn, bytes)
    image = Image.open(io.BytesIO(drawn)).convert("RGB")
    if degrees:
        image = image.rotate(
            degrees, expand=degrees % 90 == 0, fillcolor="white", resample=Image.Resampling.BICUBIC
        )
    out = io.BytesIO()
    image.save(out, kind, **({"quality": 60} if kind == "jpeg" else {}))
    return out.getvalue()


def read(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    return read_pictures(data, "扫描件.png", limits)


def doubtful(document: Document) -> list[str]:
    return [cell.text for grid in document.grids for row in grid.rows for cell in row.cells if cell.doubtful]


@needs_ocr
@pytest.mark.parametrize(
    ("degrees", "kind", "resolution"),
    [
        (0, "png", 200),
        (1.5, "jpeg", 200),
        (-2, "tiff", 150),
        (90, "png", 200),
        (180, "png", 200),
        (0, "jpeg", 300),
    ],
)
def test_a_table_in_a_picture_is_read_cell_by_cell(degrees: float, kind: str, resolution: int) -> None:
    document = read(picture(degrees, kind, resolution))
    (grid,) = document.grids
    assert texts(grid) == ROWS
    assert [cell.colspan for cell in grid.rows[0].cells] == [4]
    assert [p.text for p in document.paragraphs] == ["二、主动公开政府信息情况"]
    assert document.recognised
    assert document.pages == 1


@needs_ocr
def test_a_figure_that_cannot_be_made_out_is_doubtful() -> None:
    from PIL import Image, ImageFilter

    image = Image.open(io.BytesIO(picture()))
    blurred = image.resize((image.width // 4, image.height // 4)).filter(ImageFilter.GaussianBlur(1.2))
    out = io.BytesIO()
    blurred.save(out, "png")
    document = read(out.getvalue())
    wrong = [
        cell.text
        for grid in document.grids
        for row, expected in zip(grid.rows, ROWS, strict=False)
        for cell, text in zip(row.cells, expected, strict=False)
        if cell.text != text and text.isdecimal() and not cell.doubtful
    ]
    assert wrong == []
    assert doubtful(document)


@needs_ocr
def test_pages_with_text_keep_it_and_pages_that_are_pictures_are_recognised() -> None:
    from PIL import Image

    scanned = io.BytesIO()
    Image.open(io.BytesIO(picture(kind="jpeg"))).save(scanned, "pdf", resolution=200)
    text = typst.compile(SOURCE.encode(), font_paths=[str(FONTS)], ignore_system_fonts=True)
    assert isinstance(text, bytes)
    joined = pypdfium2.PdfDocument.new()
    for part in (text, scanned.getvalue()):
        source = pypdfium2.PdfDocument(part)
        joined.import_pages(source)
        source.close()
    out = io.BytesIO()
    joined.save(out)
    joined.close()
    document = read_pdf(out.getvalue(), "混合.pdf", DEFAULT_LIMITS)
    assert document.recognised
    assert [(grid.page, texts(grid)) for grid in document.grids] == [(1, ROWS), (2, ROWS)]


def _with_hidden_text() -> bytes:
    """The sample as a scan over which a recogniser laid invisible text."""
    from PIL import Image

    text = typst.compile(SOURCE.encode(), font_paths=[str(FONTS)], ignore_system_fonts=True)
    assert isinstance(text, bytes)
    document = pypdfium2.PdfDocument(text)
    page = document[0]
    for item in list(page.get_objects()):
        if item.type == pdfium.FPDF_PAGEOBJ_TEXT:
            pdfium.FPDFTextObj_SetTextRenderMode(item.raw, pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)
        else:
            page.remove_obj(item)
    image = pypdfium2.PdfImage.new(document)
    image.set_bitmap(pypdfium2.PdfBitmap.from_pil(Image.open(io.BytesIO(picture())).convert("RGB")))
    image.set_matrix(pypdfium2.PdfMatrix().scale(*page.get_size()))
    page.insert_obj(image)
    page.gen_content()
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


@needs_ocr
def test_hidden_text_over_a_scan_is_set_into_the_lines_of_the_picture() -> None:
    document = read_pdf(_with_hidden_text(), "双层.pdf", DEFAULT_LIMITS)
    (grid,) = document.grids
    assert grid.exact
    assert texts(grid) == ROWS
    assert "564" in doubtful(document)
    assert document.recognised


@needs_ocr
def test_bounds_hold() -> None:
    with pytest.raises(TooLarge):
        read(picture(), Limits(picture_pixels=1000))
    with pytest.raises(TooLarge):
        read(picture(), Limits(picture_pages=0))
    with pytest.raises(TooLarge) as error:
        read(picture(), Limits(picture_seconds=0))
    assert "时限" in str(error.value)
    with pytest.raises(TooLarge):
        read(picture(), Limits(file_bytes=10))


@needs_ocr
@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n", b"II*\x00", b"\xff\xd8\xff\xe0" + b"\0" * 64])
def test_damaged_pictures_are_refused(data: bytes) -> None:
    with pytest.raises(BrokenFile):
        read(data)


@needs_ocr
def test_a_picture_cut_off_is_refused() -> None:
    whole = picture()
    with pytest.raises(BrokenFile):
        read(whole[: len(whole) // 2])


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(EmptyFile):
        read(b"")


def test_without_the_extra_the_reader_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "installed", lambda: False)
    with pytest.raises(MissingTool) as error:
        read(b"\x89PNG")
    assert "yangguang[ocr]" in str(error.value)


APPLICANTS = (
    "natural_person",
    "business",
    "research",
    "public_welfare",
    "legal_service",
    "other_org",
    "total",
)


@needs_ocr
def test_a_real_scan_is_read_figure_by_figure(shared_reports: Path) -> None:
    truth = json.loads((shared_reports / "truth" / "018-pingtan-2025.json").read_text())
    data = (shared_reports / "018-pingtan-2025-scan.pdf").read_bytes()
    document = read_pdf(data, "018-pingtan-2025-scan.pdf", DEFAULT_LIMITS)
    rows = [[text for text in row if text.isdecimal()] for grid in document.grids for row in texts(grid)]
    expected = [[str(row[column]) for column in APPLICANTS] for row in truth["requests"].values()]
    assert [row for row in rows if len(row) == len(APPLICANTS)] == expected
    remedies = [str(count) for block in truth["remedies"].values() for count in block.values()]
    assert remedies in rows
    labels = {
        cell.text.replace("\n", "") for grid in document.grids for row in grid.rows for cell in row.cells
    }
    born_digital = read_pdf((shared_reports / "018-pingtan-2025.pdf").read_bytes(), "", DEFAULT_LIMITS)
    assert {c.text.replace("\n", "") for g in born_digital.grids for r in g.rows for c in r.cells} == labels
    assert not any(text.isdecimal() for text in doubtful(document))
