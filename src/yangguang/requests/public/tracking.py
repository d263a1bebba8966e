"""Looking a case up by number and code, and what the applicant of a request does there. No code stands in an address."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yangguang.cases.downloads import handed_out
from yangguang.cases.engine import situation_of
from yangguang.cases.forms import StepForm
from yangguang.cases.models import Case
from yangguang.cases.procedure import Step
from yangguang.cases.refused import Refused, WrongFacts
from yangguang.cases.situation import Situation
from yangguang.letters.selectors import public_letters
from yangguang.requests import tracking
from yangguang.requests.procedure import PROCEDURE
from yangguang.requests.public.forms import ACCEPTED, LookUpForm, RatingForm, SuggestionForm
from yangguang.requests.public.opening import TRACKED, linked_cases, open_for, with_case
from yangguang.requests.receipts import explained
from yangguang.web import throttle
from yangguang.web.callers import caller

HOUR, TEN_MINUTES = 60 * 60, 10 * 60
LOOK_UPS, WRONG_CODES, ACTS = 30, 10, 60
"""Look-ups of one address in ten minutes; its wrong codes for one number, and its acts, in an hour.

Wrong codes are counted by address *and* number. Numbers are no secret: counted by number alone, whoever knows one would
shut out its applicant for as long as they like. Nothing has to bound the guesses of all addresses together: a code is
one of 31^10 (8 * 10^14, 49.5 bits), an address tries ten in an hour, so that a million addresses need 4 600 years on
average for one number; and each try costs a server three milliseconds of work (``codes.matches``), so that sixteen
cores that do nothing else need two thousand years, whatever the number of addresses.
"""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def track(request: HttpRequest) -> HttpResponse:
    """Ask for number and code. A wrong pair hears the same, whatever is wrong with it."""
    if request.method != "POST":
        return render(request, "requests/public/track.html", {"form": LookUpForm()})
    form = LookUpForm(request.POST)
    wait = throttle.seconds_to_wait(request, "track", most=LOOK_UPS, seconds=TEN_MINUTES)
    if not wait and not form.is_valid():
        return render(request, "requests/public/track.html", {"form": form}, status=422)
    number = tracking.normalised_number(form.data.get("number", ""))
    what = f"track-number|{number}|{throttle.network(caller(request))}"
    wait = wait or throttle.seconds_blocked(what, most=WRONG_CODES, seconds=HOUR)
    if wait:
        said = _("查询得太频繁，请约 %(minutes)s 分钟后再试。") % {"minutes": -(-wait // 60)}
        response = render(request, "requests/public/track.html", {"form": form, "error": said}, status=429)
        response["Retry-After"] = str(wait)
        return response
    case = tracking.looked_up(number, form.cleaned_data["code"])
    if case is None:
        throttle.count(what, seconds=HOUR)
        said = _("编号或查询码不对。请对照回执逐位核对；查询码遗失的，请带身份证明与受理机关联系。")
        return render(request, "requests/public/track.html", {"form": form, "error": said}, status=422)
    return open_for(request, case)


@require_safe
@with_case(PROCEDURE, "information_request")
def tracked(request: HttpRequest, case: Case) -> HttpResponse:
    """Where the case stands, what has happened, what can be done."""
    return _page(request, situation_of(case, timezone.now()))


def _page(request: HttpRequest, situation: Situation, status: int = 200, **more: Any) -> HttpResponse:
    case = situation.case
    asked, until = tracking.asked_of_applicant(situation)
    acts = tracking.acts(situation)
    context = {
        "case": case,
        "own": case.information_request,
        "state": case.state.public_label or case.state.label,
        "lines": tracking.timeline(situation),
        "clock": situation.clock,
        "days": explained(situation.clock, situation.calendar),
        "today": situation.today,
        "asked": asked,
        "until": until,
        "answers": [step for step in acts if step.id in tracking.WITH_FILES],
        "can_withdraw": any(step.id == "withdraw" for step in acts),
        "fee": tracking.fee_due(situation),
        "kin": tracking.kin_of(case),
        "letters": public_letters(case)[::-1],
        "files": tracking.files_for_applicant(case),
        "remedies": tracking.remedy_texts(situation),
        "may_rate": tracking.may_rate(case),
        "rating": getattr(case, "rating", None),
        "suggestion": getattr(case, "disclosure_suggestion", None),
        "rating_form": RatingForm(),
        "suggestion_form": SuggestionForm(),
        "linked": linked_cases(case),
    } | more
    return render(request, "requests/public/tracked.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@with_case(PROCEDURE, "information_request")
def act(request: HttpRequest, case: Case, step_id: str) -> HttpResponse:
    """A step of the applicant's: its form, and taking it."""
    situation = situation_of(case, timezone.now())
    step = next((step for step in tracking.acts(situation) if step.id == step_id), None)
    if step is None:
        messages.warning(request, _("这一步现在不能办理，请看案件现在的状态。"))
        return redirect("requests:tracked")
    form = _StepForm(step, situation, request.POST if request.method == "POST" else None)
    error, status = "", 200
    if request.method == "POST":
        error = _act(request, case, step, form)
        if not error and not form.errors:
            messages.success(request, _("已提交，机关会收到。"))
            return redirect("requests:tracked")
        status = 422
    asked, until = tracking.asked_of_applicant(situation)
    context = {
        "case": case,
        "step": step,
        "form": form,
        "error": error,
        "asked": asked,
        "until": until,
        "takes_files": step.id in tracking.WITH_FILES,
        "accept": ACCEPTED,
    }
    return render(request, "requests/public/act.html", context, status=status)


