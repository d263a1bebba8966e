"""T1 and T2: figures in the prose against the tables and against themselves.

Sentences with a keyword and a figure (:mod:`passages`) are cut up (:mod:`segments`, with the words of
:mod:`lexicon`), their numbers get a meaning (:mod:`claims`, :mod:`metrics`), and are compared.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import islice

from yangguang.annualreport.checking.narrative.claims import Claim, Sentence, read_sentence
from yangguang.annualreport.checking.narrative.compare import compare_claims
from yangguang.annualreport.checking.narrative.growth import check_growth
from yangguang.annualreport.checking.narrative.metrics import Values
from yangguang.annualreport.checking.narrative.parts import check_parts
from yangguang.annualreport.checking.narrative.passages import passages
from yangguang.annualreport.checking.narrative.percentages import (
    check_fractions,
    check_shares,
    wholes_of,
)
from yangguang.annualreport.checking.narrative.silence import check_all_done, check_upheld
from yangguang.annualreport.checking.narrative.sums import check_sums
from yangguang.annualreport.checking.relations import Figures
from yangguang.annualreport.checking.rules import rule
from yangguang.annualreport.checking.tally import Tally
from yangguang.annualreport.model import AnnualReport
from yangguang.translation import Message, mark

_NOTHING_TO_COMPARE = mark("正文中没有可与表格核对的数字。")
_NO_GROWTH = mark("正文中没有可核对的增减幅度。")

_SHARE = re.compile("[%成半]")
_GROWN = re.compile("[增升提涨降减落滑]|持平")

MOST_SENTENCES = 2000
"""Sentences with figures read at most, about a second; a real report has some ten to fifty."""


def check_narrative(
    report: AnnualReport, figures: Figures, previous: AnnualReport | None = None
) -> list[Tally]:
    """Read every sentence with a figure that could be one of the tables', and compare.

    ``previous`` must be the same body's report of the year before, or ``None``.
    """
    prose = Tally("T1", rule("T1").severity, reason=Message(_NOTHING_TO_COMPARE))
    growth = Tally("T2", rule("T2").severity, reason=Message(_NO_GROWTH))
    figures.trust()  # a sentence is compared with what is most likely there; READ tells that it is doubtful
    values = Values(figures)
    before = Values(Figures(previous)) if previous else None
    sentences = [read_sentence(passage, report) for passage in islice(passages(report), MOST_SENTENCES)]
    claims = [claim for sentence in sentences for claim in sentence.claims]
    compare_claims(claims, values, prose)
    wholes = wholes_of(claims, values) if any(_SHARE.search(one.passage.text) for one in sentences) else []
    for sentence in sentences:
        _check_sentence(sentence, wholes, values, prose)
        if _GROWN.search(sentence.passage.text):
            check_growth(sentence, values, before, growth)
    check_parts(report, prose)
    return [prose, growth]


def _check_sentence(sentence: Sentence, wholes: list[Decimal | int], values: Values, prose: Tally) -> None:
    if "%" in sentence.passage.text:
        check_shares(sentence, wholes, values, prose)
    if "成" in sentence.passage.text or "半" in sentence.passage.text:
        check_fractions(sentence, wholes, values, prose)
    check_sums(sentence, prose)
    check_upheld(sentence, values, prose)
    check_all_done(sentence, values, prose)


__all__ = ["Claim", "check_narrative"]
