"""Every letter with its default text, read by a machine with a lawyer's eye: whole sentences, and no article too many.

Each paper in each of its wordings, on a day of each regime of remedies, to a person and to a firm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from answering import REGIMES, REPLIES, facts, ready_for
from support_letters import LetterDesk
from support_office import Cast, Desk, at

from yangguang.cases.models import Case
from yangguang.letters import actions
from yangguang.letters.models import Letter
from yangguang.letters.papers import free_papers, paper, papers
from yangguang.requests.procedure import PROCEDURE

pytestmark = pytest.mark.django_db

REGULATION = "《中华人民共和国政府信息公开条例》"
# day, day of receipt, last day of the time set on the way (a working day)
DAYS = [
    (day, received, until)
    for (day, received, _rule), until in zip(REGIMES, ("2023-12-29", "2024-03-29", "2025-06-30"), strict=True)
]


class Room:
    """A bureau that writes every letter there is, on a day."""

    def __init__(self, desk: Desk, writing: LetterDesk, day: str, received: str, until: str) -> None:
        self.desk, self.writing = desk, writing
        self.day, self.received, self.until = day, received, until

    def case(self, **own: Any) -> Case:
        return self.desk.receives("某路改造工程2023年度的预算和批复。", on=self.received, **own)

    def step(self, case: Case, step: str, **facts: Any) -> Letter:
        return self.writing.prepares(case, step, on=self.day, **facts)

    def free(self, case: Case, code: str, **facts: Any) -> Letter:
        by = self.writing.who("disclosure_office")
        return actions.prepare_paper(case, code, facts=facts, by=by, at=at(self.day))

    def replies(self, **own: Any) -> Iterator[tuple[str, Letter]]:
        """An answer of every outcome."""
        for code, *_rest in REPLIES:
            case = self.case(**own)
            ready_for(code, case, self.desk, self.received)
            yield f"reply:{code}", self.step(case, "answer", **facts(code))

    def sparse_replies(self) -> Iterator[tuple[str, Letter]]:
        """The same with no more than must be filled in, and with a course to tell."""
        for code, *_rest in REPLIES:
            case = self.case()
            ready_for(code, case, self.desk, self.received)
            needed = {"outcome": code}
            text = paper("reply").wording(code).text
            for name, place in (
                ("reasons", "{{理由}}"),
                ("how", "{{提供方式}}"),
                ("other_body", "{{负责机关告知}}"),
            ):
                if place in text:
                    needed[name] = "不能确定" if name == "other_body" else "见市政府网站"
            self.desk.does(case, "extend", on=self.received, reason="需要检索历史档案。", working_days=5)
            yield f"sparse:{code}", self.step(case, "answer", **needed)

    def on_the_way(self, **own: Any) -> Iterator[tuple[str, Letter]]:
        """What is asked, told and charged before the answer; with and without a full stop typed."""
        until = date.fromisoformat(self.until)
        case = self.case(**own)
        yield "extension", self.step(case, "extend", reason="因为需要检索历史档案。", working_days=20)
        yield "correction", self.step(case, "ask_correction", what="1．年度；\n2．工程的名称", until=until)
        yield "reason", self.step(case, "ask_reason", what="一个月内提交46件", until=until)
        yield "fee", self.step(case, "notify_fee", basis="items", count=33, reason="一个月内提交33件")
        yield (
            "fee by pages",
            self.step(self.case(**own), "notify_fee", basis="pages", count=120, reason="复印120页。"),
        )
        asked = {"party": "云溪市某局", "what": "批复是否可以公开", "until": until}
        for ground in ("opinion", "determination"):
            yield f"agency:{ground}", self.step(self.case(), "consult_other_body", ground=ground, **asked)
        del asked["until"]
        yield "co-author", self.step(case, "consult_agency", **asked)
        yield "third party", self.step(case, "consult_third_party", **asked)
        for whom in ("third", "co_author", "agency", "both"):
            yield f"notice:{whom}", self.free(case, "consult_notice_applicant", whom=whom)
        yield "assist", self.free(case, "assist_letter", unit="市档案馆", what="检索批复", until=until)
        yield (
            "decision",
            self.free(case, "third_party_decision", party="某公司", what="中标价格", reasons="使用财政资金"),
        )
        yield (
            "record",
            self.free(case, "record_correction_reply", finding="经核实，住址有误", decision="本机关已更正"),
        )
        for code in ("receipt", "registration", "application_form"):
            yield code, self.free(case, code)
        case = self.case(**own)
        ready_for("excessive", case, self.desk, self.received)
        yield (
            "postponement",
            self.step(
                case, "postpone", reason="46件需要逐件检索。", until=date(int(self.day[:4]) + 1, 3, 18)
            ),
        )

    def closings(self) -> Iterator[tuple[str, Letter]]:
        """Requests given up."""
        for code in ("abandoned_correction", "abandoned_fee"):
            case = self.case()
            Case.objects.filter(pk=case.pk).update(
                state_id="answered", is_open=False, outcome_id=code, closed_on=self.day
            )
            case.refresh_from_db()
            yield code, self.free(case, "closing_notice", outcome=code, reason="期限届满，未收到")

    def service(self) -> Iterator[tuple[str, Letter]]:
        case = self.case()
        sent = self.writing.sends(case, "answer", on=self.day, outcome="provide", how="见附件")
        yield (
            "service",
            self.free(
                case, "service_record", letter=str(sent.pk), recipient="王小明", channel="mail", place="EMS 9"
            ),
        )

    def everything(self) -> Iterator[tuple[str, Letter]]:
        yield from self.replies()
        yield from self.replies(applicant_kind="business", name="云溪某某有限公司")
        yield from self.sparse_replies()
        yield from self.on_the_way()
        yield from self.on_the_way(applicant_kind="business", name="云溪某某有限公司")
        yield from self.closings()
        yield from self.service()


@pytest.mark.parametrize(("day", "received", "until"), DAYS)
def test_every_letter_reads_well(
    day: str, received: str, until: str, cast: Cast, desk: Desk, writing: LetterDesk
) -> None:
    seen = set()
    for name, letter in Room(desk, writing, day, received, until).everything():
        seen.add((letter.paper_code, letter.wording_id))
        problems = list(flaws(letter.text)) + list(articles_too_many(letter))
        assert problems == [], f"{name}\n{letter.text}"
    own = {step.paper for step in PROCEDURE.steps} | {one.code for one in free_papers(PROCEDURE.id)}
    assert seen == {(one.code, wording.id) for one in papers() if one.code in own for wording in one.wordings}


FLAWS = {
    "a placeholder": r"[{}]",
    "a blank that nobody filled": r"None|（）|“”|《》|\(\)",
    "punctuation twice": r"[。；，、：]{2,}|。）。|[，、]$",
    "a clause without words": r"[（“]\s*[，。；：）”]|(?:^|[。；，因])[，。；]",
    "the same closing twice": r"特此告知.*特此告知",
    "a stray blank": r"[\u4e00-\u9fff] +[\u4e00-\u9fff]",
}
_ENDS = ("。", "：", "；", "----", "________", "件")


def flaws(text: str) -> Iterator[str]:
    """What no letter may have."""
    title, *lines = text.split("\n")
    for kind, pattern in FLAWS.items():
        for line in lines if kind.startswith("punctuation") else [*lines, "".join(lines)]:
            found = re.search(pattern, line)
            if found and not _is_a_heading(line):
                yield f"{kind}: {found.group()} in {line}"
    for line in _prose(lines):
        if not line.endswith(_ENDS):
            yield f"no full stop: {line}"
    if not title.endswith(("书", "表", "函", "证", "执")):
        yield f"title: {title}"


def _is_a_heading(line: str) -> bool:
    return bool(re.fullmatch(r"[^。]{1,40}：", line))


def _prose(lines: list[str]) -> Iterator[str]:
    """Lines that are sentences: not the fields of a form, contacts, attachments, or the slip for an answer."""
    for line in lines:
        if line == "---":
            return
        is_field = re.match(r"[^，。]{1,12}：", line) or re.match(r"[一二三四]、", line)
        if not is_field and len(line) > 20:
            yield line


def articles_too_many(letter: Letter) -> Iterator[str]:
    """Articles in the letter that neither its own ground nor the remedies have."""
    values = letter.values
    own = CITES[letter.paper_code]
    allowed = set(_articles(" ".join((own, values.get("条款", ""), values.get("征求意见条款", "")))))
    if letter.wording_id in OWN_WORDING:
        allowed |= set(_articles(OWN_WORDING[letter.wording_id]))
    if letter.wording_id.startswith("deny_") and letter.wording_id != "deny_inquiry":
        allowed |= set(_articles("第三十六条第（三）项"))
    text = letter.text.replace(values.get("救济途径", ""), "")
    for cited in _articles(text):
        if cited not in allowed:
            yield f"cites {cited}, not among {sorted(allowed)}"


_ARTICLE = re.compile(r"第[一二三四五六七八九十]+条(?:第[一二三四]款|第（[一二三四五六七]）项)?")


def _articles(text: str) -> list[str]:
    return _ARTICLE.findall(text)


# the articles that each paper stands on, from the regulation; a reply stands on those of its outcome alone
CITES = {
    "correction_notice": "第二十九条 第三十条",
    "reason_notice": "第三十五条",
    "extension_notice": "第三十三条第二款",
    "postponement_notice": "第三十五条",
    "fee_notice": "第四十二条",
    "consult_notice_applicant": "",
    "third_party_letter": "第十五条 第三十二条",
    "co_author_letter": "第三十四条",
    "agency_letter": "",
    "third_party_decision": "第十五条 第三十二条",
    "assist_letter": "",
    "record_correction_reply": "第四十一条",
    "reply": "",
    "closing_notice": "",
    "receipt": "",
    "registration": "",
    "application_form": "",
    "service_record": "",
}
OWN_WORDING = {"opinion": "第十一条第一款 第三十三条第三款", "determination": "第十七条第三款"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("标题书\n甲：\n因，本机关不能在原答复期限内作出答复，现予以延长。", "a clause without words"),
        ("标题书\n甲：\n因人手少。，本机关不能在原答复期限内作出答复，现予以延长。", "punctuation twice"),
        ("标题书\n甲：\n申请内容为：“”。本机关现就有关事项告知如下，请您知悉。", "a blank"),
        ("标题书\n甲：\n本机关于{{收到日期}}收到您提交的政府信息公开申请，现告知如下。", "a placeholder"),
        ("标题书\n甲：\n本机关已书面告知您补正申请内容和补正期限，期限届满，未收到", "no full stop"),
        ("标题书\n甲：\n根据规定，特此告知您。\n特此告知。", "the same closing twice"),
    ],
)
def test_the_reader_finds_what_is_wrong(text: str, said: str) -> None:
    assert any(flaw.startswith(said) for flaw in flaws(text))
