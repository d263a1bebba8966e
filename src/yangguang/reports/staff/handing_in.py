"""Handing in to the superior, and sending back from above: a decision page each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.reports import actions
from yangguang.reports.composing import identity
from yangguang.reports.forms import ReasonForm
from yangguang.reports.staff.deciding import DecisionPage


class HandInView(DecisionPage):
    title = gettext_lazy("报送上级机关")
    button = gettext_lazy("报送")
    shows_errors = True
    reason_label = gettext_lazy("说明（有未处理的错误时必填）")

    @property
    def explains(self) -> str:
        superior = self.report.agency.parent
        if superior is None:
            return _("本机关没有上级机关，不需要报送。")
        return _(
            "把现在的内容报送%(superior)s（条例第四十九条第一款）。到锁定日以前还可以改动、重新报送；锁定以后只有上级机关退回才能再改。"
        ) % {"superior": superior}

    def act(self, given: dict[str, Any]) -> str:
        hand_in = actions.hand_in(self.report, **self.known(given))
        return _("已第 %(number)s 次报送。") % {"number": hand_in.number}


class NamedFindings(forms.MultipleChoiceField):
    """Ticks before findings. The act says which of them the report has; the form only carries them."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: str) -> bool:
        return len(value) <= 64


class ReturnForm(ReasonForm):
    """Why a report goes back, and which findings are meant."""

    findings = NamedFindings(label=gettext_lazy("指出核对结果"), required=False)


class ReturnView(DecisionPage):
    """Send back what was handed in; the findings of the handed-in report can be named with a tick."""

    template_name = "reports/staff/return.html"
    title = gettext_lazy("退回报送")
    button = gettext_lazy("退回")
    form_class = ReturnForm
    reason_label = gettext_lazy("退回理由")
    explains = gettext_lazy(
        "退回后，报送机关可以改动（锁定的也可以），改好后审核、重新报送。已经公开的仍然公开，由该机关按更正办理。"
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.form_class(initial={"version": self.report.version})
        choices = self.choices()
        form.fields["findings"].choices = choices  # type: ignore[union-attr]
        return super().get_context_data(form=form, has_findings=bool(choices), **kwargs)

    def choices(self) -> list[tuple[str, str]]:
        """What checking said of the report as it was handed in."""
        if self.hand_in is None or self.hand_in.ended_at is not None:
            return []
        checked = self.hand_in.check_result()
        return [(identity(finding), str(finding.message)) for finding in checked.findings]

    def act(self, given: dict[str, Any]) -> str:
        actions.return_hand_in(self.report, **self.known(given))
        return _("已退回，并通知了报送机关。")
