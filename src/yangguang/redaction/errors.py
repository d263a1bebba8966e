"""What can be wrong with a file to be released; the kinds of damage are those of every file we read.

ReportError (annualreport/errors.py)
├── UnreadableFile      UnknownKind, BrokenFile, ProtectedFile, UnsafeFile, TooLarge …
└── WrongMark           a mark that points at nothing, or a ground that the law does not know
"""

from __future__ import annotations

from yangguang.annualreport.errors import (
    BrokenFile,
    EmptyFile,
    ProtectedFile,
    ReportError,
    TooLarge,
    UnknownKind,
    UnreadableFile,
    UnsafeFile,
)

__all__ = [
    "BrokenFile",
    "EmptyFile",
    "ProtectedFile",
    "ReportError",
    "TooLarge",
    "UnknownKind",
    "UnreadableFile",
    "UnsafeFile",
    "WrongMark",
]


class WrongMark(ReportError):
    """A mark cannot be carried out."""
