"""Messages in the reader's language, for code that must not know Django.

Chinese is the source language: every message is written in Chinese and looked up in the package's
own catalogue (``locale/<language>/LC_MESSAGES/yangguang.mo``); a message without a translation
stays Chinese. Whoever embeds the library says which language is wanted: the web application passes
Django's active language, the command line the user's environment.
"""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

SOURCE_LANGUAGE = "zh-hans"
LOCALE_DIR = Path(__file__).parent / "locale"

_chosen: ContextVar[str | None] = ContextVar("yangguang_language", default=None)
_ask: Callable[[], str | None] = lambda: None  # noqa: E731 - replaced by the embedding application


def ask_language_from(provider: Callable[[], str | None]) -> None:
    """Let ``provider`` tell the language wherever none was chosen with :func:`language`."""
    global _ask
    _ask = provider


def current_language() -> str:
    """The language in force: chosen here, else the application's, else Chinese."""
    return _chosen.get() or _ask() or SOURCE_LANGUAGE


@contextmanager
def language(code: str) -> Iterator[None]:
    """Messages inside the block come in ``code`` (``zh-hans`` or ``en``)."""
    token = _chosen.set(code)
    try:
        yield
    finally:
        _chosen.reset(token)


@lru_cache(maxsize=8)
def _catalogue(code: str) -> _gettext.NullTranslations:
    return _gettext.translation("yangguang", LOCALE_DIR, [code.split("-")[0]], fallback=True)


def gettext(message: str) -> str:
    """``message`` in the language in force."""
    code = current_language()
    if not message or code.lower().startswith("zh"):
        return message
    return _catalogue(code).gettext(message)


def mark(message: str) -> str:
    """Mark a Chinese text for the catalogue without translating it yet (``gettext_noop``)."""
    return message


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for people, kept as template and facts so that it can be said in any language.

    ``template`` is the Chinese text with named placeholders, ``params`` their values; values that
    are themselves terms of the catalogue (a column's label) are translated with it.
    """

    template: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        said = {k: gettext(v) if isinstance(v, str) else v for k, v in self.params.items()}
        return gettext(self.template).format_map(said) if said else gettext(self.template)
