"""Pages of redacting: the desk, one small view for each act, the look at what was made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from yangguang.cases.downloads import may_read
from yangguang.cases.models import Attachment, AttachmentKind, Case, Redaction, RedactionState
from yangguang.cases.permissions import may_confirm_release, may_redact
from yangguang.cases.redacting import actions, forms
from yangguang.cases.redacting.material import material_of, offers
from yangguang.cases.redacting.showing import desk
from yangguang.cases.refused import Refused
from yangguang.cases.restricting import note_opened
from yangguang.offices.models import Person
from yangguang.offices.visitors import person
from yangguang.redaction import Box, BoxMark, Material
from yangguang.redaction.errors import ReportError
from yangguang.web.keys import key, keys


def seen_by(user: Person) -> QuerySet[Redaction]:
    """Redactions of cases that the person may read."""
    cases = Case.objects.visible_to(user)
    found = Redaction.objects.filter(attachment__case__in=cases)
    return found.select_related("attachment__case__agency", "changed_by", "confirmed_by", "result")


def desk_url(redaction: Redaction, page: object = "", query: str = "") -> str:
    """The desk at a page."""
    said = {name: value for name, value in (("page", page), ("q", query)) if value}
    url = reverse("redacting:desk", args=[redaction.pk])
    return f"{url}?{urlencode(said)}" if said else url


@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin (or go on) with a file of a case."""
    user = person(request)
    attachment = get_object_or_404(Attachment.objects.select_related("case__agency"), pk=pk)
    if not may_read(user, attachment):
        raise Http404
    try:
        redaction = actions.open_redaction(attachment, by=user, at=timezone.now())
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect("redacting:case", attachment.case_id)
    return HttpResponseRedirect(desk_url(redaction))


class RedactingPage(WagtailAdminTemplateMixin, TemplateView):
    """The frame: the way to the page."""

    request: HttpRequest
    header_icon = "doc-full"

    def crumbs(self, case: Case, *more: tuple[str, Any]) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("工作台")},
            {
                "url": reverse("redacting:case", args=[case.pk]) if more else "",
                "label": f"{case.number} {_('区分处理')}",
            },
            *({"url": url, "label": str(label)} for url, label in more),
        ]


class CasePage(RedactingPage):
    """The files of a case and where the work on each stands."""

    template_name = "cases/redacting/case.html"
    page_title = gettext_lazy("区分处理")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        cases = Case.objects.visible_to(person(request)).select_related("agency")
        self.case = get_object_or_404(cases, pk=kwargs["pk"])
        note_opened(self.case, by=person(request), at=timezone.now())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return self.crumbs(self.case)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = person(self.request)
        # who sees the case reads these; a proof of identity, which is for fewer, is not among them
        files = self.case.attachments.exclude(
            kind__in=(AttachmentKind.IDENTITY_PROOF, AttachmentKind.RELEASED)
        ).prefetch_related("redactions")
        return super().get_context_data(
            case=self.case, files=files, may_redact=may_redact(user, self.case), **kwargs
        )


class DeskPage(RedactingPage):
    """One page of a file with its marks and suggestions, and everything that can be done."""

    template_name = "cases/redacting/desk.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.redaction = get_object_or_404(seen_by(person(request)), pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return _("区分处理")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return self.crumbs(self.redaction.case, ("", self.redaction.attachment.name))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, redaction = person(self.request), self.redaction
        version = {"version": redaction.version}
        material = material_of(redaction.attachment)
        shown = desk(redaction, material, key(self.request.GET.get("page", "")) or 1)
        query = self.request.GET.get("q", "").strip()[:200]
        return super().get_context_data(
            redaction=redaction,
            case=redaction.case,
            desk=shown,
            query=query,
            hits=_hits(material, query),
            may_edit=may_redact(user, redaction.case) and redaction.is_open,
            version_form=forms.VersionForm(initial=version),
            place_form=forms.PlaceForm(initial=version, auto_id="place-%s"),
            words_form=forms.WordsForm(initial=version | {"words": query}, auto_id="words-%s"),
            accept_form=forms.GroundForm(initial=version, auto_id="accept-%s"),
            names_form=forms.NamesForm(initial=version | {"names": redaction.names}),
            **standing(user, redaction),
            **kwargs,
        )


def standing(user: Person, redaction: Redaction) -> dict[str, Any]:
    """Whether the person may confirm, and who else could."""
    others = actions.others_who_confirm(redaction)
    is_maker = redaction.makers.filter(pk=user.pk).exists()
    is_ready = redaction.state == RedactionState.READY
    holds = may_confirm_release(user, redaction.case)
    return {
        "is_ready": is_ready,
        "may_confirm": is_ready and holds and (not is_maker or not others),
        "would_be_alone": is_maker and not others,
        "others": others,
        "may_send_back": is_ready and (holds or may_redact(user, redaction.case)),
        "back_form": forms.ReasonForm(initial={"version": redaction.version}),
    }


def _hits(material: Material, query: str) -> int:
    return len(material.find(query)) if "".join(query.split()) else 0


