"""Taking in requests from counter, post and fax, with the day of receipt that the channel has."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.base import File
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from yangguang.cases import once
from yangguang.cases.actor import Actor
from yangguang.cases.models import AttachmentKind, Case
from yangguang.cases.refused import Conflict, Refused, WrongFacts
from yangguang.law.receipt import Channel
from yangguang.offices.models import Agency, Person
from yangguang.offices.visitors import person
from yangguang.requests.intake import file_request
from yangguang.requests.models import CHANNEL_LABELS
from yangguang.requests.procedure import PROCEDURE
from yangguang.requests.procedure.states import HANDLER
from yangguang.requests.public.forms import ApplicantForm, WantedForm
from yangguang.requests.rules import FIELDS
from yangguang.requests.staff.pages import receipt_of

AT_THE_DESK = (Channel.IN_PERSON, Channel.MAIL_SIGNED, Channel.MAIL_PLAIN, Channel.FAX, Channel.EMAIL)
CODES = "filed_codes"


def _day(label: Any, help: Any, *, required: bool) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class ArrivalForm(forms.Form):
    """How and when it came, and the papers with it."""

    agency = forms.TypedChoiceField(label=gettext_lazy("收到申请的机关"), coerce=int)
    channel = forms.ChoiceField(
        label=gettext_lazy("怎么来的"),
        choices=[(channel.value, CHANNEL_LABELS[channel]) for channel in AT_THE_DESK],
        widget=forms.RadioSelect(),
    )
    arrived_on = _day(
        gettext_lazy("到达日期"), gettext_lazy("当面提交之日、签收之日、信函或传真到达之日。"), required=True
    )
    confirmed_on = _day(
        gettext_lazy("与申请人确认之日"),
        gettext_lazy(
            "平常信函、传真和电子邮件填写；还没有联系上的留空，先登记，确认后再起算（条例第三十一条）。"
        ),
        required=False,
    )
    identity_proof = forms.FileField(label=gettext_lazy("身份证明（扫描件或照片）"), required=False)
    paper = forms.FileField(label=gettext_lazy("申请书原件（扫描件）"), required=False)

    def __init__(self, agencies: list[Agency], data: Any = None, files: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        self.fields["agency"].choices = [(agency.pk, agency.name) for agency in agencies]  # type: ignore[attr-defined]

    def uploads(self) -> list[tuple[AttachmentKind, File[bytes]]]:
        """The papers handed in."""
        kinds = (("identity_proof", AttachmentKind.IDENTITY_PROOF), ("paper", AttachmentKind.APPLICANT_FILE))
        return [(kind, self.cleaned_data[name]) for name, kind in kinds if self.cleaned_data.get(name)]


def agencies_of(user: Person) -> list[Agency]:
    """Where this person may take in requests."""
    if user.is_superuser:
        return list(Agency.objects.active()[:200])
    return list(
        Agency.objects.active().filter(memberships__person=user, memberships__role__in=HANDLER).distinct()
    )


def new(request: HttpRequest) -> HttpResponse:
    """The form; filed, it leads to the receipt with number and query code."""
    user = person(request)
    agencies = agencies_of(user)
    if not agencies:
        raise Http404
    today = timezone.localdate()
    if request.method != "POST":
        start = {"arrived_on": today, "agency": agencies[0].pk}
        return _form(
            request, ArrivalForm(agencies, initial=start), WantedForm({}, today), ApplicantForm({}, today)
        )
    arrival = ArrivalForm(agencies, request.POST, request.FILES)
    wanted, applicant = WantedForm({}, today, request.POST), ApplicantForm({}, today, request.POST)
    if not all([arrival.is_valid(), wanted.is_valid(), applicant.is_valid()]):
        return _form(request, arrival, wanted, applicant, token=request.POST.get(once.FIELD, ""), status=422)
    given = arrival.cleaned_data
    at = timezone.now()

    def register() -> tuple[Case, str]:
        filed = file_request(
            {name: {**wanted.cleaned_data, **applicant.cleaned_data}.get(name, "") for name in FIELDS},
            arrival.uploads(),
            agency=next(agency for agency in agencies if agency.pk == given["agency"]),
            by=Actor.staff(user),
            at=at,
            arrived_on=given["arrived_on"],
            channel=Channel(given["channel"]),
            confirmed_on=given["confirmed_on"],
        )
        return filed.case, filed.code

    try:
        case, code = once.hand_in(request, user, at, register)
    except Conflict as reason:
        _blame(reason, arrival, wanted, applicant)
        return _form(request, arrival, wanted, applicant, status=409)
    except Refused as reason:
        _blame(reason, arrival, wanted, applicant)
        return _form(request, arrival, wanted, applicant, token=request.POST[once.FIELD], status=422)
    # the session hands the code to the next page, once
    request.session[CODES] = {str(case.pk): code}
    return HttpResponseRedirect(reverse("staff_requests:filed", args=[case.pk]))


def _blame(reason: Refused, *pages: forms.Form) -> None:
    """Put every sentence where its field is."""
    errors = reason.errors if isinstance(reason, WrongFacts) else {"": [str(reason)]}
    for name, sentences in errors.items():
        page = next((page for page in pages if name in page.fields), pages[0])
        for sentence in sentences:
            page.add_error(name if name in page.fields else None, sentence)


def _form(
    request: HttpRequest,
    arrival: ArrivalForm,
    wanted: WantedForm,
    applicant: ApplicantForm,
    *,
    token: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "arrival": arrival,
        "wanted": wanted,
        "applicant": applicant,
        "form_token": token or once.new_token(),
        "page_title": _("登记申请"),
    }
    return render(request, "requests/staff/new.html", context, status=status)


@never_cache
def filed(request: HttpRequest, pk: int) -> HttpResponse:
    """Number, query code and day of receipt, to print and hand over; the code is shown this once.

    Whoever registered it may see its receipt, even where the case is for another department to handle.
    """
    user = person(request)
    case = get_object_or_404(
        Case.objects.of(PROCEDURE).select_related("agency", "information_request"), pk=pk
    )
    is_seen = Case.objects.visible_to(user).filter(pk=pk).exists()
    if not is_seen and not once.registered_by(user, case):
        raise Http404
    code = request.session.pop(CODES, {}).get(str(pk), "")
    if not code and is_seen:
        messages.info(request, _("查询码只在登记时显示一次。"))
        return HttpResponseRedirect(reverse("staff_requests:case", args=[pk]))
    own = case.information_request
    context = {
        "case": case,
        "own": own,
        "code": code,
        "is_seen": is_seen,
        "receipt": receipt_of(own),
        "page_title": _("已登记"),
    }
    return render(request, "requests/staff/filed.html", context)
