"""“Is it this?”: what is already public and may be what somebody is about to ask for (条例第三十六条第一项).

A room that publishes something registers a provider; nobody here knows which rooms there are.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from yangguang.offices.models import Agency

logger = logging.getLogger(__name__)
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something public: what it is called, where it is, and whose it is."""

    title: str
    url: str
    source: str


Provider = Callable[[str, Agency], Iterable[Suggestion]]
"""Takes the words and the agency asked; gives the best first, a handful, with a bounded number of queries."""

_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Let a room suggest what it has published."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def suggest(words: str, agency: Agency, *, most: int = 5) -> list[Suggestion]:
    """What may be meant by these words; nothing for a word or two of no weight."""
    wanted = " ".join(words[:LONGEST].split())
    if len(wanted) < 2:
        return []
    found: dict[str, Suggestion] = {}
    for provider in _providers:
        try:
            for suggestion in provider(wanted, agency):
                found.setdefault(suggestion.url, suggestion)
        except Exception:
            # The edge to other rooms: a suggestion that fails must never stop a request.
            logger.exception("a provider of suggestions failed", extra={"provider": provider.__name__})
    return list(found.values())[:most]
