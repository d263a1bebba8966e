"""The command ``yangguang``. Commands are imported when used: a report is read without Django."""

from __future__ import annotations

import click

from yangguang.cli.speaking import RootGroup
from yangguang.translation import gettext, mark

COMMANDS = {
    "report": ("yangguang.cli.report", mark("年度报告：读取、核对、写出、比较、汇总。")),
    "clock": ("yangguang.cli.clock", mark("法定期限：依申请公开、信访事项的到期日及其计算过程。")),
    "fee": ("yangguang.cli.fee", mark("信息处理费：按件或按量计收的金额。")),
    "archive": ("yangguang.cli.archive", mark("归档包：检查办结案件的归档包是否完整。")),
    "release": ("yangguang.cli.release", mark("区分处理：隐去文件中不予公开的部分，公开前检查。")),
    "demo": ("yangguang.cli.demo", mark("在空数据库中建立演示单位。")),
    "serve": ("yangguang.cli.serve", mark("启动网站和后台任务（内置默认配置）。")),
    "manage": ("yangguang.cli.manage", mark("Django 的管理命令。")),
}

_EPILOG = mark(
    '命令补全（bash）：eval "$(_YANGGUANG_COMPLETE=bash_source yangguang)"，zsh、fish 同理。\n'
    "退出码：0 正常；1 有错误级别的问题；2 文件无法读取或内容不对；64 用法错误。"
)


def _show_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        click.echo(f"{gettext('阳光')} Yangguang {version('yangguang')}")
        ctx.exit()


cli = RootGroup(
    "yangguang",
    commands_in=COMMANDS,
    help=mark("阳光：政务公开平台。年度报告的读取与核对、依申请公开、信访、主动公开。"),
    epilog=_EPILOG,
    no_args_is_help=True,
    params=[
        click.Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_show_version,
            help=mark("显示版本。"),
        )
    ],
)


def main() -> None:
    """Entry point of the program."""
    cli.main(prog_name="yangguang")
