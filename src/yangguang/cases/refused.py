"""What a step answers when it may not be taken: sentences for the person, never a code.

::

    Refused
     ├─ NotAllowed     the person's roles do not allow it
     ├─ Conflict       somebody else was faster
     └─ WrongFacts     what was filled in does not do; ``errors`` says which field and why
"""

from __future__ import annotations

from collections.abc import Mapping


class Refused(Exception):
    """The step is not taken and nothing has changed. The text says why and what to do."""


class NotAllowed(Refused):
    """The person does not hold a role that may do this."""


class Conflict(Refused):
    """Somebody else acted on the same case in the meantime."""


class WrongFacts(Refused):
    """Facts are missing or wrong: ``errors`` has the sentences by field name."""

    def __init__(self, errors: Mapping[str, list[str]]) -> None:
        self.errors = {name: list(said) for name, said in errors.items()}
        super().__init__(" ".join(sentence for said in self.errors.values() for sentence in said))
