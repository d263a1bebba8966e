"""The sheets on top of a volume: cover (卷宗封面) and contents (卷内目录).

They are part of a Chinese official file and Chinese in every language of the reader. The sum of the whole package
cannot stand in the package itself: the cover has the end of the chain of steps, which the ledger has too, and
says where the sum of the package is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from yangguang import typesetting
from yangguang.law.chinese_dates import in_figures

COVER, CONTENTS = "cover.pdf", "contents.pdf"
_HERE = Path(__file__).resolve().parent
_NONE = "—"


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on the cover."""

    agency: str
    procedure: str
    number: str
    title: str
    received_on: date | None
    closed_on: date
    outcome: str
    retention: str
    keep_until: date | None
    documents: int
    pages: int
    """Pages of everything that has pages."""
    chain_end: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the contents: the place in the package, what it is, its number, its day, its pages."""

    place: int
    title: str
    number: str
    day: date | None
    pages: int | None
    remark: str


def cover_pdf(cover: Cover) -> bytes:
    """The cover sheet."""
    lines = [
        ("卷宗类别", cover.procedure),
        ("卷宗编号", cover.number),
        ("题名", cover.title),
        ("收到日期", _day(cover.received_on)),
        ("办结日期", _day(cover.closed_on)),
        ("办理结果", cover.outcome or _NONE),
        ("保管期限", cover.retention),
        ("保管至", in_figures(cover.keep_until) if cover.keep_until else "永久保管"),
        ("卷内文件", f"{cover.documents}件，可计页数的共{cover.pages}页"),
    ]
    data = {
        "title": "卷宗封面",
        "agency": cover.agency,
        "date": _parts(cover.closed_on),
        "lines": lines,
        "sums": [("办理步骤链末值（SHA-256）", cover.chain_end)],
        "note": "整个归档包的 SHA-256 记在操作台账“生成归档包”一条中；包内各文件的校验值见 SHA256SUMS。",
    }
    return typesetting.pdf(_HERE / "cover.typ", data)


def contents_pdf(cover: Cover, lines: Sequence[Line]) -> bytes:
    """The table of contents."""
    data = {
        "title": "卷内目录",
        "agency": cover.agency,
        "number": f"{cover.number}　{cover.title}",
        "date": _parts(cover.closed_on),
        "head": ["序号", "题名", "文号", "日期", "页数", "备注"],
        "rows": [
            [
                f"{line.place:03d}",
                line.title,
                line.number or _NONE,
                line.day.isoformat() if line.day else _NONE,
                str(line.pages) if line.pages is not None else _NONE,
                line.remark,
            ]
            for line in lines
        ],
        "empty": "卷内没有文书和材料，办理步骤见 steps.json。",
    }
    return typesetting.pdf(_HERE / "contents.typ", data)


def _day(day: date | None) -> str:
    return in_figures(day) if day else _NONE


def _parts(day: date) -> list[int]:
    return [day.year, day.month, day.day]
