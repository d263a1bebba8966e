"""A PDF to be released: written anew, page by page.

A page with marks is drawn as a picture with black boxes and gets the text of what is left behind it. A page
without marks is carried over (``pdf_plain``) with fonts made anew (``kept_fonts``), and compared with what it was;
where it could hide something, or came out otherwise, it is drawn too. Nothing of the old file but that is taken:
no information, attachments, scripts, forms, notes, layers or earlier versions.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from typing import Any

import pikepdf
from PIL import Image

from yangguang.redaction import pages, pdf_layer
from yangguang.redaction.errors import BrokenFile, ProtectedFile, WrongMark
from yangguang.redaction.limits import DEFAULT_LIMITS, Deadline, Limits
from yangguang.redaction.marks import Box, BoxMark, Passage
from yangguang.redaction.painting import paint
from yangguang.redaction.pdf_plain import Doubtful, Plain, plain_page, with_kept_fonts
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
    with pages.opened(data, name, limits) as document, _taken_apart(data, name) as source:
        _check_marks(marks, len(document), name)
        making = _Making(
            document, source, name, marks, limits, _PAGE_BYTES + len(data) // len(document), progress
        )
        plain = making.look()
        made = making.put_together(plain)
        changed = making.changed(made, plain)
        if changed:  # a font that does not bear being cut: its pages are drawn as they were
            made = making.put_together(making.look(without=changed))
    return made


class _Making:
    """The released file while it is made: every page looked at first, since a font serves many pages."""

    def __init__(
        self,
        document: Any,
        source: pikepdf.Pdf,
        name: str,
        marks: Sequence[BoxMark],
        limits: Limits,
        budget: int,
        progress: Progress | None,
    ) -> None:
        self._document, self._source, self._name, self._limits = document, source, name, limits
        self._budget, self._progress = budget, progress
        self._marks = {number: [one for one in marks if one.page == number] for number in self._numbers}
        self._deadline = Deadline(limits, name)
        self._texts: dict[int, pages.PageText] = {}

    @property
    def _numbers(self) -> range:
        return range(1, len(self._document) + 1)

    def look(self, without: Collection[int] = ()) -> dict[int, Plain]:
        """The pages that can be carried over, with the fonts they will have."""
        plain: dict[int, Plain] = {}
        for number in self._numbers:
            self._deadline.check()
            if number not in self._texts:
                page = pages.page_of(self._document, number, self._name)
                self._texts[number] = pages.text_of(page, number, self._limits)
            if number in without or self._marks[number] or not self._is_open(number):
                continue
            with suppress(Doubtful):
                plain[number] = plain_page(self._source.pages[number - 1], self._source)
        return with_kept_fonts(self._source, plain)

    def _is_open(self, number: int) -> bool:
        found = self._texts[number]
        if found.hidden or found.outside or found.covered or number > len(self._source.pages):
            return False
        return not pages.hides_pictures(self._document[number - 1])

    def put_together(self, plain: Mapping[int, Plain]) -> bytes:
        """The file: carried over what is plain, drawn what is not."""
        released = pikepdf.Pdf.new()
        for number in self._numbers:
            self._deadline.check()
            if number in plain:
                _carry_over(released, self._source, plain[number])
            else:
                self._draw(released, number)
            if self._progress:
                self._progress(number, len(self._document))
        return written(released)

    def _draw(self, released: pikepdf.Pdf, number: int) -> None:
        page = pages.page_of(self._document, number, self._name)
        marks = self._marks[number]
        picture = paint(pages.drawn(page, _DPI, self._limits.page_pixels), marks)
        runs = pdf_layer.runs_left(self._texts[number].seen, [one.box.clipped() for one in marks])
        add_drawn_page(released, picture, page.get_size(), runs, self._budget)

    def changed(self, made: bytes, plain: Collection[int]) -> set[int]:
        """Pages carried over that look or read otherwise than they did."""
        found = set()
        with pages.opened(made, self._name, self._limits) as released:
            for number in plain:
                self._deadline.check()
                before = pages.page_of(self._document, number, self._name)
                if not pages.are_alike(before, released[number - 1], self._limits.page_pixels):
                    found.add(number)
        return found


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


def _carry_over(released: pikepdf.Pdf, source: pikepdf.Pdf, plain: Plain) -> None:
    fresh = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=plain.box,
        Rotate=plain.turn,
        Resources=released.copy_foreign(source.make_indirect(plain.resources)),
        Contents=released.copy_foreign(plain.content),
    )
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
