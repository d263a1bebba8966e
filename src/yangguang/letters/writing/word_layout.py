"""Laying a letter into an office's own Word file: placeholders in it are replaced by the parts of the letter.

The words come from the reviewed text; the file brings letterhead, fonts and margins. It is checked when it is
handed in: no macros, nothing embedded, nothing fetched from elsewhere.
"""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from yangguang.annualreport.errors import ReportError
from yangguang.annualreport.reading.archive import Package
from yangguang.annualreport.reading.limits import Limits
from yangguang.cases.refused import Refused
from yangguang.letters.writing.content import Block, BlockKind, LetterContent
from yangguang.letters.writing.docx import put_seal

MOST_BYTES = 4 * 1024 * 1024
_LIMITS = Limits(file_bytes=MOST_BYTES, unpacked_bytes=48 * 1024 * 1024, archive_members=500)
BODY, SEAL = "正文", "印章"
NAMES = ("标题", "文号", "主送", BODY, "机关", "成文日期", SEAL)
_TOKEN = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_FETCHING = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|DATABASE|RD)\b", re.IGNORECASE)
_EMBEDDED = ("oleobject", "activex", "vba", "macro", "package.embedded")


class WrongLayout(Refused):
    """The Word file cannot be used; the sentence says why."""


def check_layout(data: bytes) -> None:
    """Refuse a file that is no plain Word document or cannot be laid out, naming what is wrong."""
    if len(data) > MOST_BYTES:
        raise WrongLayout(_("Word 版式不能超过 %(most)s 兆字节。") % {"most": MOST_BYTES >> 20})
    document = _opened(data)
    _refuse_what_is_not_words(document)
    found = [name for text in _texts(document) for name in _TOKEN.findall(text)]
    unknown = sorted(set(found) - set(NAMES))
    if unknown:
        raise WrongLayout(
            _("Word 版式里有不认识的占位符“%(names)s”；可用的是：%(known)s。")
            % {"names": "”“".join(unknown), "known": "、".join("{{" + name + "}}" for name in NAMES)}
        )
    places = [p for p in _paragraphs(document) if BODY in _TOKEN.findall(_text(p))]
    if (
        len(places) != 1
        or _TOKEN.sub("", _text(places[0])).strip()
        or len(_TOKEN.findall(_text(places[0]))) > 1
    ):
        raise WrongLayout(_("Word 版式里要有一个单独成段的 {{正文}}，正文从那里排起。"))


def lay(data: bytes, content: LetterContent) -> bytes:
    """The letter in the office's own layout, as the bytes of a ``.docx`` file."""
    document = _opened(data)
    values = {
        "标题": content.title,
        "文号": content.number,
        "主送": content.addressee,
        "机关": content.agency if content.is_signed else "",
        "成文日期": content.signed_on if content.is_signed else "",
        SEAL: "",
    }
    for paragraph in list(_paragraphs(document)):
        names = _TOKEN.findall(_text(paragraph))
        if BODY in names:
            _lay_body(document, paragraph, content)
            continue
        if names:
            _replace(paragraph, values)
        if SEAL in names and content.seal and content.is_signed:
            put_seal(Paragraph(paragraph, document), content.seal)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _opened(data: bytes) -> WordDocument:
    try:
        Package(data, "", _LIMITS)
        return Document(io.BytesIO(data))
    except ReportError as error:
        raise WrongLayout(str(error)) from error
    except Exception as error:
        raise WrongLayout(
            _("这不是可以打开的 Word 文件（.docx），请用 Word 或 WPS 另存后再上传。")
        ) from error


def _refuse_what_is_not_words(document: WordDocument) -> None:
    for relation in document.part.package.iter_rels():
        if relation.is_external:
            raise WrongLayout(
                _("Word 版式里有指向外部的链接（%(target)s），打开时会连到别处。请去掉链接再上传。")
                % {"target": str(relation.target_ref)[:80]}
            )
        kind = str(relation.reltype).rpartition("/")[2].lower()
        if kind in {"oleobject", "package", "control", "afchunk", "attachedtemplate"}:
            raise WrongLayout(_("Word 版式里嵌有其他文件或控件，请删除后再上传。"))
    for part in document.part.package.iter_parts():
        if any(word in part.content_type.lower() for word in _EMBEDDED):
            raise WrongLayout(_("Word 版式里嵌有其他文件或控件，请删除后再上传。"))
    for root in _roots(document):
        fields = [element.text or "" for element in root.iter(qn("w:instrText"))]
        fields += [element.get(qn("w:instr"), "") for element in root.iter(qn("w:fldSimple"))]
        if any(_FETCHING.search(field) for field in fields):
            raise WrongLayout(_("Word 版式里有从别处取内容的域，请去掉后再上传。"))


def _roots(document: WordDocument) -> Iterator[Any]:
    """The trees in which words stand: body, heads and feet."""
    yield document.element
    for part in document.part.package.iter_parts():
        if part.partname.startswith(("/word/header", "/word/footer")):
            yield part.element


def _paragraphs(document: WordDocument) -> Iterator[Any]:
    for root in _roots(document):
        yield from root.iter(qn("w:p"))


def _texts(document: WordDocument) -> Iterator[str]:
    return (_text(paragraph) for paragraph in _paragraphs(document))


def _words(paragraph: Any) -> list[Any]:
    """The text elements of a paragraph itself, without those of a text box in it."""
    found = paragraph.iter(qn("w:t"))
    return [word for word in found if next(word.iterancestors(qn("w:p"))) is paragraph]


def _text(paragraph: Any) -> str:
    return "".join(word.text or "" for word in _words(paragraph))


def _replace(paragraph: Any, values: Mapping[str, str]) -> None:
    """Every placeholder by its value, keeping the form of the run in which it begins.

    Word cuts a placeholder into runs as it likes, so it is looked for across them.
    """
    words = _words(paragraph)
    owner = [number for number, word in enumerate(words) for _sign in word.text or ""]
    signs = [[sign, number] for sign, number in zip(_text(paragraph), owner, strict=True)]
    for match in reversed(list(_TOKEN.finditer(_text(paragraph)))):
        value = values.get(match.group(1), "")
        home = owner[match.start()]
        signs[match.start() : match.end()] = [[value, home]]
    for number, word in enumerate(words):
        word.text = "".join(str(sign) for sign, home in signs if home == number)
        word.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _lay_body(document: WordDocument, place: Any, content: LetterContent) -> None:
    """The paragraphs of the letter in the form of the one that holds the placeholder; slips at the end."""
    shown = [block for block in content.letter if block.kind is not BlockKind.ADDRESSEE]
    for block in shown:
        place.addprevious(_like(place, block))
    end = document.element.body.find(qn("w:sectPr"))
    starts_page = False
    for block in content.slips:
        if block.kind is BlockKind.BREAK:
            starts_page = True
            continue
        paragraph = _like(place, block)
        end.addprevious(paragraph)
        if starts_page:
            Paragraph(paragraph, document).paragraph_format.page_break_before = True
        starts_page = False
    place.getparent().remove(place)


def _like(place: Any, block: Block) -> Any:
    paragraph = copy.deepcopy(place)
    _replace(paragraph, {BODY: block.text})
    return paragraph
