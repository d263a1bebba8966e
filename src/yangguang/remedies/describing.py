"""What is known of a reconsideration or a suit, for the archive."""

from __future__ import annotations

from typing import Any

from yangguang.cases.models import Case
from yangguang.remedies.models import Remedy

LINKS = ("request", "review")


def own_data(case: Case) -> dict[str, Any]:
    """Every field as it stands, the sealed ones in clear; linked cases by their numbers."""
    own: Remedy = case.remedy
    fields = [one.name for one in own._meta.concrete_fields if one.name not in ("case", *LINKS)]
    values = {name: getattr(own, name) for name in fields}
    plain = {name: v.isoformat() if hasattr(v, "isoformat") else v for name, v in values.items()}
    linked = {name: getattr(own, name).number if getattr(own, name) else None for name in LINKS}
    return {"block": case.category} | plain | linked
