"""Files in: read, decided, filed; nothing twice, nothing half-done."""

from __future__ import annotations

import hashlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from yangguang.ledger.models import Entry
from yangguang.offices.models import Agency
from yangguang.reports import actions
from yangguang.reports.actions.agencies import parents_for
from yangguang.reports.models import EditionReason, ImportItem, ItemState, Report, ReportState, Rereading
from yangguang.reports.refused import Conflict, NotAllowed, Refused
from yangguang.reports.selectors import item_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def upload(office, django_capture_on_commit_callbacks):
    """Hand files in as somebody and let the background read them."""

    def hand_in(*files: tuple[str, bytes], by=None, batch=None):
        with django_capture_on_commit_callbacks(execute=True):
            return actions.receive_files(
                [SimpleUploadedFile(name, data) for name, data in files],
                batch=batch,
                by=by or office.cast.drafter,
                at=office.now(),
            )

    return hand_in


def rows(batch):
    return item_rows(batch, batch.created_by)


def says(row) -> str:
    return "".join(concern.says for concern in row.concerns)


# --- at once ---------------------------------------------------------------------------------


def test_an_imported_file_becomes_the_first_edition_of_its_report(office) -> None:
    report = office.imports(year=2024)
    report.refresh_from_db()
    assert (report.agency, report.year, report.state) == (office.cast.bureau, 2024, ReportState.DRAFT)
    assert (report.edition.number, report.edition.reason) == (1, EditionReason.FIRST)
    assert report.edition.read().cells["requests.granted.total"].value == 12
    assert report.figures.granted == 12
    assert report.edition.sha256 == hashlib.sha256(report.edition.source.read()).hexdigest()
    (entry,) = Entry.objects.of(report)
    assert (entry.kind, entry.actor_id, entry.agency_id) == (
        "report.imported",
        office.cast.drafter.pk,
        office.cast.bureau.pk,
    )
    assert entry.sentence == "导入“report-2024.json”，成为第 1 版"


def test_another_file_of_the_same_year_becomes_the_next_edition(office) -> None:
    report = office.imports()
    again = office.imports(requests__granted__business=4)
    assert again.pk == report.pk
    again.refresh_from_db()
    assert (again.edition.number, again.edition.reason) == (2, EditionReason.REIMPORT)
    assert again.editions.count() == 2


def test_the_same_file_again_is_refused_and_changes_nothing(office) -> None:
    report = office.imports()
    with pytest.raises(Conflict, match="已经归档为云溪市信访局2024年"):
        office.imports()
    assert report.editions.count() == 1
    assert Entry.objects.of(report).count() == 1


def test_a_file_that_cannot_be_read_leaves_nothing(office) -> None:
    from yangguang.annualreport.errors import ReportError

    with pytest.raises(ReportError):
        actions.import_file(b"\x00\x01not a report", name="x.docx", by=office.cast.drafter, at=office.now())
    assert not Report.objects.exists()


def test_a_filing_that_fails_leaves_neither_rows_nor_files(office, monkeypatch) -> None:
    before = _files()

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("yangguang.reports.filing.conclude", broken)
    with pytest.raises(RuntimeError):
        office.imports()
    assert not Report.objects.exists()
    assert _files() == before


def _files() -> set[str]:
    try:
        return set(default_storage.listdir("reports")[1])
    except FileNotFoundError:
        return set()


def test_an_unknown_agency_is_not_made_up(office) -> None:
    data = office.bytes_of(agency="无名县档案馆")
    with pytest.raises(Refused, match="没有找到名为“无名县档案馆”的机关"):
        actions.import_file(data, name="a.json", by=office.cast.drafter, at=office.now())
    assert not Agency.objects.filter(name__contains="无名县").exists()


# --- in batches ------------------------------------------------------------------------------


def test_a_batch_is_read_in_the_background_and_waits_for_a_person(office, upload) -> None:
    batch = upload(("信访局.json", office.bytes_of()))
    (row,) = rows(batch)
    assert row.item.state == ItemState.READ
    assert (row.item.agency, row.item.year) == (office.cast.bureau, 2024)
    assert row.is_ready
    assert not Report.objects.exists()


