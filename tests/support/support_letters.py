"""The writing desk of the tests: letters from the draft to the proof of service, in the office's words."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass
from datetime import date
from typing import Any

import pypdfium2
from support_office import Cast, at

from yangguang.cases.actor import Actor
from yangguang.cases.models import Case
from yangguang.letters import actions
from yangguang.letters.models import Letter
from yangguang.offices.models import Person


@dataclass
class LetterDesk:
    """What the bureau does with its letters. Everybody acts by the name of their role."""

    cast: Cast

    def who(self, by: str | Person) -> Actor:
        return Actor.staff(self.cast.people[by] if isinstance(by, str) else by)

    def prepares(
        self, case: Case, step: str, *, on: str, by: str = "disclosure_office", **facts: Any
    ) -> Letter:
        return actions.prepare(case, step, facts=facts, by=self.who(by), at=at(on))

    def submits(self, letter: Letter, *, on: str, by: str = "disclosure_office") -> Letter:
        return actions.submit(letter, by=self.who(by), at=at(on, 11), version=letter.version)

    def approves(self, letter: Letter, *by: str, on: str) -> Letter:
        for name in by:
            letter = actions.approve(letter, by=self.who(name), at=at(on, 12), version=letter.version)
        return letter

    def issues(self, letter: Letter, *, on: str, by: str = "disclosure_office", day: str = "") -> Letter:
        said = date.fromisoformat(day) if day else None
        return actions.issue(letter, by=self.who(by), at=at(on, 15), version=letter.version, on=said)

    def sends(self, case: Case, step: str, *, on: str, **facts: Any) -> Letter:
        """The whole way through the usual chain in one day."""
        letter = self.prepares(case, step, on=on, **facts)
        letter = self.submits(letter, on=on)
        letter = self.approves(letter, "checker", "signer", on=on)
        letter = self.issues(letter, on=on)
        case.refresh_from_db()
        return letter


def words_of(pdf: bytes) -> str:
    """The text that a reader finds in a PDF, without white."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    document.close()
    return "".join("".join(pages).split())


def stored(field: Any) -> bytes:
    with field.open("rb") as file:
        return bytes(file.read())


def red_seal(side: int = 300, *, ground: bytes = b"\xff\xff\xff\xff") -> bytes:
    """A PNG with a red ring on white paper, the ring a tenth away from the edge."""
    rows = []
    for y in range(side):
        row = bytearray(b"\x00")
        for x in range(side):
            distance = ((x - side / 2) ** 2 + (y - side / 2) ** 2) ** 0.5
            row += b"\xd0\x10\x10\xff" if side * 0.34 < distance < side * 0.4 else ground
        rows.append(bytes(row))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"".join(rows)))
        + chunk(b"IEND", b"")
    )


def opened(data: bytes) -> Any:
    from docx import Document

    return Document(io.BytesIO(data))
