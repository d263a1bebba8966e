"""Every address of the house, as everybody who has no business there: nothing is shown, nothing happens.

The table below names each address once. A new address that stands in no line fails the first test: whoever adds
a page says who may not come in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from whole_house import WORDS, Address, House, addresses, everything

pytestmark = pytest.mark.django_db

ALWAYS_OUT = frozenset({"anonymous", "disabled", "nobody", "stranger", "neighbour"})
"""Not signed in; signed in and gone from the office since; without any role; with every role in another city, or in
the office next door below the same city.
"""
OF_THE_CASE = ALWAYS_OUT | {"clerk_b", "administrator"}
"""The case is with the department of ``clerk_a``; setting up an office opens none of its papers."""
OF_THE_SETTINGS = ALWAYS_OUT | {
    "clerk_a",
    "clerk_b",
    "inspector",
    "drafter",
    "checker",
    "signer",
    "leader",
    "secrecy_office",
}
OF_THE_OFFICE = OF_THE_SETTINGS | {"disclosure_office"}
OF_ONE_PERSON = OF_THE_OFFICE | {"administrator", "root"}


@dataclass(frozen=True, slots=True)
class Line:
    """Who is kept out of some addresses, who is not, and whether an inspector from above only reads there."""

    names: frozenset[str]
    out: frozenset[str]
    comes_in: str
    inspector_reads: bool = False


def line(room: str, names: str, out: frozenset[str], comes_in: str, *, inspector_reads: bool = False) -> Line:
    found = frozenset(f"{room}:{name}" for name in names.split())
    return Line(found, out, comes_in, inspector_reads)


TABLE = (
    line(
        "staff_cases",
        "timeline clock files notes history others step undo",
        OF_THE_CASE,
        "disclosure_office",
        inspector_reads=True,
    ),
    line("staff_requests", "case filed reveal split", OF_THE_CASE, "disclosure_office", inspector_reads=True),
    line("case_files", "download preview", OF_THE_CASE, "disclosure_office", inspector_reads=True),
    line(
        "redacting",
        "case start desk progress mark words accept reject unmark names undo order send-back confirm preview page"
        " made made-page",
        OF_THE_CASE,
        "disclosure_office",
        inspector_reads=True,
    ),
    line(
        "staff_letters",
        "prepare prepare-paper letter edit preview versions submit issue void deliver conclude file",
        OF_THE_CASE,
        "disclosure_office",
        inspector_reads=True,
    ),
    line("staff_letters", "approve send-back", OF_THE_CASE, "checker", inspector_reads=True),
    line(
        "staff_letters",
        "office set-office set-chain set-seal seal set-layout templates template wording",
        OF_THE_SETTINGS,
        "disclosure_office",
    ),
    line(
        "staff_reports",
        "report rules previous editions history cell finding accept-all review send-back publish withdraw reopen"
        " reread delete download source hand-in return",
        ALWAYS_OUT,
        "disclosure_office",
    ),
    line(
        "staff_reports",
        "batch progress add-file file-all resume item",
        OF_ONE_PERSON - {"drafter"},
        "drafter",
    ),
    line("staff_cases", "forget-filter", OF_ONE_PERSON - {"drafter"}, "drafter"),
    line("workbench", "agency person", OF_THE_OFFICE, "administrator"),
    line("workbench", "counter", OF_THE_SETTINGS, "administrator"),
)
NOTHING_TO_SEE = {"staff_reports:page"}
"""Pages of an original that is no PDF: not found for anybody, as the room's own tests say."""
ELSEWHERE = {
    *(
        f"staff_reports:{name}"
        for name in ["now", "recompute", "part", "check-part", "behind", "parts", "part-of", "name-missing"]
    ),
    *(
        f"staff_registers:{name}"
        for name in [
            "overview",
            "list",
            "print",
            "add",
            "entry",
            "delete",
            "template",
            "import",
            "batch",
            "progress",
            "problems",
            "confirm",
            "discard",
            "resume",
            "undo",
        ]
    ),
    *("case_files:package", "staff_cases:keep-package", "staff_cases:progress"),
    *(f"staff_petitions:{name}" for name in ("convert", "case", "filed", "reveal")),
    *(f"staff_remedies:{name}" for name in ("case", "reveal")),
}
"""Of things that this house has none of (a computed report, a register, a package): their rooms' own tables say who
may do what there; here nobody comes in who has not signed in.
"""
LISTS = {
    *(
        f"staff_cases:{name}"
        for name in [
            "worklist",
            "bulk",
            "save-filter",
            "notices",
            "notices-read",
            "this-month",
            "month",
            "moved",
            "moved-seen",
            "years",
            "enter-year",
            "archives",
            "verify-packages",
            "undelivered",
            "send-again",
        ]
    ),
    "staff_letters:waiting",
    "staff_letters:settings",
    "staff_requests:new",
    "staff_petitions:new",
    *(f"staff_remedies:{name}" for name in ("register", "new-review", "new-suit")),
    *(f"staff_reports:{name}" for name in ("list", "import", "open-batch", "compute")),
    *(f"staff_reports:{name}" for name in ("season", "current-season", "season-days", "roll-up")),
    *(
        f"workbench:{name}"
        for name in ["agencies", "agency-add", "people", "person-add", "counters", "ledger", "tasks"]
    ),
    "own-account",
    "staff_registers:agencies",
}
"""Staff pages that name no thing: they show what the person may see, and nobody comes in without signing in."""
WITH_THE_CODE = {
    *(f"requests:{name}" for name in ["tracked", "act", "rate", "suggest", "file", "letter", "open_linked"]),
    *("petitions:tracked", "petitions:letter"),
}
"""An applicant's pages: open to the session that looked the case up, to nobody else, whatever their role."""
FOR_EVERYBODY = {
    *(f"portal:{name}" for name in ("home", "design")),
    *(
        f"requests:{name}"
        for name in [
            "new",
            "wanted",
            "suggestions",
            "applicant",
            "review",
            "saved",
            "resume",
            "receipt",
            "receipt_file",
            "discard",
            "track",
            "leave",
        ]
    ),
    *(
        f"reports:{name}"
        for name in [
            "library",
            "library_file",
            "compare",
            "compare_file",
            "open_data",
            "figures_file",
            "fields_file",
            "checker",
            "checker_file",
            "report",
            "report_file",
            "edition",
            "edition_file",
            "feed",
        ]
    ),
    *("health-live", "health-ready", "metrics", "set-language"),
}
CLOSED = {"None"}
"""Wagtail's rooms that ``web/urls.py`` answers with 404."""


