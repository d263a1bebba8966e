"""Letters with their versions, approvals and deliveries; and what an agency sets up for them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yangguang.cases.models import Attachment, Case
from yangguang.letters import chain
from yangguang.letters.chain import Level
from yangguang.letters.numbers import DEFAULT
from yangguang.letters.papers import Paper
from yangguang.letters.papers import paper as paper_coded
from yangguang.letters.purposes import SealPurpose
from yangguang.offices.models import Agency, Person


def letter_stored_at(letter: Letter, filename: str) -> str:
    """A place that tells nothing of the letter."""
    return f"letters/{letter.case.year}/{letter.agency_id}/{uuid.uuid4().hex}"


def setting_stored_at(item: Seal | WordLayout, filename: str) -> str:
    """A place for an agency's seal or layout; never overwritten, so that a letter keeps what it was made with."""
    return f"letters/settings/{item.agency_id}/{uuid.uuid4().hex}"


class LetterState(models.TextChoices):
    """How far a letter has come."""

    DRAFT = "draft", _("拟稿")
    IN_REVIEW = "in_review", _("审签中")
    APPROVED = "approved", _("待发出")
    ISSUED = "issued", _("已发出")
    VOID = "void", _("已作废")


class LetterQuerySet(models.QuerySet["Letter"]):
    """Sets of letters."""

    def visible_to(self, user: Person | object) -> LetterQuerySet:
        """Letters of cases whose papers this person may read."""
        return self.filter(case__in=Case.objects.visible_to(user).values("pk"))  # type: ignore[arg-type]

    def unfinished(self) -> LetterQuerySet:
        """Those that have neither left the house nor been given up."""
        return self.exclude(state__in=(LetterState.ISSUED, LetterState.VOID))


