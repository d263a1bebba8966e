"""Commands that speak the user's language, and say what is wrong with how they were called.

Texts are Chinese and looked up in the package's catalogue when they are shown, not when the command
is declared. ``--lang`` works at every level; else ``YANGGUANG_LANG``, else the locale: English for an
English locale, Chinese for all others.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import click

from yangguang.annualreport.errors import ReportError
from yangguang.cli.help import help_page, usage_line, usage_note
from yangguang.translation import Message, gettext, language, mark

USAGE = 64  # EX_USAGE of sysexits.h
UNREADABLE = 2
INTERRUPTED = 130
BROKEN_PIPE = 141

_LANGUAGES = {"zh": "zh-hans", "en": "en"}


def language_wanted(args: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language of the command line: ``--lang``, else the environment, else Chinese."""
    for number, arg in enumerate(args):
        if arg == "--":
            break
        if arg == "--lang" and number + 1 < len(args):
            return _LANGUAGES.get(args[number + 1], "zh-hans")
        if arg.startswith("--lang="):
            return _LANGUAGES.get(arg.removeprefix("--lang="), "zh-hans")
    names = ("YANGGUANG_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "")
    return "en" if locale.lower().startswith("en") else "zh-hans"


class Wrong(click.UsageError):
    """The command was called in a way that makes no sense. The template is Chinese."""

    def __init__(self, template: str, /, **params: object) -> None:
        super().__init__(str(Message(template, params)))


class _Speaking(click.Command):
    """What commands and groups share: help in the language, ``--lang``, extra words refused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.append(
            click.Option(
                ["--lang"],
                type=click.Choice(list(_LANGUAGES)),
                expose_value=False,
                help=mark("提示语言：zh 中文，en 英文。默认随系统环境。"),
            )
        )

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help``, with a help text of ours."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = mark("显示这份说明。")
        return option

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The words of the usage line, ``[OPTIONS]`` in the language."""
        pieces = super().collect_usage_pieces(ctx)
        return [gettext("[选项]") if piece == self.options_metavar else piece for piece in pieces]

    def get_help(self, ctx: click.Context) -> str:
        """The help page."""
        return help_page(self, ctx)

    def get_usage(self, ctx: click.Context) -> str:
        """The usage line."""
        return usage_line(self, ctx)


class SpeakingCommand(_Speaking):
    """A command."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse; words that belong nowhere are wrong usage."""
        allowed, ctx.allow_extra_args = ctx.allow_extra_args, True
        try:
            rest = super().parse_args(ctx, args)
            if rest and not allowed and not ctx.resilient_parsing:
                raise Wrong(mark("多余的参数：{words}。"), words=" ".join(rest))
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        ctx.allow_extra_args = allowed
        return rest


class LazyGroup(_Speaking, click.Group):
    """A group whose commands are imported when they are used.

    ``commands_in`` maps a name to the module that holds it as ``command`` and a line of help. A
    command whose module is not part of this installation is not offered.
    """

    def __init__(self, *args: Any, commands_in: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, subcommand_metavar="COMMAND …", **kwargs)
        self._commands_in = commands_in

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order declared."""
        return [name for name, (module, _) in self._commands_in.items() if find_spec(module)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command; while help is listed, a stand-in that carries the line of help only."""
        if cmd_name not in self._commands_in:
            return None
        module, line = self._commands_in[cmd_name]
        if ctx.info_name and ctx.meta.get("listing"):
            return click.Command(cmd_name, short_help=line)
        if find_spec(module) is None:
            return None
        command: click.Command = import_module(module).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command meant by the first word; the others are offered when there is none."""
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as error:
            raise click.exceptions.NoSuchCommand(
                error.command_name, possibilities=self.list_commands(ctx), ctx=ctx
            ) from None

    def get_help(self, ctx: click.Context) -> str:
        """The help page, without importing any of the commands."""
        ctx.meta["listing"] = True
        try:
            return super().get_help(ctx)
        finally:
            ctx.meta.pop("listing")


class RootGroup(LazyGroup):
    """The program: sets the language, and turns what goes wrong into messages and exit codes."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command and see its output off."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise _ReaderGone from error
        return result

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run. Exit codes are those of the contract: 0, 1, 2, 64."""
        words = list(sys.argv[1:] if args is None else args)
        run = partial(super().main, words, prog_name, complete_var, standalone_mode=False, **extra)
        with language(language_wanted(words, os.environ)):
            if not standalone_mode:
                return run()
            sys.exit(_outcome(run))


class _ReaderGone(Exception):
    """Whoever read our output has enough of it (SIGPIPE). click would call it a failure."""


def _outcome(run: Callable[[], Any]) -> int:
    try:
        code = run()
    except click.UsageError as error:
        _say_usage(error)
        return USAGE
    except click.ClickException as error:
        click.echo(error.format_message(), err=True)
        return UNREADABLE
    except ReportError as error:
        click.echo(str(error), err=True)
        return UNREADABLE
    except (click.Abort, KeyboardInterrupt):
        click.echo(gettext("已中断。"), err=True)
        return INTERRUPTED
    except (_ReaderGone, BrokenPipeError):
        _forget_output()
        return BROKEN_PIPE
    return code if isinstance(code, int) else 0


def _forget_output() -> None:
    """Whoever read our output has enough; the interpreter must not complain about it at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def _say_usage(error: click.UsageError) -> None:
    """What is wrong, and how the command that was meant is written."""
    ctx = error.ctx
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.ctx.get_help(), err=True)
        return
    click.echo(str(Message(mark("用法错误：{problem}"), {"problem": problem_of(error)})), err=True)
    if ctx is not None:
        click.echo(usage_note(ctx.command, ctx), err=True)


