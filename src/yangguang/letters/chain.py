"""The review chain of an agency: which levels a letter passes between the draft and the seal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yangguang.cases.refused import Refused
from yangguang.offices.roles import Role

MOST_LEVELS = 6


@dataclass(frozen=True, slots=True)
class Level:
    """One level: its name, and the roles of which the person approving must hold one."""

    label: str
    roles: frozenset[Role]

    @property
    def roles_label(self) -> str:
        """The roles in words."""
        return "、".join(str(role.label) for role in Role if role in self.roles)

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {"label": self.label, "roles": sorted(role.value for role in self.roles)}


DEFAULT = (
    Level("核稿", frozenset({Role.CHECKER})),
    Level("审签", frozenset({Role.SIGNER, Role.LEADER})),
)


def levels_from(kept: Iterable[dict[str, Any]]) -> tuple[Level, ...]:
    """The levels again."""
    return tuple(Level(item["label"], frozenset(Role(role) for role in item["roles"])) for item in kept)


def check_levels(levels: Iterable[Level]) -> tuple[Level, ...]:
    """The levels, if a chain can be made of them."""
    found = tuple(levels)
    if len(found) > MOST_LEVELS:
        raise Refused(_("审签最多 %(most)s 级。") % {"most": MOST_LEVELS})
    for number, level in enumerate(found, start=1):
        if not level.label.strip() or not level.roles:
            raise Refused(_("第 %(number)s 级要有名称和审签角色。") % {"number": number})
    return found
