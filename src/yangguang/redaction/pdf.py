"""A PDF to be released: written anew, page by page.

A page with marks is drawn as a picture with black boxes and gets the text of what is left behind it. A page
without marks is carried over (``pdf_plain``) or, where it could hide something, drawn too. Nothing of the
old file but that is taken: no information, attachments, scripts, forms, notes, layers or earlier versions.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import pikepdf
from PIL import Image

from yangguang.redaction import pages, pdf_layer
from yangguang.redaction.errors import BrokenFile, ProtectedFile, WrongMark
from yangguang.redaction.limits import DEFAULT_LIMITS, Deadline, Limits
from yangguang.redaction.marks import Box, BoxMark, Passage
from yangguang.redaction.painting import paint
from yangguang.redaction.pdf_plain import Doubtful, plain_parts
from yangguang.redaction.squeezing import Squeezed, squeezed
from yangguang.translation import mark

Progress = Callable[[int, int], None]
_DPI = 200
_PAGE_BYTES = 90 * 1024  # what a drawn page may weigh beside its share of the original


def read_passages(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> tuple[Passage, ...]:
    """The text of each page as people see it, with a box for each sign."""
    with pages.opened(data, name, limits) as document:
        deadline, found = Deadline(limits, name), []
        for number in range(1, len(document) + 1):
            deadline.check()
            found.append(pages.text_of(pages.page_of(document, number, name), number, limits).passage)
    return tuple(found)


def page_sizes(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> tuple[tuple[float, float], ...]:
    """Width and height of each page in points, as shown."""
    with pages.opened(data, name, limits) as document:
        return tuple(document[number].get_size() for number in range(len(document)))


def page_picture(
    data: bytes, name: str, number: int, *, dpi: float = 110, limits: Limits = DEFAULT_LIMITS
) -> bytes:
    """A page as people will see it, for the screen (PNG)."""
    with pages.opened(data, name, limits) as document:
        if not 1 <= number <= len(document):
            raise WrongMark(mark("文件没有第 {page} 页。"), file=name, page=number)
        picture = pages.drawn(pages.page_of(document, number, name), dpi, limits.page_pixels // 2)
    out = io.BytesIO()
    picture.save(out, format="PNG")
    return out.getvalue()


def release_pdf(
    data: bytes,
    name: str,
    marks: Sequence[BoxMark],
    *,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress | None = None,
) -> bytes:
    """The PDF without what the marks hide."""
    released = pikepdf.Pdf.new()
    with pages.opened(data, name, limits) as document, _taken_apart(data, name) as source:
        count = len(document)
        _check_marks(marks, count, name)
        deadline, budget = Deadline(limits, name), _PAGE_BYTES + len(data) // count
        for number in range(1, count + 1):
            deadline.check()
            own = [one for one in marks if one.page == number]
            _add_page(released, source, pages.page_of(document, number, name), number, own, budget, limits)
            if progress:
                progress(number, count)
        return written(released)


def written(pdf: pikepdf.Pdf) -> bytes:
    """The bytes of a PDF that was put together here; the same content gives the same bytes."""
    pdf.Root.Lang = pikepdf.String("zh-CN")
    pdf.remove_unreferenced_resources()
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        compress_streams=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        fix_metadata_version=False,
    )
    return out.getvalue()


def _taken_apart(data: bytes, name: str) -> pikepdf.Pdf:
    try:
        return pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError as error:
        raise ProtectedFile(pages._PROTECTED, file=name) from error
    except pikepdf.PdfError as error:
        raise BrokenFile(pages._BROKEN, file=name) from error


def _check_marks(marks: Sequence[BoxMark], count: int, name: str) -> None:
    for one in marks:
        if not 1 <= one.page <= count:
            raise WrongMark(mark("文件没有第 {page} 页。"), file=name, page=one.page)


def _add_page(
    released: pikepdf.Pdf,
    source: pikepdf.Pdf,
    page: Any,
    number: int,
    marks: Sequence[BoxMark],
    budget: int,
    limits: Limits,
) -> None:
    found = pages.text_of(page, number, limits)
    is_open = not found.hidden and not found.outside and not pages.hides_pictures(page)
    if not marks and is_open and number <= len(source.pages):
        try:
            _carry_over(released, source, number)
        except Doubtful:
            pass
        else:
            return
    picture = paint(pages.drawn(page, _DPI, limits.page_pixels), marks)
    runs = pdf_layer.runs_left(found.passage, [one.box.clipped() for one in marks])
    add_drawn_page(released, picture, page.get_size(), runs, budget)


def _carry_over(released: pikepdf.Pdf, source: pikepdf.Pdf, number: int) -> None:
    page = source.pages[number - 1]
    content, resources = plain_parts(page, source)
    box = [float(side) for side in page.cropbox]
    fresh = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=box,
        Rotate=int(page.obj.get("/Rotate", 0)),
        Resources=released.copy_foreign(source.make_indirect(resources)),
        Contents=released.make_stream(content),
    )
    if float(page.obj.get("/UserUnit", 1)) != 1:
        raise Doubtful
    released.pages.append(pikepdf.Page(fresh))


def add_drawn_page(
    released: pikepdf.Pdf,
    picture: Image.Image,
    size: tuple[float, float],
    runs: Sequence[tuple[str, Box]],
    budget: int,
) -> None:
    """Append a picture as a page of ``size`` points with its words behind it."""
    width, height = size
    image = _image(released, squeezed(picture, budget))
    text, font = pdf_layer.layer(released, runs, width, height)
    commands = f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /P Do Q\n".encode("ascii") + text
    resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=image))
    if runs:
        resources.Font = pikepdf.Dictionary(T=font)
    fresh = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=[0, 0, round(width, 3), round(height, 3)],
        Resources=resources,
        Contents=released.make_stream(commands if runs else commands.split(b"\n")[0]),
    )
    released.pages.append(pikepdf.Page(fresh))


def _image(pdf: pikepdf.Pdf, found: Squeezed) -> pikepdf.Object:
    image = pdf.make_stream(found.data)
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height = found.size
    image.ColorSpace = pikepdf.Name("/DeviceRGB" if found.is_colour else "/DeviceGray")
    image.BitsPerComponent = 1 if found.is_fax else 8
    image.Filter = pikepdf.Name("/CCITTFaxDecode" if found.is_fax else "/DCTDecode")
    if found.is_fax:
        image.DecodeParms = pikepdf.Dictionary(K=-1, Columns=found.size[0], Rows=found.size[1], BlackIs1=True)
    return image
