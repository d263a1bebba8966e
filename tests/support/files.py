"""Files as people hand them in, and as those make them who mean harm. All made here, none from anywhere."""

from __future__ import annotations

import io
import struct
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from openpyxl import Workbook
from PIL import Image

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind)
    return out.getvalue()


def pdf(extra: str = "", catalog: str = "", text: str = "Hello") -> bytes:
    """A page with a line on it. ``extra`` are more objects from number 6 on, ``catalog`` more keys of the root."""
    stream = f"BT /F1 24 Tf 50 100 Td ({text}) Tj ET"
    objects = [
        f"1 0 obj <</Type /Catalog /Pages 2 0 R {catalog}>> endobj",
        "2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj",
        "3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R"
        " /Resources <</Font <</F1 5 0 R>>>>>> endobj",
        f"4 0 obj <</Length {len(stream)}>> stream\n{stream}\nendstream endobj",
        "5 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>> endobj",
        extra,
    ]
    body, places = "%PDF-1.7\n", []
    for one in filter(None, objects):
        places.append(len(body))
        body += one + "\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places[:5])
    start = len(body)
    body += (
        f"xref\n0 6\n0000000000 65535 f \n{table}trailer <</Size 6 /Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    )
    return body.encode("latin-1")


def scripted_pdf() -> bytes:
    return pdf(catalog="/Names <</JavaScript <</Names [(a) <</S /JavaScript /JS (app.alert\\(1\\))>>]>>>>")


def docx(text: str = "申请材料", **parts: bytes) -> bytes:
    """A Word file; ``parts`` are added to the archive under names with ``__`` for ``/`` and ``_dot_`` for a dot."""
    out = io.BytesIO()
    document = Document()
    document.add_paragraph(text)
    document.save(out)
    return with_parts(out.getvalue(), parts)


def with_parts(archive: bytes, parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO(archive)
    with zipfile.ZipFile(out, "a") as file:
        for name, data in parts.items():
            file.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


def macro_docx() -> bytes:
    return docx(word__vbaProject_dot_bin=b"macro")


def docx_with_remote_template() -> bytes:
    relation = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship'
        b' Id="r1" TargetMode="External" Target="http://example.org/x.dotm" Type="http://schemas.'
        b'openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/></Relationships>'
    )
    return docx(word___rels__settings_dot_xml_dot_rels=relation)


def xlsx() -> bytes:
    out = io.BytesIO()
    book = Workbook()
    book.active.append(["道路", "预算"])
    book.save(out)
    return out.getvalue()


def bomb() -> bytes:
    """A Word file that claims a few kilobytes and unpacks to hundreds of megabytes."""
    out = io.BytesIO(docx())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/media/image1.bmp", b"\0" * (260 * 1024 * 1024))
    return out.getvalue()


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in parts.items():
            file.writestr(name.replace("_dot_", "."), data)
    return out.getvalue()


def ofd() -> bytes:
    return archive(OFD_dot_xml=b"<ofd:OFD/>", Doc_0_dot_xml=b"<x/>")


def ole(*streams: tuple[str, bytes]) -> bytes:
    """A compound file with these streams, each padded to 4096 bytes so that none goes into the small ones."""
    sector = 512
    names = ["Root Entry", *(name for name, _ in streams)]
    data = [content.ljust(4096, b"\0") for _, content in streams]
    starts, at = [], 2
    for content in data:
        starts.append(at)
        at += len(content) // sector
    fat = [0xFFFFFFFD, 0xFFFFFFFE]
    for content in data:
        count, first = len(content) // sector, len(fat)
        fat += [first + n + 1 for n in range(count - 1)] + [0xFFFFFFFE]
    fat += [0xFFFFFFFF] * (128 - len(fat))
    entries = b""
    for number, name in enumerate(names[:4]):
        wide = name.encode("utf-16-le")
        root = number == 0
        child = 1 if root and streams else 0xFFFFFFFF
        right = number + 1 if 0 < number < len(names) - 1 else 0xFFFFFFFF
        entry = wide.ljust(64, b"\0") + struct.pack("<HBB", len(wide) + 2, 5 if root else 2, 1)
        entry += struct.pack("<III", 0xFFFFFFFF, right, child) + b"\0" * 36
        start = 0xFFFFFFFE if root else starts[number - 1]
        entry += struct.pack("<IQ", start, 0 if root else 4096)
        entries += entry
    head = OLE + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<I", 0) + b"\xff" * (109 * 4 - 4)
    return head + struct.pack("<128I", *fat) + entries.ljust(sector, b"\0") + b"".join(data)


def _workbook(sheet_type: int) -> bytes:
    """The beginning of an old workbook that names one sheet of this type."""
    begin = struct.pack("<HH", 0x809, 16) + b"\0" * 16
    sheet = struct.pack("<IBB", 0, 0, sheet_type) + b"\x05\x00Sheet"
    return begin + struct.pack("<HH", 0x85, len(sheet)) + sheet + struct.pack("<HH", 0x0A, 0)


def doc() -> bytes:
    return ole(("WordDocument", b"words"))


def macro_doc() -> bytes:
    return ole(("WordDocument", b"words"), ("_VBA_PROJECT", b"code"))


def xls(sheet_type: int = 0) -> bytes:
    return ole(("Workbook", _workbook(sheet_type)))


def packed_pdf(*action: str) -> bytes:
    """A PDF as newer programs write it: its dictionaries lie packed in a stream. ``action`` is a key of the
    catalogue and the sort of action behind it.
    """
    import pikepdf

    made = pikepdf.Pdf.new()
    made.add_blank_page()
    if action:
        key, sort = action
        acting = pikepdf.Dictionary(S=pikepdf.Name(sort), JS=pikepdf.String("app.alert(1)"))
        made.Root[key] = made.make_indirect(acting)
    out = io.BytesIO()
    made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def docx_that_brings(kind: str, target: str, *, external: bool = True) -> bytes:
    """A Word file with a relation of this kind to something else."""
    mode = ' TargetMode="External"' if external else ""
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship'
        f' Id="r1"{mode} Target="{target}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/{kind}"/></Relationships>'
    )
    return docx(word___rels__footer1_dot_xml_dot_rels=relation.encode())


def macro_sheet_anywhere() -> bytes:
    """A workbook that keeps a sheet of macros in the folder of plain sheets."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx())) as source, zipfile.ZipFile(out, "w") as made:
        for name in source.namelist():
            data = source.read(name)
            if name == "[Content_Types].xml":
                data = data.replace(
                    b"</Types>",
                    b'<Override PartName="/xl/worksheets/sheet2.xml" ContentType="application/vnd.ms-excel.'
                    b'macrosheet+xml"/></Types>',
                )
            made.writestr(name, data)
        made.writestr("xl/worksheets/sheet2.xml", "<x/>")
    return out.getvalue()
