"""``archive verify``: a package from the shell, without the house that made it."""

from __future__ import annotations

import json
import zipfile

import pytest

from yangguang.archive import Content, Document, Step, build
from yangguang.archive.package import START, seal


@pytest.fixture
def package(tmp_path):
    said = ["SQ1-2026-00001", 1, "登记申请", START]
    paper = Document("papers", "答复书.pdf", "reply", "application/pdf", b"%PDF")
    content = Content({"number": "SQ1-2026-00001"}, {}, [Step(said, seal(said), "登记申请")], [paper])
    path = tmp_path / "case.zip"
    path.write_bytes(build(content))
    return path


def test_a_whole_package_is_said_to_be_whole(call, package):
    result = call("archive", "verify", package)
    assert result.exit_code == 0
    assert "SQ1-2026-00001，文件 1 个、步骤 1 步，完整" in result.stdout
    assert "SHA-256" in result.stdout


def test_what_was_changed_is_named_and_the_exit_code_says_so(call, package):
    with zipfile.ZipFile(package) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["papers/001-答复书.pdf"] = b"%PDE"
    with zipfile.ZipFile(package, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    result = call("archive", "verify", package)
    assert result.exit_code == 1
    assert "papers/001-答复书.pdf" in result.stdout


def test_json_for_machines(call, package):
    (found,) = json.loads(call("archive", "verify", package, "--json").stdout)
    assert found["holds"] is True
    assert found["problems"] == []
    assert len(found["sha256"]) == 64


def test_a_file_that_is_not_there_stops_nothing_else(call, package, tmp_path):
    result = call("archive", "verify", tmp_path / "none.zip", package)
    assert result.exit_code == 2
    assert "none.zip" in result.stderr
    assert "完整，没有被改动" in result.stdout


def test_it_speaks_english(call, package):
    assert "nothing was changed" in call("archive", "verify", package, YANGGUANG_LANG="en").stdout
