"""``yangguang manage``: Django's management commands."""

from __future__ import annotations

import os
from contextvars import Context

import click

from yangguang.translation import Message, mark

SETTINGS = "yangguang.settings.base"


def set_up_django() -> None:
    """Choose the settings (unless the environment has) and load the application."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise click.ClickException(str(Message(mark("设置有误：{problem}"), {"problem": error}))) from error


@click.command(
    "manage",
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
    help=mark("Django 的管理命令，如 migrate、createsuperuser；不带参数时列出全部。"),
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Hand the words over as they are."""
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    # a context of its own: there Django's active language counts, not the one chosen for this terminal
    Context().run(execute_from_command_line, ["yangguang manage", *arguments])
