"""A request for disclosure: who asks, for what, and how it is to be given (条例第二十九条)."""

from __future__ import annotations

import uuid
from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yangguang.cases.models import Case, ScanState
from yangguang.cases.sealing import SealedField, masked_name
from yangguang.law.receipt import Channel
from yangguang.offices.models import Agency


class ApplicantKind(models.TextChoices):
    """The six kinds of applicant of the annual report's third table; the values are its column ids."""

    NATURAL_PERSON = "natural_person", _("自然人")
    BUSINESS = "business", _("商业企业")
    RESEARCH = "research", _("科研机构")
    PUBLIC_WELFARE = "public_welfare", _("社会公益组织")
    LEGAL_SERVICE = "legal_service", _("法律服务机构")
    OTHER_ORG = "other_org", _("其他组织")


class IdentityKind(models.TextChoices):
    """What proves the identity (条例第二十九条第二款第一项)."""

    ID_CARD = "id_card", _("居民身份证")
    PASSPORT = "passport", _("护照")
    HK_MACAO_PERMIT = "hk_macao_permit", _("港澳居民来往内地通行证")
    TAIWAN_PERMIT = "taiwan_permit", _("台湾居民来往大陆通行证")
    USCC = "uscc", _("统一社会信用代码")
    OTHER = "other", _("其他证件")


class DeliveryForm(models.TextChoices):
    """In which form the information is wanted (条例第二十九条第二款第三项、第四十条)."""

    PAPER = "paper", _("纸质")
    ELECTRONIC = "electronic", _("电子数据")
    VIEW = "view", _("查阅、抄录")


class DeliveryChannel(models.TextChoices):
    """By which way the answer is to come."""

    ONLINE = "online", _("网上领取")
    EMAIL = "email", _("电子邮件")
    MAIL = "mail", _("邮寄")
    COLLECT = "collect", _("当面领取")


CHANNEL_LABELS = {
    Channel.IN_PERSON: _("当面提交"),
    Channel.MAIL_SIGNED: _("挂号信、特快专递（需签收）"),
    Channel.MAIL_PLAIN: _("平常信函"),
    Channel.ONLINE: _("互联网"),
    Channel.EMAIL: _("电子邮件"),
    Channel.FAX: _("传真"),
}


