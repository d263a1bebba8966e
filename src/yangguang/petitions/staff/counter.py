"""Taking in petitions from counter, post, telephone and fax; number and query code to hand over."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from yangguang.cases import once
from yangguang.cases.actor import Actor
from yangguang.cases.models import AttachmentKind, Case
from yangguang.cases.refused import Conflict, Refused
from yangguang.offices.models import Agency, Person
from yangguang.offices.visitors import person
from yangguang.petitions.intake import register_petition
from yangguang.petitions.models import Channel
from yangguang.petitions.procedure import HANDLER, PROCEDURE
from yangguang.petitions.rules import FIELDS
from yangguang.petitions.staff.forms import RegisterForm

CODES = "registered_codes"


def agencies_of(user: Person) -> list[Agency]:
    """Where this person may take in petitions."""
    if user.is_superuser:
        return list(Agency.objects.active()[:200])
    return list(
        Agency.objects.active().filter(memberships__person=user, memberships__role__in=HANDLER).distinct()
    )


def new(request: HttpRequest) -> HttpResponse:
    """The form; registered, it leads to number and query code."""
    user = person(request)
    agencies = agencies_of(user)
    if not agencies:
        raise Http404
    if request.method != "POST":
        start = {
            "registered_on": timezone.localdate(),
            "agency": agencies[0].pk,
            "channel": Channel.VISIT,
        }
        return _form(request, RegisterForm(agencies, initial=start))
    form = RegisterForm(agencies, request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, form, token=request.POST.get(once.FIELD, ""), status=422)
    given = form.cleaned_data
    paper = given["paper"]
    at = timezone.now()

    def register() -> tuple[Case, str]:
        registered = register_petition(
            {name: given[name] for name in FIELDS},
            [(AttachmentKind.APPLICANT_FILE, paper)] if paper else [],
            agency=next(agency for agency in agencies if agency.pk == given["agency"]),
            by=Actor.staff(user),
            at=at,
            registered_on=given["registered_on"],
            from_body=given["from_body"].strip(),
        )
        return registered.case, registered.code

    try:
        case, code = once.hand_in(request, user, at, register)
    except Conflict as reason:
        form.blame(reason)
        return _form(request, form, status=409)
    except Refused as reason:
        form.blame(reason)
        return _form(request, form, token=request.POST[once.FIELD], status=422)
    # the session hands the code to the next page, once
    request.session[CODES] = {str(case.pk): code}
    return HttpResponseRedirect(reverse("staff_petitions:filed", args=[case.pk]))


def _form(request: HttpRequest, form: RegisterForm, *, token: str = "", status: int = 200) -> HttpResponse:
    context = {"form": form, "form_token": token or once.new_token(), "page_title": _("登记信访事项")}
    return render(request, "petitions/staff/new.html", context, status=status)


@never_cache
def filed(request: HttpRequest, pk: int) -> HttpResponse:
    """Number, query code and the days to come, to print and hand over; the code is shown this once."""
    user = person(request)
    code = request.session.pop(CODES, {}).get(str(pk), "")
    # whoever registered it hands the code over, even where the case is for somebody else to handle
    cases = Case.objects.all() if code else Case.objects.visible_to(user)
    case = get_object_or_404(cases.of(PROCEDURE).select_related("agency", "petition"), pk=pk)
    if not code:
        messages.info(request, _("查询码只在登记时显示一次。"))
        return HttpResponseRedirect(reverse("staff_petitions:case", args=[pk]))
    context = {
        "case": case,
        "own": case.petition,
        "code": code,
        "is_seen": Case.objects.visible_to(user).filter(pk=pk).exists(),
        "page_title": _("已登记"),
    }
    return render(request, "petitions/staff/filed.html", context)
