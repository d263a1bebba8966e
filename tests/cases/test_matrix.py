"""Who may see and do what: every page as everybody, and every step by every role in every state.

What the law and the office decide stands here in words; nothing is taken from the declaration but the list of steps
that the table must be complete for.
"""

from __future__ import annotations

import pytest
from django.urls import reverse
from support_office import at

from yangguang.cases.actor import Actor
from yangguang.cases.engine import may_take, situation_of
from yangguang.cases.models import Assignment, AssignmentKind, Case
from yangguang.cases.procedure import procedures
from yangguang.cases.staff.urls import urlpatterns as case_urls
from yangguang.cases.standing import offers
from yangguang.offices.roles import Role
from yangguang.requests.procedure import PROCEDURE
from yangguang.requests.staff.urls import urlpatterns as request_urls

pytestmark = pytest.mark.django_db

READS = {"disclosure_office", "checker", "signer", "leader", "drafter", "secrecy_office", "inspector", "root"}
"""Those who read a case of the bureau that nobody has been given; clerk_a and clerk_b sit in departments."""
OUTSIDE = {"administrator", "clerk_a", "clerk_b", "stranger", "nobody"}
HANDLE = {"drafter", "disclosure_office", "root"}

# --- pages ----------------------------------------------------------------------------------------

LISTS = {"worklist", "notices", "this-month", "month", "moved", "archives"}
POSTS = {"bulk", "save-filter", "forget-filter", "notices-read", "moved-seen", "reveal", "verify-packages"}
CALENDAR = {"years", "enter-year"}
MESSAGES = {"undelivered"}
OF_A_CASE = {
    "timeline",
    "clock",
    "files",
    "notes",
    "history",
    "others",
    "step",
    "undo",
    "case",
    "split",
    "reveal",
}
DESK = {"new"}
SPECIAL = {
    *("filed", "bulk", "save-filter", "forget-filter", "notices-read", "moved-seen"),
    *("verify-packages", "keep-package", "progress"),  # tested with the archive
    "send-again",
}


def test_the_table_knows_every_page():
    names = {pattern.name for pattern in [*case_urls, *request_urls]}
    assert names == LISTS | POSTS | CALENDAR | MESSAGES | OF_A_CASE | DESK | SPECIAL


def page(name: str, case: Case) -> str:
    if name in {"case", "split", "reveal", "filed"}:
        return reverse(f"staff_requests:{name}", args=[case.pk])
    if name == "new":
        return reverse("staff_requests:new")
    args: list[object] = [case.pk] if name in OF_A_CASE else []
    if name == "step":
        args.append("withdraw")
    if name == "month":
        args = [2024, 3]
    return reverse(f"staff_cases:{name}", args=args)


def test_a_case_is_404_for_everybody_who_may_not_see_it(desk, client):
    case = desk.receives(on="2024-03-04")
    for who in READS | OUTSIDE - {"nobody"}:
        client.force_login(desk.cast.people[who])
        for name in OF_A_CASE | {"filed"}:
            url = page(name, case)
            status = (client.post(url) if name in POSTS else client.get(url)).status_code
            assert (status == 404) == (who in OUTSIDE), (who, name, status)


def test_a_clerk_sees_what_was_given_to_their_department_or_to_them(desk, client):
    case = desk.receives(on="2024-03-04")
    desk.does(case, "assign", on="2024-03-05", unit=f"d{desk.cast.office.pk}")
    desk.does(
        case,
        "ask_assistance",
        on="2024-03-05",
        unit=f"p{desk.cast.clerk_b.pk}",
        what="x",
        internal_due_on="2024-03-08",
    )
    other = desk.receives(on="2024-03-04")
    for who in ("clerk_a", "clerk_b"):
        client.force_login(desk.cast.people[who])
        assert client.get(page("case", case)).status_code == 200, who
        assert client.get(page("case", other)).status_code == 404, who
    assert Assignment.objects.filter(kind=AssignmentKind.ASSIST).count() == 1


