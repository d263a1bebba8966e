"""How the program is called: help, languages, wrong usage, and what it does not load."""

from __future__ import annotations

import subprocess
import sys

import pytest

from yangguang.cli import COMMANDS
from yangguang.cli.report import COMMANDS as REPORT_COMMANDS
from yangguang.cli.speaking import language_wanted

PAGES = [(), ("report",), *(("report", name) for name in REPORT_COMMANDS)]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_help_is_chinese_by_default(call, page):
    result = call(*page, "--help", YANGGUANG_LANG="", LANG="C.UTF-8", LC_ALL="", LC_MESSAGES="")
    assert result.exit_code == 0
    assert result.stdout.startswith("用法：yangguang")
    assert "显示这份说明。" in result.stdout


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_help_is_english_in_an_english_locale(call, page):
    result = call(*page, "--help", YANGGUANG_LANG="", LC_ALL="", LC_MESSAGES="", LANG="en_GB.UTF-8")
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: yangguang")
    chinese = {sign for sign in result.stdout if "\u4e00" <= sign <= "\u9fff"}
    assert chinese <= set("年报"), chinese  # a file name in an example


def test_lines_of_help_fit_in_eighty_columns(call):
    from rich.cells import cell_len

    for page in PAGES:
        for code in ("zh", "en"):
            lines = call(*page, "--help", "--lang", code).stdout.splitlines()
            assert max(cell_len(line) for line in lines) <= 80, page


@pytest.mark.parametrize(
    ("args", "environment", "language"),
    [
        ([], {}, "zh-hans"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh-hans"),
        ([], {"LANG": "de_DE.UTF-8"}, "zh-hans"),
        ([], {"LANG": "en_US.UTF-8"}, "en"),
        ([], {"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh-hans"),
        ([], {"LANG": "zh_CN.UTF-8", "YANGGUANG_LANG": "en"}, "en"),
        (["--lang", "en"], {"LANG": "zh_CN.UTF-8"}, "en"),
        (["report", "--lang=zh"], {"LANG": "en_US.UTF-8"}, "zh-hans"),
        (["--", "--lang", "en"], {}, "zh-hans"),
    ],
)
def test_the_language_is_the_one_asked_for_else_that_of_the_environment(args, environment, language):
    assert language_wanted(args, environment) == language


@pytest.mark.parametrize(
    ("args", "problem"),
    [
        (["nothing"], "没有命令 nothing。"),
        (["repot"], "没有命令 repot。是不是 report？"),
        (["report", "chek"], "没有命令 chek。是不是 check？"),
        (["report", "read"], "缺少 FILE。"),
        (["report", "read", "a", "b"], "多余的参数：b。"),
        (["report", "read", "a", "--jsn"], "没有选项 --jsn。"),
        (["report", "read", "a", "--type", "exe"], "--type 只能是：txt"),
        (["report", "read", "a", "--type"], "选项 --type 的写法不对。"),
        (["report", "check", "a", "--jobs", "0"], "--jobs 应为 ≥ 1 的整数。"),
        (["report", "check", "a", "--jobs", "many"], "--jobs 应为 ≥ 1 的整数。"),
        (["report", "write", "a"], "缺少 --to。"),
        (["clock", "request"], "缺少 --received。"),
        (["report", "rollup", "a", "--year", "二〇二二"], "--year 应为整数。"),
        (["report", "compare", "a"], "比较至少需要两份报告。"),
        (["report", "check", "-", "-"], "标准输入（-）只能出现一次。"),
        (["--lang", "fr"], "--lang 只能是：zh、en。"),
    ],
)
def test_wrong_usage_is_explained_in_a_few_lines_and_exits_with_64(call, args, problem):
    result = call(*args)
    assert result.exit_code == 64
    assert result.stdout == ""
    assert f"用法错误：{problem}" in result.stderr
    assert "用法：yangguang" in result.stderr
    assert "--help" in result.stderr
    assert len(result.stderr.splitlines()) <= 5


def test_no_words_at_all_show_the_help_as_wrong_usage(call):
    result = call()
    assert result.exit_code == 64
    assert "命令：" in result.stderr


def test_the_shell_can_complete_commands_and_options(call):
    def offered(*words: str) -> set[str]:
        line = " ".join(["yangguang", *words])
        env = {"_YANGGUANG_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words))}
        return {entry.partition(",")[2] for entry in call(**env).stdout.split()}

    assert "report" in offered("re")
    assert {"read", "rollup"} <= offered("report", "r")
    assert "--previous" in offered("report", "check", "--p")


def test_the_version_is_said(call):
    result = call("--version")
    assert result.exit_code == 0
    assert "Yangguang" in result.stdout


def test_reports_are_handled_without_django(wrong):
    lines = (
        "import sys",
        "from yangguang.cli import cli",
        f"code = cli.main(['report', 'check', {str(wrong)!r}], standalone_mode=False)",
        "assert code == 1, code",
        "assert not [name for name in sys.modules if name.split('.')[0] in ('django', 'wagtail')]",
    )
    _runs("\n".join(lines))


def test_help_lists_commands_without_loading_them():
    lines = (
        "import sys",
        "from yangguang.cli import cli",
        "cli.main(['--help'], standalone_mode=False)",
        "assert 'django' not in sys.modules",
        "assert 'yangguang.cli.report' not in sys.modules",
    )
    _runs("\n".join(lines))


def _runs(script: str) -> None:
    """The script runs without complaint in a fresh interpreter."""
    words = [sys.executable, "-c", script]
    done = subprocess.run(words, capture_output=True, check=False)  # noqa: S603 - our own interpreter
    assert done.returncode == 0, done.stderr.decode()


def test_every_command_offered_can_be_loaded(call):
    for name in ("report", "serve", "demo"):
        assert name in COMMANDS
        assert call(name, "--help").exit_code == 0
