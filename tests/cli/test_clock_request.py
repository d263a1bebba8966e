"""``yangguang clock request``: what it prints, its JSON, and how it refuses."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def clock(call):
    """Call the command with a day of receipt and events: ``clock("2024-03-04", "corrected=2024-03-06")``."""

    def _call(received: str, *events: str, **environment: str):
        flags = [word for word in events if word.startswith("--")]
        given = [word for one in events if not one.startswith("--") for word in ("--event", one)]
        return call("clock", "request", "--received", received, *given, *flags, **environment)

    return _call


@pytest.fixture
def clock_json(clock):
    """The same as JSON."""

    def _call(received: str, *events: str) -> dict:
        result = clock(received, *events, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    return _call


@pytest.mark.parametrize(
    ("received", "events", "due", "status"),
    [
        ("2024-03-04", [], "2024-04-01", "running"),
        ("2022-10-01", [], "2022-11-02", "running"),
        ("2024-03-04", ["extended=2024-03-28"], "2024-04-29", "running"),
        ("2024-03-04", ["extended=2024-03-28:1"], "2024-04-02", "running"),
        ("2024-04-26", ["correction-notice=2024-05-09"], None, "paused"),
        ("2024-04-26", ["correction-notice=2024-05-09", "corrected=2024-05-15"], "2024-06-13", "running"),
        (
            "2023-03-01",
            ["third-party-sent=2023-03-08", "third-party-replied=2023-03-24"],
            "2023-04-17",
            "running",
        ),
        (
            "2023-03-01",
            ["third-party-sent=2023-03-08", "third-party-received=2023-03-10"],
            "2023-04-23",
            "paused",
        ),
        ("2021-04-12", ["fee-notice=2021-04-26", "fee-paid=2021-05-12"], "2021-06-09", "running"),
        ("2024-03-04", ["answered=2024-04-01"], "2024-04-01", "answered"),
        ("2024-03-04", ["postponed=2024-03-29:2024-06-28"], "2024-06-28", "running"),
        ("2024-03-04", ["withdrawn=2024-03-06"], "2024-04-01", "closed"),
    ],
)
def test_the_json_says_when_the_answer_is_due(clock_json, received, events, due, status):
    data = clock_json(received, *events)
    assert (data["due"], data["status"], data["provisional"]) == (due, status, False)
    assert all({"from", "to", "working_days", "reason", "article"} <= set(span) for span in data["days"])
    assert all({"name", "due", "article"} <= set(limit) for limit in data["limits"])
    assert "day_by_day" not in data


def test_a_year_without_arrangement_is_marked(clock, clock_json):
    assert clock_json("2027-03-01")["provisional"] is True
    shown = clock("2027-03-01").output
    assert "2027-03-29*  周一，暂按工作日计算（当年放假安排尚未公布）" in shown
    assert "* 暂定：" in shown
    assert "暂定" not in clock("2024-03-04").output


def test_day_by_day_in_json(clock_json):
    lines = clock_json("2024-03-04", "--days")["day_by_day"]
    assert len(lines) == 29  # 4 March to 1 April
    assert lines[1] == {
        "on": "2024-03-05",
        "counts": True,
        "number": 1,
        "reason": "周二，工作日",
        "article": "条例第三十三条第二款",
    }
    assert lines[-1]["number"] == 20


def test_the_answer_is_explained(clock):
    result = clock(
        "2023-03-01", "third-party-sent=2023-03-08:甲公司", "third-party-replied=2023-03-24:甲公司"
    )
    assert result.exit_code == 0
    lines = [line.split() for line in result.stdout.splitlines()]
    assert ["答复期限", "2023-04-17", "周一，工作日"] in lines
    assert ["2023-03-02", "2023-03-08", "5", "计入答复期限", "条例第三十三条第二款"] in lines
    assert ["2023-03-25", "2023-04-17", "15", "计入答复期限", "条例第三十三条第二款"] in lines
    pause = next(line for line in result.stdout.splitlines() if line.startswith("2023-03-09"))
    assert "(12)" in pause
    assert "条例第三十三条第三款" in pause
    assert "甲公司" in result.stdout


def test_every_day_is_listed_where_asked(clock):
    shown = clock("2024-09-09", "--days").output
    assert "2024-09-14       5  周六，中秋节调休上班" in shown
    assert "2024-10-12      20  周六，国庆节调休上班" in shown
    assert "2024-10-01          周二，国庆节放假" in shown
    assert "逐日" not in clock("2024-09-09").output


def test_what_is_late_is_marked(clock):
    shown = clock(
        "2024-04-26", "correction-notice=2024-05-10", "corrected=2024-05-15", "answered=2024-07-01"
    ).output
    assert "2024-05-10 超期" in shown
    assert "2024-07-01 超期" in shown
    assert "已答复 · 2024-07-01，晚于期限" in shown


def test_a_wait_without_end_is_said(clock):
    shown = clock("2024-04-26", "correction-notice=2024-05-09").output
    assert "暂时无法确定，收到补正或者缴费后重新计算" in shown
    assert "暂停计算 · 等待申请人补正" in shown
    assert "(…)" in shown


def test_it_speaks_english(call):
    result = call(
        *("clock", "request", "--lang", "en", "--received", "2023-03-01"),
        *("--event", "third-party-sent=2023-03-08:ACME", "--event", "extended=2023-04-10"),
    )
    assert result.exit_code == 0
    assert "Answer due  2023-05-19  Friday, working day" in result.stdout
    assert "asking a third" in result.stdout
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in result.stdout)


@pytest.mark.parametrize("width", ["40", "60", "80", "200"])
def test_dates_stay_whole_however_narrow_the_terminal(clock, width):
    shown = clock("2023-03-01", "third-party-sent=2023-03-08", COLUMNS=width).output
    assert "2023-03-09" in shown
    assert "2023-03-29" in shown


@pytest.mark.parametrize("written", ["2024/3/4", "2024年3月4日", "2024-3-4", " 2024-03-04 "])
def test_dates_are_read_as_people_write_them(clock_json, written):
    assert clock_json(written)["due"] == "2024-04-01"


@pytest.mark.parametrize(
    ("received", "events", "says"),
    [
        ("2024-02-30", [], "--received 2024-02-30：“2024-02-30”不是日期。请写成 2024-03-04。"),
        ("昨天", [], "--received 昨天：“昨天”不是日期。"),
        ("20240304", [], "--received 20240304：“20240304”不是日期。"),
        ("2003-12-31", [], "--received 2003-12-31：2003-12-31 早于已知的最早工作日安排（2004 年）"),
        ("9999-12-31", [], "--received 9999-12-31：9999-12-31 太晚"),
        ("2024-03-04", ["corrected=soon"], "--event corrected=soon：“soon”不是日期。"),
        (
            "2024-03-04",
            ["corrected=2024-03-06"],
            "--event corrected=2024-03-06：2024-03-06 的“收到补正后的申请”没有",
        ),
        (
            "2024-03-04",
            ["shipped=2024-03-06"],
            "--event shipped=2024-03-06：没有“shipped”这种事件。可用的有：",
        ),
        (
            "2024-03-04",
            ["answered=2024-03-01"],
            "--event answered=2024-03-01：2024-03-01 的“答复”早于收到申请之日",
        ),
        ("2024-03-04", ["extended=2024-03-28:21"], "应为 1 至 20 个工作日"),
        ("2024-03-04", ["extended=2024-04-02"], "晚于答复期限 2024-04-01"),
        ("2024-03-04", ["extended=2024-03-28", "extended=2024-03-28"], "已延长 20 个工作日"),
        ("2024-03-04", ["agency-sent=2024-03-06:2024-13-01"], "“2024-13-01”不是日期"),
        ("2024-03-04", ["answered=2024-03-06:甲"], "不带征求对象的名称"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(clock, received, events, says):
    result = clock(received, *events)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert says in result.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["clock", "request"], "缺少 --received。"),
        (
            ["clock", "request", "--received", "2024-03-04", "--event", "corrected"],
            "--event 应写成“事件=日期”",
        ),
        (
            ["clock", "request", "--received", "2024-03-04", "--event", "=2024-03-06"],
            "--event 应写成“事件=日期”",
        ),
        (
            ["clock", "request", "--received", "2024-03-04", "--event", "corrected="],
            "--event 应写成“事件=日期”",
        ),
        (["clock", "request", "--received", "2024-03-04", "2024-03-06"], "多余的参数：2024-03-06。"),
        (["clock", "reqest"], "没有命令 reqest。"),
    ],
)
def test_wrong_usage_is_told_with_the_help(call, words, says):
    result = call(*words)
    assert result.exit_code == 64
    assert says in result.stderr
    assert "用法：yangguang clock" in result.stderr


def test_the_group_lists_its_commands(call):
    result = call("clock", "--help")
    assert result.exit_code == 0
    assert "request" in result.output
    assert "调休上班的周末计入" in result.output


def test_a_limit_counted_from_sending_is_told_as_such(clock, clock_json):
    limits = {
        limit["name"]: limit for limit in clock_json("2024-03-04", "agency-sent=2024-03-06:甲局")["limits"]
    }
    assert limits["co-author"]["assumed"] is True
    assert limits["answer"]["assumed"] is False
    assert "尚未登记送达" in "".join(clock("2024-03-04", "fee-notice=2024-03-06").output.split())
    told = clock_json("2024-03-04", "agency-sent=2024-03-06:2024-03-15")
    assert {limit["name"]: limit["assumed"] for limit in told["limits"]}["agency"] is False
