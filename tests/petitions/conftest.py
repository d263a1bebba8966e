"""The bureau's desk for petitions, and its letters."""

from __future__ import annotations

import pytest
from support_letters import LetterDesk
from support_office import Cast, make_cast
from support_petitions import PetitionDesk


@pytest.fixture(autouse=True)
def _files(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def desk(cast: Cast) -> PetitionDesk:
    return PetitionDesk(cast)


@pytest.fixture
def letters(cast: Cast) -> LetterDesk:
    return LetterDesk(cast)
