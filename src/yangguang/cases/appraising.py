"""When the retention of a package has ended (保管期限届满): it waits for an appraisal (鉴定), nothing is thrown away.

档案法 forbids to destroy archives without authority. This program therefore destroys none: it lists what waits, and
records who decided to keep a package longer and why. What is to be destroyed goes through the office's
appraisal on paper, with its approval and two people to see to it.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.cases.archiving import YEARS
from yangguang.cases.models import ArchivePackage, Case, Retention, RetentionDecision
from yangguang.cases.permissions import may_appraise
from yangguang.cases.refused import NotAllowed, Refused, WrongFacts
from yangguang.ledger import kinds
from yangguang.ledger.book import record
from yangguang.offices.models import Person

KEPT_LONGER = kinds.declare(
    "cases.package_kept_longer",
    gettext_lazy("归档包 %(object)s 保管期满鉴定：继续保管（%(retention)s）。%(reason)s"),
)


def prolonged(until: date, retention: Retention) -> date | None:
    """The new last day: the years follow those that have ended; nothing where it is kept for ever."""
    years = YEARS.get(retention)
    return date(until.year + years, 12, 31) if years else None


def why_not_keep(package: ArchivePackage, by: Person, on: date) -> str:
    """Why no decision can be entered now; empty when one can."""
    if not may_appraise(by, package.case):
        return _("只有本机关的政府信息公开工作机构或者分管领导可以登记鉴定意见。")
    if not package.is_expired(on):
        return _("保管期限还没有届满，不需要鉴定。")
    return ""


@transaction.atomic
def keep_longer(
    package: ArchivePackage, retention: str, reason: str, *, by: Person, at: datetime
) -> RetentionDecision:
    """Keep a package whose retention has ended. Raises :class:`Refused`."""
    Case.objects.select_for_update(of=("self",)).get(pk=package.case_id)
    fresh = ArchivePackage.objects.select_related("case__agency").get(pk=package.pk)
    refusal, before = why_not_keep(fresh, by, timezone.localdate(at)), fresh.keep_until
    if refusal or before is None:
        raise Refused(refusal) if may_appraise(by, fresh.case) else NotAllowed(refusal)
    if len(reason.strip()) < 2:
        raise WrongFacts({"reason": [_("请写明鉴定意见。")]})
    chosen = Retention(retention)
    after = prolonged(before, chosen)
    decision = RetentionDecision.objects.create(
        package=fresh, before=before, after=after, reason=reason.strip()[:500], decided_at=at, decided_by=by
    )
    ArchivePackage.objects.filter(pk=fresh.pk).update(retention=chosen, keep_until=after)
    record(
        KEPT_LONGER,
        fresh,
        by=by,
        agency=fresh.case.agency,
        at=at,
        retention=str(chosen.label),
        reason=decision.reason,
        before=before,
        after=after,
    )
    return decision
