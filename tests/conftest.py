"""Where the tests find real reports, and other things that every room needs."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from yangguang.annualreport.formats import format_by_id
from yangguang.annualreport.model import AnnualReport, Cell, CellState

# Machines under load are slow without being wrong: no test judges time.
settings.register_profile("yangguang", deadline=None)
settings.load_profile("yangguang")

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


def _filled(
    agency: str,
    year: int | None,
    form_id: str = "2021",
    variant: str = "",
    figures: dict[str, object] | None = None,
) -> AnnualReport:
    form = format_by_id(form_id, variant)
    cells = {path: Cell(path, 0, raw="0") for path in form.cell_paths()}
    for path, value in (figures or {}).items():
        assert path in cells, path
        if isinstance(value, CellState):
            cells[path] = Cell(path, None, value)
        else:
            cells[path] = Cell(path, value, raw=str(value))
    return AnnualReport(agency, year, form, cells, file=f"{agency}{year}.docx")


@pytest.fixture(scope="session")
def office_report() -> Callable[..., AnnualReport]:
    """A report with 0 in every cell but the ``figures`` given: by address a value or a cell state."""
    return _filled


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database; at the end, PostgreSQL lets nobody drop it while a page's thread is still connected."""
    from django.db import connection

    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
