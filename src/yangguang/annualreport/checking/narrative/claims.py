"""Which number of a sentence says what about this body, this year.

Precision comes first. A number is taken as a claim only where its words name a figure of the tables,
nothing in its segment narrows or changes the subject (a channel, a subordinate, another year, a
month, another matter), and a bare verb (办结124件) stands in a sentence about disclosure requests.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from yangguang.annualreport.checking.dates import is_government
from yangguang.annualreport.checking.narrative import metrics
from yangguang.annualreport.checking.narrative.denials import (
    DENYING,
    denied_carried_out,
    denies_carried_in,
    none_in,
)
from yangguang.annualreport.checking.narrative.leads import (
    ALL_BLOCKS,
    blocks_of,
    is_and_other_reasons,
    is_only_about,
    is_whole_year,
    lead_of,
    reasons_of,
    residue,
)
from yangguang.annualreport.checking.narrative.lexicon import Sort
from yangguang.annualreport.checking.narrative.metrics import Metric
from yangguang.annualreport.checking.narrative.passages import Passage
from yangguang.annualreport.checking.narrative.segments import Number, Segment, Word, segments_of
from yangguang.annualreport.checking.narrative.subjects import (
    carried_on_to,
    is_of_another_level,
    is_part_of_year,
)
from yangguang.annualreport.checking.narrative.topic import REMEDY_WORDS, TOPICS, Topic, topic_before
from yangguang.annualreport.model import AnnualReport


@dataclass(frozen=True, slots=True)
class Claim:
    """A number of the text with its meaning."""

    metric: Metric
    number: Number
    passage: Passage
    segment: Segment


@dataclass(slots=True)
class Sentence:
    """A sentence cut up, with the claims found in it."""

    passage: Passage
    segments: list[Segment]
    claims: list[Claim]
    speaks_of_requests: bool
    of_other_years: bool = False


_BLOCKING = (Sort.CHANGE, Sort.ALIEN, Sort.PART_TIME)
_REQUEST_UNITS = ("件", "份", "宗", "例", "起", "件次", "笔")
_CASE_UNITS = ("件", "起", "宗", "例", "件次")
_DOCUMENT_UNITS = ("件", "份", "部", "个")
_DECISION_UNITS = ("件", "项", "宗", "起", "例", "份", "次", "个")
_OF_REMEDIES = REMEDY_WORDS | {Sort.OUTCOME}
_TIMES = (Sort.OTHER_TIME, Sort.PART_TIME)
_SUBJECTS = (Sort.WHOLE, Sort.ORG, Sort.OWN)
_REMEMBERED = frozenset({*_TIMES, *_SUBJECTS, *TOPICS, Sort.OF_WHICH})
_CHANNELS = frozenset(
    {
        "当面", "邮寄", "信函", "信件", "邮件", "电子邮件", "传真", "网络", "网上", "线上", "线下", "网站", "平台",
        "窗口", "现场", "渠道", "书面",
    }
)  # fmt: skip
_ATTRIBUTES = re.compile(  # 公文属性: papers sorted by whether they may be public
    r"主动公开[^，；。、\d]{0,6}\d.*不予?公开[^，；。、\d]{0,6}\d|(?:公文|发文|属性)[^。]*主动公开[^，；。、\d]{0,6}\d"
)
_CLEANED_UP = re.compile(
    r"(?:清理|梳理|评估)(?!并|后|废止)[^，；。、]{0,16}\d"
)  # what became of those looked through
_BY_ISSUER = re.compile(
    r"(?:部门|乡镇|办公室|街道|单位)(?:制发|制定|印发|现行有效)?的?(?:行政)?规范性文件[^，；。、]{0,4}\d"
)
_ELSEWHERE_GRANTED = re.compile("主动公开范围|已主动公开|已经主动公开|告知获取|告知.{0,6}途径")
_BARE_NUMBER = re.compile("[共计总合数量为有达约：:件]*$")
_OURS = re.compile("信息公开|政府信息|依申请|公开申请")
_LEVELS = "省市州盟县区旗"
_IN_ALL = re.compile("[各、及和与县市区直所属级乡镇街道]*$")
_ASKED = frozenset({"提出", "提交"})  # the applicant's act, where the office's own stands beside it
_OURS_AMONG = re.compile("[，,（(]其中[^，；。]{0,8}(?:信息公开|依申请)")
_AGAINST = re.compile("为被申请人|为被告")  # cases told apart by whom they are against
_REVIEWING = re.compile("复议机关|受理|审理|新增|新收|承办")


def read_sentence(passage: Passage, report: AnnualReport) -> Sentence:
    """The claims of one sentence."""
    return _Reader(passage, report).read()


class _Reader:
    """Walks the segments of a sentence and remembers subject, year and matter on the way."""

    def __init__(self, passage: Passage, report: AnnualReport) -> None:
        self.passage = passage
        self.report = report
        self.form = report.format
        self._said: Topic | None = None  # what the sentence itself has spoken of so far
        self._before: tuple[Topic, bool] | None = None
        self.blocks: tuple[str, ...] = ()
        self.other_year = self.part_time = self.foreign = self.of_which = self.explicit = False
        self.kinds = self.people = 0
        self.sorted_papers = False
        self.other_rows: tuple[str, ...] = ()
        self.document_rows: tuple[str, ...] = ()  # what a bare 废止8件 is about
        self.document_act: Sort | None = None  # what a bare 、规范性文件160件 continues
        self.document_loose = False
        self.decided = False  # whether 作出 goes on to a bare 、行政处罚345件
        self.claims: list[Claim] = []

    @property
    def topic(self) -> Topic:
        return self._said or self._look_back()[0]

    @property
    def requests_near(self) -> bool:
        return self._look_back()[1]

    def _look_back(self) -> tuple[Topic, bool]:
        """Reading the text before costs as much as the sentence; few sentences need it."""
        if self._before is None:
            self._before = topic_before(self.passage)
        return self._before

    @property
    def remedies_ours(self) -> bool:
        """Cases count only when they are against disclosure decisions of this body."""
        return self.passage.section == 4 or bool(_OURS.search(self.passage.text)) or self.requests_near

    def read(self) -> Sentence:
        text = self.passage.text
        segments = segments_of(self.passage)
        self._look_over(segments)
        may_deny = DENYING.search(text) is not None
        lists: list[Segment] = []
        years: set[int] = set()
        for segment in segments:
            self._remember(segment)
            if segment.numbers and Sort.CHANGE not in segment.sorts:
                years.update(segment.years)
            if lists or Sort.RESPECTIVELY in segment.sorts:
                lists = self._respectively(segment, lists)
                continue
            numbers = segment.counts or (segment.numbers and (self._bare(segment) or self._money(segment)))
            for number in numbers or (none_in(text, segment) if may_deny else ()):
                metric = self._metric(segment, number) if numbers else self._nothing(segment)
                if metric is not None:
                    self.claims.append(Claim(metric, number, self.passage, segment))
        return Sentence(
            self.passage,
            segments,
            self.claims,
            self.explicit or bool(self.claims),
            self.report.year is not None and bool(years - {self.report.year}),
        )

    def _look_over(self, segments: list[Segment]) -> None:
        """What the whole sentence tells of each of its numbers."""
        text = self.passage.text
        sorts = {sort for segment in segments for sort in segment.sorts}
        self.part_time = is_part_of_year(text)
        self.explicit = Sort.REQUEST in sorts
        if Sort.KIND in sorts:
            # Two kinds of answer in one sentence speak of requests even where none is named.
            kinds = {word.value for segment in segments for word in segment.of(Sort.KIND)}
            self.kinds = len(kinds)
            self.other_rows = tuple(
                sorted(row for value in kinds for row in value if row.startswith("other_"))
            )
        if Sort.APPLICANT in sorts:
            self.people = sum(Sort.APPLICANT in segment.sorts for segment in segments)
        self.sorted_papers = "主动公开" in text and _ATTRIBUTES.search(text) is not None

    # -- what the segments before say ---------------------------------------------------------

    def _remember(self, segment: Segment) -> None:
        if not segment.numbers and _REMEMBERED.isdisjoint(segment.sorts):
            return
        if segment.has(*_TIMES) or any(number.role in ("year", "time") for number in segment.numbers):
            self._remember_time(segment)
        if segment.has(Sort.OF_WHICH):
            self.of_which = True
        if segment.has(*_SUBJECTS):
            self._remember_subject(segment)
        if segment.has(*TOPICS):
            for word in segment.words:
                self._said = TOPICS.get(word.sort, self._said)
            self.blocks = blocks_of(segment.words) or self.blocks

    def _remember_time(self, segment: Segment) -> None:
        """Another year, or a part of the year, holds until the sentence ends or names the report's year."""
        changing = segment.has(Sort.CHANGE)
        text = self._text_of(segment)
        carrying = segment.has(Sort.CARRIED, Sort.CARRIED_IN, Sort.CARRIED_OUT) or carried_on_to(text)
        if not changing and not carrying:
            for year in segment.years:
                self.other_year = self.report.year is not None and year != self.report.year
        elsewhen = [word for word in segment.of(Sort.OTHER_TIME) if word.text != "将"]
        if elsewhen and not segment.numbers and not changing and not segment.has(Sort.CARRIED_IN):
            self.other_year = True
        months = [number for number in segment.numbers if number.unit == "月"]
        whole = all(is_whole_year(self.passage.text, month) for month in months)
        if segment.has(Sort.PART_TIME) or not whole:
            self.part_time = True

    def _remember_subject(self, segment: Segment) -> None:
        """Whether somebody else than the reporting body is the one who received, answered, decided."""
        if segment.has(Sort.WHOLE):
            region = segment.of(Sort.WHOLE)[0].text
            self.foreign = is_government(self.report.agency) is False or is_of_another_level(
                region, self.report.agency
            )
        for word in segment.of(Sort.ORG) if not segment.has(Sort.BASIS) else ():
            if not self._is_beside_whole(segment, word):
                self.foreign = not self._is_own(word)
        if segment.has(Sort.OWN):
            self.foreign = False

    def _is_beside_whole(self, segment: Segment, word: Word) -> bool:
        """全县各部门、各乡镇: together they are everybody."""
        before = [whole for whole in segment.of(Sort.WHOLE) if whole.end <= word.start]
        return bool(before) and bool(_IN_ALL.match(self.passage.text[before[-1].end : word.start]))

    def _is_own(self, word: Word) -> bool:
        text, agency = self.passage.text, self.report.agency
        if len(word.text) > 1 and word.text in agency:
            return True
        if word.start < 2 or text[word.start - 2 : word.end] not in agency:
            return False
        level = text[max(0, word.start - 3) : word.end]  # 市教育局 in the report of a 县教育局 is another
        return level[0] not in _LEVELS or level in agency

    # -- what this number says ----------------------------------------------------------------

    def _bare(self, segment: Segment) -> list[Number]:
        """自然人741、法人8; 部分公开23: a number without unit behind a kind of applicant or of answer."""
        bare = [number for number in segment.numbers if number.role == "bare"]
        if len(bare) != 1 or len(segment.numbers) > 1:
            return []
        of_kind = segment.has(Sort.KIND) and self.kinds > 1 and bare[0].end == segment.end
        return bare if of_kind or (segment.has(Sort.APPLICANT) and segment.depth) else []

    @staticmethod
    def _money(segment: Segment) -> list[Number]:
        money = [number for number in segment.numbers if number.role == "money"]
        return money if len(money) == 1 else []

    def _metric(self, segment: Segment, number: Number) -> Metric | None:
        if self.other_year or self.part_time or self.foreign or segment.has(*_BLOCKING):
            return None
        if self.sorted_papers and segment.has(Sort.REQUEST, Sort.KIND):
            return None
        on_to = carried_on_to(self._text_of(segment)) if segment.years else None
        if on_to and self.report.year == on_to - 1 and self.topic is Topic.REQUEST:
            return metrics.carried("carried_out") if number.unit in _REQUEST_UNITS else None
        if any(year != self.report.year for year in segment.years) and not segment.has(Sort.CARRIED):
            return None
        if segment.has(Sort.OTHER_TIME):
            return None
        lead = lead_of(segment, number)
        if not lead:
            return None
        if number.role == "money":
            return None if self._is_narrowed(segment) else self._money_metric(segment, lead)
        if any(word.sort in _OF_REMEDIES for word in lead) or self._is_concluded(lead):
            return self._remedy(segment, lead, number)
        if self._is_narrowed(segment):
            return None
        return self._request(segment, lead, number) or self._proactive(segment, lead, number)

    def _text_of(self, segment: Segment) -> str:
        return self.passage.text[segment.start : segment.end]

    def _is_narrowed(self, segment: Segment) -> bool:
        subsets = segment.of(Sort.SUBSET)
        if not subsets:
            return False
        words = {word.text for word in subsets}
        together = any(word.text != "共" and word.text != "累计" for word in segment.of(Sort.TOTALLY))
        if len(words) > 1 and words <= _CHANNELS and together:
            return False
        if words == {"涉及"} and segment.has(Sort.APPLICANT) and not segment.has(Sort.REQUEST):
            return False
        return not is_and_other_reasons(segment)

    def _request(self, segment: Segment, lead: list[Word], number: Number) -> Metric | None:
        sorts = {word.sort for word in lead}
        explicit = segment.has(Sort.REQUEST)
        counted = number.unit in _REQUEST_UNITS or number.role == "bare"
        if not counted and not (number.unit == "条" and explicit and Sort.RECEIVED in sorts):
            return None
        if Sort.KIND in sorts:
            return self._kind(segment, lead, number)
        direction = self._carried(segment, sorts)
        bare = segment.has(Sort.BARE_REQUEST) and self.requests_near
        spoken_of = (
            bare
            or self.topic is Topic.REQUEST
            or (direction is not None and self._said is None and self.explicit)
            or (Sort.APPLICANT in sorts and self.people > 1 and self.explicit)
        )
        if not explicit and (not spoken_of or residue(self.passage.text, segment) > 3):
            return None
        if direction is not None:
            return metrics.carried(direction)
        if Sort.APPLICANT in sorts:
            columns = tuple(column for word in lead if word.sort is Sort.APPLICANT for column in word.value)
            return metrics.by_applicant(self.form, tuple(dict.fromkeys(columns)))
        return self._flow(segment, sorts, number)

    def _flow(self, segment: Segment, sorts: set[Sort], number: Number) -> Metric | None:
        """Received, handled, answered: by the verb; by the noun alone only right before the number."""
        explicit = segment.has(Sort.REQUEST)
        if (
            sorts & {Sort.HANDLED, Sort.ANSWERED}
            and {one.text for one in segment.of(Sort.RECEIVED)} <= _ASKED
        ):
            sorts = sorts - {Sort.RECEIVED}
        if Sort.NEW in sorts and self.of_which and self._last_is_answered():
            return None  # 答复187件（含上年结转10件、本年新收177件）: those of the year that were answered
        if Sort.NEW in sorts:
            return metrics.received(metrics.NEWLY_RECEIVED)
        if Sort.ANSWERED in sorts:
            return None if "撤回" in self.passage.text else metrics.answered(self.form)
        if Sort.RECEIVED in sorts and not explicit and self._has_received():
            return None  # 收到200件，受理199件: the second is a step further on
        if Sort.RECEIVED in sorts:
            return None if self.of_which and explicit and segment.has(Sort.OF_WHICH) else metrics.received()
        if Sort.HANDLED in sorts:
            return metrics.handled()
        if self.of_which or not explicit:
            return None
        last = segment.of(Sort.REQUEST)[-1]
        between = self.passage.text[last.end : number.start]
        return metrics.mentioned() if _BARE_NUMBER.match(between) else None

    def _last_is_answered(self) -> bool:
        totals = [claim for claim in self.claims if claim.metric.label != metrics.CARRIED_IN]
        return bool(totals) and totals[-1].metric.label in (metrics.ANSWERED, metrics.HANDLED)

    def _has_received(self) -> bool:
        return any(claim.metric.label == metrics.RECEIVED for claim in self.claims)

    def _carried(self, segment: Segment, sorts: set[Sort]) -> str | None:
        """The row of the carried requests; empty when 结转 alone leaves the direction open."""
        if Sort.CARRIED_OUT in sorts:
            return "carried_out"
        if Sort.CARRIED_IN in sorts:
            return "carried_in"
        year = self.report.year
        if Sort.CARRIED not in sorts or (segment.years and year is None):
            return None
        if not segment.years:
            return ""
        if year is not None and segment.years[-1] == year and year - 1 in segment.years:
            return "carried_in"  # 上年收到、结转到本年
        directions = {(year or 0) - 1: "carried_in", (year or 0) + 1: "carried_out"}
        return directions.get(segment.years[-1])

    def _kind(self, segment: Segment, lead: list[Word], number: Number) -> Metric | None:
        """A kind of answer. 因本机关不掌握等原因无法提供 means the whole group."""
        if segment.has(Sort.APPLICANT):
            return None
        if not (self.kinds > 1 or self.topic is Topic.REQUEST or self.requests_near):
            return None
        kinds = [word for word in lead if word.sort is Sort.KIND]
        etc = [word for word in segment.of(Sort.ETC) if word.end < kinds[-1].start]
        if etc:
            kinds = [word for word in kinds if word.start > etc[-1].end]
        elif (
            any(word.end <= number.start for word in segment.of(Sort.ETC))
            or residue(self.passage.text, segment) > 4
        ):
            return None
        if "第三方" in self.passage.text and any("同意公开" in word.text for word in kinds):
            return None  # the third party's consent, not the answer
        groups = tuple(dict.fromkeys(kind for word in kinds for kind in word.value))
        if "granted" in groups and _ELSEWHERE_GRANTED.search(self.passage.text):
            return None  # 告知已主动公开的 is granted too, counted apart in the sentence
        if len(groups) > 1 and (reasons := reasons_of(groups)):
            return metrics.for_reason(self.form, reasons)
        apart = self.other_rows if groups == ("other",) else ()
        return metrics.by_kind(self.form, groups, alone=not self._partial_elsewhere(), apart=apart)

    def _partial_elsewhere(self) -> bool:
        return self.passage.text.count("部分公开") > 0

    def _remedy(self, segment: Segment, lead: list[Word], number: Number) -> Metric | None:
        """Reviews and suits against this body's disclosure decisions."""
        if not self.remedies_ours or number.unit not in _CASE_UNITS or not is_only_about(segment):
            return None
        if _REVIEWING.search(self.passage.text[segment.start : number.start]):
            return None
        if _AGAINST.search(self.passage.text) or self._holds_ours(segment, number):
            return None
        blocks = blocks_of(segment.words) or self.blocks
        if not blocks:
            return None
        outcomes = [word.value[0] for word in lead if word.sort is Sort.OUTCOME]
        named = any(word.sort in REMEDY_WORDS for word in lead)
        if len(outcomes) > 1 or not (outcomes or named or self._is_concluded(lead)):
            return None
        if (
            named
            and not outcomes
            and all(word.sort is Sort.CASES for word in lead if word.sort in REMEDY_WORDS)
        ):
            return self._cases(lead, blocks)
        first = min((word.start for word in lead if word.sort in REMEDY_WORDS), default=0)
        concluded = any(
            word.sort is Sort.CONCLUDED or (word.sort is Sort.ANSWERED and word.start > first)
            for word in lead
        )
        return metrics.remedies(blocks, outcomes[0] if outcomes else "total", concluded=concluded)

    def _is_concluded(self, lead: list[Word]) -> bool:
        """行政诉讼10件，已审结7件: what was concluded of the cases just counted."""
        of_cases = bool(self.claims) and self.claims[-1].metric.family == "remedies"
        return of_cases and any(word.sort is Sort.CONCLUDED for word in lead)

    def _holds_ours(self, segment: Segment, number: Number) -> bool:
        """应诉行政诉讼案件230件，其中信息公开类10件: the first counts other cases, too."""
        if _OURS.search(self._text_of(segment)) or "其中" not in self.passage.text:
            return False
        return _OURS_AMONG.match(self.passage.text, number.end) is not None

    def _cases(self, lead: list[Word], blocks: tuple[str, ...]) -> Metric | None:
        """相关案件74件 after 行政复议、行政诉讼: all of them together."""
        named = any("复议" in word.text for word in lead)
        if named or self.topic is Topic.REMEDY:
            concluded = any(word.sort is Sort.CONCLUDED for word in lead)
            return metrics.remedies(ALL_BLOCKS if named else blocks, concluded=concluded)
        return None

    def _proactive(self, segment: Segment, lead: list[Word], number: Number) -> Metric | None:
        sorts = {word.sort for word in lead}
        metric = self._documents(segment, sorts, number)
        if self.of_which or segment.has(Sort.NARROW, Sort.ETC):
            narrow = {word.text for word in segment.of(Sort.NARROW)}
            stock = segment.has(Sort.IN_FORCE) and narrow <= {"清理"} and not segment.has(Sort.ETC)
            return metric if stock and not self.of_which else None
        if metric is not None:
            return metric
        rows = [row for sort, row in _DECISION_ROWS.items() if sort in sorts]
        goes_on = self.decided and len(rows) == 1 and sorts <= _DECISION_ROWS.keys()
        decided = Sort.DECIDED in sorts or (
            Sort.PUBLISHED not in sorts and any(word.text.endswith(("决定数量", "决定数")) for word in lead)
        )
        self.decided = bool(rows) and (decided or goes_on) and segment.stop in ("、", "，")
        if (decided or goes_on) and number.unit in _DECISION_UNITS:
            return metrics.decisions(rows[0]) if len(rows) == 1 else None
        if Sort.PROCUREMENT in sorts and self.form.id == "2019" and number.unit in ("项", "个", "宗", "批"):
            known = any(word.text.startswith("政府") for word in lead if word.sort is Sort.PROCUREMENT)
            return (
                metrics.procurement("procurement_count")
                if known and not segment.has(Sort.PUBLISHED) and not self._holds_central(segment)
                else None
            )
        return None

    def _holds_central(self, segment: Segment) -> bool:
        """政府采购2000万元，其中集中采购1260万元: the table counts the second."""
        return "集中采购" in self.passage.text and "集中" not in self._text_of(segment)

    def _documents(self, segment: Segment, sorts: set[Sort], number: Number) -> Metric | None:
        """Documents made, repealed, in force; 、 and ， carry the act or the noun on to the next number."""
        named = tuple(row for sort, row in _DOCUMENT_ROWS.items() if sort in sorts)
        acts = [sort for sort in _DOCUMENT_ACTS if sort in sorts]
        if not acts and Sort.PUBLISHED in sorts:
            acts = [Sort.PUBLISHED]
        carried_on = not acts and named and self.document_act and not segment.has(Sort.HANDLED)
        if carried_on and self.document_loose:  # behind a comma only the bare noun goes on
            carried_on = segment.sorts <= _DOCUMENT_ROWS.keys() and residue(self.passage.text, segment) == 0
        act = acts[0] if len(acts) == 1 else self.document_act if carried_on else None
        rows = named or (self.document_rows if residue(self.passage.text, segment) <= 1 else ())
        self.document_rows = rows
        goes_on = segment.stop == "、" or (segment.stop == "，" and act is Sort.IN_FORCE)
        self.document_act = act if goes_on else None
        self.document_loose = segment.stop == "，"
        if act is None or not rows or number.unit not in _DOCUMENT_UNITS:
            return None
        if _BY_ISSUER.search(self.passage.text) or (
            act is not Sort.MADE and _CLEANED_UP.search(self.passage.text)
        ):
            return None
        return metrics.documents(self.form, rows, act.value)

    def _money_metric(self, segment: Segment, lead: list[Word]) -> Metric | None:
        sorts = {word.sort for word in lead}
        counted = bool(self.claims) and self.claims[-1].metric.label == metrics.PROCURED
        procured = (Sort.PROCUREMENT in sorts and not self._holds_central(segment)) or counted
        if procured and Sort.AMOUNT in sorts and self.form.id == "2019":
            return metrics.procurement("procurement_amount")
        if Sort.CHARGES in sorts and self.form.id != "2019":
            return metrics.charges()
        return None

    def _nothing(self, segment: Segment) -> Metric | None:
        """未收到政府信息公开申请, 未发生行政复议: the figure nought without a figure."""
        if self.other_year or self.part_time or self.foreign or segment.has(*_BLOCKING):
            return None
        if denies_carried_in(self.passage.text, segment):
            return metrics.carried("carried_in")
        if denied_carried_out(self.passage.text, segment):
            return metrics.carried("carried_out") if self.explicit or self.topic is Topic.REQUEST else None
        if segment.has(
            Sort.OTHER_TIME, Sort.OUTCOME, Sort.KIND, Sort.CARRIED_IN, Sort.CARRIED_OUT
        ) or not is_only_about(segment):
            return None
        if any(year != self.report.year for year in segment.years):
            return None
        blocks = blocks_of(segment.words)
        if blocks:
            return metrics.remedies(blocks) if self.remedies_ours else None
        if not segment.has(Sort.REQUEST):
            acts = [sort for sort in _DOCUMENT_ACTS if segment.has(sort)]
            rows = tuple(row for sort, row in _DOCUMENT_ROWS.items() if segment.has(sort))
            one = len(acts) == 1 and rows and not segment.has(Sort.NARROW)
            return metrics.documents(self.form, rows, acts[0].value) if one else None
        if self._is_about_something(segment):
            return None
        columns = tuple(column for word in segment.of(Sort.APPLICANT) for column in word.value)
        everybody = not columns or metrics.PEOPLE[0] in columns
        return metrics.received() if everybody else metrics.by_applicant(self.form, columns)

    def _is_about_something(self, segment: Segment) -> bool:
        """未收到涉及征地的政府信息公开申请 says nothing of others; 针对本机关的 does."""
        request = segment.of(Sort.REQUEST)[-1]
        for subset in segment.of(Sort.SUBSET):
            if subset.end <= request.start:
                about = self.passage.text[subset.end : request.start]
                for own in segment.of(Sort.OWN):
                    about = about.replace(own.text, "")
                if about.strip("的"):
                    return True
        return False

    # -- 分别 ---------------------------------------------------------------------------------

    def _respectively(self, segment: Segment, lists: list[Segment]) -> list[Segment]:
        """予以公开、部分公开、不予公开分别为22件、20件、5件: the n-th number belongs to the n-th label."""
        lists = [*lists, segment]
        if segment.stop == "、" or (segment.has(Sort.RESPECTIVELY) and segment.stop in "：:"):
            return lists
        labels = [word for word in lists[0].words if word.sort in (Sort.KIND, Sort.APPLICANT)]
        numbers = [number for one in lists for number in one.counts]
        plain = all(not one.has(*_BLOCKING) for one in lists) and not lists[0].has(Sort.SUBSET)
        ready = self.topic is Topic.REQUEST and not (self.other_year or self.part_time or self.foreign)
        if labels and len(labels) == len(numbers) and plain and ready:
            for word, number in zip(labels, numbers, strict=True):
                metric = (
                    metrics.by_kind(self.form, word.value, alone=False)
                    if word.sort is Sort.KIND
                    else metrics.by_applicant(self.form, word.value)
                )
                if metric is not None:
                    self.claims.append(Claim(metric, number, self.passage, segment))
        return []


_DOCUMENT_ROWS = {Sort.RULES: "rules", Sort.DOCUMENTS: "normative_documents"}
_DOCUMENT_ACTS = (Sort.MADE, Sort.REPEALED, Sort.IN_FORCE)
_DECISION_ROWS = {Sort.LICENSING: "licensing", Sort.PENALTY: "penalty", Sort.COERCION: "coercion"}
