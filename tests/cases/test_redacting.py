"""Partial disclosure of a case's files: who may, what is refused, and that nothing leaves with a leak."""

from __future__ import annotations

import re

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from papers import IDENTITY, OPEN, SECRET, answer, letter, photo, says
from support_office import at

from yangguang.cases.actor import Actor
from yangguang.cases.attaching import attach
from yangguang.cases.models import Attachment, AttachmentKind, Redaction, RedactionState
from yangguang.cases.redacting import actions, making
from yangguang.cases.redacting.material import marks_of, material_of, offers
from yangguang.cases.refused import Conflict, NotAllowed, Refused
from yangguang.ledger.models import Entry
from yangguang.offices.models import Membership
from yangguang.redaction import Box, BoxMark, Leak, LeakKind
from yangguang.translation import Message

pytestmark = pytest.mark.django_db
NOW = at("2024-03-05")
GROUND = "personal_privacy"


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def case(desk):
    return desk.receives(on="2024-03-04")


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    return answer(tmp_path_factory.mktemp("paper"))


def kept(case, data: bytes, name: str, kind: AttachmentKind = AttachmentKind.WORKING) -> Attachment:
    return attach(case, ContentFile(data, name=name), kind, by=Actor.importing("测试"), at=NOW)


@pytest.fixture
def redaction(cast, case, paper) -> Redaction:
    return actions.open_redaction(kept(case, paper, "王小明答复.pdf"), by=cast.drafter, at=NOW)


def marked(redaction: Redaction, by, *words: str) -> Redaction:
    material = material_of(redaction.attachment)
    marks = [
        mark for word in words for place in material.find(word) for mark in material.marks_for(*place, GROUND)
    ]
    return actions.add_marks(redaction, marks, version=redaction.version, by=by, at=NOW)


def made(redaction: Redaction, by) -> Redaction:
    ordered = actions.order(redaction, version=redaction.version, by=by, at=NOW)
    making.make(ordered.pk, ordered.version, NOW)
    return Redaction.objects.get(pk=redaction.pk)


def test_from_the_mark_to_the_applicant(cast, redaction):
    ready = made(marked(redaction, cast.drafter, SECRET, IDENTITY), cast.drafter)
    assert ready.state == RedactionState.READY
    assert ready.leaks == []
    result = actions.confirm(ready, version=ready.version, by=cast.checker, at=NOW)
    assert (result.kind, result.is_public) == (AttachmentKind.RELEASED, True)
    assert result.name == f"{redaction.case.number}-1.pdf"
    with result.file.open("rb") as file:
        data = file.read()
    assert not says(data, SECRET)
    assert not says(data, IDENTITY)
    assert OPEN in "".join(passage.text for passage in material_of(result).passages)
    ready.refresh_from_db()
    assert (ready.state, ready.result, ready.is_alone) == (RedactionState.RELEASED, result, False)


def test_the_ledger_says_what_was_done_and_never_the_words(cast, redaction):
    ready = made(marked(redaction, cast.drafter, SECRET), cast.drafter)
    actions.confirm(ready, version=ready.version, by=cast.checker, at=NOW)
    kinds = list(
        Entry.objects.filter(kind__startswith="redaction.").order_by("number").values_list("kind", flat=True)
    )
    assert kinds == [
        "redaction.opened",
        "redaction.marked",
        "redaction.ordered",
        "redaction.made",
        "redaction.released",
    ]
    facts = str(list(Entry.objects.filter(kind__startswith="redaction.").values_list("facts", "object_name")))
    assert SECRET not in facts


@pytest.mark.parametrize(
    "role",
    ["checker", "signer", "secrecy_office", "leader", "inspector", "administrator", "stranger", "nobody"],
)
def test_only_handlers_mark(cast, redaction, role):
    with pytest.raises(NotAllowed):
        marked(redaction, cast.people[role], SECRET)
    assert not redaction.marks.exists()


@pytest.mark.parametrize("role", ["drafter", "signer", "leader", "inspector", "administrator", "stranger"])
def test_only_checking_roles_confirm(cast, redaction, role):
    ready = made(marked(redaction, cast.disclosure_office, SECRET), cast.disclosure_office)
    with pytest.raises(NotAllowed):
        actions.confirm(ready, version=ready.version, by=cast.people[role], at=NOW)
    assert not Attachment.objects.filter(kind=AttachmentKind.RELEASED).exists()


