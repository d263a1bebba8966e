"""Setting up agencies and people in the workbench: within reach only, and written down."""

from __future__ import annotations

import pytest

from yangguang.ledger.models import Entry
from yangguang.offices.models import Agency, Department, Kind, Level, Membership, Person
from yangguang.offices.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> dict[str, Agency]:
    made: dict[str, Agency] = {}
    for name, above in (("市政府", None), ("教育局", "市政府"), ("县政府", "市政府"), ("邻市", None)):
        made[name] = Agency.objects.create(
            name=name, level=Level.CITY, kind=Kind.GOVERNMENT, parent=made[above] if above else None
        )
    return made


def employ(username: str, *held: tuple[Role, Agency], **facts: object) -> Person:
    person = Person.objects.create_user(username, password="right-password-1", first_name=username, **facts)
    for role, agency in held:
        Membership.objects.create(person=person, agency=agency, role=role)
    return person


@pytest.fixture
def admin(client, city) -> Person:
    person = employ("林静", (Role.ADMINISTRATOR, city["市政府"]))
    client.force_login(person)
    return person


def rows(prefix: str, *given: dict[str, object], initial: int = 0) -> dict[str, object]:
    data: dict[str, object] = {f"{prefix}-TOTAL_FORMS": len(given), f"{prefix}-INITIAL_FORMS": initial}
    for number, row in enumerate(given):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def agency_form(**given: object) -> dict[str, object]:
    return {
        "name": "交通局",
        "short_name": "",
        "level": "city",
        "kind": "department",
        "is_active": "on",
        **given,
    }


def person_form(**given: object) -> dict[str, object]:
    return {
        "first_name": "陈一鸣",
        "username": "chen",
        "email": "",
        "password": "",
        "is_active": "on",
        **given,
    }


def test_a_new_agency_with_its_departments(client, admin, city):
    form = agency_form(parent=city["市政府"].pk) | rows("departments", {"name": "办公室", "order": 0})
    answer = client.post("/staff/offices/agencies/add/", form)
    assert answer.status_code == 302, answer.content.decode()
    made = Agency.objects.get(name="交通局")
    assert made.parent == city["市政府"]
    assert [d.name for d in made.departments.all()] == ["办公室"]
    entry = Entry.objects.of(made).get()
    assert (entry.kind, entry.actor_name, entry.agency_id) == ("offices.agency_added", "林静", made.pk)


def test_an_agency_is_made_below_one_that_the_person_manages(client, admin, city):
    for parent in ("", city["邻市"].pk):
        client.post("/staff/offices/agencies/add/", agency_form(parent=parent) | rows("departments"))
    assert not Agency.objects.filter(name="交通局").exists()


def test_changes_are_written_down_with_what_changed(client, admin, city):
    office = Department.objects.create(agency=city["教育局"], name="旧科室")
    form = agency_form(name="教育局", short_name="教育", parent=city["市政府"].pk, kind="government")
    form |= rows("departments", {"id": office.pk, "name": "旧科室", "order": 0, "DELETE": "on"}, initial=1)
    answer = client.post(f"/staff/offices/agencies/{city['教育局'].pk}/", form)
    assert answer.status_code == 302
    assert Entry.objects.of(city["教育局"]).get().sentence == "修改机关教育局：简称、−旧科室"
    assert not Department.objects.exists()


def test_ones_own_top_cannot_be_moved(client, admin, city):
    form = agency_form(name="市政府", parent=city["邻市"].pk, kind="government") | rows("departments")
    client.post(f"/staff/offices/agencies/{city['市政府'].pk}/", form)
    city["市政府"].refresh_from_db()
    assert city["市政府"].parent is None


