"""Reading a source file again with the present program: asked for by a person, done in the background."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.annualreport.errors import ReportError
from yangguang.offices.models import Person
from yangguang.reports import filing, history, intake, tasks
from yangguang.reports.acting import OPEN, acting, check_allowed, locked, refuse_locked, wrong_state
from yangguang.reports.conclusions import ENGINE, conclude
from yangguang.reports.models import Edition, EditionReason, Report, Rereading
from yangguang.reports.permissions import Act
from yangguang.reports.refused import Refused
from yangguang.web.later import later


@transaction.atomic
def ask_reread(report: Report, *, by: Person, at: datetime) -> Rereading:
    """Have the source read again in the background. Asked twice, it is still read once.

    Asking again while it waits asks the background once more, after a breakdown.
    """
    fresh = locked(report.pk)
    check_allowed(by, Act.IMPORT, fresh.agency)
    refuse_locked(fresh, at)
    if fresh.state not in OPEN:
        raise Refused(wrong_state(fresh))
    if fresh.edition is None:
        raise Refused(_("这份报告还没有导入文件。"))
    if fresh.edition.is_drawn_up:
        raise Refused(_("这份报告的数是系统算出的，没有原文件可以识读。请用“重新计算”或“重新汇总”。"))
    asked, _created = Rereading.objects.get_or_create(
        report=fresh, finished_at=None, defaults={"asked_at": at, "asked_by": by}
    )
    later(tasks.reread_report, asked.pk)
    return asked


def reread(report: Report, *, by: Person, at: datetime) -> Edition | None:
    """Read the source again with the present program; ``None`` when it reads the same.

    A new reading becomes a new edition; what people settled holds for every cell that still says
    the same. Checking is done anew in any case.
    """
    edition = report.edition
    if edition is None:
        raise Refused(_("这份报告还没有导入文件。"))
    check_allowed(by, Act.IMPORT, report.agency)
    try:
        with edition.source.open("rb") as file:
            taken = intake.take(file.read(), edition.name)
    except ReportError as error:
        raise Refused(str(error.message)) from error
    except FileNotFoundError as error:
        raise Refused(_("原文件已不在存储中，请重新导入。")) from error
    with acting(report, Act.IMPORT, by, at, states=OPEN) as fresh:
        current = fresh.edition
        if current is None or taken.reading == current.reading:
            conclude(fresh, at)
            return None
        new = Edition(
            name=current.name,
            kind=taken.report.kind,
            size=current.size,
            sha256=current.sha256,
            reading=taken.reading,
            blocks=taken.blocks,
            engine=ENGINE,
            reason=EditionReason.REREAD,
        )
        new.source.name = current.source.name
        filing.put_in_force(fresh, new, by, at)
        history.record(history.REREAD, fresh, by=by, at=at, edition=new.number, engine=ENGINE)
    return new
