"""Who may do what: the whole matrix of roles and acts, and every page as every person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from yangguang.offices.roles import Role
from yangguang.reports import actions
from yangguang.reports.composing import cell_fact, identity
from yangguang.reports.conclusions import in_force
from yangguang.reports.models import Edition, ImportBatch, Report, ReportState, VerdictKind
from yangguang.reports.permissions import MATRIX, Act, acts_allowed, agencies_for
from yangguang.reports.refused import NotAllowed
from yangguang.reports.seasons import usual_days
from yangguang.reports.staff.urls import urlpatterns

pytestmark = pytest.mark.django_db

# The acts each role may take on a report of its own agency (the inspector: of an agency below).
ALLOWED: dict[str, set[str]] = {
    "drafter": {"import", "compute", "reread", "correct", "accept", "accept_all", "undo", "reopen", "delete"},
    "checker": {
        "correct",
        "accept",
        "accept_all",
        "undo",
        "judge",
        "revoke",
        "review",
        "send_back",
        "reopen",
    },
    "disclosure_office": {
        "import",
        "compute",
        "reread",
        "correct",
        "accept",
        "accept_all",
        "undo",
        "judge",
        "revoke",
        "review",
        "send_back",
        "reopen",
        "delete",
        "hand_in",
    },
    "signer": {"judge", "revoke", "publish", "withdraw", "reopen", "hand_in"},
    "leader": {"judge", "revoke", "publish", "withdraw", "reopen", "hand_in"},
    "inspector": {
        "import",
        "reread",
        "correct",
        "accept",
        "accept_all",
        "undo",
        "judge",
        "revoke",
        "delete",
        "return",
        "set_season",
        "remind",
        "roll_up",
    },
    "secrecy_office": set(),
    "administrator": set(),
    "stranger": set(),
    "nobody": set(),
    "root": {
        "import",
        "compute",
        "reread",
        "correct",
        "accept",
        "accept_all",
        "undo",
        "judge",
        "revoke",
        "review",
        "send_back",
        "publish",
        "withdraw",
        "reopen",
        "delete",
        "hand_in",
        "return",
        "set_season",
        "remind",
        "roll_up",
    },
}
TOTAL = "requests.results_total.total"


class Stage:
    """A report brought to where an act is possible, by the superuser, who may do everything."""

    def __init__(self, office: Any) -> None:
        self.office = office
        self.root = office.cast.root
        self.report: Report = office.imports(requests__results_total__total=17)

    def known(self, who: Any) -> dict[str, Any]:
        version = Report.objects.get(pk=self.report.pk).version
        return {"version": version, "by": who, "at": self.office.now()}

    def seen(self) -> Any:
        cell = in_force(Report.objects.get(pk=self.report.pk)).cells[TOTAL]
        return cell_fact(cell.value, cell.state)

    def key(self) -> str:
        return identity(self.report.figures.check_result().findings[0])

    def cell(self, who: Any, act: Callable[..., Any], *args: Any, **more: Any) -> None:
        act(self.report, TOTAL, *args, seen=self.seen(), by=who, at=self.office.now(), **more)

    def reviewed(self) -> None:
        actions.review(self.report, **self.known(self.root))

    def published(self) -> None:
        self.reviewed()
        actions.publish(self.report, reason="x", **self.known(self.root))


def do_import(stage: Stage, who: Any) -> None:
    data = stage.office.bytes_of(year=2022)
    actions.import_file(data, name="a.json", agency=stage.office.cast.bureau, by=who, at=stage.office.now())


def do_accept_all(stage: Stage, who: Any) -> None:
    edition = stage.report.edition
    edition.reading["cells"].setdefault(TOTAL, {})["certainty"] = "doubtful"
    edition.save()
    actions.accept_unsure(stage.report, **stage.known(who))


def do_undo(stage: Stage, who: Any) -> None:
    stage.cell(stage.root, actions.correct_cell, "16", reason="x")
    stage.cell(who, actions.undo_cell)


def do_judge(stage: Stage, who: Any, seen: int | None = None) -> int:
    verdict = actions.give_verdict(
        stage.report,
        stage.key(),
        VerdictKind.CONFIRMED,
        text="",
        seen=seen,
        by=who,
        at=stage.office.now(),
    )
    return verdict.pk


def do_revoke(stage: Stage, who: Any) -> None:
    given = do_judge(stage, stage.root)
    actions.revoke_verdict(stage.report, stage.key(), seen=given, by=who, at=stage.office.now())


def do_send_back(stage: Stage, who: Any) -> None:
    stage.reviewed()
    actions.send_back(stage.report, reason="x", **stage.known(who))


def do_publish(stage: Stage, who: Any) -> None:
    stage.reviewed()
    actions.publish(stage.report, reason="x", **stage.known(who))


def do_withdraw(stage: Stage, who: Any) -> None:
    stage.published()
    actions.withdraw(stage.report, reason="x", **stage.known(who))


def do_reopen(stage: Stage, who: Any) -> None:
    stage.published()
    actions.open_corrected_edition(stage.report, reason="x", **stage.known(who))


def do_hand_in(stage: Stage, who: Any) -> None:
    stage.reviewed()
    actions.hand_in(stage.report, reason="x", **stage.known(who))


def do_return(stage: Stage, who: Any) -> None:
    do_hand_in(stage, stage.root)
    actions.return_hand_in(stage.report, reason="x", **stage.known(who))


def do_set_season(stage: Stage, who: Any) -> None:
    actions.set_season(stage.office.cast.city, 2024, **usual_days(2024), by=who, at=stage.office.now())


def do_roll_up(stage: Stage, who: Any) -> None:
    actions.roll_up(stage.office.cast.city, 2024, by=who, at=stage.office.now())


def do_remind(stage: Stage, who: Any) -> None:
    cast = stage.office.cast
    actions.remind(cast.city, 2024, [cast.bureau], by=who, at=stage.office.now())


ACTS: dict[str, Callable[[Stage, Any], Any]] = {
    "import": do_import,
    "compute": lambda stage, who: actions.compute_report(
        stage.office.cast.bureau, 2022, by=who, at=stage.office.now()
    ),
    "reread": lambda stage, who: actions.reread(stage.report, by=who, at=stage.office.now()),
    "correct": lambda stage, who: stage.cell(who, actions.correct_cell, "16", reason="x"),
    "accept": lambda stage, who: stage.cell(who, actions.accept_cell),
    "accept_all": do_accept_all,
    "undo": do_undo,
    "judge": do_judge,
    "revoke": do_revoke,
    "review": lambda stage, who: actions.review(stage.report, **stage.known(who)),
    "send_back": do_send_back,
    "publish": do_publish,
    "withdraw": do_withdraw,
    "reopen": do_reopen,
    "delete": lambda stage, who: actions.delete_draft(stage.report, **stage.known(who)),
    "hand_in": do_hand_in,
    "return": do_return,
    "set_season": do_set_season,
    "remind": do_remind,
    "roll_up": do_roll_up,
}


NEEDS_A_STAGE = {"undo", "revoke", "send_back", "publish", "withdraw", "reopen", "hand_in", "return"}


@pytest.mark.parametrize("act", ACTS)
def test_every_act_is_allowed_to_exactly_the_roles_of_the_matrix(office, act) -> None:
    from django.db import transaction

    stage = Stage(office)
    for who, allowed in ALLOWED.items():
        person = office.cast.people[who]
        point = transaction.savepoint()
        if act in allowed:
            ACTS[act](stage, person)
        else:
            before = list(Report.objects.values())
            with pytest.raises(NotAllowed, match="权限"):
                ACTS[act](stage, person)
            if act not in NEEDS_A_STAGE:
                assert list(Report.objects.values()) == before  # nothing has changed
        transaction.savepoint_rollback(point)


def test_the_matrix_names_every_role_and_every_act() -> None:
    assert set(ALLOWED) == {role.value for role in Role} | {"stranger", "nobody", "root"}
    assert set().union(*ALLOWED.values()) == set(ACTS)
    assert set(MATRIX) == set(Act)


def test_a_role_in_another_agency_gives_nothing_here(cast) -> None:
    assert acts_allowed(cast.drafter, cast.school) == frozenset()
    assert acts_allowed(cast.stranger, cast.bureau) == frozenset()
    assert acts_allowed(cast.signer, cast.city) == frozenset()  # not even in the one above


def test_both_ways_of_asking_give_the_same_answer(cast) -> None:
    for person in cast.people.values():
        for agency in (cast.city, cast.bureau, cast.school, cast.elsewhere):
            told = acts_allowed(person, agency)
            assert told == {act for act in Act if agencies_for(person, act).filter(pk=agency.pk).exists()}


def test_someone_who_left_may_do_nothing(cast) -> None:
    cast.drafter.is_active = False
    cast.drafter.save()
    assert not agencies_for(cast.drafter, Act.IMPORT).exists()
    assert acts_allowed(cast.drafter, cast.bureau) == frozenset()
    assert not Report.objects.visible_to(cast.drafter).exists()


# --- reading ---------------------------------------------------------------------------------

READS = {role.value for role in Role} | {"root"}


def test_a_working_copy_is_seen_in_its_agency_and_from_above_only(office) -> None:
    from django.contrib.auth.models import AnonymousUser

    report = office.imports()
    for who, person in office.cast.people.items():
        assert Report.objects.visible_to(person).contains(report) == (who in READS), who
    assert not Report.objects.visible_to(AnonymousUser()).exists()


def test_even_a_published_report_has_no_working_copy_for_strangers(office) -> None:
    report = office.imports()
    Report.objects.filter(pk=report.pk).update(state=ReportState.PUBLISHED)
    assert not Report.objects.visible_to(office.cast.stranger).exists()


@pytest.fixture
def pages(office, django_capture_on_commit_callbacks) -> dict[str, str]:
    """Every address of the room, on things that exist."""
    report = office.imports(requests__results_total__total=17)
    with django_capture_on_commit_callbacks(execute=True):
        batch: ImportBatch = actions.receive_files(
            [SimpleUploadedFile("a.json", office.bytes_of(year=2023))],
            by=office.cast.drafter,
            at=office.now(),
        )
    key = identity(report.figures.check_result().findings[0])
    args: dict[str, list[Any]] = {
        **{name: [] for name in FREE},
        "season": [2024],
        "season-days": [2024],
        **{name: [batch.pk] for name in OWN},
        "item": [batch.items.get().pk],
        "cell": [report.pk, TOTAL],
        "behind": [report.pk, TOTAL],
        "part": [report.pk, 1],
        "check-part": [report.pk, 1],
        "part-of": [report.pk, TOTAL],
        "finding": [report.pk, key],
        "download": [report.pk, "json"],
        "source": [report.pk, Edition.objects.get().number],
        "page": [report.pk, Edition.objects.get().number, 1],
    }
    return {
        pattern.name: reverse(f"staff_reports:{pattern.name}", args=args.get(pattern.name, [report.pk]))
        for pattern in urlpatterns
    }


FREE = {
    "list",
    "import",
    "open-batch",
    "compute",
    "current-season",
    "season",
    "season-days",
    "roll-up",
}  # show or do nothing of another's
OWN = {"batch", "progress", "item", "add-file", "file-all", "resume"}  # of the one who uploaded
NOT_OF_A_FILE = {
    "page",
    "now",
    "behind",
    "part",
    "check-part",
    "parts",
    "part-of",
    "name-missing",
}  # a JSON file has no pages to show, no cases behind it and no parts
POST_ONLY = {"check-part", "name-missing", "open-batch", "add-file", "file-all", "resume"}


def test_every_page_is_404_for_those_who_may_not_read_the_report(office, pages, client) -> None:
    for who in ("stranger", "drafter", "inspector", "secrecy_office"):
        client.force_login(office.cast.people[who])
        for name, url in pages.items():
            if name in FREE:
                continue
            method = client.post if name in POST_ONLY else client.get
            status = method(url).status_code
            may = who == "drafter" if name in OWN else who != "stranger"
            if may and name not in NOT_OF_A_FILE:
                assert status != 404, (who, name)
            else:
                assert status == 404, (who, name)


def test_nobody_enters_without_signing_in(pages, client) -> None:
    for name, url in pages.items():
        response = client.post(url) if name in POST_ONLY else client.get(url)
        assert response.status_code == 302, name
        assert "/login/" in response["Location"]


def test_a_person_without_a_role_does_not_enter_the_workbench(office, pages, client) -> None:
    client.force_login(office.cast.nobody)
    assert client.get(pages["list"]).status_code == 302


def test_acts_on_another_offices_report_are_404_by_post_too(office, pages, client) -> None:
    client.force_login(office.cast.stranger)
    for name in (
        "cell",
        "finding",
        "review",
        "send-back",
        "publish",
        "withdraw",
        "reopen",
        "reread",
        "recompute",
        "delete",
        "hand-in",
        "return",
    ):
        assert client.post(pages[name], {"version": 1, "reason": "x"}).status_code == 404, name
    assert Report.objects.get(year=2024).state == ReportState.DRAFT


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("drafter", {"reread", "delete"}),
        ("checker", {"review"}),
        ("disclosure_office", {"review", "reread", "delete"}),
        ("signer", set()),
        ("inspector", {"reread", "delete"}),
        ("secrecy_office", set()),
    ],
)
def test_a_page_offers_only_what_the_person_may_do(office, pages, client, who, offered) -> None:
    client.force_login(office.cast.people[who])
    body = client.get(pages["report"]).content.decode()
    for name in (
        "review",
        "send-back",
        "publish",
        "withdraw",
        "reopen",
        "reread",
        "delete",
        "hand-in",
        "return",
    ):
        assert (f'href="{pages[name]}"' in body) == (name in offered), name
