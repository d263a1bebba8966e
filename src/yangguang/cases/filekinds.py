"""What a file handed in is, by its content, and whether a public body may take it in.

Names lie; what is not recognised is refused, and so is what could act when somebody opens it: programs, web
pages, macros, files inside files. Nothing here renders a page or decodes a picture: that is the worker's.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import olefile  # type: ignore[import-untyped]
import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lxml import etree
from PIL import Image, UnidentifiedImageError
from pillow_heif import register_heif_opener

from yangguang.annualreport.errors import ProtectedFile, ReportError, UnsafeFile
from yangguang.annualreport.reading.archive import OLE_MAGIC, Package, has_ole_stream
from yangguang.annualreport.reading.kinds import detect
from yangguang.annualreport.reading.limits import Limits
from yangguang.annualreport.reading.pdf_page import PDFIUM_LOCK
from yangguang.cases.pdf_actions import acts
from yangguang.cases.refused import Refused

register_heif_opener()

MOST_PIXELS = 60_000_000
PACKAGE_LIMITS = Limits(unpacked_bytes=200 * 1024 * 1024, archive_members=3_000, picture_pixels=MOST_PIXELS)
OFFICE_MAIN = {
    "docx": b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"#!")
_PICTURES = {"png": "PNG", "jpg": "JPEG", "heic": "HEIF"}
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"mif1", b"heim", b"heis"})
_MACRO_STREAMS = ("_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros")
_MARKUP = re.compile(r"\s*<[?!A-Za-z]")
_EMBEDDED_PROGRAM = "\x01Ole10Native"
_FETCHED = frozenset({"attachedTemplate", "oleObject", "frame", "subDocument"})


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is taken in: its ending, its media type, its name for people."""

    id: str
    media_type: str
    label: str | Promise


KINDS = {
    kind.id: kind
    for kind in (
        FileKind("pdf", "application/pdf", "PDF"),
        FileKind("jpg", "image/jpeg", "JPG"),
        FileKind("png", "image/png", "PNG"),
        FileKind("heic", "image/heic", "HEIC"),
        FileKind(
            "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word（docx）"
        ),
        FileKind(
            "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel（xlsx）"
        ),
        FileKind("doc", "application/msword", "Word（doc）"),
        FileKind("xls", "application/vnd.ms-excel", "Excel（xls）"),
        FileKind("ofd", "application/ofd", "OFD"),
        FileKind("txt", "text/plain; charset=utf-8", gettext_lazy("文本（txt）")),
    )
}


def kind_of(data: bytes, name: str) -> FileKind:
    """The kind of these bytes. Raises :class:`Refused`, saying what is wrong and what to do."""
    if not data:
        raise Refused(_("文件“%(name)s”是空的。请确认已保存完整，再重新选择。") % {"name": name})
    if data.startswith(_PROGRAMS):
        raise _not_taken(name)
    found = _detected(data, name)
    _CHECKS[found](data, name, found)
    if found != "txt" and not found.startswith(("docx", "xlsx", "ofd")) and _hides_archive(data):
        raise Refused(
            _("文件“%(name)s”里夹带了压缩包，不能接收。请重新导出，只保留文件本身。") % {"name": name}
        )
    return KINDS[found]


def _detected(data: bytes, name: str) -> str:
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return "heic"
    if _is_ofd(data):
        return "ofd"
    try:
        found = detect(data, name)
    except ProtectedFile as error:
        raise _protected(name) from error
    except ReportError as error:
        raise _not_taken(name) from error
    found = "txt" if found in ("md", "json") else found
    if found not in KINDS or (found == "doc" and data.startswith(b"{\\rtf")):
        raise _not_taken(name)
    return found


def _not_taken(name: str) -> Refused:
    kinds = "、".join(str(kind.label) for kind in KINDS.values())
    return Refused(
        _("文件“%(name)s”不是可以接收的类型。请转换成其中之一再提交：%(kinds)s。压缩包请解开后逐个提交。")
        % {"name": name, "kinds": kinds}
    )


def _broken(name: str) -> Refused:
    return Refused(_("文件“%(name)s”已损坏或不完整，打不开。请重新保存或重新拍照后再试。") % {"name": name})


def _protected(name: str) -> Refused:
    return Refused(_("文件“%(name)s”设有密码，机关无法阅读。请取消密码后再提交。") % {"name": name})


def _active(name: str) -> Refused:
    return Refused(
        _(
            "文件“%(name)s”带有宏、脚本或嵌入的程序，出于安全不能接收。请另存为不带宏的文件，或导出为 PDF 再提交。"
        )
        % {"name": name}
    )


# --- pictures ------------------------------------------------------------------------------------


def _check_picture(data: bytes, name: str, kind: str) -> None:
    try:
        with Image.open(io.BytesIO(data), formats=[_PICTURES[kind]]) as picture:
            wide, high = picture.size
            if wide * high > MOST_PIXELS:
                raise Refused(
                    _("图片“%(name)s”有 %(wide)s×%(high)s 像素，太大了。请缩小到 6000 万像素以内再提交。")
                    % {"name": name, "wide": wide, "high": high}
                )
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _broken(name) from error


def _hides_archive(data: bytes) -> bool:
    """Whether a file of another kind can be opened as an archive as well."""
    return zipfile.is_zipfile(io.BytesIO(data))


