"""How often one address may ask for costly work. Counts in the cache, keeps no address."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from yangguang.web.callers import caller


def seconds_to_wait(request: HttpRequest, what: str, *, most: int, seconds: int) -> int:
    """Count one use of ``what``; 0 when it is allowed, else the seconds until it is again.

    At most ``most`` uses in each window of ``seconds``. The key is a keyed hash that changes with
    the window, so that nobody can read addresses out of the cache.
    """
    key, left = _key(f"{what}|{network(caller(request))}", seconds)
    return left if _counted(key, seconds) > most else 0


def count(what: str, *, seconds: int) -> None:
    """Count one use of something that is not an address, such as a wrong code for a number."""
    _counted(_key(what, seconds)[0], seconds)


def seconds_blocked(what: str, *, most: int, seconds: int) -> int:
    """How long ``what`` is closed because it was counted ``most`` times in this window; 0 when it is not."""
    key, left = _key(what, seconds)
    return left if int(cache.get(key, 0)) >= most else 0


def _key(what: str, seconds: int) -> tuple[str, int]:
    """The key of this window, and the seconds left of it."""
    now = time.time()
    said = f"{what}|{int(now // seconds)}"
    digest = hmac.new(settings.SECRET_KEY.encode(), said.encode(), hashlib.sha256).hexdigest()
    return f"throttle:{digest}", seconds - int(now % seconds)


def _counted(key: str, seconds: int) -> int:
    """One more; how many there are now."""
    if cache.add(key, 1, timeout=seconds):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # the window ended between the two calls
        return 1


def network(address: str) -> str:
    """What counts as one address. IPv6 households own a /64: counting single addresses of it would count nothing."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6 and parsed.ipv4_mapped:  # all of them share one /64
        return str(parsed.ipv4_mapped)
    if parsed.version == 6:
        return str(ipaddress.ip_network(f"{parsed}/64", strict=False))
    return str(parsed)
