"""A small office and its cases, in the office's words; and a citizen at its page."""

from __future__ import annotations

import pytest
from citizen import Citizen
from django.core.cache import cache
from support_office import Cast, Desk, make_cast

from yangguang.requests.models import RequestSettings


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast)


@pytest.fixture
def counter(cast: Cast) -> RequestSettings:
    """The bureau takes requests over the internet."""
    cache.clear()
    return RequestSettings.objects.create(agency=cast.bureau, office="公开办", phone="0000-00000001")


@pytest.fixture
def citizen(client, counter: RequestSettings) -> Citizen:
    return Citizen(client, counter.agency)
