"""Notes on a case, and cases that hang together. None of this is a step: it moves neither state nor clock."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.cases.models import Case, CaseLink, LinkKind, Note
from yangguang.cases.permissions import roles_in_case
from yangguang.cases.refused import NotAllowed, Refused
from yangguang.ledger import kinds
from yangguang.ledger.book import record
from yangguang.offices.models import Person

NOTED = kinds.declare("cases.noted", gettext_lazy("%(object)s 增加内部备注"))
LINKED = kinds.declare("cases.linked", gettext_lazy("%(object)s 与 %(other)s 建立关联：%(sort)s"))


BY_HAND = (LinkKind.RELATED, LinkKind.REPEATS)
"""What people say themselves; the other kinds come from acts, or came from people before merging was an act."""


def _check_may(case: Case, by: Person) -> None:
    if not roles_in_case(by, case):
        raise NotAllowed(_("您可以查看这个案件，但不能改动它。"))


@transaction.atomic
def add_note(case: Case, text: str, *, by: Person, at: datetime) -> Note:
    """Write something down for colleagues; the ledger says that, not what."""
    _check_may(case, by)
    note = Note.objects.create(case=case, text=text, by=by, at=at)
    record(NOTED, case, by=by, agency=case.agency, at=at)
    return note


@transaction.atomic
def relate(
    case: Case, number: str, kind: LinkKind = LinkKind.RELATED, *, by: Person, at: datetime
) -> CaseLink:
    """Say that another case, which the person may see, belongs to this one."""
    _check_may(case, by)
    other = Case.objects.visible_to(by).filter(number=number.strip().upper()).first()
    if other is None:
        raise Refused(_("没有找到编号为“%(number)s”的案件，请核对编号。") % {"number": number.strip()})
    if other.pk == case.pk:
        raise Refused(_("不能与自己关联。"))
    return link(case, other, kind, by=by, at=at)


def link(case: Case, other: Case, kind: LinkKind, *, by: Person | None, at: datetime) -> CaseLink:
    """Tie two cases together; twice the same is one."""
    made, is_new = CaseLink.objects.get_or_create(
        frm=case, to=other, kind=kind, defaults={"at": at, "by": by}
    )
    if is_new:
        record(LINKED, case, by=by, agency=case.agency, at=at, other=other.number, sort=str(kind.label))
    return made
