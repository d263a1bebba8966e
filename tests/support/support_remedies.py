"""The docket of the tests: reconsiderations and suits against the bureau, in the office's words."""

from __future__ import annotations

from datetime import date
from typing import Any

from support_office import Desk, at

from yangguang.cases.actor import Actor
from yangguang.cases.models import Case
from yangguang.law.remedy_results import Forum
from yangguang.offices.models import Agency
from yangguang.remedies.taking_in import Notice, take_in

SAID: dict[str, Any] = {
    "attacked": "answer",
    "applicant_kind": "natural_person",
    "name": "王小明",
    "identity_kind": "id_card",
    "identity_number": "11010519491231002X",
    "phone": "13800005678",
}


def notice(
    forum: Forum | str,
    *,
    on: str,
    request: Case | None = None,
    review: Case | None = None,
    way: str = "",
    subject: str = "",
    **own: Any,
) -> Notice:
    """What came on the day; about a request, or about ``subject``."""
    chosen = Forum(forum)
    is_review = chosen is Forum.REVIEW
    said = SAID | {
        "body": "云溪市人民政府" if is_review else "云溪市中级人民法院",
        "track": "simplified" if is_review else "ordinary",
    }
    return Notice(
        forum=chosen,
        received_on=date.fromisoformat(on),
        own=said | own,
        request=request,
        review=review,
        way=way or ("" if is_review or review else "direct"),
        subject=subject or ("" if request else "对某类信息的答复"),
    )


def enters(
    desk: Desk,
    forum: Forum | str,
    *,
    on: str,
    agency: Agency | None = None,
    by: str = "disclosure_office",
    is_checked: bool = True,
    **said: Any,
) -> Case:
    """A case put on the books on the day on which its copy came."""
    return take_in(
        notice(forum, on=on, **said),
        agency=agency or desk.cast.bureau,
        by=Actor.staff(desk.cast.people[by]),
        at=at(on),
        is_checked=is_checked,
    )


def answered(desk: Desk, wanted: str = "某路改造工程的预算", *, on: str, outcome: str, after: str) -> Case:
    """A request received on ``after`` and answered on the day."""
    case = desk.receives(wanted, on=after)
    desk.does(case, "answer", on=on, outcome=outcome, reasons="理由", other_body="某局")
    return case


def says(result: str, **facts: Any) -> dict[str, Any]:
    """The facts of a decision: dated the day before it comes unless said otherwise."""
    return {"result": result, "redo": "no"} | facts
