"""The check before release: a file as it would leave the house, looked at by eyes that did not redact it.

Nothing here knows what the redactor did. Everything a file can carry is searched for the forbidden texts,
and whatever hides something at all is told with its spot.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence

from yangguang.annualreport.reading.archive import OLE_MAGIC, Package, refuse_odd_ole
from yangguang.redaction import pages
from yangguang.redaction.checking_office import office_leaks
from yangguang.redaction.checking_pdf import pdf_leaks
from yangguang.redaction.checking_picture import picture_leaks
from yangguang.redaction.errors import BrokenFile, EmptyFile
from yangguang.redaction.leaks import Leak, LeakKind, Search, short
from yangguang.redaction.limits import DEFAULT_LIMITS, Limits
from yangguang.redaction.marks import BoxMark
from yangguang.redaction.painting import is_painted
from yangguang.redaction.suggest import Kind, suggest
from yangguang.translation import Message, mark

__all__ = ["Leak", "LeakKind", "check_release", "unpainted"]

_DEEPEST = 3
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8", b"BM", b"RIFF")
_LOOK = 150  # points an inch when looking at what was painted
_NAMING = frozenset((Kind.IDENTITY_NUMBER, Kind.BANK_CARD, Kind.PHONE, Kind.EMAIL, Kind.PASSPORT))


def check_release(
    data: bytes, name: str, forbidden: Sequence[str] = (), *, limits: Limits = DEFAULT_LIMITS
) -> tuple[Leak, ...]:
    """Everything in the file (and its name) that must not leave the house; empty when it may.

    ``forbidden`` are the texts that were withheld. Raises :class:`UnreadableFile` for a file that cannot be
    looked into: what cannot be checked cannot be released.
    """
    if not data:
        raise EmptyFile(mark("文件是空的。请重新生成后再试。"), file=name)
    limits.check_size(data, name)
    search = Search(forbidden)
    found = (*_name_leaks(name, search), *_content_leaks(data, name, search, limits, 0))
    return tuple({str(leak): leak for leak in found}.values())


def unpainted(
    data: bytes, name: str, marks: Sequence[BoxMark], *, limits: Limits = DEFAULT_LIMITS
) -> tuple[Leak, ...]:
    """Boxes of a released PDF that are not black throughout, seen on the page as it is shown."""
    found = []
    with pages.opened(data, name, limits) as document:
        for number in sorted({one.page for one in marks}):
            if not 1 <= number <= len(document):
                found.append(
                    Leak(
                        LeakKind.NOT_PAINTED,
                        Message(mark("第 {page} 页（文件中没有这一页）"), {"page": number}),
                    )
                )
                continue
            picture = pages.drawn(document[number - 1], _LOOK, limits.page_pixels, grey=True)
            for order, one in enumerate([one for one in marks if one.page == number], start=1):
                if not is_painted(picture, one.box):
                    where = Message(mark("第 {page} 页第 {order} 处遮盖"), {"page": number, "order": order})
                    found.append(Leak(LeakKind.NOT_PAINTED, where))
    return tuple(found)


def _name_leaks(name: str, search: Search) -> Iterator[Leak]:
    where = Message(mark("文件名“{name}”"), {"name": short(name, 80)})
    for term in search.in_text(name):
        yield Leak(LeakKind.FILE_NAME, where, term)
    for found in suggest(name):
        if found.kind in _NAMING:
            yield Leak(LeakKind.FILE_NAME, where, found.text)


def _content_leaks(data: bytes, name: str, search: Search, limits: Limits, depth: int) -> Iterator[Leak]:
    if data.startswith(b"PK"):
        yield from _archive_leaks(data, name, search, limits, depth)
    elif b"%PDF-" in data[:1024]:
        yield from pdf_leaks(data, name, search, limits)
    elif data.startswith(OLE_MAGIC):
        refuse_odd_ole(data, name)
    elif data.startswith(_PICTURES) or data[4:8] == b"ftyp":
        yield from picture_leaks(data, name, Message(mark("图片")), search, limits)
    else:
        yield from _text_leaks(data, search)


def _archive_leaks(data: bytes, name: str, search: Search, limits: Limits, depth: int) -> Iterator[Leak]:
    package = Package(data, name, limits.package())
    yield from _double_leaks(data)
    if "[content_types].xml" in package:
        yield from office_leaks(package, data, name, search, limits)
        return
    if depth >= _DEEPEST:
        raise BrokenFile(mark("压缩包里套了太多层压缩包，无法检查。请解压后逐个检查。"), file=name)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if archive.comment:
            yield Leak(
                LeakKind.NOTES, Message(mark("压缩包注释")), short(archive.comment.decode("utf-8", "replace"))
            )
        names = [info.filename for info in archive.infolist() if not info.is_dir()]
    for member in names:
        yield from _name_leaks(member, search)
        content = package.read(member)
        if content:
            for leak in _content_leaks(content, member, search, limits, depth + 1):
                where = Message(
                    mark("压缩包内“{member}”：{where}"),
                    {"member": short(member, 80), "where": str(leak.where)},
                )
                yield Leak(leak.kind, where, leak.text)


def _double_leaks(data: bytes) -> Iterator[Leak]:
    """Members of one name: a program shows one of them, the other leaves unseen."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        counted = Counter(info.filename.casefold() for info in archive.infolist())
    for member, count in counted.items():
        if count > 1:
            where = Message(mark("压缩包内重名的“{member}”"), {"member": short(member, 80)})
            yield Leak(LeakKind.LEFTOVER, where)


def _text_leaks(data: bytes, search: Search) -> Iterator[Leak]:
    text = ""
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    for number, line in enumerate(text.splitlines(), start=1):
        for term in search.in_text(line):
            yield Leak(LeakKind.FORBIDDEN, Message(mark("第 {number} 行"), {"number": number}), term)
    whole = Message(mark("全文"))
    lines = {term for line in text.splitlines() for term in search.in_text(line)}
    for term in {*search.in_text(text), *search.in_bytes(data)} - lines:
        yield Leak(LeakKind.FORBIDDEN, whole, term)
