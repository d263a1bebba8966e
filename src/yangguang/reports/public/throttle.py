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
    now = time.time()
    window, left = int(now // seconds), seconds - int(now % seconds)
    said = f"{what}|{_network(caller(request))}|{window}"
    digest = hmac.new(settings.SECRET_KEY.encode(), said.encode(), hashlib.sha256).hexdigest()
    key = f"throttle:{digest}"
    if cache.add(key, 1, timeout=seconds):
        return 0
    try:
        used = cache.incr(key)
    except ValueError:  # the window ended between the two calls
        return 0
    return left if used > most else 0


def _network(address: str) -> str:
    """IPv6 households own a /64: counting single addresses of it would count nothing."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        return str(ipaddress.ip_network(f"{parsed}/64", strict=False))
    return str(parsed)
