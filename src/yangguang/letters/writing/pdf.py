"""A letter as a PDF for the archive and for readers; the same letter gives the same bytes.

The pages are set from a fixed template (:mod:`yangguang.typesetting`); the letter goes in as data.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from yangguang import typesetting
from yangguang.letters.writing.content import Block, LetterContent, signature_of

_TEMPLATE = Path(__file__).resolve().parent / "letter.typ"


def write_pdf(content: LetterContent) -> bytes:
    """The letter as the bytes of a PDF/A and PDF/UA file."""
    return typesetting.pdf(_TEMPLATE, _data(content))


def _data(content: LetterContent) -> dict[str, Any]:
    data: dict[str, Any] = {
        "title": content.title,
        "number": content.number,
        "agency": content.agency,
        "signed_on": content.signed_on,
        "parts": [_part(block) for block in content.letter],
        "slips": [_part(block) for block in content.slips],
    }
    if content.day:
        data["date"] = [content.day.year, content.day.month, content.day.day]
    if content.is_signed:
        sign = signature_of(content)
        data["signature"] = {"agency": sign.agency, "day": sign.day, "middle": sign.middle}
        if content.seal:
            data["seal"] = {
                "png": list(content.seal.png),
                "width": content.seal.width_mm,
                "says": f"{content.agency}印章",
            }
    return data


def _part(block: Block) -> dict[str, str]:
    return {"kind": block.kind.value, "text": block.text}
