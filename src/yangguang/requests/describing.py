"""A request's own data, for the archive."""

from __future__ import annotations

from typing import Any

from yangguang.cases.models import Case
from yangguang.requests.models import InformationRequest

HIDDEN = frozenset({"case", "applicant_mark", "subject_mark", "code_hash"})


def own_data(case: Case) -> dict[str, Any]:
    """Every field of the request as it stands, the sealed ones in clear: the archive is the record of the house."""
    own: InformationRequest = case.information_request
    values = {
        field.name: getattr(own, field.name)
        for field in own._meta.concrete_fields
        if field.name not in HIDDEN
    }
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()
    }
