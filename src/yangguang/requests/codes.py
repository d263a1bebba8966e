"""Query codes: what the applicant holds besides the number. Stored as salted hashes, compared in constant time.

The signs are those that nobody mistakes for each other when reading them aloud or copying them by hand.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata

from django.conf import settings

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0 and O, 1, I and L."""
LENGTH = 10
GROUP = 5
RESUME_LENGTH = 15
_ROUNDS = 10_000  # some milliseconds: guessing is bounded by counting, not by making the server work


def new_code(length: int = LENGTH) -> str:
    """A code in groups: ``7KQ2M-XW9PA``. 31 signs, ten places: 49 bits."""
    return grouped("".join(secrets.choice(SIGNS) for _ in range(length)))


def grouped(signs: str) -> str:
    """The signs in groups of five."""
    return "-".join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))


def normalised(typed: str) -> str:
    """What somebody typed, without blanks, dashes, width and case."""
    folded = unicodedata.normalize("NFKC", typed[:200]).upper()
    return "".join(sign for sign in folded if sign.isalnum())


def hashed(code: str) -> str:
    """The salted hash to keep."""
    salt = secrets.token_hex(8)
    return f"{salt}${_digest(code, salt)}"


def matches(code: str, kept: str) -> bool:
    """Whether the code belongs to the hash; costs the same whatever is wrong."""
    salt, _, digest = kept.partition("$")
    return hmac.compare_digest(_digest(code, salt), digest)


NOBODYS = "0000000000000000$"
"""What to compare with where there is no case: matches nothing, costs the same."""


def _digest(code: str, salt: str) -> str:
    key = (salt + settings.SECRET_KEY).encode()
    return hashlib.pbkdf2_hmac("sha256", normalised(code).encode(), key, _ROUNDS).hex()


def finger(code: str) -> str:
    """A keyed digest by which a draft is found; a resume code is long enough to need no salt."""
    said = b"resume:" + normalised(code).encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()