def test_whoever_marked_does_not_confirm(cast, redaction):
    ready = made(marked(redaction, cast.disclosure_office, SECRET), cast.disclosure_office)
    with pytest.raises(NotAllowed, match="两个人"):
        actions.confirm(ready, version=ready.version, by=cast.disclosure_office, at=NOW)


def test_in_a_one_person_office_the_same_person_confirms_and_it_is_recorded(cast, redaction):
    Membership.objects.filter(agency=cast.bureau, role__in=["checker", "secrecy_office"]).delete()
    ready = made(marked(redaction, cast.disclosure_office, SECRET), cast.disclosure_office)
    actions.confirm(ready, version=ready.version, by=cast.disclosure_office, at=NOW)
    ready.refresh_from_db()
    assert ready.is_alone
    assert Entry.objects.get(kind="redaction.released").facts["alone"] == "是"


def test_a_leak_blocks_the_release_and_shows_its_spot(cast, redaction, monkeypatch):
    leak = Leak(LeakKind.FORBIDDEN, Message("第 {page} 页的文字层", {"page": 2}), SECRET)
    release = making.apart.release_checked
    monkeypatch.setattr(making.apart, "release_checked", lambda *args: (release(*args)[0], (leak,)))
    blocked = made(marked(redaction, cast.drafter, SECRET), cast.drafter)
    assert blocked.state == RedactionState.BLOCKED
    assert blocked.leaks[0]["where"] == "第 2 页的文字层"
    assert not blocked.made
    with pytest.raises(Refused):
        actions.confirm(blocked, version=blocked.version, by=cast.checker, at=NOW)


def test_the_same_word_left_standing_elsewhere_blocks_the_release(cast, redaction):
    """A name marked in one place and forgotten in another."""
    material = material_of(redaction.attachment)
    first = material.find(OPEN)[0]
    one = actions.add_marks(redaction, material.marks_for(*first, GROUND), version=0, by=cast.drafter, at=NOW)
    blocked = made(one, cast.drafter)
    assert blocked.state == RedactionState.BLOCKED
    assert {"第 1 页的文字层", "第 2 页的文字层"} <= {leak["where"] for leak in blocked.leaks}


def test_a_change_after_making_throws_the_file_away(cast, redaction):
    ready = made(marked(redaction, cast.drafter, SECRET), cast.drafter)
    changed = marked(ready, cast.drafter, IDENTITY)
    assert (changed.state, bool(changed.made)) == (RedactionState.DRAFT, False)
    with pytest.raises(Refused):
        actions.confirm(changed, version=changed.version, by=cast.checker, at=NOW)


def test_two_at_once_the_second_is_told(cast, redaction):
    marked(redaction, cast.drafter, SECRET)
    with pytest.raises(Conflict, match="drafter"):
        marked(redaction, cast.disclosure_office, IDENTITY)  # still holds the version of before
    assert redaction.marks.count() == 1


def test_undo_takes_back_marking_and_unmarking(cast, redaction):
    one = marked(redaction, cast.drafter, SECRET)
    two = marked(one, cast.drafter, IDENTITY)
    gone = actions.remove_marks(
        two, [mark.pk for mark in two.marks.all()], version=two.version, by=cast.drafter, at=NOW
    )
    assert marks_of(gone) == []
    back = actions.undo_last(gone, version=gone.version, by=cast.drafter, at=NOW)
    assert len(marks_of(back)) == 2
    less = actions.undo_last(back, version=back.version, by=cast.drafter, at=NOW)
    assert len(marks_of(less)) == 1
    none = actions.undo_last(less, version=less.version, by=cast.drafter, at=NOW)
    assert marks_of(none) == []
    with pytest.raises(Refused, match="没有可以撤销"):
        actions.undo_last(none, version=none.version, by=cast.drafter, at=NOW)