def problem_of(error: click.UsageError) -> str:
    """click's complaint in the user's language."""
    if isinstance(error, click.MissingParameter):
        return str(Message(mark("缺少 {name}。"), {"name": _name_of(error)}))
    if isinstance(error, click.NoSuchOption):
        problem = Message(mark("没有选项 {name}。"), {"name": error.option_name})
        return _with_guess(problem, error.possibilities)
    if isinstance(error, click.exceptions.NoSuchCommand):
        problem = Message(mark("没有命令 {name}。"), {"name": error.command_name})
        return _with_guess(problem, error.possibilities)
    if isinstance(error, click.BadOptionUsage):
        return str(Message(mark("选项 {name} 的写法不对。"), {"name": error.option_name}))
    if isinstance(error, click.BadParameter) and error.param is not None:
        return _bad_value(error, error.param)
    return error.format_message()


def _bad_value(error: click.BadParameter, param: click.Parameter) -> str:
    name = _name_of(error)
    if isinstance(param.type, click.Choice):
        choices = "、".join(str(choice) for choice in param.type.choices)
        return str(Message(mark("{name} 只能是：{choices}。"), {"name": name, "choices": choices}))
    if isinstance(param.type, click.IntRange):
        return str(Message(mark("{name} 应为 {range} 的整数。"), {"name": name, "range": _range(param.type)}))
    if isinstance(param.type, type(click.INT)):
        return str(Message(mark("{name} 应为整数。"), {"name": name}))
    return str(Message(mark("{name} 的值不正确：{problem}"), {"name": name, "problem": error.message}))


def _range(kind: click.IntRange) -> str:
    low = "" if kind.min is None else f"≥ {kind.min}"
    high = "" if kind.max is None else f"≤ {kind.max}"
    return " ".join(part for part in (low, high) if part)


def _name_of(error: click.BadParameter) -> str:
    param = error.param
    if param is None:
        return str(error.param_hint or "")
    if isinstance(param, click.Argument):
        return param.make_metavar(error.ctx) if error.ctx else (param.name or "")
    return max(param.opts, key=len)


def _with_guess(problem: Message, guesses: Sequence[str] | None) -> str:
    if not guesses:
        return str(problem)
    guess = Message(mark("是不是 {names}？"), {"names": "、".join(guesses)})
    return f"{problem}{guess}"
