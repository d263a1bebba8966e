"""Pages as pictures, of the original and of what was made, and the file made: for those who see the case only."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yangguang.cases.models import Attachment, Redaction
from yangguang.cases.redacting.actions import release_name
from yangguang.cases.redacting.views import seen_by
from yangguang.offices.visitors import person
from yangguang.redaction import apart
from yangguang.redaction.errors import ReportError
from yangguang.redaction.pdf import page_picture

_WIDEST, _DPI = 1600, 110
_SANDBOX = "default-src 'none'; sandbox"


@require_safe
@never_cache
def page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A page of the original."""
    redaction = get_object_or_404(seen_by(person(request)), pk=pk)
    response = HttpResponse(_drawn(redaction.attachment, number), content_type="image/png")
    response["Content-Security-Policy"] = _SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _drawn(attachment: Attachment, number: int) -> bytes:
    try:
        with attachment.file.open("rb") as file:
            data = file.read()
        return apart.page_picture(data, attachment.name, number, dpi=_DPI, widest=_WIDEST)
    except (ReportError, FileNotFoundError):
        raise Http404 from None


def _made(request: HttpRequest, pk: int) -> Redaction:
    redaction = get_object_or_404(seen_by(person(request)), pk=pk)
    if not redaction.made:
        raise Http404
    return redaction


@require_safe
@never_cache
def made(request: HttpRequest, pk: int) -> FileResponse:
    """The file that was made, to be looked at before it is confirmed."""
    redaction = _made(request, pk)
    response = FileResponse(redaction.made.open("rb"), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, release_name(redaction))
    response["Content-Security-Policy"] = _SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@never_cache
def made_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A page of the file that was made."""
    redaction = _made(request, pk)
    if redaction.made_suffix != "pdf":
        raise Http404
    try:
        with redaction.made.open("rb") as file:
            data = page_picture(file.read(), "x.pdf", number, dpi=80)
    except (ReportError, FileNotFoundError):
        raise Http404 from None
    response = HttpResponse(data, content_type="image/png")
    response["Content-Security-Policy"] = _SANDBOX
    return response
