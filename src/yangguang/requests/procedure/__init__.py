"""The procedure of a request for disclosure (政府信息公开条例第四章), step by step.

States say whom the request waits for. Letters are not states: a step with a ``paper`` is prepared, its
letter passes the review chain, and the step is taken when the letter leaves the house.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from yangguang.cases.assigning import common_steps
from yangguang.cases.models import Case
from yangguang.cases.procedure import Procedure, register
from yangguang.law.clock import Clock, Event
from yangguang.law.outcomes import OUTCOME_BY_CODE
from yangguang.law.request_clock import request_clock
from yangguang.law.workdays import WorkCalendar
from yangguang.requests.merging import merging_steps
from yangguang.requests.procedure.charging import CHARGING
from yangguang.requests.procedure.concluding import answered
from yangguang.requests.procedure.consulting import CONSULTATIONS
from yangguang.requests.procedure.ending import ENDING
from yangguang.requests.procedure.extending import EXTENDING
from yangguang.requests.procedure.receiving import CORRECTING, RECEIVING
from yangguang.requests.procedure.states import ANSWERED, HANDLER, OPEN, STATES, WORKING

__all__ = ["PROCEDURE", "clock_of_request", "outcome_said"]


def clock_of_request(received_on: date, events: Sequence[Event], calendar: WorkCalendar) -> Clock:
    """条例第三十三条 with everything that stops, restarts or extends the limit."""
    return request_clock(received_on, events, calendar)


def outcome_said(code: str) -> str:
    """An outcome in words."""
    found = OUTCOME_BY_CODE.get(code)
    return found.said if found else code


def _code_hash(case: Case) -> str:
    return str(case.information_request.code_hash)


PROCEDURE = register(
    Procedure(
        id="request",
        label=_("依申请公开"),
        prefix="SQ",
        law="政府信息公开条例第二十七条至第四十五条",
        states=STATES,
        steps=(
            *RECEIVING,
            *CORRECTING,
            *CONSULTATIONS,
            *EXTENDING,
            *CHARGING,
            *merging_steps(
                working=WORKING,
                open_states=OPEN,
                answered=ANSWERED,
                by=HANDLER,
                effect=answered,
            ),
            *ENDING,
            *common_steps(OPEN),
        ),
        clock=clock_of_request,
        case_url="staff_requests:case",
        new_url="staff_requests:new",
        model="requests.informationrequest",
        outcome_said=outcome_said,
        track_url="requests:tracked",
        code_hash=_code_hash,
    )
)
