"""A letter as a PDF: for the archive (PDF/A-2a) and for readers (tagged), with the package's own fonts.

Typst sets the pages from a fixed template; the letter goes in as data, so no word of it is ever taken for a
command. The same letter gives the same bytes.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

from yangguang.annualreport.writing.pdf import FONTS
from yangguang.letters.writing.content import Block, LetterContent, signature_of

_HERE = Path(__file__).resolve().parent
_Standard = Literal["a-2a", "ua-1"]
STANDARDS: Sequence[_Standard] = ("a-2a", "ua-1")
_ONE_AT_A_TIME = threading.Lock()


@lru_cache(maxsize=2)
def _compiler(*, system_fonts: bool) -> typst.Compiler:
    return typst.Compiler(
        str(_HERE / "letter.typ"),
        root=str(_HERE),
        font_paths=[str(FONTS)],
        ignore_system_fonts=not system_fonts,
    )


def write_pdf(content: LetterContent) -> bytes:
    """The letter as the bytes of a PDF.

    Signs that the package's fonts lack (a very rare name) are sought in the machine's; where they too lack one,
    an empty box stands for it and the file cannot claim the standards, which forbid that.
    """
    data = json.dumps(_data(content), ensure_ascii=False)
    attempts: tuple[tuple[Sequence[_Standard], bool], ...] = (
        (STANDARDS, False),
        (STANDARDS, True),
        ((), True),
    )
    with _ONE_AT_A_TIME:
        for standards, system_fonts in attempts[:-1]:
            try:
                return _compiled(data, standards, system_fonts=system_fonts)
            except typst.TypstError:
                continue
        return _compiled(data, (), system_fonts=True)


def _compiled(data: str, standards: Sequence[_Standard], *, system_fonts: bool) -> bytes:
    compiler = _compiler(system_fonts=system_fonts)
    pages = compiler.compile(
        format="pdf", sys_inputs={"letter": data}, pdf_standards=list(standards), timestamp=0
    )
    return b"".join(pages) if isinstance(pages, list) else pages or b""


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
