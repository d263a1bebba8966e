"""An annual report as JSON, after the contract that other programs build on.

The object holds what the contract names (``agency``, ``year``, ``format``, ``proactive``, ``requests``,
``remedies``, ``fees``, ``sections``, ``repairs``, ``findings``, ``notes``) and, beside it, whatever is
needed so that :func:`yangguang.annualreport.reading.json.report_from_json` gives the same report again:

``variant``
    the tolerated deviation of the form, when there is one.
``cells``
    for each cell that is more than a plain figure or a blank: its ``state``, ``certainty``, ``raw``
    text and ``place``. A figure is ``null`` in the tables for every state but ``printed``.
``notes``
    remarks: by a cell's address the remark printed in that cell, by a table's address the remark
    under the table.
``rules``
    the result of every rule, when the report was checked.
``message_source``, ``advice_source``, ``why_source``
    template and facts of a sentence, so that it can be said in another language.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from yangguang.annualreport.findings import CheckedReport, Figure, Finding, RuleResult
from yangguang.annualreport.model import (
    AnnualReport,
    Cell,
    CellState,
    Certainty,
    Contact,
    Fees,
    Money,
    Repair,
    SectionText,
    Value,
)
from yangguang.annualreport.place import Place
from yangguang.annualreport.reading.json import plain_text
from yangguang.translation import Message

JsonObject = dict[str, Any]


def to_json(report: AnnualReport, checked: CheckedReport | None = None) -> JsonObject:
    """The report as an object of plain dicts, lists, strings, integers and ``None``.

    ``findings`` are those of ``checked``, which include the reader's; without it the reader's alone.
    """
    findings = report.reading if checked is None else checked.findings
    data: JsonObject = {
        "agency": report.agency,
        "year": report.year,
        "format": report.format.id,
        **_unless_empty("variant", report.format.variant),
        "title": report.title,
        **_tables(report),
        "fees": _fees(report.fees),
        "sections": [_section(section) for section in report.sections],
        "notes": _notes(report),
        "repairs": [_repair(repair) for repair in report.repairs],
        "findings": [_finding(finding) for finding in findings],
    }
    if checked is not None:
        data["rules"] = [_rule(result) for result in checked.results]
    return data | _surroundings(report)


def _surroundings(report: AnnualReport) -> JsonObject:
    """What stands around the tables and parts, and how the cells were won."""
    return {
        "preamble": list(report.preamble),
        "contact": _contact(report.contact),
        "period": list(report.period) if report.period else None,
        "published_on": report.published_on,
        "cells": {path: facts for path, cell in report.cells.items() if (facts := _cell_facts(cell))},
        **_unless_empty("kind", report.kind),
        **_unless_empty("file", report.file),
    }


def _unless_empty(key: str, value: str) -> JsonObject:
    return {key: value} if value else {}


def _tables(report: AnnualReport) -> JsonObject:
    """The three bodies of figures; every row and column of the format is there, ``null`` for no figure."""
    bodies: JsonObject = {}
    for table in report.format.tables:
        body = {
            row: {
                column: _value(report.cells[f"{table.path}.{row}.{column}"].value)
                for column in table.column_ids
            }
            for row in table.row_ids
        }
        top, _, below = table.path.partition(".")
        if below:
            bodies.setdefault(top, {})[below] = body
        else:
            bodies[top] = body
    return bodies


def _value(value: Value) -> JsonObject | str | int | None:
    if isinstance(value, Money):
        return {"text": value.text, "yuan": _decimal(value.yuan)}
    if isinstance(value, Decimal):
        return _decimal(value)
    return value


def _decimal(value: Decimal | None) -> str | None:
    """A decimal as digits, never with an exponent: JSON numbers would go through binary fractions."""
    return None if value is None else format(value, "f")


def _cell_facts(cell: Cell) -> JsonObject:
    facts: JsonObject = {}
    expected = CellState.BLANK if cell.value is None else CellState.PRINTED
    if cell.state is not expected:
        facts["state"] = cell.state.value
    if cell.certainty is not Certainty.CERTAIN:
        facts["certainty"] = cell.certainty.value
    if cell.raw != plain_text(cell.value):
        facts["raw"] = cell.raw
    if cell.place != Place():
        facts["place"] = _place(cell.place)
    return facts


def _place(place: Place) -> JsonObject:
    facts: JsonObject = {
        name: getattr(place, name) for name in ("page", "block", "row", "column") if getattr(place, name)
    }
    if place.box is not None:
        facts["box"] = list(place.box)
    return facts


def _notes(report: AnnualReport) -> dict[str, str]:
    in_cells = {path: cell.note for path, cell in report.cells.items() if cell.note}
    return {**report.notes, **in_cells}


def _fees(fees: Fees) -> JsonObject:
    return {
        "notices": fees.notices,
        "amount": _decimal(fees.amount),
        "received": _decimal(fees.received),
        "text": fees.text,
    }


def _contact(contact: Contact) -> dict[str, str]:
    return {name: value for name in Contact.__slots__ if (value := getattr(contact, name))}


def _section(section: SectionText) -> JsonObject:
    data: JsonObject = {
        "number": section.number,
        "heading": section.heading,
        "text": section.text,
        "paragraphs": list(section.paragraphs),
    }
    if section.places:
        data["places"] = [_place(place) for place in section.places]
    return data


def _repair(repair: Repair) -> JsonObject:
    return {
        "where": repair.where,
        "from": repair.before,
        "to": _value(repair.after),
        **_message("why", repair.why),
    }


def _finding(finding: Finding) -> JsonObject:
    data: JsonObject = {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "where": finding.where,
        **_message("message", finding.message),
        "expected": _figure(finding.expected),
        "actual": _figure(finding.actual),
        "quote": finding.quote,
    }
    if finding.advice is not None:
        data |= _message("advice", finding.advice)
    if finding.cells:
        data["cells"] = list(finding.cells)
    return data | {
        name: getattr(finding, name) for name in ("paragraph", "start", "end") if getattr(finding, name) >= 0
    }


def _figure(figure: Figure) -> int | str | None:
    return str(figure) if isinstance(figure, Decimal) else figure


def _rule(result: RuleResult) -> JsonObject:
    data: JsonObject = {"rule": result.rule, "outcome": result.outcome.value, "checked": result.checked}
    if result.reason is not None:
        data |= _message("reason", result.reason)
    return data


def _message(key: str, message: Message) -> JsonObject:
    """The sentence in the language in force, and its source when that says more."""
    said = str(message)
    if said == message.template and not message.params:
        return {key: said}
    params = {name: _param(value) for name, value in message.params.items()}
    return {key: said, f"{key}_source": {"template": message.template, "params": params}}


def _param(value: object) -> object:
    """A fact of a sentence; a decimal is marked as one, for it must not come back as a word."""
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    return value if isinstance(value, int | str) or value is None else str(value)
