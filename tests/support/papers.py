"""Papers of the tests: real files with something in every place where a file can keep a secret."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pikepdf
import typst
from docx.oxml.ns import qn
from lxml import etree
from PIL import Image, ImageDraw, ImageFont

from yangguang.typesetting import FONTS

SECRET = "王小明"
IDENTITY = "11010519491231002X"
PHONE = "13800005678"
OPEN = "该工程预算总额为一百二十万元"
_FILLER = "经查，" + OPEN + "，资金来源为市级财政，已按规定公开招标。\n\n"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def typeset(source: str, tmp_path: Path) -> bytes:
    """A PDF set by typst with the house's fonts."""
    file = tmp_path / "paper.typ"
    file.write_text('#set text(font: "Noto Serif CJK SC", size: 12pt)\n' + source, encoding="utf-8")
    made = typst.Compiler(str(file), font_paths=[str(FONTS)], ignore_system_fonts=True).compile(format="pdf")
    return b"".join(made) if isinstance(made, list) else made or b""


def answer(tmp_path: Path) -> bytes:
    """Two pages: the first names a person, the second nobody."""
    return typeset(
        f"= 云溪市信访事项答复\n\n申请人{SECRET}，身份证号{IDENTITY}，电话{PHONE}。\n\n"
        + _FILLER * 12
        + "#pagebreak()\n第二页没有需要隐去的内容。\n\n"
        + _FILLER * 12,
        tmp_path,
    )


