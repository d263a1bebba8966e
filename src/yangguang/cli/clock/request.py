"""``yangguang clock request``: when the answer to a request is due, and why."""

from __future__ import annotations

import json

import click

from yangguang.cli.clock.events import EVENT_OPTION, place_of, read_events
from yangguang.cli.dates import BadInput, read_date
from yangguang.cli.options import JSON_OPTION
from yangguang.cli.render import out
from yangguang.cli.render_clock import show_clock
from yangguang.cli.speaking import SpeakingCommand
from yangguang.law.errors import InvalidEvents, LawError
from yangguang.law.request_clock import request_clock
from yangguang.law.workdays import WorkCalendar
from yangguang.translation import mark


def _clock(received: str, events: tuple[str, ...], with_days: bool, as_json: bool) -> None:
    place = f"--received {received}"
    day = read_date(received, place)
    happened = read_events(events)
    calendar = WorkCalendar.official()
    try:
        clock = request_clock(day, [event for event, _text in happened], calendar)
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
        show_clock(out(), clock, calendar, with_days)


command = SpeakingCommand(
    "request",
    callback=_clock,
    params=[
        click.Option(
            ["--received"], required=True, metavar="DATE", help=mark("收到申请之日（条例第三十一条）。")
        ),
        EVENT_OPTION,
        click.Option(
            ["--days", "with_days"], is_flag=True, help=mark("逐日列出：是否计入，第几个工作日，原因。")
        ),
        JSON_OPTION,
    ],
    help=mark(
        "政府信息公开申请的答复期限：自收到申请次日起 20 个工作日，以及补正、征求意见、收费、延期的影响。\n\n"
        "事件：correction-notice 发出补正告知书，corrected 收到补正，third-party-sent、third-party-received、"
        "third-party-replied 征求第三方意见书的发出、送达、答复，agency-sent、agency-received、agency-replied "
        "共同制作机关的同上；agency-sent 带截止日期的，是其他机关，由本机关确定答复日期，逾期不视为同意。"
        "fee-notice、fee-notice-received 收费通知的发出、送达，fee-paid 完成缴费，extended "
        "告知延期（默认 20 个工作日），postponed 告知延迟答复的日期（条例第三十五条，每一期限一次），withdrawn 撤回，"
        "abandoned 视为放弃，answered 答复。\n\n"
        "没有写明送达的，对方的期限暂自发出之日起算，并在说明里注明。\n\n"
        "依法不可能的事件（例如第二次补正告知、期满后延期）会被拒绝并说明原因，退出码为 2；"
        "只是迟了的，在各项期限中标明超期。"
    ),
)
