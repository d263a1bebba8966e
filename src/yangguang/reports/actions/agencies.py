"""An agency that a file names and nobody knows yet: made only when a person confirms it."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.ledger.book import record
from yangguang.ledger.kinds import declare
from yangguang.offices.models import Agency, Person
from yangguang.offices.roles import SEES_BELOW
from yangguang.reports.models import ImportItem, ItemState
from yangguang.reports.permissions import MATRIX, Act
from yangguang.reports.refused import NotAllowed, Refused

AGENCY_CREATED = declare("report.agency_created", gettext_lazy("导入年度报告时建立机关%(object)s"))


def parents_for(user: Person) -> QuerySet[Agency]:
    """Agencies below which this person may place a new one: those down whose tree they collect reports."""
    if user.is_superuser:
        return Agency.objects.active()
    roles = MATRIX[Act.IMPORT] & SEES_BELOW
    tops = Agency.objects.filter(memberships__person=user, memberships__role__in=roles).distinct()
    return Agency.objects.within(list(tops)).active()


@transaction.atomic
def create_agency(
    item: ImportItem, *, name: str, parent: Agency, level: str, kind: str, by: Person, at: datetime
) -> Agency:
    """Make the agency that a waiting file names and put the file there."""
    if item.batch.created_by_id != by.pk or not parents_for(by).filter(pk=parent.pk).exists():
        raise NotAllowed(_("您不能在%(parent)s之下建立机关。请联系管理员。") % {"parent": parent})
    agency = Agency(name=name.strip(), parent=parent, level=level, kind=kind)
    try:
        agency.full_clean(exclude=["path"])
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    agency.save()
    decided = ImportItem.objects.filter(pk=item.pk, state=ItemState.READ).update(agency=agency, message=None)
    if not decided:
        raise Refused(_("这个文件已经归档或放弃，不能再改动。"))
    record(AGENCY_CREATED, agency, by=by, agency=parent, at=at, file=item.name)
    return agency
