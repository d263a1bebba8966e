"""Acts on a letter: each a page with what is at stake, a form, and one button."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.cases.refused import Conflict, Refused, WrongFacts
from yangguang.letters import actions
from yangguang.letters.forms import IssueForm, NoteForm, ReasonForm
from yangguang.letters.permissions import takes_part
from yangguang.letters.rendering import draft_content
from yangguang.letters.staff.pages import OneLetterPage, with_seen


class DecisionPage(OneLetterPage, ABC):
    """A decision: asked by GET, taken by POST. Refused, it says why and keeps the words typed.

    Whose turn it is not, does not find it: ``needs`` names the act of :meth:`OneLetterPage.may`.
    """

    template_name = "letters/staff/decide.html"
    form_class: type[forms.Form] = NoteForm
    needs = ""
    title: Any = ""
    button: Any = ""
    explains: Any = ""
    is_danger = False

    @abstractmethod
    def act(self, given: dict[str, Any]) -> str:
        """Do it; the sentence that says it is done."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.method != "POST" and not self.may()[self.needs]:
            raise Http404

    def done_url(self) -> str:
        return reverse("staff_letters:letter", args=[self.letter.pk])

    def get_page_title(self) -> str:
        return str(self.title)

    def new_form(self) -> forms.Form:
        return self.form_class(initial={"version": self.letter.version})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.new_form()
        return super().get_context_data(
            form=form,
            hidden=[field for field in form if field.is_hidden],
            fields=[field for field in form if not field.is_hidden],
            button=self.button,
            explains=self.explains,
            is_danger=self.is_danger,
            is_multipart=form.is_multipart(),
            content=draft_content(self.letter, timezone.now()),
            back=reverse("staff_letters:letter", args=[self.letter.pk]),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not takes_part(self.person, self.letter):
            raise Http404
        form = self.form_class(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            done = self.act({"by": self.actor, "at": timezone.now(), **form.cleaned_data})
        except Refused as reason:
            return self.refused(form, reason)
        messages.success(request, done)
        return HttpResponseRedirect(self.done_url())

    def refused(self, form: forms.Form, reason: Refused) -> HttpResponse:
        if isinstance(reason, WrongFacts):
            for name, said in reason.errors.items():
                for sentence in said:
                    form.add_error(name if name in form.fields else None, sentence)
        else:
            form.add_error(None, str(reason))
        if isinstance(reason, Conflict):
            self.letter.refresh_from_db()
            form.data = with_seen(self.request.POST, version=str(self.letter.version))
        status = 409 if isinstance(reason, Conflict) else 422
        return self.render_to_response(self.get_context_data(form=form), status=status)


class SubmitPage(DecisionPage):
    title = gettext_lazy("送审")
    button = gettext_lazy("送审")
    needs = "submit"
    explains = gettext_lazy("送审后按本机关的审签程序逐级审签。送审后再修改文字，已有的审签意见会收回。")

    def act(self, given: dict[str, Any]) -> str:
        letter = actions.submit(self.letter, **given)
        if letter.waits_for is None:
            return _("本机关没有设审签环节，文书可以发出。")
        return _("已送审，等待%(level)s。") % {"level": letter.waits_for.label}


class ApprovePage(DecisionPage):
    title = gettext_lazy("同意")
    button = gettext_lazy("同意")
    needs = "approve"
    explains = gettext_lazy("同意的是下面这一稿。之后有人修改文字，需要重新审签。")

    def act(self, given: dict[str, Any]) -> str:
        letter = actions.approve(self.letter, **given)
        if letter.waits_for is None:
            return _("已同意，审签完成，等待发出。")
        return _("已同意，转%(level)s。") % {"level": letter.waits_for.label}

    def done_url(self) -> str:
        return reverse("staff_letters:waiting")


class SendBackPage(DecisionPage):
    title = gettext_lazy("退回修改")
    button = gettext_lazy("退回")
    needs = "approve"
    form_class = ReasonForm
    explains = gettext_lazy("退回后由拟稿人修改，再从头送审。")

    def act(self, given: dict[str, Any]) -> str:
        actions.send_back(self.letter, **given)
        return _("已退回拟稿人。")

    def done_url(self) -> str:
        return reverse("staff_letters:waiting")


class IssuePage(DecisionPage):
    title = gettext_lazy("发出文书")
    button = gettext_lazy("编号、用印并发出")
    needs = "issue"
    form_class = IssueForm
    explains = gettext_lazy(
        "发出时编定文号、加盖印章、办理案件的这一步，并封存 PDF 和 Word。发出后不能修改，也不能撤销。"
    )

    def new_form(self) -> forms.Form:
        return IssueForm(initial={"version": self.letter.version, "on": timezone.localdate()})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(consent=self.consent(), **kwargs)

    def act(self, given: dict[str, Any]) -> str:
        letter = actions.issue(self.letter, **given)
        return _("已发出：%(letter)s。请记录送达情况。") % {"letter": letter}


class VoidPage(DecisionPage):
    title = gettext_lazy("作废")
    button = gettext_lazy("作废")
    needs = "void"
    form_class = ReasonForm
    is_danger = True
    explains = gettext_lazy("作废的文书不编号、不发出，留在案件里备查。")

    def act(self, given: dict[str, Any]) -> str:
        actions.void(self.letter, **given)
        return _("已作废。")