def test_filing_all_files_what_is_ready_and_leaves_the_rest(
    office, upload, django_capture_on_commit_callbacks
) -> None:
    batch = upload(
        ("好.json", office.bytes_of(year=2024)),
        ("生.json", office.bytes_of(agency="无名县档案馆", year=2024)),
        ("坏.pdf", b"%PDF-1.4 broken"),
    )
    with django_capture_on_commit_callbacks(execute=True):
        actions.file_all(batch, by=office.cast.drafter)
    states = [row.status for row in rows(batch)]
    assert states == ["filed", "attention", "failed"]
    batch.refresh_from_db()
    assert batch.filing is False
    assert Report.objects.get().edition.name == "好.json"


def test_a_failed_file_says_why_and_is_not_kept(office, upload) -> None:
    before = _files()
    batch = upload(("空.docx", b""), ("假.pdf", b"%PDF-1.4 broken"))
    empty, broken = rows(batch)
    assert "文件是空的" in empty.item.said
    assert broken.item.said.endswith("。")
    assert not empty.item.file
    assert not broken.item.file
    assert _files() == before


def test_a_fault_of_the_reader_fails_one_file_and_not_the_others(office, upload, monkeypatch, caplog) -> None:
    from yangguang.reports import intake

    real = intake.take

    def sometimes(data: bytes, name: str):
        if name == "怪.json":
            raise ZeroDivisionError
        return real(data, name)

    monkeypatch.setattr(intake, "take", sometimes)
    batch = upload(("怪.json", office.bytes_of(year=2023)), ("好.json", office.bytes_of(year=2024)))
    strange, good = rows(batch)
    assert strange.item.state == ItemState.FAILED
    assert "已记入日志" in strange.item.said
    assert good.item.state == ItemState.READ


