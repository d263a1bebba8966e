"""The entries of the five registers.

Each kind of thing has a table of its own: what must hold of it is a constraint, and what the annual report counts of
it is one range of an index, however many agencies and years there are.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from yangguang.offices.models import Agency
from yangguang.registers.models.yuan import YuanField


class RegisterEntry(models.Model):
    """What the entries of all registers have in common.

    ``key`` is the number by which an entry is known (normalised; empty where it has none), ``fingerprint`` a digest of
    everything a person wrote in it. ``last_import`` is the import that wrote it last: whoever changes the entry by hand
    takes it away, so that an import knows whether it can still be undone.
    """

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", db_index=False, verbose_name=_("机关")
    )
    key = models.CharField(max_length=255, blank=True, editable=False)
    fingerprint = models.CharField(max_length=32, editable=False)
    last_import = models.ForeignKey(
        "registers.Import",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("导入批次"),
    )
    version = models.PositiveIntegerField(_("修改次数"), default=0)
    changed_at = models.DateTimeField(_("最后变动"))

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "key"], condition=~Q(key=""), name="register_%(class)s_key_once"
            )
        ]
        indexes = [
            models.Index(fields=["agency", "fingerprint"], condition=Q(key=""), name="reg_%(class)s_same")
        ]


class DocumentKind(models.TextChoices):
    """Rows of table 第二十条第（一）项."""

    RULES = "rules", _("规章")
    NORMATIVE = "normative_documents", _("行政规范性文件")


class DocumentEnd(models.TextChoices):
    """Why a document no longer applies."""

    REPEALED = "repealed", _("废止")
    VOID = "void", _("宣布失效")
    EXPIRED = "expired", _("有效期届满")


class Document(RegisterEntry):
    """A rule (规章) or an administrative normative document (行政规范性文件). 条例第二十条第（一）项.

    ``ended_on`` is the first day on which it no longer applies. A joint document is counted by the lead body, which
    ``is_lead`` says of this agency.
    """

    kind = models.CharField(_("类别"), max_length=24, choices=DocumentKind)
    title = models.CharField(_("标题"), max_length=200)
    number = models.CharField(_("发文字号"), max_length=100, blank=True)
    issued_on = models.DateField(_("发文日期"))
    published_on = models.DateField(_("公开日期"), null=True, blank=True)
    ended_on = models.DateField(_("失效日期"), null=True, blank=True)
    ended_by = models.CharField(_("失效方式"), max_length=12, choices=DocumentEnd, blank=True)
    is_lead = models.BooleanField(_("本机关主办"), default=True)

    class Meta(RegisterEntry.Meta):
        verbose_name = _("文件")
        verbose_name_plural = _("文件")
        constraints = [
            *RegisterEntry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_by="") | (Q(ended_on__isnull=False) & ~Q(ended_by="")),
                name="document_end_has_day_and_way",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("issued_on")), name="document_ends_after_issue"
            ),
            models.CheckConstraint(
                condition=Q(published_on=None) | Q(published_on__gte=F("issued_on")),
                name="document_is_public_after_issue",
            ),
        ]
        indexes = [
            *RegisterEntry.Meta.indexes,
            models.Index(fields=["agency", "issued_on", "id"], name="reg_document_list"),
            models.Index(
                fields=["agency", "kind", "is_lead", "issued_on", "ended_on", "published_on"],
                name="reg_document_count",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.number}）" if self.number else self.title


class ItemKind(models.TextChoices):
    """Rows with 项目数量 in the tables 第二十条第（五）（六）（八）项 of 2019."""

    LICENSING = "licensing", _("行政许可")
    OTHER_SERVICES = "other_services", _("其他对外管理服务事项")
    PENALTY = "penalty", _("行政处罚")
    COERCION = "coercion", _("行政强制")
    FEES = "fees", _("行政事业性收费")


class Item(RegisterEntry):
    """A power or service of the agency (事项), as its list of powers has it; ``valid_until`` is its last day."""

    kind = models.CharField(_("类别"), max_length=16, choices=ItemKind)
    name = models.CharField(_("事项名称"), max_length=200)
    code = models.CharField(_("事项编码"), max_length=60, blank=True)
    valid_from = models.DateField(_("起始日期"))
    valid_until = models.DateField(_("截止日期"), null=True, blank=True)

    class Meta(RegisterEntry.Meta):
        verbose_name = _("事项")
        verbose_name_plural = _("事项")
        constraints = [
            *RegisterEntry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="item_ends_after_start",
            ),
        ]
        indexes = [
            *RegisterEntry.Meta.indexes,
            models.Index(fields=["agency", "valid_from", "id"], name="reg_item_list"),
            models.Index(fields=["agency", "kind", "valid_from", "valid_until"], name="reg_item_count"),
        ]

    def __str__(self) -> str:
        return self.name


class DecisionKind(models.TextChoices):
    """Rows with 处理决定数量 in the tables 第二十条第（五）（六）项."""

    LICENSING = "licensing", _("行政许可")
    OTHER_SERVICES = "other_services", _("其他对外管理服务事项")
    PENALTY = "penalty", _("行政处罚")
    COERCION = "coercion", _("行政强制")


class Decision(RegisterEntry):
    """Decisions taken (处理决定): one with its reference, or ``quantity`` of them on a day or in a month.

    Of a whole month ``decided_on`` is the first day and ``by_month`` is set.
    """

    kind = models.CharField(_("类别"), max_length=16, choices=DecisionKind)
    decided_on = models.DateField(_("决定日期"))
    by_month = models.BooleanField(_("按月汇总"), default=False)
    item = models.CharField(_("事项"), max_length=200, blank=True)
    quantity = models.PositiveIntegerField(_("决定件数"), default=1)
    reference = models.CharField(_("决定书文号"), max_length=100, blank=True)

    class Meta(RegisterEntry.Meta):
        verbose_name = _("处理决定")
        verbose_name_plural = _("处理决定")
        constraints = [
            *RegisterEntry.Meta.constraints,
            models.CheckConstraint(condition=Q(quantity__gte=1), name="decision_is_at_least_one"),
        ]
        indexes = [
            *RegisterEntry.Meta.indexes,
            models.Index(fields=["agency", "decided_on", "id"], name="reg_decision_list"),
            models.Index(fields=["agency", "decided_on", "kind", "quantity"], name="reg_decision_count"),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (str(self.get_kind_display()), self.reference or self.item) if part)


class Charge(RegisterEntry):
    """Money collected as an administrative fee (行政事业性收费), on a day or in a month."""

    item = models.CharField(_("收费项目"), max_length=200)
    charged_on = models.DateField(_("收费日期"))
    by_month = models.BooleanField(_("按月汇总"), default=False)
    amount = YuanField(_("金额（元）"))
    reference = models.CharField(_("票据号"), max_length=100, blank=True)

    class Meta(RegisterEntry.Meta):
        verbose_name = _("收费")
        verbose_name_plural = _("收费")
        constraints = [
            *RegisterEntry.Meta.constraints,
            models.CheckConstraint(condition=Q(amount__gt=0), name="charge_is_more_than_nothing"),
        ]
        indexes = [
            *RegisterEntry.Meta.indexes,
            models.Index(fields=["agency", "charged_on", "id"], name="reg_charge_list"),
            models.Index(fields=["agency", "charged_on", "amount"], name="reg_charge_count"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {date_format(self.charged_on, 'Y-m' if self.by_month else 'Y-m-d')}"


class Purchase(RegisterEntry):
    """A project of centralised government procurement (政府集中采购)."""

    project = models.CharField(_("采购项目"), max_length=200)
    bought_on = models.DateField(_("成交日期"))
    amount = YuanField(_("金额（元）"))
    reference = models.CharField(_("项目编号"), max_length=100, blank=True)

    class Meta(RegisterEntry.Meta):
        verbose_name = _("集中采购")
        verbose_name_plural = _("集中采购")
        constraints = [
            *RegisterEntry.Meta.constraints,
            models.CheckConstraint(condition=Q(amount__gt=0), name="purchase_is_more_than_nothing"),
        ]
        indexes = [
            *RegisterEntry.Meta.indexes,
            models.Index(fields=["agency", "bought_on", "id"], name="reg_purchase_list"),
            models.Index(fields=["agency", "bought_on", "amount"], name="reg_purchase_count"),
        ]

    def __str__(self) -> str:
        return self.project
