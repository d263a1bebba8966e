"""A closed case becomes one package, and the package tells the case as it was."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date

import pypdfium2
import pytest
from django.core.files.base import ContentFile
from PIL import Image
from support_office import at

from yangguang.annualreport.reading import libreoffice
from yangguang.archive import verify
from yangguang.cases import archiving, engine
from yangguang.cases.actor import Actor
from yangguang.cases.filekinds import KINDS
from yangguang.cases.models import ArchivePackage, Attachment, AttachmentKind, Retention
from yangguang.ledger.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(desk):
    case = desk.receives("某路改造工程的预算", on="2024-03-04")
    desk.does(case, "assign", on="2024-03-05", unit=f"d{desk.cast.office.pk}")
    desk.does(case, "withdraw", on="2024-03-06", by=Actor.applicant(), reason="已从网上查到")
    return case


def archived(desk, case, callbacks, **facts) -> ArchivePackage:
    with callbacks(execute=True):
        desk.does(case, "archive", on="2024-03-07", retention=facts.get("retention", "ten_years"))
    return case.packages.last()


def members(package: ArchivePackage) -> dict[str, bytes]:
    with package.file.open("rb") as file, zipfile.ZipFile(io.BytesIO(file.read())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_package_holds_and_tells_the_case(desk, closed, django_capture_on_commit_callbacks):
    package = archived(desk, closed, django_capture_on_commit_callbacks)
    with package.file.open("rb") as file:
        verdict = verify(file.read())
    assert verdict.holds
    assert verdict.sha256 == package.sha256
    assert verdict.about["number"] == closed.number
    assert verdict.steps == 4
    files = members(package)
    steps = json.loads(files["steps.json"])
    assert [step["words"] for step in steps] == [
        "登记申请，收到之日为 2024-03-04",
        "分给办公室承办",
        "申请人撤回申请：已从网上查到",
        "归档",
    ]
    assert steps[-1]["hash"] == closed.last_hash
    own = json.loads(files["case.json"])["own"]
    assert own["identity_number"] == "11010519491231002X"
    assert own["info_description"] == "某路改造工程的预算"
    assert "code_hash" not in own


def words_in(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "")


def attached(case, name: str, media_type: str, data: bytes, kind=AttachmentKind.WORKING) -> Attachment:
    item = Attachment(
        case=case,
        kind=kind,
        name=name,
        media_type=media_type,
        size=len(data),
        sha256="0" * 64,
        added_at=at("2024-03-04"),
        added_by_name="申请人",
    )
    item.file.save("x", ContentFile(data))
    return item


def test_cover_and_contents_lie_on_top(desk, closed, django_capture_on_commit_callbacks, monkeypatch):
    monkeypatch.setattr(libreoffice, "found", lambda: None)
    attached(closed, "说明.txt", KINDS["txt"].media_type, "第一行\n第二行".encode())
    attached(closed, "合同.docx", KINDS["docx"].media_type, b"PK not really")
    package = archived(desk, closed, django_capture_on_commit_callbacks)
    files = members(package)
    cover = words_in(files["cover.pdf"])
    for said in (
        closed.number,
        closed.title,
        "云溪市信访局",
        "2024年3月6日",
        "10 年",
        "2034年12月31日",
        "3件",
    ):
        assert said in cover, said
    assert closed.last_hash in cover
    contents = words_in(files["contents.pdf"])
    assert [name for name in files if name.startswith("files/")] == [
        "files/001-说明.txt",
        "files/002-说明.txt.pdf",
        "files/003-合同.docx",
    ]
    assert "说明.txt”的 PDF 副本" in contents
    assert "没有安装 LibreOffice" in contents.replace("\n", "")
    assert "第一行" in words_in(files["files/002-说明.txt.pdf"])


def test_word_becomes_pdf_where_libreoffice_is(desk, closed, django_capture_on_commit_callbacks, monkeypatch):
    monkeypatch.setattr(libreoffice, "found", lambda: "/usr/bin/soffice")
    monkeypatch.setattr(libreoffice, "convert", lambda *args, **kwargs: cover_pdf_of_nothing())
    attached(closed, "合同.docx", KINDS["docx"].media_type, b"PK not really")
    files = members(archived(desk, closed, django_capture_on_commit_callbacks))
    assert "files/002-合同.docx.pdf" in files


def cover_pdf_of_nothing() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(target, "PDF")
    return target.getvalue()


def test_what_cannot_be_converted_stays_and_says_so(desk, closed, django_capture_on_commit_callbacks):
    attached(closed, "坏图.png", "image/png", b"\x89PNG broken")
    files = members(archived(desk, closed, django_capture_on_commit_callbacks))
    assert "files/001-坏图.png" in files
    assert "files/002-坏图.png.pdf" not in files
    assert "未能转换为" in words_in(files["contents.pdf"])


def test_pictures_get_a_copy_as_pdf(desk, closed, django_capture_on_commit_callbacks):
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "PNG")
    data = picture.getvalue()
    attached(closed, "身份证.png", "image/png", data, AttachmentKind.IDENTITY_PROOF)
    files = members(archived(desk, closed, django_capture_on_commit_callbacks))
    assert files["files/001-身份证.png"] == data
    assert files["files/002-身份证.png.pdf"].startswith(b"%PDF")


def test_the_ledger_keeps_the_sum(desk, closed, django_capture_on_commit_callbacks):
    package = archived(desk, closed, django_capture_on_commit_callbacks)
    entry = Entry.objects.filter(kind="cases.package_made").get()
    assert entry.facts["sha256"] == package.sha256


def test_making_it_twice_makes_one(desk, closed, django_capture_on_commit_callbacks):
    package = archived(desk, closed, django_capture_on_commit_callbacks)
    assert archiving.make(closed.pk, closed.steps_count, at("2024-03-08")) == package
    assert closed.packages.count() == 1


def test_a_case_archived_again_has_a_second_package(desk, closed, django_capture_on_commit_callbacks):
    first = archived(desk, closed, django_capture_on_commit_callbacks)
    engine.undo(closed, reason="补充材料", by=Actor.staff(desk.cast.drafter), at=at("2024-03-07"))
    closed.refresh_from_db()
    second = archived(desk, closed, django_capture_on_commit_callbacks)
    assert (first.number, second.number) == (1, 2)
    assert first.sha256 != second.sha256


def test_no_package_where_archiving_was_undone_before_the_worker_came(desk, closed):
    desk.does(closed, "archive", on="2024-03-07", retention="ten_years")
    number = closed.steps_count
    engine.undo(closed, reason="补充材料", by=Actor.staff(desk.cast.drafter), at=at("2024-03-07"))
    assert archiving.make(closed.pk, number, at("2024-03-08")) is None
    assert not ArchivePackage.objects.exists()


@pytest.mark.parametrize(
    ("retention", "until"),
    [
        (Retention.TEN_YEARS, date(2034, 12, 31)),
        (Retention.THIRTY_YEARS, date(2054, 12, 31)),
        (Retention.PERMANENT, None),
    ],
)
def test_the_retention_runs_from_the_year_after_closing(retention, until):
    assert archiving.keep_until(date(2024, 3, 6), retention) == until
