"""The generated parts of the documents: help of every command, a whole report as JSON.

They stand between ``<!-- generated: what -->`` and ``<!-- end -->``. Without options they are written
anew; ``--check`` names what is not what the code says.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from yangguang.annualreport import check, to_json
from yangguang.annualreport.formats import format_by_id
from yangguang.annualreport.model import AnnualReport, Cell, CellState, SectionText
from yangguang.cli import cli
from yangguang.translation import language

if TYPE_CHECKING:
    from yangguang.cases.procedure import Procedure, Step

DOCS = Path(__file__).resolve().parent.parent / "docs"
GENERATED = re.compile(r"(<!-- generated: (?P<what>[^>]+?) -->\n).*?(<!-- end -->)", re.DOTALL)
WIDEST = 170


def commands() -> Iterator[tuple[str, click.Command, click.Context]]:
    """Every command by its full name, groups before what is in them."""
    yield from _below("yangguang", cli, click.Context(cli, info_name="yangguang"))


def _below(
    name: str, command: click.Command, ctx: click.Context
) -> Iterator[tuple[str, click.Command, click.Context]]:
    yield name, command, ctx
    if isinstance(command, click.Group):
        for word in command.list_commands(ctx):
            inner = command.get_command(ctx, word)
            if inner is not None:
                yield from _below(f"{name} {word}", inner, click.Context(inner, info_name=word, parent=ctx))


def help_of(name: str) -> str:
    """What ``--help`` says in English; ``manage`` hands even that to Django."""
    for known, command, ctx in commands():
        if known == name:
            with language("en"):
                return "```text\n" + command.get_help(ctx).strip() + "\n```\n"
    raise KeyError(name)


def example_report() -> AnnualReport:
    """A small report of the 2021 form with a wrong total, a blank, a stroke and a wrong sentence."""
    form = format_by_id("2021")
    cells = {path: Cell(path, 0, raw="0") for path in form.cell_paths()}
    figures = {
        "requests.new_received.natural_person": 5,
        "requests.new_received.business": 1,
        "requests.new_received.total": 5,
        "requests.granted.natural_person": 5,
        "requests.granted.business": 1,
        "requests.granted.total": 6,
        "requests.results_total.natural_person": 5,
        "requests.results_total.business": 1,
        "requests.results_total.total": 6,
    }
    for path, number in figures.items():
        cells[path] = Cell(path, number, raw=str(number))
    blank, stroke = "proactive.art20_8.fees.amount", "proactive.art20_1.rules.issued"
    cells[blank] = Cell(blank, None, CellState.BLANK)
    cells[stroke] = Cell(stroke, None, CellState.NOT_APPLICABLE, raw="—")
    texts = {1: ("全年共办理政府信息公开申请6件，予以公开7件。",), 6: ("本年度未收取信息处理费。",)}
    sections = tuple(
        SectionText(section.number, section.heading, texts.get(section.number, ("无。",)))
        for section in form.sections
    )
    return AnnualReport(
        "云溪市档案局", 2023, form, cells, "云溪市档案局2023年政府信息公开工作年度报告", sections=sections
    )


def example_json() -> str:
    """The example as one object, an object that fits on a line in one."""
    report = example_report()
    return "```json\n" + compact(to_json(report, check(report))) + "\n```\n"


def compact(data: Any, indent: int = 0) -> str:
    """JSON with every list and object that fits on one line."""
    flat = json.dumps(data, ensure_ascii=False)
    if indent + len(flat) <= WIDEST or not isinstance(data, Mapping | list) or not data:
        return flat
    inside = "  " + " " * indent
    if isinstance(data, Mapping):
        parts = [f"{inside}{json.dumps(key)}: {compact(value, len(inside))}" for key, value in data.items()]
        return "{\n" + ",\n".join(parts) + "\n" + " " * indent + "}"
    parts = [inside + compact(value, len(inside)) for value in data]
    return "[\n" + ",\n".join(parts) + "\n" + " " * indent + "]"


def procedure_page(id: str) -> str:
    """A procedure as a diagram of its states and a table of its steps, from the declaration."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yangguang.settings.test")
    django.setup()
    from django.utils.translation import override

    from yangguang.cases.procedure import procedure

    with override("zh-hans"):
        declared = procedure(id)
        return f"{_diagram(declared)}\n{_table(declared)}"


def _diagram(declared: Procedure) -> str:
    """States by whom they wait for; steps that leave the state alone stand only in the table."""
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{state.label}" as {state.id}' for state in declared.states]
    for step in declared.steps:
        if not isinstance(step.to, str):
            continue
        for frm in sorted(step.frm) or ["[*]"]:
            lines.append(f"    {frm} --> {step.to}: {step.label}")
    lines += [f"    {state.id} --> [*]" for state in declared.states[-1:]]
    return "\n".join([*lines, "```", ""])


def _table(declared: Procedure) -> str:
    lines = [
        "| step | label | from → to | who | clock | letter | rule |",
        "|---|---|---|---|---|---|---|",
    ]
    for step in declared.steps:
        who = [role.value for role in sorted(step.by)]
        who += ["*applicant*"] * step.by_applicant + ["*clock*"] * step.by_clock
        who += ["*brought by another case*"] * step.brought
        more = [
            word
            for word, holds in (("once", step.once), ("undo", step.may_undo), ("bulk", step.bulk))
            if holds
        ]
        cells = (
            f"`{step.id}`" + (f" ({', '.join(more)})" if more else ""),
            str(step.label),
            f"{', '.join(sorted(step.frm)) or '—'} → {_leads_to(step)}",
            ", ".join(who),
            step.clock or "—",
            f"`{step.paper}`" if step.paper else "—",
            str(step.law),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def _leads_to(step: Step) -> str:
    if step.to is None:
        return "same"
    return step.to if isinstance(step.to, str) else (step.to.__doc__ or "depends").strip().rstrip(".").lower()


def said(what: str) -> str:
    """What stands between the marks."""
    kind, _blank, name = what.partition(" ")
    if kind == "procedure":
        return procedure_page(name)
    return example_json() if what == "example.json" else help_of(what)


def renewed(text: str) -> str:
    """A document with its generated parts as the code has them."""
    return GENERATED.sub(lambda match: match[1] + said(match["what"]) + match[3], text)


def main() -> int:
    """Write, or only look."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when something is old")
    only_look = parser.parse_args().check
    old = 0
    for path in sorted(DOCS.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        new = renewed(text)
        if new == text:
            continue
        old += 1
        sys.stdout.write(f"{path.relative_to(DOCS.parent)}: {'old' if only_look else 'written'}\n")
        if not only_look:
            path.write_text(new, encoding="utf-8")
    return int(only_look and old > 0)


if __name__ == "__main__":
    sys.exit(main())
