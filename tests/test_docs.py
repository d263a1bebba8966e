"""The documents say what the code does: nothing is missing, links lead somewhere, examples run."""

from __future__ import annotations

import doctest
import importlib.util
import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from types import ModuleType

import click
import pytest
from click.testing import CliRunner

import yangguang.annualreport as library
from yangguang.annualreport import checking, errors, formats
from yangguang.annualreport.checking import RULES
from yangguang.annualreport.formats import Severity
from yangguang.annualreport.model import CellState, Certainty
from yangguang.cli import cli
from yangguang.law import errors as law_errors
from yangguang.law.clock import Event
from yangguang.law.petition_clock import PetitionRules, petition_clock
from yangguang.law.remedies import RemedyRules
from yangguang.law.request_clock import ClockRules, request_clock
from yangguang.law.workdays import WorkCalendar
from yangguang.offices import demo as offices_demo
from yangguang.offices.roles import SEES_BELOW, Role
from yangguang.reports import samples
from yangguang.reports.models import VerdictKind
from yangguang.reports.models.importing import ItemState
from yangguang.reports.models.report import ReportState
from yangguang.reports.permissions import MATRIX, Act

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
CLERKS = DOCS / "clerks" / "annual-report.md"
PAGES = sorted(
    [*DOCS.rglob("*.md"), *ROOT.glob("*.md"), *(ROOT / "src").rglob("README.md"), *ROOT.glob("bench/*.md")]
)
LINK = re.compile(r"\[[^\]]*\]\((?P<to>[^)\s]+)\)")
FENCE = re.compile(r"^```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
EXAMPLE_FILES = {
    "2021.pdf": "qingchuan-xinfang-2021",
    "2022.docx": "qingchuan-xinfang-2022",
    "county.pdf": "wanghu-zhengfu-2022",
    "wrong.docx": "qingchuan-ziran-2023",
    "report.txt": "wanghu-xinfang-2020",
    "report.docx": "qingchuan-xinfang-2020",
}


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("scripts_docs", ROOT / "scripts" / "docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


generator = _generator()


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(scope="session")
def example_bytes() -> dict[str, bytes]:
    return {name: samples.file(samples.BY_NAME[sample]).content for name, sample in EXAMPLE_FILES.items()}


@pytest.fixture
def example_folder(example_bytes, tmp_path, monkeypatch) -> Path:
    """The folder in which the examples of the documents run."""
    for name, content in example_bytes.items():
        (tmp_path / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    return tmp_path


# --- every page -------------------------------------------------------------------------------


def slug(heading: str) -> str:
    """The anchor that web views make of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(path: Path) -> set[str]:
    return {slug(line.lstrip("#")) for line in text_of(path).splitlines() if re.match(r"#{1,6} ", line)}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_relative_links_lead_somewhere(page):
    for match in LINK.finditer(FENCE.sub("", text_of(page))):
        target, _, anchor = match["to"].partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        file = (page.parent / target).resolve() if target else page
        assert file.exists(), f"{named(page)}: {match['to']}"
        assert file.is_relative_to(ROOT), f"{named(page)} leads out of the tree: {match['to']}"
        assert not anchor or anchor in anchors(file), f"{named(page)}: {match['to']}"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_no_page_names_a_path_of_one_machine(page):
    found = re.findall(r"(?<![\w.])/(?:work|home|root|Users|tmp|opt|mnt)/[\w./-]*", text_of(page))
    assert found == []


def test_the_index_leads_to_every_document():
    leads_to = {
        (DOCS / match["to"]).resolve()
        for name in ("README.md",)
        for match in LINK.finditer(text_of(DOCS / name))
    }
    pages = {page for page in DOCS.rglob("*.md") if page.parent.name != "decisions"} - {DOCS / "README.md"}
    assert pages <= leads_to


def test_every_decision_is_in_their_index():
    index = text_of(DOCS / "decisions" / "README.md")
    missing = [page.name for page in (DOCS / "decisions").glob("0*.md") if page.name not in index]
    assert missing == []


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=named)
def test_generated_parts_are_what_the_code_says(page):
    assert generator.renewed(text_of(page)) == text_of(page), "run: python scripts/docs.py"


def files_named(page: Path) -> Iterator[str]:
    """Files and folders of the package that a page names in code letters."""
    for name in re.findall(r"`([\w/.-]+)`", FENCE.sub("", text_of(page))):
        if "/" in name and re.match(r"(?:src|tests|scripts|docs|tools|bench|requirements)/", name):
            yield name


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_files_that_a_page_names_exist(page):
    missing = [name for name in files_named(page) if not (ROOT / name).exists()]
    assert missing == []


def test_modules_in_the_overview_exist():
    """`checking/form.py` and `understand.py` are named as people say them: by the end of their path."""
    files = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("src/**/*.*")}
    files |= {path.relative_to(ROOT).as_posix() for path in ROOT.glob("tests/**/*.py")}
    names = set(re.findall(r"`([\w/]+\.py|[\w/]+\.po)`", text_of(DOCS / "engineers" / "overview.md")))
    missing = [name for name in names if not any(f"/{file}".endswith(f"/{name}") for file in files)]
    assert len(names) > 30
    assert missing == []


# --- for clerks -------------------------------------------------------------------------------

SEVERITY_WORDS = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.INFO: "说明"}


def rule_sections() -> dict[str, str]:
    pieces = re.split(r"^### ", text_of(CLERKS), flags=re.MULTILINE)[1:]
    return {piece.split(maxsplit=1)[0]: piece for piece in pieces}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_clerks_read_what_each_rule_asks(rule):
    section = rule_sections()[rule.id]
    assert section.startswith(f"{rule.id} {rule.title}（{SEVERITY_WORDS[rule.severity]}）\n")
    assert rule.asks in section.replace("\n", "")
    assert "怎么办：" in section or "不用处理" in section


def test_no_rule_is_explained_that_does_not_exist():
    assert set(rule_sections()) == {rule.id for rule in RULES}


ACTS_IN_ROWS = {
    "导入、重新识读、删除从未公开的草稿": (Act.IMPORT, Act.DELETE),
    "据案件计算、重新计算": (Act.COMPUTE,),
    "改正、核实、恢复一格，改写文字": (Act.CORRECT,),
    "作结论、撤销结论": (Act.JUDGE,),
    "审核通过、退回": (Act.REVIEW,),
    "公开、撤回": (Act.PUBLISH,),
    "开始更正": (Act.REOPEN,),
    "报送上级机关": (Act.HAND_IN,),
    "退回报送": (Act.RETURN,),
    "年报季：设定日期、提醒": (Act.SUPERVISE,),
    "汇总下级报告": (Act.ROLL_UP,),
}


def role_rows() -> dict[str, tuple[str, str]]:
    table = re.search(r"<!-- roles -->\n(.*?)<!-- end -->", text_of(CLERKS), re.DOTALL)
    assert table is not None
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table[1].splitlines()[2:]]
    return {what: (own, below) for what, own, below in rows}


@pytest.mark.parametrize("what", ACTS_IN_ROWS)
def test_the_table_of_roles_is_that_of_the_permissions(what):
    own, below = role_rows()[what]
    for act in ACTS_IN_ROWS[what]:
        assert set(own.split("、")) == {str(role.label) for role in MATRIX[act]}
        assert below.startswith("可以" if MATRIX[act] & SEES_BELOW else "不可以")


def test_every_act_has_its_row():
    assert {act for acts in ACTS_IN_ROWS.values() for act in acts} == set(Act)
    assert set(role_rows()) == {"看工作稿", *ACTS_IN_ROWS}


@pytest.mark.parametrize(
    "words",
    [
        [state.label for state in ReportState],
        [state.label for state in ItemState],
        [kind.label for kind in VerdictKind if kind != VerdictKind.REVOKED],
        [Role.ADMINISTRATOR.label, Role.SECRECY_OFFICE.label],
    ],
    ids=["states of a report", "states of a file", "verdicts", "roles"],
)
def test_the_words_of_the_pages_are_explained(words):
    missing = [str(word) for word in words if str(word) not in text_of(CLERKS)]
    assert missing == []


REQUESTS_PAGE = DOCS / "clerks" / "requests.md"


def test_every_role_of_requests_is_explained_and_nobody_else_acts():
    from yangguang.requests.procedure import PROCEDURE

    table = re.search(r"<!-- request roles -->\n(.*?)<!-- end -->", text_of(REQUESTS_PAGE), re.DOTALL)
    assert table is not None
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in table[1].strip().splitlines()[2:]
    ]
    does = {role: acts for names, _sees, acts in rows for role in names.split("、")}
    assert set(does) == {str(role.label) for role in Role}
    acting = {str(role.label) for step in PROCEDURE.steps for role in step.by}
    assert {role for role, acts in does.items() if acts.startswith(("全部", "除", "分办", "退回"))} == acting


def test_every_procedure_is_drawn():
    from yangguang.cases.procedure import procedures

    page = text_of(DOCS / "engineers" / "procedures.md")
    assert procedures()
    assert [one.id for one in procedures() if f"<!-- generated: procedure {one.id} -->" not in page] == []


# --- for engineers ----------------------------------------------------------------------------


def test_every_public_name_of_the_library_is_explained():
    page = text_of(DOCS / "engineers" / "library.md")
    names = {*library.__all__, *checking.__all__, *formats.__all__}
    names |= {
        name
        for name, found in vars(errors).items()
        if isinstance(found, type) and issubclass(found, Exception)
    }
    missing = sorted(name for name in names if not re.search(rf"\b{name}\b", page))
    assert missing == []


def test_the_states_of_a_cell_are_all_named():
    pages = text_of(DOCS / "engineers" / "library.md")
    for word in (*CellState, *Certainty):
        assert f"`{word.value}`" in pages


@pytest.mark.usefixtures("example_folder")
def test_the_examples_of_the_library_run():
    page = DOCS / "engineers" / "library.md"
    blocks = [block["body"] for block in FENCE.finditer(text_of(page)) if block["kind"] == "pycon"]
    example = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, named(page), str(page), 0)
    said: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(example, out=said.append)
    assert result.attempted > 40
    assert result.failed == 0, "".join(said)


def test_the_examples_of_the_law_run():
    page = DOCS / "engineers" / "law.md"
    blocks = [block["body"] for block in FENCE.finditer(text_of(page)) if block["kind"] == "pycon"]
    example = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, named(page), str(page), 0)
    said: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(example, out=said.append)
    assert result.attempted > 25
    assert result.failed == 0, "".join(said)


def test_every_setting_and_error_of_the_law_is_explained():
    page = text_of(DOCS / "engineers" / "law.md")
    settings = {
        f"{rules.__name__}.{one.name}"
        for rules in (ClockRules, PetitionRules, RemedyRules)
        for one in fields(rules)
    }
    refusals = {
        name for name, one in vars(law_errors).items() if isinstance(one, type) and issubclass(one, Exception)
    }
    assert [name for name in sorted(settings | refusals) if f"`{name}`" not in page] == []


def test_every_module_of_the_law_is_in_its_readme():
    room = ROOT / "src" / "yangguang" / "law"
    modules = {path.name for path in room.glob("*.py")} - {"__init__.py"}
    assert [name for name in sorted(modules) if f"`{name}`" not in text_of(room / "README.md")] == []


def test_every_key_of_the_clock_is_explained():
    page = text_of(DOCS / "engineers" / "cli.md")
    events = [Event("third-party-sent", date(2024, 3, 6)), Event("answered", date(2024, 3, 20))]
    calendar = WorkCalendar.official()
    clock = request_clock(date(2024, 3, 4), events, calendar)
    lines = [span.as_json() for span in clock.spans] + [limit.as_json() for limit in clock.limits]
    keys = {key for line in (clock.as_json(), *lines) for key in line}
    keys |= {key for line in clock.days(calendar) for key in line.as_json()}
    petition = petition_clock(date(2024, 3, 4), (), calendar)
    lines = [*petition.spans, *petition.limits]
    keys |= {key for line in (petition, *lines) for key in line.as_json()}
    assert [key for key in sorted(keys) if f"`{key}`" not in page] == []


@pytest.mark.usefixtures("example_folder")
@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_the_example_of_the_readme_runs(page, example_folder, capsys):
    (block,) = [block["body"] for block in FENCE.finditer(text_of(ROOT / page)) if block["kind"] == "python"]
    exec(compile(block, page, "exec"), {})  # noqa: S102 - our own document
    assert (example_folder / "report.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("name", [name for name, *_ in generator.commands()])
def test_every_command_has_its_help_in_the_page(name):
    page = text_of(DOCS / "engineers" / "cli.md")
    assert re.search(rf"^##+ {name}$", page, re.MULTILINE)
    assert f"<!-- generated: {name} -->" in page


@pytest.mark.parametrize(("name", "command"), [(name, command) for name, command, _ in generator.commands()])
def test_every_option_is_in_the_page(name, command):
    page = text_of(DOCS / "engineers" / "cli.md")
    section = page.split(f"<!-- generated: {name} -->")[1].split("<!-- end -->")[0]
    options = [word for param in command.params if isinstance(param, click.Option) for word in param.opts]
    assert [word for word in options if word not in section] == []


def console_lines() -> Iterator[tuple[str, int, str]]:
    """Commands of the pages, the exit code they promise, and the file piped in."""
    page = text_of(DOCS / "engineers" / "cli.md")
    for block in FENCE.finditer(page):
        if block["kind"] != "console":
            continue
        for line in block["body"].splitlines():
            words, _, remark = line.removeprefix("$ ").partition("#")
            piped, bar, words = words.strip().rpartition("| ")
            code = re.fullmatch(r"exit (\d+)", remark.strip())
            yield words, int(code[1]) if code else 0, piped.removeprefix("cat ").strip() if bar else ""


@pytest.mark.parametrize(("line", "code", "piped"), list(console_lines()), ids=lambda value: str(value))
def test_the_commands_of_the_page_run(line, code, piped, example_folder):
    program, *words = shlex.split(line)
    assert program == "yangguang"
    given = (example_folder / piped).read_bytes() if piped else None
    result = CliRunner().invoke(cli, words, input=given)
    assert result.exit_code == code, result.output


def test_every_management_command_of_ours_is_in_the_page():
    page = text_of(DOCS / "engineers" / "cli.md")
    ours = {
        path.stem
        for path in (ROOT / "src").glob("yangguang/*/management/commands/*.py")
        if path.stem != "__init__"
    }
    assert ours
    assert [name for name in ours if f"`{name}`" not in page] == []


def test_every_key_of_the_json_is_explained():
    explained = text_of(DOCS / "engineers" / "json.md").split("## Example")[0]
    report = generator.example_report()
    keys = set(library.to_json(report, library.check(report)))
    assert [key for key in sorted(keys) if f"`{key}`" not in explained] == []


# --- the first pages --------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_the_readme_knows_every_command_of_reports_and_the_law(page):
    text = text_of(ROOT / page)
    shown = ("yangguang report ", "yangguang clock ", "yangguang fee")
    names = [name for name, *_ in generator.commands() if name.startswith(shown)]
    assert len(names) >= 5
    assert [name for name in names if name not in text] == []


@pytest.mark.parametrize("page", ["README.md", "README.zh.md", "CONTRIBUTING.md", "docs/ops.md"])
def test_make_targets_that_a_page_names_exist(page):
    targets = set(re.findall(r"^([a-z]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    named_targets = set(
        re.findall(r"\bmake ([a-z]+)\b(?=[`\s]*(?:`|#|$|\s{2}))", text_of(ROOT / page), re.MULTILINE)
    )
    assert named_targets <= targets


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_the_readme_names_everybody_of_the_demonstration(page):
    text = text_of(ROOT / page)
    assert [clerk.username for clerk in offices_demo.CLERKS if f"`{clerk.username}`" not in text] == []
