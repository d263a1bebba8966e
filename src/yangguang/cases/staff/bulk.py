"""One step for several cases, where its declaration allows it: each in a transaction of its own, with a list of what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yangguang.cases import engine
from yangguang.cases.actor import Actor
from yangguang.cases.models import Case
from yangguang.cases.procedure import Step, procedures
from yangguang.cases.refused import Refused, WrongFacts
from yangguang.cases.staff.stepping import ConfirmedForm
from yangguang.offices.models import Person
from yangguang.offices.visitors import person
from yangguang.web.keys import keys

MOST = 100


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one case."""

    case: Case
    refusal: str
    url: str


def _step_named(name: str) -> tuple[str, Step]:
    procedure_id, _dot, step_id = name.partition(".")
    for procedure in procedures():
        if procedure.id == procedure_id and procedure.has_step(step_id) and procedure.step(step_id).bulk:
            return procedure_id, procedure.step(step_id)
    raise Http404


def _chosen(request: HttpRequest, user: Person) -> list[Case]:
    pks = keys(request.POST.getlist("case"))
    seen = Case.objects.visible_to(user).filter(pk__in=pks[: MOST + 1])
    return list(seen.select_related("agency").order_by("pk"))


def _why_not(cases: list[Case], procedure_id: str) -> str:
    """Why these cannot be handled in one go."""
    if not cases:
        return _("请先勾选案件。")
    if len(cases) > MOST:
        return _("一次最多办理 %(most)s 件，请分几次。") % {"most": MOST}
    if {case.procedure_id for case in cases} != {procedure_id}:
        return _("所选案件的程序不同，不能一起办理这一步。")
    if len({case.agency_id for case in cases}) > 1:
        return _("所选案件属于不同机关，请按机关分别办理。")
    return ""


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Asked for the first time it shows the step's form; sent with ``go`` it takes the step case by case."""
    user = person(request)
    procedure_id, step = _step_named(request.POST.get("step", ""))
    cases = _chosen(request, user)
    refusal = _why_not(cases, procedure_id)
    if refusal:
        messages.error(request, refusal)
        return HttpResponseRedirect(reverse("staff_cases:worklist"))
    situation = engine.situation_of(cases[0], timezone.now())
    going = "go" in request.POST
    form = ConfirmedForm(step, situation, request.POST if going else None)
    context: dict[str, Any] = {
        "step": step,
        "step_name": request.POST["step"],
        "cases": cases,
        "page_title": _("批量办理：%(step)s") % {"step": step.label},
    }
    if not going or not form.is_valid():
        context["form"] = form
        return render(request, "cases/staff/bulk.html", context, status=422 if going else 200)
    context["results"] = [_take(case, step, form.facts(), user) for case in cases]
    context["done_count"] = sum(not result.refusal for result in context["results"])
    return render(request, "cases/staff/bulk_results.html", context)


def _take(case: Case, step: Step, facts: dict[str, Any], user: Person) -> Result:
    refusal = ""
    try:
        engine.take(case, step.id, facts=facts, by=Actor.staff(user), at=timezone.now())
    except WrongFacts as wrong:
        refusal = str(wrong)
    except Refused as reason:
        refusal = str(reason)
    return Result(case, refusal, reverse(case.procedure.case_url, args=[case.pk]))