def test_the_neighbours_are_not_found(client, admin, city):
    stranger = employ("stranger", (Role.DRAFTER, city["邻市"]))
    both = employ("both", (Role.DRAFTER, city["教育局"]), (Role.DRAFTER, city["邻市"]))
    root = employ("root", (Role.DRAFTER, city["教育局"]), is_superuser=True)
    assert client.get(f"/staff/offices/agencies/{city['邻市'].pk}/").status_code == 404
    for person in (stranger, both, root):
        assert client.get(f"/staff/offices/people/{person.pk}/").status_code == 404
        assert (
            client.post(
                f"/staff/offices/people/{person.pk}/", person_form(password="Taken-over-77")
            ).status_code
            == 404
        )
    listed = client.get("/staff/offices/people/").content.decode()
    assert "stranger" not in listed
    assert "邻市" not in client.get("/staff/offices/agencies/").content.decode()


def test_a_new_person_with_a_role_signs_in(client, admin, city):
    form = person_form(password="a-good-password-7") | rows(
        "roles", {"agency": city["教育局"].pk, "role": "drafter"}
    )
    answer = client.post("/staff/offices/people/add/", form)
    assert answer.status_code == 302, answer.content.decode()
    made = Person.objects.get(username="chen")
    assert made.check_password("a-good-password-7")
    assert made.roles == {Role.DRAFTER}
    entry = Entry.objects.of(made).get()
    assert entry.sentence == "新增人员陈一鸣，角色：教育局 · 拟稿人"
    assert "a-good-password-7" not in str(entry.facts)


@pytest.mark.parametrize("password", ["", "short", "12345678901", "password123"])
def test_a_poor_password_is_refused(client, admin, city, password):
    form = person_form(password=password) | rows("roles", {"agency": city["教育局"].pk, "role": "drafter"})
    answer = client.post("/staff/offices/people/add/", form)
    assert answer.status_code == 200
    assert "没有保存" in answer.content.decode()
    assert not Person.objects.filter(username="chen").exists()


def test_no_role_is_given_outside_ones_reach(client, admin, city):
    form = person_form(password="a-good-password-7") | rows(
        "roles", {"agency": city["邻市"].pk, "role": "inspector"}
    )
    assert client.post("/staff/offices/people/add/", form).status_code == 200
    assert not Membership.objects.filter(agency=city["邻市"]).exists()


def test_nobody_is_left_without_a_role(client, admin, city):
    person = employ("chen", (Role.DRAFTER, city["教育局"]))
    held = person.memberships.get()
    row = {"id": held.pk, "agency": city["教育局"].pk, "role": "drafter", "DELETE": "on"}
    answer = client.post(f"/staff/offices/people/{person.pk}/", person_form() | rows("roles", row, initial=1))
    assert "请至少保留一个角色" in answer.content.decode()
    assert person.memberships.exists()


@pytest.mark.parametrize("page", ["agencies", "people"])
def test_a_number_of_rows_that_nobody_filled_in_builds_none(client, admin, city, page):
    prefix, form = ("departments", agency_form()) if page == "agencies" else ("roles", person_form())
    sent = form | {f"{prefix}-TOTAL_FORMS": 1000, f"{prefix}-INITIAL_FORMS": 1000}
    answer = client.post(f"/staff/offices/{page}/add/", sent)
    assert answer.status_code == 200
    assert len(answer.context["rows"].forms) == 20
    assert answer.context["rows"].non_form_errors()


def test_an_agency_with_many_departments_still_gets_another(client, admin, city):
    bureau = city["教育局"]
    held = [Department.objects.create(agency=bureau, name=f"第{n}科", order=n) for n in range(30)]
    given = [{"id": one.pk, "name": one.name, "order": one.order} for one in held]
    form = agency_form(name=bureau.name, parent=city["市政府"].pk)
    form |= rows("departments", *given, {"name": "新科", "order": 30}, initial=30)
    assert client.post(f"/staff/offices/agencies/{bureau.pk}/", form).status_code == 302
    assert bureau.departments.count() == 31


