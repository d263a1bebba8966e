"""``yangguang clock``: statutory limits from the shell."""

from __future__ import annotations

from yangguang.cli.speaking import LazyGroup
from yangguang.translation import mark

COMMANDS = {
    "request": ("yangguang.cli.clock.request", mark("政府信息公开申请的答复期限及其计算过程。")),
    "petition": (
        "yangguang.cli.clock.petition",
        mark("信访事项的告知、办理、复查、复核期限及其计算过程。"),
    ),
}

command = LazyGroup(
    "clock",
    commands_in=COMMANDS,
    help=mark(
        "法定期限：到期日，以及每一段时间为什么计入或者不计入。\n\n"
        "工作日按国务院办公厅公布的放假安排计算，调休上班的周末计入；尚未公布安排的年份暂按周一至周五计算，"
        "结果标明“暂定”。"
    ),
    no_args_is_help=True,
)