# --- office files --------------------------------------------------------------------------------


def _check_office(data: bytes, name: str, kind: str) -> None:
    if not data.startswith(b"PK"):
        raise _not_taken(name)
    with _said(name):
        package = Package(data, name, PACKAGE_LIMITS)
        types = package.read("[Content_Types].xml") if "[Content_Types].xml" in package else b""
        if OFFICE_MAIN[kind] not in types:
            raise _not_taken(name)
        if b"macrosheet" in types.lower():  # whatever folder it lies in
            raise _active(name)
        for part in package.parts:
            _check_part(package, part, name)


def _check_part(package: Package, part: str, name: str) -> None:
    if "/activex/" in part or "/macrosheets/" in part:
        raise _active(name)
    content = b"".join(package.stream(part))  # counted against the limit of the whole
    if content.startswith(_PROGRAMS):
        raise _active(name)
    if (part.endswith(".bin") or content.startswith(OLE_MAGIC)) and _acts_inside(content):
        raise _active(name)
    if content.startswith(b"PK\x03\x04"):
        Package(content, name, PACKAGE_LIMITS)  # a table behind a chart is fine, a file with macros is not
    if part.endswith(".rels") and _brings_more(content):
        raise _active(name)


def _acts_inside(container: bytes) -> bool:
    return any(has_ole_stream(container, stream) for stream in (*_MACRO_STREAMS, _EMBEDDED_PROGRAM))


def _brings_more(relations: bytes) -> bool:
    """Whether opening the file would fetch something that may act (a template, a part of the text) or tell
    another machine who opened it, or would take a web page inside it for a part of the text.
    """
    root = etree.fromstring(relations, etree.XMLParser(resolve_entities=False, no_network=True))
    return any(_is_risky(node) for node in root if isinstance(node.tag, str))


def _is_risky(relation: etree._Element) -> bool:
    kind = (relation.get("Type") or "").rpartition("/")[2]
    if relation.get("TargetMode") != "External":
        return kind == "aFChunk"
    target = (relation.get("Target") or "").strip().lower()
    is_share = target.startswith(("file:", "\\\\", "//"))  # Windows signs in to it with the reader's password
    return kind in _FETCHED or (kind == "image" and is_share)


def _check_ofd(data: bytes, name: str, kind: str) -> None:
    with _said(name):
        package = Package(data, name, PACKAGE_LIMITS)
        for part in package.parts:
            if next(iter(package.stream(part)), b"").startswith(_PROGRAMS):
                raise _active(name)


def _is_ofd(data: bytes) -> bool:
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(item.filename.strip("/").lower() == "ofd.xml" for item in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


@contextmanager
def _said(name: str) -> Iterator[None]:
    """Says what the library found wrong in words about a file handed in."""
    try:
        yield
    except ProtectedFile as error:
        raise _protected(name) from error
    except UnsafeFile as error:
        raise Refused(f"“{name}”：{error.message}") from error
    except (ReportError, etree.XMLSyntaxError) as error:
        raise _broken(name) from error


def _check_ole(data: bytes, name: str, kind: str) -> None:
    if _acts_inside(data):
        raise _active(name)
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            stream = next((s for s in ("Workbook", "Book") if container.exists(s)), "")
            if kind == "xls" and stream and _has_macro_sheet(container.openstream(stream).read()):
                raise _active(name)
    except (OSError, ValueError, IndexError) as error:
        raise _broken(name) from error


def _has_macro_sheet(workbook: bytes) -> bool:
    """Whether a BOUNDSHEET record (0x85) names a sheet of Excel 4.0 macros (1) or a module (6)."""
    at = 0
    while at + 4 <= len(workbook):
        record = int.from_bytes(workbook[at : at + 2], "little")
        size = int.from_bytes(workbook[at + 2 : at + 4], "little")
        if record == 0x85 and size >= 6 and workbook[at + 9] in (1, 6):
            return True
        if record == 0x0A:  # the end of the workbook's globals
            return False
        at += 4 + size
    return False


# --- PDF and text --------------------------------------------------------------------------------


def _check_pdf(data: bytes, name: str, kind: str) -> None:
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        raise _not_taken(name)
    with PDFIUM_LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            locked = error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
            raise (_protected if locked else _broken)(name) from error
        try:
            pages = len(document)
            is_active = document.count_attachments() > 0
        finally:
            document.close()
    if pages == 0:
        raise _broken(name)
    if is_active or acts(data):
        raise Refused(
            _("文件“%(name)s”里带有脚本或夹带的附件，不能接收。请重新打印成 PDF 再提交，夹带的文件分别提交。")
            % {"name": name}
        )


def _check_text(data: bytes, name: str, kind: str) -> None:
    text = decoded(data)
    if text is None or _MARKUP.match(text) or "<script" in text.lower():
        raise _not_taken(name)


def decoded(data: bytes) -> str | None:
    """A text in one of the encodings that are usual here; nothing where it is no text."""
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    return None


_CHECKS = {
    "pdf": _check_pdf,
    "jpg": _check_picture,
    "png": _check_picture,
    "heic": _check_picture,
    "docx": _check_office,
    "xlsx": _check_office,
    "doc": _check_ole,
    "xls": _check_ole,
    "ofd": _check_ofd,
    "txt": _check_text,
}
