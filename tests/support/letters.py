"""Word files with one thing in them that is to be looked at."""

from __future__ import annotations

import io

import docx
from lxml import etree

SECRET = "王小明"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def element(source: str) -> etree._Element:
    name = source[1:].split(">")[0].split(" ")[0].rstrip("/")
    return etree.fromstring(source.replace(f"<{name}", f"<{name} {NAMESPACES}", 1))


def letter(body: str, *styles: str, defaults: str = "") -> bytes:
    """A Word file of one open paragraph and ``body``, with ``styles`` added."""
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph("可以公开的一段")
    document.element.body.insert(1, element(body))
    for style in styles:
        document.styles.element.append(element(style))
    if defaults:
        document.styles.element.find(f".//{{{W}}}rPrDefault/{{{W}}}rPr").append(element(defaults))
    document.save(out)
    return out.getvalue()


def style(name: str, says: str, kind: str = "paragraph", base: str = "") -> str:
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{based}{says}</w:style>'
