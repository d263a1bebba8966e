"""Everything that can be wrong with a file, as one small tree.

ReportError
├── UnreadableFile      the bytes are not what they claim, or too much, or protected
│   ├── UnknownKind     not one of the file types that can be read
│   ├── EmptyFile       nothing in it
│   ├── BrokenFile      damaged
│   ├── ProtectedFile   encrypted or password-protected
│   ├── UnsafeFile      macros, bombs, things that no report contains
│   ├── TooLarge        beyond a limit of :class:`Limits`
│   └── MissingTool     readable only with a program or an extra that is not installed
└── NotAnAnnualReport   readable, but not the statutory report
"""

from __future__ import annotations

import errno

from yangguang.translation import Message, mark

_WHY_NOT_OPEN = {
    errno.ENOENT: mark("没有这个文件"),
    errno.EISDIR: mark("这是一个文件夹"),
    errno.EACCES: mark("没有读取的权限"),
}
_WHY_NOT_WRITTEN = {
    errno.ENOENT: mark("没有这个文件夹"),
    errno.ENOTDIR: mark("路径中有一段不是文件夹"),
    errno.EISDIR: mark("这是一个文件夹"),
    errno.EACCES: mark("没有写入的权限"),
    errno.EROFS: mark("没有写入的权限"),
    errno.ENOSPC: mark("磁盘已满"),
    errno.ENAMETOOLONG: mark("文件名太长"),
}


class ReportError(Exception):
    """A file cannot be taken as an annual report. ``message`` says what is wrong and what to do.

    ``file`` is the name as given, ``place`` where in it (a page, a part), if known.
    """

    def __init__(self, template: str, /, *, file: str = "", place: str = "", **params: object) -> None:
        self.message = Message(template, params)
        self.file = file
        self.place = place
        super().__init__(template)

    def __str__(self) -> str:
        where = "：".join(part for part in (self.file, self.place) if part)
        return f"{where}：{self.message}" if where else str(self.message)


class UnreadableFile(ReportError):
    """The bytes cannot be read as a document."""


class UnknownKind(UnreadableFile):
    """The file is of a kind that is not read here."""


class EmptyFile(UnreadableFile):
    """There is nothing in the file."""


class BrokenFile(UnreadableFile):
    """The file is damaged."""


class ProtectedFile(UnreadableFile):
    """The file is encrypted."""


class UnsafeFile(UnreadableFile):
    """The file carries what no report needs: macros, a decompression bomb."""


class TooLarge(UnreadableFile):
    """The file is beyond a limit."""


class MissingTool(UnreadableFile):
    """Reading this kind needs something that is not installed on this machine."""


class NotAnAnnualReport(ReportError):
    """The document is readable but is not the statutory annual report."""


def cannot_open(file: str, error: OSError) -> UnreadableFile:
    """What to say when the system does not give the file; the system's own words only where we have none."""
    reason = _WHY_NOT_OPEN.get(error.errno or 0) or error.strerror or str(error)
    return UnreadableFile(mark("无法打开文件（{reason}）。请检查路径和权限。"), file=file, reason=reason)


def cannot_write(file: str, error: OSError) -> UnreadableFile:
    """What to say when the system does not take the file."""
    reason = _WHY_NOT_WRITTEN.get(error.errno or 0) or error.strerror or str(error)
    return UnreadableFile(mark("无法写入文件（{reason}）。请检查路径和权限。"), file=file, reason=reason)
