"""A file is kept with its row, or not at all; and who gets it back."""

from __future__ import annotations

import errno
import hashlib
from pathlib import Path

import files
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from support_office import at

from yangguang.cases import attaching
from yangguang.cases.actor import Actor
from yangguang.cases.attaching import all_or_nothing, attach, clean_name
from yangguang.cases.downloads import may_read
from yangguang.cases.models import Attachment, AttachmentKind, ScanState
from yangguang.cases.previewing import make_preview
from yangguang.cases.refused import Refused
from yangguang.ledger.models import Entry

pytestmark = pytest.mark.django_db

NOW = at("2024-03-04")


@pytest.fixture
def case(desk):
    return desk.receives(on="2024-03-04")


@pytest.fixture
def storage(settings, tmp_path):
    """Files on a real disk, which this folder stands for."""
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "yangguang.web.storage.PrivateFiles", "OPTIONS": {"location": str(tmp_path)}}
    }
    return tmp_path


def on_disk(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def give(case, data=None, name="身份证.png", kind=AttachmentKind.APPLICANT_FILE, **more):
    upload = files.upload(name, files.picture() if data is None else data)
    return attach(case, upload, kind, by=Actor.applicant(), at=NOW, **more)


def test_a_file_is_kept_with_what_it_is(case):
    data = files.pdf()
    kept = give(case, data, "../某路\u202e预算.exe")
    assert kept.name == "某路预算.pdf"
    assert (kept.media_type, kept.size) == ("application/pdf", len(data))
    assert kept.sha256 == hashlib.sha256(data).hexdigest()
    assert kept.scan_state == ScanState.NOT_SCANNED
    assert kept.added_by_name == "申请人"
    assert kept.file.read() == data
    assert "预算" not in kept.file.name
    assert kept.file.name.startswith(f"cases/2024/{case.agency_id}/{case.pk}/")
    entry = Entry.objects.order_by("-number").first()
    assert entry.kind == "cases.file_attached"
    assert entry.facts["sha256"] == kept.sha256
    assert "预算" not in str(entry.facts)


@given(st.text(max_size=400))
def test_a_cleaned_name_is_a_name(given):
    name = clean_name(given)
    assert 0 < len(name) <= attaching.LONGEST_NAME
    assert not set(name) & set('/\\:*?"<>|\0\r\n\u202e')
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("C:\\Users\\王\\身份证.jpg", "身份证.jpg"),
        ("a\r\nX-Evil: 1.pdf", "aX-Evil_ 1.pdf"),
        ("", "附件"),
        ("...", "附件"),
        ("x" * 300 + ".docx", "x" * 115 + ".docx"),
    ],
)
def test_names(given, name):
    assert clean_name(given) == name


def test_a_file_too_large_is_refused_unread(case, settings):
    settings.MAX_ATTACHMENT_MB = 1
    with pytest.raises(Refused, match="超过 1 兆字节"):
        give(case, b"a" * (1024 * 1024 + 1), "大.txt")
    assert give(case, b"a" * (1024 * 1024), "大.txt").size == 1024 * 1024


def test_a_case_has_room_for_so_much(case, settings):
    settings.MAX_CASE_MB = 1
    give(case, b"a" * 600_000, "a.txt")
    with pytest.raises(Refused, match="合计最多 1 兆字节"):
        give(case, b"a" * 600_000, "b.txt")
    give(case, b"a" * 400_000, "c.txt")


def test_a_case_has_room_for_so_many(case, monkeypatch):
    monkeypatch.setattr(attaching, "MOST_FILES", 2)
    give(case)
    give(case)
    with pytest.raises(Refused, match="最多附 2 个"):
        give(case)


# --- the scanner --------------------------------------------------------------------------------


def scanner(tmp_path: Path, says: str) -> str:
    script = tmp_path / "scan.sh"
    script.write_text(f"#!/bin/sh\n{says}\n")
    script.chmod(0o700)
    return str(script)


def test_the_scanner_sees_the_very_bytes(case, settings, tmp_path):
    settings.SCAN_COMMAND = scanner(tmp_path, 'grep -q EICAR "$1" && exit 1; exit 0')
    assert give(case, b"harmless", "a.txt").scan_state == ScanState.CLEAN
    with pytest.raises(Refused, match="含有病毒"):
        give(case, b"EICAR", "b.txt")
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize("command", ["exit 2", None])
def test_without_an_answer_of_the_scanner_nothing_is_kept(case, settings, tmp_path, command):
    settings.SCAN_COMMAND = scanner(tmp_path, command) if command else "/nowhere/scanner --now"
    with pytest.raises(Refused, match="病毒扫描暂时不可用"):
        give(case)
    assert not Attachment.objects.exists()


