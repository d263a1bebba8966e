"""What the ledger says of annual reports: every kind of entry, and the one way to write one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from yangguang.ledger.book import record as enter
from yangguang.ledger.kinds import Kind, declare
from yangguang.ledger.models import Entry
from yangguang.offices.models import Person
from yangguang.reports.models import Report

IMPORTED = declare("report.imported", _("导入“%(file)s”，成为第 %(edition)s 版"))
COMPUTED = declare("report.computed", _("据案件和台账计算，成为第 %(edition)s 版"))
ROLLED_UP = declare("report.rolled_up", _("汇总下级机关的报告，成为第 %(edition)s 版"))
REREAD = declare("report.reread", _("用识读程序 %(engine)s 重新识读，成为第 %(edition)s 版"))
CELL_CORRECTED = declare("report.cell_corrected", _("将%(where)s由“%(before)s”改为“%(after)s”"))
CELL_ACCEPTED = declare("report.cell_accepted", _("核实%(where)s“%(after)s”无误"))
CELLS_ACCEPTED = declare("report.cells_accepted", _("核实 %(count)s 格不是直接读出的数据无误"))
CELL_RESTORED = declare("report.cell_restored", _("撤销对%(where)s的处理，由“%(before)s”恢复为“%(after)s”"))
PART_WRITTEN = declare("report.part_written", _("改写第 %(part)s 部分的文字"))
PART_RESTORED = declare("report.part_restored", _("恢复第 %(part)s 部分的模板文字"))
VERDICT_GIVEN = declare("report.verdict_given", _("对一条核对结果作出结论“%(verdict)s”：%(said)s"))
VERDICT_REVOKED = declare("report.verdict_revoked", _("撤销对一条核对结果的结论：%(said)s"))
REVIEWED = declare("report.reviewed", _("审核通过%(object)s"))
SENT_BACK = declare("report.sent_back", _("退回%(object)s"))
PUBLISHED = declare(
    "report.published", _("第 %(number)s 次公开，内容为第 %(edition)s 版，未处理的错误 %(open_errors)s 处")
)
WITHDRAWN = declare("report.withdrawn", _("撤回第 %(number)s 次公开的内容"))
CORRECTION_OPENED = declare("report.correction_opened", _("开始更正，建立第 %(edition)s 版"))
HANDED_IN = declare(
    "report.handed_in",
    _("第 %(number)s 次报送%(superior)s，内容为第 %(edition)s 版，未处理的错误 %(open_errors)s 处"),
)
HAND_IN_RETURNED = declare("report.hand_in_returned", _("%(superior)s退回第 %(number)s 次报送的报告"))
SEASON_SET = declare(
    "report.season_set",
    _(
        "设定 %(year)s 年度年报季：部门 %(hand_in_on)s 报送、%(locks_on)s 锁定，下级政府 %(government_hand_in_on)s 报送、%(government_locks_on)s 锁定"
    ),
)
REMINDED = declare("report.reminded", _("就 %(year)s 年度报告提醒 %(count)s 个机关"))
DRAFT_DELETED = declare("report.draft_deleted", _("删除草稿%(object)s"))


def record(kind: Kind, report: Report, *, by: Person, at: datetime, **facts: Any) -> Entry:
    """Enter an act on a report as the last step of its transaction."""
    return enter(kind, report, by=by, agency=report.agency, at=at, **facts)
