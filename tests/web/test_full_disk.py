"""The disk is full at every door through which a file comes in: it is said, and nothing is kept by halves."""

from __future__ import annotations

import errno
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import files
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from support_letters import red_seal
from support_office import at
from whole_house import House

from yangguang.cases import archiving
from yangguang.cases.models import Attachment, Redaction, RedactionState
from yangguang.cases.previewing import make_preview
from yangguang.cases.redacting import actions as redacting
from yangguang.cases.redacting import making
from yangguang.cases.tasks import make_missing_packages
from yangguang.letters.models import Letter, LetterState, Seal, WordLayout
from yangguang.reports.models import ImportBatch, ImportItem
from yangguang.web.storage import PrivateFiles

pytestmark = pytest.mark.django_db


@pytest.fixture
def disk(house: House, settings, tmp_path: Path) -> Path:
    """A real disk; what the house has so far lies elsewhere."""
    kept = {name: default_storage.open(name).read() for name in _names(house)}
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "yangguang.web.storage.PrivateFiles", "OPTIONS": {"location": str(tmp_path)}}
    }
    for name, data in kept.items():
        default_storage.save(name, ContentFile(data))
    return tmp_path


def _names(house: House) -> list[str]:
    return [str(house.paper.file.name), str(Seal.objects.get(agency=house.cast.bureau).picture.name)]


def fills_up(monkeypatch: pytest.MonkeyPatch, after: int = 0) -> None:
    """From now on so many files still fit; of the next one ten bytes do."""
    save, left = FileSystemStorage._save, [after]

    def full(self: FileSystemStorage, name: str, content: ContentFile) -> str:
        if left[0]:
            left[0] -= 1
            return str(save(self, name, content))
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.read(10))
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)


def on_disk(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def test_half_a_file_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fills_up(monkeypatch)
    with pytest.raises(OSError, match="No space"):
        PrivateFiles(location=str(tmp_path)).save("a/b", ContentFile(b"x" * 1000))
    assert on_disk(tmp_path) == set()


@pytest.mark.parametrize("door", ["seal", "layout"])
def test_the_settings_of_letters(
    house: House, client: Client, disk: Path, monkeypatch: pytest.MonkeyPatch, door: str
) -> None:
    client.force_login(house.cast.disclosure_office)
    before, bureau = on_disk(disk), house.cast.bureau.pk
    fills_up(monkeypatch)
    sent = {
        "seal": {
            "purpose": "disclosure",
            "picture": SimpleUploadedFile("a.png", red_seal(220)),
            "width_mm": "40",
        },
        "layout": {"file": SimpleUploadedFile("a.docx", files.docx("{{正文}}"))},
    }
    answer = client.post(f"/staff/letters/settings/{bureau}/{door}/", sent[door])
    assert answer.status_code == 422
    assert "没有存下来" in answer.content.decode()
    assert on_disk(disk) == before
    assert Seal.objects.get(agency=bureau).width_mm == 42
    assert not WordLayout.objects.exists()


def test_reports_handed_in_together(
    house: House, client: Client, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(house.cast.drafter)
    before, batches, items = on_disk(disk), ImportBatch.objects.count(), ImportItem.objects.count()
    fills_up(monkeypatch, after=1)
    sent = [SimpleUploadedFile(f"{number}.json", b"{}" + b" " * number) for number in range(2)]
    answer = client.post("/staff/reports/import/", {"files": sent})
    assert answer.status_code == 422
    assert "没有存下来" in answer.content.decode()
    assert (ImportBatch.objects.count(), ImportItem.objects.count()) == (batches, items)
    assert on_disk(disk) == before


def test_a_file_made_by_the_worker(house: House, disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    redaction = Redaction.objects.get(pk=house.redaction.pk)
    by, at = house.cast.drafter, redaction.changed_at
    ordered = redacting.order(redaction, version=redaction.version, by=by, at=at)
    fills_up(monkeypatch)
    assert making.make(ordered.pk, ordered.version, at) == RedactionState.FAILED
    told = Redaction.objects.get(pk=redaction.pk)
    assert "没有存下来" in told.problem
    assert told.is_open


def test_a_small_picture_of_a_paper(house: House, disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = house.paper
    Attachment.objects.filter(pk=paper.pk).update(preview="", text="")
    before = on_disk(disk)
    with monkeypatch.context() as patch:
        fills_up(patch)
        with pytest.raises(OSError, match="No space"):  # the worker tries again, see test_workers.py
            make_preview(paper.pk)
    assert on_disk(disk) == before
    assert make_preview(paper.pk)
    assert Attachment.objects.get(pk=paper.pk).text or on_disk(disk) != before


@pytest.mark.parametrize("fits", [0, 1])
def test_a_letter_that_leaves(
    house: House, client: Client, disk: Path, monkeypatch: pytest.MonkeyPatch, fits: int
) -> None:
    """Neither PDF nor Word file, neither number nor step: the letter stays approved and can be sent later."""
    letter = Letter.objects.get(pk=house.letters["approved"].pk)
    before, steps = on_disk(disk), letter.case.steps.count()
    client.force_login(house.cast.disclosure_office)
    url, sent = (
        f"/staff/letters/{letter.pk}/issue/",
        {"version": letter.version, "on": timezone.localdate().isoformat()},
    )
    with monkeypatch.context() as patch:
        fills_up(patch, after=fits)
        answer = client.post(url, sent)
    assert answer.status_code == 422
    assert "没有存下来" in answer.content.decode()
    assert on_disk(disk) == before
    stays = Letter.objects.get(pk=letter.pk)
    assert (stays.state, stays.number, stays.case.steps.count()) == (LetterState.APPROVED, "", steps)
    assert client.post(url, sent).status_code == 302
    assert Letter.objects.get(pk=letter.pk).state == LetterState.ISSUED


def test_the_package_of_an_archived_case(
    house: House,
    client: Client,
    disk: Path,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    desk, now = house.desk, timezone.now()
    case = desk.receives(on="2024-03-04")
    desk.does(case, "withdraw", on="2024-03-05")
    client.force_login(house.cast.disclosure_office)
    files_page = f"/staff/cases/{case.pk}/files/"
    before = on_disk(disk)
    with monkeypatch.context() as patch:
        fills_up(patch)
        step = desk.does(case, "archive", on="2024-03-06", retention="ten_years")
        with pytest.raises(OSError, match="No space"):  # the worker tries again, see test_workers.py
            archiving.make(case.pk, step.number, now)
    assert on_disk(disk) == before
    assert not case.packages.exists()
    assert "归档包还没有生成" in client.get(files_page).content.decode()
    # whoever gave up is made up for every night
    assert archiving.unmade(at("2024-03-06", hour=11)) == []
    assert archiving.unmade(now) == [(case.pk, step.number)]
    with django_capture_on_commit_callbacks(execute=True):
        make_missing_packages.call()
    assert case.packages.count() == 1
    assert archiving.unmade(now) == []
    assert "归档包还没有生成" not in client.get(files_page).content.decode()
