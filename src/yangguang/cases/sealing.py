"""Identity numbers and telephone numbers: sealed where they lie, masked where they are listed.

Sealed with authenticated encryption (Fernet) under the installation's identity keys; several keys may be in
force while they are changed. A *mark* is a keyed digest by which the same person is recognised again without
opening anything.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


@lru_cache(maxsize=4)
def _sealer(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def seal(text: str) -> str:
    """The text, sealed; nothing stays nothing."""
    return _sealer(tuple(settings.IDENTITY_KEYS)).encrypt(text.encode()).decode("ascii") if text else ""


class Unsealable(Exception):
    """The key that sealed this is not among the installation's keys."""


def unseal(sealed: str) -> str:
    """The text again. Raises :class:`Unsealable`."""
    if not sealed:
        return ""
    try:
        return _sealer(tuple(settings.IDENTITY_KEYS)).decrypt(sealed.encode("ascii")).decode()
    except InvalidToken as error:
        raise Unsealable("不能解密：当前的 YANGGUANG_IDENTITY_KEYS 里没有加密它的密钥。") from error


def mark_of(*parts: str) -> str:
    """A digest under the installation's secret: the same for the same person, telling nothing else.

    Width and case are folded and blanks dropped first, so that ``１２３ x`` and ``123X`` are the same.
    """
    folded = "\x00".join("".join(unicodedata.normalize("NFKC", part).upper().split()) for part in parts)
    if not folded.replace("\x00", ""):
        return ""
    return hmac.new(settings.SECRET_KEY.encode(), folded.encode(), hashlib.sha256).hexdigest()[:40]


def masked(text: str) -> str:
    """A number of which only the ends can be read: 110***********0011, 138****5678."""
    if len(text) <= 4:
        return "*" * len(text)
    if len(text) < 9:
        return text[0] + "*" * (len(text) - 2) + text[-1]
    head, tail = (3, 4)
    return text[:head] + "*" * (len(text) - head - tail) + text[-tail:]


def masked_name(name: str) -> str:
    """A name of which only the first sign can be read: 王*，欧**."""
    return name[:1] + "*" * max(len(name) - 1, 1) if name else ""


class SealedField(models.TextField[str, str]):
    """A text that lies sealed in the database and is clear in Python. It can be neither searched nor sorted."""

    def get_prep_value(self, value: Any) -> Any:
        return seal(str(value)) if value else ""

    def from_db_value(self, value: Any, expression: object, connection: object) -> str:
        return unseal(value or "")
