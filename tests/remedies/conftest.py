"""A small office with cases against it."""

from __future__ import annotations

import pytest
from support_office import Cast, Desk, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast)
