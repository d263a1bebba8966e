"""Cases that few may know of: each look at one is entered in the ledger, and links do not tell of them.

信访工作条例第三十条、第四十六条: what an accusation says is kept from those whom it concerns. Who sees one is decided in
:meth:`CaseQuerySet.visible_to`.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from yangguang.cases.models import Case, CaseLink
from yangguang.ledger import kinds
from yangguang.ledger.book import record
from yangguang.offices.models import Person

OPENED = kinds.declare("cases.restricted_opened", gettext_lazy("查看限制知悉范围的 %(number)s"))


def note_opened(case: Case, *, by: Person, at: datetime) -> None:
    """Enter that somebody looked at the case or its papers, where it is a restricted one."""
    if case.is_restricted:
        record(OPENED, case, by=by, agency=case.agency, at=at, number=case.number)


def links_shown(case: Case, user: Person) -> tuple[QuerySet[CaseLink], QuerySet[CaseLink]]:
    """The links from and to the case, without those that lead to a restricted case the person may not see."""
    seen = Case.objects.visible_to(user).filter(is_restricted=True).values("pk")
    there = case.links.filter(Q(to__is_restricted=False) | Q(to__in=seen))
    here = case.links_here.filter(Q(frm__is_restricted=False) | Q(frm__in=seen))
    return there.select_related("to", "by"), here.select_related("frm", "by")
