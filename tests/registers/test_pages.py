"""The pages of the registers, as a clerk uses them."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from register_files import DOCUMENT_HEADINGS, workbook
from register_samples import SAMPLES

from yangguang.annualreport.reading.xlsx_rows import open_sheets
from yangguang.ledger.models import Entry
from yangguang.registers.declared import BY_ID, REGISTERS
from yangguang.registers.importing.opening import LIMITS, open_list
from yangguang.registers.models import Document, Import, ImportState
from yangguang.registers.understanding import understand
from yangguang.registers.values import values_of

pytestmark = pytest.mark.django_db
IDS = [register.id for register in REGISTERS]


@pytest.fixture
def drafter(client, cast):
    client.force_login(cast.drafter)
    return client


@pytest.fixture
def at(cast):
    """The address of a page of a register of the bureau."""

    def address(name: str = "list", register: str = "documents", *more: object) -> str:
        return reverse(f"staff_registers:{name}", args=[cast.bureau.pk, register, *more])

    return address


def body_of(response) -> str:
    return response.content.decode()


# --- overview -----------------------------------------------------------------------------------


def test_with_one_agency_one_is_led_straight_to_it(drafter, cast):
    answer = drafter.get(reverse("staff_registers:agencies"))
    assert answer["Location"] == reverse("staff_registers:overview", args=[cast.bureau.pk])


def test_the_inspector_chooses_among_the_agencies_below(client, cast):
    client.force_login(cast.inspector)
    body = body_of(client.get(reverse("staff_registers:agencies")))
    assert "云溪市信访局" in body
    assert "云溪市教育局" in body
    assert "清河县人民政府" not in body
    body = body_of(client.get(reverse("staff_registers:agencies"), {"q": "教育"}))
    assert "云溪市信访局" not in body


def test_the_overview_shows_the_figures_of_the_report_and_leads_to_their_entries(drafter, keeper, cast):
    keeper.enters("documents")
    keeper.enters("documents", number="2", title="另一件", issued_on="2023-03-18", published_on="")
    keeper.enters("charges", amount="36500")
    body = body_of(drafter.get(reverse("staff_registers:overview", args=[cast.bureau.pk]), {"year": 2024}))
    assert "国办公开办函〔2021〕30号" in body
    assert ">3.65</a>" in body
    url = reverse("staff_registers:list", args=[cast.bureau.pk, "documents"])
    cell = "proactive.art20_1.normative_documents.issued"
    assert f"{url}?cell={cell}&amp;of=2024" in body
    listed = body_of(drafter.get(url, {"cell": cell, "of": 2024}))
    assert "关于规范信访事项受理的通知" in listed
    assert "另一件" not in listed
    assert "第二十条第（一）项 · 行政规范性文件 · 本年制发件数" in listed


def test_an_older_year_has_the_older_form(drafter, keeper, cast):
    keeper.enters("items", valid_from="2020-03-01")
    body = body_of(drafter.get(reverse("staff_registers:overview", args=[cast.bureau.pk]), {"year": 2020}))
    assert "国办公开办函〔2019〕60号" in body
    assert ">+1</a>" in body
    assert "采购总金额" in body


@pytest.mark.parametrize(
    "query",
    [
        {"cell": "x", "of": "2024"},
        {"cell": "proactive.art20_8.fees.amount", "of": "2024"},
        {"cell": "proactive.art20_1.rules.issued", "of": "1990"},
    ],
)
def test_a_figure_of_another_register_narrows_nothing(drafter, keeper, at, query):
    keeper.enters("documents")
    assert "关于规范信访事项受理的通知" in body_of(drafter.get(at(), query))


# --- lists -------------------------------------------------------------------------------------


@pytest.mark.parametrize("register", IDS)
def test_an_empty_register_says_how_to_begin(drafter, at, register):
    body = body_of(drafter.get(at("list", register)))
    assert "这本台账还是空的" in body
    assert str(BY_ID[register].begin) in body
    assert at("import", register) in body
    assert all(str(sentence) in body for sentence in BY_ID[register].belongs)


@pytest.mark.parametrize("register", IDS)
def test_an_entry_stands_in_the_list_with_every_column(drafter, keeper, at, register):
    entry = keeper.enters(register)
    body = body_of(drafter.get(at("list", register)))
    assert at("entry", register, entry.pk) in body
    for column in BY_ID[register].columns:
        assert str(column.label) in body


def test_a_list_is_narrowed_by_year_kind_and_words(drafter, keeper, at):
    keeper.enters("documents", title="甲的通知", number="甲〔2024〕1号")
    keeper.enters(
        "documents", title="乙的办法", number="乙2", kind="规章", issued_on="2023-01-05", published_on=""
    )
    for query, found in (
        ({"year": 2024}, "甲"),
        ({"year": 2023}, "乙"),
        ({"kind": "rules"}, "乙"),
        ({"q": "甲的"}, "甲"),
        ({"q": "甲[2024]1"}, "甲"),
        ({"q": "乙", "year": 2023, "kind": "rules"}, "乙"),
    ):
        body = body_of(drafter.get(at(), query))
        assert [("甲的通知" in body), ("乙的办法" in body)] == [found == "甲", found == "乙"], query
    body = body_of(drafter.get(at(), {"q": "丙"}))
    assert "没有符合条件的条目" in body
    body = body_of(drafter.get(at(), {"year": "许多", "kind": "x"}))
    assert "甲的通知" in body


def test_a_long_list_is_read_page_by_page_without_loss(drafter, keeper, at, cast):
    register = BY_ID["decisions"]
    one = understand(register, SAMPLES["decisions"])
    register.model.objects.bulk_create(
        register.model(
            agency=cast.bureau,
            changed_at=timezone.now(),
            fingerprint=one.fingerprint,
            **one.values | {"item": f"第{n}件", "decided_on": date(2024, 1 + n % 3, 1)},
        )
        for n in range(120)
    )
    seen: list[str] = []
    url, pages = at("list", "decisions"), 0
    while url:
        answer = drafter.get(url)
        seen += [entry.item for entry, _cells in answer.context["rows"]]
        url, pages = (
            (at("list", "decisions") + answer.context["next"] if answer.context["next"] else ""),
            pages + 1,
        )
    assert pages == 3
    assert len(seen) == len(set(seen)) == 120


def test_a_list_costs_the_same_however_long_it_is(drafter, keeper, at, cast):
    keeper.enters("documents")
    drafter.get(at())

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert drafter.get(at()).status_code == 200
        return len(queries)

    short = cost()
    for number in range(30):
        keeper.enters("documents", number=f"云〔2023〕{number}号")
    assert cost() == short


@pytest.mark.parametrize("register", IDS)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_is_exported_is_imported_as_the_same(drafter, keeper, at, register, kind, language):
    entry = keeper.enters(register)
    drafter.cookies["yangguang_language"] = language
    answer = drafter.get(at("list", register), {"export": kind})
    assert kind in answer["Content-Disposition"]
    listing = open_list(answer.content, f"a.{kind}", BY_ID[register])
    one = understand(BY_ID[register], listing.lines[0].texts, listing.units)
    assert one.values == values_of(BY_ID[register], entry)
    assert one.key == entry.key
    assert listing.ignored == []


def test_no_formula_leaves_the_house(drafter, keeper, at):
    keeper.enters("documents", title="@SUM(A1)")
    csv = drafter.get(at(), {"export": "csv"}).content.decode("utf-8-sig")
    assert "'@SUM(A1)" in csv


def test_a_register_is_printed_as_it_is_narrowed(drafter, keeper, at):
    keeper.enters("documents", title="甲的通知")
    keeper.enters("documents", title="乙的办法", number="乙2", kind="规章")
    body = body_of(drafter.get(at("print"), {"kind": "rules"}))
    assert "乙的办法" in body
    assert "甲的通知" not in body
    assert "云溪市信访局规章和行政规范性文件" in body
    assert "类别：规章" in body


# --- one entry -----------------------------------------------------------------------------------


@pytest.mark.parametrize("register", IDS)
def test_an_entry_is_added_changed_and_deleted(drafter, at, register):
    declared = BY_ID[register]
    typed = SAMPLES[register] | ({"is_lead": "1"} if register == "documents" else {})
    answer = drafter.post(at("add", register), typed)
    assert answer["Location"] == at("list", register)
    entry = declared.model.objects.get()
    page = drafter.get(at("entry", register, entry.pk))
    initial = {name: value or "" for name, value in page.context["form"].initial.items()}
    title = declared.titles[0]
    answer = drafter.post(at("entry", register, entry.pk), initial | {title: "改过的名字"})
    assert answer.status_code == 302
    entry.refresh_from_db()
    assert getattr(entry, title) == "改过的名字"
    answer = drafter.post(at("delete", register, entry.pk), {"reason": " ", "version": entry.version})
    assert answer.status_code == 422
    answer = drafter.post(at("delete", register, entry.pk), {"reason": "登记错了", "version": entry.version})
    assert answer["Location"] == at("list", register)
    assert not declared.model.objects.exists()
    said = [line.sentence for line in Entry.objects.order_by("number")]
    assert len(said) == 3
    assert "登记" in said[0]
    assert "→ 改过的名字" in said[1]
    assert "理由：登记错了" in said[2]


def test_what_was_typed_wrong_stays_and_is_told(drafter, at):
    answer = drafter.post(at("add"), {"title": "甲", "issued_on": "明天", "kind": "rules"})
    assert answer.status_code == 422
    body = body_of(answer)
    assert "“明天”不是日期" in body
    assert 'value="甲"' in body
    assert not Document.objects.exists()


def test_one_after_another(drafter, at):
    answer = drafter.post(at("add"), SAMPLES["documents"] | {"another": "1"})
    assert answer["Location"].startswith(at("add"))
    assert "selected" in body_of(drafter.get(answer["Location"]))


def test_a_number_that_the_register_has_is_refused(drafter, keeper, at):
    keeper.enters("documents")
    answer = drafter.post(at("add"), SAMPLES["documents"] | {"number": "云信规[2024]1号"})
    assert answer.status_code == 422
    assert "台账里已有同一编号的" in body_of(answer)
    assert Document.objects.count() == 1


def test_two_people_at_one_entry_do_not_overwrite_each_other(drafter, keeper, at):
    entry = keeper.enters("documents")
    typed = SAMPLES["documents"] | {"version": "0"}
    assert drafter.post(at("entry", "documents", entry.pk), typed | {"title": "先改的"}).status_code == 302
    answer = drafter.post(at("entry", "documents", entry.pk), typed | {"title": "后改的"})
    assert answer.status_code == 409
    assert "被别人改动过" in body_of(answer)
    assert 'value="后改的"' in body_of(answer)
    entry.refresh_from_db()
    assert entry.title == "先改的"
    answer = drafter.post(at("delete", "documents", entry.pk), {"reason": "x", "version": "0"})
    assert answer.status_code == 409
    assert Document.objects.exists()


def test_saving_without_a_change_leaves_no_trace(drafter, keeper, at):
    entry = keeper.enters("documents")
    before = Entry.objects.count()
    drafter.post(at("entry", "documents", entry.pk), SAMPLES["documents"] | {"version": "0"})
    assert Entry.objects.count() == before
    entry.refresh_from_db()
    assert entry.version == 0


def test_an_entry_tells_its_history(drafter, keeper, at):
    entry = keeper.enters("documents")
    body = body_of(drafter.get(at("entry", "documents", entry.pk)))
    assert "在“规章和行政规范性文件”登记“关于规范信访事项受理的通知" in body


def test_an_unknown_register_is_not_found(drafter, at, cast):
    for name in ("list", "add", "import", "print", "template"):
        assert drafter.get(at(name, "bribes")).status_code == 404


# --- import --------------------------------------------------------------------------------------

ROW = ["行政规范性文件", "关于甲的通知", "云信规〔2024〕1号", date(2024, 3, 18), "2024-03-20", "", "", "是"]
BAD = ["会议纪要", "", "x", "去年", "", "", "", ""]


@pytest.fixture
def post(drafter, django_capture_on_commit_callbacks):
    """Post, and let the background do what was asked of it."""

    def send(url: str, data: dict | None = None):
        with django_capture_on_commit_callbacks(execute=True):
            return drafter.post(url, data or {})

    return send


def upload(rows: list) -> dict:
    return {"file": SimpleUploadedFile("清单.xlsx", workbook([DOCUMENT_HEADINGS, *rows]))}


def test_a_list_is_imported_from_preview_to_undo(drafter, at, post, keeper):
    keeper.enters("documents", number="云信规〔2024〕2号", title="旧标题")
    where = post(at("import"), upload([ROW, [*ROW[:1], "新标题", "云信规〔2024〕2号", *ROW[3:]]]))["Location"]
    batch = Import.objects.get()
    assert where == at("batch", "documents", batch.pk)
    body = body_of(drafter.get(where))
    assert "确认导入 2 条" in body
    assert "<del>旧标题</del> → <ins>新标题</ins>" in body
    body = body_of(drafter.get(where, {"rows": "new"}))
    assert "关于甲的通知" in body
    assert "第 2 行" in body
    post(at("confirm", "documents", batch.pk))
    body = body_of(drafter.get(where))
    assert "新增 1 条，改动 1 条" in body
    assert "撤销这次导入" in body
    assert "旧标题" in body
    assert post(at("undo", "documents", batch.pk), {"reason": ""}).status_code == 422
    post(at("undo", "documents", batch.pk), {"reason": "导错了"})
    assert "理由：导错了" in body_of(drafter.get(where))
    assert [document.title for document in Document.objects.all()] == ["旧标题"]
    body = body_of(drafter.get(at("import")))
    assert "已撤销" in body


def test_bad_rows_are_named_with_number_column_and_remedy(drafter, at, post):
    where = post(at("import"), upload([ROW, BAD]))["Location"]
    body = body_of(drafter.get(where))
    assert "有 1 行有问题，一行也不会导入" in body
    assert "第 3 行" in body
    assert "“去年”不是日期，请写成 2024-05-17 的样子。" in body
    assert "确认导入" not in body
    batch = Import.objects.get()
    ((_title, rows),) = open_sheets(
        drafter.get(at("problems", "documents", batch.pk)).content, "a.xlsx", LIMITS
    )
    told = [list(row.cells.values()) for row in rows]
    assert told[0] == ["行号", "栏目", "现在的内容", "问题和办法"]
    assert [row[:2] for row in told[1:]] == [["3", "类别"], ["3", "标题"], ["3", "发文日期"]]
    post(at("confirm", "documents", batch.pk))
    assert "还有 1 行有问题" in body_of(drafter.get(where))
    assert not Document.objects.exists()
    post(at("discard", "documents", batch.pk))
    assert "文件已放弃" in body_of(drafter.get(where))


def test_a_file_on_its_way_shows_how_far_it_is(drafter, at):
    where = drafter.post(at("import"), upload([ROW]))["Location"]  # nobody reads it
    Import.objects.update(rows_total=50_000, rows_done=12_000)
    for url in (where, where + "progress/"):
        body = body_of(drafter.get(url))
        assert "正在核对：12000 / 50000 行" in body
        assert "data-running" in body
        assert "后台进程没有运行" in body


def test_a_file_that_stuck_is_tried_again(drafter, at, post):
    where = drafter.post(at("import"), upload([ROW]))["Location"]
    batch = Import.objects.get()
    assert "再试一次" not in body_of(drafter.get(where))
    Import.objects.update(changed_at="2020-01-01T00:00:00Z")
    assert "再试一次" in body_of(drafter.get(where))
    post(at("resume", "documents", batch.pk))
    assert Import.objects.get().state == ImportState.READ


def test_no_file_is_said_so(drafter, at):
    answer = drafter.post(at("import"), {})
    assert answer.status_code == 422
    assert "请选择一个文件" in body_of(answer)


def test_the_template_is_handed_out(drafter, at):
    answer = drafter.get(at("template"))
    assert io.BytesIO(answer.content).read(2) == b"PK"
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize("register", IDS)
def test_pages_are_spoken_in_english_too(drafter, keeper, at, register):
    entry = keeper.enters(register)
    drafter.cookies["yangguang_language"] = "en"
    for url in (
        at("list", register),
        at("add", register),
        at("entry", register, entry.pk),
        at("import", register),
    ):
        assert drafter.get(url).status_code == 200
