"""Invented reconsiderations and suits of the demonstration office, about its invented requests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from yangguang.cases import engine
from yangguang.cases.actor import Actor
from yangguang.cases.models import Case
from yangguang.cases.working_calendar import calendar_in_force
from yangguang.law.remedy_results import Forum
from yangguang.law.workdays import WorkCalendar
from yangguang.offices.models import Agency, Department, Person
from yangguang.remedies.models import Attacked, Block
from yangguang.remedies.taking_in import Notice, take_in
from yangguang.requests.demo import DRAFTER, HOME, SIGNER, Act, days_before, moment, send

WRITTEN = {
    "grounds": "本机关的答复认定事实清楚，适用依据正确，程序合法。",
    "evidence": "政府信息公开申请表\n政府信息公开申请答复书\n送达回证",
}
CITY, COURT = "晴川市人民政府", "晴川市中级人民法院"


@dataclass(frozen=True, slots=True)
class Story:
    """A case: about which request, how many working days ago its copy came, and what became of it."""

    forum: Forum
    about: str
    ago: int
    number: str
    acts: tuple[Act, ...] = ()
    way: str = ""
    is_linked: bool = True
    attacked: Attacked = Attacked.ANSWER
    name: str = "王小明"


def _decided(after: int, result: str, number: str, **facts: Any) -> Act:
    return Act(after, "decide", {"result": result, "number": number, "redo": "no", **facts})


STORIES = (
    # decided and corrected; the request is in progress again
    Story(
        Forum.REVIEW,
        "1998年撤并学校的批复",
        12,
        "晴政复〔示例〕21号",
        (
            Act(3, "reply", WRITTEN),
            _decided(8, "revoked", "晴政复决〔示例〕18号", redo="redo", days=15, unit="working_days"),
        ),
    ),
    # corrected, and answered anew
    Story(
        Forum.REVIEW,
        "2022年教育督导报告",
        25,
        "晴政复〔示例〕9号",
        (
            Act(4, "reply", WRITTEN),
            _decided(12, "revoked", "晴政复决〔示例〕7号", redo="redo"),
            Act(20, "request:answer", {"outcome": "provide", "how": "补充提供督导报告的附件。"}),
        ),
    ),
    Story(Forum.REVIEW, "教师职称评审会议记录", 3, "晴政复〔示例〕30号"),
    Story(
        Forum.REVIEW,
        "小区配套幼儿园土地出让合同",
        7,
        "晴政复〔示例〕26号",
        (Act(3, "reply", WRITTEN), Act(4, "hearing", {"place": "九时三十分，市政府第二会议室"})),
    ),
    Story(Forum.SUIT, "要求处理某教师体罚学生", 5, "（示例）行初41号", way=Block.DIRECT),
    Story(
        Forum.REVIEW,
        "未主动公开学校食堂检查结果",
        60,
        "晴政复〔示例〕2号",
        (Act(5, "reply", WRITTEN), _decided(20, "upheld", "晴政复决〔示例〕3号")),
        is_linked=False,
        attacked=Attacked.OTHER,
        name="晴川市助残公益联合会",
    ),
)


def furnish_room(say: Callable[[str], object]) -> None:
    """The stories above, in the order in which their copies came."""
    now = timezone.localtime()
    calendar = calendar_in_force()
    for story in sorted(STORIES, key=lambda one: -one.ago):
        _tell(story, now, calendar)
    say(_("已建立 %(count)s 件虚构的行政复议、行政诉讼案件。") % {"count": len(STORIES)})


def _tell(story: Story, now: datetime, calendar: WorkCalendar) -> None:
    received = days_before(now.date(), story.ago, calendar)
    agency, clerk = Agency.objects.get(name=HOME), Person.objects.get(username=DRAFTER)
    request = _request(story)
    own = request.information_request if request else None
    notice = Notice(
        forum=story.forum,
        received_on=received,
        own={
            "attacked": story.attacked,
            "body": CITY if story.forum is Forum.REVIEW else COURT,
            "body_number": story.number,
            "track": "simplified" if story.forum is Forum.REVIEW else "ordinary",
            "applicant_kind": own.applicant_kind if own else "public_welfare",
            "name": own.name if own else story.name,
        },
        request=request,
        way=story.way,
        subject="" if request else story.about,
    )
    by = Actor.staff(clerk)
    case = take_in(notice, agency=agency, by=by, at=moment(received, 9, now), is_checked=True)
    department = Department.objects.get(agency=agency, name="政策法规科")
    leader = Actor.staff(Person.objects.get(username=SIGNER))
    unit = {"unit": f"d{department.pk}"}
    engine.take(case, "assign", facts=unit, by=leader, at=moment(received, 10, now))
    for act in story.acts:
        day = calendar.add(received, act.after).due
        _take(case, request, act, moment(day, 11, now))


def _request(story: Story) -> Case | None:
    if not story.is_linked:
        return None
    found: Case = Case.objects.get(procedure_id="request", agency__name=HOME, title=story.about)
    return found


def _take(case: Case, request: Case | None, act: Act, at: datetime) -> None:
    """A step of the case, or of the request that was reopened through it."""
    target, step_id = case, act.step
    if act.step.startswith("request:") and request is not None:
        target, step_id = request, act.step.removeprefix("request:")
    step = target.procedure.step(step_id)
    facts = dict(act.facts) | _days(step_id, at.date())
    if step.paper:
        send(target, step_id, {"facts": "见答复书。", **facts} if target is case else facts, at)
        return
    engine.take(target, step_id, facts=facts, by=Actor.staff(Person.objects.get(username=DRAFTER)), at=at)


def _days(step_id: str, on: date) -> dict[str, date]:
    days = {"on": on}
    if step_id == "decide":
        days["decided_on"] = on - timedelta(days=1)
    if step_id == "hearing":
        days["when"] = on + timedelta(days=7)
    return days
