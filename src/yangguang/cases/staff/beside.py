"""What rooms above show beside the cases of a procedure below them, on the first view of a case.

A room registers a function once, at start; it gets the case and the person and gives finished HTML, or nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from django.utils.safestring import SafeString

from yangguang.cases.models import Case
from yangguang.offices.models import Person

Beside = Callable[[Case, Person], SafeString | str]
_beside: defaultdict[str, list[Beside]] = defaultdict(list)


def show(procedure_id: str, what: Beside) -> None:
    """Let ``what`` stand beside the cases of a procedure, in the order of registering."""
    if what not in _beside[procedure_id]:
        _beside[procedure_id].append(what)


def shown(case: Case, person: Person) -> list[SafeString | str]:
    """Everything that stands beside this case for this person."""
    return [found for what in _beside[case.procedure_id] if (found := what(case, person))]
