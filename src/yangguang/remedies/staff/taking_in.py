"""Entering a reconsideration or a suit: the request is looked up by its number, or the case stands alone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.cases import once
from yangguang.cases.actor import Actor
from yangguang.cases.models import Case
from yangguang.cases.refused import Conflict, Refused, WrongFacts
from yangguang.law.outcomes import OUTCOME_BY_CODE
from yangguang.law.remedy_clock import Track
from yangguang.law.remedy_results import Forum
from yangguang.offices.models import Agency, Person
from yangguang.offices.visitors import person
from yangguang.remedies.models import TRACKS, Attacked, Block
from yangguang.remedies.procedure import HANDLER
from yangguang.remedies.taking_in import LookAgain, Notice, take_in
from yangguang.requests.models import ApplicantKind, IdentityKind
from yangguang.requests.procedure import PROCEDURE as REQUEST
from yangguang.requests.reviewing_body import body_kind, reviewer_of
from yangguang.requests.tracking import normalised_number

OFFERED = {
    Forum.REVIEW: (Track.SIMPLIFIED, Track.ORDINARY),
    Forum.SUIT: (Track.ORDINARY, Track.SIMPLIFIED, Track.SECOND, Track.RETRIAL),
}
_EMPTY = ("", gettext_lazy("请选择"))


def _day(label: Any, help: Any = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class NoticeForm(forms.Form):
    """What the notice says. Names and grouping differ a little between the two forums."""

    agency = forms.TypedChoiceField(label=gettext_lazy("被申请人、被告（本机关）"), coerce=int)
    subject = forms.CharField(
        label=gettext_lazy("所涉及的行为"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("如“未主动公开某类信息的答复”。关联了申请的，用申请的内容。"),
    )
    attacked = forms.ChoiceField(
        label=gettext_lazy("事由"),
        choices=Attacked.choices,
        widget=forms.RadioSelect(),
        initial=Attacked.ANSWER,
    )
    review = forms.TypedChoiceField(
        label=gettext_lazy("此前的行政复议"), required=False, coerce=int, empty_value=None
    )
    way = forms.ChoiceField(
        label=gettext_lazy("是否经过复议"),
        required=False,
        choices=[(Block.DIRECT.value, Block.DIRECT.label), (Block.AFTER.value, Block.AFTER.label)],
        widget=forms.RadioSelect(),
        help_text=gettext_lazy("选了此前的行政复议的，就是复议后起诉。年度报告把两者分开统计。"),
    )
    body = forms.CharField(label=gettext_lazy("行政复议机关"), max_length=120)
    body_number = forms.CharField(label=gettext_lazy("对方案号"), required=False, max_length=80)
    track = forms.ChoiceField(
        label=gettext_lazy("审理程序"),
        widget=forms.RadioSelect(),
        help_text=gettext_lazy("见通知书。答复、答辩和审理的期限由它决定。"),
    )
    received_on = _day(gettext_lazy("收到副本日期"), gettext_lazy("期限从次日起计算。"))
    accepted_on = _day(
        gettext_lazy("受理、立案日期"), gettext_lazy("审理期限从这一天起计算；不知道的留空。"), required=False
    )
    papers = forms.FileField(label=gettext_lazy("通知书、申请书或者起诉状副本（扫描件）"), required=False)
    applicant_kind = forms.ChoiceField(label=gettext_lazy("类型"), choices=[_EMPTY, *ApplicantKind.choices])
    name = forms.CharField(label=gettext_lazy("姓名或名称"), max_length=120)
    representative = forms.CharField(label=gettext_lazy("代理人"), required=False, max_length=120)
    identity_kind = forms.ChoiceField(
        label=gettext_lazy("证件名称"), required=False, choices=[_EMPTY, *IdentityKind.choices]
    )
    identity_number = forms.CharField(
        label=gettext_lazy("证件号码"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("加密保存，页面上只显示头尾。"),
    )
    phone = forms.CharField(label=gettext_lazy("联系电话"), required=False, max_length=30)
    third_party = forms.CharField(label=gettext_lazy("第三人"), required=False, max_length=120)
    claim = forms.CharField(
        label=gettext_lazy("请求"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    ABOUT = ("agency", "subject", "attacked", "review", "way")
    BEFORE_WHOM = ("body", "body_number", "track", "received_on", "accepted_on", "papers")
    BY_WHOM = (
        "applicant_kind",
        "name",
        "representative",
        "identity_kind",
        "identity_number",
        "phone",
        "third_party",
        "claim",
    )

    def __init__(
        self,
        forum: Forum,
        agencies: list[Agency],
        request: Case | None,
        data: Any = None,
        files: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["agency"].choices = [(agency.pk, agency.name) for agency in agencies]
        fields["track"].choices = [(track.value, TRACKS[track]) for track in OFFERED[forum]]
        if forum is Forum.SUIT:
            fields["body"].label = gettext_lazy("人民法院")
        reviews = reviews_of(request)
        fields["review"].choices = [("", _("没有，或者没有登记"))] + [
            (review.pk, f"{review.number} {review.state.label}") for review in reviews
        ]
        if forum is Forum.REVIEW or not reviews:
            del fields["review"]
        if forum is Forum.REVIEW:
            del fields["way"]
        if request is not None:
            del fields["agency"], fields["subject"]

    def part(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        """Some of the fields, in their order."""
        return [self[name] for name in names if name in self.fields]

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings."""
        return [
            (_("针对什么"), self.part(self.ABOUT)),
            (_("由谁审理"), self.part(self.BEFORE_WHOM)),
            (_("谁提起"), self.part(self.BY_WHOM)),
        ]


