"""The book: entries in one chain, never changed, never removed."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from datetime import UTC
from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.ledger import kinds

START = "0" * 64


class Immutable(TypeError):
    """An entry was to be changed or removed."""


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries; the methods that would rewrite them are closed (and the database refuses too)."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise Immutable("ledger entries are never changed")

    def delete(self) -> NoReturn:
        raise Immutable("ledger entries are never removed")

    def of(self, obj: models.Model) -> EntryQuerySet:
        """What happened to one object, oldest first."""
        return self.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk)).order_by("number")


class Entry(models.Model):
    """Who did what, when, to which object, with which facts.

    Names are kept as they were; ids are plain numbers, so that an entry outlives what it speaks of.
    """

    number = models.BigIntegerField(_("编号"), unique=True)
    at = models.DateTimeField(_("时间"), db_index=True)
    entered_at = models.DateTimeField(_("记入时间"))
    kind = models.CharField(_("事项"), max_length=80, db_index=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(_("操作人"), max_length=150)
    agency_id = models.BigIntegerField(null=True, db_index=True)
    object_type = models.CharField(max_length=100)
    object_id = models.CharField(max_length=40)
    object_name = models.CharField(_("对象"), max_length=200)
    facts = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(_("校验值"), max_length=64, unique=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("台账记录")
        verbose_name_plural = _("操作台账")
        ordering = ["-number"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["object_type", "object_id"], name="ledger_entry_object")]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """The entry in words."""
        facts = defaultdict(lambda: "—", self.facts, object=self.object_name)
        return str(kinds.known(self.kind).sentence) % facts

    def sealed(self) -> str:
        """The hash that this entry ought to have, over everything in it and the entry before."""
        said = [
            self.number,
            self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.entered_at.astimezone(UTC).isoformat(timespec="microseconds"),
            *(self.kind, self.actor_id, self.actor_name, self.agency_id),
            *(self.object_type, self.object_id, self.object_name),
            *(self.facts, self.previous),
        ]
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Immutable("ledger entries are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Immutable("ledger entries are never removed")


class Head(models.Model):
    """The end of the chain. Its one row is locked while an entry is added, so that numbers have no gaps."""

    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=START)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)
