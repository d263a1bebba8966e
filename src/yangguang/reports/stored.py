"""Readings and conclusions as JSON for the database, without losing anything.

A reading is stored as the contract's JSON, which keeps what stood in each cell and where
(:mod:`yangguang.annualreport.writing.json`). What checking said is stored here, with its sentences
as template and facts, so that they are said in the language of whoever reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from yangguang.annualreport.findings import CheckedReport, Figure, Finding, Outcome, RuleResult
from yangguang.annualreport.formats import Severity
from yangguang.annualreport.model import AnnualReport, Cell, CellState, Money, Value
from yangguang.annualreport.reading import json as contract
from yangguang.annualreport.reading.document import Document, Grid, Paragraph
from yangguang.annualreport.writing.json import to_json
from yangguang.translation import Message

Json = Any


def value_to_json(value: Value) -> Json:
    """A cell's value: a number, ``{"decimal"}`` or ``{"text", "yuan"}``."""
    if isinstance(value, Money):
        return {"text": value.text, "yuan": None if value.yuan is None else str(value.yuan)}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    return value


def value_from_json(data: Json) -> Value:
    """The reverse of :func:`value_to_json`."""
    if isinstance(data, dict) and "decimal" in data:
        return Decimal(data["decimal"])
    if isinstance(data, dict):
        return Money(data["text"], None if data["yuan"] is None else Decimal(data["yuan"]))
    return int(data) if data is not None else None


def message_to_json(message: Message | None) -> Json:
    """A sentence as template and facts, so that it can be said in the language of whoever reads it."""
    if message is None:
        return None
    return {"says": message.template, "with": {k: _fact(v) for k, v in message.params.items()}}


def _fact(value: object) -> Json:
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value)


def message_from_json(data: Json) -> Message | None:
    """The reverse of :func:`message_to_json`; decimals come back as their text."""
    return Message(data["says"], data["with"]) if data else None


def _figure_to_json(figure: Figure) -> Json:
    return {"decimal": str(figure)} if isinstance(figure, Decimal) else figure


def _figure_from_json(data: Json) -> Figure:
    return Decimal(data["decimal"]) if isinstance(data, dict) else data


def finding_to_json(finding: Finding) -> Json:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "where": finding.where,
        "message": message_to_json(finding.message),
        "advice": message_to_json(finding.advice),
        "expected": _figure_to_json(finding.expected),
        "actual": _figure_to_json(finding.actual),
        "quote": finding.quote,
        "span": [finding.paragraph, finding.start, finding.end],
        "cells": list(finding.cells),
    }


def finding_from_json(data: Json) -> Finding:
    paragraph, start, end = data["span"]
    return Finding(
        rule=data["rule"],
        severity=Severity(data["severity"]),
        where=data["where"],
        message=message_from_json(data["message"]) or Message(""),
        advice=message_from_json(data["advice"]),
        expected=_figure_from_json(data["expected"]),
        actual=_figure_from_json(data["actual"]),
        quote=data["quote"],
        paragraph=paragraph,
        start=start,
        end=end,
        cells=tuple(data["cells"]),
    )


def checked_to_json(checked: CheckedReport) -> Json:
    return {
        "findings": [finding_to_json(finding) for finding in checked.findings],
        "results": [
            {
                "rule": result.rule,
                "outcome": result.outcome.value,
                "checked": result.checked,
                "reason": message_to_json(result.reason),
            }
            for result in checked.results
        ],
    }


def checked_from_json(data: Json) -> CheckedReport:
    return CheckedReport(
        findings=tuple(finding_from_json(item) for item in data["findings"]),
        results=tuple(
            RuleResult(
                item["rule"], Outcome(item["outcome"]), item["checked"], message_from_json(item["reason"])
            )
            for item in data["results"]
        ),
    )


def report_to_json(report: AnnualReport) -> Json:
    """A whole report after the contract."""
    return to_json(report)


def report_from_json(data: Mapping[str, Json]) -> AnnualReport:
    """The reverse of :func:`report_to_json`. Raises ``ReportError`` when it is not one."""
    return contract.report_from_json(data)


def blocks_to_json(document: Document) -> list[Json]:
    """The paragraphs and tables of the original in reading order, for showing beside the figures."""
    return [
        _grid_to_json(block) if isinstance(block, Grid) else _paragraph_to_json(block)
        for block in document.blocks
    ]


def _paragraph_to_json(paragraph: Paragraph) -> Json:
    return {"p": paragraph.text, "n": paragraph.number, "page": paragraph.page, "level": paragraph.level}


def _grid_to_json(grid: Grid) -> Json:
    return {
        "rows": [
            [[cell.text, cell.column + 1, cell.colspan, cell.rowspan] for cell in row.cells]
            for row in grid.rows
        ],
        "n": grid.number,
        "page": grid.page,
    }


def figures_as_json(cells: Iterable[Cell]) -> dict[str, Json]:
    """Address to value, only where a figure stands: what lists, comparison and open data use."""
    return {
        cell.path: value_to_json(cell.value)
        for cell in cells
        if cell.value is not None and cell.state is CellState.PRINTED
    }
