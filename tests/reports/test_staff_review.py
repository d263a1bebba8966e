"""The pages of one report: everything in its place, nothing typed lost, nothing of the file run."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from yangguang.reports import actions
from yangguang.reports.composing import cell_fact, identity
from yangguang.reports.conclusions import in_force
from yangguang.reports.models import Report, ReportState, Verdict, VerdictKind

pytestmark = pytest.mark.django_db

TOTAL = "requests.results_total.total"
FETCH = {"HTTP_X_REQUESTED_WITH": "fetch"}


@pytest.fixture
def report(office) -> Report:
    sections = [
        {
            "number": 1,
            "heading": "一、总体情况",
            "text": "2024年，共收到政府信息公开申请99件。<script>alert(1)</script>",
        },
        {"number": 3, "heading": "三、收到和处理政府信息公开申请情况", "text": ""},
    ]
    edition = actions.import_file(
        office.bytes_of(figures={TOTAL: 17}, sections=sections),
        name="<b>报告</b>.json",
        by=office.cast.drafter,
        at=office.now(),
    )
    return edition.report


def url(name: str, report: Report, *args: object) -> str:
    return reverse(f"staff_reports:{name}", args=[report.pk, *args])


def body_of(response) -> str:
    return response.content.decode()


def seen(report: Report, path: str = TOTAL) -> str:
    import json

    cell = in_force(Report.objects.get(pk=report.pk)).cells[path]
    return json.dumps(cell_fact(cell.value, cell.state))


# --- what is shown ---------------------------------------------------------------------------


def test_a_wrong_total_is_marked_in_its_cell_and_tied_to_its_finding(office, report, client) -> None:
    client.force_login(office.cast.drafter)
    body = body_of(client.get(url("report", report)))
    cell = re.search(r'<td id="at-requests-results_total-total" class="([^"]*)".*?</td>', body, re.DOTALL)
    assert cell
    assert "is-error" in cell[1]
    described = re.search(r'aria-describedby="([^"]*)"', cell[0])
    assert described
    for anchor in described[1].split():
        assert f'id="{anchor}"' in body
    assert "“（七）总计”填写 17" in body


def test_a_wrong_sentence_is_marked_in_its_text(office, report, client) -> None:
    client.force_login(office.cast.drafter)
    body = body_of(client.get(url("report", report)))
    mark = re.search(r"<mark[^>]*>(.*?)</mark>", body, re.DOTALL)
    assert mark
    assert "99" in mark[1]


def test_the_tables_stand_in_the_official_layout(office, report, client) -> None:
    client.force_login(office.cast.drafter)
    body = body_of(client.get(url("report", report)))
    assert "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）" in body
    assert re.search(r'<th scope="col" colspan="5">法人或其他组织</th>', body)
    assert re.search(r'<th scope="row" rowspan="\d+" class="rp-group">（三）不予公开</th>', body)
    for path in ("proactive.art20_8.fees.amount", "remedies.after.pending"):
        assert f'id="at-{path.replace(".", "-")}"' in body


def test_nothing_of_the_file_is_code(office, report, client) -> None:
    client.force_login(office.cast.drafter)
    for name in ("report", "rules", "previous", "editions", "history"):
        body = body_of(client.get(url(name, report)))
        assert "<script>alert" not in body
        assert "<b>报告</b>" not in body


def test_an_uploaded_page_is_shown_as_text_and_saved_as_a_file(office, client) -> None:
    rows = "".join(f"<tr><td>{label}</td><td>0</td></tr>" for label in ("行政许可", "行政处罚", "行政强制"))
    from yangguang.annualreport.reading import read
    from yangguang.annualreport.writing import write

    page = write(read(office.bytes_of(), name="a.json", kind="json"), "html").decode()
    evil = page.replace("</body>", f"<p>有心人<img src=x onerror=alert(1)></p><table>{rows}</table></body>")
    edition = actions.import_file(evil.encode(), name="a.html", by=office.cast.drafter, at=office.now())
    client.force_login(office.cast.drafter)
    body = body_of(client.get(url("report", edition.report)))
    assert "data-original" in body
    assert "onerror" not in body
    saved = client.get(url("source", edition.report, 1))
    assert saved["Content-Disposition"].startswith("attachment")
    assert saved["Content-Type"] == "application/octet-stream"
    assert saved["X-Content-Type-Options"] == "nosniff"
    assert saved["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert b"".join(saved.streaming_content) == evil.encode()


def test_the_pages_of_a_pdf_are_pictures(office, client) -> None:
    from yangguang.annualreport.reading import read
    from yangguang.annualreport.writing import write

    pdf = write(read(office.bytes_of(), name="a.json", kind="json"), "pdf")
    edition = actions.import_file(pdf, name="a.pdf", by=office.cast.drafter, at=office.now())
    client.force_login(office.cast.drafter)
    body = body_of(client.get(url("report", edition.report)))
    address = url("page", edition.report, 1, 1)
    assert address in body
    assert re.search(r'id="at-requests-granted-total"[^>]*data-place="\d+;', body)
    picture = client.get(address)
    assert picture["Content-Type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert "private" in picture["Cache-Control"]
    assert client.get(url("page", edition.report, 1, 999)).status_code == 404
    assert client.get(url("page", edition.report, 1, 0)).status_code == 404


def test_every_rule_says_passed_failed_or_why_not(office, report, client) -> None:
    client.force_login(office.cast.drafter)
    body = body_of(client.get(url("rules", report)))
    for rule in ("R1", "R2", "R3", "R4", "X1", "T1"):
        assert rule in body
    assert "不通过" in body
    assert "无法判断" in body
    assert "没有上一年的报告可供比较" in body


def test_the_year_before_stands_beside(office, report, client) -> None:
    client.force_login(office.cast.drafter)
    assert "没有 2023 年的报告" in body_of(client.get(url("previous", report)))
    office.imports(year=2023, requests__granted__business=1)
    body = body_of(client.get(url("previous", report)))
    row = re.search(r"“（一）予以公开”行“商业企业”列</th>(.*?)</tr>", body, re.DOTALL)
    assert row
    assert re.findall(r">(-?\+?\d+)<", row[1]) == ["1", "3", "+2"]


def test_editions_show_what_changed_between_them(office, report, client) -> None:
    office.imports(requests__granted__business=4)
    client.force_login(office.cast.drafter)
    body = body_of(client.get(url("editions", report)))
    assert "第2版（重新导入）" in body
    assert "与前一版有 2 处不同" in body  # the total is right again, the cell is new
    assert "“（一）予以公开”行“商业企业”列" in body


def test_history_is_the_ledger(office, report, client) -> None:
    version = Report.objects.get(pk=report.pk).version
    actions.review(report, version=version, by=office.cast.checker, at=office.now())
    client.force_login(office.cast.drafter)
    body = body_of(client.get(url("history", report)))
    assert body.index("审核通过") < body.index("导入“")  # the latest first
    assert "checker同志" in body


def test_history_quotes_a_finding_without_quotes_in_quotes(office, report, client) -> None:
    client.force_login(office.cast.checker)
    client.post(url("finding", report, finding(report)), {"kind": "confirmed", "text": "", "seen": ""})
    body = body_of(client.get(url("history", report)))
    assert "对一条核对结果作出结论“确认有误”：" in body
    assert "““" not in body


@pytest.mark.parametrize("kind", ["docx", "pdf", "html", "xlsx", "json"])
def test_the_report_in_force_is_written_in_every_kind(office, report, client, kind) -> None:
    from yangguang.annualreport.reading import read

    client.force_login(office.cast.drafter)
    response = client.get(url("download", report, kind))
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    again = read(response.content, name=f"a.{kind}")
    assert again.cells[TOTAL].value == 17


def test_an_unknown_kind_is_404(office, report, client) -> None:
    client.force_login(office.cast.drafter)
    assert client.get(url("download", report, "exe")).status_code == 404


# --- a cell ----------------------------------------------------------------------------------


def test_a_cell_is_corrected_without_any_script(office, report, client) -> None:
    client.force_login(office.cast.drafter)
    page = client.get(url("cell", report, TOTAL))
    assert "<html" in body_of(page)
    assert "现在的值" in body_of(page)
    answer = client.post(
        url("cell", report, TOTAL),
        {"text": "16", "reason": "原件为 16", "seen": seen(report), "correct": "1"},
    )
    assert answer.status_code == 302
    assert answer["Location"].endswith("#at-requests-results_total-total")
    body = body_of(client.get(url("report", report)))
    assert re.search(r'id="at-requests-results_total-total" class="[^"]*is-corrected', body)
    assert "drafter同志改为“16”，理由：原件为 16" in body
    assert "已改正并重新核对" in body


def test_a_cell_is_accepted_and_restored_by_its_buttons(office, report, client) -> None:
    client.force_login(office.cast.drafter)
    address = url("cell", report, TOTAL)
    client.post(address, {"text": "16", "reason": "x", "seen": seen(report), "correct": "1"})
    client.post(address, {"text": "", "reason": "", "seen": seen(report), "undo": "1"})
    assert in_force(Report.objects.get(pk=report.pk)).cells[TOTAL].value == 17
    client.post(address, {"text": "", "reason": "", "seen": seen(report), "accept": "1"})
    assert [c.kind for c in report.corrections.all()] == ["correct", "undo", "accept"]
    assert "这一格的历史" in body_of(client.get(address))


def test_for_the_script_a_cell_is_a_part_of_a_page(office, report, client) -> None:
    client.force_login(office.cast.drafter)
    body = body_of(client.get(url("cell", report, TOTAL), **FETCH))
    assert "<html" not in body
    assert 'name="reason"' in body
    done = client.post(
        url("cell", report, TOTAL),
        {"text": "16", "reason": "x", "seen": seen(report), "correct": "1"},
        **FETCH,
    )
    assert done.json()["to"].endswith("#at-requests-results_total-total")


def test_a_refused_correction_keeps_what_was_typed(office, report, client) -> None:
    client.force_login(office.cast.drafter)
    answer = client.post(
        url("cell", report, TOTAL),
        {"text": "十六", "reason": "原件第三页写得很清楚", "seen": seen(report), "correct": "1"},
    )
    assert answer.status_code == 422
    body = body_of(answer)
    assert "不是件数" in body
    assert 'value="十六"' in body
    assert "原件第三页写得很清楚" in body


def test_a_conflict_shows_what_holds_now_keeps_the_words_and_lets_one_go_on(office, report, client) -> None:
    client.force_login(office.cast.drafter)
    saw = seen(report)
    actions.correct_cell(
        report,
        TOTAL,
        "16",
        seen=cell_fact(17, in_force(report).cells[TOTAL].state),
        reason="x",
        by=office.cast.checker,
        at=office.now(),
    )
    typed = {"text": "18", "reason": "我数过了", "seen": saw, "correct": "1"}
    answer = client.post(url("cell", report, TOTAL), typed)
    body = body_of(answer)
    assert answer.status_code == 409
    assert "被改成了“16”" in body
    assert ">\n我数过了</textarea>" in body
    assert 'value="18"' in body
    from html import unescape

    now_seen = unescape(re.search(r'name="seen" value="([^"]*)"', body)[1])
    again = client.post(url("cell", report, TOTAL), typed | {"seen": now_seen})
    assert again.status_code == 302
    assert in_force(Report.objects.get(pk=report.pk)).cells[TOTAL].value == 18


def test_a_cell_that_is_not_in_the_form_is_404(office, report, client) -> None:
    client.force_login(office.cast.drafter)
    assert client.get(url("cell", report, "requests.nowhere.total")).status_code == 404


def test_who_may_not_correct_sees_the_cell_and_no_form(office, report, client) -> None:
    client.force_login(office.cast.secrecy_office)
    body = body_of(client.get(url("cell", report, TOTAL)))
    assert "没有“改正或核实数据”的权限" in body
    assert 'name="correct"' not in body


@pytest.mark.parametrize(
    ("who", "says"), [("drafter", "请先“开始更正”"), ("inspector", "云溪市信访局“开始更正”以后才能改")]
)
def test_a_cell_of_a_published_report_says_how_to_come_to_change_it(
    office, report, client, who: str, says: str
) -> None:
    Report.objects.filter(pk=report.pk).update(state=ReportState.PUBLISHED)
    client.force_login(getattr(office.cast, who))
    body = body_of(client.get(url("cell", report, TOTAL)))
    assert says in body
    assert "权限" not in body
    assert 'name="correct"' not in body


def test_who_may_not_judge_is_told_so_on_the_finding(office, report, client) -> None:
    client.force_login(office.cast.drafter)
    assert "没有“对核对结果作结论”的权限" in body_of(client.get(url("finding", report, finding(report))))


def test_a_cell_names_the_rule_that_it_breaks_and_keeps_quiet_about_what_is_settled(
    office, report, client
) -> None:
    client.force_login(office.cast.checker)
    address = url("cell", report, TOTAL)
    body = body_of(client.get(address))
    assert "yg-alert--error" in body
    assert "行合计 R1" in body
    views = [one for one in report.figures.check_result().findings if one.where == TOTAL]
    assert views
    for one in views:
        client.post(
            url("finding", report, identity(one)), {"kind": "explained", "text": "上级统计口径", "seen": ""}
        )
    body = body_of(client.get(address))
    assert "yg-alert--error" not in body
    assert "yg-alert--neutral" in body
    assert "有合理原因" in body


# --- a finding -------------------------------------------------------------------------------


def finding(report: Report) -> str:
    return identity(report.figures.check_result().findings[0])


def test_a_verdict_is_given_and_revoked_without_any_script(office, report, client) -> None:
    client.force_login(office.cast.checker)
    address = url("finding", report, finding(report))
    assert "确认有误" in body_of(client.get(address))
    client.post(address, {"kind": "explained", "text": "上级统计口径", "seen": ""})
    assert "上级统计口径" in body_of(client.get(url("report", report)))
    given = Verdict.objects.get()
    client.post(address, {"text": "不对", "seen": given.pk, "revoke": "1"})
    assert Verdict.objects.last().kind == VerdictKind.REVOKED
    assert "结论的历史" in body_of(client.get(address))


def test_a_verdict_without_a_choice_or_its_reason_keeps_the_words(office, report, client) -> None:
    client.force_login(office.cast.checker)
    address = url("finding", report, finding(report))
    answer = client.post(address, {"text": "因为口径不同", "seen": ""})
    assert answer.status_code == 422
    assert "因为口径不同" in body_of(answer)
    answer = client.post(address, {"kind": "false_alarm", "text": "", "seen": ""})
    assert answer.status_code == 422
    assert "请写明原因" in body_of(answer)
    assert not Verdict.objects.exists()


def test_a_verdict_over_anothers_verdict_is_a_conflict_that_keeps_the_words(office, report, client) -> None:
    client.force_login(office.cast.checker)
    actions.give_verdict(
        report,
        finding(report),
        VerdictKind.CONFIRMED,
        text="",
        seen=None,
        by=office.cast.signer,
        at=office.now(),
    )
    answer = client.post(
        url("finding", report, finding(report)),
        {"kind": "explained", "text": "口径不同", "seen": ""},
    )
    body = body_of(answer)
    assert answer.status_code == 409
    assert "signer同志已对这条核对结果作出结论" in body
    assert "口径不同" in body


def test_an_unknown_finding_is_404(office, report, client) -> None:
    client.force_login(office.cast.checker)
    assert client.get(url("finding", report, "0" * 64)).status_code == 404


# --- decisions -------------------------------------------------------------------------------


def version(report: Report) -> int:
    return Report.objects.get(pk=report.pk).version


def test_the_way_from_review_to_publication_and_correction_on_the_pages(office, report, client) -> None:
    client.force_login(office.cast.checker)
    assert client.post(url("review", report), {"version": version(report)}).status_code == 302
    client.force_login(office.cast.signer)
    asked = body_of(client.get(url("publish", report)))
    assert "处错误没有处理" in asked
    refused = client.post(url("publish", report), {"version": version(report), "reason": ""})
    assert refused.status_code == 422
    assert "请写明理由" in body_of(refused)
    client.post(url("publish", report), {"version": version(report), "reason": "已函告"})
    assert Report.objects.get(pk=report.pk).state == ReportState.PUBLISHED
    client.post(url("reopen", report), {"version": version(report), "reason": "更正总计"})
    body = body_of(client.get(url("report", report)))
    assert "旧版仍公开" in body
    assert "公开后更正" in body


def test_a_decision_on_an_old_view_is_a_conflict_that_keeps_the_reason(office, report, client) -> None:
    old = version(report)
    actions.review(report, version=old, by=office.cast.checker, at=office.now())
    client.force_login(office.cast.signer)
    answer = client.post(url("publish", report), {"version": old, "reason": "我写了很久的理由"})
    body = body_of(answer)
    assert answer.status_code == 409
    assert "被改动过" in body
    assert ">\n我写了很久的理由</textarea>" in body
    assert f'name="version" value="{version(report)}"' in body


def test_deleting_goes_back_to_the_list(office, report, client) -> None:
    client.force_login(office.cast.drafter)
    answer = client.post(url("delete", report), {"version": version(report)})
    assert answer["Location"] == reverse("staff_reports:list")
    assert not Report.objects.exists()


def test_decisions_are_taken_by_post_only(office, report, client) -> None:
    client.force_login(office.cast.root)
    for name in ("review", "send-back", "publish", "withdraw", "reopen", "reread", "delete"):
        assert client.get(url(name, report)).status_code == 200
    assert Report.objects.get(pk=report.pk).state == ReportState.DRAFT
    assert Report.objects.get(pk=report.pk).editions.count() == 1


def test_reading_again_shows_that_it_runs_and_what_came_of_it(
    office, report, client, django_capture_on_commit_callbacks
) -> None:
    client.force_login(office.cast.drafter)
    with django_capture_on_commit_callbacks() as waiting:
        answer = client.post(url("reread", report), {"version": version(report)})
    assert answer["Location"] == url("reread", report)
    body = client.get(url("reread", report)).content.decode()
    assert "data-running" in body
    assert "后台进程没有运行" in body
    waiting[0]()
    piece = client.get(url("reread", report), headers={"X-Requested-With": "fetch"}).content.decode()
    assert "<html" not in piece
    assert "data-running" not in piece
    assert "识读结果没有变化，已重新核对" in piece


def test_a_page_of_a_report_costs_a_bounded_number_of_queries(
    office, report, client, django_assert_max_num_queries
) -> None:
    for number in range(10):
        actions.correct_cell(
            report,
            "requests.granted.research",
            str(number + 1),
            seen=cell_fact(number, in_force(report).cells[TOTAL].state),
            reason="x",
            by=office.cast.drafter,
            at=office.now(),
        )
    client.force_login(office.cast.checker)
    client.get(url("report", report))
    for name in ("report", "rules", "previous", "editions", "history"):
        with django_assert_max_num_queries(22):
            client.get(url(name, report))


@pytest.mark.parametrize(
    "name",
    [
        "001-shanghai-fuban-2019.html",
        "003-shuyang-2025-form.docx",
        "007-huaian-hongze-2023.pdf",
        "013-pingtan-2020.txt",
        "seed-0-ningxia-petition-bureau-2020.txt",
    ],
)
def test_real_files_of_every_kind_are_kept_and_shown_whole(office, shared_reports, client, name) -> None:
    data = (shared_reports / name).read_bytes()
    edition = actions.import_file(
        data,
        name=name,
        agency=office.cast.bureau,
        year=2023,
        by=office.cast.drafter,
        at=office.now(),
    )
    report = edition.report
    client.force_login(office.cast.drafter)
    body = body_of(client.get(url("report", report)))
    for path, cell in edition.read().cells.items():
        assert f'id="at-{path.replace(".", "-")}"' in body, path
        if isinstance(cell.value, int):
            place = re.search(rf'id="at-{path.replace(".", "-")}".*?</td>', body, re.DOTALL)
            assert place
            assert str(cell.value) in place[0], path
    for number in range(1, report.figures.errors + report.figures.warnings + 1):
        assert f'id="finding-{number}"' in body
    for page in ("rules", "editions", "history"):
        assert client.get(url(page, report)).status_code == 200
