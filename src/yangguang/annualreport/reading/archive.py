"""Opening an OOXML file without trusting it.

A Word or Excel file is a ZIP archive that anybody can write by hand. What it claims about itself is
checked before anything is unpacked, and what is really unpacked is counted, because the claims may
be lies.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from yangguang.annualreport.errors import BrokenFile, ProtectedFile, TooLarge, UnknownKind, UnsafeFile
from yangguang.annualreport.reading.limits import Limits
from yangguang.translation import mark

__all__ = [
    "OLE_MAGIC",
    "Package",
    "has_ole_stream",
    "is_encrypted_ooxml",
    "parse_xml",
    "refuse_dtd",
    "refuse_odd_ole",
]

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK = 64 * 1024
_RATIO_MATTERS_FROM = 8 * 1024 * 1024  # small parts of repeated markup compress absurdly well
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    KeyError,
    NotImplementedError,  # a compression method that Office never writes
    OSError,
    OverflowError,
    RuntimeError,
    struct.error,
    ValueError,
)

BROKEN = mark("文件已损坏，无法解压。请用 Word 或 WPS 打开后另存为 docx，再重新上传。")
BROKEN_PART = mark("文件内部的 {part} 已损坏。请用 Word 或 WPS 打开后另存为 docx，再重新上传。")
BOMB = mark(
    "文件解压后异常庞大（疑似压缩炸弹），已停止读取。"
    "请先确认文件的来源；确是年度报告的，请报送单位重新保存后再发。"
)
MACROS = mark("文件带有宏，出于安全不予读取。请在 Word 或 WPS 中另存为不带宏的 docx（Excel 为 xlsx）后再试。")
ENTITIES = mark("文件内部含有不应出现的实体定义，已停止读取。请用 Word 或 WPS 另存后再试。")
ENCRYPTED = mark("文件已加密或设有打开密码，无法读取。请在 Word 或 WPS 中取消密码、另存后再试。")


class Package:
    """The parts of an OOXML archive, read within limits.

    Part names are only keys here, nothing is written to disk, so a name such as ``../../x`` does no
    harm. Names are compared without regard to case and with backslashes as slashes, since some
    writers get both wrong.
    """

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self.name = name
        self._left = limits.unpacked_bytes
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except _DAMAGE as error:
            raise BrokenFile(BROKEN, file=name) from error
        self._check_claims(infos, len(data), limits)
        self._parts = {_key(info.filename): info for info in infos if not info.is_dir()}
        self._refuse_macros()

    def _check_claims(self, infos: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
        if len(infos) > limits.archive_members:
            raise UnsafeFile(BOMB, file=self.name)
        total = sum(info.file_size for info in infos)
        squeezed = total > _RATIO_MATTERS_FROM and total > limits.unpack_ratio * size
        if total > limits.unpacked_bytes or squeezed:
            raise UnsafeFile(BOMB, file=self.name)
        if any(info.flag_bits & 0x1 for info in infos):
            raise ProtectedFile(ENCRYPTED, file=self.name)

    def _refuse_macros(self) -> None:
        if any(part.endswith("vbaproject.bin") for part in self._parts):
            raise UnsafeFile(MACROS, file=self.name)
        types = self.read("[Content_Types].xml") if "[Content_Types].xml" in self else b""
        if b"macroenabled" in types.lower():
            raise UnsafeFile(MACROS, file=self.name)

    def __contains__(self, part: str) -> bool:
        return _key(part) in self._parts

    @property
    def parts(self) -> Iterator[str]:
        """The names of the parts, in lower case."""
        return iter(self._parts)

    def stream(self, part: str) -> Iterator[bytes]:
        """The bytes of a part in pieces, counted against what may be unpacked in all."""
        try:
            with self._zip.open(self._parts[_key(part)]) as member:
                while chunk := member.read(_CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise UnsafeFile(BOMB, file=self.name)
                    yield chunk
        except _DAMAGE as error:
            raise BrokenFile(BROKEN_PART, file=self.name, part=part) from error

    def read(self, part: str) -> bytes:
        """The bytes of a part."""
        return b"".join(self.stream(part))

    def xml(self, part: str, *, most: int = 16 * 1024 * 1024) -> etree._Element:
        """The root element of a part that is small by nature: styles, relations, a worksheet list."""
        pieces, size = [], 0
        for chunk in self.stream(part):
            size += len(chunk)
            if size > most:
                raise TooLarge(
                    mark("文件内部的 {part} 过大，超过 {most} 兆字节的上限。请确认文件是年度报告。"),
                    file=self.name,
                    part=part,
                    most=most >> 20,
                )
            pieces.append(chunk)
        return parse_xml(b"".join(pieces), self.name, part)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """For a part, relation id -> (last word of the relation's type, name of the target part)."""
        folder, _, leaf = part.rpartition("/")
        rels = f"{folder}/_rels/{leaf}.rels".lstrip("/")
        if rels not in self:
            return {}
        found = {}
        for relation in self.xml(rels):
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External" and target:
                kind = relation.get("Type", "").rpartition("/")[2]
                found[relation.get("Id", "")] = (kind, _resolve(folder, target))
        return found


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _resolve(folder: str, target: str) -> str:
    """The part that a relation in ``folder`` points at."""
    steps = [] if target.startswith("/") else [step for step in folder.split("/") if step]
    for step in target.replace("\\", "/").split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def parse_xml(data: bytes, name: str, part: str) -> etree._Element:
    """The root of an XML part. No document of an office needs a DTD, so one is refused."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BrokenFile(BROKEN_PART, file=name, part=part) from error
    refuse_dtd(root, name)
    return root


def refuse_dtd(element: etree._Element, name: str) -> None:
    """No part of an office document has a document type; one is there only to define entities."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise UnsafeFile(ENTITIES, file=name)


def has_ole_stream(data: bytes, stream: str) -> bool:
    """Whether an OLE container names ``stream`` in its directory (entries are 128 bytes, UTF-16)."""
    return stream.encode("utf-16-le") + b"\0\0" in data


def is_encrypted_ooxml(data: bytes) -> bool:
    """Word and Excel keep an encrypted OOXML file inside an OLE container."""
    return data.startswith(OLE_MAGIC) and has_ole_stream(data, "EncryptedPackage")


def refuse_odd_ole(data: bytes, name: str) -> None:
    """Say what is the matter when an OLE container arrives where a ZIP archive is needed."""
    if is_encrypted_ooxml(data):
        raise ProtectedFile(ENCRYPTED, file=name)
    if data.startswith(OLE_MAGIC):
        raise UnknownKind(
            mark(
                "这是旧版 Office 文件，扩展名与内容不符。请在 Word 或 WPS 中另存为 docx（Excel 为 xlsx）后再试。"
            ),
            file=name,
        )
