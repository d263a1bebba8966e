"""Writing into the ledger, and holding it against itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from yangguang.ledger.kinds import Kind
from yangguang.ledger.models import START, Entry, Head

SYSTEM = "系统"


@transaction.atomic
def record(
    kind: Kind,
    obj: models.Model,
    *,
    by: AbstractBaseUser | None,
    agency: models.Model | None = None,
    at: datetime | None = None,
    **facts: Any,
) -> Entry:
    """Add an entry: ``by`` did ``kind`` to ``obj`` (``None``: the system itself did).

    Belongs into the transaction of the act itself, as its last step: it locks the end of the chain
    until that transaction ends.
    """
    now = timezone.now()
    head = Head.objects.select_for_update().get_or_create(pk=1)[0]
    entry = Entry(
        number=head.number + 1,
        at=at or now,
        entered_at=now,
        kind=kind.id,
        actor_id=by.pk if by else None,
        actor_name=str(by)[:150] if by else SYSTEM,
        agency_id=agency.pk if agency else None,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        object_name=str(obj)[:200],
        facts=json.loads(json.dumps(facts, cls=DjangoJSONEncoder, allow_nan=False)),
        previous=head.hash,
    )
    entry.hash = entry.sealed()
    entry.save(force_insert=True)
    Head.objects.filter(pk=1).update(number=entry.number, hash=entry.hash)
    return entry


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the chain does not hold."""

    number: int
    why: str


def breaks() -> Iterator[Break]:
    """Every place where the ledger contradicts itself; nothing when it is whole."""
    number, previous = 0, START
    for entry in Entry.objects.order_by("number").iterator(2000):
        if entry.number != number + 1:
            yield Break(number + 1, "missing")
        elif entry.previous != previous:
            yield Break(entry.number, "does not follow the entry before it")
        if entry.hash != entry.sealed():
            yield Break(entry.number, "was changed")
        number, previous = entry.number, entry.hash
    head = Head.objects.filter(pk=1).first() or Head()
    if (head.number, head.hash) != (number, previous):
        yield Break(number + 1, "the end is missing")
