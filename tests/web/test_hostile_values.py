"""Words that nobody would type, in every address and every field: an answer comes, never an error page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from whole_house import House, addresses

pytestmark = pytest.mark.django_db

OURS = [address for address in addresses() if address.is_ours and address.name != "None"]
VALUES = ("9" * 30, "9" * 5000, "a\0\x01\x1f\u202e'\"><script>{{正文}}%s%(number)s{0}")
"""More than a database counts; more digits than Python reads; everything that means something to somebody."""
FIELDS = [
    "q",
    "status",
    "role",
    "agency",
    "department",
    "person",
    "from",
    "to",
    "after",
    "page",
    "tab",
    "export",
    "due_from",
    "received_to",
    "state",
    "version",
    "reason",
    "on",
    "text",
    "note",
    "note_text",
    "number",
    "kind",
    "link",
    "case",
    "change",
    "upto",
    "mark",
    "key",
    "words",
    "passage",
    "start",
    "end",
    "left",
    "top",
    "right",
    "bottom",
    "ground",
    "names",
    "seen",
    "year",
    "month",
    "name",
    "query",
    "next",
    "language",
    "save",
    "anew",
    "before",
    "step",
    "go",
    "sure",
    "unit",
    "what",
    "until",
    "outcome",
    "how",
    "channel",
    "reference",
    "result",
    "width_mm",
    "paper",
    "seal",
    "remove",
    "action",
    "code",
    "confirmed",
    "satisfaction",
    "comment",
    "files",
    "r",
    "format",
    "level",
    "form",
    "place",
    "file",
    "discard",
    "new",
    "parent",
    "sort",
    "errors",
    "first_name",
    "username",
    "password",
    "arrived_on",
    "confirmed_on",
    "applicant_kind",
    "identity_kind",
    "identity_number",
    "phone",
    "email",
    "address",
    "postcode",
    "info_title",
    "info_description",
    "purpose",
    "delivery_form",
    "delivery_channel",
    "matter",
    "sealed",
    "departments-TOTAL_FORMS",
    "departments-INITIAL_FORMS",
    "departments-0-id",
    "roles-TOTAL_FORMS",
    "roles-INITIAL_FORMS",
    "roles-0-id",
    "level-TOTAL_FORMS",
    "level-INITIAL_FORMS",
]


@pytest.mark.parametrize("value", VALUES, ids=["long", "longer", "signs"])
def test_every_page_answers_whatever_is_asked(house: House, client: Client, value: str) -> None:
    said: dict[str, Any] = dict.fromkeys(FIELDS, value)
    client.force_login(house.cast.root)
    for address in OURS:
        url = house.url(address)
        for answer in (client.get(url, said), client.post(url, said)):
            assert answer.status_code < 500 or address.name == "health-ready", address.name
