"""Many files over processes: nothing is lost, order holds, one bad file does not end the rest."""

from __future__ import annotations

import importlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from yangguang.annualreport.batch import attempt, over_files
from yangguang.annualreport.errors import BrokenFile, EmptyFile, TooLarge, UnreadableFile
from yangguang.translation import language

# A fresh process imports the work by name, so it stands in a module of its own. The name of the
# file says what becomes of the worker that reads it.
WORK = """
import os, time
from yangguang.annualreport.errors import EmptyFile
from yangguang.translation import current_language

def work(file):
    name = file.name
    if name.startswith("kills"):
        os._exit(9)
    if name.startswith("stalls"):
        time.sleep(60)
    if name.startswith("slow"):
        time.sleep(0.3)
    if name.startswith("empty"):
        raise EmptyFile("文件是空的。")
    if name.startswith("fault"):
        raise ZeroDivisionError
    if name.startswith("deep"):
        raise RecursionError
    return name.upper()

def big(file):
    return "x" * 3_000_000

def pid(file):
    time.sleep(0.05)
    return os.getpid()

def tongue(file):
    return current_language()
"""


@pytest.fixture
def works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    (tmp_path / "works_of_batch.py").write_text(WORK, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield importlib.import_module("works_of_batch")
    sys.modules.pop("works_of_batch", None)


def names(results: Iterator[object]) -> list[object]:
    return [result.value or type(result.error) for result in results]


def test_results_come_in_the_order_given_whatever_takes_longest(works):
    files = [Path("slow-a"), *(Path(f"f{i}") for i in range(40)), Path("slow-b"), Path("z")]
    results = list(over_files(files, works.work, jobs=2))
    assert [result.file for result in results] == files
    assert [result.number for result in results] == list(range(43))
    assert [result.value for result in results] == [file.name.upper() for file in files]


def test_a_file_that_kills_its_worker_is_reported_and_the_rest_goes_on(works):
    files = [Path("a"), Path("kills-1"), Path("b"), Path("kills-2"), Path("c")]
    results = list(over_files(files, works.work, jobs=1))
    assert names(results) == ["A", UnreadableFile, "B", UnreadableFile, "C"]
    assert "kills-1" in str(results[1].error)
    assert "意外终止" in str(results[1].error)


def test_a_file_that_stalls_its_worker_is_given_up_after_the_time(works):
    started = time.monotonic()
    results = list(over_files([Path("stalls"), Path("a"), Path("b")], works.work, jobs=1, seconds=2.5))
    assert names(results) == [UnreadableFile, "A", "B"]
    assert "2 秒" in str(results[0].error)
    assert time.monotonic() - started < 30


def test_the_errors_of_a_file_are_results(works):
    results = list(over_files([Path("empty"), Path("fault"), Path("deep"), Path("a")], works.work, jobs=1))
    assert names(results) == [EmptyFile, BrokenFile, TooLarge, "A"]
    assert str(results[0].error) == "empty：文件是空的。"
    assert "ZeroDivisionError" in str(results[1].error)


def test_large_results_of_many_workers_do_not_block_each_other(works):
    results = over_files([Path(str(i)) for i in range(12)], works.big, jobs=2)
    assert [len(result.value) for result in results] == [3_000_000] * 12


def test_several_workers_share_the_files(works):
    pids = {result.value for result in over_files([Path(str(i)) for i in range(30)], works.pid, jobs=2)}
    assert len(pids) == 2


def test_messages_of_workers_come_in_the_readers_language(works):
    with language("en"):
        results = list(over_files([Path("a")], works.tongue, jobs=1))
    assert results[0].value == "en"


def test_files_are_taken_as_needed_and_not_all_at_once(works):
    taken = []

    def files() -> Iterator[Path]:
        for number in range(100_000):
            taken.append(number)
            yield Path(str(number))

    results = over_files(files(), works.work, jobs=1)
    assert next(results).value == "0"
    assert len(taken) < 200
    results.close()


def test_closing_the_results_ends_the_workers(works):
    results = over_files([Path(str(i)) for i in range(100)], works.pid, jobs=1)
    worker = next(results).value
    results.close()
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def test_no_files_give_no_results(works):
    assert list(over_files([], works.work, jobs=2)) == []


@pytest.mark.parametrize("make", [Path.read_bytes, Path.read_text])
def test_a_file_that_cannot_be_opened_says_why(make: Callable[[Path], object], tmp_path: Path):
    result = attempt(0, tmp_path / "没有.docx", make)
    assert isinstance(result.error, UnreadableFile)
    assert "没有.docx" in str(result.error)
    assert "无法打开文件（没有这个文件）" in str(result.error)


def test_a_folder_is_not_a_file(tmp_path: Path):
    error = attempt(0, tmp_path, Path.read_bytes).error
    assert "这是一个文件夹" in str(error)
    with language("en"):
        assert "this is a folder" in str(error)
