"""A petition's own data, for the archive."""

from __future__ import annotations

from typing import Any

from yangguang.cases.models import Case
from yangguang.petitions.models import Petition

HIDDEN = frozenset({"case", "code_hash"})


def own_data(case: Case) -> dict[str, Any]:
    """Every field of the petition as it stands, the sealed ones in clear: the archive is the record of the house."""
    own: Petition = case.petition
    return {
        field.name: getattr(own, field.name)
        for field in own._meta.concrete_fields
        if field.name not in HIDDEN
    }
