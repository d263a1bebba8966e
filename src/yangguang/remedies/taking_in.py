"""Taking in a reconsideration or a suit: number, links, day of receipt and papers in one transaction."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.files.base import File
from django.utils import timezone
from django.utils.translation import gettext as _

from yangguang.cases import engine
from yangguang.cases.actor import Actor
from yangguang.cases.attaching import all_or_nothing, attach, inspect
from yangguang.cases.models import AttachmentKind, Case
from yangguang.cases.refused import Refused, WrongFacts
from yangguang.law.outcomes import OUTCOME_BY_CODE
from yangguang.law.remedies import Way, remedies, remedies_for_silence
from yangguang.law.remedy_clock import Track
from yangguang.law.remedy_results import Forum
from yangguang.offices.models import Agency
from yangguang.remedies.models import Attacked, Block, Instance, Remedy
from yangguang.remedies.procedure import PROCEDURE_OF
from yangguang.requests.reviewing_body import body_kind
from yangguang.requests.rules import folded

LONGEST_TITLE = 200
FIELDS = (
    "attacked",
    "body",
    "body_number",
    "track",
    "accepted_on",
    "applicant_kind",
    "name",
    "representative",
    "identity_kind",
    "identity_number",
    "phone",
    "third_party",
    "claim",
)
"""What the notice says of the case."""
_PHONE = re.compile(r"\+?[\d() -]{6,24}(转\d{1,6})?")
_INSTANCES = {Track.SECOND: Instance.SECOND, Track.RETRIAL: Instance.RETRIAL}


class LookAgain(Refused):
    """Nothing forbids the case, but something about it is unusual: whoever enters it should look at it again."""

    def __init__(self, warnings: list[str]) -> None:
        self.warnings = warnings
        super().__init__(" ".join(warnings))


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What came: before which forum, what it says, what it is about and what went before it.

    ``way`` is the block that was chosen for a suit; with ``review`` it follows from that. ``subject`` names what is
    attacked where no request is linked.
    """

    forum: Forum
    received_on: date
    own: Mapping[str, Any]
    request: Case | None = None
    review: Case | None = None
    way: str = ""
    subject: str = ""
    papers: Sequence[File[bytes]] = field(default=())

    @property
    def block(self) -> Block | None:
        """The row of table four; nothing where it cannot be told."""
        if self.forum is Forum.REVIEW:
            return Block.REVIEW
        if self.review is not None:
            return Block.AFTER
        return Block(self.way) if self.way in (Block.DIRECT, Block.AFTER) else None


def take_in(notice: Notice, *, agency: Agency, by: Actor, at: datetime, is_checked: bool = False) -> Case:
    """Put the case on the books. Raises :class:`WrongFacts`, or :class:`LookAgain` unless ``is_checked``."""
    problems = problems_of(notice, agency, timezone.localdate(at))
    if problems:
        raise WrongFacts(problems)
    warnings = warnings_of(notice, agency)
    if warnings and not is_checked:
        raise LookAgain(warnings)
    block, own = notice.block, tidied(notice.own)
    assert block is not None  # noqa: S101 - else it was a problem
    files = [inspect(file) for file in notice.papers]

    def make_own(case: Case) -> Remedy:
        return Remedy.objects.create(
            case=case,
            request=notice.request,
            review=notice.review,
            instance=_instance(notice),
            **own,
        )

    facts = {"on": notice.received_on, "track": own["track"]}
    if own["accepted_on"]:
        facts["accepted_on"] = own["accepted_on"]
    with all_or_nothing():
        case = engine.open_case(
            PROCEDURE_OF[notice.forum],
            agency,
            title=title_of(notice),
            step_id="register",
            facts=facts,
            by=by,
            at=at,
            received_on=notice.received_on,
            category=block,
            make_own=make_own,
        )
        for file in files:
            attach(case, file, AttachmentKind.RULING, by=by, at=at, step_number=1)
    return case


def _instance(notice: Notice) -> str:
    if notice.forum is Forum.REVIEW:
        return ""
    return _INSTANCES.get(Track(notice.own["track"]), Instance.FIRST)


def title_of(notice: Notice) -> str:
    """What lists call the case: the request it is about, or what was typed."""
    return (notice.request.title if notice.request else notice.subject.strip())[:LONGEST_TITLE]


