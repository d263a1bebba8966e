"""Keys made on the first start and kept in the data folder: the secret key, and the key that seals identities."""

from __future__ import annotations

import base64
import os
import secrets
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

SHORTEST = 32


def secret_key(folder: Path) -> str:
    """The key in ``folder/secret.key``; made there, readable by the owner only, when it is missing."""
    return _kept(folder, "secret.key", get_random_secret_key, "已登录的人需重新登录")


def identity_key(folder: Path) -> str:
    """The key in ``folder/identity.key``, 32 random bytes in base64; whoever loses it loses what it sealed."""
    return _kept(
        folder,
        "identity.key",
        lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode("ascii"),
        "已加密的证件号码和电话将无法读出",
    )


def _kept(folder: Path, name: str, make: Callable[[], str], price: str) -> str:
    """A key made once. The file is linked into place whole, so that two processes starting at once agree."""
    path = folder / name
    try:
        if not path.exists():
            _make(path, make())
        key = path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"数据文件夹 {folder} 不可写（{error.strerror}）。请检查权限，或用环境变量 YANGGUANG_DATA 另指一处。"
        ) from error
    if len(key) < SHORTEST:
        raise ImproperlyConfigured(f"密钥文件 {path} 已损坏。请从备份恢复，或删除后重新启动（{price}）。")
    return key


def _make(path: Path, key: str) -> None:
    """Write a draft under a name of its own (two threads share a process number), then link it into place."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # readable by its owner only
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key + "\n")
        with suppress(FileExistsError):  # then another was first, and its key is the one
            os.link(draft, path)
    finally:
        os.unlink(draft)