def test_lists_hold_only_what_one_may_see(desk, client):
    case = desk.receives("很特别的事由", on="2024-03-04")
    for who in READS | OUTSIDE - {"nobody"}:
        client.force_login(desk.cast.people[who])
        for url in (f"{page('worklist', case)}?tab=all", f"{page('worklist', case)}?tab=all&export=csv"):
            body = client.get(url).content.decode()
            assert ("很特别的事由" in body) == (who in READS), (who, url)


def test_posts_on_another_offices_case_are_404_and_do_nothing(desk, client):
    case = desk.receives(on="2024-03-04")
    for who in ("stranger", "administrator", "clerk_a"):
        client.force_login(desk.cast.people[who])
        for name in ("step", "undo", "notes", "files", "split", "reveal"):
            sent = {"version": 1, "reason": "x", "on": "2024-03-05", "sure": "on", "text": "x", "note": "1"}
            assert client.post(page(name, case), sent).status_code == 404, (who, name)
    assert case.steps.count() == 1


def test_an_inspector_reads_below_and_acts_nowhere(desk, client):
    case = desk.receives(on="2024-03-04")
    client.force_login(desk.cast.inspector)
    assert client.get(page("case", case)).status_code == 200
    assert client.get(page("step", case)).status_code == 403
    sent = {"version": 1, "reason": "x", "on": "2024-03-05", "sure": "on"}
    assert client.post(page("step", case), sent).status_code == 403
    assert client.post(page("undo", case), sent).status_code == 422
    assert client.post(page("notes", case), {"note": "1", "text": "x"}).status_code == 422
    assert client.post(page("files", case), {}).status_code == 422
    assert client.post(page("split", case), {"version": 1, "matter": "一件事"}).status_code == 403
    assert client.post(page("reveal", case)).status_code == 403
    assert client.get(page("new", case)).status_code == 404
    assert case.steps.count() == 1
    assert case.notes.count() == 0


def test_who_takes_requests_in_and_who_enters_calendars(desk, client):
    case = desk.receives(on="2024-03-04")
    for who in READS | OUTSIDE - {"nobody"}:
        client.force_login(desk.cast.people[who])
        may = who in {"drafter", "disclosure_office", "clerk_a", "clerk_b", "stranger", "root"}
        assert client.get(page("new", case)).status_code == (200 if may else 404), who
        may = who in {"disclosure_office", "administrator", "stranger", "root"}
        assert client.get(page("years", case)).status_code == (200 if may else 302), who
        assert client.get(page("undelivered", case)).status_code == (200 if may else 302), who


def test_who_looks_behind_the_mask(desk, client):
    case = desk.receives(on="2024-03-04")
    for who in READS:
        client.force_login(desk.cast.people[who])
        for name in ("case", "timeline", "history", "notes"):
            assert "11010519491231002X" not in client.get(page(name, case)).content.decode(), (who, name)
        answer = client.post(page("reveal", case))
        assert ("11010519491231002X" in answer.content.decode()) == (who in HANDLE), who
        assert "no-store" in answer["Cache-Control"]


def test_nobody_comes_in_without_signing_in(desk, client):
    case = desk.receives(on="2024-03-04")
    for name in LISTS | CALENDAR | MESSAGES | OF_A_CASE | DESK | {"filed"}:
        answer = client.get(page(name, case))
        assert answer.status_code == 302, name
        assert "/login/" in answer["Location"], name


# --- steps ----------------------------------------------------------------------------------------

