"""A report's tables and texts on a page: the official form, with marks in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from yangguang.annualreport.findings import Finding
from yangguang.annualreport.formats import Severity
from yangguang.annualreport.model import AnnualReport, CellState, Certainty, Repair, SectionText
from yangguang.reports.public.sheets import Box, Sheet, cell_id, parts, pieces, sheets
from yangguang.translation import Message

Build = Callable[..., AnnualReport]


def box(sheet: Sheet, id: str) -> Box:
    return next(box for row in (*sheet.head, *sheet.body) for box in row.boxes if box.id == id)


def test_request_table_has_the_merged_heads_of_the_form(office_report: Build) -> None:
    sheet = sheets(office_report("甲局", 2023))[3]
    texts = {box.text: box for row in sheet.head for box in row.boxes}
    assert texts["申请人情况"].colspan == 7
    assert texts["法人或其他组织"].colspan == 5
    assert texts["总计"].rowspan == 2
    groups = {box.text: box.rowspan for row in sheet.body for box in row.boxes if box.is_head}
    assert groups["三、本年度办理结果"] == 22
    assert groups["（三）不予公开"] == 8
    assert len(sheet.body) == 25


def test_remedies_stand_in_one_row_of_fifteen(office_report: Build) -> None:
    sheet = sheets(office_report("甲局", 2023))[4]
    assert [len(row.boxes) for row in sheet.body] == [15]


def test_every_figure_names_its_heads_and_they_exist(office_report: Build) -> None:
    for form, year in (("2019", 2020), ("2021", 2023)):
        for sheet in sheets(office_report("甲局", year, form)).values():
            boxes = [box for row in (*sheet.head, *sheet.body) for box in row.boxes]
            ids = [box.id for box in boxes]
            assert len(ids) == len(set(ids))
            heads = {box.id for box in boxes if box.is_head}
            for figure in (box for box in boxes if not box.is_head):
                assert figure.headers, figure.id
                assert set(figure.headers.split()) <= heads


def test_only_the_innermost_head_of_a_row_stays_in_sight(office_report: Build) -> None:
    for row in sheets(office_report("甲局", 2023))[3].body:
        assert sum(box.sticks for box in row.boxes) == 1


def test_blank_not_applicable_unreadable_and_missing_look_and_sound_different(office_report: Build) -> None:
    path = "requests.granted."
    report = office_report(
        "甲局",
        2023,
        figures={
            path + "natural_person": CellState.BLANK,
            path + "business": CellState.NOT_APPLICABLE,
            path + "research": CellState.UNREADABLE,
            path + "public_welfare": CellState.MISSING,
        },
    )
    sheet = sheets(report)[3]
    seen = [
        box(sheet, f"c-requests-granted-{c}")
        for c in ("natural_person", "business", "research", "public_welfare")
    ]
    assert [item.state for item in seen] == ["blank", "not_applicable", "unreadable", "missing"]
    assert [item.text for item in seen] == ["", "/", "？", ""]
    assert len({item.spoken for item in seen}) == 4
    assert all(item.spoken for item in seen)
    assert len(sheet.legend) == 4


def test_table_of_printed_figures_needs_no_legend(office_report: Build) -> None:
    assert sheets(office_report("甲局", 2023))[3].legend == ()


def test_a_finding_marks_its_cell_with_its_number(office_report: Build) -> None:
    where = "requests.granted.total"
    findings = (
        Finding("T1", Severity.WARNING, "sections.1", Message("甲")),
        Finding("R1", Severity.ERROR, where, Message("乙")),
        Finding("R9", Severity.WARNING, where, Message("丙")),
    )
    marked = box(sheets(office_report("甲局", 2023), findings)[3], "c-requests-granted-total")
    assert marked.findings == (2, 3)
    assert marked.severity == "error"


def test_a_repaired_cell_says_what_stood_there_and_why(office_report: Build) -> None:
    where = "remedies.after.pending"
    report = office_report("甲局", 2020, "2019", figures={where: 1})
    cells = {**report.cells, where: replace(report.cells[where], certainty=Certainty.REPAIRED)}
    repaired = replace(report, cells=cells, repairs=(Repair(where, "0", 1, Message("只有这样总计才成立。")),))
    sheet = sheets(repaired)[4]
    assert box(sheet, "c-remedies-after-pending").notes == (1,)
    assert "“0”" in sheet.footnotes[0].text
    assert "只有这样总计才成立。" in sheet.footnotes[0].text


def test_a_row_whose_digits_ran_together_is_explained_once(office_report: Build) -> None:
    row = [
        f"proactive.art20_1.rules.{column}"
        for column in ("made_this_year", "newly_published", "total_public")
    ]
    report = office_report("甲局", 2020, "2019", figures=dict(zip(row, (77, 77, 166), strict=True)))
    cells = {**report.cells, **{w: replace(report.cells[w], certainty=Certainty.REPAIRED) for w in row}}
    repairs = tuple(Repair(w, "7777166", report.cells[w].value, Message("数字连在一起")) for w in row)
    sheet = sheets(replace(report, cells=cells, repairs=repairs))[2]
    assert [box(sheet, cell_id(where)).notes for where in row] == [(1,), (1,), (1,)]
    assert [note.text for note in sheet.footnotes] == ["原文为“7777166”，读作表中各数：数字连在一起。"]


def test_a_corrected_cell_says_what_the_file_had(office_report: Build) -> None:
    where = "requests.granted.total"
    report = office_report("甲局", 2023)
    corrected = replace(report.cells[where], value=15, raw="14", certainty=Certainty.CORRECTED)
    sheet = sheets(replace(report, cells={**report.cells, where: corrected}))[3]
    assert "“14”" in sheet.footnotes[0].text


def test_text_is_cut_at_its_marks_and_nothing_is_lost() -> None:
    cut = pieces("全年收到136件申请。", [(4, 8, 2, "error")])
    assert [(piece.text, piece.finding) for piece in cut] == [("全年收到", 0), ("136件", 2), ("申请。", 0)]


def test_overlapping_marks_keep_the_text_whole() -> None:
    cut = pieces("abcdefgh", [(1, 5, 1, "error"), (3, 7, 2, "info"), (2, 4, 3, "info"), (6, 99, 4, "info")])
    assert "".join(piece.text for piece in cut) == "abcdefgh"
    assert [piece.finding for piece in cut] == [0, 1, 2, 4]


def test_a_part_that_the_report_lacks_says_so(office_report: Build) -> None:
    report = replace(office_report("甲局", 2023), sections=(SectionText(1, "一、总体情况", ("甲。",)),))
    shown = parts(report)
    assert [part.number for part in shown if part.is_missing] == [5, 6]
    assert shown[2].sheet is not None, "the request table is there although its heading is not"
