"""Sentences that say a figure without one: 未收到申请, 未发生行政复议, 均获维持, 全部办结."""

from __future__ import annotations

import re

from yangguang.annualreport.checking.narrative import metrics
from yangguang.annualreport.checking.narrative.claims import Sentence
from yangguang.annualreport.checking.narrative.findings import figure, text_finding
from yangguang.annualreport.checking.narrative.metrics import Values
from yangguang.annualreport.checking.tally import Tally
from yangguang.translation import Message, mark

_NOT_ALL_UPHELD = mark(
    "正文称复议、诉讼均获维持，表格中 {total} 件里维持 {upheld} 件、纠正 {corrected} 件、"
    "其他结果 {other} 件、尚未审结 {pending} 件。"
)
_SAY_OUTCOMES = mark("请按表四的结果改写；尚未审结的案件不能写作维持。")
_NOT_ALL_DONE = mark("正文称申请已全部办结，表格中还有 {carried} 件结转下年度继续办理。")
_SAY_CARRIED = mark("请写明结转下年度的件数。")

_UPHELD = re.compile("(?:均|全部|都)(?:已|予以|被|获|获得|得到|判决|结果|为)*维持")
_DONE = re.compile(
    "(?:均|全部|都)已?(?:经|按时|按期限|按期|如期|依法|及时|依规|按规定|在法定期限内|在规定期限内|全部)*"
    "(?:办结|办理完毕|答复完毕|答复办结|答复并办结|办理完成|办结完毕)"
)
_NOT_YET = re.compile("目前|截至|至今|审结|已结")


def check_upheld(sentence: Sentence, values: Values, tally: Tally) -> None:
    """均获维持 behind the numbers of reviews and suits: none pending, corrected or otherwise ended."""
    match = _UPHELD.search(sentence.passage.text)
    if match is None or _NOT_YET.search(sentence.passage.text):
        return
    blocks = dict.fromkeys(
        path.split(".")[1]
        for claim in sentence.claims
        if claim.metric.family == "remedies" and claim.number.start < match.start()
        for _, path in claim.metric.readings[0]
        if path.endswith(".total")
    )
    columns = ("total", "upheld", "corrected", "other", "pending")
    sums = {column: _sum(values, tuple(blocks), column) for column in columns} if blocks else {}
    if not sums or any(value is None for value in sums.values()):
        return
    tally.checked += 1
    if sums["upheld"] != sums["total"]:
        facts: dict[str, object] = {
            column: figure(value) for column, value in sums.items() if value is not None
        }
        tally.add(
            text_finding(
                sentence.passage,
                match.span(),
                Message(_NOT_ALL_UPHELD, facts),
                Message(_SAY_OUTCOMES),
                expected=int(sums["upheld"] or 0),
                actual=int(sums["total"] or 0),
                cells=tuple(f"remedies.{block}.upheld" for block in blocks),
            )
        )


def _sum(values: Values, blocks: tuple[str, ...], column: str) -> int | None:
    terms = tuple((1, f"remedies.{block}.{column}") for block in blocks)
    found = values.of(metrics.Metric("", (terms,), "remedies"))
    if not found and all(values.figures.known(path) for _, path in terms):
        return 0
    return int(found[-1]) if found else None


def check_all_done(sentence: Sentence, values: Values, tally: Tally) -> None:
    """全部办结 right behind the number received, while the table carries requests over."""
    text = sentence.passage.text
    match = _DONE.search(text)
    if match is None or _NOT_YET.search(text):
        return
    before = [claim for claim in sentence.claims if claim.number.start < match.start()]
    labels = (metrics.RECEIVED, metrics.NEWLY_RECEIVED)
    if (
        not before
        or before[-1].metric.label not in labels
        or re.search("[；;]", text[before[-1].number.end : match.start()])
    ):
        return
    if any(claim.metric.label == metrics.CARRIED_OUT for claim in sentence.claims):
        return
    carried = values.of(metrics.carried("carried_out"))
    if not carried:
        return
    tally.checked += 1
    if 0 not in carried:
        tally.add(
            text_finding(
                sentence.passage,
                match.span(),
                Message(_NOT_ALL_DONE, {"carried": figure(carried[0])}),
                Message(_SAY_CARRIED),
                expected=figure(carried[0]),
                actual=0,
                cells=("requests.carried_out.total",),
            )
        )
