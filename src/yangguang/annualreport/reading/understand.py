"""Understanding a document as an annual report: form, parts, tables, identity.

Nothing here knows a file kind. The order is: which form, which lines are table rows, which part a
paragraph belongs to; then figures, with the readings that the relations allow; then who and when.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath

from yangguang.annualreport.errors import NotAnAnnualReport
from yangguang.annualreport.formats import FORMATS, Format, format_by_id
from yangguang.annualreport.model import AnnualReport, CellState, SectionText
from yangguang.annualreport.reading.document import Document, GridCell
from yangguang.annualreport.reading.fees import fees_in
from yangguang.annualreport.reading.identity import Identity, contact_in, identify, names_a_body
from yangguang.annualreport.reading.lines import Line, lines_of
from yangguang.annualreport.reading.parts import (
    Part,
    end_of_first_report,
    page_marks,
    paragraphs_of,
    parts_of,
    split_headings,
)
from yangguang.annualreport.reading.remarks import with_remarks
from yangguang.annualreport.reading.reshape import reshape
from yangguang.annualreport.reading.rows import RowReader, Strip, Strips
from yangguang.annualreport.reading.stacked import unstacked
from yangguang.annualreport.reading.stream import Piece, proactive_pieces, remedy_piece, request_pieces
from yangguang.annualreport.reading.tables import TableCells
from yangguang.annualreport.repair.infer import infer
from yangguang.annualreport.repair.splits import tokens_of
from yangguang.translation import mark

_NOTE = re.compile(r"^(?:注|备注|说明)\s*[0-9一二三]?\s*[：:]")
_CLAUSE_END = re.compile(r"[。；;，,]")
_UNIT_APART = re.compile(r"(\d)\s+([万亿元])")
_SIGNS = {
    "2019": (
        "本年新制作数量",
        "本年新公开数量",
        "对外公开总数量",
        "上一年项目数量",
        "上年项目数量",
        "采购总金额",
        "采购项目数量",
        "其他对外管理服务事项",
    ),
    "2021": (
        "本年制发件数",
        "本年废止件数",
        "现行有效件数",
        "本年收费金额",
        "逾期不补正",
        "逾期未按收费通知",
        "现行有效",
    ),
}
_SINGLE_OTHER_SIGNS = ("不补正", "缴纳费用", "逾期未缴费")
_REPORT_WORDS = ("信息公开", "主动公开", "依申请公开")
_MOST_TABLE_TEXT = 200_000


def understand(document: Document) -> AnnualReport:
    """The annual report in a document. Raises ``NotAnAnnualReport`` when it is none."""
    lines = unstacked(split_headings(list(lines_of(document))))
    end = end_of_first_report(lines)
    several, lines = end < len(lines), lines[:end]
    compact = _compact(_words(lines))
    parts = parts_of(lines)
    form = recognise(compact, lines, document.name)
    reshaped = reshape(lines, form)
    strips = RowReader(form).read(reshaped.lines)
    tables = TableCells(form)
    in_tables = {id(lines[number]) for number in reshaped.in_tables(strips.table_lines)}
    streamed = _add_streams(parts, form, strips)
    _fill(tables, strips, lines)
    _refuse_without_tables(tables, compact, document)
    report = _assemble(document, form, parts, tables, in_tables, streamed)
    return infer(with_remarks(report, strips.unknown, several=several))


def _words(lines: Iterable[Line]) -> str:
    """The texts of lines and of their cells, one after the other."""
    return "".join([part.text for line in lines for part in line.cells or (line,)])


def _compact(text: str) -> str:
    """A text without any blank."""
    return "".join(text.split()).replace("\u200b", "")


def recognise(compact: str, lines: list[Line], name: str) -> Format:
    """The form by its labels; by the year only where the labels do not tell."""
    scores = {form: sum(sign in compact for sign in signs) for form, signs in _SIGNS.items()}
    best = max(scores, key=lambda form: scores[form])
    if not scores[best] or list(scores.values()).count(scores[best]) > 1:
        best = _form_by_year(compact) or best
    if best == "2019" and _breaks_down_other(lines):
        best = "2021"  # table three tells, for its rows must not be mixed up
    if best == "2021" and not _has_three_other_rows(lines, compact):
        return format_by_id("2021", "single-other")
    return format_by_id(best)


def _form_by_year(compact: str) -> str:
    match = re.search(r"(20\d\d)年", compact)
    year = int(match.group(1)) if match else 0
    return next((form.id for form in FORMATS if form.holds_for(year)), "")


def _breaks_down_other(lines: list[Line]) -> bool:
    """Whether table three has the rows under （六）其他处理 that only the 2021 form has."""
    rows = _compact(_words(line for line in lines if line.is_row)[:_MOST_TABLE_TEXT])
    return "逾期不补正" in rows and any(sign in rows for sign in ("逾期未按收费通知", "逾期未缴费"))


def _has_three_other_rows(lines: list[Line], compact: str) -> bool:
    """Whether （六）其他处理 is broken down, as the 2021 form orders; judged from table text alone."""
    rows = _compact(_words(line for line in lines if line.is_row)[:_MOST_TABLE_TEXT])
    text = rows if "结转下年" in rows else compact
    return any(sign in text for sign in _SINGLE_OTHER_SIGNS) or "其他处理" not in text


# --- tables -----------------------------------------------------------------------------------


def _add_streams(parts: list[Part], form: Format, strips: Strips) -> dict[int, list[str]]:
    """Read from running text what no table row gave; returns the text left in the parts concerned."""
    left: dict[int, list[str]] = {}
    missing = _missing_rows(form, strips)
    if not missing and strips.remedies:
        return left
    for part in parts:
        pieces = _pieces(part, form, missing, bool(strips.remedies))
        for piece in pieces:
            _add_piece(piece, strips, part.lines[0])
        if pieces and not any(line.is_row for line in part.lines):
            left[part.number] = _without("\n".join(line.text for line in part.lines), pieces)
    _doubt_where_blanks_are_lost(form, strips, missing)
    return left


def _doubt_where_blanks_are_lost(form: Format, strips: Strips, missing: set[tuple[str, str]]) -> None:
    """Where one row that ran together has fewer signs than columns, its blanks left no trace.

    Then ``348`` under three heads may be one figure beside two blanks, and no such row is certain, even
    where it can be cut in one way only.
    """
    together = [strip for key, strip in strips.rows.items() if key in missing and not strip.apart]
    together += [strip for strip in strips.remedies if not strip.apart]
    widths = {table.path: len(table.columns) for table in form.tables}
    widths["remedies"] *= len(form.remedies.rows)
    short = {table for table, _ in _missing_rows(form, strips)}
    short |= {strip.table for strip in together if _signs(strip) < widths[strip.table]}
    for strip in together:
        # the sums of tables three and four tell of their own blanks; those of section two have none
        strip.loose = strip.table in short if strip.table in ("requests", "remedies") else bool(short)


def _signs(strip: Strip) -> int:
    """Of how many digits and dashes a row consists."""
    return sum(len(token) for cell in strip.cells for token in tokens_of(cell.text))


def _missing_rows(form: Format, strips: Strips) -> set[tuple[str, str]]:
    wanted = {(table.path, row.id) for table in (*form.proactive, form.requests) for row in table.rows}
    return wanted - set(strips.rows)


def _pieces(part: Part, form: Format, missing: set[tuple[str, str]], has_remedies: bool) -> list[Piece]:
    """The pieces of one part that fill a gap."""
    number = part.number
    tables = {table for table, _ in missing}
    text = "\n".join(_spaced(line) for line in part.lines) if number <= 4 else ""
    if len(text) < 20:
        return []
    pieces: list[Piece] = []
    if number in (0, 1, 2) and any(table.startswith("proactive") for table in tables):
        pieces += proactive_pieces(text, form)
    if number != 4 and "requests" in tables:
        rows = request_pieces(text, form)
        pieces += rows if len(rows) >= len(form.requests.rows) // 2 else []
    pieces = [piece for piece in pieces if (piece.table, piece.row) in missing and piece.text.strip()]
    remedies = remedy_piece(text, whole=number == 4) if not has_remedies and number in (0, 3, 4) else None
    return [*pieces, remedies] if remedies else pieces


def _spaced(line: Line) -> str:
    return " ".join(cell.text for cell in line.cells) if line.is_row else line.text


def _add_piece(piece: Piece, strips: Strips, line: Line) -> None:
    texts = _UNIT_APART.sub(r"\1\2", piece.text).split()
    cells = [GridCell(text, column) for column, text in enumerate(texts or [""])]
    apart = "\n" in piece.text.strip(" ")[:-1] or piece.text.startswith("\n")
    strip = Strip(piece.table, piece.row, cells, _guessed(line), apart=apart)
    if piece.table == "remedies":
        strips.remedies.append(strip)
    else:
        strips.rows.setdefault((piece.table, piece.row), strip)


def _guessed(line: Line) -> Line:
    """The same place, as a guessed row."""
    return Line("", [], line.page, line.block, line.row, exact=False)


def _without(text: str, pieces: list[Piece]) -> list[str]:
    """The running text around a streamed table: what stands before its head and after its last figure."""
    start = min(piece.start for piece in pieces)
    end = max(piece.end for piece in pieces)
    heads = [text.find(word) for word in ("第二十条第", "（本列数据", "(本列数据", "申请人情况")]
    start = min([start, *(position for position in heads if 0 <= position < start)])
    return [piece.strip() for piece in (*text[:start].split("\n"), *text[end:].split("\n")) if piece.strip()]


def _fill(tables: TableCells, strips: Strips, lines: list[Line]) -> None:
    guessed = any(not strip.apart for strip in strips.rows.values())
    prose = "\n".join(line.text for line in lines if not line.is_row) if guessed else ""
    clauses = _CLAUSE_END.split(prose)
    requests = [strip for (table, _), strip in strips.rows.items() if table == "requests"]
    for (table, _), strip in strips.rows.items():
        if table != "requests":
            tables.fill_proactive(strip, clauses)
    if requests:
        tables.fill_requests(requests)
    if strips.remedies:
        tables.fill_remedies(strips.remedies)


def _refuse_without_tables(tables: TableCells, compact: str, document: Document) -> None:
    missing = CellState.MISSING
    has_rows = [
        row
        for row in tables.form.requests.row_ids
        if tables.cells[f"requests.{row}.total"].state is not missing
    ]
    if len(has_rows) >= 5:
        return
    if sum(cell.state is not missing for cell in tables.cells.values()) >= len(tables.cells) // 3:
        return
    items = [path for table in tables.form.proactive for path in table.cell_paths()]
    if all(tables.cells[path].is_known for path in items):
        return
    if any(word in compact for word in _REPORT_WORDS):
        raise NotAnAnnualReport(
            mark(
                "没有找到法定年度报告的表格（国办公开办函〔2019〕60号或〔2021〕30号格式）。"
                "可能是 2018 年及以前的旧格式、只有文字的网页，或表格是图片。请换用含有表格的原文件。"
            ),
            file=document.name,
        )
    raise NotAnAnnualReport(
        mark("这不是政府信息公开工作年度报告：没有找到它的标题、六个部分或表格。请确认选择了正确的文件。"),
        file=document.name,
    )


# --- the whole --------------------------------------------------------------------------------


def _assemble(
    document: Document,
    form: Format,
    parts: list[Part],
    tables: TableCells,
    in_tables: set[int],
    streamed: dict[int, list[str]],
) -> AnnualReport:
    facts = tuple(_facts(line) for line in parts[0].lines if line.is_row and id(line) not in in_tables)
    marks = page_marks([line for part in parts for line in part.lines])
    for part in parts:
        gone = in_tables | marks if part.number else in_tables
        part.lines = [line for line in part.lines if id(line) not in gone and not line.is_row]
    notes = _take_notes(parts)
    preamble, _ = paragraphs_of(parts[0])
    if 0 in streamed:
        preamble = tuple(streamed[0])
    sections = tuple(_section(part, streamed.get(part.number)) for part in parts[1:])
    last = sections[-1].paragraphs if sections else preamble
    everything = "\n".join((*preamble, *(section.text for section in sections)))
    head = (*preamble, *facts)
    identity = identify(head, last[-6:], everything, _title_of(document), document.published)
    body = tuple(text for text in preamble if not _is_title(text, identity))
    six = next((section.paragraphs for section in sections if section.number == 6), ())
    return AnnualReport(
        agency=identity.agency,
        year=identity.year,
        format=form,
        cells=tables.cells,
        title=identity.title,
        preamble=body,
        sections=sections,
        fees=fees_in(six),
        contact=contact_in((*preamble, *six)),
        period=identity.period,
        published_on=identity.published_on,
        notes=notes,
        repairs=tuple(tables.repairs),
        reading=tuple(tables.findings),
        kind=document.kind,
        file=document.name,
    )


def _title_of(document: Document) -> str:
    """What the file calls itself; its name where only that says whose report it is."""
    name = PurePath(document.name).stem
    return name if names_a_body(name) and not names_a_body(document.title) else document.title or name


def _facts(line: Line) -> str:
    """A row of the box above a text (发布机构 … 发文日期 …) as running text."""
    texts = [cell.text.strip(" ：:") for cell in line.cells if cell.text.strip()]
    return " ".join(f"{name}：{value}" for name, value in zip(texts[::2], texts[1::2], strict=False))


def _section(part: Part, streamed: list[str] | None) -> SectionText:
    texts, places = paragraphs_of(part)
    if streamed is not None:
        return SectionText(part.number, part.heading, tuple(streamed), places[:1] * len(streamed))
    return SectionText(part.number, part.heading, texts, places)


def _take_notes(parts: list[Part]) -> dict[str, str]:
    """Remarks under the tables (注：…) of sections two, three and four."""
    notes: dict[str, str] = {}
    for part in parts:
        address = {2: "proactive", 3: "requests", 4: "remedies"}.get(part.number)
        if not address:
            continue
        remarks = [line for line in part.lines if _NOTE.match(line.text.strip())]
        if remarks:
            notes[address] = "\n".join(line.text.strip() for line in remarks)
            part.lines = [line for line in part.lines if line not in remarks]
    return notes


def _is_title(text: str, identity: Identity) -> bool:
    compact = _compact(text).lstrip("#*").removeprefix("标题：").removeprefix("标题:")
    return bool(compact) and len(compact) <= 60 and compact in identity.title
