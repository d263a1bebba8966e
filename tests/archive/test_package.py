"""A package holds against itself; whoever changes one sign of it is found out."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yangguang.archive import Content, Document, Step, build, verify, verifying
from yangguang.archive.package import START, seal


def chain(*words: str) -> list[Step]:
    steps, previous = [], START
    for number, word in enumerate(words, start=1):
        said = ["SQ1-2026-00001", number, word, previous]
        steps.append(Step(said, seal(said), word))
        previous = steps[-1].hash
    return steps


def package(*documents: Document, words: tuple[str, ...] = ("登记申请", "答复", "归档")) -> bytes:
    about = {"number": "SQ1-2026-00001", "agency": "云溪市信访局"}
    return build(Content(about, {"title": "某路改造预算"}, chain(*words), documents))


PAPER = Document("papers", "答复书.pdf", "reply", "application/pdf", b"%PDF-1.7 reply")
FILE = Document("files", "附件.txt", "working", "text/plain", "内容".encode())


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def wrong_places(data: bytes) -> set[str]:
    return {problem.where for problem in verify(data).problems}


def test_a_package_as_it_was_made_holds():
    verdict = verify(package(PAPER, FILE))
    assert verdict.holds
    assert (verdict.documents, verdict.steps) == (2, 3)
    assert verdict.about["number"] == "SQ1-2026-00001"


def test_the_same_content_gives_the_same_bytes():
    assert package(PAPER, FILE) == package(PAPER, FILE)


def test_names_in_the_package_are_safe_and_tell_the_order():
    data = package(Document("files", "../../etc/passwd\u202etxt.exe", "working", "text/plain", b"x"), PAPER)
    assert [name for name in members(data) if "/" in name] == [
        "files/001-_.._etc_passwd_txt.exe",
        "papers/002-答复书.pdf",
    ]
    assert verify(data).holds


def test_the_sums_are_those_of_the_usual_tool():
    files = members(package(PAPER))
    line = next(
        row for row in files["SHA256SUMS"].decode().splitlines() if row.endswith("papers/001-答复书.pdf")
    )
    # printf '%PDF-1.7 reply' | sha256sum
    assert line.split("  ")[0] == "edc88ea7e160f7f1caf9676e149f690daa88580fec02be9fb21934b97b93ba56"


@pytest.mark.parametrize(
    "name", ["papers/001-答复书.pdf", "files/002-附件.txt", "case.json", "steps.json", "manifest.json"]
)
def test_a_changed_file_is_named(name):
    files = members(package(PAPER, FILE))
    files[name] = files[name].replace(b"1", b"2", 1) + b" "
    assert name in wrong_places(packed(files))


@pytest.mark.parametrize("name", ["papers/001-答复书.pdf", "case.json", "steps.json", "manifest.json"])
def test_a_missing_file_is_named(name):
    files = members(package(PAPER))
    del files[name]
    assert name in wrong_places(packed(files))


def test_a_file_that_nobody_listed_is_named():
    files = members(package(PAPER)) | {"papers/999-更好的答复书.pdf": b"x"}
    assert "papers/999-更好的答复书.pdf" in wrong_places(packed(files))


def resealed(change) -> bytes:
    """A forger who mends every sum: only the chain of steps is left to tell."""
    files = members(package(PAPER))
    steps = json.loads(files["steps.json"])
    change(steps)
    files["steps.json"] = json.dumps(steps).encode()
    manifest = json.loads(files["manifest.json"])
    manifest["sums"]["steps.json"] = hashlib.sha256(files["steps.json"]).hexdigest()
    files["manifest.json"] = json.dumps(manifest).encode()
    del files["SHA256SUMS"]
    files["SHA256SUMS"] = "".join(
        f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items()
    ).encode()
    return packed(files)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda steps: steps[1]["said"].__setitem__(2, "拒绝"), "step 2"),
        (lambda steps: steps.pop(1), "step 2"),
        (lambda steps: steps.pop(2), "steps.json"),
        (lambda steps: steps.__setitem__(1, {"hash": "x"}), "step 2"),
    ],
)
def test_the_chain_of_steps_betrays_what_the_sums_do_not(change, where):
    assert where in wrong_places(resealed(change))


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"no zip at all", packed({}), packed({"manifest.json": b"[]"})]
)
def test_what_is_no_package_is_said_to_be_none(data):
    assert not verify(data).holds


def test_two_files_of_one_name_are_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("manifest.json", b"{}")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("manifest.json", b"{}")
    assert wrong_places(target.getvalue()) == {"manifest.json"}


def test_a_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(verifying, "MOST_BYTES", 10_000)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b"\0" * 10_001)
    (problem,) = verify(target.getvalue()).problems
    assert "过大" in str(problem.message)


@settings(max_examples=200)
@given(st.data())
def test_one_flipped_byte_anywhere_never_passes_unnoticed_nor_breaks_the_verifier(data):
    good = package(PAPER, FILE)
    place = data.draw(st.integers(0, len(good) - 1))
    bad = bytearray(good)
    bad[place] ^= data.draw(st.integers(1, 255))
    verdict = verify(bytes(bad))
    # a byte of the zip's own dates or attributes changes no content; then every file is as it was
    if verdict.holds:
        assert members(bytes(bad)) == members(good)
    assert verdict.sha256 != verify(good).sha256