def agencies_of(user: Person) -> list[Agency]:
    """Where this person may take in a case."""
    active = Agency.objects.active()
    if user.is_superuser:
        return list(active[:200])
    return list(active.filter(memberships__person=user, memberships__role__in=HANDLER).distinct())


def reviews_of(request: Case | None) -> list[Case]:
    """The reconsiderations about a request, the last one first."""
    if request is None:
        return []
    found = Case.objects.filter(procedure_id="review", remedy__request=request).select_related("remedy")
    return list(found.order_by("-pk")[:20])


def found_request(number: str, user: Person, agencies: list[Agency]) -> Case | None:
    """The request of this number that the person may see, of an agency for which they take cases in."""
    seen = Case.objects.visible_to(user).of(REQUEST).filter(agency__in=agencies)
    related = seen.select_related("agency", "information_request")
    return related.filter(number=normalised_number(number)).first()


def new(request: HttpRequest, forum: Forum) -> HttpResponse:
    """The form; entered, it leads to the case, however often the button was clicked."""
    user = person(request)
    agencies = agencies_of(user)
    if not agencies:
        raise Http404
    number = (request.POST if request.method == "POST" else request.GET).get("request", "").strip()
    about = found_request(number, user, agencies) if number else None
    if request.method != "POST" or (number and about is None):
        start = _start(forum, about, agencies, timezone.localdate())
        form = NoticeForm(forum, agencies, about, initial=start)
        return _page(request, forum, form, about, number, status=422 if request.method == "POST" else 200)
    form = NoticeForm(forum, agencies, about, request.POST, request.FILES)
    token = request.POST.get(once.FIELD, "")
    if not form.is_valid():
        return _page(request, forum, form, about, number, token=token, status=422)
    given = form.cleaned_data
    agency = about.agency if about else next(one for one in agencies if one.pk == given["agency"])
    notice = Notice(
        forum=forum,
        received_on=given["received_on"],
        own=given,
        request=about,
        review=next((one for one in reviews_of(about) if one.pk == given.get("review")), None),
        way=given.get("way", ""),
        subject=given.get("subject", ""),
        papers=[given["papers"]] if given.get("papers") else [],
    )
    at = timezone.now()

    def register() -> tuple[Case, str]:
        is_checked = "checked" in request.POST
        return take_in(notice, agency=agency, by=Actor.staff(user), at=at, is_checked=is_checked), ""

    try:
        case, _code = once.hand_in(request, user, at, register)
    except Conflict as reason:
        _blame(reason, form)
        return _page(request, forum, form, about, number, status=409)
    except LookAgain as reason:
        warnings = reason.warnings
        return _page(request, forum, form, about, number, token=token, status=422, warnings=warnings)
    except Refused as reason:
        _blame(reason, form)
        return _page(request, forum, form, about, number, token=token, status=422)
    messages.success(request, _("已登记 %(number)s。") % {"number": case.number})
    return HttpResponseRedirect(reverse("staff_remedies:case", args=[case.pk]))


def _start(forum: Forum, about: Case | None, agencies: list[Agency], today: date) -> dict[str, Any]:
    """What is known before anything is typed: from the request, from the tree of agencies."""
    agency = about.agency if about else agencies[0]
    start: dict[str, Any] = {"agency": agency.pk, "received_on": today, "track": OFFERED[forum][0].value}
    is_review = forum is Forum.REVIEW
    start["body"] = reviewer_of(agency, body_kind(agency), today) if is_review else agency.court
    if about is None:
        return start
    own = about.information_request
    is_silent = about.closed_on is None and about.due_on is not None and about.due_on < today
    start |= {
        "attacked": Attacked.SILENCE if is_silent else Attacked.ANSWER,
        "applicant_kind": own.applicant_kind,
        "name": own.name,
        "identity_kind": own.identity_kind,
        "phone": own.phone,
    }
    reviews = reviews_of(about)
    if forum is Forum.SUIT and reviews:
        start["review"] = reviews[0].pk
    return start


def _blame(reason: Refused, form: NoticeForm) -> None:
    errors = reason.errors if isinstance(reason, WrongFacts) else {"": [str(reason)]}
    for step_name, sentences in errors.items():
        name = {"on": "received_on"}.get(step_name, step_name)
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def _page(
    request: HttpRequest,
    forum: Forum,
    form: NoticeForm,
    about: Case | None,
    number: str,
    *,
    token: str = "",
    status: int = 200,
    warnings: list[str] | None = None,
) -> HttpResponse:
    title = _("登记行政复议") if forum is Forum.REVIEW else _("登记行政诉讼")
    context = {
        "form": form,
        "forum": forum,
        "about": about,
        "outcome": OUTCOME_BY_CODE.get(about.outcome_id) if about else None,
        "number": number,
        "warnings": warnings,
        "form_token": token or once.new_token(),
        "page_title": title,
    }
    return render(request, "remedies/staff/new.html", context, status=status)
