"""Steps in words, for the timeline, the archive and the applicant."""

from __future__ import annotations

from typing import Any

from yangguang.cases.models.step import CaseStep
from yangguang.cases.procedure import Step


def step_words(step: Step, taken: CaseStep) -> str:
    """The sentence of the timeline for a step that was taken."""
    facts: dict[str, Any] = {item.name: "—" for item in step.asks} | {"unit_name": "", "reason": "—"}
    return str(step.says) % (facts | dict(taken.facts))
