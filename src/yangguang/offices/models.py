"""Who is who: agencies in a tree, their departments, people, and the roles people hold."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, AnonymousUser, UserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _

from yangguang.law.remedies import BodyKind
from yangguang.offices.roles import MANAGES_BELOW, SEES_BELOW, Role

USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
USCC_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def check_uscc(value: str) -> None:
    """GB 32100-2015: eighteen characters without I, O, S, V, Z; the last one checks the others."""
    if len(value) != 18 or any(letter not in USCC_LETTERS for letter in value):
        raise ValidationError(_("统一社会信用代码应为 18 位数字或大写字母（不含 I、O、S、V、Z）。"))
    total = sum(USCC_LETTERS.index(c) * w for c, w in zip(value, USCC_WEIGHTS, strict=False))
    if USCC_LETTERS[-total % 31] != value[-1]:
        raise ValidationError(_("统一社会信用代码的校验位不对，请核对每一位。"))


class Level(models.TextChoices):
    """Which level of government a body belongs to."""

    NATIONAL = "national", _("国家")
    PROVINCE = "province", _("省级")
    CITY = "city", _("市级")
    COUNTY = "county", _("县级")
    TOWNSHIP = "township", _("乡级")


class Kind(models.TextChoices):
    """What sort of body it is; it decides the day by which its annual report is due."""

    GOVERNMENT = "government", _("人民政府")
    DEPARTMENT = "department", _("政府部门")
    PUBLIC_SERVICE = "public_service", _("公共企事业单位")


def body_kinds() -> list[tuple[str, str]]:
    """The kinds of body that 行政复议法第二十四条至第二十八条 tell apart; asked each time, in the reader's language."""
    return [(kind.value, kind.label) for kind in BodyKind]


_FITS: dict[BodyKind, tuple[frozenset[str], frozenset[str]]] = {
    BodyKind.GOVERNMENT: (
        frozenset({Kind.GOVERNMENT}),
        frozenset({Level.CITY, Level.COUNTY, Level.TOWNSHIP}),
    ),
    BodyKind.PROVINCE: (frozenset({Kind.GOVERNMENT}), frozenset({Level.PROVINCE, Level.NATIONAL})),
    BodyKind.MINISTRY: (frozenset({Kind.DEPARTMENT, Kind.PUBLIC_SERVICE}), frozenset({Level.NATIONAL})),
    BodyKind.DEPARTMENT: (frozenset({Kind.DEPARTMENT, Kind.PUBLIC_SERVICE}), frozenset(Level)),
    BodyKind.VERTICAL: (frozenset({Kind.DEPARTMENT, Kind.PUBLIC_SERVICE}), frozenset(Level)),
    BodyKind.JUSTICE: (frozenset({Kind.DEPARTMENT}), frozenset(Level) - {Level.NATIONAL}),
    BodyKind.DISPATCHED: (frozenset(Kind), frozenset(Level) - {Level.NATIONAL}),
}
"""The sorts and levels of bodies that each kind can be of."""
_REVIEWS_ITSELF = frozenset({BodyKind.PROVINCE, BodyKind.MINISTRY})
"""行政复议法第二十四条第二款、第二十五条: who reconsiders is the body itself."""


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Sets of agencies that a clerk would name."""

    def within(self, agencies: Collection[Agency]) -> AgencyQuerySet:
        """``agencies`` and everything below them."""
        wanted = Q(pk__in=())
        for agency in agencies:
            wanted |= Q(path__startswith=agency.path)
        return self.filter(wanted)

    def below(self, agencies: Collection[Agency]) -> AgencyQuerySet:
        """Everything below ``agencies``: one of them too, if it stands below another."""
        wanted = Q(pk__in=())
        for agency in agencies:
            wanted |= Q(path__startswith=agency.path) & ~Q(pk=agency.pk)
        return self.filter(wanted)

    def _of(self, user: Person | AnonymousUser, roles: Collection[Role]) -> AgencyQuerySet:
        if not isinstance(user, Person) or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.within({held.agency for held in user.held if held.role in roles})

    def visible_to(self, user: Person | AnonymousUser) -> AgencyQuerySet:
        """The agencies whose papers ``user`` may see: their own, and for inspectors all below."""
        if not isinstance(user, Person) or not user.is_active or user.is_superuser:
            return self._of(user, SEES_BELOW)
        own = Membership.objects.filter(person=user).values("agency")
        below = Agency.objects.all()._of(user, SEES_BELOW).values("pk")
        return self.filter(Q(pk__in=own) | Q(pk__in=below))

    def managed_by(self, user: Person | AnonymousUser) -> AgencyQuerySet:
        """The agencies whose people and departments ``user`` sets up: an administrator's own and below."""
        return self._of(user, MANAGES_BELOW)

    def active(self) -> AgencyQuerySet:
        """Those that exist today."""
        return self.filter(is_active=True)


