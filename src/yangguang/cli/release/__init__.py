"""``yangguang release``: withhold parts of a file, and check a file before it leaves the house."""

from __future__ import annotations

from yangguang.cli.speaking import LazyGroup
from yangguang.translation import mark

COMMANDS = {
    "check": ("yangguang.cli.release.check", mark("检查准备公开的文件有没有泄露不该公开的内容。")),
    "redact": ("yangguang.cli.release.redact", mark("隐去指定的文字，生成可以公开的文件。")),
}

command = LazyGroup(
    "release",
    commands_in=COMMANDS,
    help=mark(
        "区分处理（条例第三十七条）：公开文件中可以公开的部分。\n\n"
        "可处理 PDF、图片（JPG、PNG、HEIC）和 Word（docx）文件；检查时还可读取 Excel（xlsx）、ZIP 和文本文件。"
    ),
    no_args_is_help=True,
)