class _StepForm(StepForm):
    """The form of a step without its day: what the applicant does, happens today."""

    def __init__(self, step: Step, situation: Situation, data: Any = None) -> None:
        super().__init__(step, situation, data)
        self.fields.pop("on", None)


def _act(request: HttpRequest, case: Case, step: Step, form: StepForm) -> str:
    """Take the step; a sentence where it is refused, nothing where it is taken or the form says why not."""
    if not form.is_valid():
        return ""
    wait = throttle.seconds_to_wait(request, "track-act", most=ACTS, seconds=HOUR)
    if wait:
        return _("操作得太频繁，请约 %(minutes)s 分钟后再试。") % {"minutes": -(-wait // 60)}
    facts = {name: value for name, value in form.cleaned_data.items() if value}
    try:
        tracking.act(case, step, facts, request.FILES.getlist("files"), timezone.now())
    except WrongFacts as refusal:
        for name, sentences in refusal.errors.items():
            for sentence in sentences:
                form.add_error(name if name in form.fields else None, sentence)
    except Refused as refusal:
        return str(refusal)
    return ""


@require_POST
@with_case(PROCEDURE, "information_request")
def rate(request: HttpRequest, case: Case) -> HttpResponse:
    """Judge the handling."""
    form = RatingForm(request.POST)
    if not form.is_valid():
        return _page(request, situation_of(case, timezone.now()), status=422, rating_form=form)
    try:
        tracking.rate(case, form.cleaned_data["satisfaction"], form.cleaned_data["comment"], timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("谢谢您的评价。"))
    return redirect("requests:tracked")


@require_POST
@with_case(PROCEDURE, "information_request")
def suggest(request: HttpRequest, case: Case) -> HttpResponse:
    """Suggest publishing what was asked for."""
    form = SuggestionForm(request.POST)
    if not form.is_valid():
        return _page(request, situation_of(case, timezone.now()), status=422, suggestion_form=form)
    tracking.suggest_disclosure(case, form.cleaned_data["reason"], timezone.now())
    messages.success(request, _("已收到您的建议，机关会看到。"))
    return redirect("requests:tracked")


@require_safe
@with_case(PROCEDURE, "information_request")
def file(request: HttpRequest, case: Case, pk: int) -> FileResponse:
    """A file that the office has given out with this case."""
    attachment = next((given for given in tracking.files_for_applicant(case) if given.pk == pk), None)
    if attachment is None:
        raise Http404
    return handed_out(attachment)


@require_safe
@with_case(PROCEDURE, "information_request")
def letter(request: HttpRequest, case: Case, pk: int) -> HttpResponse:
    """A letter of the office to the applicant. Whoever only asks for its head has not fetched it."""
    found = next((issued for issued in public_letters(case) if issued.pk == pk), None)
    if found is None:
        raise Http404
    data = tracking.fetch(found, timezone.now()) if request.method == "GET" else b""
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, f"{found}.pdf") or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """Close the case in this browser."""
    request.session.pop(TRACKED, None)
    return redirect("requests:track")
