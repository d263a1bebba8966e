"""``yangguang archive``: packages of closed cases, verified without the house that made them."""

from __future__ import annotations

from yangguang.cli.speaking import LazyGroup
from yangguang.translation import mark

COMMANDS = {
    "verify": ("yangguang.cli.archive.verify", mark("检查归档包是否完整、是否被改动过。")),
}

command = LazyGroup(
    "archive",
    commands_in=COMMANDS,
    help=mark(
        "办结案件的归档包。\n\n"
        "归档包是一个 ZIP 文件，内有全部文书和材料、案件数据、办理步骤和校验值；检查它只需要这个文件本身。"
    ),
    no_args_is_help=True,
)
