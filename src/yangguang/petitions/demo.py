"""Invented petitions of the demonstration office: one taken over from a request, one at the counter, one accusation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from yangguang.cases import engine
from yangguang.cases.actor import Actor
from yangguang.cases.models import Case
from yangguang.offices.demo import CITY
from yangguang.offices.models import Agency, Department, Person
from yangguang.petitions.converting import convert
from yangguang.petitions.intake import register_petition
from yangguang.petitions.models import Channel, Kind
from yangguang.requests.demo import DRAFTER, HOME, PETITION_LIKE, SIGNER, moment, send

WAY = "本机关将对反映的事项调查核实，依法作出处理，并出具信访处理意见书。"
OPEN_OFFICE = "demo-open"


def furnish_room(say: Callable[[str], object]) -> None:
    """A converted matter with its request answered, and two that came by themselves."""
    now = timezone.localtime()
    _converted(now)
    _suggestion(now)
    _accusation(now)
    say(
        _("已建立 %(count)s 件虚构的信访事项。")
        % {"count": Case.objects.filter(procedure_id="petition").count()}
    )


def _converted(now: datetime) -> None:
    """条例第三十九条第一款: taken over the day after receipt, the request answered, the petition accepted."""
    request = Case.objects.get(procedure_id="request", title=PETITION_LIKE)
    received = request.received_on or now.date()
    clerk = Person.objects.get(username=DRAFTER)
    petition = convert(request, Kind.CLAIM, by=clerk, at=_after(received, 1, now), version=request.version)
    department = Department.objects.get(agency=petition.agency, name="政策法规科")
    signer = Actor.staff(Person.objects.get(username=SIGNER))
    given_at = _after(received, 1, now)
    engine.take(petition, "assign", facts={"unit": f"d{department.pk}"}, by=signer, at=given_at)
    send(request, "answer", {"outcome": "petition"}, _after(received, 2, now))
    send(petition, "accept", {"way": WAY}, _after(received, 3, now))


def _suggestion(now: datetime) -> None:
    day = now.date() - timedelta(days=6)
    own = {
        "channel": Channel.PHONE,
        "kind": Kind.SUGGESTION,
        "name": "鲁宁",
        "phone": "13800000000",
        "text": "建议把校门口的家长等候区改到人行道内侧，上下学时段更安全。",
    }
    _register(own, day, DRAFTER, now)


def _accusation(now: datetime) -> None:
    """Kept to few: of the demonstration's clerks only the disclosure office of the city finds it."""
    own = {
        "channel": Channel.LETTER,
        "kind": Kind.ACCUSATION,
        "text": "举报晴川市某培训机构违规在假期组织学科培训。",
        "accused": "晴川市某培训机构",
    }
    _register(own, now.date() - timedelta(days=3), OPEN_OFFICE, now, agency=CITY)


def _register(own: Mapping[str, Any], day: date, by: str, now: datetime, *, agency: str = HOME) -> None:
    register_petition(
        own,
        [],
        agency=Agency.objects.get(name=agency),
        by=Actor.staff(Person.objects.get(username=by)),
        at=moment(day, 9, now),
        registered_on=day,
    )


def _after(day: date, days: int, now: datetime) -> datetime:
    return moment(day + timedelta(days=days), 10, now)
