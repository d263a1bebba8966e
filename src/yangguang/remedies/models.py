"""A case before a reviewing body or a court: who attacks what, before whom (条例第五十一条)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yangguang.cases.models import Case
from yangguang.cases.sealing import SealedField, masked_name
from yangguang.law.remedy_clock import Track
from yangguang.requests.models import ApplicantKind, IdentityKind


class Block(models.TextChoices):
    """The rows of the annual report's fourth table; the values are its row ids and the case's ``category``."""

    REVIEW = "review", _("行政复议")
    DIRECT = "direct", _("未经复议直接起诉")
    AFTER = "after", _("复议后起诉")


class Attacked(models.TextChoices):
    """What the case is about."""

    ANSWER = "answer", _("对答复不服")
    SILENCE = "silence", _("逾期没有答复")
    NOTICE = "notice", _("对补正、延期、收费等告知不服")
    OTHER = "other", _("政府信息公开工作中的其他行为")


class Instance(models.TextChoices):
    """Where a suit stands (行政诉讼法第七条、第九十条)."""

    FIRST = "first", _("一审")
    SECOND = "second", _("二审")
    RETRIAL = "retrial", _("再审")


TRACKS = {
    Track.ORDINARY: _("普通程序"),
    Track.SIMPLIFIED: _("简易程序"),
    Track.SECOND: _("第二审程序"),
    Track.RETRIAL: _("审判监督程序"),
}


class Remedy(models.Model):
    """What is known of a reconsideration or a suit beside its case.

    ``request`` is the case of the request whose handling is attacked, ``review`` the reconsideration that a suit
    follows. ``case.category`` is the :class:`Block`. One suit is one case over all its instances: ``instance``,
    ``body`` and ``body_number`` are those of the last one. A retrial opened later is a case of its own.
    """

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="remedy")
    request = models.ForeignKey(
        Case,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="remedies",
        verbose_name=_("政府信息公开申请"),
    )
    review = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="suits", verbose_name=_("此前的行政复议")
    )
    attacked = models.CharField(_("事由"), max_length=10, choices=Attacked)
    body = models.CharField(_("行政复议机关、人民法院"), max_length=120)
    body_number = models.CharField(_("对方案号"), max_length=80, blank=True)
    track = models.CharField(
        _("审理程序"), max_length=12, choices=[(t.value, said) for t, said in TRACKS.items()]
    )
    instance = models.CharField(_("审级"), max_length=8, choices=Instance, blank=True)
    accepted_on = models.DateField(_("受理、立案日期"), null=True, blank=True)
    applicant_kind = models.CharField(_("申请人、原告类型"), max_length=20, choices=ApplicantKind)
    name = models.CharField(_("申请人、原告"), max_length=120)
    representative = models.CharField(_("代理人"), max_length=120, blank=True)
    identity_kind = models.CharField(_("证件名称"), max_length=20, choices=IdentityKind, blank=True)
    identity_number = SealedField(_("证件号码"), blank=True)
    phone = SealedField(_("联系电话"), blank=True)
    third_party = models.CharField(_("第三人"), max_length=120, blank=True)
    claim = models.TextField(_("请求"), max_length=2000, blank=True)
    decision_number = models.CharField(_("决定书、裁判文书文号"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("复议、诉讼案件")
        verbose_name_plural = _("复议、诉讼案件")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(review__isnull=True) | ~Q(review=models.F("case")), name="remedy_follows_another"
            ),
        ]
        indexes = [models.Index(fields=["body_number"], name="remedy_body_number")]

    def __str__(self) -> str:
        return f"{self.body} {self.body_number}".strip()

    @property
    def block(self) -> Block:
        """The row of table four in which the case is counted."""
        return Block(self.case.category)

    @property
    def is_organisation(self) -> bool:
        """Whether it is not a natural person."""
        return self.applicant_kind != ApplicantKind.NATURAL_PERSON

    @property
    def masked_name(self) -> str:
        """The name as lists show it; organisations are no secret."""
        return self.name if self.is_organisation else masked_name(self.name)


class EarlierJudgment(models.Model):
    """A judgment that stood from its own date until an appeal made the suit pending again (行政诉讼法第八十五条).

    The annual report of a year that ended in between counts the suit with it: an appeal lodged afterwards changes the
    following year only. The judgment that stands today is the case's own ``outcome_id`` and ``closed_on``.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="earlier_judgments", verbose_name=_("案件"))
    outcome_id = models.CharField(_("结果"), max_length=40)
    decided_on = models.DateField(_("裁判日期"))
    appealed_on = models.DateField(_("上诉日期"))

    class Meta:
        verbose_name = _("上诉前的裁判")
        verbose_name_plural = _("上诉前的裁判")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(appealed_on__gte=models.F("decided_on")), name="judgment_before_its_appeal"
            ),
        ]
        indexes = [models.Index(fields=["appealed_on", "decided_on"], name="earlier_judgment_days")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.outcome_id} {self.decided_on}"
