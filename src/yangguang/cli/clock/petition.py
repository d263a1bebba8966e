"""``yangguang clock petition``: when a petition is due, stage by stage, and why."""

from __future__ import annotations

import json

import click

from yangguang.cli.clock.events import PETITION_EVENT_OPTION, place_of, read_events
from yangguang.cli.dates import BadInput, read_date
from yangguang.cli.options import JSON_OPTION
from yangguang.cli.render import out
from yangguang.cli.render_clock import PETITION, show_clock
from yangguang.cli.speaking import SpeakingCommand
from yangguang.law.clock import Event
from yangguang.law.errors import InvalidEvents, LawError
from yangguang.law.petition_clock import PetitionEvent, PetitionRules, petition_clock
from yangguang.law.workdays import WorkCalendar
from yangguang.translation import mark


def _clock(
    registered: str,
    accepted: str | None,
    events: tuple[str, ...],
    rolls_over: bool,
    with_days: bool,
    as_json: bool,
) -> None:
    place = f"--registered {registered}"
    day = read_date(registered, place)
    happened = read_events(events)
    if accepted is not None:
        where = f"--accepted {accepted}"
        happened.append((Event(PetitionEvent.ACCEPTED, read_date(accepted, where)), where))
    calendar, rules = WorkCalendar.official(), PetitionRules(rolls_over=rolls_over)
    try:
        clock = petition_clock(day, [event for event, _text in happened], calendar, rules)
    except InvalidEvents as refusal:
        raise BadInput(place_of(refusal.event, happened, place), refusal.message) from None
    except LawError as refusal:
        raise BadInput(place, refusal.message) from None
    if as_json:
        data = clock.as_json()
        if with_days:
            data["day_by_day"] = [line.as_json() for line in clock.days(calendar)]
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        show_clock(out(), clock, calendar, with_days, PETITION)


command = SpeakingCommand(
    "petition",
    callback=_clock,
    params=[
        click.Option(
            ["--registered"],
            required=True,
            metavar="DATE",
            help=mark("登记之日，或者收到信访事项之日（信访工作条例第二十二条、第二十三条）。"),
        ),
        click.Option(
            ["--accepted"],
            metavar="DATE",
            help=mark("书面告知接收（受理）之日；与 --event accepted=DATE 相同。"),
        ),
        PETITION_EVENT_OPTION,
        click.Option(
            ["--roll-over", "rolls_over"],
            is_flag=True,
            help=mark("期限最后一日是休息日的，顺延至下一个工作日；默认不顺延，只并列显示。"),
        ),
        click.Option(["--days", "with_days"], is_flag=True, help=mark("逐日列出：是否计入，第几日，原因。")),
        JSON_OPTION,
    ],
    help=mark(
        "信访事项的期限：登记之日起 15 日内转送或者书面告知，受理之日起 60 日内办结，最长延长 30 日；"
        "收到答复 30 日内可以请求复查，复查 30 日内作出，复核相同。按日历日计算。"
        "2022-05-01 以前登记的适用《信访条例》，以后的适用《信访工作条例》。\n\n"
        "事件：accepted 告知接收（受理），taken-up 告知接收建议意见、检举控告（没有法定办理期限），"
        "handed-over 收到转送、交办，objected 提出异议（5 个工作日内），forwarded 转送并告知，"
        "refused 告知不予受理，extended 告知延长（默认 30 日），withdrawn 撤回或者和解，replied 书面答复，"
        "reply-received 收到答复，review-requested、review-replied、review-received 请求复查、作出复查意见、"
        "收到复查意见，recheck-requested、recheck-replied 请求复核、作出复核意见。\n\n"
        "依法不可能的事件（例如期满后延长、没有受理就答复）会被拒绝并说明原因，退出码为 2；"
        "只是迟了的，在各项期限中标明超期。"
    ),
)
