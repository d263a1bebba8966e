"""Values from the environment: defaults, types, and refusals that say what to do."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from yangguang.settings.env import Environment


def env(**values: str) -> Environment:
    return Environment(values)


@pytest.mark.parametrize("word", ["1", "on", "TRUE", "Yes", " on "])
def test_yes_in_every_spelling(word):
    assert env(X=word).flag("X", default=False, says="") is True


@pytest.mark.parametrize("word", ["0", "off", "False", "NO"])
def test_no_in_every_spelling(word):
    assert env(X=word).flag("X", default=True, says="") is False


def test_an_empty_value_is_no_value():
    empty = env(X="  ")
    assert empty.flag("X", default=True, says="") is True
    assert empty.number("X", default=7, least=1, most=9, says="") == 7
    assert empty.hosts("X", default=("a.cn",), says="") == ["a.cn"]
    assert empty.text("X", default="d", says="") == "d"


@pytest.mark.parametrize("word", ["maybe", "2", "真"])
def test_neither_yes_nor_no_is_refused_with_advice(word):
    with pytest.raises(ImproperlyConfigured, match=rf"YANGGUANG_DEBUG.*{word}.*on 或 off"):
        env(YANGGUANG_DEBUG=word).flag("YANGGUANG_DEBUG", default=False, says="")


@pytest.mark.parametrize("word", ["0", "10", "-1", "3.5", "三", "９", "1e1", "x", "99999999999999"])
def test_a_number_out_of_bounds_is_refused(word):
    with pytest.raises(ImproperlyConfigured, match="1 到 9 之间"):
        env(X=word).number("X", default=1, least=1, most=9, says="")


def test_the_bounds_themselves_are_fine():
    assert env(X="1").number("X", default=5, least=1, most=9, says="") == 1
    assert env(X="9").number("X", default=5, least=1, most=9, says="") == 9


def test_hosts_are_split_and_checked():
    assert env(X="a.gov.cn, .b.gov.cn,10.0.0.1,[::1]").hosts("X", default=(), says="") == [
        "a.gov.cn",
        ".b.gov.cn",
        "10.0.0.1",
        "[::1]",
    ]


@pytest.mark.parametrize("host", ["https://a.cn", "a.cn:80", "a b", "-a.cn", "a/b"])
def test_what_is_no_host_name_is_refused(host):
    with pytest.raises(ImproperlyConfigured, match="只写主机名"):
        env(X=host).hosts("X", default=(), says="")


def test_a_word_outside_the_choices_is_refused():
    with pytest.raises(ImproperlyConfigured, match="json、plain"):
        env(X="xml").text("X", default="json", choices=("json", "plain"), says="")


@pytest.mark.parametrize(
    "url", ["mysql://u:geheim@h/db", "geheim", "http://[geheim", "redis://geheim:99999999"]
)
def test_a_wrong_address_is_refused_without_repeating_it(url):
    with pytest.raises(ImproperlyConfigured) as refusal:
        env(DATABASE_URL=url).url("DATABASE_URL", schemes=("postgresql", "redis"), says="")
    assert "geheim" not in str(refusal.value)
    assert "DATABASE_URL" in str(refusal.value)


def test_a_secret_may_come_from_a_file(tmp_path):
    path = tmp_path / "key"
    path.write_text("from the file\n")
    assert env(KEY_FILE=str(path)).secret("KEY", says="") == "from the file"
    assert env(KEY="direct").secret("KEY", says="") == "direct"
    assert env().secret("KEY", says="") == ""


def test_a_secret_given_twice_or_from_nowhere_is_refused(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="只能设置一个"):
        env(KEY="x", KEY_FILE="y").secret("KEY", says="")
    with pytest.raises(ImproperlyConfigured, match="无法读取"):
        env(KEY_FILE=str(tmp_path / "nowhere")).secret("KEY", says="")


def test_a_folder_is_absolute_and_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert env().folder("D", default="data", says="") == tmp_path / "data"
    (tmp_path / "file").touch()
    with pytest.raises(ImproperlyConfigured, match="文件夹"):
        env(D="file").folder("D", default="data", says="")


def test_it_remembers_what_it_was_asked_for():
    asked = env()
    asked.flag("A", default=True, says="甲")
    asked.number("B", default=3, least=1, most=9, says="乙")
    assert [(s.name, s.default, s.says) for s in asked.known.values()] == [
        ("A", "on", "甲"),
        ("B", "3", "乙"),
    ]
