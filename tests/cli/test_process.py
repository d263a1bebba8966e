"""The program as a shell meets it: exit codes, pipes, interruption, colour."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "yangguang"]


def test_exit_codes_are_those_of_the_contract(program, right, wrong, broken):
    assert program("report", "check", right).returncode == 0
    assert program("report", "check", wrong).returncode == 1
    assert program("report", "check", broken).returncode == 2
    assert program("report", "chek", right).returncode == 64


def test_a_report_is_read_from_a_pipe(program, right):
    done = program("report", "read", "-", "--type", "json", "--json", stdin=right.read_bytes())
    assert done.returncode == 0
    assert json.loads(done.stdout)["agency"] == "甲县信访局"
    assert done.stderr == b""


def test_nothing_in_the_pipe_is_an_empty_file(program):
    done = program("report", "read", "-", "--type", "txt")
    assert done.returncode == 2
    assert "空" in done.stderr.decode()


def test_there_is_no_colour_in_a_pipe(program, wrong):
    done = program("report", "check", wrong)
    assert b"\x1b[" not in done.stdout + done.stderr


@pytest.mark.parametrize("form", [["--json"], []])
def test_a_reader_that_has_enough_ends_the_program_quietly(right, form):
    words = [*COMMAND, "report", "read", str(right), *form]
    with subprocess.Popen(  # noqa: S603 - the program under test
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.wait(timeout=60) == 141
        assert running.stderr.read() == b""


@pytest.fixture
def many(right: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "许多"
    folder.mkdir()
    for number in range(3000):
        os.link(right, folder / f"{number}.json")
    return folder


def test_ctrl_c_ends_all_processes_with_one_line(many):
    words = [*COMMAND, "report", "check", str(many), "--json", "--jobs", "2"]
    environment = {**os.environ, "YANGGUANG_LANG": "zh"}
    with subprocess.Popen(  # noqa: S603 - the program under test
        words,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
        preexec_fn=_listen_to_the_keyboard,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.read(200)  # it is at work
        children = _children(running.pid)
        os.killpg(running.pid, signal.SIGINT)
        _out, err = running.communicate(timeout=30)
        assert running.returncode == 130
        assert err.decode().strip() == "已中断。"
        assert children
        deadline = time.monotonic() + 10
        while any(_is_alive(pid) for pid in children):
            assert time.monotonic() < deadline, "a worker outlives the program"
            time.sleep(0.05)


def _listen_to_the_keyboard() -> None:
    """A suite that runs in the background has Ctrl-C switched off, and its children would inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _is_alive(pid: int) -> bool:
    """Whether the process still runs; one that waits to be collected (Z) does not."""
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    if not listed.exists():
        pytest.skip("this system does not list the children of a process")
    return [int(child) for child in listed.read_text().split()]


def test_at_a_terminal_there_is_colour_and_no_binary(right, wrong):
    assert b"\x1b[" in _at_a_terminal("report", "check", str(wrong))
    shown = _at_a_terminal("report", "write", str(right), "--to", "pdf", "-o", "-")
    assert b"%PDF" not in shown
    assert "不能显示在终端里" in shown.decode()
    assert "请用管道传入文件" in _at_a_terminal("report", "read", "-").decode()


def _at_a_terminal(*args: str) -> bytes:
    """What the program shows where input and output are a terminal."""
    ours, theirs = os.openpty()
    environment = {**os.environ, "YANGGUANG_LANG": "zh", "TERM": "xterm-256color", "COLUMNS": "80"}
    environment.pop("NO_COLOR", None)
    with subprocess.Popen(  # noqa: S603 - the program under test
        [*COMMAND, *args], stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    ):
        os.close(theirs)
        shown = b""
        while chunk := _read(ours):
            shown += chunk
    os.close(ours)
    return shown


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other side is closed: EIO, on Linux
        return b""


def test_messages_come_in_the_language_of_the_environment(program, broken):
    assert "文件" in program("report", "check", broken).stderr.decode()
    english = program("report", "check", broken, YANGGUANG_LANG="en").stderr.decode()
    assert not [sign for sign in english.replace(broken.name, "") if "\u4e00" <= sign <= "\u9fff"]


def test_a_module_run_is_the_program(program):
    done = program("--help")
    assert done.returncode == 0
    assert "用法：yangguang" in done.stdout.decode()
