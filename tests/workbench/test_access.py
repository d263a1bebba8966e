"""Every page of the workbench, as every role: who comes in, who does not."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from yangguang.offices.models import Agency, Kind, Level, Membership, Person
from yangguang.offices.roles import Role
from yangguang.workbench import urls

pytestmark = pytest.mark.django_db
PASSWORD = "right-password-1"
ADMINISTRATORS = {Role.ADMINISTRATOR}
TABLE = {
    "agencies": ADMINISTRATORS,
    "agency-add": ADMINISTRATORS,
    "agency": ADMINISTRATORS,
    "people": ADMINISTRATORS,
    "person-add": ADMINISTRATORS,
    "person": ADMINISTRATORS,
    "counters": {Role.ADMINISTRATOR, Role.DISCLOSURE_OFFICE},
    "counter": {Role.ADMINISTRATOR, Role.DISCLOSURE_OFFICE},
    "ledger": {Role.ADMINISTRATOR, Role.INSPECTOR},
    "tasks": ADMINISTRATORS,
}
PATHS = {
    "agencies": "/staff/offices/agencies/",
    "agency-add": "/staff/offices/agencies/add/",
    "agency": "/staff/offices/agencies/{agency}/",
    "people": "/staff/offices/people/",
    "person-add": "/staff/offices/people/add/",
    "person": "/staff/offices/people/{person}/",
    "counters": "/staff/counters/",
    "counter": "/staff/counters/{agency}/",
    "ledger": "/staff/ledger/",
    "tasks": "/staff/tasks/",
}


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


@pytest.fixture
def agency() -> Agency:
    return Agency.objects.create(name="晴川市教育局", level=Level.CITY, kind=Kind.DEPARTMENT)


def employ(username: str, agency: Agency, *roles: Role, **facts: object) -> Person:
    person = Person.objects.create_user(username, password=PASSWORD, first_name=f"{username}同志", **facts)
    for role in roles:
        Membership.objects.create(person=person, agency=agency, role=role)
    return person


def test_the_table_knows_every_page():
    assert {pattern.name for pattern in urls.urlpatterns} == set(TABLE) == set(PATHS)


@pytest.mark.parametrize("page", TABLE)
@pytest.mark.parametrize("role", Role)
def test_who_comes_in(client, agency, role, page):
    person = employ("wang", agency, role)
    client.force_login(person)
    answer = client.get(PATHS[page].format(agency=agency.pk, person=person.pk))
    # Wagtail's admin answers "not allowed" with its own front page
    assert answer.status_code == (200 if role in TABLE[page] else 302)


@pytest.mark.parametrize("page", TABLE)
def test_nobody_comes_in_without_signing_in(client, agency, page):
    answer = client.get(PATHS[page].format(agency=agency.pk, person=1))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/staff/login/")


@pytest.mark.parametrize("role", Role)
def test_everybody_with_a_role_has_a_front_page_in_chinese(client, agency, role):
    client.force_login(employ("wang", agency, role))
    page = client.get("/staff/")
    assert page.status_code == 200
    assert "wang同志，您好" in page.content.decode()


def test_a_person_without_a_role_does_not_come_in(client, agency):
    client.force_login(employ("wang", agency))
    assert client.get("/staff/").status_code == 302


@pytest.mark.parametrize(
    "room", ["users/", "groups/", "images/", "documents/", "users/add/", "images/multiple/add/"]
)
def test_rooms_that_know_no_tree_are_closed_even_to_superusers(client, room):
    client.force_login(Person.objects.create_superuser("root", password=PASSWORD))
    assert client.get(f"/staff/{room}").status_code == 404


def test_every_page_of_the_menu_opens_for_a_superuser(client):
    client.force_login(Person.objects.create_superuser("root", password=PASSWORD))
    for path in (
        "/staff/",
        "/staff/account/",
        *(PATHS[name] for name in ("agencies", "people", "ledger", "tasks")),
    ):
        assert client.get(path).status_code == 200, path


def test_signing_in_and_the_pause_after_too_many_wrong_passwords(client, agency, settings):
    settings.SIGN_IN_ATTEMPTS = 3
    employ("wang", agency, Role.DRAFTER)

    def sign_in(password: str):
        return client.post("/staff/login/", {"username": "wang", "password": password, "next": "/staff/"})

    for _ in range(3):
        assert "已暂停登录" not in sign_in("wrong").content.decode()
    assert "已暂停登录" in sign_in(PASSWORD).content.decode()
    cache.clear()
    assert sign_in(PASSWORD)["Location"] == "/staff/"


def test_the_sign_in_page_is_ours_and_in_chinese(client):
    page = client.get("/staff/login/").content.decode()
    assert "登录阳光工作台" in page
    assert "Wagtail" not in page.split("<body")[1].split("<script")[0]


def test_a_person_cannot_change_their_own_name(client, agency):
    client.force_login(employ("wang", agency, Role.DRAFTER))
    page = client.get("/staff/account/").content.decode()
    assert "name_email-first_name" not in page
    assert "avatar" not in page.split("<main")[1]
    assert "password-old_password" in page


def test_tasks_are_shown_by_the_names_that_their_rooms_gave_them():
    from yangguang.reports import tasks
    from yangguang.web.duties import called

    names = [called(task.module_path) for task in (tasks.read_item, tasks.file_batch, tasks.reread_report)]
    assert names == ["识读上传的文件", "归档一批文件", "重新识读"]
    assert called("somewhere.else.unnamed") == "somewhere.else.unnamed"