def loaded(plain: bytes) -> bytes:
    """The same with information, XMP, an attachment, a script, a note, a bookmark, and an earlier version."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(plain)) as pdf:
        pdf.docinfo["/Author"] = SECRET
        pdf.docinfo["/Title"] = f"{SECRET}的答复"
        with pdf.open_metadata() as xmp:
            xmp["dc:creator"] = [SECRET]
        pdf.attachments["原件.txt"] = pikepdf.AttachedFileSpec(pdf, IDENTITY.encode(), filename="原件.txt")
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{SECRET}')")
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[10, 10, 30, 30], Contents=f"问{SECRET}"
        )
        pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note)])
        pdf.pages[1].PieceInfo = pikepdf.Dictionary(Word=pikepdf.Dictionary(Private=SECRET))
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(SECRET, 0))
        pdf.save(out)
    # an incremental update: the old end stays in the file
    return out.getvalue() + b"\n% " + SECRET.encode() + b"\nstartxref\n0\n%%EOF\n" + out.getvalue()[-200:]


def everything_in(data: bytes) -> bytes:
    """Every byte of a file, packed or not: raw, each stream unpacked, each part of an archive."""
    pieces = [data]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                pieces += [info.filename.encode(), everything_in(archive.read(info))]
    elif b"%PDF-" in data[:1024]:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for item in pdf.objects:
                if isinstance(item, pikepdf.Stream):
                    pieces.append(item.read_raw_bytes())
                    try:
                        pieces.append(item.read_bytes())
                    except pikepdf.PdfError:
                        continue
                pieces.append(repr(item).encode())
                pieces.append(item.unparse())
    return b"\n".join(pieces)


def says(data: bytes, text: str) -> bool:
    """Whether the text stands anywhere in the file, in an encoding that documents use."""
    whole = everything_in(data)
    coded = [text.encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")]
    coded += [text.encode("utf-16-be").hex().encode(), text.encode("utf-16-be").hex().upper().encode()]
    return any(one in whole for one in coded)


def letter() -> bytes:
    """A Word file that keeps the secret in every corner that Word has."""
    document = docx.Document()
    document.core_properties.author = SECRET
    document.core_properties.title = f"{SECRET}来信"
    document.add_paragraph(f"申请人{SECRET}，身份证号{IDENTITY}。")
    split = document.add_paragraph()
    for piece in ("联系电话138", "0000", "5678，", OPEN):
        split.add_run(piece)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "姓名", SECRET
    document.sections[0].header.paragraphs[0].text = f"{SECRET}卷宗"
    document.sections[0].footer.paragraphs[0].text = "第一页"
    body = document.element.body
    _corners(body)
    out = io.BytesIO()
    document.save(out)
    return _with_parts(out.getvalue())


def _xml(source: str) -> Any:
    return etree.fromstring(
        f'<w:p xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        f'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        f'xmlns:v="urn:schemas-microsoft-com:vml">{source}</w:p>'
    )


def _corners(body: Any) -> None:
    """Tracked changes, hidden text, fields, bookmarks, controls, alternatives, comments."""
    corners = (
        f'<w:del w:id="1" w:author="{SECRET}"><w:r><w:delText>删去的{SECRET}</w:delText></w:r></w:del>',
        f'<w:ins w:id="2" w:author="{SECRET}"><w:r><w:t>新加的字</w:t></w:r></w:ins>',
        f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏起来的{SECRET}</w:t></w:r>",
        f'<w:bookmarkStart w:id="3" w:name="{SECRET}"/><w:bookmarkEnd w:id="3"/><w:r><w:t>书签</w:t></w:r>',
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DOCPROPERTY {SECRET}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>域结果</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        f'<w:sdt><w:sdtPr><w:alias w:val="{SECRET}"/></w:sdtPr><w:sdtContent><w:r><w:t>控件里的字</w:t></w:r>'
        "</w:sdtContent></w:sdt>",
        '<w:commentRangeStart w:id="0"/><w:r><w:t>有批注的字</w:t></w:r><w:commentRangeEnd w:id="0"/>',
        "<mc:AlternateContent><mc:Choice Requires='wps'><w:r><w:t>新写法</w:t></w:r></mc:Choice>"
        f"<mc:Fallback><w:r><w:t>旧写法{SECRET}</w:t></w:r></mc:Fallback></mc:AlternateContent>",
        "<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>框里的字</w:t></w:r></w:p>"
        f'</w:txbxContent></v:textbox></v:shape><v:shape alt="{SECRET}"/></w:pict></w:r>',
    )
    for corner in corners:
        body.insert(len(body) - 1, _xml(corner))
    for paragraph in body.iter(qn("w:p")):
        paragraph.set(qn("w:rsidR"), "00A77E51")


def _with_parts(data: bytes) -> bytes:
    """The package with parts that nobody sees: comments, custom XML, a file inside, a thumbnail."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(
            "word/comments.xml",
            f'<w:comments xmlns:w="{W}"><w:comment><w:p><w:r><w:t>{SECRET}</w:t>'
            "</w:r></w:p></w:comment></w:comments>",
        )
        archive.writestr("customXml/item9.xml", f"<x>{SECRET}</x>")
        archive.writestr("word/embeddings/oleObject1.bin", SECRET.encode("utf-16-le"))
        archive.writestr(f"word/media/{IDENTITY}.png", b"")
    return out.getvalue()


def photo(*, text: str = "", size: tuple[int, int] = (800, 500), **saved: Any) -> bytes:
    """A photograph of a paper, as a JPEG."""
    picture = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(picture)
    font = ImageFont.truetype(str(FONTS / "NotoSansCJKsc-Regular-subset.otf"), 40)
    pen.text((60, 60), text or OPEN, fill="black", font=font)
    pen.rectangle((60, 300, 240, 420), fill=(200, 40, 40))
    out = io.BytesIO()
    picture.save(out, format="JPEG", quality=92, **saved)
    return out.getvalue()


def telling_photo() -> bytes:
    """A photograph with everything that a telephone writes beside it."""
    exif = Image.Exif()
    exif[0x010E] = SECRET
    exif[0x0112] = 6  # lies on its side
    exif[0x013B] = SECRET
    exif.get_ifd(0x8825)[2] = (39.0, 54.0, 20.0)
    return photo(text=SECRET, exif=exif.tobytes(), comment=SECRET.encode()) + SECRET.encode()