class Agency(models.Model):
    """A public body. The tree says who stands above whom; ``path`` keeps it for one-query subtrees."""

    name = models.CharField(_("全称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级机关")
    )
    path = models.CharField(max_length=200, unique=True, editable=False, null=True)
    level = models.CharField(_("层级"), max_length=10, choices=Level)
    kind = models.CharField(_("类别"), max_length=20, choices=Kind)
    region_code = models.CharField(
        _("行政区划代码"),
        max_length=12,
        blank=True,
        validators=[RegexValidator(r"^\d{6}(\d{3}(\d{3})?)?$", _("行政区划代码应为 6、9 或 12 位数字。"))],
    )
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True, validators=[check_uscc])
    body_kind = models.CharField(
        _("行政复议中的机关类型"),
        max_length=12,
        blank=True,
        choices=body_kinds,
        help_text=_("答复书据此写明向谁申请行政复议（行政复议法第二十四条至第二十八条）。"),
    )
    reviewer = models.CharField(
        _("复议机关"),
        max_length=120,
        blank=True,
        help_text=_(
            "写入答复书的全称；不填则按机关类型和上下级关系确定，定不下来时用法律的原文，如“本级人民政府”。"
        ),
    )
    court = models.CharField(
        _("管辖法院"),
        max_length=120,
        blank=True,
        help_text=_("写入答复书的全称；不填则写“有管辖权的人民法院”。"),
    )
    is_active = models.BooleanField(
        _("在用"), default=True, help_text=_("机构撤并后取消勾选；它的历史资料仍然保留。")
    )

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("机关")
        verbose_name_plural = _("机关")
        ordering = ["path"]
        permissions = [("manage_offices", _("管理机构与人员"))]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"],
                name="agency_name_once_below_parent",
                violation_error_message=_("同一上级机关下已有同名机关。"),
            ),
            models.UniqueConstraint(  # NULL is never equal to NULL, so the tops need their own
                fields=["name"],
                condition=Q(parent=None),
                name="agency_name_once_at_the_top",
                violation_error_message=_("已有同名的最上级机关。"),
            ),
            models.UniqueConstraint(
                fields=["uscc"],
                condition=~Q(uscc=""),
                name="agency_uscc_once",
                violation_error_message=_("已有机关使用这个统一社会信用代码。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        """How far below the top; a top agency has 0."""
        return (self.path or "//").count("/") - 2

    @property
    def shown_name(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name

    def ancestors(self) -> AgencyQuerySet:
        """Those above, from the top down."""
        above = [int(part) for part in (self.path or "").split("/") if part][:-1]
        return Agency.objects.filter(pk__in=above)

    def descendants(self) -> AgencyQuerySet:
        """Those below, not itself."""
        return Agency.objects.within([self]).exclude(pk=self.pk)

    def clean(self) -> None:
        super().clean()
        if self.pk and self.parent and self.parent.is_at_or_below(self):
            raise ValidationError({"parent": _("上级机关不能是自己或自己的下级。")})
        self._check_body_kind()

    def _check_body_kind(self) -> None:
        """What is declared for reconsideration fits the sort and level of the body."""
        if self.body_kind not in {kind.value for kind in BodyKind}:
            return  # nothing is declared, or the field itself refuses it
        kind = BodyKind(self.body_kind)
        kinds, levels = _FITS[kind]
        if self.kind not in kinds or self.level not in levels:
            said = _("“%(kind)s”与所选的类别、层级不符，请核对。") % {"kind": kind.label}
            raise ValidationError({"body_kind": said})
        if kind in _REVIEWS_ITSELF and self.reviewer not in ("", self.name):
            said = _("对%(kind)s的答复不服，向本机关申请行政复议，这里不用填写。") % {"kind": kind.label}
            raise ValidationError({"reviewer": said})

    def is_at_or_below(self, other: Agency) -> bool:
        """Whether this agency is ``other`` or stands below it."""
        return bool(self.path and other.path and self.path.startswith(other.path))

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep ``path`` in step with ``parent``, for this agency and everything below it."""
        super().save(*args, **kwargs)
        above = (
            Agency.objects.values_list("path", flat=True).get(pk=self.parent_id) if self.parent_id else "/"
        )
        path = f"{above}{self.pk}/"
        if path == self.path:
            return
        if self.path:
            moved = Agency.objects.filter(path__startswith=self.path).exclude(pk=self.pk)
            moved.update(path=Concat(models.Value(path), Substr("path", len(self.path) + 1)))
        Agency.objects.filter(pk=self.pk).update(path=path)
        self.path = path


class Department(models.Model):
    """An inner body of an agency (处室、科室)."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="departments", verbose_name=_("机关"))
    name = models.CharField(_("名称"), max_length=80)
    order = models.PositiveSmallIntegerField(_("排序"), default=0)

    class Meta:
        verbose_name = _("内设机构")
        verbose_name_plural = _("内设机构")
        ordering = ["agency", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name"],
                name="department_name_once",
                violation_error_message=_("本机关已有同名内设机构。"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class PersonQuerySet(models.QuerySet["Person"]):
    """Sets of people."""

    def managed_by(self, user: Person | AnonymousUser) -> PersonQuerySet:
        """Those whom ``user`` may set up: everyone all of whose roles lie in agencies that ``user`` manages.

        Somebody who also works elsewhere, and every superuser, is out of a lower administrator's reach:
        who could set their password could act as them.
        """
        if isinstance(user, Person) and user.is_active and user.is_superuser:
            return self
        managed = Agency.objects.managed_by(user).values("pk")
        elsewhere = Membership.objects.exclude(agency__in=managed).values("person")
        here = Membership.objects.filter(agency__in=managed).values("person")
        return self.filter(pk__in=here, is_superuser=False).exclude(pk__in=elsewhere)


class PersonManager(UserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """Makes people; finds them with the sets above."""

    use_in_migrations = False


class Person(AbstractUser):
    """Somebody who signs in.

    ``first_name`` holds the whole name, as Chinese names are one; ``last_name`` is for a sign-on
    service that delivers them in two parts.
    """

    first_name = models.CharField(_("姓名"), max_length=60, blank=True)
    last_name = models.CharField(_("姓"), max_length=60, blank=True)
    mobile = models.CharField(
        _("手机号码"),
        max_length=11,
        blank=True,
        validators=[RegexValidator(r"^1\d{10}$", _("手机号码应为 1 开头的 11 位数字。"))],
        help_text=_("用于接收办件提醒短信；不填则不发短信。"),
    )

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        verbose_name = _("人员")
        verbose_name_plural = _("人员")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def get_full_name(self) -> str:
        """The name as its language writes it: 王小明, but John Smith."""
        if (self.last_name + self.first_name).isascii():
            return f"{self.first_name} {self.last_name}".strip()
        return self.last_name + self.first_name

    def get_short_name(self) -> str:
        return self.get_full_name()

    @cached_property
    def held(self) -> tuple[Membership, ...]:
        """Every role with its agency; read once per request, for each page asks for them many times."""
        return tuple(self.memberships.select_related("agency"))

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Every role held anywhere."""
        return frozenset(Role(held.role) for held in self.held)

    def has_role(self, role: Role, agency: Agency) -> bool:
        """Whether this person holds ``role`` in ``agency`` itself."""
        return self.is_active and self.memberships.filter(role=role, agency=agency).exists()


class Membership(models.Model):
    """A role that a person holds in an agency, and where they sit."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships", verbose_name=_("人员"))
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="memberships", verbose_name=_("机关"))
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("内设机构")
    )
    role = models.CharField(_("角色"), max_length=20, choices=Role)

    class Meta:
        verbose_name = _("角色")
        verbose_name_plural = _("角色")
        ordering = ["agency", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "agency", "role"],
                name="role_once_per_person_and_agency",
                violation_error_message=_("此人在该机关已有这个角色。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency.shown_name} · {self.get_role_display()}"

    def clean(self) -> None:
        super().clean()
        if self.department_id and self.department and self.department.agency_id != self.agency_id:
            raise ValidationError({"department": _("内设机构不属于所选机关。")})
