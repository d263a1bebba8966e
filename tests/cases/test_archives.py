"""The archive as people use it: taking a package, verifying it, and what happens when its time is over."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from support_office import Desk, at

from yangguang.cases import appraising, verifying
from yangguang.cases.actor import Actor
from yangguang.cases.models import ArchivePackage, Retention
from yangguang.cases.refused import NotAllowed, Refused
from yangguang.ledger.book import breaks
from yangguang.ledger.models import Entry
from yangguang.offices.models import Membership
from yangguang.offices.roles import Role
from yangguang.web.models import LongTask
from yangguang.web.progress import Progress

pytestmark = pytest.mark.django_db


@pytest.fixture
def archived(desk: Desk, django_capture_on_commit_callbacks):
    def make(title: str = "某路改造工程的预算", *, closed: str = "2024-03-06") -> ArchivePackage:
        case = desk.receives(title, on="2024-03-04")
        desk.does(case, "withdraw", on=closed, by=Actor.applicant(), reason="已从网上查到")
        with django_capture_on_commit_callbacks(execute=True):
            desk.does(case, "archive", on=closed, retention="ten_years")
        return case.packages.get()

    return make


def tampered(package: ArchivePackage) -> None:
    """The file is replaced by another one under the same name."""
    name = package.file.name
    with package.file.open("rb") as file:
        data = file.read()
    package.file.storage.delete(name)
    package.file.storage.save(name, ContentFile(data[:-30] + b"x" * 30))


# --- taking it ------------------------------------------------------------------------------------

HANDLE = {"drafter", "disclosure_office", "root"}
READ = HANDLE | {"checker", "signer", "leader", "secrecy_office", "inspector"}


def test_those_who_handle_cases_take_packages_and_nobody_else(desk, archived, client):
    package = archived()
    url = reverse("case_files:package", args=[package.pk])
    for who in [*READ, "administrator", "clerk_a", "stranger"]:
        client.force_login(desk.cast.people[who])
        assert client.get(url).status_code == (200 if who in HANDLE else 404), who
        page = client.get(reverse("staff_cases:files", args=[package.case_id]))
        assert page.status_code == (200 if who in READ else 404), who
        if who in READ:
            assert (url in page.content.decode()) == (who in HANDLE), who
    client.logout()
    assert client.get(url).status_code == 302


def test_a_package_is_handed_out_as_it_is_and_each_time_is_written_down(desk, archived, client):
    package = archived()
    client.force_login(desk.cast.drafter)
    with package.file.open("rb") as file:
        data = file.read()
    answer = client.get(reverse("case_files:package", args=[package.pk]))
    assert b"".join(answer.streaming_content) == data
    assert f"{package.case.number}-1.zip" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    client.head(reverse("case_files:package", args=[package.pk]))  # a look at the head takes nothing
    entry = Entry.objects.get(kind="cases.package_taken")
    assert (entry.actor_name, entry.object_id) == ("drafter同志", str(package.pk))
    assert not list(breaks())


def test_a_file_that_is_gone_is_said(desk, archived, client):
    package = archived()
    package.file.storage.delete(package.file.name)
    client.force_login(desk.cast.drafter)
    answer = client.get(reverse("case_files:package", args=[package.pk]), follow=True)
    assert "从备份恢复" in answer.content.decode()
    assert not Entry.objects.filter(kind="cases.package_taken").exists()


# --- verifying it ---------------------------------------------------------------------------------


def test_a_package_that_holds_is_said_to_hold(archived):
    package = archived()
    assert verifying.verify_one(package.pk, at("2024-04-01"))
    package.refresh_from_db()
    assert (package.problems, package.verified_at) == ([], at("2024-04-01"))
    assert not Entry.objects.filter(kind="cases.package_broken").exists()


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (tampered, "SHA-256"),
        (lambda package: package.file.storage.delete(package.file.name), "不在存储中"),
        (lambda p: ArchivePackage.objects.filter(pk=p.pk).update(sha256="0" * 64), "SHA-256"),
        (lambda p: ArchivePackage.objects.filter(pk=p.pk).update(last_hash="0" * 64), "末值"),
    ],
)
def test_whatever_was_done_to_it_is_found_and_entered_once(archived, harm, said):
    package = archived()
    harm(package)
    for _again in range(2):
        assert not verifying.verify_one(package.pk, at("2024-04-01"))
    package.refresh_from_db()
    assert said in "".join(package.problems)
    entry = Entry.objects.get(kind="cases.package_broken")
    assert said in entry.facts["problems"]


def test_the_worker_counts_while_it_verifies(desk, archived):
    good, bad = archived(), archived()
    tampered(bad)
    task = LongTask.objects.create(kind=verifying.KIND, asked_at=at("2024-04-01"), moved_at=at("2024-04-01"))
    assert verifying.verify_all([good.pk, bad.pk, 999_999], Progress(task.pk)) == 1
    task.refresh_from_db()
    assert (task.total, task.done, task.found) == (3, 3, 1)
    assert task.ended_at


def test_the_page_asks_the_worker_and_shows_what_it_found(
    desk, archived, client, django_capture_on_commit_callbacks
):
    good, bad = archived("好的一件"), archived("坏的一件")
    tampered(bad)
    client.force_login(desk.cast.checker)
    url = reverse("staff_cases:archives")
    assert client.get(url).content.decode().count("从未校验") == 3  # two rows and the filter
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("staff_cases:verify-packages"), {"which": "all", "query": "q=件"})
    page = client.get(url).content.decode()
    assert "已校验归档包 2 个，1 个不符" in page
    broken = client.get(f"{url}?state=broken").content.decode()
    assert "坏的一件" in broken
    assert "好的一件" not in broken
    assert good.case.number not in broken


def test_only_what_one_sees_is_verified(desk, archived, client, django_capture_on_commit_callbacks):
    package = archived()
    client.force_login(desk.cast.stranger)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("staff_cases:verify-packages"), {"which": "ticked", "package": package.pk})
        client.post(reverse("staff_cases:verify-packages"), {"which": "all"})
    package.refresh_from_db()
    assert package.verified_at is None


# --- the list -------------------------------------------------------------------------------------


def test_the_list_is_narrowed_and_exported(desk, archived, client):
    first, second = archived("甲工程的预算"), archived("乙工程的合同")
    ArchivePackage.objects.filter(pk=second.pk).update(keep_until=date(2020, 12, 31))
    client.force_login(desk.cast.disclosure_office)
    url = reverse("staff_cases:archives")
    for query, shown in (
        ("", {first, second}),
        ("?q=甲工程", {first}),
        (f"?q={second.case.number.lower()}", {second}),
        ("?state=expired", {second}),
        ("?retention=permanent", set()),
        ("?year=2024", {first, second}),
        ("?year=2023", set()),
        ("?year=nonsense", {first, second}),
    ):
        found = {row.package for row in client.get(url + query).context["rows"]}
        assert found == shown, query
    csv = client.get(f"{url}?export=csv").content.decode()
    assert first.sha256 in csv
    assert "2034-12-31" in csv
    assert client.get(f"{url}?export=xlsx").content.startswith(b"PK")
    assert "等待鉴定" in client.get(url).content.decode()


def test_the_list_costs_the_same_however_long_it_is(desk, archived, client):
    client.force_login(desk.cast.disclosure_office)
    url = reverse("staff_cases:archives")
    archived()
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(url)
    for _more in range(3):
        archived()
    with CaptureQueriesContext(connection) as four:
        client.get(url)
    assert len(four) == len(one)


def test_the_next_page_begins_where_the_last_ended(desk, archived, client, monkeypatch):
    monkeypatch.setattr("yangguang.cases.staff.archives.PAGE", 2)
    made = [archived() for _number in range(3)]
    client.force_login(desk.cast.disclosure_office)
    page = client.get(reverse("staff_cases:archives"))
    assert [row.package for row in page.context["rows"]] == [made[2], made[1]]
    page = client.get(reverse("staff_cases:archives") + page.context["next"])
    assert [row.package for row in page.context["rows"]] == [made[0]]
    assert page.context["next"] == ""


# --- when its time is over ------------------------------------------------------------------------


@pytest.mark.parametrize(("today", "is_expired"), [(date(2034, 12, 31), False), (date(2035, 1, 1), True)])
def test_the_last_day_still_counts(archived, today, is_expired):
    package = archived()
    assert package.is_expired(today) is is_expired
    assert ArchivePackage.objects.expired(today).exists() is is_expired


@pytest.mark.parametrize(
    ("retention", "until"),
    [
        (Retention.TEN_YEARS, date(2044, 12, 31)),
        (Retention.THIRTY_YEARS, date(2064, 12, 31)),
        (Retention.PERMANENT, None),
    ],
)
def test_who_appraised_it_keeps_it_longer_and_says_why(desk, archived, retention, until):
    package = archived()
    by, now = desk.cast.leader, at("2035-02-01")
    appraising.keep_longer(package, retention, "仍有查考价值", by=by, at=now)
    package.refresh_from_db()
    assert (package.keep_until, package.retention) == (until, retention)
    entry = Entry.objects.get(kind="cases.package_kept_longer")
    assert entry.facts["reason"] == "仍有查考价值"
    assert package.decisions.get().before == date(2034, 12, 31)


def test_before_its_time_is_over_and_by_others_nothing_is_decided(desk, archived):
    package = archived()
    with pytest.raises(Refused, match="没有届满"):
        appraising.keep_longer(package, "permanent", "理由", by=desk.cast.leader, at=at("2034-12-31"))
    for who in ("drafter", "inspector", "administrator"):
        with pytest.raises(NotAllowed):
            appraising.keep_longer(
                package, "permanent", "理由", by=desk.cast.people[who], at=at("2035-02-01")
            )
    assert not package.decisions.exists()


def test_the_decision_is_entered_on_its_page(desk, archived, client):
    package = archived()
    ArchivePackage.objects.filter(pk=package.pk).update(keep_until=date(2020, 12, 31))
    url = reverse("staff_cases:keep-package", args=[package.pk])
    client.force_login(desk.cast.disclosure_office)
    assert url in client.get(reverse("staff_cases:archives")).content.decode()
    assert client.post(url, {"retention": "permanent", "reason": " "}).status_code == 422
    assert client.post(url, {"retention": "permanent", "reason": "三人鉴定，仍有查考价值"}).status_code == 302
    package.refresh_from_db()
    assert package.keep_until is None
    client.force_login(desk.cast.stranger)
    assert client.get(url).status_code == 404
    client.force_login(desk.cast.checker)
    assert "才可以登记" not in client.get(url).content.decode()
    assert client.post(url, {"retention": "permanent", "reason": "理由"}).status_code in (403, 422)


def test_a_clerk_of_a_department_takes_what_is_with_them_from_the_case(desk, archived, client):
    package = archived()
    Membership.objects.create(
        person=desk.cast.nobody, agency=desk.cast.bureau, role=Role.DRAFTER, department=desk.cast.office
    )
    client.force_login(desk.cast.nobody)
    assert client.get(reverse("case_files:package", args=[package.pk])).status_code == 404
