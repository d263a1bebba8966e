"""Which figure of one form is which figure of another.

Cells with the same address mean the same in every form unless something is said here. From the
comparison of 国办公开办函〔2019〕60号 with 国办公开办函〔2021〕30号, table by table.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from yangguang.annualreport.formats import Format
from yangguang.annualreport.formats.official_2021 import OTHER_ROWS
from yangguang.annualreport.formats.shared import SINGLE_OTHER
from yangguang.translation import mark


class Comparability(StrEnum):
    """How far the figures of a row may be set beside each other."""

    SAME = "same"  # the same cell in all forms
    NEAR = "near"  # another cell with nearly the same meaning
    SUMMED = "summed"  # one cell here is the sum of several there
    ONE_FORM = "one_form"  # the other form has no such figure


@dataclass(frozen=True, slots=True)
class Link:
    """A row or cell of one form and what it is in the other.

    ``old`` and ``new`` are heads of addresses; what follows them (the column) is the same on both
    sides. Several ``new`` are summed; none means that the new form has no such figure.
    """

    old: str
    new: tuple[str, ...]
    comparability: Comparability
    note: str


_NEAR_ISSUED = mark("2019年格式为“本年新制作数量”，2021年格式为“本年制发件数”，口径相近，不完全相同。")
_NO_PUBLISHED = mark("2021年格式不再填报“本年新公开数量”。")
_NO_STOCK = mark("2021年格式不再填报“对外公开总数量”；它与“现行有效件数”含义不同，不能互相比较。")
_NO_ITEMS = mark("2021年格式不再填报项目数量，只填报处理决定数量。")
_NO_SERVICES = mark("2021年格式不再填报“其他对外管理服务事项”。")
_NO_FEE_ITEMS = mark("2019年格式填报收费项目数量，2021年格式改为填报收费金额。")
_NO_PROCUREMENT = mark("2021年格式不再填报政府集中采购。")
OTHER_SUMMED = mark("“（六）其他处理”在2021年格式中分为三项，此处为三项之和。")

_ART_1 = "proactive.art20_1"

LINKS_2019_2021 = (
    Link(f"{_ART_1}.rules.made_this_year", (f"{_ART_1}.rules.issued",), Comparability.NEAR, _NEAR_ISSUED),
    Link(
        f"{_ART_1}.normative_documents.made_this_year",
        (f"{_ART_1}.normative_documents.issued",),
        Comparability.NEAR,
        _NEAR_ISSUED,
    ),
    *(
        Link(f"{_ART_1}.{row}.{column}", (), Comparability.ONE_FORM, note)
        for row in ("rules", "normative_documents")
        for column, note in (("newly_published", _NO_PUBLISHED), ("total_public", _NO_STOCK))
    ),
    Link("proactive.art20_5.other_services", (), Comparability.ONE_FORM, _NO_SERVICES),
    *(
        Link(f"proactive.{row}.{column}", (), Comparability.ONE_FORM, _NO_ITEMS)
        for row in ("art20_5.licensing", "art20_6.penalty", "art20_6.coercion")
        for column in ("items_last_year", "items_change")
    ),
    Link("proactive.art20_8.fees.items_last_year", (), Comparability.ONE_FORM, _NO_FEE_ITEMS),
    Link("proactive.art20_8.fees.items_change", (), Comparability.ONE_FORM, _NO_FEE_ITEMS),
    Link("proactive.art20_9", (), Comparability.ONE_FORM, _NO_PROCUREMENT),
)

# The one row of the older form (and of offices that kept it) is the sum of three.
OTHER_LINK = Link(
    f"requests.{SINGLE_OTHER.id}",
    tuple(f"requests.{row.id}" for row in OTHER_ROWS),
    Comparability.SUMMED,
    OTHER_SUMMED,
)

# Figures that only the newer form has, with the reason.
NEW_ONLY = {
    "repealed": mark("2019年格式没有“本年废止件数”。"),
    "in_force": _NO_STOCK,
    "amount": _NO_FEE_ITEMS,
}

LINKS = (*LINKS_2019_2021, OTHER_LINK)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure is taken from in one form: nothing, one cell, or several to be summed."""

    paths: tuple[str, ...]
    comparability: Comparability = Comparability.SAME
    note: str = ""


def _under(address: str, head: str) -> str | None:
    """What follows ``head`` in the address, or ``None`` when it does not begin with it."""
    if address == head or address.startswith(f"{head}."):
        return address[len(head) :]
    return None


def find(address: str, form: Format) -> Source:
    """What a form has for the figure at an address of any form."""
    known = _paths(form)
    if address in known:
        return Source((address,))
    for link in LINKS:
        tail = _under(address, link.old)
        if tail is not None:
            paths = tuple(head + tail for head in link.new)
            if paths and all(path in known for path in paths):
                return Source(paths, link.comparability, link.note)
            return Source((), Comparability.ONE_FORM, link.note)
        tail = _under(address, link.new[0]) if len(link.new) == 1 else None
        if tail is not None and link.old + tail in known:
            return Source((link.old + tail,), link.comparability, link.note)
    if any(_under(address, head) is not None for head in OTHER_LINK.new):
        return Source((), Comparability.ONE_FORM, OTHER_SUMMED)
    return Source((), Comparability.ONE_FORM, NEW_ONLY.get(address.rpartition(".")[2], ""))


@lru_cache(maxsize=8)
def _paths(form: Format) -> frozenset[str]:
    """The addresses of a form."""
    return frozenset(form.cell_paths())
