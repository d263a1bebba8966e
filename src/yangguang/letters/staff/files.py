"""A letter as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yangguang.cases.restricting import note_opened
from yangguang.letters.rendering import docx_bytes, pdf_bytes
from yangguang.letters.staff.pages import person, visible_letters

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@never_cache
def download(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The frozen file of a letter that has left; of another, a draft. ``print`` opens the PDF in the browser."""
    letter = get_object_or_404(visible_letters(request), pk=pk)
    now = timezone.now()
    note_opened(letter.case, by=person(request), at=now)
    if kind == "docx":
        response = HttpResponse(docx_bytes(letter, now), content_type=WORD)
    elif kind in ("pdf", "print"):
        response = HttpResponse(pdf_bytes(letter, now), content_type="application/pdf")
    else:
        raise Http404
    name = f"{letter}.{'docx' if kind == 'docx' else 'pdf'}"
    response["Content-Disposition"] = content_disposition_header(kind != "print", name) or "inline"
    response["Cache-Control"] = "private, no-store"
    return response
