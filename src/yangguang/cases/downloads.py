"""Handing out files: one question, who may read, and one answer, a download that no browser opens by itself."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import File
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yangguang.cases.models import ArchivePackage, Attachment, AttachmentKind, Case
from yangguang.cases.permissions import may_reveal, may_take_package
from yangguang.cases.restricting import note_opened
from yangguang.ledger import kinds
from yangguang.ledger.book import record
from yangguang.offices.models import Person

IDENTITY_SEEN = kinds.declare("cases.identity_proof_seen", gettext_lazy("查看 %(number)s 的身份证明文件"))
PACKAGE_TAKEN = kinds.declare("cases.package_taken", gettext_lazy("下载归档包 %(object)s"))
SANDBOX = "default-src 'none'; sandbox"
"""The policy of everything handed in: whatever it is, it neither runs nor loads anything."""


def may_read(user: Person | AnonymousUser, attachment: Attachment) -> bool:
    """Whether ``user`` may have this file. The only place that answers this for staff.

    A proof of identity is for those who handle the case; other files for everybody who sees the case.
    """
    if not Case.objects.visible_to(user).filter(pk=attachment.case_id).exists():
        return False
    return attachment.kind != AttachmentKind.IDENTITY_PROOF or may_reveal(user, attachment.case)


def _readable(request: HttpRequest, pk: int) -> Attachment:
    user = request.user
    if not isinstance(user, Person):
        raise Http404
    attachment = get_object_or_404(Attachment.objects.select_related("case__agency"), pk=pk)
    if not may_read(user, attachment):
        raise Http404
    case = attachment.case
    note_opened(case, by=user, at=timezone.now())
    if attachment.kind == AttachmentKind.IDENTITY_PROOF:
        record(
            IDENTITY_SEEN,
            case,
            by=user,
            agency=case.agency,
            at=timezone.now(),
            number=case.number,
            attachment=attachment.pk,
        )
    return attachment


@require_safe
@never_cache
def staff_download(request: HttpRequest, pk: int) -> FileResponse:
    """The file itself."""
    return handed_out(_readable(request, pk))


@require_safe
@never_cache
def staff_preview(request: HttpRequest, pk: int) -> FileResponse:
    """The small picture, shown in the page."""
    attachment = _readable(request, pk)
    if not attachment.preview:
        raise Http404
    return _file(attachment.preview.open("rb"), "image/jpeg")


@require_safe
@never_cache
def package_download(request: HttpRequest, pk: int) -> FileResponse | HttpResponse:
    """An archive package; each download is entered in the ledger."""
    user = request.user
    package = get_object_or_404(ArchivePackage.objects.select_related("case__agency"), pk=pk)
    case = package.case
    if not isinstance(user, Person) or not Case.objects.visible_to(user).filter(pk=case.pk).exists():
        raise Http404
    if not may_take_package(user, case):
        raise Http404
    try:
        file = package.file.open("rb")
    except OSError:
        messages.error(request, _("归档包的文件不在存储中，请联系系统管理员从备份恢复。"))
        return HttpResponseRedirect(reverse("staff_cases:files", args=[case.pk]))
    if request.method == "GET":
        record(PACKAGE_TAKEN, package, by=user, agency=case.agency, at=timezone.now(), sha256=package.sha256)
    response = _file(file, "application/zip")
    name = f"{case.number}-{package.number}.zip"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def handed_out(attachment: Attachment) -> FileResponse:
    """The file as a download, under the name it came with; whoever calls this has asked :func:`may_read`
    or holds the case's query code."""
    response = _file(attachment.file.open("rb"), attachment.media_type)
    response["Content-Disposition"] = content_disposition_header(True, attachment.name)
    return response


def _file(file: File[bytes], media_type: str) -> FileResponse:
    response = FileResponse(file, content_type=media_type)
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
