"""What a conclusion does to the record of a request.

The first conclusion is the case's, and counted in the annual report; one after an order stands beside it (``models.py``).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from yangguang.cases.situation import Taking
from yangguang.law.outcomes import outcome
from yangguang.requests import merging


def conclude(code: str) -> Any:
    """The effect of a step that ends the request with this outcome, whatever was chosen."""

    def effect(taking: Taking) -> None:
        conclude_as(taking, code)
        taking.case.lead_case = None
        merging.release_all(taking)

    return effect


def conclude_as(taking: Taking, code: str) -> None:
    """Write the outcome down, as the first one or as the one after an order."""
    if taking.case.closed_on is None:
        taking.case.outcome_id = code
        taking.case.closed_on = taking.on
    else:
        renew(taking, code, taking.on)


def renew(taking: Taking, code: str, on: date | None) -> None:
    """Write down what came after an order; empty while the office has to answer anew."""
    own = taking.case.information_request
    own.renewed_outcome_id, own.renewed_on = code, on
    own.save(update_fields=["renewed_outcome_id", "renewed_on"])


def answered(taking: Taking) -> None:
    """The outcome that was chosen in the step is the request's."""
    chosen = outcome(taking.facts["outcome"])
    taking.facts["outcome_label"] = chosen.label
    conclude_as(taking, chosen.code)
