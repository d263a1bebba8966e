"""The English catalogue of the library and the command line (``locale/en/…/yangguang.po``).

    python scripts/library_messages.py update     bring it up to date with the sources and compile it
    python scripts/library_messages.py check      say what is missing or out of date; exit 1 if anything is

Chinese is the source language. Messages are found where they are marked in the sources, and in the
official formats, whose labels are data. After an update, fill in what is empty and update once more.
The rooms of the web application speak through Django's catalogues: ``scripts/messages.py``.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from yangguang.annualreport import errors
from yangguang.annualreport.formats import FORMATS, VARIANTS, Format
from yangguang.law import errors as law_errors
from yangguang.redaction import errors as redaction_errors

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "yangguang"
PO = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "yangguang.po"
MO = PO.with_suffix(".mo")

# Rooms that speak through yangguang.translation; all others speak through Django.
ROOMS = ("annualreport", "archive", "cli", "law", "redaction", "language")
_MARKS = {"mark", "gettext", "_", "Message", "counted", "Wrong"}
_ERRORS = {
    name
    for room in (errors, law_errors, redaction_errors)
    for name, item in vars(room).items()
    if isinstance(item, type)
}
CHINESE = re.compile(r"[\u3400-\u9fff]")
PLACEHOLDER = re.compile(r"\{(\w+)[^{}]*\}")


def messages() -> dict[str, list[str]]:
    """Every Chinese text to be translated, and the files it stands in."""
    found: dict[str, list[str]] = {}
    for room in ROOMS:
        for path in sorted((PACKAGE / room).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            for text in _marked(ast.parse(path.read_text(encoding="utf-8"))):
                _note(found, text, name)
    for form in (*FORMATS, *VARIANTS):
        for text in _of_format(form):
            _note(found, text, "src/yangguang/annualreport/formats")
    return found


def _note(found: dict[str, list[str]], text: str, place: str) -> None:
    if CHINESE.search(text):
        places = found.setdefault(text, [])
        if place not in places:
            places.append(place)


def _marked(tree: ast.AST) -> Iterator[str]:
    """First arguments of the functions that mark a text, of messages and of the errors."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and _name(node.func) in _MARKS | _ERRORS:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _of_format(form: Format) -> Iterator[str]:
    """Labels of the form and the sentences of its relations."""
    yield form.document
    for section in form.sections:
        yield section.heading
    for table in form.tables:
        yield table.caption
        for row in table.rows:
            yield from (*row.groups, row.label)
        for column in table.columns:
            yield from (column.group, column.label)
    for relation in form.relations:
        yield from (relation.says, relation.advice)


def catalogue() -> Catalog:
    """The catalogue as it is."""
    if not PO.exists():
        return Catalog(locale="en", project="yangguang")
    return read_po(io.BytesIO(PO.read_bytes()), locale="en")


def compiled(catalog: Catalog) -> bytes:
    """The bytes of the .mo file of a catalogue."""
    stream = io.BytesIO()
    write_mo(stream, catalog)
    return stream.getvalue()


def update() -> None:
    """Bring the .po up to date: new texts empty, texts that are gone removed; compile."""
    old = catalogue()
    new = Catalog(locale="en", project="yangguang", fuzzy=False, creation_date=old.creation_date)
    new.revision_date = old.revision_date
    for text, places in messages().items():
        known = old.get(text)
        new.add(text, known.string if known else "", locations=[(place, None) for place in places])
    PO.parent.mkdir(parents=True, exist_ok=True)
    stream = io.BytesIO()
    write_po(stream, new, width=0, sort_output=True, omit_header=False)
    PO.write_bytes(stream.getvalue())
    MO.write_bytes(compiled(new))


def problems() -> list[str]:
    """What is missing, superfluous, or not the same on both sides."""
    wanted, catalog = messages(), catalogue()
    found = []
    for text, places in wanted.items():
        known = catalog.get(text)
        if known is None or not known.string:
            found.append(f"{places[0]}: no English for {text!r}")
        elif set(PLACEHOLDER.findall(str(known.string))) - set(PLACEHOLDER.findall(text)):
            found.append(f"{places[0]}: a placeholder that the Chinese lacks in {known.string!r}")
    found += [f"no longer said: {one.id!r}" for one in catalog if one.id and one.id not in wanted]
    if not MO.exists() or MO.read_bytes() != compiled(catalog):
        found.append(f"{MO.name} is not compiled from {PO.name}")
    return found


def main(words: list[str]) -> int:
    """Run ``update`` or ``check``."""
    if words == ["update"]:
        update()
    found = problems()
    for problem in found:
        sys.stderr.write(f"{problem}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