class InformationRequest(models.Model):
    """The request's own data, one to one with its case. The request's text is kept as it came.

    ``fee_yuan`` and its two days follow from the steps, as the report on the year's fees counts them.
    ``applicant_mark`` recognises the same applicant again, ``subject_mark`` the same text. ``code_hash``
    is the hash of the query code, which nobody but the applicant has.

    A request that a decision of reconsideration or a judgment ordered to be handled anew keeps its first outcome and
    its day in ``case.outcome_id`` and ``case.closed_on``; the answer given then is ``renewed_outcome_id`` on
    ``renewed_on``. Table three of the annual report counts applications, each with one result: the first one, in its
    year. The new answer is no second application and no second result, so that nothing is carried over twice and a
    published year never changes; that the first one was corrected is what table four says. A request that was
    never answered before the order has its first outcome with the answer that follows it.
    """

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="information_request")
    channel = models.CharField(
        _("提交方式"),
        max_length=16,
        choices=[(channel.value, label) for channel, label in CHANNEL_LABELS.items()],
    )
    arrived_on = models.DateField(_("到达日期"))
    confirmed_on = models.DateField(_("确认日期"), null=True, blank=True)
    applicant_kind = models.CharField(_("申请人类型"), max_length=20, choices=ApplicantKind)
    name = models.CharField(_("姓名或名称"), max_length=120)
    representative = models.CharField(_("法定代表人或负责人"), max_length=60, blank=True)
    contact_person = models.CharField(_("联系人"), max_length=60, blank=True)
    identity_kind = models.CharField(_("证件名称"), max_length=20, choices=IdentityKind)
    identity_number = SealedField(_("证件号码"))
    phone = SealedField(_("联系电话"), blank=True)
    email = models.EmailField(_("电子邮箱"), blank=True)
    address = models.CharField(_("联系地址"), max_length=200, blank=True)
    postcode = models.CharField(_("邮政编码"), max_length=6, blank=True)
    info_title = models.CharField(_("信息名称"), max_length=200, blank=True)
    info_document_number = models.CharField(_("文号"), max_length=80, blank=True)
    info_description = models.TextField(_("所需信息的内容"), max_length=4000)
    purpose = models.CharField(_("用途"), max_length=500, blank=True)
    delivery_form = models.CharField(_("提供方式"), max_length=12, choices=DeliveryForm)
    delivery_channel = models.CharField(_("获取途径"), max_length=12, choices=DeliveryChannel)
    needs_help = models.BooleanField(_("阅读或视听有困难，需要协助"), default=False)
    fee_yuan = models.PositiveIntegerField(_("应收信息处理费（元）"), null=True, editable=False)
    fee_noticed_on = models.DateField(_("收费通知日期"), null=True, editable=False)
    fee_paid_on = models.DateField(_("缴清日期"), null=True, editable=False)
    applicant_mark = models.CharField(max_length=40, blank=True, editable=False)
    subject_mark = models.CharField(max_length=40, blank=True, editable=False)
    code_hash = models.CharField(max_length=128, editable=False)
    renewed_outcome_id = models.CharField(_("重新办理的结果"), max_length=40, blank=True, editable=False)
    renewed_on = models.DateField(_("重新答复日期"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("政府信息公开申请")
        verbose_name_plural = _("政府信息公开申请")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=True) | Q(confirmed_on__gte=models.F("arrived_on")),
                name="request_confirmed_after_arrival",
            )
        ]
        indexes = [
            models.Index(fields=["applicant_mark"], name="request_applicant"),
            models.Index(fields=["subject_mark"], name="request_subject"),
            # few requests cost anything: the year's fees are counted without looking at the others
            models.Index(
                fields=["fee_noticed_on"],
                name="request_fee",
                condition=Q(fee_noticed_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.info_title or self.info_description[:40]

    @property
    def outcome_in_force(self) -> str:
        """The outcome that holds now: none while the request is being handled, be it anew."""
        if self.case.is_open:
            return ""
        return self.renewed_outcome_id or self.case.outcome_id

    @property
    def concluded_on(self) -> date | None:
        """The day of the outcome that holds now."""
        return None if self.case.is_open else self.renewed_on or self.case.closed_on

    @property
    def is_organisation(self) -> bool:
        """Whether it is not a natural person."""
        return self.applicant_kind != ApplicantKind.NATURAL_PERSON

    @property
    def masked_name(self) -> str:
        """The name as lists show it; organisations are no secret."""
        return self.name if self.is_organisation else masked_name(self.name)


class RequestSettings(models.Model):
    """How an agency takes requests. Without a row it takes none over the internet.

    ``confirms_automatically``: the applicant's tick and the receipt issued at once are the confirmation by
    both sides (条例第三十一条第三项); else staff confirm and the limit runs from then.
    """

    agency = models.OneToOneField(
        Agency, models.CASCADE, related_name="request_settings", verbose_name=_("机关")
    )
    takes_online = models.BooleanField(_("接收网上申请"), default=True)
    confirms_automatically = models.BooleanField(
        _("网上申请即时确认"),
        default=True,
        help_text=_(
            "申请人提交时确认、系统当即出具回执，视为双方确认，当日为收到申请之日；取消后由工作人员确认。"
        ),
    )
    office = models.CharField(_("受理机构"), max_length=80, blank=True)
    address = models.CharField(_("通信地址"), max_length=200, blank=True)
    postcode = models.CharField(_("邮政编码"), max_length=6, blank=True)
    phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    fax = models.CharField(_("传真"), max_length=40, blank=True)
    email = models.EmailField(_("电子邮箱"), blank=True)
    hours = models.CharField(_("办公时间"), max_length=120, blank=True)
    many_per_month = models.PositiveSmallIntegerField(
        _("同一申请人一个月超过几件时提醒"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
        help_text=_("条例第三十五条、第四十二条；收费标准 10 件以内不收。"),
    )
    kept_here_since = models.DateField(
        _("从哪一天起在本平台登记申请"),
        null=True,
        blank=True,
        help_text=_(
            "此前各年度的申请不在本平台：上级汇总那些年度时，没有报送的列为没有报告，不按 0 件计入。不填的，各年度都据本平台的案件计算。"
        ),
    )

    class Meta:
        verbose_name = _("依申请公开设置")
        verbose_name_plural = _("依申请公开设置")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.agency)


class Draft(models.Model):
    """A request that is being filled in. Sealed; found again by the session, or by the resume code.

    ``code`` is the query code of the case that came of it, kept for some minutes so that a second click and
    the receipt's PDF show the same.
    """

    finger = models.CharField(max_length=64, unique=True, null=True)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    content = SealedField()
    code = SealedField(blank=True)
    case = models.OneToOneField(Case, models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("申请草稿")
        verbose_name_plural = _("申请草稿")
        default_permissions = ()

    def __str__(self) -> str:
        return f"draft {self.pk}"


def draft_file_at(file: DraftFile, filename: str) -> str:
    """A place without any name that a person gave."""
    return f"drafts/{file.draft_id}/{uuid.uuid4().hex}"


class DraftFile(models.Model):
    """A file chosen for a request that is not yet filed; already looked at."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    is_identity_proof = models.BooleanField()
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    scan_state = models.CharField(max_length=12, choices=ScanState)
    file = models.FileField(upload_to=draft_file_at, max_length=200)

    class Meta:
        verbose_name = _("草稿附件")
        verbose_name_plural = _("草稿附件")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class Satisfaction(models.TextChoices):
    """How the applicant judges the handling."""

    SATISFIED = "satisfied", _("满意")
    MOSTLY = "mostly", _("基本满意")
    DISSATISFIED = "dissatisfied", _("不满意")


class Rating(models.Model):
    """The applicant's judgement of an answered request; may be given anew, the last one stays."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="rating", verbose_name=_("案件"))
    satisfaction = models.CharField(_("评价"), max_length=14, choices=Satisfaction)
    comment = models.CharField(_("意见"), max_length=500, blank=True)
    given_at = models.DateTimeField(_("评价时间"))

    class Meta:
        verbose_name = _("答复评价")
        verbose_name_plural = _("答复评价")
        default_permissions = ()

    def __str__(self) -> str:
        return str(Satisfaction(self.satisfaction).label)


class DisclosureSuggestion(models.Model):
    """An applicant's suggestion to publish the information proactively (条例第四十四条第二款)."""

    case = models.OneToOneField(
        Case, models.CASCADE, related_name="disclosure_suggestion", verbose_name=_("案件")
    )
    reason = models.CharField(_("理由"), max_length=1000, blank=True)
    made_at = models.DateTimeField(_("提出时间"))

    class Meta:
        verbose_name = _("主动公开建议")
        verbose_name_plural = _("主动公开建议")
        default_permissions = ()

    def __str__(self) -> str:
        return self.reason[:40]
