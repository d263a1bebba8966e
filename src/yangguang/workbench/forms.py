"""Forms of the workbench: signing in, agencies, people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet, inlineformset_factory
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm

from yangguang.offices import lockout
from yangguang.offices.models import Agency, Department, Membership, Person, body_kinds
from yangguang.requests.reviewing_body import body_kind, guessed_kind, guessed_reviewer
from yangguang.web.callers import caller


class SignInForm(LoginForm):
    """Signing in, with a pause after too many wrong passwords."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("登录名")
        self.fields["password"].label = _("密码")
        for field, hint in (("username", "username"), ("password", "current-password")):
            self.fields[field].widget.attrs.pop("placeholder", None)
            self.fields[field].widget.attrs["autocomplete"] = hint

    def clean(self) -> dict[str, Any]:
        who = (self.cleaned_data.get("username", ""), caller(self.request))
        if lockout.is_paused(*who):
            raise ValidationError(
                _("密码错误次数过多，已暂停登录。请 %(minutes)d 分钟后再试，或请管理员重设密码。"),
                code="paused",
                params={"minutes": settings.SIGN_IN_PAUSE_SECONDS // 60},
            )
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError:
            lockout.failed(*who)
            raise
        lockout.forgive(who[0])
        return cleaned


class AgencyForm(forms.ModelForm[Agency]):
    """An agency below one that the person manages."""

    class Meta:
        model = Agency
        fields = (
            *("name", "short_name", "parent", "level", "kind", "region_code", "uscc"),
            *("body_kind", "reviewer", "court", "is_active"),
        )

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._suggest_reviewing_body()
        parent = self.fields["parent"]
        assert isinstance(parent, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        managed = Agency.objects.managed_by(by)
        if self.instance.pk:
            managed = managed.exclude(pk__in=Agency.objects.within([self.instance]).values("pk"))
        parent.queryset = managed
        is_top = self.instance.pk and self.instance.parent_id not in set(managed.values_list("pk", flat=True))
        if not by.is_superuser and is_top:
            del self.fields["parent"]  # it stands below an agency that this person does not manage
        elif not by.is_superuser:
            parent.required = True

    def _suggest_reviewing_body(self) -> None:
        """Say what holds as long as nothing is declared."""
        kind, reviewer = self.fields["body_kind"], self.fields["reviewer"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101 - for the type checker
        nothing = str(_("未确定：按名称、类别和层级推断"))
        if self.instance.pk:
            guess = guessed_kind(self.instance)
            nothing = str(_("未确定：暂按“%(kind)s”推断") % {"kind": guess.label})
            named = guessed_reviewer(self.instance, body_kind(self.instance))
            if named:
                said = _("不填时写“%(name)s”。") % {"name": named}
                reviewer.help_text = f"{reviewer.help_text}{said}"
        kind.choices = [("", nothing), *body_kinds()]


class PersonForm(forms.ModelForm[Person]):
    """A person; a password is asked for once, and whenever a new one is wanted."""

    password = forms.CharField(
        label=_("密码"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = Person
        fields = ("first_name", "username", "email", "mobile", "is_active")
        labels = {"username": _("登录名"), "email": _("电子邮件"), "is_active": _("可以登录")}
        help_texts = {
            "username": _("字母、数字和 @ . + - _"),
            "is_active": _("离开单位的人取消勾选，不要删除。"),
        }

    field_order = ("first_name", "username", "email", "mobile", "password", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_name"].required = True
        self.fields["password"].required = self.instance.pk is None
        rules = password_validators_help_text_html()
        self.fields["password"].help_text = rules if self.instance.pk is None else _("不改则留空。")

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if password:
            validate_password(password, self.instance)
        return password


class MembershipForm(forms.ModelForm[Membership]):
    """A role in one of the agencies that the person at the desk manages."""

    class Meta:
        model = Membership
        fields = ("agency", "department", "role")

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        managed = Agency.objects.managed_by(by)
        for name, choices in (
            ("agency", managed),
            ("department", Department.objects.filter(agency__in=managed).select_related("agency")),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
            field.queryset = choices


class Rows(BaseInlineFormSet[Any, Any, Any]):
    """The rows there are, and a few new ones.

    How many rows come is a number that the browser sends; without a bound it alone has a thousand rows built.
    """

    NEW_AT_ONCE = 20

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.max_num = self.absolute_max = self.get_queryset().count() + self.NEW_AT_ONCE


Departments = inlineformset_factory(Agency, Department, formset=Rows, fields=("name", "order"), extra=1)
Memberships = inlineformset_factory(Person, Membership, formset=Rows, form=MembershipForm, extra=1)