@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The state alone, for the script that waits."""
    redaction = get_object_or_404(seen_by(person(request)), pk=pk)
    return render(
        request,
        "cases/redacting/_state.html",
        {"redaction": redaction, **standing(person(request), redaction)},
    )


_Act = Callable[[Redaction, dict[str, Any], dict[str, Any]], str]


def _acting(request: HttpRequest, pk: int, form: forms.VersionForm, act: _Act) -> HttpResponse:
    """Find, read the form, act, say what happened, go back to where the person was."""
    redaction = get_object_or_404(seen_by(person(request)), pk=pk)
    back = desk_url(redaction, request.POST.get("page", "")[:6], request.POST.get("q", "")[:200])
    if not form.is_valid():
        said = [error for errors in form.errors.values() for error in errors]
        messages.error(request, " ".join(map(str, said)))
        return HttpResponseRedirect(back)
    known = {"version": form.cleaned_data["version"], "by": person(request), "at": timezone.now()}
    try:
        messages.success(request, act(redaction, form.cleaned_data, known))
    except Refused as reason:
        messages.error(request, str(reason))
    except ReportError as error:
        messages.error(request, str(error.message))
    return HttpResponseRedirect(back)


@require_POST
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a box that was drawn or words that were selected."""

    def act(redaction: Redaction, given: dict[str, Any], known: dict[str, Any]) -> str:
        passage, ground = given["passage"], given["ground"]
        if given["left"] is not None:
            box = Box(given["left"], given["top"], given["right"], given["bottom"]).clipped()
            marks: tuple[Any, ...] = (BoxMark(passage, box, ground),)
        else:
            material = material_of(redaction.attachment)
            marks = material.marks_for(passage, given["start"], given["end"], ground)
        actions.add_marks(redaction, marks, **known)
        return _("已标记。")

    return _acting(request, pk, forms.PlaceForm(request.POST), act)


@require_POST
def mark_words(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark words wherever they stand."""

    def act(redaction: Redaction, given: dict[str, Any], known: dict[str, Any]) -> str:
        material = material_of(redaction.attachment)
        places = material.find(given["words"])
        marks = [one for place in places for one in material.marks_for(*place, given["ground"])]
        if not marks:
            raise Refused(_("文件里没有找到这些文字。扫描件没有文字层，请用画框的办法。"))
        actions.add_marks(redaction, marks, **known)
        return _("已标记 %(count)s 处。") % {"count": len(places)}

    return _acting(request, pk, forms.WordsForm(request.POST), act)


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Take up the suggestions that were ticked."""
    keys = set(request.POST.getlist("key"))

    def act(redaction: Redaction, given: dict[str, Any], known: dict[str, Any]) -> str:
        chosen = [one for one in offers(redaction, material_of(redaction.attachment)) if one.key in keys]
        marks = [replace(one, ground=given["ground"]) for offer in chosen for one in offer.marks]
        actions.add_marks(redaction, marks, **known)
        return _("已采纳 %(count)s 处建议。") % {"count": len(chosen)}

    return _acting(request, pk, forms.GroundForm(request.POST), act)


@require_POST
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn down the suggestions that were ticked."""
    keys = [key for key in request.POST.getlist("key") if len(key) < 40 and key.isprintable()][:1000]

    def act(redaction: Redaction, given: dict[str, Any], known: dict[str, Any]) -> str:
        actions.turn_down(redaction, keys, **known)
        return _("已略过 %(count)s 处建议。") % {"count": len(keys)}

    return _acting(request, pk, forms.VersionForm(request.POST), act)


@require_POST
def unmark(request: HttpRequest, pk: int) -> HttpResponse:
    """Take marks back."""
    ids = keys(request.POST.getlist("mark"))

    def act(redaction: Redaction, given: dict[str, Any], known: dict[str, Any]) -> str:
        actions.remove_marks(redaction, ids, **known)
        return _("已取消标记。")

    return _acting(request, pk, forms.VersionForm(request.POST), act)


@require_POST
def names(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which people to look for."""

    def act(redaction: Redaction, given: dict[str, Any], known: dict[str, Any]) -> str:
        actions.set_names(redaction, given["names"], **known)
        return _("已按姓名重新查找。")

    return _acting(request, pk, forms.NamesForm(request.POST), act)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the last act on marks back."""

    def act(redaction: Redaction, given: dict[str, Any], known: dict[str, Any]) -> str:
        actions.undo_last(redaction, **known)
        return _("已撤销上一步。")

    return _acting(request, pk, forms.VersionForm(request.POST), act)


@require_POST
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the file made."""

    def act(redaction: Redaction, given: dict[str, Any], known: dict[str, Any]) -> str:
        actions.order(redaction, **known)
        return _("已交后台生成并检查。")

    return _acting(request, pk, forms.VersionForm(request.POST), act)


@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The file made does not do."""

    def act(redaction: Redaction, given: dict[str, Any], known: dict[str, Any]) -> str:
        actions.send_back(redaction, reason=given["reason"], **known)
        return _("已退回重新标记。")

    return _acting(request, pk, forms.ReasonForm(request.POST), act)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the file go."""

    def act(redaction: Redaction, given: dict[str, Any], known: dict[str, Any]) -> str:
        result = actions.confirm(redaction, **known)
        return _("已公开：%(name)s。答复书发出后，申请人可以在查询页下载。") % {"name": result.name}

    return _acting(request, pk, forms.VersionForm(request.POST), act)
