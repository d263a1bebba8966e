"""Invented requests of the demonstration office, in every state, dated so that today's worklist is a busy one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from yangguang.cases import engine
from yangguang.cases.actor import Actor
from yangguang.cases.models import Case
from yangguang.cases.working_calendar import calendar_in_force
from yangguang.law.receipt import Channel
from yangguang.law.workdays import WorkCalendar
from yangguang.letters import actions as letters
from yangguang.offices.models import Agency, Department, Person
from yangguang.requests.intake import file_request
from yangguang.requests.models import RequestSettings
from yangguang.requests.rules import id_check_digit

HOME = "晴川市教育局"
DRAFTER, CHECKER, SIGNER = "demo-drafter", "demo-checker", "demo-signer"
APPLICANT = "applicant"
LONG = (
    "申请公开以下信息：一、2021年至2024年本市义务教育阶段学校学区划分调整的依据、论证材料和征求意见情况；"
    "二、每次调整涉及的小区名称、适龄儿童人数测算方法；三、调整后公示的起止时间和收到的意见及采纳情况。"
    "上述信息请按年度分别列明，如某一年度没有调整，请予说明。申请人居住在澄湖街道，子女将于明年入学，"
    "曾于今年三月到贵局窗口咨询，被告知可以书面申请。请以电子版提供，便于查阅。"
)


PETITION_LIKE = "反映小区配套幼儿园建成两年不开园的问题，要求给个说法"
"""What the room of petitions takes over (条例第三十九条第一款)."""


@dataclass(frozen=True, slots=True)
class Act:
    """A step, so many working days after receipt."""

    after: int
    step: str
    facts: dict[str, Any] = field(default_factory=dict)
    by: str = DRAFTER


@dataclass(frozen=True, slots=True)
class Story:
    """A request: who asked for what, how many working days ago, and what became of it."""

    wanted: str
    ago: int
    acts: tuple[Act, ...] = ()
    name: str = "王小明"
    kind: str = "natural_person"
    channel: Channel = Channel.IN_PERSON
    title: str = ""
    is_confirmed: bool = True
    agency: str = HOME
    is_assigned: bool = True


def _consult(after: int, party: str) -> Act:
    return Act(after, "consult_third_party", {"party": party, "what": "合同中的报价和技术方案是否同意公开"})


def _answer(after: int, outcome: str, **facts: str) -> Act:
    return Act(after, "answer", {"outcome": outcome, **facts})


_CORRECTION = {"what": "请写明所需预算的年度和项目名称。"}
STORIES = (
    Story("2024年校舍维修专项资金分配表", 0, is_assigned=False),
    Story("学生营养餐供应商的中标公告和合同", 1, name="李淑芬"),
    Story("关于校外培训机构的投诉处理情况", 2, channel=Channel.MAIL_PLAIN, is_confirmed=False, name="张大海"),
    Story("2023年教师招聘笔试的评分标准", 1, channel=Channel.FAX, is_confirmed=False, name="陈平"),
    Story("中考体育免试的审批文件", 16, name="赵敏"),
    Story("城东新区小学的选址论证报告", 19, name="孙悦"),
    Story("民办幼儿园普惠性认定名单及补助标准", 20, name="周海燕"),
    Story("某中学食堂食品安全检查记录", 23, name="吴建国"),
    Story("义务教育学区划分调整的全部材料", 6, title="学区划分调整的依据和论证材料", name="𬸣𫘧"),
    Story("校车采购项目的招标文件", 9, (Act(3, "ask_correction", _CORRECTION),), name="郑爽"),
    Story(
        "信息化设备采购预算",
        12,
        (
            Act(4, "ask_correction", _CORRECTION),
            Act(7, "correct", {"text": "2024年智慧课堂项目。"}, APPLICANT),
        ),
        name="晴川市启明科技有限公司",
        kind="business",
    ),
    Story("智慧校园平台建设合同", 10, (_consult(4, "晴川市云帆软件有限公司"),), name="何静"),
    Story(
        "校服采购合同及供应商报价",
        18,
        (
            _consult(3, "晴川市锦绣制衣有限公司"),
            Act(5, "third_party_received", {"party": "晴川市锦绣制衣有限公司"}),
            Act(
                11,
                "third_party_replied",
                {"party": "晴川市锦绣制衣有限公司", "stance": "refuses", "reasons": "报价属于商业秘密"},
            ),
        ),
        name="徐立",
    ),
    Story(
        "近五年教育经费决算明细",
        22,
        (Act(15, "extend", {"reason": "涉及多个年度，需要逐项核对。", "working_days": 20}),),
        name="晴川大学教育研究所",
        kind="research",
    ),
    Story(
        "全市中小学历年考试成绩原始数据",
        8,
        (Act(5, "ask_reason", {"what": "本月已提出 36 件内容相近的申请，请说明用途和必要性。"}),),
        name="冯某",
    ),
    Story(
        "2015年以来各学校基建项目的验收材料",
        19,
        (
            Act(2, "ask_reason", {"what": "本月已提出 46 件申请，涉及 38 所学校，请说明用途和必要性。"}),
            Act(5, "give_reason", {"text": "编写地方教育志，所需项目的清单附后。"}, APPLICANT),
            Act(15, "postpone", {"reason": "38 所学校的验收材料需要逐件检索、审查。"}),
        ),
        name="晴川市地方志学会",
        kind="public_welfare",
    ),
    Story(
        "教育专网信息系统的等级保护测评报告",
        12,
        (
            Act(
                4,
                "consult_other_body",
                {
                    "party": "晴川市保密局",
                    "ground": "determination",
                    "what": "测评报告中的网络拓扑和整改清单是否可以公开。",
                },
            ),
        ),
        name="罗勇",
    ),
    Story(
        "2024年教育系统行政处罚决定汇总",
        15,
        (_answer(6, "provide", how="随本答复书提供电子版。"),),
        name="蒋宁",
    ),
    Story(
        "教育局权力和责任清单",
        14,
        (_answer(2, "already_public", how="市政府网站“信息公开”栏目。"),),
        name="沈洁",
    ),
    Story(
        "教师职称评审会议记录",
        17,
        (_answer(9, "deny_process_info", reasons="属于行政机关内部讨论记录。"),),
        name="韩冰",
    ),
    Story(
        "1998年撤并学校的批复",
        25,
        (_answer(10, "not_exist", finding="经检索档案，未查到该批复。"),),
        name="杨柳",
    ),
    Story(
        "小区配套幼儿园土地出让合同",
        13,
        (
            _answer(
                5,
                "not_this_body",
                other_body="晴川市自然资源和规划局，电话见其网站",
                reasons="土地出让不由本机关负责。",
            ),
        ),
        name="朱琳",
    ),
    Story("要求处理某教师体罚学生", 11, (_answer(3, "petition", reasons="实为投诉举报。"),), name="秦峰"),
    Story(
        "暑期托管服务的收费标准", 9, (Act(4, "withdraw", {"reason": "已从网站查到"}, APPLICANT),), name="尤佳"
    ),
    Story(
        "2022年教育督导报告",
        40,
        (_answer(12, "provide", how="邮寄纸质件。"), Act(14, "archive", {"retention": "ten_years"})),
        name="许诺",
    ),
    Story(PETITION_LIKE, 7, name="马骏"),
    Story("体育场馆向社会开放的经费", 30, (_answer(28, "provide", how="随本答复书提供。"),), name="吕梁"),
    Story("特殊教育学校建设资金的来源和使用", 3, name="晴川市助残公益联合会", kind="public_welfare"),
    Story("政务公开培训的参加人员名单", 5, agency="晴川市人民政府", name="施敏", is_assigned=False),
)


def furnish_room(say: Callable[[str], object]) -> None:
    """The stories above, each told by the people of the demonstration, day by day."""
    now = timezone.localtime()
    calendar = calendar_in_force()
    _open_counters(now.date())
    for number, story in enumerate(sorted(STORIES, key=lambda one: -one.ago), start=1):
        _tell(story, number, now, calendar)
    say(_("已建立 %(count)s 件虚构的政府信息公开申请。") % {"count": len(STORIES)})


def _open_counters(today: date) -> None:
    """Let every invented agency take requests online; telephone numbers are of the kind that nobody has."""
    RequestSettings.objects.bulk_create(
        RequestSettings(
            agency=agency,
            office="政务公开办公室",
            address=f"晴川市云溪路 {number} 号",
            postcode="000000",
            phone=f"0000-0000{number:04}",
            hours="工作日 9:00–12:00、14:00–17:30",
            kept_here_since=date(today.year, 1, 1),
        )
        for number, agency in enumerate(Agency.objects.active(), start=1)
    )


def days_before(today: date, working_days: int, calendar: WorkCalendar) -> date:
    """The working day so many working days before ``today``."""
    day = today
    while not calendar.is_working(day):
        day -= timedelta(days=1)
    for _each in range(working_days):
        day -= timedelta(days=1)
        while not calendar.is_working(day):
            day -= timedelta(days=1)
    return day


def _own(story: Story, number: int) -> dict[str, Any]:
    is_person = story.kind == "natural_person"
    first = f"110105{1960 + number}0{1 + number % 9}15{100 + number}"
    return {
        "applicant_kind": story.kind,
        "name": story.name,
        "representative": "" if is_person else "林某某",
        "contact_person": "" if is_person else "高某",
        "identity_kind": "id_card" if is_person else "other",
        "identity_number": first + id_check_digit(first) if is_person else f"YS-{number:06d}",
        "phone": f"1380000{number:04d}",
        "email": "",
        "address": f"晴川市澄湖街道{number}号",
        "postcode": "300000",
        "info_title": story.title,
        "info_description": LONG if story.title else story.wanted,
        "delivery_form": "electronic",
        "delivery_channel": "online",
    }


def _tell(story: Story, number: int, now: datetime, calendar: WorkCalendar) -> None:
    received = days_before(now.date(), story.ago, calendar)
    agency = Agency.objects.get(name=story.agency)
    clerk = Person.objects.get(username=DRAFTER if story.agency == HOME else "demo-open")
    filed = file_request(
        _own(story, number),
        [],
        agency=agency,
        by=Actor.staff(clerk),
        at=moment(received, 9, now),
        arrived_on=received,
        channel=story.channel,
        confirmed_on=received if story.is_confirmed and story.channel.needs_confirmation else None,
    )
    case = filed.case
    if story.is_assigned and story.is_confirmed:
        department = Department.objects.get(agency=agency, name="政策法规科")
        _take(case, Act(0, "assign", {"unit": f"d{department.pk}"}, SIGNER), moment(received, 10, now))
    for act in story.acts:
        day = calendar.add(received, act.after).due
        _take(case, act, moment(day, 11, now), until=calendar.add(day, 10).due)


def moment(day: date, hour: int, now: datetime) -> datetime:
    """An hour of the day, but never later than now."""
    return min(datetime.combine(day, time(hour), now.tzinfo), now)


def _take(case: Case, act: Act, at: datetime, until: date | None = None) -> None:
    step = case.procedure.step(act.step)
    asked = {item.name for item in step.asks}
    facts = dict(act.facts)
    if step.day in asked:
        facts[step.day] = at.date()
    if "until" in asked and until:
        facts["until"] = until
    if step.paper:
        send(case, act.step, facts, at)
        return
    actor = Actor.applicant() if act.by == APPLICANT else Actor.staff(Person.objects.get(username=act.by))
    engine.take(case, act.step, facts=facts, by=actor, at=at)


def send(case: Case, step: str, facts: dict[str, Any], at: datetime) -> None:
    """The letter of the step, through the usual chain in one morning."""
    drafter, checker, signer = (
        Actor.staff(Person.objects.get(username=name)) for name in (DRAFTER, CHECKER, SIGNER)
    )
    letter = letters.prepare(case, step, facts=facts, by=drafter, at=at)
    letter = letters.submit(letter, by=drafter, at=at, version=letter.version)
    for approver in (checker, signer):
        letter = letters.approve(letter, by=approver, at=at, version=letter.version)
    letters.issue(letter, by=drafter, at=at, version=letter.version)
