"""T1 and T2: figures in the prose against the tables and against themselves."""

from __future__ import annotations

from yangguang.annualreport.checking.narrative.claims import read_sentence
from yangguang.annualreport.checking.narrative.compare import compare_claims
from yangguang.annualreport.checking.narrative.metrics import Values
from yangguang.annualreport.checking.narrative.passages import passages
from yangguang.annualreport.checking.relations import Figures
from yangguang.annualreport.checking.rules import rule
from yangguang.annualreport.checking.tally import Tally
from yangguang.annualreport.model import AnnualReport
from yangguang.translation import Message, mark

_NOTHING_TO_COMPARE = mark("正文中没有可与表格核对的数字。")
_NO_GROWTH = mark("正文中没有可核对的增减幅度。")


def check_narrative(
    report: AnnualReport, figures: Figures, previous: AnnualReport | None = None
) -> list[Tally]:
    """Read every sentence with a figure that could be one of the tables', and compare."""
    prose = Tally("T1", rule("T1").severity, reason=Message(_NOTHING_TO_COMPARE))
    growth = Tally("T2", rule("T2").severity, reason=Message(_NO_GROWTH))
    values = Values(figures)
    sentences = [read_sentence(passage, report) for passage in passages(report)]
    compare_claims((claim for sentence in sentences for claim in sentence.claims), values, prose)
    return [prose, growth]
