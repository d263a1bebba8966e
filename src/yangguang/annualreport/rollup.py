"""Many subordinate reports summed to one of their superior, each total traced to its parts.

A sum is only worth something when nothing is in it twice and nothing is missing from it. So a set
that counts a body twice, or that mixes years, is refused; and a total of which one part cannot be
read is not computed, but says which part it waits for. 条例第四十九条: the supervising office of a
government publishes the report of the whole government.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from yangguang.annualreport import mapping
from yangguang.annualreport.checking import check
from yangguang.annualreport.double_counting import Issue, find_issues
from yangguang.annualreport.findings import CheckedReport
from yangguang.annualreport.formats import FORMATS, VARIANTS, Format, Kind, Severity
from yangguang.annualreport.ledger import Figures, Ledger, Number, Part, Source
from yangguang.annualreport.mapping import Comparability
from yangguang.annualreport.model import (
    AnnualReport,
    Cell,
    CellState,
    Certainty,
    Fees,
    Money,
    SectionText,
    Value,
)
from yangguang.annualreport.reading.json import plain_text
from yangguang.translation import Message


class RollUpRefused(Exception):
    """The set of reports must not be summed; ``issues`` says why and what to do."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        self.issues = tuple(issues)
        super().__init__(*self.issues)

    def __str__(self) -> str:
        return "\n".join(str(issue.message) for issue in self.issues if issue.severity is Severity.ERROR)


@dataclass(frozen=True, slots=True)
class RollUp:
    """The sum as a report, its sources, and what a person should know about it."""

    report: AnnualReport
    sources: tuple[Source, ...]
    issues: tuple[Issue, ...]
    ledger: Ledger

    def trace(self, address: str) -> tuple[Part, ...]:
        """What each report gives to the total at an address, in the order of the sources."""
        return tuple(self.ledger.parts(address))

    @property
    def not_computable(self) -> tuple[str, ...]:
        """Addresses of totals that were not computed because a part is not known."""
        return tuple(path for path, cell in self.report.cells.items() if not cell.is_known)

    def unknown_parts(self, address: str) -> tuple[Part, ...]:
        """The parts that a total waits for."""
        return tuple(part for part in self.ledger.parts(address) if not part.is_known)

    def to_json(self) -> dict[str, Any]:
        """Sources, issues and the trace for machines; parts that give nothing are left out."""
        return {
            "sources": [_source_json(source) for source in self.sources],
            "issues": [issue.to_json() for issue in self.issues],
            "not_computable": list(self.not_computable),
            "trace": {path: self._trace_json(path) for path in self.report.cells},
        }

    def _trace_json(self, address: str) -> list[dict[str, Any]]:
        return [_part_json(part) for part in self.ledger.parts(address) if part.value or not part.is_known]


class RollUpBuilder:
    """Takes reports one after the other and keeps only their figures."""

    def __init__(self) -> None:
        self._ledger = Ledger()

    def add(self, report: AnnualReport, checked: CheckedReport | None = None) -> Source:
        """Take one report in; its findings (else the reader's own) tell whether it has errors."""
        findings = report.reading if checked is None else checked.findings
        return self._ledger.add(report, sum(finding.severity is Severity.ERROR for finding in findings))

    def add_kept(
        self, figures: Figures, fees: Fees, *, agency: str, year: int, form: Format, errors: int = 0
    ) -> Source:
        """Take in the figures of one report that were kept before, without the report."""
        return self._ledger.add_kept(figures, fees, agency=agency, year=year, form=form, errors=errors)

    def finish(self, *, agency: str = "", year: int | None = None) -> RollUp:
        """The sum of all reports taken in.

        Raises :class:`RollUpRefused` when there are none, when one would be counted twice, or when
        they are not all of one year.
        """
        ledger = self._ledger
        issues = find_issues(ledger, year)
        if any(issue.severity is Severity.ERROR for issue in issues):
            raise RollUpRefused(issues)
        form = _target(tuple(ledger.forms.values()))
        cells = {path: _total(path, form, ledger) for path in form.cell_paths()}
        report = _report(form, cells, ledger, agency)
        return RollUp(report, tuple(ledger.sources), (*issues, *_remarks(ledger, form, cells)), ledger)


