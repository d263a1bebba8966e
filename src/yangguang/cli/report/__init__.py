"""``yangguang report``: one annual report or many, from the shell."""

from __future__ import annotations

from yangguang.cli.speaking import LazyGroup
from yangguang.translation import mark

COMMANDS = {
    "read": ("yangguang.cli.report.read", mark("读取一份年度报告，显示读到的内容。")),
    "check": ("yangguang.cli.report.check", mark("读取并核对一份或多份年度报告。")),
    "write": ("yangguang.cli.report.write", mark("按官方版式重新写出年度报告。")),
    "compare": ("yangguang.cli.report.compare", mark("把多份报告的同一数字并排比较。")),
    "rollup": ("yangguang.cli.report.rollup", mark("把下级报告汇总成一份，每个合计可追溯。")),
}

command = LazyGroup(
    "report",
    commands_in=COMMANDS,
    help=mark(
        "政府信息公开工作年度报告。\n\n"
        "可读取 .txt .md .html .docx .pdf .xlsx .json；装有 LibreOffice 时可读取 .doc，"
        "装有 yangguang[ocr] 时可读取扫描件。“-”表示标准输入。"
    ),
    no_args_is_help=True,
)
