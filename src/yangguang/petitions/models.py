"""A petition: who turns to the office, with what, and how the matter is to be treated (信访工作条例第十九条)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yangguang.cases.models import Case
from yangguang.cases.sealing import SealedField, masked_name
from yangguang.law.petition_clock import PetitionRegime
from yangguang.requests.models import IdentityKind


class Channel(models.TextChoices):
    """How it came (信访工作条例第十七条)."""

    ONLINE = "online", _("网上信访")
    LETTER = "letter", _("来信")
    VISIT = "visit", _("来访")
    PHONE = "phone", _("来电")
    FAX = "fax", _("传真")


class Kind(models.TextChoices):
    """What kind of matter it is; each is treated in its own way (信访工作条例第二十九条至第三十一条)."""

    SUGGESTION = "suggestion", _("建议意见类")
    ACCUSATION = "accusation", _("检举控告类")
    CLAIM = "claim", _("申诉求决类")


class Origin(models.TextChoices):
    """Where the office has it from."""

    DIRECT = "direct", _("信访人直接提出")
    HANDED_OVER = "handed_over", _("转送、交办")
    CONVERTED = "converted", _("由政府信息公开申请转来")


class Regime(models.TextChoices):
    """The rule in force on the day of registration."""

    PR05 = PetitionRegime.PR05.value, _("信访条例（2005 年）")
    WR22 = PetitionRegime.WR22.value, _("信访工作条例（2022 年）")


def title_of(kind: str, text: str) -> str:
    """What the worklist calls the matter; of an accusation nothing but that it is one."""
    if kind == Kind.ACCUSATION:
        return gettext("检举控告事项")
    words = " ".join(text.split())
    return words if len(words) <= 80 else words[:79] + "…"


class Petition(models.Model):
    """The petition's own data, one to one with its case. The text is kept as it came.

    ``accused`` is the person or body an accusation speaks of; such a case is restricted. ``code_hash`` is the hash of
    the query code, which nobody but the petitioner has; a converted matter keeps the code of its request.
    """

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="petition")
    channel = models.CharField(_("信访形式"), max_length=8, choices=Channel)
    kind = models.CharField(_("事项类别"), max_length=12, choices=Kind)
    origin = models.CharField(_("来源"), max_length=12, choices=Origin, default=Origin.DIRECT)
    legal_regime = models.CharField(_("适用的规定"), max_length=4, choices=Regime)
    name = models.CharField(_("姓名或名称"), max_length=120, blank=True)
    is_organisation = models.BooleanField(_("是单位"), default=False)
    identity_kind = models.CharField(_("证件名称"), max_length=20, choices=IdentityKind, blank=True)
    identity_number = SealedField(_("证件号码"), blank=True)
    phone = SealedField(_("联系电话"), blank=True)
    email = models.EmailField(_("电子邮箱"), blank=True)
    address = models.CharField(_("联系地址"), max_length=200, blank=True)
    postcode = models.CharField(_("邮政编码"), max_length=6, blank=True)
    person_count = models.PositiveIntegerField(_("信访人数"), default=1)
    text = models.TextField(_("信访内容"), max_length=10_000)
    accused = models.CharField(_("检举控告对象"), max_length=200, blank=True)
    code_hash = models.CharField(max_length=128, editable=False)

    class Meta:
        verbose_name = _("信访事项")
        verbose_name_plural = _("信访事项")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(person_count__gte=1, person_count__lte=9999), name="petition_person_count"
            ),
            models.CheckConstraint(
                condition=~Q(name="") | Q(kind="accusation"), name="petition_unnamed_only_accusation"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def masked_name(self) -> str:
        """The name as those who only read see it; organisations are no secret."""
        return self.name if self.is_organisation else masked_name(self.name)

    @property
    def may_be_told(self) -> bool:
        """Whether an answer can reach the petitioner (信访工作条例第二十三条第二款: name and address clear)."""
        return bool(
            self.name and (self.address or self.phone or self.email or self.channel == Channel.ONLINE)
        )

    @property
    def has_statutory_limit(self) -> bool:
        """Whether the sixty days hold: for claims; before 2022-05-01 for every matter (信访条例第三十三条)."""
        return self.kind == Kind.CLAIM or self.legal_regime == Regime.PR05