OURS = [address for address in addresses() if address.is_ours]
BY_NAME = {address.name: address for address in OURS}


def test_every_address_stands_in_one_line_of_the_table() -> None:
    lines = [name for one in TABLE for name in one.names]
    said = [*lines, *NOTHING_TO_SEE, *ELSEWHERE, *LISTS, *WITH_THE_CODE, *FOR_EVERYBODY, *CLOSED]
    assert sorted(said) == sorted({*said})
    assert {address.name for address in OURS} == {*said}
    no_thing = {name for name in LISTS if BY_NAME[name].takes - {"year", "month"}}
    assert not no_thing, "whatever takes a key says who is kept out"


def comes(client: Client, house: House, who: str) -> Client:
    client.logout()
    if who != "anonymous":
        client.force_login(house.cast.people[who])
    return client


def is_kept_out(answer: HttpResponseBase) -> bool:
    if answer.status_code == 302:
        return answer["Location"].startswith(("/staff/login/", "/track/")) or answer["Location"] == "/staff/"
    return answer.status_code in (403, 404, 405)


def words_of(answer: HttpResponseBase) -> str:
    return b"".join(answer).decode("utf-8", "replace")


SENT: dict[str, Any] = {
    "version": "1",
    "reason": "x",
    "on": "2024-03-05",
    "sure": "on",
    "text": "x",
    "save": "1",
}


def test_who_has_no_business_there_sees_nothing_and_does_nothing(house: House, client: Client) -> None:
    before = everything()
    for one in TABLE:
        for who in sorted(one.out):
            comes(client, house, who)
            for name in sorted(one.names):
                url = house.url(BY_NAME[name])
                for answer in (client.get(url), client.post(url, SENT), client.head(url)):
                    assert is_kept_out(answer), (who, name, answer.status_code)
                    assert WORDS not in words_of(answer), (who, name)
    assert everything() == before


def test_the_same_addresses_are_there_for_those_who_have(house: House, client: Client) -> None:
    """Else the test before would praise addresses that lead nowhere."""
    for one in TABLE:
        comes(client, house, one.comes_in)
        for name in sorted(one.names):
            answer = client.get(house.url(BY_NAME[name]))
            assert answer.status_code == 405 or not is_kept_out(answer), (
                one.comes_in,
                name,
                answer.status_code,
            )


def test_an_inspector_from_above_reads_and_changes_nothing(house: House, client: Client) -> None:
    comes(client, house, "inspector")
    before = everything()
    for name in sorted(name for one in TABLE if one.inspector_reads for name in one.names):
        url = house.url(BY_NAME[name])
        answers = [client.get(url), client.post(url, SENT)]
        assert all(answer.status_code < 500 for answer in answers), name
        assert everything() == before, name


def test_no_staff_page_opens_for_a_visitor_or_for_someone_who_left(house: House, client: Client) -> None:
    for who in ("anonymous", "disabled", "nobody"):
        comes(client, house, who)
        for name in sorted(LISTS | ELSEWHERE):
            url = house.url(BY_NAME[name])
            for answer in (client.get(url), client.post(url, SENT)):
                assert is_kept_out(answer), (who, name, answer.status_code)


def test_an_applicants_pages_open_for_no_role_without_the_code(house: House, client: Client) -> None:
    before = everything()
    for who in ("anonymous", "disclosure_office", "inspector", "root"):
        comes(client, house, who)
        for name in sorted(WITH_THE_CODE):
            url = house.url(BY_NAME[name])
            for answer in (client.get(url), client.post(url, SENT)):
                assert is_kept_out(answer), (who, name, answer.status_code)
    assert everything() == before


def test_a_proof_of_identity_is_for_those_who_handle_the_case(house: House, client: Client) -> None:
    for who in ("checker", "signer", "leader", "secrecy_office", "inspector", *sorted(OF_THE_CASE)):
        comes(client, house, who)
        for ending in ("", "preview/"):
            assert is_kept_out(client.get(f"/staff/files/{house.proof.pk}/{ending}")), who


# --- what Wagtail brings along --------------------------------------------------------------------

WAGTAILS_OWN = {
    "wagtailadmin_home",
    "wagtailadmin_account",
    "wagtailadmin_login",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
    "wagtailadmin_dismissibles",
}
"""What we use of it. Everything else is for a superuser at most."""


def wagtails() -> list[Address]:
    return [address for address in addresses() if address.is_staff and not address.is_ours]


def test_wagtails_pages_that_nobody_lives_in_open_for_nobody(house: House, client: Client) -> None:
    comes(client, house, "disclosure_office")
    client.raise_request_exception = False
    opened = {}
    for address in wagtails():
        if address.takes or address.name in WAGTAILS_OWN or "(?P" in address.route:
            continue
        url = "/" + address.route.replace("^", "").replace("$", "").replace("\\Z", "")
        status = client.get(url).status_code
        if status not in (302, 404, 405):
            opened[url] = status
    assert opened == {}
