"""Who is asking, for the pages of the workbench."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from yangguang.offices.models import Person


def person(request: HttpRequest) -> Person:
    """Who is asking; the workbench lets nobody in who has not signed in."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user
