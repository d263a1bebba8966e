"""Guessing passwords takes long: after a few wrong ones an account pauses, and so does a busy address."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core.cache import cache

from yangguang.web.throttle import network

# many people may share one address (an office behind one gateway)
ADDRESS_FACTOR = 10


def _keys(username: str, address: str) -> dict[str, int]:
    """Cache keys with the number of failures each bears; hashed, so that the cache holds no names."""
    limits = {f"account:{username.strip().lower()}": settings.SIGN_IN_ATTEMPTS}
    limits[f"address:{network(address)}"] = settings.SIGN_IN_ATTEMPTS * ADDRESS_FACTOR
    return {"sign-in:" + hashlib.sha256(k.encode()).hexdigest(): limit for k, limit in limits.items()}


def is_paused(username: str, address: str) -> bool:
    """Whether no password is tried at all for now."""
    counts = cache.get_many(_keys(username, address))
    return any(counts.get(key, 0) >= limit for key, limit in _keys(username, address).items())


def failed(username: str, address: str) -> None:
    """Count a wrong password; the pause begins anew with each."""
    for key in _keys(username, address):
        cache.add(key, 0, settings.SIGN_IN_PAUSE_SECONDS)
        try:
            cache.incr(key)
        except ValueError:  # it expired in between
            cache.set(key, 1, settings.SIGN_IN_PAUSE_SECONDS)
        cache.touch(key, settings.SIGN_IN_PAUSE_SECONDS)


def forgive(username: str) -> None:
    """The right password, or a new one, clears the account; an address keeps its count until it expires."""
    account = next(iter(_keys(username, "")))
    cache.delete(account)
