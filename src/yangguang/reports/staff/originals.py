"""The original beside the figures, never as the file's own code: pictures of pages, or extracted text.

An uploaded page could carry script; it is never sent as HTML. A PDF is shown as pictures drawn
here, so that no viewer of the browser opens it; anything else as paragraphs and tables of text. The
file itself is only handed out to be saved.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
from django.core.cache import cache
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from yangguang.annualreport.reading.pdf_page import PDFIUM_LOCK
from yangguang.offices.visitors import person
from yangguang.reports.models import Edition, Report

PICTURES = {"png": "image/png", "jpg": "image/jpeg"}
SCALE = 1.5  # pixels per point; a page of A4 becomes about 900 pixels wide


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be shown as a picture, with its size in points."""

    number: int
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Original:
    """What is shown of a source file."""

    edition: Edition
    pages: tuple[Page, ...]
    blocks: list[Any]


def original_of(edition: Edition | None) -> Original | None:
    """The pages or text of an edition's source."""
    if edition is None or edition.is_drawn_up:
        return None
    pages: tuple[Page, ...] = ()
    if edition.kind == "pdf":
        pages = tuple(Page(n, w, h) for n, (w, h) in enumerate(_page_sizes(edition), start=1))
    elif edition.kind in PICTURES:
        pages = (Page(1, 0, 0),)
    return Original(edition, pages, edition.blocks)


def _page_sizes(edition: Edition) -> tuple[tuple[float, float], ...]:
    """The sizes of a PDF's pages, remembered by the file's digest."""
    key = f"reports:pages:{edition.sha256}"
    sizes = cache.get(key)
    if sizes is None:
        sizes = _measured(edition)
        cache.set(key, sizes)
    return sizes


def _measured(edition: Edition) -> tuple[tuple[float, float], ...]:
    try:
        with edition.source.open("rb") as file, PDFIUM_LOCK:
            document = pypdfium2.PdfDocument(file.read())
            try:
                return tuple(document.get_page_size(number) for number in range(min(len(document), 400)))
            finally:
                document.close()
    except (FileNotFoundError, pypdfium2.PdfiumError):
        return ()


def _edition(request: HttpRequest, pk: int, number: int) -> Edition:
    reports = Report.objects.visible_to(person(request))
    return get_object_or_404(Edition.objects.light(), report__in=reports, report_id=pk, number=number)


def _kept_private(response: HttpResponseBase) -> HttpResponseBase:
    """No script, no frame, no guessing of types, no shared cache."""
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, max_age=3600)
    return response


@require_safe
def source(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """The file as it was handed in, to be saved under its name."""
    edition = _edition(request, pk, number)
    if edition.is_drawn_up:
        raise Http404
    try:
        file = edition.source.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        file, as_attachment=True, filename=edition.name, content_type="application/octet-stream"
    )
    return _kept_private(response)


@require_safe
def page(request: HttpRequest, pk: int, number: int, page: int) -> HttpResponseBase:
    """A page of the original as a picture."""
    edition = _edition(request, pk, number)
    if edition.is_drawn_up:
        raise Http404
    try:
        with edition.source.open("rb") as file:
            data = file.read()
    except FileNotFoundError:
        raise Http404 from None
    if edition.kind in PICTURES and page == 1:
        return _kept_private(HttpResponse(data, content_type=PICTURES[edition.kind]))
    if edition.kind != "pdf":
        raise Http404
    return _kept_private(HttpResponse(_drawn(data, page), content_type="image/png"))


def _drawn(data: bytes, number: int) -> bytes:
    with PDFIUM_LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            raise Http404 from None
        try:
            if not 1 <= number <= min(len(document), 400):
                raise Http404
            drawn = document[number - 1]
            width, height = drawn.get_size()
            # a page may claim to be metres wide: bounded to about four million pixels
            scale = min(SCALE, (4_000_000 / max(width * height, 1)) ** 0.5)
            picture = drawn.render(scale=scale).to_pil()
        finally:
            document.close()
    out = io.BytesIO()
    picture.save(out, format="PNG", optimize=False)
    return out.getvalue()
