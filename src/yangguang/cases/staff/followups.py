"""What a room above offers on the page of another procedure's case: a sentence, and where to go on.

A room registers once, at start, and the page asks; so a procedure need not know those that follow on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from yangguang.cases.procedure import Label
from yangguang.cases.situation import Situation
from yangguang.offices.models import Person
from yangguang.offices.roles import Role


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A sentence on the page, and a button where there is something to do. ``is_urgent`` stands out."""

    says: Label
    label: Label = ""
    url: str = ""
    is_urgent: bool = False


Offering = Callable[[Situation, Person, frozenset[Role]], Iterable[FollowUp]]
_offerings: dict[str, list[Offering]] = {}


def offer(procedure_id: str, offering: Offering) -> Offering:
    """Let ``offering`` speak on the pages of the procedure's cases; twice the same is one."""
    known = _offerings.setdefault(procedure_id, [])
    if offering not in known:
        known.append(offering)
    return offering


def follow_ups(situation: Situation, user: Person, roles: frozenset[Role]) -> list[FollowUp]:
    """Everything offered for this case and person, in the order of registering."""
    offerings = _offerings.get(situation.case.procedure_id, ())
    return [found for offering in offerings for found in offering(situation, user, roles)]
