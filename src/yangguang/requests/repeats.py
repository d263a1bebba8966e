"""What staff should know of a request before they work on it: asked before, asked by several, asked very often,
or perhaps no request at all. Everything here is a hint with its reason; deciding stays with people.

Similarity is the share of letter pairs that two texts have in common (Jaccard over character bigrams): it can
be explained to an applicant and be computed again by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.cases.models import Case
from yangguang.law.fees import fee_by_items
from yangguang.requests.intake import plain
from yangguang.requests.models import DisclosureSuggestion, InformationRequest, RequestSettings
from yangguang.requests.procedure import PROCEDURE

ALIKE = 0.6
"""From this share of common letter pairs on, two texts are shown as perhaps the same."""
MOST_LOOKED_AT = 300
"""Earlier requests that are compared with one: the newest."""
MOST_MARKED = 5_000
"""So many requests with the same mark are looked through for those that came before."""
MOST_SHOWN = 5
SEVERAL = 3
"""From so many applicants on, publishing is proposed (条例第四十四条第一款: 多个申请人)."""
LOOK_BACK = timedelta(days=3 * 366)
MANY_BY_DEFAULT = 10


def pairs(text: str) -> frozenset[str]:
    """The letter pairs of a text, without blanks and punctuation."""
    said = plain(text)
    return frozenset(said[at : at + 2] for at in range(len(said) - 1)) or frozenset({said} - {""})


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """How much two texts have in common, 0 to 1."""
    together = len(one | other)
    return len(one & other) / together if together else 0.0


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier request that is perhaps the same."""

    case: Case
    percent: int


@dataclass(frozen=True, slots=True)
class Monthly:
    """How much one applicant asked in one calendar month, and what the fee by item would be (条例第四十二条)."""

    count: int
    threshold: int
    month: date
    yuan: int

    @property
    def is_many(self) -> bool:
        """Whether the office looks twice (条例第三十五条)."""
        return self.count > self.threshold


@dataclass(frozen=True, slots=True)
class Hint:
    """Why a request may be something else, with the words that say so."""

    words: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Hints:
    """Everything known about a request besides itself."""

    same_applicant: tuple[Earlier, ...]
    applicants: int
    """How many different applicants asked for perhaps the same, this one included."""
    monthly: Monthly | None
    petition: Hint | None
    suggestion: DisclosureSuggestion | None

    @property
    def proposes_disclosure(self) -> bool:
        """Whether enough applicants want the same to publish it (条例第四十四条第一款)."""
        return self.applicants >= SEVERAL

    def __bool__(self) -> bool:
        many = self.monthly is not None and self.monthly.is_many
        return bool(
            self.same_applicant or self.proposes_disclosure or many or self.petition or self.suggestion
        )


def hints_for(case: Case) -> Hints:
    """The hints for one request, in a fixed number of queries."""
    own = case.information_request
    return Hints(
        same_applicant=same_applicant(case, own),
        applicants=applicants_of_same(case, own),
        monthly=monthly(case, own),
        petition=petition_in_disguise(words_of(own)),
        suggestion=DisclosureSuggestion.objects.filter(case=case).first(),
    )


def words_of(own: InformationRequest) -> str:
    """What is wanted, in the applicant's words."""
    return f"{own.info_title} {own.info_document_number} {own.info_description}"


def same_applicant(case: Case, own: InformationRequest) -> tuple[Earlier, ...]:
    """Earlier requests of the same applicant to the same agency that ask for perhaps the same (条例第三十六条第六项)."""
    if not own.applicant_mark:
        return ()
    earlier = _marked(case, applicant_mark=own.applicant_mark)
    return _alike(own, earlier.select_related("case__agency"))


def _earlier(case: Case) -> QuerySet[Case]:
    """What came to the agency before, the last first: a range of the register's index."""
    since = case.arrived_at - LOOK_BACK
    cases = Case.objects.filter(agency=case.agency_id, procedure_id=PROCEDURE.id, arrived_at__gte=since)
    return cases.filter(pk__lt=case.pk).order_by("-pk")


def _marked(case: Case, **mark: str) -> QuerySet[InformationRequest]:
    """Earlier requests with a mark, the last first.

    The mark is looked up first and by itself: asked for in the order of the register, the database would go
    backwards through all requests until it has found enough.
    """
    found = InformationRequest.objects.filter(**mark).order_by().values_list("pk", flat=True)
    pks = sorted((pk for pk in found[:MOST_MARKED] if pk < case.pk), reverse=True)
    earlier = _earlier(case).order_by().filter(pk__in=pks[:MOST_LOOKED_AT]).values("pk")
    return InformationRequest.objects.filter(pk__in=earlier).order_by("-pk")


