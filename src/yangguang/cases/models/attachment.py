"""Files of a case, kept outside the web root; only a view that asks who is asking hands them out."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.cases.models.case import Case


class AttachmentKind(models.TextChoices):
    """What a file is to the case."""

    IDENTITY_PROOF = "identity_proof", _("身份证明")
    APPLICANT_FILE = "applicant_file", _("申请人材料")
    CORRECTION = "correction", _("补正材料")
    OPINION = "opinion", _("征求意见回函")
    WORKING = "working", _("办理材料")
    RELEASED = "released", _("提供给申请人的信息")
    SERVICE_PROOF = "service_proof", _("送达凭证")
    EVIDENCE = "evidence", _("证据、依据")
    RULING = "ruling", _("复议机关、法院文书")


class ScanState(models.TextChoices):
    """What the virus scanner said."""

    NOT_SCANNED = "not_scanned", _("未扫描")
    CLEAN = "clean", _("未发现病毒")


def stored_at(attachment: Attachment, filename: str) -> str:
    """A place without any name that a person gave, so that nothing leaks through a path."""
    case = attachment.case
    return f"cases/{case.year}/{case.agency_id}/{case.pk}/{uuid.uuid4().hex}"


class Attachment(models.Model):
    """A file and where it came from. ``step_number`` is the step that brought it, where one did.

    ``is_public`` files are those that the applicant may download on the tracking page.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments", verbose_name=_("案件"))
    kind = models.CharField(_("类别"), max_length=20, choices=AttachmentKind)
    name = models.CharField(_("文件名"), max_length=200)
    media_type = models.CharField(_("类型"), max_length=100)
    size = models.PositiveBigIntegerField(_("大小"))
    sha256 = models.CharField("SHA-256", max_length=64)
    file = models.FileField(_("文件"), upload_to=stored_at, max_length=200)
    preview = models.FileField(_("缩略图"), upload_to=stored_at, max_length=200, blank=True)
    text = models.TextField(_("文字预览"), blank=True)
    scan_state = models.CharField(max_length=12, choices=ScanState, default=ScanState.NOT_SCANNED)
    is_public = models.BooleanField(_("申请人可下载"), default=False)
    step_number = models.PositiveIntegerField(_("步骤"), null=True, blank=True)
    added_at = models.DateTimeField(_("上传时间"))
    added_by_name = models.CharField(_("上传人"), max_length=150)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("附件")
        verbose_name_plural = _("附件")
        ordering = ["pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["sha256"], name="attachment_sha256")]

    def __str__(self) -> str:
        return self.name
