"""What happens around every request: id, log line, language, content policy."""

from __future__ import annotations

import json
import logging

import pytest
from django.http import Http404
from django.test import RequestFactory

from yangguang.portal import errors
from yangguang.web.callers import new_request_id, request_id
from yangguang.web.logs import JsonLines, PlainLines
from yangguang.web.policy import policy_for

pytestmark = pytest.mark.django_db


def test_every_answer_carries_the_id_of_its_request(client):
    assert len(client.get("/health/live")["X-Request-ID"]) == 32
    assert (
        client.get("/health/live", headers={"X-Request-ID": "proxy-given-1"})["X-Request-ID"]
        == "proxy-given-1"
    )


@pytest.mark.parametrize("given", ["short", "x" * 65, "new\nline12345", "<script>12", ""])
def test_an_id_that_is_not_sane_is_replaced(given):
    assert new_request_id(given) != given


def test_the_log_names_the_route_and_nothing_personal(client, caplog):
    with caplog.at_level(logging.INFO, logger="yangguang.web"):
        client.get("/design/?q=王小明的身份证")
    line = next(r for r in caplog.records if r.getMessage() == "request")
    assert (line.route, line.method, line.status) == ("/design/", "GET", 200)
    assert "王小明" not in JsonLines().format(line)


def record(**extra: object) -> logging.LogRecord:
    made = logging.getLogger("room").makeRecord(
        "room", logging.INFO, "f", 1, "done %s", ("so",), None, extra=extra
    )
    made.created = 1767225600.5
    return made


def test_an_event_is_one_line_of_json():
    token = request_id.set("abc12345")
    try:
        line = JsonLines().format(record(case=17, request={"whole": "object"}, note="第一行\n第二行"))
    finally:
        request_id.reset(token)
    assert "\n" not in line
    assert json.loads(line) == {
        "at": "2026-01-01T00:00:00.500+00:00",
        "level": "info",
        "logger": "room",
        "event": "done so",
        "request": "abc12345",
        "case": 17,
        "note": "第一行\n第二行",
    }


def test_an_error_carries_its_trace():
    try:
        raise Http404("nothing")
    except Http404 as error:
        made = record()
        made.exc_info = (Http404, error, error.__traceback__)
    said = json.loads(JsonLines().format(made))
    assert said["error"] == "Http404"
    assert "Traceback" in said["trace"]
    assert "Traceback" in PlainLines().format(made)


def test_a_person_at_a_terminal_reads_the_same():
    assert PlainLines().format(record(case=17)).endswith("INFO    room: done so case=17")


@pytest.mark.parametrize("path", ["/", "/design/", "/health/live", "/nowhere/", "/staffing/"])
def test_public_pages_load_nothing_from_outside_and_nothing_inline(client, path):
    policy = client.get(path)["Content-Security-Policy"]
    assert "script-src 'self';" in policy + ";"
    assert "style-src 'self';" in policy + ";"
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_workbench_may_have_inline_code_but_nothing_from_outside():
    policy = policy_for("/staff/")
    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "http" not in policy
    assert "object-src 'none'" in policy


@pytest.mark.parametrize(
    ("cookie", "accept", "lang"),
    [
        ("", "", "zh-CN"),
        ("", "en-US,en;q=0.9", "zh-CN"),
        ("en", "zh-CN", "en"),
        ("zh-hans", "en", "zh-CN"),
        ("klingon", "en", "zh-CN"),
    ],
)
def test_the_language_is_what_the_visitor_chose_else_chinese(client, cookie, accept, lang):
    if cookie:
        client.cookies["yangguang_language"] = cookie
    page = client.get("/", headers={"Accept-Language": accept}).content.decode()
    assert f'<html lang="{lang}">' in page


def test_choosing_a_language_keeps_the_page(client):
    answer = client.post("/language/", {"language": "en", "next": "/design/"})
    assert answer["Location"] == "/design/"
    assert 'lang="en"' in client.get("/design/").content.decode()


def test_an_expired_form_says_what_to_do(client):
    client.handler.enforce_csrf_checks = True
    answer = client.post("/language/", {"language": "en"})
    assert answer.status_code == 403
    assert "页面已过期，请重新提交" in answer.content.decode()


def test_pages_that_do_not_exist_say_so_in_chinese_with_an_id(client):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "没有找到这个页面" in page
    assert answer["X-Request-ID"] in page


@pytest.mark.parametrize(
    ("view", "status", "words"),
    [
        (errors.bad_request, 400, "请求有误"),
        (errors.forbidden, 403, "没有权限"),
        (errors.broken, 500, "系统出了问题"),
    ],
)
def test_other_errors_have_their_page(view, status, words):
    request = RequestFactory().get("/")
    answer = view(request)
    assert answer.status_code == status
    assert words in answer.content.decode()


def test_a_broken_error_page_still_says_something(monkeypatch):
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("templates are gone")

    monkeypatch.setattr(errors, "render", fail)
    answer = errors.broken(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "系统出了问题" in answer.content.decode()


def test_uploaded_files_have_no_address():
    from yangguang.web.storage import PrivateFiles

    with pytest.raises(ValueError, match="没有公开地址"):
        PrivateFiles().url("a.pdf")
