"""The frame of every act on a report: lock, permission, state, version, then one number more."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.offices.models import Agency, Person
from yangguang.reports.conclusions import in_force
from yangguang.reports.models import Report, ReportState
from yangguang.reports.permissions import Act, may
from yangguang.reports.refused import Conflict, NotAllowed, Refused
from yangguang.reports.seasons import Lock, lock_of

OPEN = frozenset({ReportState.DRAFT, ReportState.REVIEWED})
"""States in which facts may change; what is public changes only through a corrected edition."""

CHANGING = frozenset({Act.IMPORT, Act.COMPUTE, Act.ROLL_UP, Act.CORRECT, Act.JUDGE, Act.REOPEN, Act.HAND_IN})
"""What changes figures, words or what is said of them; refused while the report lies locked with the superior.

Left are sending back from above, publishing what was handed in and the review before it (:func:`refuse_other_content`),
and taking off the public pages what must not stay there. An inspector who finds a fault sends the report back with it.
"""

_ACT_NAMES = {
    Act.IMPORT: gettext_lazy("导入年度报告"),
    Act.COMPUTE: gettext_lazy("据案件计算年度报告"),
    Act.CORRECT: gettext_lazy("改正或核实数据"),
    Act.JUDGE: gettext_lazy("对核对结果作结论"),
    Act.REVIEW: gettext_lazy("审核年度报告"),
    Act.PUBLISH: gettext_lazy("公开或撤回年度报告"),
    Act.REOPEN: gettext_lazy("开始更正已公开的年度报告"),
    Act.DELETE: gettext_lazy("删除年度报告草稿"),
    Act.HAND_IN: gettext_lazy("报送年度报告"),
    Act.RETURN: gettext_lazy("退回报送的年度报告"),
    Act.SUPERVISE: gettext_lazy("督促下级机关报送年度报告"),
    Act.ROLL_UP: gettext_lazy("汇总下级机关的年度报告"),
}


@contextmanager
def acting(
    report: Report,
    act: Act,
    by: Person,
    at: datetime,
    *,
    states: Collection[ReportState] = tuple(ReportState),
    version: int | None = None,
) -> Iterator[Report]:
    """The report locked and fresh inside a transaction; saved with a higher version at the end.

    ``version`` is what the person saw: where it is given, a report changed since is refused.
    """
    with transaction.atomic():
        fresh = locked(report.pk)
        check_allowed(by, act, fresh.agency)
        if version is not None and fresh.version != version:
            raise Conflict(
                _("您打开页面以后，这份报告在 %(time)s 被改动过。请先看现在的内容，再决定是否继续。")
                % {"time": timezone.localtime(fresh.changed_at).strftime("%H:%M:%S")}
            )
        if act in CHANGING:
            refuse_locked(fresh, at)
        if fresh.state not in states:
            raise Refused(wrong_state(fresh))
        yield fresh
        touch(fresh, at)


def locked(report_id: int) -> Report:
    """The report as it stands now, held until the end of the transaction."""
    # not with its edition: PostgreSQL would join to the one before somebody else's
    reports = Report.objects.select_for_update(of=("self",)).select_related("agency")
    try:
        return reports.get(pk=report_id)
    except Report.DoesNotExist:
        raise Conflict(_("这份报告已被删除。")) from None


def touch(report: Report, at: datetime) -> None:
    """Count the act and keep what it changed."""
    report.version += 1
    report.changed_at = at
    report.save()


def check_allowed(by: Person, act: Act, agency: Agency) -> None:
    """Refuse a person without the role."""
    if not may(by, act, agency):
        raise NotAllowed(not_allowed_words(act, agency))


def not_allowed_words(act: Act, agency: Agency) -> str:
    """Which permission is missing, and whom to ask for it."""
    return _("您在%(agency)s没有“%(act)s”的权限。请联系该机关的管理员。") % {
        "agency": agency,
        "act": _ACT_NAMES[act],
    }


def refuse_locked(report: Report, at: datetime) -> None:
    """Refuse to change what was handed in once the superior's day of locking has come."""
    lock = lock_of(report, at)
    if lock is not None:
        raise Refused(locked_words(report, lock))


def refuse_other_content(report: Report, at: datetime) -> None:
    """Refuse to approve or publish, while the report is locked, anything else than what was handed in.

    条例第四十九条: what the superior has and what the public reads is one report.
    """
    lock = lock_of(report, at)
    if lock is not None and is_other_than(lock, report):
        raise Refused(
            _("现在的内容与第 %(number)s 次报送的不同，不能审核、公开。%(words)s")
            % {"number": lock.hand_in.number, "words": locked_words(report, lock)}
        )


def is_other_than(lock: Lock, report: Report) -> bool:
    """Whether the report says something else by now than what was handed in.

    Both are held against each other as reports: how a program wrote one down years ago does not matter.
    """
    return lock.hand_in.annual_report() != in_force(report)


def locked_words(report: Report, lock: Lock) -> str:
    """Since when nothing may be changed, and who can open the report again."""
    return _(
        "报告已于 %(handed_in)s 报送，自 %(since)s 起锁定，不能再改动数据和文字。"
        "确需改动的，请上级机关（%(superior)s）的督查员退回。"
    ) % {
        "handed_in": timezone.localdate(lock.hand_in.handed_in_at).isoformat(),
        "since": lock.since.isoformat(),
        "superior": report.agency.parent,
    }


def let_go(file: FieldFile) -> None:
    """Delete a stored file once the transaction is kept; not before, for it may yet be undone."""
    if file.name:
        transaction.on_commit(partial(file.storage.delete, file.name))


def wrong_state(report: Report) -> str:
    """Why nothing can be done in this state, and what to do instead."""
    if report.state == ReportState.PUBLISHED:
        return _("报告已公开，不能直接改动。请先“开始更正”，更正版公开前，公众看到的仍是现在的内容。")
    if report.state == ReportState.WITHDRAWN:
        return _("报告已撤回。请先“开始更正”，改好后再审核、公开。")
    if report.state == ReportState.REVIEWED:
        return _("报告已审核。")
    return _("报告还是草稿，请先审核。")


def required(text: str, sentence: str) -> str:
    """The text without outer blanks; refused with ``sentence`` when nothing is left."""
    text = text.strip()
    if not text:
        raise Refused(sentence)
    return text