def roll_up(
    reports: Iterable[AnnualReport],
    *,
    agency: str = "",
    year: int | None = None,
    checked: Iterable[CheckedReport] | None = None,
) -> RollUp:
    """Sum subordinate reports of one year to one report, with the trace of every total.

    ``checked`` goes with the reports and tells which of them have errors; without it they are
    checked here. Raises :class:`RollUpRefused`.
    """
    builder = RollUpBuilder()
    if checked is None:
        for report in reports:
            builder.add(report, check(report))
    else:
        for report, result in zip(reports, checked, strict=True):
            builder.add(report, result)
    return builder.finish(agency=agency, year=year)


def _target(forms: Sequence[Format]) -> Format:
    """The form of the sum: the common one, else that of the newest year that loses fewest cells.

    Three rows can be summed to the single （六）其他处理, but not the other way round.
    """
    if len(forms) == 1:
        return forms[0]
    newest = max(form.id for form in forms)
    candidates = [form for form in (*FORMATS, *VARIANTS) if form.id == newest]
    return min(candidates, key=lambda candidate: _lost(candidate, forms))


def _lost(candidate: Format, forms: Sequence[Format]) -> int:
    return sum(not mapping.find(address, form).paths for address in candidate.cell_paths() for form in forms)


def _total(address: str, form: Format, ledger: Ledger) -> Cell:
    """One cell of the sum. What one part does not tell, the sum cannot tell either."""
    total, state, is_doubtful = ledger.total(address)
    if state is not CellState.PRINTED:
        return Cell(address, None, state)
    value = _value(total, _kind(form, address))
    certainty = Certainty.DOUBTFUL if is_doubtful else Certainty.CERTAIN
    return Cell(address, value, state, certainty, plain_text(value))


def _kind(form: Format, address: str) -> Kind:
    path, _, column = address.rpartition(".")
    return form.table(path.rpartition(".")[0]).column(column).kind


def _value(total: Number, kind: Kind) -> Value:
    if kind is Kind.MONEY:
        return Money(f"{Decimal(total):f}元", Decimal(total))
    return Decimal(total) if kind is Kind.WAN_YUAN else int(total)


def _report(form: Format, cells: dict[str, Cell], ledger: Ledger, agency: str) -> AnnualReport:
    year = ledger.sources[0].year
    name = agency or str(Message("{count} 个机关汇总", {"count": len(ledger.sources)}))
    fees = _fees(ledger.fees)
    sections = tuple(
        SectionText(
            section.number, section.heading, (fees.text,) if section.number == 6 and fees.text else ()
        )
        for section in form.sections
    )
    title = f"{name}{year}年政府信息公开工作年度报告"
    return AnnualReport(name, year, form, cells, title=title, sections=sections, fees=fees)


def _fees(statements: Sequence[Fees]) -> Fees:
    """The fee statements summed; a figure that one report does not give is not known of the sum."""
    notices = [fees.notices for fees in statements if fees.notices is not None]
    amounts = [fees.amount for fees in statements if fees.amount is not None]
    received = [fees.received for fees in statements if fees.received is not None]
    count = len(statements)
    total = Fees(
        notices=sum(notices) if len(notices) == count else None,
        amount=sum(amounts, Decimal(0)) if len(amounts) == count else None,
        received=sum(received, Decimal(0)) if len(received) == count else None,
    )
    text = _fee_sentence(total)
    return Fees(total.notices, total.amount, total.received, text)


