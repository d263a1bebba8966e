"""What an act answers when it may not be done: a sentence for the person, never a code."""

from __future__ import annotations


class Refused(Exception):
    """The act is not done and nothing has changed. The text says why and what to do."""


class NotAllowed(Refused):
    """The person does not hold a role that may do this."""


class Conflict(Refused):
    """Somebody else changed the same thing in the meantime."""
