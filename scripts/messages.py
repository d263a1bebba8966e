"""The message catalogues: gather, compile, check.

``--update`` writes every Chinese message of a Django room into the room's English catalogue
(``<room>/locale/en/LC_MESSAGES/django.po``) so that it can be translated; without options the
catalogues are compiled; ``--check`` says what is not compiled or not translated.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "yangguang"
ROOMS = (
    "web",
    "offices",
    "ledger",
    "cases",
    "letters",
    "requests",
    "registers",
    "petitions",
    "remedies",
    "reports",
    "portal",
    "workbench",
)
KEYWORDS = {
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop", "_", "mark")),
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")  # 汉字 and full-width punctuation


def catalogues() -> list[Path]:
    """Every catalogue of the package."""
    return sorted(PACKAGE.glob("**/LC_MESSAGES/*.po"))


def read(path: Path) -> Catalog:
    """A catalogue as it stands."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def compiled(path: Path) -> bytes:
    """What the compiled catalogue should be."""
    target = io.BytesIO()
    write_mo(target, read(path))
    return target.getvalue()


def _python(path: Path) -> str:
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return source
    from django.utils.translation.template import templatize

    # what remains between the messages is X-ed out, but its indentation is no Python
    return "\n".join(line.strip() for line in templatize(source).splitlines())


def messages_of(room: str) -> Iterator[tuple[str, str | tuple[str, ...], str | None]]:
    """Every Chinese message of a room: file, message, context."""
    for path in sorted((PACKAGE / room).rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or "locale" in path.parts:
            continue
        if path.suffix == ".txt" and "templates" not in path.parts:
            continue
        source = io.BytesIO(_python(path).encode())
        for _, message, _, context in extract("python", source, KEYWORDS, options={"encoding": "utf-8"}):
            first = message if isinstance(message, str) else message[0]
            if first and CHINESE.search(first):
                yield path.relative_to(ROOT).as_posix(), message, context


def update(room: str) -> None:
    """Gather the room's messages into its English catalogue; what it no longer says is dropped."""
    target = PACKAGE / room / "locale" / "en" / "LC_MESSAGES" / "django.po"
    catalogue = read(target) if target.exists() else Catalog(locale="en", project="Yangguang", fuzzy=False)
    # the date stays, so that a room without new messages has no change to show
    template = Catalog(fuzzy=False, creation_date=catalogue.creation_date)
    for file, message, context in messages_of(room):
        template.add(message, locations=[(file, 0)], context=context)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        write_po(file, catalogue, omit_header=False, include_lineno=False, width=110, sort_output=True)


def untranslated(path: Path) -> list[str]:
    """Messages of a catalogue that have no translation yet."""
    return [
        str(m.id)
        for m in read(path)
        if m.id and not (all(m.string) if isinstance(m.string, (list, tuple)) else m.string)
    ]


def not_gathered(room: str) -> list[str]:
    """Messages of a room that its English catalogue does not know."""
    path = PACKAGE / room / "locale" / "en" / "LC_MESSAGES" / "django.po"
    known = read(path) if path.exists() else Catalog()
    return [
        f"{file}: {message}"
        for file, message, context in messages_of(room)
        if not known.get(message, context)
    ]


def problems() -> Iterator[str]:
    """Everything that is not as it should be, as lines for a person."""
    for path in catalogues():
        name = path.relative_to(ROOT)
        target = path.with_suffix(".mo")
        if not target.exists() or target.read_bytes() != compiled(path):
            yield f"{name}: not compiled; run make messages"
        yield from _few(f"{name}: not translated", untranslated(path))
    for room in ROOMS:
        yield from _few(
            f"{room}: not in the English catalogue; run scripts/messages.py --update {room}",
            not_gathered(room),
        )


def _few(what: str, found: list[str]) -> Iterator[str]:
    """A line with the number and the first few of what was found."""
    if found:
        yield f"{what} ({len(found)}): " + " · ".join(found[:3]) + (" …" if len(found) > 3 else "")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument(
        "--update", nargs="*", metavar="ROOM", help="gather messages (of these rooms, or all)"
    )
    wanted = parser.parse_args()
    if wanted.check:
        found = list(problems())
        sys.stderr.writelines(f"{line}\n" for line in found)
        return 1 if found else 0
    if wanted.update is not None:
        for room in wanted.update or ROOMS:
            update(room)
    for path in catalogues():
        path.with_suffix(".mo").write_bytes(compiled(path))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
