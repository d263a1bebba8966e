"""Where the tests find real reports, and other things that every room needs.

What tests share, and how one asks for its own:

- The migrations run once in a run (``tests/support/migrated.py``); every worker's test database, and every house that a
  test starts as a program (``migrated_file``, ``server_database``), begins as a copy. Who wants to see the
  migrations themselves starts from an empty folder, as ``tests/web/test_serving.py`` does.
- Each test has a transaction of its own; ``django_db(transaction=True)`` empties all tables instead, which is dear.
- On PostgreSQL, ``--database-only`` leaves out what asks no database, for it is the same on both, and what asks it
  nothing that others do not (``ASKED_BY_OTHERS``).
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import migrated
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


# Pages and papers whose questions to the database other tests ask as well: walks in a browser but for one whole way,
# addresses tried by everybody and pages looked at, letters, the drawing of what is withheld, what is done to a read
# report. Numbers, steps, lists, counts, visibility, registers, roll-ups and whatever two do at once are asked of both.
ASKED_BY_OTHERS = (
    "journeys", "letters", "portal", "workbench", "cases/test_attaching.py", "cases/test_redacting.py",
    "petitions/test_staff.py", "registers/test_pages.py", "registers/test_permissions.py", "remedies/test_pages.py",
    "reports/building", "reports/public", "reports/samples", "reports/test_actions", "reports/test_locked.py",
    "reports/test_permissions.py", "reports/test_reminding.py", "reports/test_staff", "requests/test_staff.py",
    "web/test_addresses.py", "web/test_bodies.py", "web/test_growth.py", "web/test_headers.py",
    "web/test_health.py", "web/test_hostile_values.py", "web/test_neighbours.py", "web/test_requests.py",
)  # fmt: skip
WALKED_ON_BOTH = "journeys/test_request_whole_way.py"
ASKING = frozenset({"db", "transactional_db", "live_server", "server_database"})


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only",
        action="store_true",
        help="only tests whose answer depends on the database behind them",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--database-only"):
        return
    asking = [item for item in items if _asks(item) and not _is_asked_by_others(item)]
    config.hook.pytest_deselected(items=list({*items} - {*asking}))
    items[:] = asking


def _asks(item: pytest.Item) -> bool:
    marked = item.get_closest_marker("django_db") is not None
    return marked or not ASKING.isdisjoint(getattr(item, "fixturenames", ()))


def _is_asked_by_others(item: pytest.Item) -> bool:
    place = item.path.relative_to(ROOT / "tests").as_posix()
    return place != WALKED_ON_BOTH and place.startswith(ASKED_BY_OTHERS)


def folder_of_the_run(config: pytest.Config) -> Path:
    """The folder that all workers of this run have in common."""
    base: Path = config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
    return base.parent if hasattr(config, "workerinput") else base


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        migrated.remove(folder_of_the_run(session.config), os.environ.get("DATABASE_URL", ""))


@pytest.fixture(scope="session")
def run_folder(request: pytest.FixtureRequest) -> Path:
    return folder_of_the_run(request.config)


@pytest.fixture(scope="session")
def migrated_file(run_folder: Path) -> Path:
    """A migrated SQLite file to copy."""
    return migrated.sqlite(run_folder)


@pytest.fixture
def server_database(run_folder: Path) -> Iterator[str]:
    """The address of a migrated database of the test's own on the server; nothing where the tests use SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        yield ""
        return
    name, template = f"yangguang_trial_{uuid.uuid4().hex[:12]}", migrated.postgres(run_folder, url)
    with migrated.on_server(url) as execute:
        execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    yield migrated.at(url, name)
    with migrated.on_server(url) as execute:
        execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, run_folder: Path, django_db_blocker
) -> Iterator[None]:
    """Just before Django makes the test database."""
    with django_db_blocker.unblock(), migrated.lent(run_folder):
        yield


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
