"""The list of what was withheld and why (条例第三十七条: give the rest, and say why the part is not given).

It names place, kind, ground and article. What was withheld, and how long it was, is never in it.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import pikepdf

from yangguang.redaction.grounds import ground
from yangguang.redaction.marks import BoxMark, TextMark
from yangguang.redaction.suggest import LABELS, Kind
from yangguang.translation import Message, gettext, mark
from yangguang.typesetting import READ, pdf

TITLE = mark("不予公开内容清单")
EXPLAINS = mark(
    "依照《中华人民共和国政府信息公开条例》第三十七条，本文件中不应当公开的内容已作区分处理，其余内容予以公开。"
    "不予公开的部分及其理由如下："
)
NOTHING = mark("本文件没有不予公开的内容。")
_HEADS = (mark("序号"), mark("位置"), mark("内容类别"), mark("理由"), mark("依据"), mark("处数"))
_TEMPLATE = Path(__file__).resolve().parent / "withheld.typ"


@dataclass(frozen=True, slots=True)
class Withheld:
    """One line of the list: ``count`` passages of a kind in one place for one ground."""

    place: str
    kind: str
    ground: str
    article: str
    count: int


def withheld(marks: Iterable[BoxMark | TextMark], *, pages_differ: bool = True) -> tuple[Withheld, ...]:
    """The list for these marks, in the order of the document."""
    counted = Counter((_number(one), _kind(one), one.ground) for one in marks)
    lines = []
    for (number, kind, code), count in sorted(counted.items()):
        found = ground(code)
        template = mark("第 {number} 页") if pages_differ else mark("第 {number} 段")
        place = str(Message(template, {"number": number}))
        lines.append(Withheld(place, kind, gettext(found.label), gettext(found.article), count))
    return tuple(lines)


def _number(one: BoxMark | TextMark) -> int:
    return one.page if isinstance(one, BoxMark) else one.paragraph + 1


def _kind(one: BoxMark | TextMark) -> str:
    if one.kind in set(Kind):
        return gettext(LABELS[Kind(one.kind)])
    return gettext(mark("文字或图像")) if isinstance(one, BoxMark) else gettext(mark("文字"))


def as_lines(items: Sequence[Withheld]) -> list[str]:
    """The list as paragraphs, for a Word file."""
    if not items:
        return [gettext(TITLE), gettext(NOTHING)]
    line = mark("{number}. {place}：{kind}，{ground}（{article}），{count} 处")
    return [
        gettext(TITLE),
        gettext(EXPLAINS),
        *(
            str(
                Message(
                    line,
                    {
                        "number": number,
                        "place": one.place,
                        "kind": one.kind,
                        "ground": one.ground,
                        "article": one.article,
                        "count": one.count,
                    },
                )
            )
            for number, one in enumerate(items, start=1)
        ),
    ]


def as_html(items: Sequence[Withheld]) -> str:
    """The list as a table to be put into a page."""
    if not items:
        return f"<p>{escape(gettext(NOTHING))}</p>"
    head = "".join(f'<th scope="col">{escape(gettext(label))}</th>' for label in _HEADS)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in _cells(number, one)) + "</tr>"
        for number, one in enumerate(items, start=1)
    )
    return f"<table><caption>{escape(gettext(TITLE))}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cells(number: int, one: Withheld) -> tuple[str | int, ...]:
    return (number, one.place, one.kind, one.ground, one.article, one.count)


def as_pdf(items: Sequence[Withheld]) -> bytes:
    """The list as pages of A4."""
    content = {
        "title": gettext(TITLE),
        "explains": gettext(EXPLAINS if items else NOTHING),
        "heads": [gettext(label) for label in _HEADS] if items else [],
        "rows": [[str(cell) for cell in _cells(number, one)] for number, one in enumerate(items, start=1)],
    }
    return pdf(_TEMPLATE, content, READ)


def with_list(released: bytes, items: Sequence[Withheld]) -> bytes:
    """A released PDF with the list as its last page."""
    from yangguang.redaction.pdf import written

    with pikepdf.open(io.BytesIO(released)) as whole, pikepdf.open(io.BytesIO(as_pdf(items))) as added:
        for page in added.pages:
            whole.pages.append(_bare(page, whole, added))
        return written(whole)


def _bare(page: pikepdf.Page, whole: pikepdf.Pdf, added: pikepdf.Pdf) -> pikepdf.Page:
    """The page without its place in the other file's structure."""
    fresh = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=[float(side) for side in page.mediabox],
        Resources=whole.copy_foreign(added.make_indirect(page.resources)),
        Contents=whole.make_stream(_without_marks(page)),
    )
    return pikepdf.Page(fresh)


def _without_marks(page: pikepdf.Page) -> bytes:
    marked = ("BDC", "BMC", "EMC")
    kept = [one for one in pikepdf.parse_content_stream(page) if str(one.operator) not in marked]
    return pikepdf.unparse_content_stream(kept)
