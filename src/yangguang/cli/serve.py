"""``yangguang serve``: web server and worker, with embedded defaults."""

from __future__ import annotations

from contextvars import Context

import click

from yangguang.cli.manage import set_up_django
from yangguang.cli.speaking import SpeakingCommand
from yangguang.translation import Message, gettext, mark


def _with_a_port(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Refuse a port that no machine has; the socket would silently take another."""
    port = value.rpartition(":")[2] if value else "1"
    if not (port.isascii() and port.isdigit() and 0 < int(port) <= 65_535):
        raise click.BadParameter(gettext("端口必须是 1 到 65535 的数字，如 127.0.0.1:8001。"))
    return value


@click.command(
    "serve",
    cls=SpeakingCommand,
    help=mark("启动网站和后台进程；数据库等默认放在数据文件夹里，先自动迁移。按 Ctrl+C 停止。"),
)
@click.option(
    "--listen", metavar="HOST:PORT", callback=_with_a_port, help=mark("监听的地址，默认 127.0.0.1:8000。")
)
@click.option("--threads", type=click.IntRange(1, 256), help=mark("网页服务的线程数，默认 8。"))
@click.option("--no-worker", is_flag=True, help=mark("只启动网站，不启动后台进程。"))
@click.option("--no-prepare", is_flag=True, help=mark("不迁移数据库，不收集静态文件。"))
def command(listen: str | None, threads: int | None, no_worker: bool, no_prepare: bool) -> None:
    """Prepare, greet, serve until told to stop."""
    set_up_django()
    from django.conf import settings

    from yangguang.web.preparing import Unfit, prepare, refuse_unfit
    from yangguang.web.serving import serve

    where = listen or settings.LISTEN
    if not no_prepare:
        click.echo(gettext("正在准备数据库和静态文件……"))
        prepare()
    try:
        refuse_unfit()
    except Unfit as reason:
        raise click.ClickException(str(reason)) from reason
    _greet(where, str(settings.DATA))
    try:
        # a context of its own: there Django's active language counts, not the one chosen for this terminal
        Context().run(serve, where, threads or settings.THREADS, with_worker=not no_worker)
    except (OSError, ValueError) as error:
        problem = Message(
            mark(
                "无法监听 {listen}：{error}。请停止占用它的程序，或换一个端口："
                "--listen 127.0.0.1:8001，或环境变量 YANGGUANG_LISTEN=127.0.0.1:8001。"
            ),
            {"listen": where, "error": error},
        )
        raise click.ClickException(str(problem)) from error


def _greet(listen: str, data: str) -> None:
    host, _, port = listen.rpartition(":")
    shown = f"localhost:{port}" if host in {"", "*", "0.0.0.0", "127.0.0.1"} else listen  # noqa: S104 - compared, not bound
    click.echo(
        str(
            Message(
                mark(
                    "网站：http://{address}/\n工作台：http://{address}/staff/\n"
                    "数据文件夹：{data}\n按 Ctrl+C 停止。"
                ),
                {"address": shown, "data": data},
            )
        )
    )
