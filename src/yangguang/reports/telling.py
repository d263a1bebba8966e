"""Whom news about a report concerns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from yangguang.offices.models import Membership
from yangguang.offices.roles import Role

WORKS_ON_REPORTS = (Role.DISCLOSURE_OFFICE, Role.DRAFTER, Role.CHECKER)
"""Who does something when a report comes back or its day is near."""
AT_ONCE = 500


def people_of(agencies: Collection[int]) -> dict[int, set[int]]:
    """Ids of the people who work on the reports of each agency; a query for every few hundred agencies."""
    people: defaultdict[int, set[int]] = defaultdict(set)
    for some in in_slices(sorted(agencies)):
        held = Membership.objects.filter(
            agency__in=some, role__in=WORKS_ON_REPORTS, person__is_active=True
        ).order_by()
        for agency, person in held.values_list("agency", "person"):
            people[agency].add(person)
    return dict(people)


def in_slices(ids: list[int]) -> Iterator[list[int]]:
    """Ids in portions that a database takes in one question."""
    for begin in range(0, len(ids), AT_ONCE):
        yield ids[begin : begin + AT_ONCE]
