"""Draw the report of a year up from the cases, and file it as the edition in force."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yangguang.offices.models import Agency, Person
from yangguang.reports import stored
from yangguang.reports.acting import check_allowed
from yangguang.reports.computing.drawing_up import FIRST_YEAR, KIND, draw_up
from yangguang.reports.conclusions import ENGINE, report_of
from yangguang.reports.filing import file_edition
from yangguang.reports.models import Edition
from yangguang.reports.permissions import Act
from yangguang.reports.refused import Refused


@transaction.atomic
def compute_report(agency: Agency, year: int, *, note: str = "", by: Person, at: datetime) -> Edition:
    """Count the year anew; the result becomes the edition in force. Corrections on figures that did not change stay.

    A year that still runs may be computed to see how it stands; checking says that it is not over.
    Raises :class:`Refused` for a year without a form, and :class:`Conflict` when nothing has changed.
    """
    check_allowed(by, Act.COMPUTE, agency)
    this_year = timezone.localdate(at).year
    if not FIRST_YEAR <= year <= this_year:
        raise Refused(
            _("只能计算 %(first)s 年至 %(last)s 年的年度报告。") % {"first": FIRST_YEAR, "last": this_year}
        )
    report = draw_up(agency, year, report_of(agency.pk, year - 1))
    reading = stored.report_to_json(report)
    edition = Edition(
        name=_("据案件和台账计算"),
        kind=KIND,
        size=0,
        sha256=hashlib.sha256(json.dumps(reading, sort_keys=True).encode()).hexdigest(),
        reading=reading,
        blocks=[],
        engine=ENGINE,
    )
    return file_edition(edition, agency, year, note=note, by=by, at=at)
