"""Partial disclosure (区分处理, 条例第三十七条): suggest, withhold, list, and check before release. No Django."""

from yangguang.redaction.checking import Leak, LeakKind, check_release, unpainted
from yangguang.redaction.errors import WrongMark
from yangguang.redaction.grounds import GROUNDS, Ground, ground
from yangguang.redaction.limits import DEFAULT_LIMITS, Limits
from yangguang.redaction.marks import Box, BoxMark, TextMark
from yangguang.redaction.release import Material, Released, open_material, release
from yangguang.redaction.suggest import Kind, Suggestion, suggest

__all__ = [
    "DEFAULT_LIMITS",
    "GROUNDS",
    "Box",
    "BoxMark",
    "Ground",
    "Kind",
    "Leak",
    "LeakKind",
    "Limits",
    "Material",
    "Released",
    "Suggestion",
    "TextMark",
    "WrongMark",
    "check_release",
    "ground",
    "open_material",
    "release",
    "suggest",
    "unpainted",
]
