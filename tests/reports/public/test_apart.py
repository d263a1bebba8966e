"""The wall between unknown files and the web server."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from yangguang import apart as processes
from yangguang.reports import samples
from yangguang.reports.public import apart
from yangguang.reports.public.apart import Refusal, Upload, check_apart


def sample(name: str) -> Upload:
    given = samples.file(samples.BY_NAME[name])
    return Upload(given.name, given.content)


def test_a_report_comes_back_understood_and_checked() -> None:
    result = check_apart([sample("qingchuan-ziran-2023")])
    assert (result.report.agency, result.report.year) == ("晴川市自然资源局", 2023)
    assert result.report.number("requests.new_received.total") == 76
    assert ("R1", "requests.unavailable_not_held.total") in {
        (f.rule, f.where) for f in result.checked.findings
    }


def test_the_year_before_is_checked_with_it() -> None:
    given = [Upload(f.name, f.content) for f in samples.for_checker("qingchuan-xinfang-2022")]
    assert "X1" in {finding.rule for finding in check_apart(given).checked.findings}
    assert "X1" not in {finding.rule for finding in check_apart(given[:1]).checked.findings}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("空.docx", b""),
        ("不是.docx", b"PK\x03\x04 not a zip"),
        ("坏.pdf", b"%PDF-1.7\n garbage"),
        ("别的.txt", "今天天气很好。".encode()),
        ("程序.docx", b"MZ\x90\x00" + b"\0" * 400),
    ],
)
def test_what_is_no_report_is_refused_in_words(name: str, content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        check_apart([Upload(name, content)])
    assert str(refused.value.message).endswith("。")
    assert not refused.value.is_busy


def test_the_second_file_is_named_when_it_is_the_bad_one() -> None:
    with pytest.raises(Refusal) as refused:
        check_apart([sample("qingchuan-ziran-2023"), Upload("坏.pdf", b"%PDF-1.7\n garbage")])
    assert refused.value.file == 1


def test_old_word_files_and_pictures_are_not_taken_here() -> None:
    picture = b"\x89PNG\r\n\x1a\n" + b"\0" * 100
    with pytest.raises(Refusal, match="类型"):
        check_apart([Upload("图.png", picture)])


def child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, body: str) -> None:
    """Put another program in the child's place."""
    (tmp_path / "hostile_child.py").write_text(
        "import sys\nsys.path.insert(0, sys.argv[0].rpartition('/')[0])\n" + body, encoding="utf-8"
    )
    environment = processes._environment()
    environment["PYTHONPATH"] += os.pathsep + str(tmp_path)
    monkeypatch.setattr(processes, "_environment", lambda: environment)
    monkeypatch.setattr(apart, "CHILD", "hostile_child")


def test_a_child_that_never_ends_is_killed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    child(monkeypatch, tmp_path, "import time\nsys.stdin.buffer.read()\ntime.sleep(600)\n")
    started = time.monotonic()
    with pytest.raises(Refusal, match="用时过长"):
        check_apart([Upload("a.txt", b"x")], seconds=1.0)
    assert time.monotonic() - started < 30


def test_a_child_that_reads_nothing_is_killed_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    child(monkeypatch, tmp_path, "import time\ntime.sleep(600)\n")
    with pytest.raises(Refusal, match="用时过长"):
        check_apart([Upload("a.txt", b"x" * 4_000_000)], seconds=1.0)


def test_a_child_that_eats_memory_dies_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    body = (
        "from yangguang.reports.public import child\n"
        "child.answer = lambda stream: bytearray(8 * 1024 ** 3)\n"
        "raise SystemExit(child.main())\n"
    )
    child(monkeypatch, tmp_path, body)
    with pytest.raises(Refusal, match="内存过多"):
        check_apart([Upload("a.txt", b"x")])


def test_a_child_that_crashes_gives_a_plain_refusal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    child(monkeypatch, tmp_path, "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n")
    with pytest.raises(Refusal, match="没有得到结果"):
        check_apart([Upload("a.txt", b"x")])


def test_a_child_that_talks_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    child(monkeypatch, tmp_path, "sys.stdin.buffer.read()\nwhile True: sys.stdout.write('x' * 65536)\n")
    with pytest.raises(Refusal, match="没有得到结果"):
        check_apart([Upload("a.txt", b"x")], seconds=20.0)


def test_the_child_sees_no_secret_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody:password@host/db")
    monkeypatch.setenv("YANGGUANG_SECRET_KEY", "the-key")
    assert not {"DATABASE_URL", "YANGGUANG_SECRET_KEY"} & set(processes._environment())


def test_too_many_at_once_are_asked_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS_IN_LINE", 0.01)
    held = [apart._line.acquire(timeout=5) for _ in range(apart.AT_ONCE)]
    try:
        with pytest.raises(Refusal) as refused:
            check_apart([Upload("a.txt", b"x")])
    finally:
        for _ in held:
            apart._line.release()
    assert refused.value.is_busy


def test_a_scan_is_refused_at_once_and_says_why(shared_reports: Path) -> None:
    scan = shared_reports / "018-pingtan-2025-scan.pdf"
    started = time.monotonic()
    with pytest.raises(Refusal, match="扫描件"):
        check_apart([Upload(scan.name, scan.read_bytes())])
    assert time.monotonic() - started < apart.SECONDS / 2


def test_real_reports_pass_the_wall_inside_its_bounds(shared_reports: Path) -> None:
    for name in ("001-shanghai-fuban-2019.pdf", "007-huaian-hongze-2023.pdf", "018-pingtan-2025.docx"):
        result = check_apart([Upload(name, (shared_reports / name).read_bytes())])
        assert result.report.year is not None
