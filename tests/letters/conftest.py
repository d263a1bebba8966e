"""A small office and its letters, in the office's words."""

from __future__ import annotations

import pytest
from support_letters import LetterDesk
from support_office import Cast, Desk, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast)


@pytest.fixture
def writing(cast: Cast) -> LetterDesk:
    return LetterDesk(cast)
