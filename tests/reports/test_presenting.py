"""A report as the reviewer sees it: every finding at its words, every cell in its table."""

from __future__ import annotations

from pathlib import Path

from yangguang.annualreport.checking import check
from yangguang.annualreport.reading import read
from yangguang.reports import presenting, samples

SOURCES = Path(samples.__file__).parent / "sources"


def test_a_sentence_is_marked_even_where_a_date_stands_before_it() -> None:
    report = read(SOURCES / "qingchuan-zhengfuban-2019.json")
    checked = check(report)
    assert [finding.where for finding in checked.findings if finding.rule == "T1"] == ["preamble"]
    listed = presenting.finding_views(report, checked, {})
    preamble = presenting.parts(report, listed, {})[0]
    pieces = [piece for block in preamble.blocks for piece in getattr(block, "pieces", ())]
    assert [piece.text for piece in pieces if piece.finding] != []
