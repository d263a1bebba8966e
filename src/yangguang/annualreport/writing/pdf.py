"""An annual report as a PDF: tagged for screen readers, embedded fonts, the layout of the Word file.

The pages are set from a fixed template (:mod:`yangguang.typesetting`); the report goes in as data.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from yangguang import typesetting
from yangguang.annualreport.writing.layout import Block, Content, Heading, LaidCell, LaidTable

_TEMPLATE = Path(__file__).resolve().parent / "report.typ"
_LINE = 442.2  # points: A4 less 28 and 26 mm
_MARGIN = 5.0
_USUAL_SIZE = {"proactive": 12.0, "requests": 9.0, "remedies": 9.0}
_PADDING = {"proactive": 5.5, "requests": 3.0, "remedies": 3.5}
_ROOM = {"proactive": 40, "requests": 60, "remedies": 36}  # millimetres that must be left to begin a table
_DATE = re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})", re.ASCII)


def write_pdf(content: Content) -> bytes:
    """The content as the bytes of a PDF/A and PDF/UA file."""
    return typesetting.pdf(_TEMPLATE, _data(content))


def _data(content: Content) -> dict[str, Any]:
    return _date(content) | {
        "title": content.title,
        "title_lines": content.title_lines,
        "title_size": content.title_size,
        "agency": content.agency,
        "subject": "政府信息公开工作年度报告",
        "blocks": [_block(block) for block in content.blocks],
    }


def _date(content: Content) -> dict[str, Any]:
    """The day of publishing as the document's date; none where it is unknown."""
    found = _DATE.search(content.published_on)
    if found is None:
        return {}
    try:
        day = date(*map(int, found.groups()))
    except ValueError:
        return {}
    return {"date": [day.year, day.month, day.day]}


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, LaidTable):
        return _table(block)
    if isinstance(block, Heading):
        return {"kind": "heading", "text": block.text}
    return {"kind": block.role, "text": block.text}


def _table(table: LaidTable) -> dict[str, Any]:
    """The table's rows in groups: heads, which typst repeats and tags, and what they head."""
    size = table.type_size(_LINE, _USUAL_SIZE[table.path], _MARGIN)
    groups: list[dict[str, Any]] = []
    for number, row in enumerate(table.rows):
        is_head = all(cell.head == "columns" for cell in row)
        if not groups or is_head != bool(groups[-1]["level"]):
            groups.append({"level": int(is_head), "repeat": number < table.head_rows, "rows": []})
        groups[-1]["rows"].append([_cell(table, cell, size) for cell in row])
    return {
        "kind": "table",
        "size": size,
        "pad": _PADDING[table.path],
        "room": _ROOM[table.path],
        "widths": table.widths,
        "groups": groups,
    }


def _cell(table: LaidTable, cell: LaidCell, size: float) -> dict[str, Any]:
    data: dict[str, Any] = {"text": cell.text}
    if cell.head:
        data["head"] = cell.head
    if cell.colspan > 1:
        data["colspan"] = cell.colspan
    if cell.rowspan > 1:
        data["rowspan"] = cell.rowspan
    if indent := table.indent(cell, _LINE, size, _MARGIN):
        data["indent"] = indent
    return data
