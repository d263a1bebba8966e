"""Taking planned cases through the real procedures, each step on its day.

The steps are taken as those of an older register that is taken over: every rule of the procedure holds, only letters
were written elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from yangguang.cases import engine
from yangguang.cases.actor import Actor
from yangguang.cases.models import Case
from yangguang.law.receipt import Channel
from yangguang.law.remedy_clock import Track
from yangguang.law.remedy_results import Forum, RemedyColumn
from yangguang.law.workdays import WorkCalendar
from yangguang.offices.models import Agency
from yangguang.remedies.conditions import NOTHING
from yangguang.remedies.models import Attacked, Block
from yangguang.remedies.taking_in import Notice, take_in
from yangguang.reports.building.plan import Remedy, Story
from yangguang.requests.models import DeliveryChannel, DeliveryForm, IdentityKind, InformationRequest
from yangguang.requests.procedure import PROCEDURE

BATCH = 200
"""So many cases are kept together: on disk a transaction costs more than a case."""
UNUSABLE = "!"
"""In place of a query code's hash: nobody has the code."""
T = TypeVar("T")
Progress = Callable[[int], None]
Steps = list[tuple[str, int, dict[str, Any]]]
"""A step, on which working day after receipt it is taken, and its facts."""

_TEXTS = {"finding": "经查。", "reasons": "依法。", "how": "随本答复提供。", "other_body": "不能确定"}
_ASK = ("ask_correction", 3, {"what": "请写明所需信息的名称"})
_PATHS: dict[str, Steps] = {
    "abandoned_correction": [_ASK, ("abandon_correction", 12, {"reason": "逾期未补正"})],
    "abandoned_fee": [
        ("notify_fee", 3, {"basis": "items", "count": 11, "reason": "当月申请较多"}),
        ("fee_notice_received", 4, {}),
        ("abandon_fee", 26, {"reason": "逾期未缴费"}),
    ],
    "withdrawn": [("withdraw", 10, {})],
    "still_unclear": [_ASK, ("correct", 6, {"text": "与原申请相同"}), ("answer", 12, {})],
    "excessive": [
        ("ask_reason", 3, {"what": "请说明理由"}),
        ("give_reason", 6, {"text": "需要"}),
        ("answer", 12, {}),
    ],
    "deny_third_party": [
        ("consult_third_party", 2, {"party": "某公司", "what": "是否同意公开合同"}),
        ("third_party_received", 3, {"party": "某公司"}),
        ("third_party_replied", 8, {"party": "某公司", "stance": "refuses", "reasons": "商业秘密"}),
        ("answer", 12, {}),
    ],
}
_ANSWERED: Steps = [("answer", 10, {})]
_UNTIL = 8
"""The working day, after receipt, up to which an applicant is asked to act."""
_RESULTS = {
    (Forum.REVIEW, RemedyColumn.UPHELD): "upheld",
    (Forum.SUIT, RemedyColumn.UPHELD): "dismissed",
    (Forum.REVIEW, RemedyColumn.CORRECTED): "changed",
    (Forum.SUIT, RemedyColumn.CORRECTED): "changed",
    (Forum.REVIEW, RemedyColumn.OTHER): "withdrawn",
    (Forum.SUIT, RemedyColumn.OTHER): "withdrawn",
}


def enact(
    agency: Agency,
    stories: Iterable[Story],
    remedies: Iterable[Remedy],
    year: int,
    source: str,
    told: Progress,
) -> None:
    """Every story and remedy, in batches; ``told`` learns how many cases are done."""
    by, calendar = Actor.importing(source), WorkCalendar.official()
    done = 0
    for batch in _batches(stories):
        with transaction.atomic():
            for story in batch:
                _request(agency, story, by, calendar)
        done += len(batch)
        told(done)
    for group in _batches(remedies):
        with transaction.atomic():
            for remedy in group:
                _remedy(agency, remedy, year, by, calendar)
        done += len(group)
        told(done)


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    left = iter(items)
    while batch := list(islice(left, BATCH)):
        yield batch


def _request(agency: Agency, story: Story, by: Actor, calendar: WorkCalendar) -> None:
    received = story.received_on

    def make_own(case: Case) -> InformationRequest:
        return InformationRequest.objects.create(
            case=case,
            channel=Channel.ONLINE,
            arrived_on=received,
            confirmed_on=received,
            applicant_kind=story.category,
            name=f"申请人{case.serial}",
            identity_kind=IdentityKind.OTHER,
            identity_number=f"R{case.pk}",
            info_description="由已公开的年度报告重建的申请。",
            delivery_form=DeliveryForm.ELECTRONIC,
            delivery_channel=DeliveryChannel.ONLINE,
            code_hash=UNUSABLE,
        )

    case = engine.open_case(
        PROCEDURE,
        agency,
        title="由已公开的年度报告重建的申请",
        step_id="register",
        facts={"on": received},
        by=by,
        at=_moment(received),
        received_on=received,
        category=story.category,
        make_own=make_own,
    )
    if not story.outcome:
        return
    for step_id, after, facts in _PATHS.get(story.outcome, _ANSWERED):
        on = calendar.add(received, after).due
        given = {"on": on, **facts}
        if step_id == "answer":
            given |= {"outcome": story.outcome, **_TEXTS}
        if step_id in ("ask_correction", "ask_reason"):
            given["until"] = calendar.add(received, _UNTIL).due
        engine.take(case, step_id, facts=given, by=by, at=_moment(on))


def _remedy(agency: Agency, remedy: Remedy, year: int, by: Actor, calendar: WorkCalendar) -> None:
    forum = Forum.REVIEW if remedy.block == Block.REVIEW else Forum.SUIT
    received = calendar.add(date(year, 3, 1), 0).due if remedy.column != RemedyColumn.PENDING else None
    received = received or date(year, 12, 1)
    notice = Notice(
        forum=forum,
        received_on=received,
        own={
            "attacked": Attacked.OTHER,
            "body": "复议机关" if forum is Forum.REVIEW else "人民法院",
            "track": Track.ORDINARY,
            "applicant_kind": "natural_person",
            "name": "由年度报告重建",
        },
        way="" if forum is Forum.REVIEW else remedy.block,
        subject="由已公开的年度报告重建的案件",
    )
    case = take_in(notice, agency=agency, by=by, at=_moment(received), is_checked=True)
    if remedy.column == RemedyColumn.PENDING:
        return
    on = calendar.add(received, 30).due
    engine.take(
        case,
        "decide" if forum is Forum.REVIEW else "judge",
        facts={
            "result": _RESULTS[forum, remedy.column],
            "decided_on": on,
            "on": on,
            "redo": NOTHING,
        },
        by=by,
        at=_moment(on),
    )


def _moment(day: date) -> datetime:
    """Ten o'clock of that day in the office."""
    return datetime.combine(day, time(10), timezone.get_default_timezone())
