"""Whom a request waits for, and who in the office acts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yangguang.cases.procedure import Phase, State
from yangguang.offices.roles import Role
from yangguang.requests.merging import MERGED

SUBMITTED, IN_PROGRESS, CORRECTION = "submitted", "in_progress", "correction_requested"
CONSULTING, REASON, FEE = "consulting", "reason_requested", "fee_notified"
ANSWERED, ARCHIVED = "answered", "archived"
OPEN = frozenset({IN_PROGRESS, CORRECTION, CONSULTING, REASON, FEE})
"""States after receipt in which something is still to be done."""
WORKING = frozenset({IN_PROGRESS, CONSULTING})

HANDLER = frozenset({Role.DRAFTER, Role.DISCLOSURE_OFFICE})
HEAD = frozenset({Role.DISCLOSURE_OFFICE, Role.LEADER})
"""条例第三十三条第二款: an extension is agreed by the head of the disclosure office."""

STATES = (
    State(SUBMITTED, _("待确认收到"), Phase.OFFICE, _("已提交，待机关确认")),
    State(IN_PROGRESS, _("办理中"), Phase.OFFICE),
    State(CORRECTION, _("待申请人补正"), Phase.APPLICANT, _("请您补正")),
    State(CONSULTING, _("征求意见中"), Phase.OTHERS),
    State(REASON, _("待申请人说明理由"), Phase.APPLICANT, _("请您说明理由")),
    State(FEE, _("待申请人缴费"), Phase.APPLICANT, _("请您缴费")),
    State(MERGED, _("并案办理"), Phase.OFFICE, _("与您的另一件申请一并办理")),
    State(ANSWERED, _("已答复"), Phase.NOBODY),
    State(ARCHIVED, _("已归档"), Phase.NOBODY, _("已办结")),
)
