"""What kind of file this is: by its content first, by its name only where the content leaves it open.

Names lie. Web pages are called ``.doc`` and ``.xls``, Word files ``.txt``, and mail programs cut names.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import PurePath

from yangguang.annualreport.errors import BrokenFile, EmptyFile, ProtectedFile, UnknownKind
from yangguang.annualreport.reading.archive import (
    BROKEN,
    ENCRYPTED,
    OLE_MAGIC,
    has_ole_stream,
    is_encrypted_ooxml,
)
from yangguang.translation import mark

__all__ = ["KINDS", "detect"]

KINDS = ("txt", "md", "html", "docx", "doc", "pdf", "xlsx", "xls", "json", "png", "jpg", "tiff")

_OTHER = mark("这是{kind}文件，不能直接读取。请用原来的程序打开，另存为 docx 或 PDF 后再试。")
_PICTURE = mark("这是{kind}图片，不能直接读取。请另存为 PNG、JPG 或 PDF 后再试。")
_UNPACK = mark("这是{kind}压缩包。请先解压，再逐个上传其中的年度报告。")
_NOT_KNOWN = mark("无法识别这个文件的类型。请提供 docx、doc、pdf、xlsx、html、txt、md 或 json 文件。")

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II+\0", "tiff"),
    (b"{\\rtf", "doc"),  # Word saves RTF under .doc; LibreOffice reads both alike
)
_PICTURES = ((b"GIF8", "GIF "), (b"BM", "BMP "), (b"\x00\x00\x00\x0cjP  ", "JPEG 2000 "))
_ARCHIVES = (
    (b"Rar!", "RAR "),
    (b"7z\xbc\xaf\x27\x1c", "7z "),
    (b"\x1f\x8b", "gzip "),
    (b"BZh", "bzip2 "),
    (b"\xfd7zXZ\0", "xz "),
)
_OTHERS = (
    (b"CEBA", "方正 CEB "),
    (b"CAJ", " CAJ "),
    (b"HN\0\0", " CAJ "),
    (b"AT&TFORM", " DjVu "),
    (b"%!PS", " PostScript "),
    (b"MZ", mark("程序")),
    (b"\x7fELF", mark("程序")),
    (b"ID3", mark("音频")),
    (b"OggS", mark("音频")),
)
_OPEN_DOCUMENTS = {"text": " ODT ", "spreadsheet": " ODS ", "presentation": " ODP "}
_NAMED = {
    "markdown": "md",
    "htm": "html",
    "xhtml": "html",
    "shtml": "html",
    "mht": "html",
    "mhtml": "html",
    "jpeg": "jpg",
    "tif": "tiff",
    "text": "txt",
    "csv": "txt",
    "tsv": "txt",
}
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|table|tbody|tr|td|div|p|span|h[1-6]|br|center|section|article|"
    rb"ul|ol|font|style|script|link|strong|b|form)\b[^<>]*>?",
    re.IGNORECASE,
)
_CLOSING = re.compile(rb"</(?:p|td|tr|table|div|span|h[1-6]|body|html)\s*>", re.IGNORECASE)
_AROUND_TEXT = re.compile(rb"</(?:p|div|body|html)\s*>", re.IGNORECASE)
_WORD_XML = re.compile(
    rb"http://schemas\.microsoft\.com/office/2006/xmlPackage|http://schemas\.microsoft\.com/office/word/2003/wordml"
)
_SHEET_XML = b"urn:schemas-microsoft-com:office:spreadsheet"
_MIME = re.compile(rb"^(?:[A-Za-z-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){0,20}?MIME-Version:", re.IGNORECASE)
_PIPE_RULE = re.compile(rb"^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*\|[ \t:|-]*\r?$", re.MULTILINE)
_HEAD = 16 * 1024
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\f\v\x1a\x1b")


def detect(data: bytes, name: str = "") -> str:
    """One of ``KINDS``. Raises ``UnknownKind`` (saying what the file is, where it can be told),
    ``EmptyFile``, ``ProtectedFile`` or ``BrokenFile``."""
    if not data:
        raise EmptyFile(mark("文件是空的，没有可以读取的内容。请确认上传的是年度报告文件。"), file=name)
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(OLE_MAGIC):
        return _ole_kind(data, name)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_kind(data, name)
    _refuse_known_others(data, name)
    return _text_kind(data, name)


def _suffix(name: str) -> str:
    suffix = PurePath(name).suffix.lower().lstrip(".")
    return _NAMED.get(suffix, suffix)


def _refuse_known_others(data: bytes, name: str) -> None:
    for table, template in ((_PICTURES, _PICTURE), (_ARCHIVES, _UNPACK), (_OTHERS, _OTHER)):
        for magic, kind in table:
            if data.startswith(magic) and b"\0" in data[:512]:
                raise UnknownKind(template, file=name, kind=kind)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        raise UnknownKind(_PICTURE, file=name, kind="WebP ")
    if data[4:8] == b"ftyp":
        raise UnknownKind(_OTHER, file=name, kind=mark("视频"))


def _ole_kind(data: bytes, name: str) -> str:
    """Old binary Office files, and the container of encrypted new ones. WPS Writer's ``.wps`` is Word's format."""
    if is_encrypted_ooxml(data):
        raise ProtectedFile(ENCRYPTED, file=name)
    is_word = has_ole_stream(data, "WordDocument")
    is_sheet = has_ole_stream(data, "Workbook") or has_ole_stream(data, "Book")
    if is_word and is_sheet:  # one is embedded in the other
        return "xls" if _suffix(name) in ("xls", "et") else "doc"
    if is_word or is_sheet:
        return "doc" if is_word else "xls"
    if has_ole_stream(data, "PowerPoint Document"):
        raise UnknownKind(_OTHER, file=name, kind=mark("演示文稿"))
    if _suffix(name) in ("doc", "wps", "wpt", "dot"):
        return "doc"
    raise UnknownKind(_NOT_KNOWN, file=name)


def _zip_kind(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {info.filename.replace("\\", "/").lstrip("/").lower() for info in archive.infolist()}
            mimetype = archive.read("mimetype")[:100] if _is_small(archive, "mimetype") else b""
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        RuntimeError,
        NotImplementedError,
        EOFError,
        KeyError,
    ) as error:
        if _suffix(name) in ("docx", "xlsx"):
            return _suffix(name)  # its reader says what is damaged
        raise BrokenFile(BROKEN, file=name) from error
    if "encryption.xml" in {part.rpartition("/")[2] for part in names} and "ofd.xml" not in names:
        raise ProtectedFile(ENCRYPTED, file=name)
    for folder, kind in (("word/", "docx"), ("xl/", "xlsx")):
        if any(part.startswith(folder) for part in names):
            return kind
    template, kind = _other_zip(names, mimetype)
    raise UnknownKind(template, file=name, kind=kind)


def _is_small(archive: zipfile.ZipFile, part: str) -> bool:
    return part in archive.namelist() and archive.getinfo(part).file_size <= 200


def _other_zip(names: set[str], mimetype: bytes) -> tuple[str, str]:
    """The message for an archive that is neither Word nor Excel, and the kind that it names."""
    opendocument = re.match(rb"application/vnd\.oasis\.opendocument\.([a-z]+)", mimetype)
    if opendocument:
        return _OTHER, _OPEN_DOCUMENTS.get(opendocument[1].decode(), " OpenDocument ")
    if "ofd.xml" in names:
        return _OTHER, " OFD "
    if mimetype.startswith(b"application/epub") or any(part.endswith(".epub") for part in names):
        return _OTHER, " EPUB "
    if any(part.startswith("ppt/") for part in names):
        return _OTHER, mark("演示文稿")
    return _UNPACK, " ZIP "


def _text_kind(data: bytes, name: str) -> str:
    head = _narrow(data[:_HEAD])
    if b"\0" in head or len(head) - len(head.translate(None, _CONTROLS)) > len(head) // 20:
        if _suffix(name) in ("docx", "xlsx", "doc", "pdf"):
            raise BrokenFile(mark("文件内容与扩展名不符，可能已损坏。请重新导出或另存后再试。"), file=name)
        raise UnknownKind(_NOT_KNOWN, file=name)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<?xml") or start.startswith(b"<pkg:"):
        if _WORD_XML.search(head):
            return "docx"
        if _SHEET_XML in head:
            return "xls"
    if _MIME.match(start):
        return "html"
    if start.startswith((b"{", b"[")) and (_suffix(name) == "json" or _is_json(data)):
        return "json"
    return _prose_kind(head, start, _suffix(name))


def _prose_kind(head: bytes, start: bytes, suffix: str) -> str:
    """Web page, Markdown or plain text: by their marks, then by the name."""
    if suffix == "md" and _PIPE_RULE.search(head):
        return "md"  # a converter keeps elements of the page around its tables
    if _TAG.match(start) or (start.startswith((b"<?xml", b"<!--")) and _TAG.search(head)):
        return "html"
    if suffix in ("html", "md"):
        return suffix
    if head.count(b"</") >= 3 and len(_CLOSING.findall(head)) >= 3:
        # a page has elements around its text; a text with tables written as HTML has only those
        return "html" if suffix not in ("txt", "") or _AROUND_TEXT.search(head) else "md"
    return "md" if b"|" in head and _PIPE_RULE.search(head) else "txt"


def _narrow(head: bytes) -> bytes:
    """The head with UTF-16 made readable as ASCII, enough to see marks in it."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace").encode("utf-8", "replace")
    if b"\0" not in head:
        return head
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 4 * even and odd * 20 > len(head):
        return head[: len(head) // 2 * 2].decode("utf-16-le", "replace").encode("utf-8", "replace")
    if even > 4 * odd and even * 20 > len(head):
        return head[: len(head) // 2 * 2].decode("utf-16-be", "replace").encode("utf-8", "replace")
    return head


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True
