"""The cache that several servers share: Redis, and each process's own memory while Redis does not answer.

Nothing in the cache is the only copy of anything: it counts (how often an address asks, wrong passwords) and says
who has a page open. A Redis that is down makes each process count by itself for a while; nobody is turned away.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache

logger = logging.getLogger(__name__)
ASK_AGAIN_SECONDS = 5.0
"""After a failure Redis is left alone for so long: every caller would wait for it in vain."""
_closed_until: dict[str, float] = {}
_ANSWERS = "yangguang:answers"


def _or_own_memory(name: str) -> Callable[..., Any]:
    """The operation ``name`` on Redis; on the process's own memory where Redis does not answer."""

    def operation(self: SharedCache, *args: Any, **kwargs: Any) -> Any:
        from redis.exceptions import RedisError

        if time.monotonic() >= _closed_until.get(self.address, 0.0):
            try:
                return getattr(super(SharedCache, self), name)(*args, **kwargs)
            except (RedisError, OSError) as error:
                _closed_until[self.address] = time.monotonic() + ASK_AGAIN_SECONDS
                logger.error("the shared cache does not answer", extra={"why": type(error).__name__})
        return getattr(self.own, name)(*args, **kwargs)

    operation.__name__ = name
    return operation


class SharedCache(RedisCache):
    """Redis with something to fall back upon."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.address = server
        self.own = LocMemCache("while-redis-is-away", {"OPTIONS": {"MAX_ENTRIES": 10_000}})

    add = _or_own_memory("add")
    get = _or_own_memory("get")
    set = _or_own_memory("set")
    touch = _or_own_memory("touch")
    delete = _or_own_memory("delete")
    get_many = _or_own_memory("get_many")
    has_key = _or_own_memory("has_key")
    incr = _or_own_memory("incr")
    set_many = _or_own_memory("set_many")
    delete_many = _or_own_memory("delete_many")
    clear = _or_own_memory("clear")


def shared_cache_answers() -> bool | None:
    """Whether Redis answers now; nothing where none is set."""
    backend = caches["default"]
    if not isinstance(backend, SharedCache):
        return None
    backend.set(_ANSWERS, 1, 60)
    return time.monotonic() >= _closed_until.get(backend.address, 0.0)
