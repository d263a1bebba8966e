"""Whatever stands in a report, it can be written: an office's mess must not stop the file."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from yangguang.annualreport.model import AnnualReport, Cell, CellState, Contact, Money, SectionText
from yangguang.annualreport.writing import KINDS, write

AnyReport = Callable[..., SearchStrategy[AnnualReport]]
ANYTHING = st.text(st.characters(), max_size=60)
PARTS = st.lists(
    st.builds(SectionText, st.integers(1, 9), ANYTHING, st.lists(ANYTHING, max_size=3).map(tuple)), max_size=5
).map(tuple)
VALUES = (
    None,
    0,
    -7,
    10**14,
    10**30,
    Decimal("1.50"),
    Decimal("1E+20"),
    Money("约\x0b5万", None),
    Money("", Decimal(3)),
)
FIRST_BYTES = {"docx": b"PK", "xlsx": b"PK", "pdf": b"%PDF", "html": b"<!DO", "json": b"{"}


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_report_can_be_written(kind: str, data: st.DataObject, any_report: AnyReport) -> None:
    luck = random.Random(data.draw(st.integers(0, 2**32)))  # noqa: S311 - figures, not secrets
    report = data.draw(any_report())
    share = data.draw(st.sampled_from((0.0, 0.02, 0.6)))
    cells = {
        path: Cell(path, luck.choice(VALUES), luck.choice(list(CellState)), raw="\x01 =1+1")
        if luck.random() < share
        else cell
        for path, cell in report.cells.items()
    }
    odd = replace(
        report,
        cells=cells,
        title=data.draw(ANYTHING),
        agency=data.draw(ANYTHING),
        year=data.draw(st.sampled_from((None, 2023, -5))),
        preamble=(data.draw(ANYTHING),),
        sections=data.draw(PARTS),
        contact=Contact(office=data.draw(ANYTHING)),
        period=data.draw(st.sampled_from((None, ("", ""), ("甲", "2023-13-01")))),
        published_on=data.draw(ANYTHING),
        notes={data.draw(ANYTHING): data.draw(ANYTHING), "requests": data.draw(ANYTHING)},
    )
    assert write(odd, kind).startswith(FIRST_BYTES[kind])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sign", ["\ud800", "\ufffe", "\x85\u2028", "\x00", "\U0001f4a3"])
def test_signs_that_no_file_can_hold_are_left_out(
    kind: str, sign: str, make_report: Callable[..., AnnualReport]
) -> None:
    odd = make_report(agency=f"甲{sign}局", title=f"甲{sign}报告", preamble=(sign,), notes={"requests": sign})
    assert write(odd, kind).startswith(FIRST_BYTES[kind])
