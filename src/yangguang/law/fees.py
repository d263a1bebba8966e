"""The information-processing fee (信息处理费): by item or by page, progressive by band.

政府信息公开信息处理费管理办法 (国办函〔2020〕109号), Articles 3 to 5: one application is charged by item or by
volume, never by both; each band has its own rate (超额累进). By item, all items of one applicant in one
calendar month are counted; by page, the pages of one application.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yangguang.law import articles
from yangguang.law.errors import InvalidAmount
from yangguang.translation import gettext, mark

MOST_ITEMS = 10_000  # more in one month, or more pages below, is a slip of the pen
MOST_PAGES = 1_000_000


@dataclass(frozen=True, slots=True)
class Band:
    """The part of the items or pages that falls into one band: from … to …, each at ``rate`` yuan."""

    from_: int
    to: int
    rate: int

    @property
    def count(self) -> int:
        """How many items or pages."""
        return self.to - self.from_ + 1

    @property
    def yuan(self) -> int:
        """What they cost together."""
        return self.count * self.rate


@dataclass(frozen=True, slots=True)
class Fee:
    """An amount with the bands that make it up."""

    bands: tuple[Band, ...]
    article: str

    @property
    def yuan(self) -> int:
        """The amount."""
        return sum(band.yuan for band in self.bands)

    def as_json(self) -> dict[str, object]:
        """The fee as the contract has it."""
        bands = [
            {"from": band.from_, "to": band.to, "rate": band.rate, "yuan": band.yuan} for band in self.bands
        ]
        return {"yuan": self.yuan, "bands": bands, "article": gettext(self.article)}


def fee_by_items(items: int, already: int = 0) -> Fee:
    """The fee for ``items`` of one applicant, after ``already`` earlier ones of the same calendar month.

    收费办法第四条: up to 10 free; 11–30 at 100 yuan each; from 31 on, every ten items are a band and each band
    costs 100 yuan an item more than the one before. Raises ``InvalidAmount``.
    """
    _refuse(mark("件数"), items, MOST_ITEMS)
    _refuse(mark("当月已有件数"), already, MOST_ITEMS)
    return Fee(tuple(_cut(_item_bands(), already, already + items)), articles.FEE_4)


def fee_by_pages(pages: int) -> Fee:
    """The fee for ``pages`` of one application (one side of A4 or smaller is a page).

    收费办法第五条: up to 30 free; 31–100 at 10 yuan; 101–200 at 20; from 201 on 40. Raises ``InvalidAmount``.
    """
    _refuse(mark("页数"), pages, MOST_PAGES)
    return Fee(tuple(_cut(iter(_PAGE_BANDS), 0, pages)), articles.FEE_5)


def _item_bands() -> Iterator[Band]:
    yield Band(1, 10, 0)
    yield Band(11, 30, 100)
    first, rate = 31, 200
    while True:
        yield Band(first, first + 9, rate)
        first, rate = first + 10, rate + 100


_PAGE_BANDS = (Band(1, 30, 0), Band(31, 100, 10), Band(101, 200, 20), Band(201, MOST_PAGES, 40))


def _cut(bands: Iterator[Band], after: int, last: int) -> Iterator[Band]:
    """The parts of the bands that lie after ``after`` and not beyond ``last``."""
    for band in bands:
        if band.from_ > last:
            return
        if band.to > after:
            yield Band(max(band.from_, after + 1), min(band.to, last), band.rate)
        if band.to >= last:
            return


def _refuse(what: str, count: int, most: int) -> None:
    if not 0 <= count <= most:
        raise InvalidAmount(
            mark("{what}应在 0 至 {most} 之间，现为 {count}。请检查。"), what=what, most=most, count=count
        )