def _fee_sentence(fees: Fees) -> str:
    """The statement of section six. Part of the document, so always Chinese. 国办函〔2020〕109号."""
    said = []
    if fees.notices is not None:
        said.append(f"发出收费通知{fees.notices}件")
    if fees.amount is not None:
        said.append(f"通知收取信息处理费{fees.amount:f}元")
    if fees.received is not None:
        said.append(f"实际收取信息处理费{fees.received:f}元")
    return f"本年度{'，'.join(said)}。" if said else ""


def _remarks(ledger: Ledger, form: Format, cells: dict[str, Cell]) -> tuple[Issue, ...]:
    """What a person should know about a sum that was made."""
    found = (
        _with_errors(ledger),
        _mixed(ledger, form),
        _near(ledger, form),
        _unknown(ledger, cells),
        _doubtful(cells),
    )
    return tuple(issue for issue in found if issue is not None)


def _with_errors(ledger: Ledger) -> Issue | None:
    wrong = [source for source in ledger.sources if source.errors]
    if not wrong:
        return None
    message = Message(
        "{count} 份报告自身有勾稽错误（{reports}），其数字已照原样计入。请先改正再汇总。",
        {"count": len(wrong), "reports": _names(wrong)},
    )
    return Issue("part_has_errors", Severity.WARNING, message, tuple(source.number for source in wrong))


def _mixed(ledger: Ledger, form: Format) -> Issue | None:
    if len(ledger.forms) < 2:
        return None
    message = Message(
        "这些报告用了不同的格式，已按{document}汇总；只有两种格式都有的数字能够相加。",
        {"document": form.document},
    )
    return Issue("mixed_forms", Severity.WARNING, message)


def _near(ledger: Ledger, form: Format) -> Issue | None:
    near = tuple(
        address
        for address in form.cell_paths()
        if any(
            mapping.find(address, other).comparability is Comparability.NEAR
            for other in ledger.forms.values()
        )
    )
    if not near:
        return None
    message = Message("{count} 个合计由口径相近但不完全相同的数字相加得到，请核对。", {"count": len(near)})
    return Issue("near_equivalent", Severity.WARNING, message, (), near)


def _unknown(ledger: Ledger, cells: dict[str, Cell]) -> Issue | None:
    unknown = tuple(path for path, cell in cells.items() if not cell.is_known)
    if not unknown:
        return None
    behind: dict[int, Source] = {}
    for address in unknown:
        behind.update(
            {part.source.number: part.source for part in ledger.parts(address) if not part.is_known}
        )
    message = Message(
        "{count} 个合计无法计算：{reports} 的相应数字缺失或无法辨认。请补齐后重新汇总。",
        {"count": len(unknown), "reports": _names([behind[number] for number in sorted(behind)])},
    )
    return Issue("not_computable", Severity.WARNING, message, tuple(sorted(behind)), unknown)


def _doubtful(cells: dict[str, Cell]) -> Issue | None:
    doubtful = tuple(path for path, cell in cells.items() if cell.certainty is Certainty.DOUBTFUL)
    if not doubtful:
        return None
    message = Message("{count} 个合计含有读取时存疑的数字，请对照原件核对。", {"count": len(doubtful)})
    return Issue("doubtful", Severity.WARNING, message, (), doubtful)


def _names(sources: Sequence[Source], limit: int = 5) -> str:
    names = "、".join(source.agency or source.file for source in sources[:limit])
    return f"{names}…" if len(sources) > limit else names


def _source_json(source: Source) -> dict[str, Any]:
    return {
        "number": source.number,
        "agency": source.agency,
        "year": source.year,
        "format": source.form.id,
        "file": source.file,
        "errors": source.errors,
    }


def _part_json(part: Part) -> dict[str, Any]:
    value = str(part.value) if isinstance(part.value, Decimal) else part.value
    facts: dict[str, Any] = {"source": part.source.number, "value": value}
    if not part.is_known:
        facts["state"] = str(part.state) if part.in_form else "not_in_form"
    if part.derived:
        facts["derived"] = True
    if len(part.paths) > 1:
        facts["from"] = list(part.paths)
    return facts
