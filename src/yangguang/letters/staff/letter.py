"""A letter: as it stands, its text, its versions; and the letters that wait for one's signature."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from yangguang.cases import engine
from yangguang.cases.refused import Conflict, NotAllowed, Refused
from yangguang.letters import actions
from yangguang.letters.comparing import compare, paragraphs
from yangguang.letters.forms import NoteForm, TextForm
from yangguang.letters.models import LetterState, LetterVersion
from yangguang.letters.permissions import edits_as, step_of
from yangguang.letters.rechecking import Changed, recheck, said
from yangguang.letters.rendering import draft_content
from yangguang.letters.rendering import render as rendered
from yangguang.letters.selectors import layout_of, seal_of, waiting_for
from yangguang.letters.staff.pages import OneLetterPage, StaffPage, crumbs, visible_letters, with_seen


class WaitingPage(StaffPage):
    """What waits for my signature."""

    template_name = "letters/staff/waiting.html"
    page_title = gettext_lazy("待我审签")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return crumbs(("", self.page_title))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        return super().get_context_data(letters=waiting_for(self.person), today=today, **kwargs)


class LetterPage(OneLetterPage):
    """The letter as it stands, what was said of it, and what may be done."""

    template_name = "letters/staff/letter.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letter = self.letter
        approvals = list(letter.approvals.all())
        return super().get_context_data(
            content=draft_content(letter, timezone.now()),
            levels=self.levels(),
            approvals=approvals,
            versions=list(letter.versions.all()),
            deliveries=list(letter.deliveries.select_related("proof")),
            consent=self.consent() if letter.state == LetterState.APPROVED else "",
            form=NoteForm(initial={"version": letter.version}),
            changed=self.changed(),
            layout=layout_of(letter.agency, letter.paper),
            lacks_seal=self.lacking_seal(),
            step=step_of(letter),
            **kwargs,
        )

    def lacking_seal(self) -> str:
        """The name of the seal that the paper is to bear and the agency has not handed in; empty where it has."""
        paper = self.letter.paper
        if not self.letter.is_open or not paper.is_sealed or seal_of(self.letter.agency, paper.seal):
            return ""
        return str(paper.seal.label)

    def changed(self) -> tuple[Changed, ...]:
        """What has changed since the letter was written, so that nobody finds it out at the door."""
        if not self.letter.is_open:
            return ()
        now = timezone.now()
        try:
            return recheck(self.letter, now, timezone.localdate(now)).changed
        except Refused:
            return ()  # the case does not let it leave at all, which is said where it is sent

    def levels(self) -> list[dict[str, Any]]:
        """The chain with where the letter stands in it."""
        is_open = self.letter.state == LetterState.IN_REVIEW
        return [
            {
                "level": level,
                "is_done": number < self.letter.level,
                "is_now": is_open and number == self.letter.level,
            }
            for number, level in enumerate(self.letter.chain)
        ]


class EditPage(OneLetterPage):
    """The text, with the paper beside it."""

    template_name = "letters/staff/edit.html"

    def get_page_title(self) -> str:
        return _("修改%(paper)s") % {"paper": self.letter.paper.label}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.must_edit()
        text = self.letter.text
        if "anew" in request.GET:
            try:
                text = self.text_anew()
            except Refused as reason:
                messages.error(request, str(reason))
        elif "renew" in request.GET:
            text = self.text_renewed()
        form = TextForm(initial={"version": self.letter.version, "text": text})
        return self.render_to_response(self.get_context_data(form=form, shown=text))

    def must_edit(self) -> None:
        """Turn away whose turn it is not."""
        if edits_as(self.person, self.letter) is None:
            raise Http404

    def text_anew(self) -> str:
        """The text from the template with the values of today."""
        now = timezone.now()
        situation = engine.situation_of(self.letter.case, now)
        step = step_of(self.letter)
        return rendered(situation, step, self.letter.paper, self.letter.facts, situation.today).text

    def text_renewed(self) -> str:
        """The text as it stands with what has changed put right; says what somebody has to see to."""
        now = timezone.now()
        try:
            found = recheck(self.letter, now, timezone.localdate(now))
        except Refused as reason:
            messages.error(self.request, str(reason))
            return self.letter.text
        done = [one for one in found.changed if one not in found.by_hand]
        if done:
            says = _("已按现在的情况改好，请核对后保存：%(changes)s。")
            messages.info(self.request, says % {"changes": said(done)})
        if found.by_hand:
            says = _("这些内容所在的段落改写过，请自己改正后保存：%(changes)s。")
            messages.warning(self.request, says % {"changes": said(found.by_hand)})
        if not found.changed:
            messages.info(self.request, _("文中的内容与现在的情况一致，不需要更新。"))
        return found.text

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = TextForm(request.POST)
        typed = request.POST.get("text", "")
        if not form.is_valid():
            return self.refused(form, typed, 422)
        if "preview" in request.POST:
            return self.render_to_response(self.get_context_data(form=form, shown=typed))
        try:
            actions.edit(self.letter, at=timezone.now(), by=self.actor, **form.cleaned_data)
        except NotAllowed:
            raise Http404 from None
        except Refused as reason:
            form.add_error(None, str(reason))
            if isinstance(reason, Conflict):
                self.letter.refresh_from_db()
                form.data = with_seen(request.POST, version=str(self.letter.version))
                return self.refused(form, typed, 409)
            return self.refused(form, typed, 422)
        messages.success(request, _("已保存为第 %(number)s 稿。") % {"number": self.letter.text_number + 1})
        return HttpResponseRedirect(reverse("staff_letters:letter", args=[self.letter.pk]))

    def refused(self, form: TextForm, typed: str, status: int) -> HttpResponse:
        """The page again with everything that was typed; after a conflict with the text as it stands now."""
        now = self.letter.text if status == 409 else ""
        changes = paragraphs(compare(now, typed)) if now else []
        context = self.get_context_data(form=form, shown=typed, changes=changes)
        return self.render_to_response(context, status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = kwargs.pop("shown")
        try:
            content = draft_content(self.letter, timezone.now(), text=shown)
        except Refused:
            content = None
        return super().get_context_data(
            content=content, withdraws=self.letter.state != LetterState.DRAFT, **kwargs
        )


@require_POST
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper for a text being typed; the same part that the page has."""
    letter = get_object_or_404(visible_letters(request), pk=pk)
    try:
        content = draft_content(letter, timezone.now(), text=request.POST.get("text", ""))
    except Refused as reason:
        return render(request, "letters/staff/_paper.html", {"problem": str(reason)}, status=422)
    return render(request, "letters/staff/_paper.html", {"content": content})


class VersionsPage(OneLetterPage):
    """Two versions against each other, changes marked (花脸稿)."""

    template_name = "letters/staff/versions.html"

    def get_page_title(self) -> str:
        return _("修改痕迹")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = list(self.letter.versions.all())
        after = self.chosen(versions, "after", versions[-1])
        earlier = [version for version in versions if version.number < after.number]
        before = self.chosen(versions, "before", earlier[-1] if earlier else after)
        pieces = compare(before.text, after.text)
        return super().get_context_data(
            versions=versions,
            before=before,
            after=after,
            lines=paragraphs(pieces),
            **kwargs,
        )

    def chosen(self, versions: list[LetterVersion], name: str, usual: LetterVersion) -> LetterVersion:
        """The version asked for; the usual one where none or nonsense was."""
        wanted = self.request.GET.get(name, "")
        return next((version for version in versions if str(version.number) == wanted), usual)
