"""Numbers that name a person, and the check digits that tell them from others."""

from __future__ import annotations

from datetime import date

# GB/T 2260: the first two digits of where an identity number was given out; 83 for residents from Taiwan
PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    ]
)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: without I O S V Z


def is_identity_number(text: str) -> bool:
    """A resident identity number of 18 signs (GB 11643): region, a day of birth that exists, check digit."""
    body, check = text[:17], text[17:].upper()
    if len(text) != 18 or not _digits(body) or body[:2] not in PROVINCES:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(body, _ID_WEIGHTS, strict=True))
    return check == _ID_CHECKS[total % 11] and _is_day(body[6:14])


def is_old_identity_number(text: str) -> bool:
    """The number of 15 digits given out until 1999: region and day of birth, no check digit."""
    return len(text) == 15 and _digits(text) and text[:2] in PROVINCES and _is_day(f"19{text[6:12]}")


def is_bank_card(text: str) -> bool:
    """A card number of 16 to 19 digits that passes the Luhn check and begins as cards do."""
    if not (16 <= len(text) <= 19 and _digits(text)):
        return False
    return (text[0] in "3456" or text.startswith("9558")) and _luhn(text)


def is_credit_code(text: str) -> bool:
    """A unified social credit code (GB 32100): it names an organisation and is public."""
    if len(text) != 18 or any(sign not in _CREDIT_SIGNS for sign in text):
        return False
    total = sum(_CREDIT_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(text[:17]))
    return _CREDIT_SIGNS[(31 - total % 31) % 31] == text[17]


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _is_day(text: str) -> bool:
    try:
        day = date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return 1850 <= day.year <= 2100


def _luhn(text: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(text)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