def test_suggestions_go_when_they_are_marked_or_turned_down(cast, redaction):
    named = actions.set_names(redaction, SECRET, version=0, by=cast.drafter, at=NOW)
    material = material_of(redaction.attachment)
    open_ones = offers(named, material)
    assert {str(one.found.kind) for one in open_ones} == {"name", "identity_number", "phone"}
    first = actions.add_marks(named, open_ones[0].marks, version=named.version, by=cast.drafter, at=NOW)
    assert [one.key for one in offers(first, material)] == [one.key for one in open_ones[1:]]
    second = actions.turn_down(first, [open_ones[1].key], version=first.version, by=cast.drafter, at=NOW)
    assert [one.key for one in offers(second, material)] == [one.key for one in open_ones[2:]]


def test_the_third_parties_of_the_case_are_looked_for(cast, desk, case, paper):
    desk.does(case, "consult_third_party", on="2024-03-05", party="某公司", what="合同")
    opened = actions.open_redaction(kept(case, paper, "x.pdf"), by=cast.drafter, at=NOW)
    assert opened.names == "某公司"


@pytest.mark.parametrize("kind", [AttachmentKind.IDENTITY_PROOF, AttachmentKind.RELEASED])
def test_proofs_of_identity_and_released_files_are_not_redacted(cast, case, paper, kind):
    with pytest.raises(Refused):
        actions.open_redaction(kept(case, paper, "x.pdf", kind), by=cast.drafter, at=NOW)


@pytest.mark.parametrize(
    "mark",
    [
        BoxMark(1, Box(0.5, 0.5, 0.5, 0.6), GROUND),
        BoxMark(1, Box(2, 2, 3, 3), GROUND),
        BoxMark(1, Box(0, 0, 1, 1), "no_ground"),
    ],
)
def test_a_mark_that_hides_nothing_is_refused(cast, redaction, mark):
    with pytest.raises(Refused):
        actions.add_marks(redaction, [mark], version=0, by=cast.drafter, at=NOW)


def test_a_page_that_does_not_exist_fails_with_a_sentence(cast, redaction):
    one = actions.add_marks(
        redaction, [BoxMark(9, Box(0, 0, 1, 1), GROUND)], version=0, by=cast.drafter, at=NOW
    )
    failed = made(one, cast.drafter)
    assert failed.state == RedactionState.FAILED
    assert failed.problem == "文件没有第 9 页。"
    assert failed.is_open


def test_making_twice_or_for_an_older_order_does_nothing(cast, redaction):
    ready = made(marked(redaction, cast.drafter, SECRET), cast.drafter)
    assert making.make(ready.pk, ready.version, NOW) is None
    assert making.make(ready.pk, ready.version - 1, NOW) is None


@pytest.mark.parametrize(("data", "name"), [(letter, "来信.docx"), (photo, "照片.jpg")])
def test_word_and_pictures(cast, case, data, name):
    source = data()
    if name.endswith("docx"):
        from yangguang.redaction.word import WordFile

        source = WordFile(source, name).packed()  # an upload with embedded files is refused at the door
    redaction = actions.open_redaction(kept(case, source, name), by=cast.drafter, at=NOW)
    material = material_of(redaction.attachment)
    places = material.find(SECRET)
    marks = [m for place in places for m in material.marks_for(*place, GROUND)] or [
        BoxMark(1, Box(0, 0, 0.5, 0.4), GROUND)
    ]
    ready = made(actions.add_marks(redaction, marks, version=0, by=cast.drafter, at=NOW), cast.drafter)
    assert ready.state == RedactionState.READY, ready.leaks
    result = actions.confirm(ready, version=ready.version, by=cast.secrecy_office, at=NOW)
    assert result.name.endswith(".docx" if name.endswith("docx") else ".pdf")


# --- pages ------------------------------------------------------------------------------------


def inside(client, person):
    client.force_login(person)
    return client


def version_on(page) -> str:
    found = re.search(r'name="version" value="(\d+)"', page.content.decode())
    assert found is not None
    return found[1]