def test_a_change_of_role_is_written_down_and_the_password_stays(client, admin, city):
    person = employ("chen", (Role.DRAFTER, city["教育局"]))
    held = person.memberships.get()
    given = rows(
        "roles",
        {"id": held.pk, "agency": city["教育局"].pk, "role": "drafter", "DELETE": "on"},
        {"agency": city["县政府"].pk, "role": "signer"},
        initial=1,
    )
    assert client.post(f"/staff/offices/people/{person.pk}/", person_form() | given).status_code == 302
    assert [str(m) for m in person.memberships.all()] == ["县政府 · 签发人"]
    assert Entry.objects.of(person).get().sentence == "修改人员陈一鸣：姓名；角色：县政府 · 签发人"
    assert Person.objects.get(pk=person.pk).check_password("right-password-1")


def test_lists_are_searched_and_filtered(client, admin, city):
    employ("wang", (Role.DRAFTER, city["教育局"]))
    employ("li", (Role.SIGNER, city["县政府"]))

    def shown(query: str) -> set[str]:
        page = client.get(f"/staff/offices/people/?{query}").context["page_obj"]
        return {person.username for person in page}

    assert shown("q=wan") == {"wang"}
    assert shown("role=signer") == {"li"}
    assert shown(f"agency={city['教育局'].pk}") == {"wang"}
    assert shown("role=nonsense&agency=x") == {"wang", "li", "林静"}
    assert shown("q=nobody") == set()
    agencies = client.get("/staff/offices/agencies/?q=县").context["page_obj"]
    assert [a.name for a in agencies] == ["县政府"]


def test_the_ledger_is_read_within_reach(client, admin, city):
    from yangguang.ledger.book import record
    from yangguang.offices.actions import AGENCY_ADDED

    record(AGENCY_ADDED, city["县政府"], by=admin, agency=city["县政府"])
    record(AGENCY_ADDED, city["邻市"], by=None, agency=city["邻市"])
    page = client.get("/staff/ledger/").content.decode()
    assert "新增机关县政府" in page
    assert "新增机关邻市" not in page
    assert "新增机关县政府" not in client.get("/staff/ledger/?from=2999-01-01").content.decode()
    assert client.get("/staff/ledger/?from=2026-02-31&to=x").status_code == 200


def test_the_form_suggests_the_reviewing_body_and_keeps_what_is_declared(client, admin, city):
    bureau = Agency.objects.create(name="教育局二", level="city", kind="department", parent=city["市政府"])
    url = f"/staff/offices/agencies/{bureau.pk}/"
    page = client.get(url).content.decode()
    assert "暂按“地方人民政府工作部门”推断" in page
    assert "不填时写“市政府”" in page
    declared = {"body_kind": "justice", "reviewer": "市政府或者省司法厅", "court": "某区人民法院"}
    sent = agency_form(name="教育局二", parent=city["市政府"].pk, **declared) | rows("departments")
    assert client.post(url, sent).status_code == 302
    bureau.refresh_from_db()
    assert {name: getattr(bureau, name) for name in declared} == declared
    entry = Entry.objects.first()
    assert "行政复议中的机关类型" in entry.facts["fields"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"body_kind": "province"}, "body_kind"),
        ({"body_kind": "government"}, "body_kind"),
        ({"body_kind": "ministry"}, "body_kind"),
        ({"body_kind": "court"}, "body_kind"),
        ({"kind": "government", "body_kind": "department"}, "body_kind"),
        (
            {"kind": "government", "level": "province", "body_kind": "province", "reviewer": "别人"},
            "reviewer",
        ),
    ],
)
def test_a_kind_that_the_body_cannot_be_is_refused(client, admin, city, given, field):
    sent = agency_form(parent=city["市政府"].pk, **given) | rows("departments")
    page = client.post("/staff/offices/agencies/add/", sent)
    assert field in page.context["form"].errors
    assert not Agency.objects.filter(name="交通局").exists()


def test_a_new_body_declares_nothing(client, admin, city):
    sent = agency_form(parent=city["市政府"].pk) | rows("departments")
    assert client.post("/staff/offices/agencies/add/", sent).status_code == 302
    made = Agency.objects.get(name="交通局")
    assert (made.body_kind, made.reviewer, made.court) == ("", "", "")
