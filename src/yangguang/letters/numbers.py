"""Document numbers by the office's pattern, such as ``{简称}{类别}〔{年}〕{序号}号``."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from yangguang.cases.refused import Refused
from yangguang.offices.models import Agency

SERIES = "letter"
"""All letters of an agency and year share one series, whatever the pattern says that year."""
DEFAULT = "{简称}{类别}〔{年}〕{序号}号"
PARTS = ("简称", "全称", "类别", "年", "序号")
DISCLOSURE = "公开"
"""What letters on disclosure are called in their numbers."""
_PART = re.compile(r"\{([^{}]*)\}")
_MOST = 60


class WrongPattern(Refused):
    """The pattern gives no number."""


def check_pattern(pattern: str) -> str:
    """The pattern without blanks around it. Refuses one that gives no number of its own to every letter."""
    pattern = pattern.strip()
    unknown = [name for name in _PART.findall(pattern) if name not in PARTS]
    if unknown or re.search(r"[{}]", _PART.sub("", pattern)):
        raise WrongPattern(
            _("文号格式里只能用 %(parts)s，不认识“%(unknown)s”。")
            % {
                "parts": "、".join("{" + part + "}" for part in PARTS),
                "unknown": "、".join(unknown) or "{ }",
            }
        )
    missing = [name for name in ("年", "序号") if "{" + name + "}" not in pattern]
    if missing:
        raise WrongPattern(
            _("文号格式里缺少 %(parts)s，否则两件文书会同号。")
            % {"parts": "、".join("{" + name + "}" for name in missing)}
        )
    if len(pattern) > _MOST:
        raise WrongPattern(_("文号格式最长 %(most)s 个字。") % {"most": _MOST})
    return pattern


def document_number(pattern: str, agency: Agency, year: int, serial: int, word: str = DISCLOSURE) -> str:
    """The number of one letter; ``word`` says what it is about."""
    given = {
        "简称": agency.shown_name,
        "全称": agency.name,
        "类别": word,
        "年": str(year),
        "序号": str(serial),
    }
    return _PART.sub(lambda match: given[match.group(1)], pattern)