def _alike(own: InformationRequest, others: Iterable[InformationRequest]) -> tuple[Earlier, ...]:
    mine = pairs(words_of(own))
    found = [(similarity(mine, pairs(words_of(other))), other) for other in others]
    alike = [(share, other) for share, other in found if share >= ALIKE]
    alike.sort(key=lambda pair: (-pair[0], -pair[1].pk))
    return tuple(Earlier(other.case, round(share * 100)) for share, other in alike[:MOST_SHOWN])


def applicants_of_same(case: Case, own: InformationRequest) -> int:
    """How many different applicants asked the agency for the very same words or nearly so."""
    nobody_else = ("", own.applicant_mark)
    last = list(_earlier(case).values_list("pk", flat=True)[:MOST_LOOKED_AT])
    others = InformationRequest.objects.filter(pk__in=last).exclude(applicant_mark__in=nobody_else)
    mine = pairs(words_of(own))
    texts = others.values_list(
        "applicant_mark", "info_title", "info_document_number", "info_description", "subject_mark"
    )
    marks = {
        mark
        for mark, title, document, description, subject in texts
        if subject == own.subject_mark
        or similarity(mine, pairs(f"{title} {document} {description}")) >= ALIKE
    }
    same = _marked(case, subject_mark=own.subject_mark).exclude(applicant_mark__in=nobody_else)
    return 1 + len(marks | set(same.values_list("applicant_mark", flat=True)))


def monthly(case: Case, own: InformationRequest) -> Monthly | None:
    """How many requests the applicant made to the agency in the calendar month of receipt.

    条例第三十五条、第四十二条; 收费办法第四条 counts by applicant and calendar month.
    """
    day = own.confirmed_on or own.arrived_on
    if not own.applicant_mark:
        return None
    first = day.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    same = InformationRequest.objects.filter(case__agency=case.agency_id, applicant_mark=own.applicant_mark)
    count = same.filter(arrived_on__gte=first, arrived_on__lt=after).aggregate(n=Count("pk"))["n"]
    chosen = RequestSettings.objects.filter(agency=case.agency_id).values_list("many_per_month", flat=True)
    return Monthly(count, chosen.first() or MANY_BY_DEFAULT, first, fee_by_items(max(count, 1)).yuan)


# --- a petition in disguise ---------------------------------------------------------------------

_SIGNS: tuple[tuple[re.Pattern[str], str | Promise], ...] = (
    (re.compile("投诉|控告|检举|举报|揭发"), gettext_lazy("像投诉、举报")),
    (
        re.compile("信访|上访|反映.{0,12}问题|讨(?:个|一个)说法|给(?:我|个|一个).{0,4}说法"),
        gettext_lazy("像信访"),
    ),
    (
        re.compile("(?:请|要求|希望|请求)[^，。；]{0,12}(?:处理|查处|解决|赔偿|处罚|撤销|恢复|整改|追究)"),
        gettext_lazy("像请求处理"),
    ),
    (re.compile("为什么|怎么办|如何办理|是否合法|是否违法|凭什么"), gettext_lazy("像咨询")),
)
_WANTS_INFORMATION = re.compile(
    "公开|文件|批复|批文|预算|决算|合同|协议|方案|通知|公告|报告|记录|材料|名单|标准|许可|审批|红头|文号|图纸|数据"
)


def petition_in_disguise(text: str) -> Hint | None:
    """Words of complaint, petition or question without a word for a document (条例第三十九条第一款); else nothing."""
    found, kinds = [], []
    for pattern, says in _SIGNS:
        matched = pattern.search(text)
        if matched:
            found.append(matched[0])
            kinds.append(str(says))
    wanted = len(_WANTS_INFORMATION.findall(text))
    if not found or wanted >= len(found) + 1:
        return None
    said = _(
        "%(kinds)s（出现“%(words)s”）。以申请公开的形式信访、投诉、举报的，告知不作为申请处理，并可告知渠道（条例第三十九条第一款）。"
    )
    return Hint(tuple(found), said % {"kinds": "、".join(kinds), "words": "”“".join(found)})
