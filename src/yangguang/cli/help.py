"""How a command's help looks: Chinese or English, aligned by what a terminal really shows.

click lays help out by counting characters; a Chinese character takes two columns of a terminal.
"""

from __future__ import annotations

from collections.abc import Iterator

import click
from rich.cells import cell_len

from yangguang.cli.wrapping import lines
from yangguang.translation import Message, mark
from yangguang.translation import gettext as _

_WIDTH = 80
_INDENT = "  "


def usage_line(command: click.Command, ctx: click.Context) -> str:
    """How the command is written."""
    needed = [
        f"{param.opts[0]} {param.make_metavar(ctx)}"
        for param in command.get_params(ctx)
        if isinstance(param, click.Option) and param.required
    ]
    pieces = " ".join([*needed, *command.collect_usage_pieces(ctx)])
    return f"{_('用法：')}{ctx.command_path} {pieces}".rstrip()


def usage_note(command: click.Command, ctx: click.Context) -> str:
    """How the command is written, and where its whole help is: enough for somebody who mistyped it."""
    whole = Message(mark("全部说明：{command}"), {"command": f"{ctx.command_path} --help"})
    parts = [usage_line(command, ctx)]
    if isinstance(command, click.Group):
        parts += [_("命令："), _INDENT + "  ".join(command.list_commands(ctx))]
    return "\n".join((*parts, str(whole)))


def help_page(command: click.Command, ctx: click.Context) -> str:
    """The whole help of a command."""
    parts = [usage_line(command, ctx)]
    if command.help:
        paragraphs = _(command.help).split("\n\n")
        parts += [
            "\n".join(_INDENT + line for line in lines(" ".join(p.split("\n")), _WIDTH - 2))
            for p in paragraphs
        ]
    for heading, rows in _lists(command, ctx):
        if rows:
            parts.append("\n".join((heading, *_two_columns(rows))))
    if command.epilog:
        parts.append("\n".join("\n".join(lines(line, _WIDTH)) for line in _(command.epilog).split("\n")))
    return "\n\n".join(parts)


_Rows = list[tuple[str, str]]


def _lists(command: click.Command, ctx: click.Context) -> Iterator[tuple[str, _Rows]]:
    params = command.get_params(ctx)
    arguments = [param for param in params if isinstance(param, click.Argument)]
    options = [param for param in params if isinstance(param, click.Option) and not param.hidden]
    yield _("参数："), [(one.make_metavar(ctx), _(_help_of(one))) for one in arguments if _help_of(one)]
    if isinstance(command, click.Group):
        names = [(name, command.get_command(ctx, name)) for name in command.list_commands(ctx)]
        yield _("命令："), [(name, _short(one)) for name, one in names if one is not None]
    yield _("选项："), [_option_row(option, ctx) for option in options]


def _help_of(argument: click.Argument) -> str:
    return getattr(argument, "help", None) or ""


def _short(command: click.Command) -> str:
    return _(command.short_help or (command.help or "").partition("\n\n")[0])


def _option_row(option: click.Option, ctx: click.Context) -> tuple[str, str]:
    record = option.get_help_record(ctx)
    return (record[0] if record else "", _(option.help or ""))


def _two_columns(rows: _Rows) -> Iterator[str]:
    left = min(max(cell_len(name) for name, _text in rows), 28)
    margin = " " * (len(_INDENT) + left + 2)
    for name, text in rows:
        said = list(lines(text, _WIDTH - len(margin)))
        if cell_len(name) > left:
            yield _INDENT + name
        else:
            padding = " " * (left - cell_len(name) + 2)
            yield f"{_INDENT}{name}{padding}{said.pop(0) if said else ''}".rstrip()
        yield from (margin + line for line in said)
