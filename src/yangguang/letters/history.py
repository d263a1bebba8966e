"""What the ledger says of letters: every kind of entry, and the one way to write one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from yangguang.cases.actor import Actor
from yangguang.ledger.book import record as enter
from yangguang.ledger.kinds import Kind, declare
from yangguang.ledger.models import Entry
from yangguang.letters.models import Letter
from yangguang.offices.models import Agency, Person

PREPARED = declare("letter.prepared", _("拟制%(object)s"))
EDITED = declare("letter.edited", _("修改%(object)s，成为第 %(text)s 稿，收回审签意见 %(withdrawn)s 条"))
SUBMITTED = declare("letter.submitted", _("将%(object)s第 %(text)s 稿送审"))
APPROVED = declare("letter.approved", _("%(level)s同意%(object)s第 %(text)s 稿"))
SENT_BACK = declare("letter.sent_back", _("%(level)s退回%(object)s：%(reason)s"))
ISSUED = declare("letter.issued", _("发出%(object)s"))
VOIDED = declare("letter.voided", _("作废%(object)s：%(reason)s"))
DELIVERY_RECORDED = declare("letter.delivery_recorded", _("记录%(object)s以“%(channel)s”方式送达"))
DELIVERY_CONCLUDED = declare("letter.delivery_concluded", _("%(object)s的送达结果：%(result)s（%(on)s）"))
FETCHED = declare("letter.fetched", _("申请人在网上取得%(object)s"))
TEMPLATE_SET = declare("letter.template_set", _("修改文书模板“%(paper)s”"))
TEMPLATE_RESET = declare("letter.template_reset", _("将文书模板“%(paper)s”恢复为默认"))
LAYOUT_SET = declare("letter.layout_set", _("更换 Word 版式“%(paper)s”"))
LAYOUT_REMOVED = declare("letter.layout_removed", _("停用 Word 版式“%(paper)s”"))
CHAIN_SET = declare("letter.chain_set", _("将审签程序改为：%(levels)s"))
SEAL_SET = declare("letter.seal_set", _("更换印章图片“%(seal)s”"))
SEAL_REMOVED = declare("letter.seal_removed", _("停用印章图片“%(seal)s”"))
OFFICE_SET = declare("letter.office_set", _("修改文书设置，文号格式为 %(pattern)s"))


def record(kind: Kind, letter: Letter, *, by: Actor, at: datetime, **facts: Any) -> Entry:
    """Enter an act on a letter as the last step of its transaction."""
    facts |= {"case": letter.case.number, "actor": by.name}
    return enter(kind, letter, by=by.person, agency=letter.agency, at=at, **facts)


def record_setting(kind: Kind, agency: Agency, *, by: Person, at: datetime, **facts: Any) -> Entry:
    """Enter a change of an agency's settings."""
    return enter(kind, agency, by=by, agency=agency, at=at, **facts)
