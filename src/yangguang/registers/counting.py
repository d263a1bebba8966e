"""The figures of tables 第二十条 for any agencies and year, and the entries behind each of them.

``counts`` asks one grouped query per register, whatever the number of agencies and cells. Sums are made by the database
over whole numbers (a count, a number of decisions, fen), so nothing is rounded on the way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import QuerySet

from yangguang.annualreport.formats import Format, Kind
from yangguang.annualreport.model import Money
from yangguang.registers.declared import REGISTERS
from yangguang.registers.declaring import Gives, Register

Figure = int | Decimal | Money


def counts(agencies: Collection[int], year: int, form: Format) -> dict[str, Figure]:
    """Every proactive cell of the form that registers give, by its address, over these agencies together."""
    figures: dict[str, Figure] = {}
    for register, given in _given(form):
        each = _totals(register, given, agencies, year)
        for path in (path for gives in given for path in gives.paths.values()):
            total = sum(totals.get(path, 0) for totals in each.values())
            figures[path] = _as_printed(total, _kind(form, path))
    return figures


def counts_each(agencies: Collection[int], year: int, form: Format) -> dict[int, dict[str, Figure]]:
    """The same cells for each of these agencies, by the same queries."""
    figures: dict[int, dict[str, Figure]] = {agency: {} for agency in agencies}
    for register, given in _given(form):
        each = _totals(register, given, agencies, year)
        for path in (path for gives in given for path in gives.paths.values()):
            kind = _kind(form, path)
            for agency in agencies:
                figures[agency][path] = _as_printed(each.get(agency, {}).get(path, 0), kind)
    return figures


def behind(agencies: Collection[int], year: int, form: Format, path: str) -> QuerySet[Any] | None:
    """The entries that the figure of a cell comes from; ``None`` where no register gives the cell.

    Of a change within the year (本年增/减) they are the entries that came and those that went.
    """
    for register, given in _given(form):
        for gives in given:
            for row, address in gives.paths.items():
                if address == path:
                    entries = register.model.objects.filter(gives.counting.behind(year), agency__in=agencies)
                    return entries.filter(kind=row) if register.kinds else entries
    return None


def register_of(form: Format, path: str) -> Register | None:
    """The register that gives a cell."""
    for register, given in _given(form):
        if any(path in gives.paths.values() for gives in given):
            return register
    return None


def _given(form: Format) -> Iterator[tuple[Register, list[Gives]]]:
    """The registers that give cells of this form, each with what it gives."""
    for register in REGISTERS:
        given = [gives for gives in register.gives if gives.form == form.id]
        if given:
            yield register, given


def _totals(
    register: Register, given: list[Gives], agencies: Collection[int], year: int
) -> dict[int, dict[str, int | Decimal]]:
    """What a register gives to each cell, by agency; agencies without entries of the year are left out."""
    countings = list(dict.fromkeys(gives.counting for gives in given))
    names = {counting: f"total_{number}" for number, counting in enumerate(countings)}
    concerned = reduce(or_, (counting.behind(year) for counting in countings))
    entries = register.model.objects.filter(concerned, agency__in=agencies).order_by()
    groups = ("agency", "kind") if register.kinds else ("agency",)
    each: defaultdict[int, dict[str, int | Decimal]] = defaultdict(dict)
    totals = {name: counting.total(year) for counting, name in names.items()}
    for found in entries.values(*groups).annotate(**totals):
        for gives in given:
            for row, path in gives.paths.items():
                if not register.kinds or found["kind"] == row:
                    each[found["agency"]][path] = found[names[gives.counting]] or 0
    return each


def _kind(form: Format, path: str) -> Kind:
    table, _row, column = path.rsplit(".", 2)
    return form.table(table).column(column).kind


def _as_printed(total: int | Decimal, kind: Kind) -> Figure:
    """A total as the cell holds it: a number, ten thousand yuan, or money in words and yuan."""
    if kind is Kind.WAN_YUAN:
        return wan_yuan(Decimal(total))
    if kind is Kind.MONEY:
        yuan = Decimal(total)
        return Money(f"{wan_yuan(yuan):f}万元" if yuan else "0", yuan)
    return int(total)


def wan_yuan(yuan: Decimal) -> Decimal:
    """Yuan in 万元, exactly and without needless noughts: 137400.00 is 13.74."""
    wan = yuan.scaleb(-4).normalize()
    exponent = wan.as_tuple().exponent
    return wan.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else wan
