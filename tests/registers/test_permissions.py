"""Who may read and write: every page as everybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from register_files import DOCUMENT_HEADINGS, workbook
from register_samples import SAMPLES

from yangguang.offices.roles import Role
from yangguang.registers import actions
from yangguang.registers.declared import BY_ID
from yangguang.registers.importing import actions as importing
from yangguang.registers.models import Document, Import
from yangguang.registers.permissions import READS, WRITES, may_enter, read_by, written_by
from yangguang.registers.refused import NotAllowed
from yangguang.registers.staff.urls import urlpatterns
from yangguang.registers.understanding import understand

pytestmark = pytest.mark.django_db

WRITING = {"drafter", "disclosure_office", "root"}
READING = WRITING | {"checker", "signer", "leader", "inspector"}
OUTSIDE = {"secrecy_office", "administrator", "stranger"}
PEOPLE = READING | OUTSIDE

FOR_READERS = {"overview", "list", "print", "entry", "template"}
FOR_WRITERS = {"add", "delete", "import", "batch", "progress", "problems", "undo"}
POSTS = {"confirm", "discard", "resume"}
OF_AN_ENTRY = {"entry", "delete"}
OF_AN_IMPORT = {"batch", "progress", "problems", "undo", "confirm", "discard", "resume"}
DOCUMENTS = BY_ID["documents"]


@pytest.fixture
def scene(keeper):
    """An entry and an import in the bureau."""
    entry = keeper.enters("documents", title="很特别的标题")
    file = SimpleUploadedFile("a.xlsx", workbook([DOCUMENT_HEADINGS, ["规章", "甲", "1", "2024-01-01"]]))
    batch = importing.receive(DOCUMENTS, keeper.cast.bureau, file, by=keeper.cast.root, at=timezone.now())
    return keeper.cast, entry, batch


def address(name: str, scene) -> str:
    cast, entry, batch = scene
    if name == "overview":
        return reverse("staff_registers:overview", args=[cast.bureau.pk])
    more = [entry.pk] if name in OF_AN_ENTRY else [batch.pk] if name in OF_AN_IMPORT else []
    return reverse(f"staff_registers:{name}", args=[cast.bureau.pk, "documents", *more])


def test_the_table_knows_every_page():
    assert {pattern.name for pattern in urlpatterns} == FOR_READERS | FOR_WRITERS | POSTS | {"agencies"}


@pytest.mark.parametrize("name", sorted(FOR_READERS | FOR_WRITERS | POSTS))
def test_every_page_as_everybody(scene, client, name):
    cast = scene[0]
    for who in PEOPLE:
        client.force_login(cast.people[who])
        url = address(name, scene)
        answer = client.post(url) if name in POSTS else client.get(url)
        if who in OUTSIDE:
            assert answer.status_code == 404, who
        elif who in WRITING:
            assert answer.status_code == (302 if name in POSTS else 200), who
        elif name in FOR_READERS:
            assert answer.status_code == 200, who
        else:  # Wagtail's admin answers "not allowed" with its own front page
            assert (answer.status_code, answer["Location"]) == (302, reverse("wagtailadmin_home")), who
    assert client.get(address(name, scene)).status_code != 500


def test_readers_see_no_buttons_to_write(scene, client):
    cast = scene[0]
    for who in READING:
        client.force_login(cast.people[who])
        body = client.get(address("list", scene)).content.decode()
        assert ("登记一条" in body) == (who in WRITING), who
        assert ("从 Excel 导入" in body) == (who in WRITING), who
        body = client.get(address("entry", scene)).content.decode()
        assert ("删除…" in body) == (who in WRITING), who


def test_nobody_comes_in_without_signing_in(scene, client):
    for name in FOR_READERS | FOR_WRITERS:
        answer = client.get(address(name, scene))
        assert answer.status_code == 302
        assert answer["Location"].startswith("/staff/login/")


def test_posts_of_others_do_nothing(scene, client):
    cast, _entry, batch = scene
    sent = SAMPLES["documents"] | {"title": "改", "number": "9", "reason": "x", "version": "0"}
    for who in PEOPLE - WRITING:
        client.force_login(cast.people[who])
        for name in ("add", "entry", "delete", "import", "undo", *POSTS):
            assert client.post(address(name, scene), sent).status_code in (302, 404), (who, name)
    assert [document.title for document in Document.objects.all()] == ["很特别的标题"]
    assert Import.objects.get().state == batch.state


def test_an_entry_of_another_agency_or_register_is_not_found_under_ones_own(scene, client):
    cast, entry, batch = scene
    client.force_login(cast.stranger)
    own = reverse("staff_registers:entry", args=[cast.elsewhere.pk, "documents", entry.pk])
    assert client.get(own).status_code == 404
    own = reverse("staff_registers:batch", args=[cast.elsewhere.pk, "documents", batch.pk])
    assert client.get(own).status_code == 404
    client.force_login(cast.drafter)
    other = reverse("staff_registers:batch", args=[cast.bureau.pk, "charges", batch.pk])
    assert client.get(other).status_code == 404


def test_an_inspector_reads_down_the_tree_and_not_up(scene, cast):
    assert set(read_by(cast.inspector)) == {cast.city, cast.bureau, cast.school}
    assert not written_by(cast.inspector).exists()
    cast.school.memberships.create(person=cast.nobody, role=Role.INSPECTOR)
    assert set(read_by(cast.nobody)) == {cast.school}


def test_who_has_no_role_or_left_reads_nothing(cast):
    assert not read_by(cast.nobody).exists()
    cast.drafter.is_active = False
    assert not read_by(cast.drafter).exists()
    assert not may_enter(cast.drafter)


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_the_menu_is_for_those_who_read(cast, client, who):
    client.force_login(cast.people[who])
    shown = reverse("staff_registers:agencies") in client.get("/staff/").content.decode()
    assert shown == (who in READING or who == "stranger")  # the stranger reads at home
    assert may_enter(cast.people[who]) == shown


@pytest.mark.parametrize("who", sorted(PEOPLE))
def test_acts_ask_for_the_role_themselves(keeper, who):
    cast = keeper.cast
    entry = keeper.enters("documents")
    one = understand(DOCUMENTS, SAMPLES["documents"] | {"number": "9"})
    two = understand(DOCUMENTS, SAMPLES["documents"] | {"title": "改"})
    acts = (
        lambda: actions.add(DOCUMENTS, cast.bureau, one, by=cast.people[who], at=keeper.now()),
        lambda: actions.change(DOCUMENTS, entry, two, version=0, by=cast.people[who], at=keeper.now()),
        lambda: actions.delete(DOCUMENTS, entry, reason="x", version=1, by=cast.people[who], at=keeper.now()),
    )
    for act in acts:
        if who in WRITING:
            act()
        else:
            with pytest.raises(NotAllowed, match="没有登记台账的权限"):
                act()
    assert Document.objects.count() == 1


def test_the_roles_are_those_of_the_task():
    assert {role.value for role in WRITES} == WRITING - {"root"}
    assert {role.value for role in READS} == READING - {"root"}


def test_the_table_of_the_document_is_that_of_the_permissions():
    page = (Path(__file__).parents[2] / "docs" / "clerks" / "registers.md").read_text(encoding="utf-8")
    table = page.split("<!-- register roles -->")[1].split("<!-- end -->")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.strip().splitlines()[2:]]
    assert {role for role, _does in rows} == {str(role.label) for role in READS}
    assert {role for role, does in rows if does.startswith("登记")} == {str(role.label) for role in WRITES}
