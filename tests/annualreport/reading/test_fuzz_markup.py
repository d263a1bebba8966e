"""Damaged files end in a clear error, never in a crash, and soon."""

from __future__ import annotations

import contextlib
import io
import random
import time
import zipfile
from collections.abc import Callable

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yangguang.annualreport.errors import ReportError
from yangguang.annualreport.reading.document import Document
from yangguang.annualreport.reading.docx import read_docx
from yangguang.annualreport.reading.html import read_html
from yangguang.annualreport.reading.kinds import KINDS, detect
from yangguang.annualreport.reading.limits import Limits
from yangguang.annualreport.reading.xlsx import read_xlsx

LIMITS = Limits(file_bytes=4_000_000, unpacked_bytes=16_000_000, cells=20_000, characters=1_000_000)
SECONDS = 5.0
Reader = Callable[[bytes, str, Limits], Document]

quick = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def survives(reader: Reader, data: bytes) -> None:
    """The reader returns or says what is wrong, and a document it returns is within limits."""
    started = time.monotonic()
    with contextlib.suppress(ReportError):
        document = reader(data, "年报", LIMITS)
        for grid in document.grids:
            assert all(cell.colspan >= 1 and cell.rowspan >= 1 for row in grid.rows for cell in row.cells)
        assert all(paragraph.text and "\n" not in paragraph.text for paragraph in document.paragraphs)
    assert time.monotonic() - started < SECONDS


def mutated(data: bytes, seed: int) -> bytes:
    """``data`` with some bytes changed, cut out, doubled or swapped."""
    chance = random.Random(seed)  # noqa: S311 - repeatable damage, not a secret
    damaged = bytearray(data)
    for _ in range(chance.randint(1, 30)):
        at = chance.randrange(len(damaged) or 1)
        kind = chance.randrange(4)
        length = chance.randint(1, 40)
        if kind == 0 and damaged:
            damaged[at % len(damaged)] = chance.randrange(256)
        elif kind == 1:
            del damaged[at : at + length]
        elif kind == 2:
            damaged[at:at] = damaged[at : at + length]
        else:
            damaged[at : at + length] = bytes(chance.randrange(256) for _ in range(length))
    return bytes(damaged)


def repacked(data: bytes, seed: int) -> bytes:
    """An Office file whose parts are damaged inside a sound archive: the damage that reaches the XML."""
    chance = random.Random(seed)  # noqa: S311
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            text = source.read(name)
            if name.endswith((".xml", ".rels")) and text and chance.random() < 0.4:
                text = shuffled(text, chance) if chance.random() < 0.7 else mutated(text, seed)
            target.writestr(name, text)
    return made.getvalue()


def shuffled(text: bytes, chance: random.Random) -> bytes:
    """Markup with values and tags exchanged: still well-formed more often than not, but senseless."""
    for _ in range(chance.randint(1, 12)):
        old = chance.choice(
            [
                b"restart",
                b"continue",
                b'val="1"',
                b'r="',
                b"w:tc>",
                b"w:p>",
                b"w:tr>",
                b"<v>",
                b't="s"',
                b"0",
                b"1",
            ]
        )
        new = chance.choice(
            [
                b"",
                b"99999999999999",
                b"-1",
                b"A1",
                b'val="x"',
                b"w:sdt>",
                b"w:p>",
                b"<f>",
                b"\xff",
                b"NaN",
                b"1E9999",
            ]
        )
        text = text.replace(old, new, chance.randint(1, 3))
    return text


@pytest.fixture(scope="module")
def word() -> bytes:
    made = docx.Document()
    made.add_heading("一、总体情况", 1)
    made.add_paragraph("收到申请136件。", style="List Number")
    table = made.add_table(4, 5)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = str(number)
    table.cell(0, 0).merge(table.cell(1, 2))
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


@pytest.fixture(scope="module")
def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["第二十条第（一）项"], ["规章", 3, 4.5, "=SUM(B2:C2)"], ["文件", "=B2+1", None, "=D2"]):
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet.column_dimensions["C"].hidden = True
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


PAGE = (
    "<!DOCTYPE html><html><head><meta charset='gb2312'><title>年报</title><style>.a{display:table}</style></head><body>"
    "<div style='display:none'>x</div><h1>年报</h1><p>一、总体情况<br>收到&nbsp;<b>136</b>件</p><table><tr><td rowspan=2>甲</td>"
    "<td colspan='3'>乙</td></tr><tr><td><table><tr><td>1</td></tr></table></td><td>2<td>3</tr></table><ol><li>子</li></ol></body></html>"
).encode()


@quick
@given(st.integers(0, 10**9))
def test_damaged_pages(seed):
    survives(read_html, mutated(PAGE, seed))


@quick
@given(seed=st.integers(0, 10**9))
def test_damaged_word_files(word, seed):
    survives(read_docx, mutated(word, seed))
    survives(read_docx, repacked(word, seed))


@quick
@given(seed=st.integers(0, 10**9))
def test_damaged_workbooks(workbook, seed):
    survives(read_xlsx, mutated(workbook, seed))
    survives(read_xlsx, repacked(workbook, seed))


TAGS = st.sampled_from(
    [
        "table",
        "tr",
        "td",
        "th",
        "p",
        "div",
        "br",
        "span",
        "ul",
        "ol",
        "li",
        "h2",
        "pre",
        "a",
        "caption",
        "tfoot",
        "form",
        "sdt",
    ]
)
ATTRIBUTES = st.sampled_from(
    [
        "",
        " colspan=3",
        " rowspan=0",
        " rowspan=9",
        " style='display:table-row'",
        " role=row",
        " hidden",
        " class=a",
    ]
)
PIECES = st.one_of(
    st.builds(lambda tag, attribute: f"<{tag}{attribute}>", TAGS, ATTRIBUTES),
    st.builds(lambda tag: f"</{tag}>", TAGS),
    st.text(max_size=6),
    st.sampled_from(
        ["&nbsp;", "&#0;", "&#xd800;", "&bogus;", "<!--", "-->", "<![CDATA[", "<?x", "\0", "136"]
    ),
)


@quick
@given(st.lists(PIECES, max_size=60))
def test_any_soup_of_tags(pieces):
    survives(read_html, "".join(pieces).encode("utf-8", "surrogatepass"))


@quick
@given(
    st.binary(max_size=400), st.sampled_from(["", "a.docx", "a.xlsx", "a.html", "a.doc", "a.json", "a.md"])
)
def test_any_bytes_have_a_kind_or_an_error(data, name):
    with contextlib.suppress(ReportError):
        assert detect(data, name) in KINDS
    for reader in (read_html, read_docx, read_xlsx):
        survives(reader, data)


@pytest.mark.parametrize("suffix", ["html", "docx"])
def test_damaged_real_files(shared_reports, suffix):
    reader, seeds = (read_html, range(12)) if suffix == "html" else (read_docx, range(6))
    for file in sorted(shared_reports.glob(f"*.{suffix}")):
        data = file.read_bytes()
        for seed in seeds:
            survives(reader, mutated(data, seed))
            if suffix == "docx":
                survives(reader, repacked(data, seed))
