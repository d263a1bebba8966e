"""Old Word files go through LibreOffice where there is one; a stand-in plays its part here."""

from __future__ import annotations

import io
import stat
import time
from pathlib import Path

import docx
import pytest

from yangguang.annualreport.errors import BrokenFile, MissingTool, ProtectedFile, TooLarge, UnsafeFile
from yangguang.annualreport.reading import doc
from yangguang.annualreport.reading.doc import read_doc
from yangguang.annualreport.reading.limits import DEFAULT_LIMITS, Limits

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
FIB = b"\xec\xa5" + b"\0" * 100


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Puts a stand-in for ``soffice`` on an otherwise empty PATH; ``$OUT`` and ``$SOURCE`` are its arguments."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def put(script: str, name: str = "soffice") -> Path:
        file = folder / name
        file.write_text(
            '#!/bin/sh\nPATH=/usr/bin:/bin\nwhile [ $# -gt 1 ]; do [ "$1" = --outdir ] && OUT=$2; shift; done\nSOURCE=$1\n'
            + script
        )
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
        return file

    return put


@pytest.fixture
def converted(tmp_path) -> Path:
    """What LibreOffice would make of the old file."""
    made = docx.Document()
    made.add_paragraph("一、总体情况")
    data = io.BytesIO()
    made.save(data)
    file = tmp_path / "converted.docx"
    file.write_bytes(data.getvalue())
    return file


@pytest.mark.parametrize("name", ["soffice", "libreoffice"])
def test_the_converted_file_is_read(program, converted, name):
    program(f'mkdir -p "$OUT"; cp {converted} "$OUT/report.docx"', name)
    document = read_doc(OLE + FIB, "年报.doc", DEFAULT_LIMITS)
    assert [paragraph.text for paragraph in document.paragraphs] == ["一、总体情况"]
    assert (document.kind, document.name) == ("doc", "年报.doc")


def test_the_given_name_never_reaches_the_command(program, converted, tmp_path):
    seen = tmp_path / "seen"
    program(
        f'echo "$SOURCE" > {seen}; head -c 5 "$SOURCE" >> {seen}; mkdir -p "$OUT"; cp {converted} "$OUT/report.docx"'
    )
    read_doc(b"{\\rtf1 x}", "--help; rm -rf $HOME `x`.doc", DEFAULT_LIMITS)
    assert seen.read_text().splitlines() == [seen.read_text().splitlines()[0], "{\\rtf"]
    assert seen.read_text().splitlines()[0].endswith("/report.rtf")


def test_nothing_is_left_behind(program, converted, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    program(f'mkdir -p "$OUT"; cp {converted} "$OUT/report.docx"; touch "$HOME/litter"')
    read_doc(OLE, "年报.doc", DEFAULT_LIMITS)
    assert not list((tmp_path / "temp").iterdir())


def test_without_libreoffice_the_way_out_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingTool) as caught:
        read_doc(OLE, "年报.doc", DEFAULT_LIMITS)
    assert "LibreOffice" in str(caught.value)
    assert "另存为 docx" in str(caught.value)


@pytest.mark.parametrize("script", ["exit 1", "exit 0", 'mkdir -p "$OUT"; echo junk > "$OUT/report.docx"'])
def test_a_failed_conversion_is_a_broken_file(program, script):
    program(script)
    with pytest.raises(BrokenFile):
        read_doc(OLE, "年报.doc", DEFAULT_LIMITS)


def test_a_program_that_cannot_start(program):
    file = program("")
    file.write_bytes(b"\x7fELFbroken")
    with pytest.raises(MissingTool):
        read_doc(OLE, "年报.doc", DEFAULT_LIMITS)


def test_a_conversion_that_hangs_is_ended(program, monkeypatch):
    monkeypatch.setattr(doc, "_SECONDS", 0.3)
    program("sleep 30 & sleep 30")
    started = time.monotonic()
    with pytest.raises(BrokenFile) as caught:
        read_doc(OLE, "年报.doc", DEFAULT_LIMITS)
    assert time.monotonic() - started < 10
    assert "停止" in str(caught.value)


def test_an_oversized_result_is_refused(program, converted):
    program(f'mkdir -p "$OUT"; cp {converted} "$OUT/report.docx"')
    with pytest.raises(TooLarge):
        read_doc(OLE, "年报.doc", Limits(file_bytes=1000))


def test_protected_and_macro_files_never_reach_the_program(program):
    program("exit 1")
    encrypted = bytearray(OLE + FIB)
    encrypted[512 + 0x0B] |= 0x01
    with pytest.raises(ProtectedFile):
        read_doc(bytes(encrypted), "年报.doc", DEFAULT_LIMITS)
    with pytest.raises(UnsafeFile):
        read_doc(OLE + "_VBA_PROJECT".encode("utf-16-le") + b"\0\0", "年报.doc", DEFAULT_LIMITS)
