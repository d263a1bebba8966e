"""What the rules of the check are called; of the library only, so that the sealed process can ask too."""

from __future__ import annotations

from yangguang.annualreport.checking.rules import RULES
from yangguang.translation import gettext

BY_ID = {rule.id: rule for rule in RULES}


def rule_title(rule: str) -> str:
    """A rule's name; its id where the registry does not know it."""
    return gettext(BY_ID[rule].title) if rule in BY_ID else rule
