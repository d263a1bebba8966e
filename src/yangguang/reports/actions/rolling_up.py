"""Roll the reports of the agencies below up to the government's own, as the edition in force of its report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yangguang.annualreport.rollup import RollUpRefused
from yangguang.offices.models import Agency, Person
from yangguang.reports import stored
from yangguang.reports.acting import check_allowed, required
from yangguang.reports.actions.wording import write_part
from yangguang.reports.computing.drawing_up import FIRST_YEAR
from yangguang.reports.conclusions import ENGINE, in_force, report_of
from yangguang.reports.filing import file_edition
from yangguang.reports.models import Edition, PartSource, Report, RollUpPart, RollUpRecord, Wording
from yangguang.reports.permissions import Act
from yangguang.reports.refused import Refused
from yangguang.reports.rolling_up.drawing_up import KIND, draw_up, fingerprint, missing_sentence
from yangguang.reports.rolling_up.gathering import Plan, fill, plan

OTHERS = 6
"""The part of a report where other matters are said."""


@transaction.atomic
def roll_up(
    agency: Agency,
    year: int,
    *,
    among: Collection[Agency] | None = None,
    note: str = "",
    by: Person,
    at: datetime,
) -> Edition:
    """Add up everybody below; the result becomes the edition in force, each sum traced to its parts.

    ``among`` takes these agencies instead of the whole tree; one that another's report holds already is refused. Who has
    something to give and was not chosen is kept as left out, for which ``note`` says why; who has nothing stays named.
    Raises :class:`Refused` where something would be counted twice, and :class:`Conflict` when nothing has changed.
    """
    check_allowed(by, Act.ROLL_UP, agency)
    this_year = timezone.localdate(at).year
    if not FIRST_YEAR <= year <= this_year:
        raise Refused(
            _("只能汇总 %(first)s 年至 %(last)s 年的年度报告。") % {"first": FIRST_YEAR, "last": this_year}
        )
    if among is not None:
        _refuse_others(agency, among)
    planned = plan(agency, year, among=among)
    if among is not None:
        _refuse_inside(planned, among)
        if planned.left_out:
            required(note, _("有机关没有列入汇总。请写明为什么不计入，便于以后核对。"))
    given = planned.given
    if not any(part.agency.pk != agency.pk for part in given):
        raise Refused(_("下级机关还没有可以汇总的报告或案件。"))
    fill(given, year)
    try:
        drawn = draw_up(agency, year, given, report_of(agency.pk, year - 1))
    except RollUpRefused as refused:
        raise Refused(str(refused)) from refused
    reading = stored.report_to_json(drawn.report)
    edition = Edition(
        name=_("汇总下级机关的报告"),
        kind=KIND,
        size=0,
        sha256=fingerprint(reading, planned.parts, planned.left_out),
        reading=reading,
        blocks=[],
        engine=ENGINE,
    )
    file_edition(edition, agency, year, note=note, by=by, at=at)
    RollUpRecord.objects.create(edition=edition, issues=drawn.issues_json)
    rows = [part.part() for part in planned.parts]
    rows += [part.part(PartSource.LEFT_OUT) for part in planned.left_out]
    for row in rows:
        row.edition = edition
    RollUpPart.objects.bulk_create(rows, batch_size=500)
    return edition


def _refuse_others(superior: Agency, among: Collection[Agency]) -> None:
    twice = [found for found, number in Counter(among).items() if number > 1]
    if twice:
        raise Refused(_("%(agency)s列了两次，会重复计算。请只保留一次。") % {"agency": twice[0]})
    strange = [one for one in among if one.pk == superior.pk or not one.is_at_or_below(superior)]
    if strange:
        raise Refused(
            _("%(agency)s不是%(superior)s的下级机关，不能计入。")
            % {"agency": strange[0], "superior": superior}
        )


def _refuse_inside(planned: Plan, among: Collection[Agency]) -> None:
    chosen = {agency.pk for agency in among}
    twice = [item for item in planned.inside if item.agency.pk in chosen]
    if twice:
        first = twice[0]
        raise Refused(
            _("%(agency)s已包含在%(holder)s的报告中，再计入会重复计算。请去掉其中一个。")
            % {"agency": first.agency, "holder": first.holder}
        )


def name_missing(report: Report, *, seen: int | None, by: Person, at: datetime) -> Wording:
    """Say in part six who did not deliver; ``seen`` is the wording of the part that the person started from."""
    sentence = missing_sentence(missing_names(report))
    if not sentence:
        raise Refused(_("没有未报送的机关。"))
    section = in_force(report).section(OTHERS)
    text = section.text if section else ""
    if sentence in text:
        raise Refused(_("第六部分已写有这句话。"))
    return write_part(report, OTHERS, f"{text}\n{sentence}", seen=seen, by=by, at=at)


def missing_names(report: Report) -> list[str]:
    """Who had nothing to give to the edition in force."""
    return _names(report, PartSource.NOTHING)


def left_out_names(report: Report) -> list[str]:
    """Who was not to be added in the edition in force."""
    return _names(report, PartSource.LEFT_OUT)


def _names(report: Report, source: PartSource) -> list[str]:
    parts = RollUpPart.objects.filter(edition=report.edition_id, source=source)
    return list(parts.order_by("agency__path").values_list("agency__name", flat=True))
