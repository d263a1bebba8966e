"""``yangguang demo``: the demonstration office, in an empty database."""

from __future__ import annotations

import click

from yangguang.cli.manage import set_up_django
from yangguang.cli.speaking import SpeakingCommand
from yangguang.translation import gettext, mark


@click.command(
    "demo",
    cls=SpeakingCommand,
    help=mark("在空数据库中建立演示单位：虚构的机关、人员和样例材料，并显示演示账号。"),
)
@click.option("--if-empty", is_flag=True, help=mark("数据库里已有机关时什么也不做，只再显示演示账号。"))
@click.option("--public", is_flag=True, help=mark("允许在对外的网站上建立演示账号（仅用于公开演示）。"))
def command(if_empty: bool, public: bool) -> None:
    """Migrate, furnish, and tell how to sign in."""
    set_up_django()
    from yangguang.workbench import demo

    try:
        sign_ins = demo.set_up(if_empty=if_empty, public=public, say=click.echo)
    except demo.Refused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    if sign_ins:
        click.echo(gettext("演示账号（密码相同，只用于演示）："))
        for sign_in in sign_ins:
            click.echo(f"  {sign_in.username:<18}{sign_in.password:<22}{sign_in.duties}")
