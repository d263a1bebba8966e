"""A folder of report files and a way to call the program, for all tests of the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from yangguang.annualreport.model import AnnualReport
from yangguang.annualreport.writing import to_json
from yangguang.cli import cli


@pytest.fixture
def call() -> Callable[..., Result]:
    """Call the program in this process: ``call("report", "read", file)``."""

    def _call(*args: object, stdin: bytes | None = None, **environment: str) -> Result:
        env = {"YANGGUANG_LANG": "zh", "COLUMNS": "80", "NO_COLOR": None, **environment}
        return CliRunner().invoke(cli, [str(arg) for arg in args], input=stdin, env=env)

    return _call


@pytest.fixture
def program() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Call the program as a process of its own, as a shell does."""

    def _run(*args: object, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
        env = {**os.environ, "YANGGUANG_LANG": "zh", **environment}
        words = [sys.executable, "-m", "yangguang", *(str(arg) for arg in args)]
        return subprocess.run(  # noqa: S603 - the program under test
            words, input=stdin, env=env, capture_output=True, timeout=120, check=False
        )

    return _run


@pytest.fixture
def saved(tmp_path: Path, office_report: Callable[..., AnnualReport]) -> Callable[..., Path]:
    """Save a report as a JSON file and give its path: ``saved("a.json", "甲县", 2022, figures={…})``."""

    def _save(name: str, agency: str, year: int, *rest: object, **figures: object) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        report = office_report(agency, year, *rest, **figures)
        path.write_text(json.dumps(to_json(report), ensure_ascii=False), encoding="utf-8")
        return path

    return _save


@pytest.fixture
def right(saved) -> Path:
    """A report whose sums hold."""
    figures = {
        f"requests.{row}.{column}": 6
        for row in ("new_received", "granted", "results_total")
        for column in ("natural_person", "total")
    }
    return saved("甲县.json", "甲县信访局", 2022, figures=figures)


@pytest.fixture
def wrong(saved) -> Path:
    """A report with one wrong total: R1 fails in one row."""
    figures = {"requests.denied_state_secret.natural_person": 0, "requests.denied_state_secret.total": 0}
    figures |= {"remedies.review.upheld": 3, "remedies.review.total": 4}
    return saved("乙县.json", "乙县信访局", 2022, figures=figures)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A file that is no report."""
    path = tmp_path / "坏.json"
    path.write_text('{"agency": ', encoding="utf-8")
    return path
