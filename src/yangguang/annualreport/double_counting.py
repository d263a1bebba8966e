"""Whether a set of reports may be summed: nothing twice, one year, and what a person should look at."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from yangguang.annualreport.agency import Agencies, agency_key, is_same_agency, region_governed
from yangguang.annualreport.formats import Severity
from yangguang.annualreport.ledger import Ledger, Number, Source
from yangguang.translation import Message

_FormKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Issue:
    """Something about the set of reports: an error refuses the sum, a warning goes with it.

    ``kind`` is a stable word for machines, ``sources`` are the numbers of the reports meant and
    ``addresses`` the totals, where it speaks of some.
    """

    kind: str
    severity: Severity
    message: Message
    sources: tuple[int, ...] = ()
    addresses: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The issue for machines."""
        return {
            "kind": self.kind,
            "severity": str(self.severity),
            "message": str(self.message),
            "sources": list(self.sources),
            "addresses": list(self.addresses),
        }


def find_issues(ledger: Ledger, year: int | None) -> tuple[Issue, ...]:
    """Everything that speaks against summing these reports; ``year`` is the one asked for."""
    if not ledger.sources:
        nothing = Message("没有可以汇总的年度报告。请至少给出一份能读取的报告。")
        return (Issue("nothing", Severity.ERROR, nothing),)
    return (
        *_years(ledger, year),
        *_same_body_twice(ledger),
        *_one_is_the_sum_of_the_others(ledger),
        *_governments_with_their_parts(ledger),
        *_same_figures(ledger),
        *_nameless(ledger),
    )


def named(source: Source) -> str:
    """How a message calls a report: its body, and its file where it has one."""
    agency = source.agency or "？"
    return f"{agency}（{source.file}）" if source.file else agency


def _years(ledger: Ledger, year: int | None) -> Iterator[Issue]:
    """One sum, one year: 条例第四十九条 speaks of the report of the year before."""
    unknown = [source for source in ledger.sources if source.year is None]
    for source in unknown:
        message = Message(
            "{report}：读不出报告年度，不能汇总。请核对标题中的年度，或改正后再汇总。",
            {"report": named(source)},
        )
        yield Issue("year_unknown", Severity.ERROR, message, (source.number,))
    years = sorted({source.year for source in ledger.sources if source.year is not None})
    if year is not None and any(found != year for found in years):
        others = [source for source in ledger.sources if source.year not in (None, year)]
        message = Message(
            "要汇总的是 {year} 年，但 {report} 等 {count} 份报告是其他年度的。请去掉这些报告。",
            {"year": year, "report": named(others[0]), "count": len(others)},
        )
        yield Issue("other_year", Severity.ERROR, message, tuple(source.number for source in others))
    elif len(years) > 1:
        message = Message(
            "这些报告属于不同年度（{years}），不能相加。请按年度分别汇总。",
            {"years": "、".join(str(found) for found in years)},
        )
        yield Issue("different_years", Severity.ERROR, message, tuple(s.number for s in ledger.sources))


def _same_body_twice(ledger: Ledger) -> Iterator[Issue]:
    agencies = Agencies()
    for source in ledger.sources:
        same = [ledger.sources[number] for number in agencies.same(source.agency)]
        wider = [ledger.sources[number] for number in agencies.same_without_region(source.agency)]
        agencies.add(source.agency)
        if first := _of_year(same, source.year):
            yield _twice(first, source)
        elif first := _of_year(wider, source.year):
            yield _perhaps_twice(ledger, first, source)


def _of_year(sources: Sequence[Source], year: int | None) -> Source | None:
    return next((source for source in sources if source.year == year), None)


def _twice(first: Source, second: Source) -> Issue:
    message = Message(
        "{first} 与 {second} 是同一机关同一年度的报告，汇总会重复计算。请只保留其中一份。",
        {"first": named(first), "second": named(second)},
    )
    return Issue("same_body", Severity.ERROR, message, (first.number, second.number))


def _perhaps_twice(ledger: Ledger, first: Source, second: Source) -> Issue:
    """宁夏固原市信访局 and 固原市信访局: one body if the figures are the same, else worth a look."""
    if ledger.numbers_of(first.number) == ledger.numbers_of(second.number):
        return _twice(first, second)
    message = Message(
        "{first} 与 {second} 的名称只差上级地区名，可能是同一机关。如果是，请只保留一份。",
        {"first": named(first), "second": named(second)},
    )
    return Issue("similar_body", Severity.WARNING, message, (first.number, second.number))


def _one_is_the_sum_of_the_others(ledger: Ledger) -> Iterator[Issue]:
    """A superior's report among those of its parts shows in the figures: it is twice the half.

    Figures alone may agree by chance in small reports: then a person should look. Together with the
    name of a whole government they prove it.
    """
    rows = [ledger.numbers_of(source.number) for source in ledger.sources]
    if sum(any(row) for row in rows) < 3 or len(ledger.forms) > 1:
        return
    sums = [sum(column) for column in zip(*rows, strict=True)]
    if sum(1 for total in sums if total) < 3:
        return
    for source, row in zip(ledger.sources, rows, strict=True):
        if all(2 * value == total for value, total in zip(row, sums, strict=True)):
            message = Message(
                "{report} 的各项数字正好等于其余 {count} 份报告之和，可能已是汇总报告。如果是，请去掉它再汇总。",
                {"report": named(source), "count": len(rows) - 1},
            )
            severity = Severity.ERROR if region_governed(source.agency) else Severity.WARNING
            yield Issue("is_the_sum", severity, message, (source.number,))


def _governments_with_their_parts(ledger: Ledger) -> Iterator[Issue]:
    """A government's own report already holds its departments: 国办公开办函〔2021〕30号, 表内汇总口径."""
    keys = sorted((agency_key(source.agency), source.number) for source in ledger.sources)
    for government in ledger.sources:
        region = region_governed(government.agency)
        if not region:
            continue
        begin, end = bisect_left(keys, (region,)), bisect_left(keys, (f"{region}\U0010ffff",))
        inside = sorted(
            number
            for _, number in keys[begin:end]
            if not is_same_agency(ledger.sources[number].agency, government.agency)
        )
        if inside:
            message = Message(
                "{report} 是一级政府的报告，可能已包含“{region}”的另外 {count} 份报告。请核对，避免重复计算。",
                {"report": named(government), "region": region, "count": len(inside)},
            )
            yield Issue("government", Severity.WARNING, message, (government.number, *inside))


def _same_figures(ledger: Ledger) -> Iterator[Issue]:
    """Two bodies with the same figures in every cell, not all of them small change: a copied file."""
    seen: dict[tuple[_FormKey, tuple[Number, ...]], int] = {}
    for source in ledger.sources:
        numbers = ledger.numbers_of(source.number)
        if sum(1 for number in numbers if number) < 5:
            continue
        first = seen.setdefault((source.form_key, numbers), source.number)
        if first != source.number and not is_same_agency(ledger.sources[first].agency, source.agency):
            message = Message(
                "{first} 与 {second} 的各项数字完全相同，请核对是否误交了同一份报告。",
                {"first": named(ledger.sources[first]), "second": named(source)},
            )
            yield Issue("same_figures", Severity.WARNING, message, (first, source.number))


def _nameless(ledger: Ledger) -> Iterator[Issue]:
    for source in ledger.sources:
        if not agency_key(source.agency):
            message = Message(
                "{report}：读不出机关名称，无法判断是否重复。请人工核对。", {"report": named(source)}
            )
            yield Issue("agency_unknown", Severity.WARNING, message, (source.number,))
