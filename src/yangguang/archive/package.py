"""Making a package: the same content gives the same bytes, so that making it twice is no second archive."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

VERSION = 1
MANIFEST, STEPS, CASE, SUMS = "manifest.json", "steps.json", "case.json", "SHA256SUMS"
START = "0" * 64
_EPOCH = (1980, 1, 1, 0, 0, 0)  # zip's earliest moment; a package's time is in its manifest
_UNSAFE = re.compile(r'[\x00-\x1f\\/:*?"<>|\u202a-\u202e\u2066-\u2069]+')
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Document:
    """A file of the case: its folder (``papers`` or ``files``), a name for people, what it is, its bytes."""

    folder: str
    name: str
    kind: str
    media_type: str
    data: bytes
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """A step as it was sealed: ``said`` is exactly what its hash was taken over, its last item the hash before."""

    said: Sequence[Any]
    hash: str
    words: str


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that goes into a package. ``about`` and ``case`` are plain JSON.

    ``front`` are the sheets that lie on top (封面、目录), by name; they speak of the documents and are none of them.
    """

    about: Mapping[str, Any]
    case: Mapping[str, Any]
    steps: Sequence[Step]
    documents: Sequence[Document]
    front: Mapping[str, bytes] = field(default_factory=dict)


def seal(said: Sequence[Any]) -> str:
    """The hash of a step: SHA-256 over its content as canonical JSON."""
    text = json.dumps(list(said), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def path_of(number: int, document: Document) -> str:
    """Where the document with this number lies in the package."""
    return f"{document.folder}/{number:03d}-{_safe(document.name)}"


def build(content: Content) -> bytes:
    """The package as bytes. Deterministic."""
    members: dict[str, bytes] = dict(content.front)
    listed = []
    for number, document in enumerate(content.documents, start=1):
        path = path_of(number, document)
        members[path] = document.data
        listed.append(
            {
                "path": path,
                "name": document.name,
                "kind": document.kind,
                "media_type": document.media_type,
                "size": len(document.data),
                "sha256": _sum(document.data),
                **document.facts,
            }
        )
    steps = [{"said": list(step.said), "hash": step.hash, "words": step.words} for step in content.steps]
    members[STEPS] = _json(steps)
    members[CASE] = _json(content.case)
    members[MANIFEST] = _json(
        {
            "version": VERSION,
            **content.about,
            "documents": listed,
            "steps": {"count": len(steps), "last": steps[-1]["hash"] if steps else START},
            "sums": {name: _sum(data) for name, data in sorted(members.items())},
        }
    )
    members[SUMS] = "".join(f"{_sum(data)}  {name}\n" for name, data in sorted(members.items())).encode()
    return _zipped(members)


def _zipped(members: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in members.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, data)
    return target.getvalue()


def _safe(name: str) -> str:
    """A name that every system can unpack; the end, where the kind of file stands, is kept."""
    clean = _UNSAFE.sub("_", name).strip(" .") or "_"
    return clean if len(clean) <= LONGEST_NAME else clean[: LONGEST_NAME - 12] + "…" + clean[-11:]


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
