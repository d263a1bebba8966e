"""Nothing is half done, whenever the power goes; nobody overtakes anybody, however many act at once."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PROGRAM = Path(__file__).resolve().parent.parent / "support" / "trial.py"


@pytest.fixture
def trial(tmp_path: Path, request: pytest.FixtureRequest, server_database: str) -> Callable[[str], Any]:
    def run(name: str) -> Any:
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("YANGGUANG_", "DJANGO_"))}
        environment |= {
            "DJANGO_SETTINGS_MODULE": "yangguang.settings.base",
            "YANGGUANG_DATA": str(tmp_path / "data"),
            "YANGGUANG_LOG_LEVEL": "ERROR",
            "PYTHONPATH": os.pathsep.join([str(PROGRAM.parent), *sys.path]),
        }
        if server_database:
            environment["DATABASE_URL"] = server_database
        else:
            (tmp_path / "data").mkdir()
            shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "data" / "yangguang.sqlite3")
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, str(PROGRAM), name],
            env=environment,
            capture_output=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()[-3000:]
        return json.loads(done.stdout)

    return run


def test_nothing_is_half_done_wherever_the_power_goes(trial):
    found = trial("kill")
    assert {item["act"] for item in found} >= {
        "open a case",
        "correct",
        "archive",
        "package",
        "issue it",
        "decide it and reopen the request",
    }
    assert all(item["writes"] >= 4 for item in found), found
    assert [problem for item in found for problem in item["broken"]] == []


def test_several_at_once_get_a_number_each_and_one_alone_takes_a_step(trial):
    found = trial("race")
    assert found["raised"] == []
    assert found["serials"] == list(range(1, 31))
    assert found["conflicts"] == ["Conflict"] * 3
    assert found["problems"] == []


def test_of_several_who_do_different_things_at_once_one_does_and_nothing_happens_twice(trial):
    found = trial("crowd")
    assert found["different"] == {"raised": ["Conflict"] * 4, "acts": 1}
    assert found["filed"] == {"raised": [], "cases": 1, "told": 1}
    assert found["issued"] == {"raised": 2, "state": "issued", "steps": 2}
    assert found["made"] == {"raised": [], "packages": 1, "preview": True}
    assert found["problems"] == []
