"""Values from the environment, read through typed helpers that refuse nonsense.

Each helper remembers what it was asked for, so that the table in ``docs/ops.md`` can be held
against the code by a test.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

YES = {"1", "on", "true", "yes"}
NO = {"0", "off", "false", "no"}
HOST = re.compile(r"^(\*|\.?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])$")


@dataclass(frozen=True, slots=True)
class Setting:
    """One name that the environment may set."""

    name: str
    default: str
    says: str


@dataclass
class Environment:
    """Reads settings from ``values`` and keeps the list of those it knows."""

    values: Mapping[str, str]
    known: dict[str, Setting] = field(default_factory=dict)

    def _raw(self, name: str, default: object, says: str) -> str | None:
        shown = {True: "on", False: "off", None: ""}.get(default, str(default))  # type: ignore[call-overload]
        self.known[name] = Setting(name, shown, says)
        value = self.values.get(name, "").strip()
        return value or None

    def text(self, name: str, *, default: str = "", says: str, choices: tuple[str, ...] = ()) -> str:
        """A word or sentence; one of ``choices`` where there are any."""
        value = self._raw(name, default, says) or default
        if choices and value not in choices:
            raise _wrong(name, value, "请写其中之一：" + "、".join(choices))
        return value

    def flag(self, name: str, *, default: bool, says: str) -> bool:
        """Yes or no."""
        value = self._raw(name, default, says)
        if value is None:
            return default
        if value.lower() in YES | NO:
            return value.lower() in YES
        raise _wrong(name, value, "请写 on 或 off")

    def number(self, name: str, *, default: int, least: int, most: int, says: str) -> int:
        """A whole number between ``least`` and ``most``."""
        value = self._raw(name, default, says)
        if value is None:
            return default
        if not re.fullmatch(r"\d{1,12}", value, re.ASCII) or not least <= int(value) <= most:
            raise _wrong(name, value, f"请写 {least} 到 {most} 之间的整数")
        return int(value)

    def hosts(self, name: str, *, default: tuple[str, ...], says: str) -> list[str]:
        """Host names separated by commas, without scheme or port."""
        value = self._raw(name, ",".join(default), says)
        hosts = [part.strip() for part in value.split(",") if part.strip()] if value else list(default)
        for host in hosts:
            if not HOST.match(host):
                raise _wrong(name, host, "请只写主机名，用逗号分隔，不带 http:// 和端口")
        return hosts

    def folder(self, name: str, *, default: str, says: str, shown: str | None = None) -> Path:
        """A folder, made absolute; it need not exist yet, but must not be a file.

        ``shown`` is the default as the table tells it, where it depends on another setting.
        """
        value = self._raw(name, default if shown is None else shown, says)
        path = Path(value or default).expanduser().absolute()
        if path.exists() and not path.is_dir():
            raise _wrong(name, str(path), "这是一个文件，请写一个文件夹")
        return path

    def url(self, name: str, *, schemes: tuple[str, ...], default: str = "", says: str) -> str:
        """An address with one of ``schemes``; its value is never repeated, it may hold a password."""
        value = self.secret(name, says=says, default=default)
        if not value:
            return ""
        try:
            split = urlsplit(value)
            split.port  # noqa: B018 - asks for the port to have it checked
        except ValueError as error:
            raise _wrong(name, "（值不显示）", "这不是一个地址") from error
        if split.scheme not in schemes:
            raise _wrong(name, "（值不显示）", "地址应以 " + "、".join(f"{s}://" for s in schemes) + " 开头")
        return value

    def secret(self, name: str, *, says: str, default: str = "") -> str:
        """A value that may also come from the file that ``NAME_FILE`` names."""
        value = self._raw(name, default, says)
        path = self.values.get(f"{name}_FILE", "").strip()
        if value and path:
            raise ImproperlyConfigured(f"环境变量 {name} 和 {name}_FILE 只能设置一个。")
        if not path:
            return value or default
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise _wrong(f"{name}_FILE", path, f"文件无法读取（{error.strerror}）") from error


def _wrong(name: str, value: str, advice: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"环境变量 {name} 的值“{value}”不能用：{advice}。")
