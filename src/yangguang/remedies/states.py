"""Where a reconsideration or a suit can stand, and who works on it."""

from __future__ import annotations

from yangguang.offices.roles import Role

TO_REPLY, UNDER_REVIEW, SUSPENDED, JUDGED = "to_reply", "under_review", "suspended", "judged"
DECIDED, ARCHIVED = "decided", "archived"
HEARD = frozenset({TO_REPLY, UNDER_REVIEW})
"""A hearing goes on."""
PENDING = HEARD | {SUSPENDED}
"""A hearing goes on or rests."""
ON_THE_BOOKS = PENDING | {JUDGED, DECIDED}
"""Everything that is not yet in the archive."""
HANDLER = frozenset({Role.DRAFTER, Role.DISCLOSURE_OFFICE})
