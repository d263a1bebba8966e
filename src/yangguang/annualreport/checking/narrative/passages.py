"""The sentences that are worth reading closely, with the way back to their place in the report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yangguang.annualreport.model import AnnualReport

_LONGEST = 1500  # signs; a "sentence" beyond this is a table that lost its lines
_LOOK_BACK = 260  # signs before a sentence in which its subject may have been named

# Words without which no sentence speaks of a figure of the tables, or of a sum or growth.
_KEYWORDS = re.compile(
    "申请|复议|诉讼|应诉|规范性文件|规章|许可|处罚|行政强制|采购|行政事业性收费|予以公开|部分公开|不予|无法提供|"
    "其他|其余|结转|办结|答复|自然人|%|％"
)
# Common words say enough only beside others: 许可 with a decision, 其他 at the end of a list of numbers.
_STRONG = re.compile(
    "申请|复议|诉讼|应诉|行政事业性收费|予以公开|部分公开|不予|无法提供|其他处理|结转|办结|答复|自然人"
)
_WEAK = re.compile(
    r"(?:作出|做出|实施|下达|核发)[^。]{0,30}(?:许可|处罚|强制)|(?:许可|处罚|强制)[^。]{0,20}(?:作出|做出|决定数)|"
    r"(?:规范性文件|规章)[^。]{0,40}[\d０-９一二三四五六七八九十]|[\d０-９未无没][^。]{0,12}(?:规范性文件|规章)|"
    r"采购[^。]{0,30}(?:金额|[项个宗])|(?:其他|其余|其它)[^。，；、]{0,40}[\d０-９]|"
    r"(?:增长|增加|上升|提高|提升|上涨|下降|减少|降低|回落|下滑|增幅|降幅)[^。，；]{0,20}[%％]"
)
_FIGURE = re.compile(r"[0-9０-９]|[一二两三四五六七八九十百][余多几]?[件起宗例份成]|[半无未零均没]")
_END = re.compile(r"[。！？\n]")
_NOISE = re.compile(r"[\s*_#]")
_TITLE = re.compile(r"《[^《》]+》")
_LISTED = re.compile(r"(?<=\d),(?=\s)")  # 120, 200: a list, no thousands
_WIDTHS = str.maketrans("０１２３４５６７８９％．＋－（）", "0123456789%.+-（）")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence made plain (no blanks, half-width figures) and where it stands.

    ``before`` is the text that precedes it in its part. ``offsets`` are the places of the plain signs
    in the paragraph; empty where plain and printed text are the same but for ``start``.
    """

    text: str
    section: int
    paragraph: int
    start: int
    printed: str
    before: str = ""
    offsets: tuple[int, ...] = ()

    @property
    def where(self) -> str:
        return f"sections.{self.section}" if self.section else "preamble"

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the plain text stands in the paragraph."""
        if not self.offsets:
            return self.start + start, self.start + end
        return self.offsets[start], self.offsets[end - 1] + 1


def plain(printed: str, section: int, paragraph: int, start: int, before: str = "") -> Passage:
    """The sentence without blanks and marks, figures in half width."""
    text = printed.translate(_WIDTHS)
    if "《" in text:  # what stands in the title of another document says nothing of this body
        text = _TITLE.sub(lambda match: "《" + "■" * (len(match[0]) - 2) + "》", text)
    if "," in text:
        text = _LISTED.sub("，", text)
    if not _NOISE.search(text):
        return Passage(text, section, paragraph, start, printed, before)
    kept = [place for place, sign in enumerate(text) if not _NOISE.match(sign)]
    bare = "".join(text[place] for place in kept)
    offsets = tuple(start + place for place in kept)
    return Passage(bare, section, paragraph, start, printed, before, offsets)


def passages(report: AnnualReport) -> Iterator[Passage]:
    """Sentences of the six parts that hold a keyword and a figure, in order."""
    for section in report.sections:
        before = ""
        for number, paragraph in enumerate(section.paragraphs):
            yield from _of_paragraph(paragraph, section.number, number, before)
            before = f"{before[-_LOOK_BACK:]}\n{paragraph}"


def _of_paragraph(paragraph: str, section: int, number: int, before: str) -> Iterator[Passage]:
    done = 0
    for keyword in _KEYWORDS.finditer(paragraph):
        if keyword.start() < done:
            continue
        # Bounded by the sentence before, so that a long text is gone over once.
        start = max(done, *(paragraph.rfind(mark, done, keyword.start()) + 1 for mark in "。！？\n"))
        end = _END.search(paragraph, keyword.start())
        done = end.start() if end else len(paragraph)
        printed = paragraph[start:done]
        if len(printed) <= _LONGEST and _FIGURE.search(printed) and _tells(printed):
            behind = paragraph[max(0, start - _LOOK_BACK) : start]
            yield plain(printed, section, number, start, behind if start >= _LOOK_BACK else before + behind)


def _tells(sentence: str) -> bool:
    """Whether a sentence with a keyword and a figure may say a figure of the tables, a sum, or growth."""
    return _STRONG.search(sentence) is not None or _WEAK.search(sentence) is not None
