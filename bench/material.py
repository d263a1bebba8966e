"""What the benchmarks read: this project's own sample reports, written in every kind, and any real files given.

``YANGGUANG_BENCH_FILES`` may name a folder of real reports; they are measured beside the samples.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from yangguang.annualreport.errors import ReportError
from yangguang.annualreport.model import AnnualReport
from yangguang.annualreport.reading import read
from yangguang.annualreport.writing import write

SOURCES = Path(__file__).resolve().parent.parent / "src/yangguang/reports/samples/sources"
WRITTEN = ("html", "docx", "pdf", "xlsx", "json")


@dataclass(frozen=True, slots=True)
class Sample:
    """One file to measure: its kind, its name and its bytes."""

    kind: str
    name: str
    data: bytes


def samples() -> list[Sample]:
    """Every sample report in every kind, and the real files if there are any.

    Another process writes them: what setting a PDF leaves in memory would slow down whatever is measured after it.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        return apart.submit(_written).result()


def _written() -> list[Sample]:
    return [*_of_this_project(), *_real_files()]


def _of_this_project() -> Iterator[Sample]:
    for path in sorted(SOURCES.iterdir()):
        report = _readable(path)
        if report is None:
            continue
        if path.suffix in (".txt", ".html"):
            yield Sample(path.suffix[1:], path.name, path.read_bytes())
        for kind in WRITTEN:
            yield Sample(kind, f"{path.stem}.{kind}", write(report, kind))


def _readable(path: Path) -> AnnualReport | None:
    try:
        return read(path)
    except ReportError:
        return None


def _real_files() -> Iterator[Sample]:
    folder = os.environ.get("YANGGUANG_BENCH_FILES")
    for path in sorted(Path(folder).iterdir()) if folder else ():
        if path.suffix in (".txt", ".html", ".docx", ".pdf") and _readable(path):
            yield Sample(path.suffix[1:], path.name, path.read_bytes())