def test_without_a_script_everything_can_be_done_by_forms(client, cast, redaction):
    inside(client, cast.drafter)
    url = reverse("redacting:desk", args=[redaction.pk])
    page = client.get(url, {"q": SECRET})
    assert "全文找到 1 处" in page.content.decode()
    client.post(
        reverse("redacting:words", args=[redaction.pk]),
        {"version": version_on(page), "ground": GROUND, "words": SECRET, "page": "1"},
    )
    page = client.get(url)
    keys = re.findall(r'name="key" value="([\d:]+)"', page.content.decode())
    assert len(keys) == 2  # identity number and telephone
    client.post(
        reverse("redacting:accept", args=[redaction.pk]),
        {"version": version_on(page), "ground": "trade_secret", "key": keys},
    )
    assert sorted(mark.ground for mark in marks_of(redaction)) == [GROUND, "trade_secret", "trade_secret"]
    response = client.post(
        reverse("redacting:order", args=[redaction.pk]), {"version": version_on(client.get(url))}, follow=True
    )
    assert response.status_code == 200
    redaction.refresh_from_db()
    making.make(redaction.pk, redaction.version, NOW)  # what the worker does
    inside(client, cast.checker)
    preview = client.get(reverse("redacting:preview", args=[redaction.pk]))
    assert "涉及商业秘密" in preview.content.decode()
    client.post(reverse("redacting:confirm", args=[redaction.pk]), {"version": version_on(preview)})
    redaction.refresh_from_db()
    assert redaction.state == RedactionState.RELEASED


@pytest.mark.parametrize("name", ["desk", "progress", "preview", "made"])
@pytest.mark.parametrize("role", ["stranger", "nobody", "administrator", "clerk_b"])
def test_other_peoples_work_is_not_there(client, cast, redaction, name, role):
    made(marked(redaction, cast.drafter, SECRET), cast.drafter)
    inside(client, cast.people[role])
    response = client.get(reverse(f"redacting:{name}", args=[redaction.pk]))
    assert response.status_code in ((302, 404) if role == "nobody" else (404,))


def test_pictures_of_pages_are_private(client, cast, redaction):
    inside(client, cast.drafter)
    response = client.get(reverse("redacting:page", args=[redaction.pk, 1]))
    assert response["Content-Type"] == "image/png"
    assert "private" in response["Cache-Control"]
    assert client.get(reverse("redacting:page", args=[redaction.pk, 9])).status_code == 404
    inside(client, cast.stranger)
    assert client.get(reverse("redacting:page", args=[redaction.pk, 1])).status_code == 404


def test_acts_are_posted(client, cast, redaction):
    inside(client, cast.drafter)
    for name in (
        "mark",
        "words",
        "accept",
        "reject",
        "unmark",
        "names",
        "undo",
        "order",
        "send-back",
        "confirm",
    ):
        assert client.get(reverse(f"redacting:{name}", args=[redaction.pk])).status_code == 405


def test_an_old_page_is_told_so_and_changes_nothing(client, cast, redaction):
    marked(redaction, cast.disclosure_office, SECRET)
    inside(client, cast.drafter)
    response = client.post(
        reverse("redacting:mark", args=[redaction.pk]),
        {
            "version": "0",
            "ground": GROUND,
            "passage": "1",
            "left": "0",
            "top": "0",
            "right": "1",
            "bottom": "1",
        },
        follow=True,
    )
    assert "改动过这个文件的标记" in response.content.decode()
    assert redaction.marks.count() == 1


def test_the_case_page_lists_what_can_be_redacted(client, cast, redaction):
    kept(redaction.case, photo(), "身份证.jpg", AttachmentKind.IDENTITY_PROOF)
    inside(client, cast.drafter)
    text = client.get(reverse("redacting:case", args=[redaction.case.pk])).content.decode()
    assert "王小明答复.pdf" in text
    assert "身份证.jpg" not in text


def test_the_files_of_a_case_lead_there(client, cast, redaction):
    inside(client, cast.drafter)
    page = client.get(reverse("staff_cases:files", args=[redaction.case.pk])).content.decode()
    assert reverse("redacting:case", args=[redaction.case.pk]) in page


def test_send_back_opens_the_marks_again(cast, redaction):
    ready = made(marked(redaction, cast.drafter, SECRET), cast.drafter)
    with pytest.raises(Refused, match="理由"):
        actions.send_back(ready, reason=" ", version=ready.version, by=cast.checker, at=NOW)
    back = actions.send_back(ready, reason="漏了电话", version=ready.version, by=cast.checker, at=NOW)
    assert (back.state, len(marks_of(back))) == (RedactionState.DRAFT, 1)
