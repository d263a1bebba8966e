"""Names that somebody gave to styles: the released file has numbers instead, and the words that Word itself knows."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from yangguang.redaction.word_look import q

_REFERS = frozenset(
    q(name)
    for name in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link", "numStyleLink", "styleLink")
)


def rename_styles(roots: Iterable[etree._Element]) -> None:
    """Give every style a number for its identifier, wherever it is referred to, and for a name that is not Word's."""
    roots = list(roots)
    numbers: dict[str, str] = {}
    for root in roots:
        for style in root.iter(q("style")):
            identity = style.get(q("styleId"), "")
            style.set(q("styleId"), numbers.setdefault(identity, f"S{len(numbers) + 1}"))
            name = style.find(q("name"))
            if name is not None and not _is_words_own(style, name.get(q("val"), "")):
                name.set(q("val"), numbers[identity])
    for root in roots:
        for element in list(root.iter(*_REFERS)):
            fresh = numbers.get(element.get(q("val"), ""))
            parent = element.getparent()
            if fresh is not None:
                element.set(q("val"), fresh)
            elif parent is not None:
                parent.remove(element)  # of a style that is not there


def _is_words_own(style: etree._Element, name: str) -> bool:
    """Programs go by these names for headings, tables of contents, notes and the like."""
    first = name.lower().split(" ")[0]
    known = (
        "normal",
        "heading",
        "toc",
        "footnote",
        "endnote",
        "header",
        "footer",
        "title",
        "list",
        "table",
        "default",
    )
    is_own = first in known or name.lower() in (
        "no list",
        "page number",
        "line number",
        "caption",
        "hyperlink",
    )
    return style.get(q("customStyle"), "0") in ("0", "false") and name.isascii() and is_own
