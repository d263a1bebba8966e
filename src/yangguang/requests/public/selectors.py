"""What the public pages read."""

from __future__ import annotations

from django.db.models import Q

from yangguang.offices.models import Agency

MOST_AGENCIES = 40
MOST_WORDS = 5


def agencies_taking_requests(words: str) -> list[Agency]:
    """Agencies that take requests over the internet and are meant by the words, a pageful."""
    found = Agency.objects.active().filter(request_settings__takes_online=True)
    for word in words.split()[:MOST_WORDS]:
        found = found.filter(Q(name__icontains=word) | Q(short_name__icontains=word))
    return list(found.select_related("request_settings").order_by("path")[:MOST_AGENCIES])
