"""Filing a request: number, query code, day of receipt and files in one transaction, whoever brings it.

The citizen's page, the counter and the API come through here alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.base import File
from django.utils import timezone
from django.utils.translation import gettext as _

from yangguang.cases import engine
from yangguang.cases.actor import Actor
from yangguang.cases.attaching import Inspected, all_or_nothing, attach, inspect
from yangguang.cases.models import AttachmentKind, Case
from yangguang.cases.refused import Refused, WrongFacts
from yangguang.cases.sealing import mark_of
from yangguang.law.errors import LawError
from yangguang.law.receipt import Channel, received_on
from yangguang.offices.models import Agency
from yangguang.requests import codes
from yangguang.requests.models import InformationRequest
from yangguang.requests.procedure import PROCEDURE
from yangguang.requests.rules import problems_of, tidied

Upload = tuple[AttachmentKind | str, File[bytes] | Inspected]
_WORDLESS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Filed:
    """A request that is on the books, and the code that only the applicant gets. The code is nowhere kept."""

    case: Case
    code: str


def file_request(
    own: Mapping[str, Any],
    uploads: Sequence[Upload],
    *,
    agency: Agency,
    by: Actor,
    at: datetime,
    arrived_on: date,
    channel: Channel,
    confirmed_on: date | None,
) -> Filed:
    """Put a request on the books. Raises :class:`Refused` or :class:`WrongFacts`; then nothing is kept.

    The day of receipt follows from the channel (条例第三十一条); without one the case waits for confirmation.
    """
    facts = tidied(own)
    problems = problems_of(facts, timezone.localdate(at))
    if problems:
        raise WrongFacts(problems)
    day_zero = _day_of_receipt(channel, arrived_on, confirmed_on, timezone.localdate(at))
    files = [(kind, file if isinstance(file, Inspected) else inspect(file)) for kind, file in uploads]
    code = codes.new_code()
    code_hash = codes.hashed(code)  # slow on purpose, so before anybody waits for the number

    def make_own(case: Case) -> InformationRequest:
        return InformationRequest.objects.create(
            case=case,
            channel=channel,
            arrived_on=arrived_on,
            confirmed_on=confirmed_on if channel.needs_confirmation else None,
            applicant_mark=applicant_mark(facts),
            subject_mark=subject_mark(facts),
            code_hash=code_hash,
            **facts,
        )

    with all_or_nothing():
        case = engine.open_case(
            PROCEDURE,
            agency,
            title=title_of(facts),
            step_id="register" if day_zero else "submit",
            facts={"on": day_zero} if day_zero else {},
            by=by,
            at=at,
            arrived_at=moment_of(arrived_on, at),
            received_on=day_zero,
            category=facts["applicant_kind"],
            make_own=make_own,
        )
        for kind, file in files:
            attach(case, file, kind, by=by, at=at, step_number=1)
    return Filed(case, code)


def _day_of_receipt(
    channel: Channel, arrived_on: date, confirmed_on: date | None, today: date
) -> date | None:
    if arrived_on > today:
        raise WrongFacts({"arrived_on": [_("到达日期不能晚于今天。")]})
    if confirmed_on and confirmed_on > today:
        raise WrongFacts({"confirmed_on": [_("确认日期不能晚于今天。")]})
    try:
        return received_on(channel, arrived_on, confirmed_on).on
    except LawError as error:
        raise WrongFacts({"confirmed_on": [str(error)]}) from error


def moment_of(arrived_on: date, at: datetime) -> datetime:
    """The moment of arrival: now, or noon of an earlier day, of which nobody knows the hour."""
    local = timezone.localtime(at)
    if arrived_on == local.date():
        return at
    return local.replace(
        year=arrived_on.year,
        month=arrived_on.month,
        day=arrived_on.day,
        hour=12,
        minute=0,
        second=0,
        microsecond=0,
    )


def title_of(own: Mapping[str, Any]) -> str:
    """What the worklist calls the request: its title, or the beginning of what is wanted."""
    words = own["info_title"] or " ".join(str(own["info_description"]).split())
    return words if len(words) <= 80 else words[:79] + "…"


def applicant_mark(own: Mapping[str, Any]) -> str:
    """The same for the same applicant: by the number of the document, whatever name is written with it."""
    return mark_of(str(own["identity_kind"]), str(own["identity_number"]))


def subject_mark(own: Mapping[str, Any]) -> str:
    """The same for the same text, whatever its blanks and punctuation."""
    return mark_of(plain(f"{own['info_title']} {own['info_document_number']} {own['info_description']}"))


def plain(text: str) -> str:
    """The text without blanks, punctuation, width and case: what two people who want the same would share."""
    return _WORDLESS.sub("", unicodedata.normalize("NFKC", text).lower())


def require_online(agency: Agency) -> None:
    """Refuse where the agency takes no requests over the internet."""
    settings = getattr(agency, "request_settings", None)
    if not agency.is_active or settings is None or not settings.takes_online:
        raise Refused(
            _("“%(agency)s”不接收网上申请，请选择其他机关，或当面、邮寄提交。") % {"agency": agency}
        )