def test_a_fault_of_the_checks_leaves_no_file_waiting_for_ever(office, upload, monkeypatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("yangguang.reports.intake.check", broken)
    (row,) = rows(upload(("a.json", office.bytes_of())))
    assert row.item.state == ItemState.FAILED
    assert "已记入日志" in row.item.said


def test_reading_an_item_twice_does_nothing_more(office, upload) -> None:
    from yangguang.reports.intake import read_item

    batch = upload(("a.json", office.bytes_of()))
    item = batch.items.get()
    actions.decide_item(item, agency=office.cast.bureau, year=2023, by=office.cast.drafter)
    read_item(item.pk, office.now())
    item.refresh_from_db()
    assert item.year == 2023


def test_filing_an_item_twice_gives_the_same_edition(office, upload) -> None:
    item = upload(("a.json", office.bytes_of())).items.get()
    first = actions.file_item(item, by=office.cast.drafter, at=office.now())
    second = actions.file_item(item, by=office.cast.drafter, at=office.now())
    assert first.pk == second.pk
    assert first.report.editions.count() == 1


def test_the_same_file_in_one_batch_is_taken_once(office, upload) -> None:
    data = office.bytes_of()
    batch = upload(("一.json", data), ("二.json", data))
    one, two = rows(batch)
    assert one.item.state == ItemState.READ
    assert two.item.state == ItemState.DISCARDED
    assert two.item.said == "与本批次的“一.json”是同一个文件，只处理一次。"


def test_a_file_that_is_already_filed_is_recognised(office, upload) -> None:
    office.imports()
    (row,) = rows(upload(("又.json", office.bytes_of())))
    assert not row.may_be_filed
    assert row.is_known
    assert "同一个文件已归档为云溪市信访局2024年政府信息公开工作年度报告第 1 版" in says(row)


def test_a_report_that_is_here_already_is_only_replaced_after_a_look(office, upload) -> None:
    office.imports()
    batch = upload(("新.json", office.bytes_of(figures={"requests.granted.business": 4})))
    (row,) = rows(batch)
    assert row.may_be_filed
    assert not row.is_ready
    assert "这一年的报告已有（草稿）" in says(row)


def test_two_files_for_one_report_are_not_filed_blindly(office, upload) -> None:
    batch = upload(
        ("一.json", office.bytes_of()),
        ("二.json", office.bytes_of(figures={"requests.granted.business": 4})),
    )
    assert [row.is_ready for row in rows(batch)] == [False, False]


def test_a_wrong_guess_is_put_right_before_filing(office, upload) -> None:
    item = upload(("a.json", office.bytes_of(agency="某某办", year=2023))).items.get()
    assert item.agency is None
    actions.decide_item(item, agency=office.cast.bureau, year=2024, by=office.cast.drafter)
    edition = actions.file_item(item, by=office.cast.drafter, at=office.now())
    assert (edition.report.agency, edition.report.year) == (office.cast.bureau, 2024)


def test_agencies_are_found_by_the_names_that_offices_use(office, upload) -> None:
    batch = upload(
        ("a.json", office.bytes_of(agency="云溪市 信访局")),
        ("b.json", office.bytes_of(agency="云溪信访局", year=2023)),
        ("c.json", office.bytes_of(agency="云溪市教育局", year=2022)),
    )
    assert [item.agency for item in batch.items.all()] == [
        office.cast.bureau,
        office.cast.bureau,
        None,  # the drafter may not hand in for the school board
    ]


def test_an_inspector_hands_in_for_the_agencies_below(office, upload) -> None:
    batch = upload(("a.json", office.bytes_of(agency="云溪市教育局")), by=office.cast.inspector)
    edition = actions.file_item(batch.items.get(), by=office.cast.inspector, at=office.now())
    assert edition.report.agency == office.cast.school


def test_an_inspector_confirms_a_new_agency_below(office, upload) -> None:
    batch = upload(("a.json", office.bytes_of(agency="云溪市档案局")), by=office.cast.inspector)
    agency = actions.create_agency(
        batch.items.get(),
        name="云溪市档案局",
        parent=office.cast.city,
        level="city",
        kind="department",
        by=office.cast.inspector,
        at=office.now(),
    )
    assert batch.items.get().agency == agency
    assert agency.parent == office.cast.city
    assert Entry.objects.of(agency).get().kind == "report.agency_created"


@pytest.mark.parametrize("who", ["drafter", "administrator", "disclosure_office", "signer"])
def test_nobody_else_makes_agencies_on_the_way(office, upload, who) -> None:
    assert not parents_for(office.cast.people[who]).exists()
    batch = upload(("a.json", office.bytes_of(agency="云溪市档案局")))
    with pytest.raises(NotAllowed):
        actions.create_agency(
            batch.items.get(),
            name="云溪市档案局",
            parent=office.cast.city,
            level="city",
            kind="department",
            by=office.cast.people[who],
            at=office.now(),
        )


def test_a_file_that_is_too_large_is_not_even_stored(office, upload, settings) -> None:
    settings.MAX_UPLOAD_MB = 1
    (row,) = rows(upload(("大.pdf", b"%PDF" + b"0" * (1 << 20))))
    assert row.item.state == ItemState.FAILED
    assert row.item.said.startswith("文件超过 1 MB 的上限")


def test_a_discarded_file_is_gone(office, upload) -> None:
    before = _files()
    item = upload(("a.json", office.bytes_of())).items.get()
    from django.test import TestCase

    with TestCase.captureOnCommitCallbacks(execute=True):
        actions.discard_item(item, by=office.cast.drafter)
    assert ImportItem.objects.get(pk=item.pk).state == ItemState.DISCARDED
    assert _files() == before


def test_nobody_touches_the_files_of_another(office, upload) -> None:
    item = upload(("a.json", office.bytes_of())).items.get()
    other = office.cast.disclosure_office
    for act in (
        lambda: actions.decide_item(item, agency=office.cast.bureau, year=2024, by=other),
        lambda: actions.file_item(item, by=other, at=office.now()),
        lambda: actions.discard_item(item, by=other),
        lambda: actions.receive_files(
            [SimpleUploadedFile("b", b"x")], batch=item.batch, by=other, at=office.now()
        ),
        lambda: actions.file_all(item.batch, by=other),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_the_rows_of_a_batch_cost_the_same_for_one_and_for_many(
    office, upload, django_assert_num_queries
) -> None:
    batch = upload(*((f"{year}.json", office.bytes_of(year=year)) for year in range(2021, 2026)))
    with django_assert_num_queries(6):
        assert len(item_rows(batch, office.cast.drafter)) == 5


def test_a_missing_program_is_told_in_words_for_a_clerk(office, upload, monkeypatch) -> None:
    from yangguang.annualreport.reading import libreoffice, scan

    monkeypatch.setattr(scan, "installed", lambda: False)
    monkeypatch.setattr(libreoffice, "found", lambda: None)
    png = b"\x89PNG\r\n\x1a\n" + bytes(64)
    batch = upload(("年报.png", png), ("年报.doc", b"{\\rtf1 x}"))
    picture, word = batch.items.all()
    assert (picture.state, word.state) == (ItemState.FAILED, ItemState.FAILED)
    assert "系统管理员" in picture.said
    assert "pip" not in picture.said
    assert "docx" in word.said
    assert "系统管理员" in word.said


# --- reading again ---------------------------------------------------------------------------


def test_a_file_that_reads_the_same_makes_no_new_edition(office) -> None:
    report = office.imports()
    assert actions.reread(report, by=office.cast.drafter, at=office.now()) is None
    assert report.editions.count() == 1


def test_a_new_reading_becomes_a_new_edition_of_the_same_file(office, monkeypatch) -> None:
    report = office.imports()
    _reads_differently(office, monkeypatch, "requests.granted.business", 4)
    edition = actions.reread(report, by=office.cast.drafter, at=office.now())
    assert (edition.number, edition.reason) == (2, EditionReason.REREAD)
    assert edition.sha256 == report.editions.get(number=1).sha256
    report.refresh_from_db()
    assert report.edition == edition


def _asks(office, report, run) -> Rereading:
    with run(execute=True):
        return actions.ask_reread(report, by=office.cast.drafter, at=office.now())


def test_asking_to_read_again_is_done_in_the_background(
    office, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    report = office.imports()
    _reads_differently(office, monkeypatch, "requests.granted.business", 4)
    with django_capture_on_commit_callbacks() as waiting:
        asked = actions.ask_reread(report, by=office.cast.drafter, at=office.now())
        again = actions.ask_reread(report, by=office.cast.drafter, at=office.now())
    assert asked == again
    assert report.editions.count() == 1
    for run in waiting:  # the second finds the work done
        run()
    asked.refresh_from_db()
    assert (asked.edition.number, asked.said, asked.finished_at is not None) == (2, "", True)
    assert report.editions.count() == 2


def test_the_same_reading_is_said_and_can_be_asked_for_again(
    office, django_capture_on_commit_callbacks
) -> None:
    report = office.imports()
    first = _asks(office, report, django_capture_on_commit_callbacks)
    second = _asks(office, report, django_capture_on_commit_callbacks)
    assert first != second
    first.refresh_from_db()
    assert (first.edition, first.said, first.finished_at is not None) == (None, "", True)


def test_a_source_that_is_gone_is_said(office, django_capture_on_commit_callbacks) -> None:
    report = office.imports()
    default_storage.delete(report.edition.source.name)
    asked = _asks(office, report, django_capture_on_commit_callbacks)
    asked.refresh_from_db()
    assert asked.said == "原文件已不在存储中，请重新导入。"
    assert asked.finished_at is not None


def test_a_fault_of_the_program_leaves_the_report_alone(
    office, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    from yangguang.reports import intake

    report = office.imports()
    monkeypatch.setattr(intake, "take", lambda data, name: 1 / 0)
    asked = _asks(office, report, django_capture_on_commit_callbacks)
    asked.refresh_from_db()
    assert "程序出错" in asked.said
    assert report.editions.count() == 1


def _reads_differently(office, monkeypatch, path, value) -> None:
    """As a later program would: the same file gives another figure."""
    from yangguang.reports import intake

    real = intake.take
    other = office.bytes_of(figures={path: value})
    monkeypatch.setattr(intake, "take", lambda data, name: real(other, name))
