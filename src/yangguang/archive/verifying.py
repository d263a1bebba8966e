"""Verifying a package: every file against its sum, every step against the one before. Needs nothing but the file."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from yangguang.archive.package import CASE, MANIFEST, START, STEPS, SUMS, VERSION, seal
from yangguang.translation import Message, mark

MOST_BYTES = 4 * 1024**3  # unpacked; a case with more is a mistake or an attack
MOST_MEMBERS = 20_000
CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Problem:
    """A place where the package does not hold: a path inside it or ``step N``, and what is wrong."""

    where: str
    message: Message


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying found. ``sha256`` is the sum of the whole package, to be held against the ledger's;
    ``last_hash`` the end of its chain of steps."""

    sha256: str
    about: Mapping[str, Any] = field(default_factory=dict)
    documents: int = 0
    steps: int = 0
    last_hash: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


class _Broken(Exception):
    def __init__(self, where: str, template: str, **params: object) -> None:
        self.problem = Problem(where, Message(template, params))
        super().__init__(where)


def verify(data: bytes) -> Verdict:
    """Hold a package against itself. Never raises for what is wrong with the package: that is the answer."""
    total = hashlib.sha256(data).hexdigest()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _bounded(archive)
            sums = {info.filename: _sum_of(archive, info) for info in archive.infolist() if not info.is_dir()}
            manifest = _read_json(archive, MANIFEST, dict)
            steps = _read_json(archive, STEPS, list)
            listed = archive.read(SUMS).decode("utf-8", "replace") if SUMS in sums else ""
    except _Broken as broken:
        return Verdict(total, problems=(broken.problem,))
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        said = Message(mark("这不是一个完整的归档包，无法打开（{error}）。"), {"error": type(error).__name__})
        return Verdict(total, problems=(Problem("", said),))
    problems = (*_of_files(manifest, sums), *_of_sums(listed, sums), *_of_steps(manifest, steps))
    about = {name: manifest[name] for name in manifest if name not in ("documents", "steps", "sums")}
    end = manifest.get("steps")
    last = str(end.get("last", "")) if isinstance(end, dict) else ""
    return Verdict(total, about, len(_documents(manifest)), len(steps), last, problems)


def _bounded(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    names = [info.filename for info in members]
    if len(members) > MOST_MEMBERS or sum(info.file_size for info in members) > MOST_BYTES:
        raise _Broken("", mark("归档包解开后过大，不予检查。"))
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise _Broken(twice, mark("同一个文件名在包内出现了两次。"))


def _sum_of(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(info) as member:
            while chunk := member.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                if size > info.file_size:  # the header lies about the size
                    raise _Broken(info.filename, mark("文件比包内目录所写的大。"))
    except (zipfile.BadZipFile, zlib.error) as error:
        raise _Broken(info.filename, mark("文件已损坏，校验码不符。")) from error
    return size, digest.hexdigest()


def _read_json(archive: zipfile.ZipFile, name: str, kind: type) -> Any:
    try:
        value = json.loads(archive.read(name))
    except KeyError as error:
        raise _Broken(name, mark("缺少这个文件。")) from error
    except ValueError as error:
        raise _Broken(name, mark("内容无法读取。")) from error
    if not isinstance(value, kind):
        raise _Broken(name, mark("内容无法读取。"))
    return value


def _documents(manifest: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    documents = manifest.get("documents")
    return [item for item in documents if isinstance(item, dict)] if isinstance(documents, list) else []


def _of_files(manifest: Mapping[str, Any], sums: Mapping[str, tuple[int, str]]) -> Iterator[Problem]:
    if manifest.get("version") != VERSION:
        yield Problem(MANIFEST, Message(mark("版本不是 {version}，请用新版程序检查。"), {"version": VERSION}))
    expected = manifest.get("sums")
    expected = expected if isinstance(expected, dict) else {}
    listed = {str(item.get("path")): item for item in _documents(manifest)}
    for name in sorted({STEPS, CASE, *listed, *expected}):
        if name not in sums:
            yield Problem(name, Message(mark("缺少这个文件。")))
            continue
        size, digest = sums[name]
        if expected.get(name) != digest or (name in listed and listed[name].get("sha256") != digest):
            yield Problem(name, Message(mark("内容与目录登记的校验值不符，已被改动。")))
        elif name in listed and listed[name].get("size") != size:
            yield Problem(name, Message(mark("大小与目录登记的不符。")))
    for name in sorted(sums.keys() - expected.keys() - {MANIFEST, SUMS}):
        yield Problem(name, Message(mark("目录中没有登记这个文件。")))


def _of_sums(text: str, sums: Mapping[str, tuple[int, str]]) -> Iterator[Problem]:
    """``SHA256SUMS`` covers the manifest, which cannot hold its own sum."""
    listed = dict(line.split("  ", 1)[::-1] for line in text.splitlines() if "  " in line)
    for name in sorted(sums.keys() - {SUMS}):
        if listed.get(name) != sums[name][1]:
            yield Problem(name, Message(mark("与 SHA256SUMS 所列的校验值不符。")))


def _of_steps(manifest: Mapping[str, Any], steps: list[Any]) -> Iterator[Problem]:
    previous = START
    for number, step in enumerate(steps, start=1):
        said, stated = (step.get("said"), step.get("hash")) if isinstance(step, dict) else (None, None)
        where = f"step {number}"
        if not isinstance(said, list) or len(said) < 2:
            yield Problem(where, Message(mark("这一步的内容无法读取。")))
            previous = str(stated)
            continue
        if said[1] != number:
            yield Problem(where, Message(mark("步骤的序号不连续，前面缺少步骤。")))
        elif said[-1] != previous:
            yield Problem(where, Message(mark("这一步没有接在前一步之后。")))
        if seal(said) != stated:
            yield Problem(where, Message(mark("这一步的内容被改动过。")))
        previous = str(stated)
    end = manifest.get("steps")
    if not isinstance(end, dict) or (end.get("count"), end.get("last")) != (len(steps), previous):
        yield Problem(STEPS, Message(mark("步骤链的末尾与目录登记的不符，可能缺少最后的步骤。")))
