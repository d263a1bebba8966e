"""Several servers must seal identity numbers with the same keys: what one seals every other has to open.

The database knows the fingerprints of all keys that have sealed something. A server is fit when its
``YANGGUANG_IDENTITY_KEYS`` hold all of them; the first of its keys, with which it seals, is entered when it starts. A
change of keys stays possible: the new key goes last on every server (``old,new``), then first (``new,old``),
``reseal`` seals everything anew and strikes the old one off, then it is dropped.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _

from yangguang.cases.models.sealing_key import SealingKey
from yangguang.cases.sealing import SealedField, Unsealable
from yangguang.web.preparing import Unfit


def fingerprint(key: str) -> str:
    """Tells two keys apart and nothing of either: a key is 32 random bytes."""
    return hashlib.sha256(b"yangguang identity key\0" + key.strip().encode()).hexdigest()[:32]


def check_keys() -> None:
    """Enter this server's key; raises :class:`Unfit` where the server could not open what others have sealed."""
    mine = [fingerprint(key) for key in settings.IDENTITY_KEYS]
    known = set(SealingKey.objects.values_list("fingerprint", flat=True))
    _refuse_unknown(known, mine)
    if mine[0] not in known:
        _enter(mine)


def _enter(mine: list[str]) -> None:
    with transaction.atomic():
        known = list(SealingKey.objects.select_for_update().order_by("number"))
        if known:
            SealingKey.objects.get_or_create(fingerprint=mine[0], defaults={"number": known[-1].number + 1})
        else:
            _refuse_unreadable()
            SealingKey.objects.get_or_create(number=1, defaults={"fingerprint": mine[0]})
        _refuse_unknown(set(SealingKey.objects.values_list("fingerprint", flat=True)), mine)


def _refuse_unknown(known: set[str], mine: list[str]) -> None:
    missing = known - set(mine)
    if missing:
        raise Unfit(
            _(
                "证件号码的加密密钥与数据库不符：数据库里有用另一把密钥（指纹 %(missing)s）加密的内容，本服务器的密钥"
                "（指纹 %(mine)s）不能解密。请把各台服务器的 YANGGUANG_IDENTITY_KEYS 设为相同；更换密钥时保留旧密钥，"
                "写在新密钥之后，运行 reseal 以后再去掉。"
            )
            % {"missing": "、".join(sorted(missing)), "mine": "、".join(mine)}
        )


def _refuse_unreadable() -> None:
    """An installation from before the table has sealed rows: the first server to enter its key must open them."""
    for model, names in sealed_columns():
        for name in names:
            try:
                model._base_manager.exclude(**{name: ""}).order_by("-pk").values_list(name, flat=True).first()
            except Unsealable as error:
                raise Unfit(str(error)) from error


def sealed_columns() -> Iterator[tuple[type[models.Model], list[str]]]:
    """Every table with sealed columns, and their names."""
    for model in apps.get_models():
        names = [field.name for field in model._meta.concrete_fields if isinstance(field, SealedField)]
        if names:
            yield model, names


def forget_others() -> int:
    """Strike off the keys with which nothing is sealed any more, after everything was sealed anew; how many."""
    return SealingKey.objects.exclude(fingerprint=fingerprint(settings.IDENTITY_KEYS[0])).delete()[0]
