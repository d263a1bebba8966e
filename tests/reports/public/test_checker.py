"""The public checker: a file in, findings out, nothing kept."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yangguang.annualreport.reading.read import read
from yangguang.offices.models import Agency
from yangguang.reports import samples
from yangguang.reports.models import Edition, ImportItem, Publication, Report
from yangguang.reports.public import apart
from yangguang.reports.public.apart import Refusal, Upload
from yangguang.reports.public.views import checker
from yangguang.translation import Message

PAGE = "/reports/check/"
pytestmark = pytest.mark.django_db


def upload(name: str) -> SimpleUploadedFile:
    given = samples.file(samples.BY_NAME[name])
    return SimpleUploadedFile(given.name, given.content)


def test_the_form_needs_no_account_and_no_script(client: Client) -> None:
    text = client.get(PAGE).content.decode()
    assert 'type="file" name="file"' in text
    assert "不保存任何内容" in text
    assert "csrfmiddlewaretoken" in text


def test_a_planted_error_is_found_marked_and_explained(client: Client) -> None:
    response = client.post(PAGE, {"file": upload("qingchuan-ziran-2023")})
    text = response.content.decode()
    assert response.status_code == 200
    assert "晴川市自然资源局" in text
    assert "有 2 处错误" in text
    cell = text[text.index('id="c-requests-unavailable_not_held-total"') :][:500]
    assert "is-error" in cell
    assert "六类申请人相加为 15，总计填写 14" in text


def test_a_sentence_that_disagrees_is_marked_in_its_text(client: Client) -> None:
    text = client.post(PAGE, {"sample": "wanghu-zhengfu-2023"}).content.decode()
    assert 'yg-mark--warning">56' in text


def test_last_years_file_is_taken_into_account(client: Client) -> None:
    files = {"file": upload("qingchuan-xinfang-2022"), "previous": upload("qingchuan-xinfang-2021")}
    rules = {item.finding.rule for item in client.post(PAGE, files).context["findings"]}
    assert "X1" in rules


def test_a_repair_is_shown_with_its_evidence(client: Client) -> None:
    response = client.post(PAGE, {"sample": "wanghu-xinfang-2020"})
    assert [item.anchor for item in response.context["repairs"]] == ["c-remedies-after-pending"]
    assert "不是照原文读取的格" in response.content.decode()


def test_every_rule_says_passed_failed_or_why_not(client: Client) -> None:
    response = client.post(PAGE, {"sample": "qingchuan-ziran-2023"})
    rules = {rule.id: rule for rule in response.context["rules"]}
    assert rules["R1"].outcome == "failed"
    assert rules["R3"].outcome == "passed"
    assert rules["X1"].outcome == "not_assessable"
    assert rules["X1"].reason


def test_the_result_can_be_taken_along(client: Client) -> None:
    result = client.post(PAGE, {"sample": "qingchuan-ziran-2023"})
    word = result.context["sealed"]
    sheet = client.post("/reports/check/result", {"sealed": word, "kind": "xlsx"})
    rows = list(openpyxl.load_workbook(io.BytesIO(sheet.content)).active.values)
    assert rows[0][0] == "序号"
    assert len(rows) == 1 + len(result.context["findings"])
    assert (rows[1][5], rows[1][6]) == (15, 14)
    data = json.loads(client.post("/reports/check/result", {"sealed": word, "kind": "json"}).content)
    assert {(item["rule"], item["where"]) for item in data["findings"]} == set(
        samples.BY_NAME["qingchuan-ziran-2023"].expected
    )
    document = client.post("/reports/check/result", {"sealed": word, "kind": "docx"})
    assert read(document.content, name="a.docx").number("requests.unavailable_not_held.total") == 14


@pytest.mark.parametrize("data", [{}, {"sealed": "forged", "kind": "docx"}, {"sealed": "", "kind": "exe"}])
def test_a_forged_or_stale_result_is_refused(client: Client, data: dict[str, str]) -> None:
    response = client.post("/reports/check/result", data)
    assert response.status_code == 400
    assert "已过期" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "status", "says"),
    [
        ("空.docx", b"", 400, "空"),
        ("程序.exe", b"MZ", 400, "请另存为"),
        ("坏.pdf", b"%PDF-1.7 garbage", 422, "没有得到结果"),
        ("别的.txt", "今天天气很好。".encode(), 422, "没有得到结果"),
    ],
)
def test_what_is_no_report_gets_a_clear_answer(
    client: Client, name: str, content: bytes, status: int, says: str
) -> None:
    response = client.post(PAGE, {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == status
    assert says in response.content.decode()


def test_without_a_file_it_says_what_to_do(client: Client) -> None:
    response = client.post(PAGE, {})
    assert response.status_code == 400
    assert "请先选择一个文件。" in response.content.decode()


def test_an_empty_file_says_what_to_do(client: Client) -> None:
    response = client.post(PAGE, {"file": SimpleUploadedFile("空.pdf", b"")})
    assert response.status_code == 400
    assert "这个文件是空的，没有内容。请确认" in response.content.decode()


def test_a_blank_form_is_not_called_free_of_errors(
    client: Client, report_bytes: Callable[..., bytes]
) -> None:
    blank = json.loads(report_bytes())
    blank |= {"proactive": {}, "requests": {}, "remedies": {}}
    given = SimpleUploadedFile("空白表.json", json.dumps(blank).encode())
    text = client.post(PAGE, {"file": given}).content.decode()
    assert "表格是空白的" in text
    assert "没有错误" not in text


def test_a_file_beyond_the_limit_is_refused(client: Client) -> None:
    response = client.post(PAGE, {"file": SimpleUploadedFile("大.pdf", b"0" * (10 * 1024 * 1024 + 1))})
    assert response.status_code == 400
    assert "超过 10 MB" in response.content.decode()


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(client: Client) -> None:
    response = client.generic(
        "POST", PAGE, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="99999999"
    )
    assert response.status_code == 413
    assert "超过 10 MB" in response.content.decode()


def test_uploads_never_touch_the_disk(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*args: object, **kwargs: object) -> None:
        raise AssertionError("a temporary file was made")

    monkeypatch.setattr("django.core.files.uploadedfile.TemporaryUploadedFile.__init__", never)
    seen: list[int] = []

    def look(uploads: list[Upload], **kwargs: object) -> None:
        seen.append(len(uploads[0].content))
        raise Refusal(Message("停"))

    monkeypatch.setattr(checker, "check_apart", look)
    client.post(PAGE, {"file": SimpleUploadedFile("大.pdf", b"0" * 5_000_000)})
    assert seen == [5_000_000]


def test_nothing_is_kept(client: Client, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post(PAGE, {"file": upload("qingchuan-ziran-2023")})
        client.post(PAGE, {"file": SimpleUploadedFile("机密名称.pdf", b"%PDF-1.7 garbage")})
    for model in (Report, Edition, Publication, ImportItem, Agency):
        assert not model.objects.exists()
    assert list(tmp_path.rglob("*")) == []
    said = caplog.text + "".join(
        str(vars(record)) for record in caplog.records if record.name.startswith("yangguang")
    )
    assert "自然资源局" not in said
    assert "机密名称" not in said


def test_a_form_of_another_site_is_refused(db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(PAGE, {"sample": "qingchuan-ziran-2023"}).status_code == 403
    assert strict.post("/reports/check/result", {"sealed": "x", "kind": "docx"}).status_code == 403


def test_too_many_checks_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checker, "CHECKS", 1)
    monkeypatch.setattr("yangguang.web.throttle.time.time", lambda: 1_800_000_000.0)

    def refuse(*args: object, **kwargs: object) -> None:
        raise Refusal(Message("停"))

    monkeypatch.setattr(checker, "check_apart", refuse)
    assert client.post(PAGE, {"sample": "qingchuan-ziran-2023"}).status_code == 422
    again = client.post(PAGE, {"sample": "qingchuan-ziran-2023"})
    assert again.status_code == 429
    assert again["Retry-After"] == "600"
    assert "约 10 分钟后再试" in again.content.decode()


def test_a_crowded_house_says_come_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS_IN_LINE", 0.01)
    held = [apart._line.acquire(timeout=5) for _ in range(apart.AT_ONCE)]
    try:
        response = client.post(PAGE, {"sample": "qingchuan-ziran-2023"})
    finally:
        for _ in held:
            apart._line.release()
    assert response.status_code == 503
    assert "现在核对的人较多" in response.content.decode()


def test_words_of_the_file_cannot_become_markup(client: Client, report_bytes: Callable[..., bytes]) -> None:
    evil = report_bytes(
        agency="<script>alert(1)</script>局",
        sections=[{"number": 1, "heading": "一、<b>总体</b>", "text": "<img src=x onerror=alert(1)>"}],
    )
    text = client.post(PAGE, {"file": SimpleUploadedFile("<i>名</i>.json", evil)}).content.decode()
    for markup in ("<script>alert", "<b>总体", "<img src=x", "<i>名"):
        assert markup not in text


def test_the_result_is_not_kept_by_caches(client: Client) -> None:
    response: Any = client.post(PAGE, {"sample": "qingchuan-ziran-2023"})
    assert "no-store" in response["Cache-Control"]
