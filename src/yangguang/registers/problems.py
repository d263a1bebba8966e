"""Something wrong in a row or form: where, what, and what to do. Kept so that it can be said in any language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext


@dataclass(frozen=True, slots=True)
class Problem:
    """A sentence about a column; ``template`` is a Chinese message marked with ``gettext_noop``."""

    column: str
    template: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def says(self) -> str:
        """The sentence in the reader's language; words of the office among the facts are translated too."""
        facts = {
            name: gettext(value) if isinstance(value, str) and value else value
            for name, value in self.params.items()
        }
        return gettext(self.template) % facts if facts else gettext(self.template)

    def as_json(self) -> dict[str, Any]:
        """For keeping."""
        return {"column": self.column, "template": self.template, "params": dict(self.params)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Problem:
        """As it was kept."""
        return cls(data["column"], data["template"], data["params"])
