"""Importing lists: what is understood, what is refused, all or nothing, and taking back."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from register_files import DOCUMENT_HEADINGS, csv_file, workbook

from yangguang.annualreport.reading.xlsx_rows import open_sheets
from yangguang.ledger.models import Entry
from yangguang.registers import actions as entry_actions
from yangguang.registers.declared import BY_ID, REGISTERS
from yangguang.registers.importing import actions, opening, working
from yangguang.registers.importing.opening import CannotRead, open_list
from yangguang.registers.models import Charge, Decision, Document, Import, ImportState, RowState
from yangguang.registers.problems import Problem
from yangguang.registers.refused import NotAllowed, Refused
from yangguang.registers.staff.exporting import template_of
from yangguang.registers.understanding import understand
from yangguang.registers.values import shown, values_of

DOCUMENTS = BY_ID["documents"]
ONE = ["行政规范性文件", "关于甲的通知", "云信规〔2024〕1号", date(2024, 3, 18), "2024-03-20", "", "", "是"]
TWO = ["规章", "关于乙的办法", "云政令第2号", "2023年11月2日", "", "2024.12.1", "废止", ""]


# --- opening -----------------------------------------------------------------------------------


def lines(
    data: bytes, name: str = "清单.xlsx", register: Any = DOCUMENTS, **more: Any
) -> list[tuple[int, dict]]:
    return [(line.number, line.texts) for line in open_list(data, name, register, **more).lines]


def test_rows_are_read_with_their_numbers():
    data = workbook(
        [DOCUMENT_HEADINGS, ONE, [], TWO], above=[["云溪市信访局文件清单"], ["制表：办公室", "2024年"]]
    )
    (first, one), (second, two) = lines(data)
    assert (first, second) == (4, 6)
    assert one["issued_on"] == "2024-03-18"
    assert one["title"] == "关于甲的通知"
    assert two["ended_by"] == "废止"
    assert "published_on" not in two


@pytest.mark.parametrize(
    "headings",
    [
        ["文件类型", "文件名称", "文号", "成文日期"],
        ["类 别 *", "标 题", "发文号（必填）".replace("（必填）", ""), "印发日期"],
        ["类型", "名称", "文件编号", "发文时间"],
        ["＊类别", "标题：", "文号", "公布日期"],
    ],
)
def test_headings_are_known_by_several_words(headings):
    ((_number, texts),) = lines(workbook([headings, ["规章", "甲办法", "令1", "2024-01-01"]]))
    assert texts == {"kind": "规章", "title": "甲办法", "number": "令1", "issued_on": "2024-01-01"}


def test_columns_may_stand_in_any_order_and_others_are_named():
    listing = open_list(
        workbook([["序号", "标题", "类别", "发文日期", "经办人"], [1, "甲", "规章", "2024-01-01", "王"]]),
        "a.xlsx",
        DOCUMENTS,
    )
    assert listing.ignored == ["序号", "经办人"]
    assert listing.lines[0].texts["title"] == "甲"


def test_the_sheet_with_the_headings_is_read_and_the_others_are_named():
    data = workbook(
        [DOCUMENT_HEADINGS, ONE], sheets=[("封面", [["云溪市信访局"]]), ("说明", [["怎么填", "……"]])]
    )
    listing = open_list(data, "a.xlsx", DOCUMENTS)
    assert listing.sheet == "清单"
    assert listing.other_sheets == ["封面", "说明"]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_files_of_every_program(encoding, delimiter):
    row = ["规章", '关于"甲"，乙\n和丙的办法', "令1", "2024-01-01", "", "", "", ""]
    ((number, texts),) = lines(csv_file([DOCUMENT_HEADINGS, row], encoding, delimiter), "a.csv")
    assert number == 2
    assert texts["title"] == '关于"甲"，乙\n和丙的办法'


def test_money_of_a_heading_in_ten_thousands(cast):
    data = workbook([["收费项目", "月份", "金额（万元）"], ["考试费", "2024-05", 3.65]])
    listing = open_list(data, "a.xlsx", BY_ID["charges"])
    assert listing.units == {"amount": 10_000}
    one = understand(BY_ID["charges"], listing.lines[0].texts, listing.units)
    assert one.values["amount"] == Decimal("36500.00")


def test_a_number_comes_whole_whatever_its_format_shows():
    data = workbook([["收费项目", "收费日期", "金额"], ["考试费", date(2024, 5, 17), 1234.56]])
    ((_number, texts),) = lines(data, register=BY_ID["charges"])
    assert texts == {"item": "考试费", "charged_on": "2024-05-17", "amount": "1234.56"}


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b" " * 300_000_000)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "a.xlsx", "文件是空的"),
        (b"%PDF-1.7 ...", "a.pdf", "另存为 xlsx"),
        (b"PK\x03\x04broken", "a.xlsx", "已损坏"),
        ("一段文字".encode(), "a.txt", "没有找到标题行"),
        (csv_file([["标题", "发文日期"], ["甲", "2024-01-01"]]), "a.csv", "缺少这些栏目：类别"),
        (csv_file([DOCUMENT_HEADINGS]), "a.csv", "标题行下面没有内容"),
        (workbook([["甲", "乙"], [1, 2]]), "a.xlsx", "没有找到标题行"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xls", "。"),
    ],
)
def test_a_file_that_is_no_list_is_told_why(data, name, says):
    with pytest.raises(CannotRead) as refusal:
        open_list(data, name, DOCUMENTS)
    assert says in refusal.value.problem.says


def test_a_bomb_is_not_unpacked():
    with pytest.raises(CannotRead) as refusal:
        open_list(bomb(), "a.xlsx", DOCUMENTS)
    assert "压缩炸弹" in refusal.value.problem.says


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(opening, "MOST_ROWS", 2)
    with pytest.raises(CannotRead) as refusal:
        open_list(workbook([DOCUMENT_HEADINGS, ONE, ONE, ONE]), "a.xlsx", DOCUMENTS)
    assert "超过 2 行" in refusal.value.problem.says


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.id)
def test_the_template_is_read_when_filled_in_and_says_so_when_empty(register):
    data = template_of(register)
    with pytest.raises(CannotRead) as refusal:
        open_list(data, "模板.xlsx", register)
    assert "标题行下面没有内容" in refusal.value.problem.says
    (_title, rows), (_other, explained) = open_sheets(data, "模板.xlsx", opening.LIMITS)
    headings = next(rows)
    assert list(headings.cells.values()) == [str(column.label) for column in register.columns]
    assert len(list(explained)) > len(register.columns)


# --- the whole way -----------------------------------------------------------------------------


@pytest.fixture
def sends(cast, now, django_capture_on_commit_callbacks):
    """The drafter hands a file in, and the background does what was asked of it."""

    def send(
        data: bytes, name: str = "清单.xlsx", register: str = "documents", by: Any = None, **more: Any
    ) -> Import:
        with django_capture_on_commit_callbacks(execute=True):
            file = SimpleUploadedFile(name, data)
            batch = actions.receive(
                BY_ID[register], cast.bureau, file, by=by or cast.drafter, at=now(), **more
            )
        return Import.objects.get(pk=batch.pk)

    return send


@pytest.fixture
def does(cast, now, django_capture_on_commit_callbacks):
    """An act on an import, and what the background makes of it."""

    def do(act: Any, batch: Import, by: Any = None, **more: Any) -> Import:
        with django_capture_on_commit_callbacks(execute=True):
            act(Import.objects.get(pk=batch.pk), by=by or cast.drafter, at=now(), **more)
        return Import.objects.get(pk=batch.pk)

    return do


def sorts(batch: Import) -> tuple[int, int, int, int]:
    return batch.bad, batch.changed, batch.new, batch.unchanged


def test_nothing_is_written_before_somebody_confirms(sends, does):
    batch = sends(workbook([DOCUMENT_HEADINGS, ONE, TWO]))
    assert batch.state == ImportState.READ
    assert sorts(batch) == (0, 0, 2, 0)
    assert not Document.objects.exists()
    batch = does(actions.confirm, batch)
    assert batch.state == ImportState.DONE
    one, two = Document.objects.order_by("-issued_on")
    assert (one.title, one.number, one.issued_on, one.is_lead) == (
        "关于甲的通知",
        "云信规〔2024〕1号",
        date(2024, 3, 18),
        True,
    )
    assert (two.kind, two.ended_on, two.ended_by) == ("rules", date(2024, 12, 1), "repealed")
    assert not batch.file
    said = Entry.objects.of(batch).get().sentence
    assert "新增 2 条" in said
    assert "清单.xlsx" in said


def test_one_bad_row_holds_all_back_and_every_one_is_named(sends, does):
    bad = ["会议纪要", "", "x", "去年", "", "2024-01-01", "", "也许"]
    batch = sends(workbook([DOCUMENT_HEADINGS, ONE, bad, TWO]))
    assert sorts(batch) == (1, 0, 2, 0)
    row = batch.rows.get(state=RowState.BAD)
    assert row.number == 3
    assert [problem["column"] for problem in row.problems] == ["kind", "title", "issued_on", "is_lead"]
    assert "“去年”不是日期" in Problem.from_json(row.problems[2]).says
    with pytest.raises(Refused, match="还有 1 行有问题"):
        does(actions.confirm, batch)
    assert not Document.objects.exists()


def test_the_same_number_is_the_same_document(sends, does, keeper):
    keeper.enters("documents", number="云信规[2024]1号", title="关于甲的通知（旧）")
    keeper.enters(
        "documents",
        number="云政令第2号",
        kind="规章",
        title="关于乙的办法",
        issued_on="2023-11-02",
        published_on="",
        ended_on="2024-12-01",
        ended_by="废止",
    )
    keeper.enters("documents", number="云信规〔2024〕1号", agency=keeper.cast.school)  # somebody else's
    batch = sends(workbook([DOCUMENT_HEADINGS, ONE, TWO, [*ONE[:2], "云信规〔2024〕3号", *ONE[3:]]]))
    assert sorts(batch) == (0, 1, 1, 1)
    does(actions.confirm, batch)
    assert Document.objects.filter(agency=keeper.cast.bureau).count() == 3
    assert Document.objects.get(agency=keeper.cast.bureau, number="云信规〔2024〕1号").title == "关于甲的通知"
    assert Document.objects.get(agency=keeper.cast.school).title != "关于甲的通知"


def test_a_number_twice_in_a_file_is_named(sends):
    batch = sends(workbook([DOCUMENT_HEADINGS, ONE, [*ONE[:2], "云信规(2024) 1号", *ONE[3:]]]))
    row = batch.rows.get(state=RowState.BAD)
    assert row.number == 3
    assert "与第 2 行是同一编号" in Problem.from_json(row.problems[0]).says


def test_rows_without_a_number_are_matched_one_by_one(sends, does):
    headings = ["收费项目", "收费日期", "金额（元）"]
    fee = ["考试费", "2024-05-17", 260]
    first = sends(workbook([headings, fee, fee]), register="charges")
    assert sorts(first) == (0, 0, 2, 0)  # two people paid the same
    does(actions.confirm, first)
    again = sends(workbook([headings, fee, fee]), register="charges")
    assert sorts(again) == (0, 0, 0, 2)
    more = sends(workbook([headings, fee, fee, fee]), register="charges")
    assert sorts(more) == (0, 0, 1, 2)
    with pytest.raises(Refused, match="台账都已经有了"):
        does(actions.confirm, again)
    assert Charge.objects.count() == 2


def test_rows_without_a_kind_take_the_one_chosen(sends, does):
    headings = ["决定日期", "件数"]
    data = workbook([headings, ["2024-05", 216]])
    assert "缺少这些栏目：类别" in sends(data, register="decisions").problem
    batch = sends(data, register="decisions", fallback_kind="licensing")
    does(actions.confirm, batch)
    assert Decision.objects.get().kind == "licensing"
    assert Decision.objects.get().by_month


def test_an_import_is_taken_back_whole(sends, does, keeper, now):
    old = keeper.enters("documents", title="关于甲的通知（旧）")
    keeper_entry = Document.objects.get(pk=old.pk)
    data = workbook([DOCUMENT_HEADINGS, [*ONE[:2], "云信规〔2024〕1号", *ONE[3:]], TWO])
    batch = does(actions.confirm, sends(data))
    assert Document.objects.count() == 2
    batch = does(actions.undo, batch, reason="导错了年份")
    assert batch.state == ImportState.UNDONE
    left = Document.objects.get()
    assert values_of(DOCUMENTS, left) == values_of(DOCUMENTS, keeper_entry)
    assert (left.key, left.fingerprint, left.last_import_id) == (
        keeper_entry.key,
        keeper_entry.fingerprint,
        None,
    )
    assert "导错了年份" in Entry.objects.of(batch).last().sentence


@pytest.mark.parametrize("touch", ["change", "delete", "import"])
def test_an_import_that_somebody_touched_is_not_taken_back(sends, does, cast, now, touch):
    batch = does(actions.confirm, sends(workbook([DOCUMENT_HEADINGS, ONE, TWO])))
    entry = Document.objects.get(kind="rules")
    if touch == "change":
        texts = {column.name: shown(column, values_of(DOCUMENTS, entry)) for column in DOCUMENTS.columns}
        understood = understand(DOCUMENTS, texts | {"title": "改过"})
        entry_actions.change(DOCUMENTS, entry, understood, version=entry.version, by=cast.drafter, at=now())
    elif touch == "delete":
        entry_actions.delete(DOCUMENTS, entry, reason="x", version=entry.version, by=cast.drafter, at=now())
    else:
        does(actions.confirm, sends(workbook([DOCUMENT_HEADINGS, [*TWO[:1], "改过", *TWO[2:]]])))
    before = Document.objects.count()
    with pytest.raises(Refused, match="不能整批撤销"):
        does(actions.undo, batch, reason="x")
    assert Document.objects.count() == before
    assert Import.objects.get(pk=batch.pk).state == ImportState.DONE


def test_imports_are_taken_back_one_after_the_other(sends, does):
    first = does(actions.confirm, sends(workbook([DOCUMENT_HEADINGS, ONE, TWO])))
    second = does(actions.confirm, sends(workbook([DOCUMENT_HEADINGS, [*TWO[:1], "改过", *TWO[2:]]])))
    does(actions.undo, second, reason="x")
    assert Document.objects.get(kind="rules").title == "关于乙的办法"
    does(actions.undo, first, reason="x")
    assert not Document.objects.exists()


def test_a_register_that_changed_since_the_preview_is_looked_at_again(sends, does, keeper):
    batch = sends(workbook([DOCUMENT_HEADINGS, ONE, TWO]))
    keeper.enters("documents", number="云信规〔2024〕1号", title="别人先登记的")
    batch = does(actions.confirm, batch)
    assert batch.state == ImportState.READ
    assert sorts(batch) == (0, 1, 1, 0)
    assert "已重新核对" in batch.problem
    assert Document.objects.count() == 1
    batch = does(actions.confirm, batch)
    assert batch.state == ImportState.DONE
    assert batch.problem == ""
    assert Document.objects.get(number="云信规〔2024〕1号").title == "关于甲的通知"


def test_a_breakdown_in_the_middle_writes_nothing(sends, does, monkeypatch):
    batch = sends(workbook([DOCUMENT_HEADINGS, ONE, TWO]))

    def breaks(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(working, "record", breaks)
    batch = does(actions.confirm, batch)
    assert batch.state == ImportState.READ
    assert "台账没有变化" in batch.problem
    assert not Document.objects.exists()
    monkeypatch.undo()
    assert does(actions.confirm, batch).state == ImportState.DONE


def test_work_done_twice_is_done_once(sends, does, now):
    batch = does(actions.confirm, sends(workbook([DOCUMENT_HEADINGS, ONE, TWO])))
    working.read(batch.pk, now())
    working.write(batch.pk, now())
    working.undo(batch.pk, now())
    assert Import.objects.get(pk=batch.pk).state == ImportState.DONE
    assert Document.objects.count() == 2


def test_a_file_is_given_up(sends, does):
    batch = sends(workbook([DOCUMENT_HEADINGS, ONE]))
    batch = does(actions.discard, batch)
    assert batch.state == ImportState.DISCARDED
    assert not batch.file
    assert not batch.rows.exists()
    with pytest.raises(Refused):
        does(actions.confirm, batch)


def test_a_file_that_cannot_be_read_leaves_its_reason(sends):
    batch = sends(b"%PDF-1.7", "a.pdf")
    assert batch.state == ImportState.FAILED
    assert "另存为 xlsx" in batch.problem
    assert not batch.file


def test_a_file_too_large_is_not_taken_in(sends, monkeypatch):
    monkeypatch.setattr(actions, "most_bytes", lambda: 1 << 20)
    with pytest.raises(Refused, match="超过 1 MB"):
        sends(b"x" * ((1 << 20) + 1))


@pytest.mark.parametrize(
    "who", ["checker", "signer", "leader", "inspector", "administrator", "stranger", "nobody"]
)
def test_who_does_not_write_does_not_import(sends, does, cast, who):
    batch = sends(workbook([DOCUMENT_HEADINGS, ONE]))
    with pytest.raises(NotAllowed):
        sends(workbook([DOCUMENT_HEADINGS, ONE]), by=cast.people[who])
    for act, more in ((actions.confirm, {}), (actions.discard, {}), (actions.undo, {"reason": "x"})):
        with pytest.raises(NotAllowed):
            does(act, batch, by=cast.people[who], **more)
    assert Import.objects.get().state == ImportState.READ


def test_a_role_taken_away_meanwhile_stops_the_writing(sends, cast, now, django_capture_on_commit_callbacks):
    batch = sends(workbook([DOCUMENT_HEADINGS, ONE]))
    actions.confirm(batch, by=cast.drafter, at=now())
    cast.drafter.memberships.all().delete()
    working.write(batch.pk, now())
    batch.refresh_from_db()
    assert batch.state == ImportState.READ
    assert "没有登记台账的权限" in batch.problem
    assert not Document.objects.exists()


def test_many_rows_cost_a_bounded_number_of_queries(sends, does, django_assert_max_num_queries):
    headings = ["类别", "决定日期", "事项", "决定书文号"]
    rows = [["行政许可", "2024-05-17", f"事项{n}", f"许{n}"] for n in range(2500)]
    with django_assert_max_num_queries(120):
        batch = sends(workbook([headings, *rows]), register="decisions")
    assert sorts(batch) == (0, 0, 2500, 0)
    with django_assert_max_num_queries(120):
        does(actions.confirm, batch)
    changed = [[kind, day, item + "改", number] for kind, day, item, number in rows]
    batch = sends(workbook([headings, *changed]), register="decisions")
    assert sorts(batch) == (0, 2500, 0, 0)
    with django_assert_max_num_queries(120):
        batch = does(actions.confirm, batch)
    assert Decision.objects.filter(item__endswith="改").count() == 2500
    assert does(actions.undo, batch, reason="x").state == ImportState.UNDONE
    assert Decision.objects.count() == 2500
    assert not Decision.objects.filter(item__endswith="改").exists()
