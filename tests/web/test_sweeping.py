"""What a killed process leaves is removed, in every room; what a row names stays."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import files
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from support_letters import LetterDesk
from support_office import Desk, at, make_cast

from yangguang.cases.actor import Actor
from yangguang.cases.archiving import make
from yangguang.cases.attaching import attach
from yangguang.cases.models import AttachmentKind, Case, Redaction
from yangguang.reports.models import ImportBatch, ImportItem
from yangguang.requests.models import Draft, DraftFile
from yangguang.web.sweeping import sweep

pytestmark = pytest.mark.django_db
LATER = timedelta(days=2)
FOLDERS = ("archive", "cases", "drafts", "letters", "redacting", "reports")


@pytest.fixture
def storage(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "yangguang.web.storage.PrivateFiles", "OPTIONS": {"location": str(tmp_path)}}
    }
    return tmp_path


def on_disk(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def used(storage: Path) -> Case:
    """A house in which every column that names a file names one."""
    cast = make_cast()
    case = Desk(cast).receives(on="2024-03-04")
    upload = files.upload("身份证.png", files.picture())
    kept = attach(case, upload, AttachmentKind.WORKING, by=Actor.importing("测试"), at=at("2024-03-05"))
    redaction = Redaction.objects.create(
        attachment=kept, opened_at=at("2024-03-05"), changed_at=at("2024-03-05"), changed_by=cast.drafter
    )
    redaction.made.save("", ContentFile(b"made"))
    LetterDesk(cast).sends(case, "answer", on="2024-03-20", outcome="provide", how="见附件。")
    archived = Desk(cast).does(case, "archive", on="2024-03-25", retention="ten_years")
    make(case.pk, archived.number, at("2024-03-25"))
    now = timezone.now()
    draft = Draft.objects.create(
        agency=cast.bureau, content="x", started_at=now, changed_at=now, expires_at=now + timedelta(days=30)
    )
    part = DraftFile(draft=draft, name="a.png", kind="png", size=1, is_identity_proof=False)
    part.file.save("", ContentFile(b"draft"))
    batch = ImportBatch.objects.create(created_by=cast.drafter, created_at=timezone.now())
    ImportItem(batch=batch, name="a.docx", size=1).file.save("a.docx", ContentFile(b"item"))
    return case


def leave(*names: str) -> None:
    for name in names:
        default_storage.save(name, ContentFile(b"left by a process that was killed"))


def test_files_without_a_row_are_swept_in_every_room(used: Case, storage: Path) -> None:
    named = on_disk(storage)
    assert {name.partition("/")[0] for name in named} == set(FOLDERS)
    leave(*(f"{folder}/2024/1/left" for folder in FOLDERS))
    assert sweep(timezone.now() + timedelta(hours=23)) == 0
    assert sweep(timezone.now() + LATER) == 6
    assert on_disk(storage) == named


def test_a_folder_in_which_no_row_keeps_a_file_is_left_alone(storage: Path) -> None:
    make_cast()
    leave("cases/2024/1/1/left", "petitions/2024/kept-while-the-room-is-off", "by-hand.txt")
    assert sweep(timezone.now() + LATER) == 0
    assert len(on_disk(storage)) == 3


def test_many_files_are_looked_up_in_portions(used: Case, storage: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("yangguang.web.sweeping.BATCH", 3)
    named = on_disk(storage)
    leave(*(f"letters/2024/1/left{n}" for n in range(10)))
    assert sweep(timezone.now() + LATER) == 10
    assert on_disk(storage) == named