def tidied(own: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as they are kept."""
    kept = {name: own.get(name) or "" for name in FIELDS}
    for name, value in kept.items():
        if isinstance(value, str):
            kept[name] = value.strip() if name == "claim" else " ".join(value.split())
    kept["identity_number"] = folded(kept["identity_number"])
    kept["accepted_on"] = kept["accepted_on"] or None
    return kept


def problems_of(notice: Notice, agency: Agency, today: date) -> dict[str, list[str]]:
    """Everything that is missing or contradicts itself, as sentences by field."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    own = tidied(notice.own)
    for name in ("body", "name", "applicant_kind", "attacked", "track"):
        if not own[name]:
            found[name].append(_("请填写这一项。"))
    if notice.received_on > today:
        found["received_on"].append(_("收到日期不能晚于今天。"))
    if own["accepted_on"] and own["accepted_on"] > notice.received_on:
        found["accepted_on"].append(_("受理、立案日期不能晚于收到副本日期。"))
    if own["identity_number"] and not own["identity_kind"]:
        found["identity_kind"].append(_("请选择证件名称。"))
    if own["phone"] and not _PHONE.fullmatch(own["phone"]):
        found["phone"].append(_("电话只写数字，可以带区号、空格和“-”，分机写“转”和号码。"))
    if notice.request is None and not notice.subject.strip():
        found["subject"].append(_("没有关联申请的，请写明所涉及的行为。"))
    _check_links(notice, agency, found)
    if own["body_number"] and _is_known(notice, agency, own):
        found["body_number"].append(_("这个案号已经登记过。"))
    return dict(found)


def _check_links(notice: Notice, agency: Agency, found: defaultdict[str, list[str]]) -> None:
    request, review = notice.request, notice.review
    if request is not None and request.agency_id != agency.pk:
        found["subject"].append(_("申请 %(number)s 不是本机关的。") % {"number": request.number})
    if request is not None and request.received_on and request.received_on > notice.received_on:
        found["received_on"].append(
            _("早于收到申请的日期 %(day)s。") % {"day": request.received_on.isoformat()}
        )
    if notice.forum is Forum.REVIEW:
        return
    if review is not None and (review.agency_id != agency.pk or review.remedy.request_id != _pk(request)):
        found["review"].append(_("此前的行政复议不是就这件申请提出的。"))
    if review is not None and notice.way == Block.DIRECT:
        found["way"].append(_("已经选了此前的行政复议，属于复议后起诉。"))
    if notice.block is None:
        found["way"].append(_("请选择是直接起诉还是复议后起诉。"))


def _pk(case: Case | None) -> int | None:
    return case.pk if case else None


def _is_known(notice: Notice, agency: Agency, own: Mapping[str, Any]) -> bool:
    same = Remedy.objects.filter(
        body_number=own["body_number"], body=own["body"], case__agency=agency
    ).filter(case__procedure_id=PROCEDURE_OF[notice.forum].id)
    return same.exists()


def warnings_of(notice: Notice, agency: Agency) -> list[str]:
    """What is unusual: a suit where the law wants reconsideration first, or before that has ended."""
    found = []
    review = notice.review
    if review is not None and review.is_open:
        found.append(
            _(
                "此前的行政复议 %(number)s 尚未审结。行政复议期间不得提起行政诉讼（行政复议法第二十九条），请核对。"
            )
            % {"number": review.number}
        )
    if notice.block is Block.DIRECT and _is_review_first(notice, agency):
        found.append(
            _(
                "所诉的行为应当先申请行政复议，对复议决定不服才能起诉"
                "（行政复议法第二十三条第一款，法释〔2025〕8号第一条）；登记为直接起诉前，请核对法院文书，"
                "答辩时可以提出起诉不符合法定条件。"
            )
        )
    return found


def _is_review_first(notice: Notice, agency: Agency) -> bool:
    request, kind = notice.request, body_kind(agency)
    if request is None:
        return False
    if notice.own.get("attacked") == Attacked.SILENCE:
        return (
            request.due_on is not None and remedies_for_silence(request.due_on, kind).way is Way.REVIEW_FIRST
        )
    outcome = OUTCOME_BY_CODE.get(request.outcome_id)
    if notice.own.get("attacked") != Attacked.ANSWER or outcome is None or request.closed_on is None:
        return False
    own = request.information_request
    outcome = OUTCOME_BY_CODE.get(own.renewed_outcome_id, outcome)
    return remedies(outcome, own.renewed_on or request.closed_on, kind).way is not Way.EITHER
