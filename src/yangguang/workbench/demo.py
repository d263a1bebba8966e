"""The demonstration office: people first, then whatever each room brings (its ``demo.furnish_room``)."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext as _

from yangguang.offices import demo as offices
from yangguang.offices.models import Agency, Person
from yangguang.web.preparing import migrate

LOCAL = {"localhost", "127.0.0.1", "::1"}
SYLLABLES = (
    "shan",
    "he",
    "yun",
    "qing",
    "lan",
    "song",
    "zhu",
    "mei",
    "hai",
    "feng",
    "xue",
    "yue",
    "lin",
    "tian",
)


class Refused(Exception):
    """The demonstration office is not set up; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """How to sign in as one of the demonstration's people."""

    username: str
    password: str
    duties: str


def set_up(*, if_empty: bool, public: bool, say: Callable[[str], object]) -> list[SignIn]:
    """Furnish an empty house; the sign-ins, or none when the house is a real one."""
    migrate()
    if Agency.objects.exists() or Person.objects.exists():
        if not if_empty:
            raise Refused(
                _(
                    "数据库里已有机关或人员，演示单位只能建在空数据库中。请用 YANGGUANG_DATA 另指一个数据文件夹。"
                )
            )
        return sign_ins()
    host = urlsplit(settings.ORIGIN).hostname or ""
    if host not in LOCAL and not public:
        raise Refused(
            _("YANGGUANG_ORIGIN 是对外的地址（%(host)s），不在那里建立演示账号；确要公开演示时加 --public。")
            % {"host": host}
        )
    password = _new_password()
    _keep(password)
    offices.furnish(password)
    for module in _rooms_with_demo():
        module.furnish_room(say)
    return sign_ins()


def sign_ins() -> list[SignIn]:
    """The demonstration's people, when this house is a demonstration."""
    try:
        password = _password_file().read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return []
    people = Person.objects.filter(username__in=[clerk.username for clerk in offices.CLERKS], is_active=True)
    return [
        SignIn(
            person.username, password, f"{person}（{'、'.join(str(m) for m in person.memberships.all())}）"
        )
        for person in people.prefetch_related("memberships__agency")
    ]


def _rooms_with_demo() -> list[ModuleType]:
    names = [
        f"{config.name}.demo" for config in apps.get_app_configs() if config.name.startswith("yangguang.")
    ]
    modules = [import_module(name) for name in names if find_spec(name)]
    return [module for module in modules if hasattr(module, "furnish_room")]


def _new_password() -> str:
    words = [secrets.choice(SYLLABLES) for _ in range(3)]
    return "-".join([*words, str(1000 + secrets.randbelow(9000))])


def _password_file() -> Path:
    return Path(settings.DATA) / "demo-password.txt"


def _keep(password: str) -> None:
    """Readable by the owner only, so that the next start can show it again."""
    handle = os.open(_password_file(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(password + "\n")
