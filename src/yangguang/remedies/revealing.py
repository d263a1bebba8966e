"""Opening the identity of who brought a case, for somebody who handles it; each look is recorded."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.cases.models import Case
from yangguang.cases.permissions import may_reveal
from yangguang.cases.refused import NotAllowed
from yangguang.ledger import kinds
from yangguang.ledger.book import record
from yangguang.offices.models import Person
from yangguang.remedies.models import Remedy
from yangguang.requests.revealing import Revealed

REVEALED = kinds.declare(
    "remedies.identity_revealed", gettext_lazy("查看 %(object)s 申请人、原告的证件号码和联系方式")
)


@transaction.atomic
def reveal(case: Case, *, by: Person, at: datetime) -> Revealed:
    """The sealed data in clear, and an entry in the ledger that does not repeat them."""
    if not may_reveal(by, case):
        raise NotAllowed(_("只有经办人员可以查看证件号码和联系电话。"))
    own: Remedy = case.remedy
    record(REVEALED, case, by=by, agency=case.agency, at=at)
    return Revealed(own.name, own.identity_number, own.phone)
