"""What the ledger says of registers. It holds words of the office only; entries name no citizens."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yangguang.ledger import kinds

ADDED = kinds.declare("registers.entry_added", _("在“%(register)s”登记“%(object)s”：%(content)s"))
CHANGED = kinds.declare("registers.entry_changed", _("修改“%(register)s”中的“%(object)s”：%(changes)s"))
DELETED = kinds.declare(
    "registers.entry_deleted", _("删除“%(register)s”中的“%(object)s”（%(content)s），理由：%(reason)s")
)
IMPORTED = kinds.declare(
    "registers.file_imported",
    _("导入“%(register)s”：%(object)s，新增 %(new)s 条，改动 %(changed)s 条，无变化 %(unchanged)s 条"),
)
UNDONE = kinds.declare(
    "registers.import_undone",
    _("撤销导入“%(register)s”：%(object)s，移出 %(new)s 条，恢复 %(changed)s 条，理由：%(reason)s"),
)
