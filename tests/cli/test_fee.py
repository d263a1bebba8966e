"""``yangguang fee``: the amount, its bands, and how it refuses."""

from __future__ import annotations

import json

import pytest


@pytest.mark.parametrize(
    ("option", "count", "yuan"),
    [
        ("--items", 0, 0),
        ("--items", 10, 0),
        ("--items", 11, 100),
        ("--items", 30, 2000),
        ("--items", 51, 7400),
        ("--pages", 30, 0),
        ("--pages", 31, 10),
        ("--pages", 201, 2740),
    ],
)
def test_the_json_is_that_of_the_contract(call, option, count, yuan):
    result = call("fee", option, count, "--json")
    assert result.exit_code == 0
    data = json.loads(result.stdout)
    assert data["yuan"] == yuan == sum(band["yuan"] for band in data["bands"])
    assert all(set(band) == {"from", "to", "rate", "yuan"} for band in data["bands"])
    assert data["article"] == ("收费办法第四条" if option == "--items" else "收费办法第五条")


def test_the_bands_are_shown(call):
    result = call("fee", "--items", 41)
    lines = [line.split() for line in result.stdout.splitlines()]
    assert lines[0] == ["信息处理费（按件计收）：4300", "元"]
    assert ["11", "30", "20", "100", "2000"] in lines
    assert ["41", "41", "1", "300", "300"] in lines
    assert lines[-1] == ["依据：收费办法第四条"]


def test_earlier_items_of_the_month_are_not_charged_again(call):
    result = call("fee", "--items", 2, "--already", 10, "--json")
    assert json.loads(result.stdout)["bands"] == [{"from": 11, "to": 12, "rate": 100, "yuan": 200}]


def test_it_speaks_english(call):
    result = call("fee", "--pages", 101, "--lang", "en")
    assert result.stdout.startswith("Information-processing fee (by page): 720 yuan")
    assert "Base: Fee Rules, Art. 5" in result.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--items", "-1"], "--items -1：件数应在 0 至 10000 之间，现为 -1。"),
        (["--items", "10001"], "--items 10001：件数应在 0 至 10000 之间"),
        (["--pages", "-5"], "--pages -5：页数应在 0 至 1000000 之间"),
        (["--items", "1", "--already", "-1"], "--items 1 --already -1：当月已有件数应在 0 至 10000 之间"),
    ],
)
def test_a_number_that_nobody_means_is_wrong_input(call, words, says):
    result = call("fee", *words)
    assert result.exit_code == 2
    assert says in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "请用 --items 或者 --pages 之一"),
        (["--items", "1", "--pages", "1"], "请用 --items 或者 --pages 之一"),
        (["--pages", "1", "--already", "1"], "--already 只用于按件计收"),
        (["--items", "many"], "--items 应为整数。"),
        (["--items"], "选项 --items 的写法不对"),
    ],
)
def test_wrong_usage(call, words, says):
    result = call("fee", *words)
    assert result.exit_code == 64
    assert says in result.stderr