H = {"drafter", "disclosure_office"}
GIVES = {"disclosure_office", "leader"}
ANY = {"drafter", "disclosure_office", "secrecy_office"}
STEPS: dict[str, tuple[set[str], set[str]]] = {
    # step: (roles of staff, states in which it may be taken)
    "submit": (H, set()),
    "register": (H, set()),
    "confirm_receipt": (H, {"submitted"}),
    "ask_correction": (H, {"in_progress"}),
    "correct": (H, {"correction_requested"}),
    "abandon_correction": (H, {"correction_requested"}),
    "consult_third_party": (H, {"in_progress", "consulting"}),
    "third_party_received": (H, {"consulting"}),
    "fee_notice_received": (H, {"fee_notified"}),
    "third_party_replied": (H, {"consulting"}),
    "consult_agency": (H, {"in_progress", "consulting"}),
    "agency_received": (H, {"consulting"}),
    "consult_other_body": (H, {"in_progress", "consulting"}),
    "other_body_replied": (H, {"consulting"}),
    "agency_replied": (H, {"consulting"}),
    "extend": (H, {"in_progress", "consulting", "merged"}),
    "merge": (H, {"in_progress", "consulting"}),
    "take_apart": (
        H,
        {"in_progress", "correction_requested", "consulting", "reason_requested", "fee_notified"},
    ),
    "follow": (set(), set()),  # brought along by the lead's steps, taken by nobody
    "unfollow": (set(), set()),
    "follow_answer": (set(), set()),
    "ask_reason": (H, {"in_progress"}),
    "give_reason": (H, {"reason_requested"}),
    "no_reason_given": (H, {"reason_requested"}),
    "postpone": (H, {"in_progress", "consulting"}),
    "notify_fee": (H, {"in_progress"}),
    "pay_fee": (H, {"fee_notified"}),
    "abandon_fee": (H, {"fee_notified"}),
    "answer": (H, {"in_progress"}),
    "withdraw": (
        H,
        {
            "submitted",
            "in_progress",
            "correction_requested",
            "consulting",
            "reason_requested",
            "fee_notified",
            "merged",
        },
    ),
    "reopen": (set(), set()),  # brought along by the decision in a reconsideration or a suit
    "archive": (H, {"answered"}),
    "assign": (
        GIVES,
        {"in_progress", "correction_requested", "consulting", "reason_requested", "fee_notified"},
    ),
    "return_assignment": (
        ANY,
        {"in_progress", "correction_requested", "consulting", "reason_requested", "fee_notified"},
    ),
    "ask_assistance": (
        ANY,
        {"in_progress", "correction_requested", "consulting", "reason_requested", "fee_notified"},
    ),
    "answer_assistance": (
        ANY,
        {"in_progress", "correction_requested", "consulting", "reason_requested", "fee_notified"},
    ),
}
BY_APPLICANT = {"submit", "register", "correct", "give_reason", "withdraw"}
BY_CLOCK = {"fee_notice_received"}
STATES = {
    "submitted",
    "in_progress",
    "correction_requested",
    "consulting",
    "reason_requested",
    "fee_notified",
    "merged",
    "answered",
    "archived",
}


def test_the_table_knows_every_step_and_state():
    assert {step.id for step in PROCEDURE.steps} == set(STEPS)
    assert {state.id for state in PROCEDURE.states} == STATES
    assert PROCEDURE in procedures()


def test_every_step_by_every_role(desk):
    case = desk.receives(on="2024-03-04")
    for id, (roles, _states) in STEPS.items():
        step = PROCEDURE.step(id)
        for role in Role:
            if role is Role.INSPECTOR:
                continue
            actor = Actor.staff(desk.cast.people[role.value])
            assert may_take(case, step, actor) == (role.value in roles), (id, role)
        for who in ("inspector", "stranger", "nobody"):
            assert not may_take(case, step, Actor.staff(desk.cast.people[who])), (id, who)
        assert may_take(case, step, Actor.applicant()) == (id in BY_APPLICANT), id
        assert may_take(case, step, Actor.clock()) == (id in BY_CLOCK), id


@pytest.mark.parametrize("state", sorted(STATES))
def test_every_step_in_every_state(desk, state):
    """A step out of its state is refused for that reason; in its state only its own conditions may speak."""
    case = desk.receives(on="2024-03-04")
    case.state_id = state
    situation = situation_of(case, at("2024-03-05"))
    found = {offer.step.id: offer for offer in offers(situation, frozenset(Role))}
    assert set(found) == {id for id, (_roles, states) in STEPS.items() if states}
    for id, offer in found.items():
        is_out_of_place = "案件现在的状态是" in offer.reason
        assert is_out_of_place == (state not in STEPS[id][1]), (id, offer.reason)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.INSPECTOR])
def test_the_page_offers_each_role_its_steps(desk, role):
    case = desk.receives(on="2024-03-04")
    situation = situation_of(case, at("2024-03-05"))
    offered = {offer.step.id for offer in offers(situation, frozenset({role}))}
    assert offered == {id for id, (roles, states) in STEPS.items() if states and role.value in roles}