# --- nothing by halves --------------------------------------------------------------------------


def test_a_full_disk_leaves_neither_row_nor_file(case, storage, monkeypatch):
    def full(self: object, name: str, content: ContentFile) -> str:
        path = storage / name
        path.parent.mkdir(parents=True)
        path.write_bytes(content.read(10))
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("yangguang.web.storage.PrivateFiles._save", full)
    before = Entry.objects.count()
    with pytest.raises(Refused, match="存储空间不足"):
        give(case)
    assert not Attachment.objects.exists()
    assert on_disk(storage) == []
    assert Entry.objects.count() == before


def gives_and_fails(case, storage, act, *, files):
    """An act that takes files in until there are so many, and then fails."""
    with act:
        while len(on_disk(storage)) < files:
            give(case)
        raise RuntimeError


def test_an_act_that_fails_later_takes_its_files_along(case, storage):
    with pytest.raises(RuntimeError):
        gives_and_fails(case, storage, all_or_nothing(), files=2)
    assert not Attachment.objects.exists()
    assert on_disk(storage) == []


def test_a_refused_part_takes_only_its_own_file_along(case, storage):
    with all_or_nothing():
        give(case)
        with pytest.raises(RuntimeError):
            gives_and_fails(case, storage, all_or_nothing(), files=2)
    assert Attachment.objects.count() == 1
    assert len(on_disk(storage)) == 1


def test_making_a_preview_twice_changes_nothing(case):
    kept = give(case, files.pdf(), "a.pdf")
    assert make_preview(kept.pk)
    kept.refresh_from_db()
    first = kept.preview.name
    assert not make_preview(kept.pk)
    kept.refresh_from_db()
    assert kept.preview.name == first
    assert not make_preview(kept.pk + 1)


def test_the_text_of_an_identity_proof_is_not_kept(case):
    kept = give(case, files.pdf(text="11010519491231002X"), "a.pdf", AttachmentKind.IDENTITY_PROOF)
    make_preview(kept.pk)
    kept.refresh_from_db()
    assert kept.text == ""
    assert kept.preview


# --- who gets it --------------------------------------------------------------------------------

SEE_ALL = {
    "disclosure_office",
    "drafter",
    "checker",
    "signer",
    "leader",
    "inspector",
    "secrecy_office",
    "root",
}
SEE_PROOF = {"disclosure_office", "drafter", "root"}


def test_one_question_who_may_read(case):
    plain, proof = give(case), give(case, kind=AttachmentKind.IDENTITY_PROOF)
    people = {person.username: person for person in _everybody()}
    assert {name for name, who in people.items() if may_read(who, plain)} == SEE_ALL
    assert {name for name, who in people.items() if may_read(who, proof)} == SEE_PROOF


def _everybody():
    from yangguang.offices.models import Person

    return Person.objects.all()


@pytest.mark.parametrize(("who", "status"), [("drafter", 200), ("stranger", 404), ("administrator", 404)])
def test_a_download_is_for_those_who_may_read(client, desk, case, who, status):
    kept = give(case, files.pdf(), "预算.pdf")
    client.force_login(desk.cast.people[who])
    response = client.get(reverse("case_files:download", args=[kept.pk]))
    assert response.status_code == status


def test_a_download_runs_nowhere(client, desk, case):
    kept = give(case, files.pdf(), '预算".pdf')
    client.force_login(desk.cast.drafter)
    response = client.get(reverse("case_files:download", args=[kept.pk]))
    assert b"".join(response.streaming_content) == files.pdf()
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Type"] == "application/pdf"


def test_each_look_at_an_identity_proof_is_in_the_ledger(client, desk, case):
    kept = give(case, kind=AttachmentKind.IDENTITY_PROOF)
    client.force_login(desk.cast.drafter)
    client.get(reverse("case_files:download", args=[kept.pk]))
    entry = Entry.objects.order_by("-number").first()
    assert (entry.kind, entry.actor_id) == ("cases.identity_proof_seen", desk.cast.drafter.pk)


def test_a_preview_is_shown_in_the_page(client, desk, case):
    kept = give(case, files.pdf(), "a.pdf")
    make_preview(kept.pk)
    client.force_login(desk.cast.drafter)
    response = client.get(reverse("case_files:preview", args=[kept.pk]))
    assert response["Content-Type"] == "image/jpeg"
    client.force_login(desk.cast.stranger)
    assert client.get(reverse("case_files:preview", args=[kept.pk])).status_code == 404
