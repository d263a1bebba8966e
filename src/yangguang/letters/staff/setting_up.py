"""What an agency sets for its letters: number, contact, chain, seal, Word layout."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from yangguang.cases.refused import Refused
from yangguang.letters import actions, seals
from yangguang.letters.chain import Level
from yangguang.letters.forms import LayoutForm, LevelFormSet, OfficeForm, SealForm
from yangguang.letters.models import WordLayout
from yangguang.letters.papers import has_paper, paper
from yangguang.letters.permissions import agencies_to_set_up
from yangguang.letters.purposes import SealPurpose
from yangguang.letters.rendering import office_number_sample
from yangguang.letters.selectors import office_of, seal_of
from yangguang.letters.staff.pages import StaffPage, crumbs
from yangguang.letters.writing import word_layout
from yangguang.offices.models import Agency
from yangguang.offices.visitors import person


def agency_of(request: HttpRequest, pk: int) -> Agency:
    """An agency whose letters the person sets up; another one is not found."""
    return get_object_or_404(agencies_to_set_up(person(request)), pk=pk)


@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    """The settings of one's own agency; who sets up several begins with the first."""
    first = agencies_to_set_up(person(request)).first()
    if first is None:
        raise Http404
    return HttpResponseRedirect(reverse("staff_letters:office", args=[first.pk]))


class SettingsPage(StaffPage):
    """All settings on one page, each part with its own button."""

    template_name = "letters/staff/settings.html"
    page_title = gettext_lazy("文书设置")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.agency = agency_of(request, kwargs["agency"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return crumbs(("", self.page_title))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        office = office_of(self.agency)
        forms_given: dict[str, Any] = {
            "office_form": OfficeForm(
                initial={
                    "number_pattern": office.number_pattern,
                    "contact": office.contact,
                    "date_style": office.date_style,
                }
            ),
            "chain_form": LevelFormSet(initial=[_row(level) for level in office.chain], prefix="level"),
            "seal_form": SealForm(),
            "layout_form": LayoutForm(),
        }
        return super().get_context_data(
            agency=self.agency,
            agencies=agencies_to_set_up(self.person)[:50],
            office=office,
            number_sample=office_number_sample(self.agency, timezone.localdate()),
            seals=[purpose for purpose in SealPurpose if seal_of(self.agency, purpose)],
            layout=WordLayout.objects.filter(agency=self.agency, paper_code="").first(),
            **(forms_given | kwargs),
        )


def _row(level: Level) -> dict[str, str]:
    roles = sorted(role.value for role in level.roles)
    return {"label": level.label, "role": roles[0], "other": roles[1] if len(roles) > 1 else ""}


def _answer(
    request: HttpRequest, agency: Agency, name: str, form: Any, act: Callable[[], None], done: str
) -> HttpResponse:
    """Take one part of the page; refused, the whole page comes back with what was typed."""
    if form is None or form.is_valid():
        try:
            act()
        except Refused as reason:
            if form is None or not isinstance(form, forms.Form):
                messages.error(request, str(reason))
            else:
                form.add_error(None, str(reason))
        else:
            messages.success(request, done)
            return HttpResponseRedirect(reverse("staff_letters:office", args=[agency.pk]))
    page = SettingsPage()
    page.setup(request, agency=agency.pk)
    context = page.get_context_data(**({name: form} if form is not None else {}))
    return page.render_to_response(context, status=422)


@require_POST
def set_office(request: HttpRequest, agency: int) -> HttpResponse:
    """Number, contact, day."""
    of, form = agency_of(request, agency), OfficeForm(request.POST)

    def act() -> None:
        actions.set_office(of, by=person(request), at=timezone.now(), **form.cleaned_data)

    return _answer(request, of, "office_form", form, act, _("已保存文号和联系方式。"))


@require_POST
def set_chain(request: HttpRequest, agency: int) -> HttpResponse:
    """The review chain."""
    of, form = agency_of(request, agency), LevelFormSet(request.POST, prefix="level")

    def act() -> None:
        levels = [level for row in form.forms if (level := row.level())]
        actions.set_chain(of, levels, by=person(request), at=timezone.now())

    return _answer(request, of, "chain_form", form, act, _("已保存审签程序，对以后送审的文书有效。"))


def _purpose(given: str) -> SealPurpose:
    """The purpose that an address or a button names."""
    if given not in SealPurpose.values:
        raise Http404
    return SealPurpose(given)


@require_POST
def set_seal(request: HttpRequest, agency: int) -> HttpResponse:
    """A seal, or none for its purpose."""
    of = agency_of(request, agency)
    who: dict[str, Any] = {"by": person(request), "at": timezone.now()}
    if "remove" in request.POST:
        which = _purpose(request.POST["remove"])
        return _answer(
            request,
            of,
            "",
            None,
            lambda: actions.set_seal(of, None, purpose=which, **who),
            _("已停用印章图片。"),
        )
    form = SealForm(request.POST, request.FILES)

    def act() -> None:
        data = form.cleaned_data["picture"].read(seals.MOST_BYTES + 1)
        given = {name: form.cleaned_data[name] for name in ("purpose", "width_mm")}
        actions.set_seal(of, data, **given, **who)

    return _answer(request, of, "seal_form", form, act, _("已保存印章图片。"))


@require_POST
def set_layout(request: HttpRequest, agency: int) -> HttpResponse:
    """The agency's own Word layout: of one paper (``paper``), or of all."""
    of, code = agency_of(request, agency), request.POST.get("paper", "")
    if code and not has_paper(code):
        raise Http404
    what: dict[str, Any] = {"by": person(request), "at": timezone.now(), "name": ""}
    of_paper = paper(code) if code else None
    if "remove" in request.POST:
        return _answer(
            request,
            of,
            "",
            None,
            lambda: actions.set_layout(of, of_paper, None, **what),
            _("已停用 Word 版式，改用标准版式。"),
        )
    form = LayoutForm(request.POST, request.FILES)

    def act() -> None:
        upload = form.cleaned_data["file"]
        actions.set_layout(
            of, of_paper, upload.read(word_layout.MOST_BYTES + 1), **(what | {"name": upload.name})
        )

    return _answer(request, of, "layout_form", form, act, _("已保存 Word 版式。"))


@require_safe
def seal_picture(request: HttpRequest, agency: int) -> HttpResponse:
    """A seal, for those who set it: the one of the purpose asked for."""
    purpose = _purpose(request.GET.get("purpose", SealPurpose.DISCLOSURE))
    seal = seal_of(agency_of(request, agency), purpose)
    if seal is None:
        raise Http404
    return HttpResponse(seal.png, content_type="image/png", headers={"Cache-Control": "private, no-store"})
