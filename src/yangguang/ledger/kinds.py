"""What can stand in the ledger. A room declares its kinds once; an undeclared kind is an error."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

_kinds: dict[str, Kind] = {}


class UnknownKind(LookupError):
    """Somebody tried to enter what nobody has declared."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry: its id (``room.past_tense``) and its sentence, with facts as ``%(name)s``."""

    id: str
    sentence: str | Promise


def declare(id: str, sentence: str | Promise) -> Kind:
    """Make a kind known. ``sentence`` is lazily translated; ``%(object)s`` and every fact may stand in it."""
    kind = Kind(id, sentence)
    if _kinds.setdefault(id, kind) is not kind:
        raise ValueError(f"the ledger already knows a kind {id!r}")
    return kind


def known(id: str) -> Kind:
    """The kind with this id."""
    try:
        return _kinds[id]
    except KeyError:
        raise UnknownKind(id) from None


def all_kinds() -> tuple[Kind, ...]:
    """Every kind that this installation can enter."""
    return tuple(_kinds.values())