class Letter(models.Model):
    """One letter of a case.

    ``step_id`` is the step that issuing takes, empty for a paper that no step issues; ``facts`` are what
    was filled in for it. ``values`` are the placeholders as they were when the text was made, to see at
    issuing whether they still hold. ``levels`` is the chain as it was at submitting, ``level`` how many of its levels
    have approved. The number is taken at issuing, so that the series has no gaps.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="letters", verbose_name=_("案件"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("机关"))
    step_id = models.CharField(_("步骤"), max_length=40, blank=True)
    paper_code = models.CharField(_("文书"), max_length=40)
    wording_id = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(_("内容"), default=dict, encoder=DjangoJSONEncoder)
    values = models.JSONField(default=dict)
    state = models.CharField(_("状态"), max_length=12, choices=LetterState, default=LetterState.DRAFT)
    levels = models.JSONField(default=list)
    level = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(_("正文"))
    text_number = models.PositiveIntegerField(_("稿次"), default=1)
    version = models.PositiveIntegerField(_("修改次数"), default=0)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    serial = models.PositiveIntegerField(null=True, blank=True)
    number = models.CharField(_("文号"), max_length=200, blank=True)
    issued_on = models.DateField(_("成文日期"), null=True, blank=True)
    issued_at = models.DateTimeField(_("发出时间"), null=True, blank=True)
    issued_by_name = models.CharField(_("发出人"), max_length=150, blank=True)
    step_number = models.PositiveIntegerField(_("步骤序号"), null=True, blank=True)
    pdf = models.FileField(upload_to=letter_stored_at, max_length=200, blank=True)
    pdf_sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    docx = models.FileField(upload_to=letter_stored_at, max_length=200, blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    drafted_by_name = models.CharField(_("拟稿人"), max_length=150)
    created_at = models.DateTimeField(_("拟稿时间"))
    changed_at = models.DateTimeField(_("最后变动"))

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("文书")
        verbose_name_plural = _("文书")
        ordering = ["pk"]
        default_permissions = ()
        permissions = [("set_up", _("设置文书模板、审签程序和印章"))]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year", "serial"],
                condition=Q(serial__isnull=False),
                name="letter_serial_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="issued") | (Q(issued_on__isnull=False) & ~Q(pdf_sha256="")),
                name="letter_issued_is_frozen",
            ),
        ]
        indexes = [models.Index(fields=["agency", "state", "-changed_at"], name="letter_waiting")]

    def __str__(self) -> str:
        return f"{self.paper.label} {self.number}".strip()

    @property
    def paper(self) -> Paper:
        """The declaration it follows."""
        return paper_coded(self.paper_code)

    @property
    def chain(self) -> tuple[Level, ...]:
        """The levels it has to pass."""
        return chain.levels_from(self.levels)

    @property
    def waits_for(self) -> Level | None:
        """The level whose turn it is."""
        if self.state != LetterState.IN_REVIEW or self.level >= len(self.levels):
            return None
        return self.chain[self.level]

    @property
    def is_open(self) -> bool:
        """Whether it may still be changed."""
        return self.state not in (LetterState.ISSUED, LetterState.VOID)


class LetterVersion(models.Model):
    """One version of the text, kept for comparing."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("稿次"))
    text = models.TextField(_("正文"))
    made_at = models.DateTimeField(_("时间"))
    made_by_name = models.CharField(_("修改人"), max_length=150)
    made_as = models.CharField(_("环节"), max_length=40)

    class Meta:
        ordering = ["letter", "number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["letter", "number"], name="letter_version_once")]

    def __str__(self) -> str:
        return f"{self.letter_id}/{self.number}"


class Verdict(models.TextChoices):
    """What somebody said of a version."""

    SUBMITTED = "submitted", _("送审")
    APPROVED = "approved", _("同意")
    SENT_BACK = "sent_back", _("退回")


class Approval(models.Model):
    """A word on a version in the review chain. One that an edit has overtaken is withdrawn, never deleted."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="approvals")
    verdict = models.CharField(_("意见"), max_length=12, choices=Verdict)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    label = models.CharField(_("环节"), max_length=40)
    text_number = models.PositiveIntegerField(_("稿次"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    person_name = models.CharField(_("审签人"), max_length=150)
    roles = models.JSONField(default=list)
    is_own = models.BooleanField(_("本人拟稿"), default=False)
    note = models.CharField(_("意见内容"), max_length=1000, blank=True)
    at = models.DateTimeField(_("时间"))
    withdrawn_at = models.DateTimeField(_("收回时间"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.letter_id} {self.label} {self.verdict}"


class DeliveryChannel(models.TextChoices):
    """How a letter reaches its addressee."""

    ONLINE = "online", _("网上领取")
    MAIL = "mail", _("邮寄")
    EMAIL = "email", _("电子邮件")
    COLLECTED = "collected", _("当面领取")
    FAX = "fax", _("传真")


class DeliveryResult(models.TextChoices):
    """What came of it."""

    SENT = "sent", _("已送出，待签收")
    DELIVERED = "delivered", _("已送达")
    RETURNED = "returned", _("退回或未送达")


class Delivery(models.Model):
    """One attempt to deliver a letter, with its proof (送达回证、回执单)."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="deliveries", verbose_name=_("文书"))
    channel = models.CharField(_("方式"), max_length=10, choices=DeliveryChannel)
    on = models.DateField(_("送出日期"))
    reference = models.CharField(_("邮件号、收件人或邮箱"), max_length=120, blank=True)
    result = models.CharField(_("结果"), max_length=10, choices=DeliveryResult, default=DeliveryResult.SENT)
    ended_on = models.DateField(_("送达或退回日期"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    proof = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("送达凭证")
    )
    recorded_at = models.DateTimeField(_("记录时间"))
    recorded_by_name = models.CharField(_("记录人"), max_length=150)

    class Meta:
        verbose_name = _("送达记录")
        verbose_name_plural = _("送达记录")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("on")),
                name="delivery_ends_after_sending",
            ),
            models.CheckConstraint(
                condition=Q(result="sent") | Q(ended_on__isnull=False), name="delivery_result_has_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.channel} {self.on}"

    @property
    def has_proof(self) -> bool:
        """Whether it is shown that the letter was received: fetched, handed over, signed for, or a paper that says so."""
        by_itself = {DeliveryChannel.ONLINE, DeliveryChannel.MAIL, DeliveryChannel.COLLECTED}
        return self.result == DeliveryResult.DELIVERED and (
            self.channel in by_itself or self.proof_id is not None
        )


class DateStyle(models.TextChoices):
    """How the day is written under a letter."""

    ARABIC = "arabic", _("2026年1月5日（GB/T 9704—2012）")
    CHINESE = "chinese", _("二〇二六年一月五日")


class LetterOffice(models.Model):
    """What an agency has set for its letters. ``levels`` is its review chain, missing where the usual one is kept."""

    agency = models.OneToOneField(Agency, models.CASCADE, primary_key=True, related_name="letter_office")
    number_pattern = models.CharField(_("文号格式"), max_length=60, default=DEFAULT)
    contact = models.CharField(_("联系方式"), max_length=300, blank=True)
    date_style = models.CharField(_("日期写法"), max_length=8, choices=DateStyle, default=DateStyle.ARABIC)
    levels = models.JSONField(null=True, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.agency)

    @property
    def chain(self) -> tuple[Level, ...]:
        """The chain in force."""
        return chain.DEFAULT if self.levels is None else chain.levels_from(self.levels)


class LetterTemplate(models.Model):
    """An agency's own text of a paper; where there is none, the text of the declaration holds."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    paper_code = models.CharField(max_length=40)
    wording_id = models.CharField(max_length=40, blank=True)
    text = models.TextField(_("模板"))
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=150)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "paper_code", "wording_id"], name="letter_template_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.paper_code} {self.wording_id}"


class WordLayout(models.Model):
    """An agency's own Word file into which letters are laid; of one paper, or (empty code) of all."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    paper_code = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to=setting_stored_at, max_length=200)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=150)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["agency", "paper_code"], name="word_layout_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str | Promise:
        """What it is for."""
        return paper_coded(self.paper_code).label if self.paper_code else _("全部文书")


class Seal(models.Model):
    """The picture of an agency's seal for one purpose (政府信息公开专用章 …), on a transparent ground, trimmed."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    purpose = models.CharField(_("用途"), max_length=12, choices=SealPurpose, default=SealPurpose.DISCLOSURE)
    picture = models.FileField(upload_to=setting_stored_at, max_length=200)
    width_mm = models.PositiveSmallIntegerField(_("直径（毫米）"), default=42)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=150)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["agency", "purpose"], name="seal_once_for_a_purpose")]

    def __str__(self) -> str:
        return f"{self.agency} {SealPurpose(self.purpose).label}"
