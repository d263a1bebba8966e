"""Where the tests find real reports, and other things that every room needs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def shared_folder() -> Path:
    """The folder of real reports and messages beside the project, or as the environment says."""
    return Path(os.environ.get("YANGGUANG_SHARED", ROOT.parent / "shared")) / "data"


@pytest.fixture(scope="session")
def shared_reports() -> Path:
    """Real annual reports with hand-checked truth; tests on them skip, loudly, where they are missing."""
    folder = shared_folder() / "reports"
    if not folder.is_dir():
        pytest.skip(f"real reports are not here ({folder}); set YANGGUANG_SHARED to run this test")
    return folder
