"""Setting PDF pages with typst: a fixed template, data that is never taken for a command, the package's own fonts.

The same data looks the same on every machine. Where a sign is in none of the package's fonts (a very rare
name, another script), the machine's fonts are tried; where they lack it too, an empty box stands for it and the
file cannot claim the standards, which forbid that. It is tagged for screen readers all the same.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

FONTS = Path(__file__).resolve().parent / "fonts"
Standard = Literal["a-2a", "ua-1"]
ARCHIVED: Sequence[Standard] = ("a-2a", "ua-1")
"""For the archive and for readers: PDF/A-2a and PDF/UA-1."""
READ: Sequence[Standard] = ("ua-1",)
"""For readers: PDF/UA-1."""
_ONE_AT_A_TIME = threading.Lock()


@lru_cache(maxsize=16)  # two for each template of the package
def _compiler(template: Path, *, system_fonts: bool) -> typst.Compiler:
    """The compiler with a template and the fonts read once."""
    return typst.Compiler(
        str(template),
        root=str(template.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=not system_fonts,
    )


def pdf(template: Path, data: Mapping[str, Any], standards: Sequence[Standard] = ARCHIVED) -> bytes:
    """The bytes of a PDF. The template reads ``json(bytes(sys.inputs.data))``.

    The file bears the date that the template sets, never the time of making: the same data gives the same bytes.
    Raises ``typst.TypstError`` when the template itself is at fault.
    """
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    attempts: tuple[tuple[Sequence[Standard], bool], ...] = (
        (standards, False),
        (standards, True),
        ((), True),
    )
    with _ONE_AT_A_TIME:
        for kept, system_fonts in attempts[:-1]:
            try:
                return _compiled(template, inputs, kept, system_fonts=system_fonts)
            except typst.TypstError:
                continue
        return _compiled(template, inputs, (), system_fonts=True)


def _compiled(
    template: Path, inputs: dict[str, str], standards: Sequence[Standard], *, system_fonts: bool
) -> bytes:
    compiler = _compiler(template, system_fonts=system_fonts)
    pages = compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=list(standards), timestamp=0)
    return b"".join(pages) if isinstance(pages, list) else pages or b""
