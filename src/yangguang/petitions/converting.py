"""A request that is a petition in disguise becomes a petition, with its day of receipt (条例第三十九条第一款).

The request is neither answered nor ended by it: its own reply says that it is not handled as a request, and names the
petition. The petition counts from the day on which the office got the request, and the query code of the request opens
it.
"""

from __future__ import annotations

from datetime import datetime

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.cases import engine
from yangguang.cases.actor import Actor
from yangguang.cases.attaching import Inspected, all_or_nothing, inspect
from yangguang.cases.linking import link
from yangguang.cases.models import AttachmentKind, Case, LinkKind
from yangguang.cases.models.step import in_force
from yangguang.cases.permissions import roles_in_case
from yangguang.cases.refused import Conflict, NotAllowed, Refused
from yangguang.law.receipt import Channel as RequestChannel
from yangguang.ledger import kinds
from yangguang.ledger.book import record
from yangguang.offices.models import Person
from yangguang.petitions.intake import enter
from yangguang.petitions.models import Channel, Kind, Origin
from yangguang.petitions.procedure import HANDLER, PROCEDURE
from yangguang.requests.models import InformationRequest
from yangguang.requests.procedure import PROCEDURE as REQUEST

CONVERTED = kinds.declare("petitions.converted", gettext_lazy("%(number)s 转为信访事项 %(petition)s"))
COPIED = (AttachmentKind.APPLICANT_FILE, AttachmentKind.IDENTITY_PROOF, AttachmentKind.CORRECTION)
"""Files that the citizen handed in with the request."""
_CHANNELS = {
    RequestChannel.IN_PERSON: Channel.VISIT,
    RequestChannel.MAIL_SIGNED: Channel.LETTER,
    RequestChannel.MAIL_PLAIN: Channel.LETTER,
    RequestChannel.ONLINE: Channel.ONLINE,
    RequestChannel.EMAIL: Channel.ONLINE,
    RequestChannel.FAX: Channel.FAX,
}


def petition_from(request: Case) -> Case | None:
    """The petition that the request was turned into; nothing where there is none."""
    link = request.links_here.filter(
        kind=LinkKind.CONVERTED_FROM, frm__procedure_id=PROCEDURE.id
    ).select_related("frm__agency")
    found = link.first()
    return found.frm if found else None


def why_not_convert(request: Case) -> str:
    """Why the request cannot be turned into a petition now; empty when it can."""
    petition = petition_from(request)
    if petition is not None:
        return _("这份申请已经转为信访事项 %(number)s。") % {"number": petition.number}
    if request.received_on is None:
        return _("还没有确认收到申请。请先办理“确认收到”，信访事项从收到之日起计算。")
    if not request.is_open and request.outcome_id != "petition":
        return _("这份申请已经按其他结果办结，不能转为信访事项。")
    return ""


def convert(
    request: Case,
    kind: Kind,
    *,
    accused: str = "",
    person_count: int = 1,
    by: Person,
    at: datetime,
    version: int,
) -> Case:
    """Open a petition for what the request says. Raises :class:`Refused`; then nothing has changed."""
    with all_or_nothing():
        original = engine.locked(request.pk)
        if original.procedure_id != REQUEST.id or not roles_in_case(by, original) & HANDLER:
            raise NotAllowed(_("只有经办人员可以把申请转为信访事项。"))
        if original.version != version:
            raise Conflict(_("案件刚被别人办理过，请看过现在的情况再转办。"))
        refusal = why_not_convert(original)
        if refusal or original.received_on is None:
            raise Refused(refusal)
        own = InformationRequest.objects.get(case=original)
        petition = enter(
            _told(original, own, kind, accused, person_count),
            _files(original),
            origin=Origin.CONVERTED,
            source=original.number,
            agency=original.agency,
            by=Actor.staff(by),
            at=at,
            registered_on=original.received_on,
            arrived_at=original.arrived_at,
            code_hash=own.code_hash,
        )
        link(petition, original, LinkKind.CONVERTED_FROM, by=by, at=at)
        record(
            CONVERTED,
            original,
            by=by,
            agency=original.agency,
            at=at,
            number=original.number,
            petition=petition.number,
        )
    return petition


def _told(
    request: Case, own: InformationRequest, kind: Kind, accused: str, person_count: int
) -> dict[str, object]:
    """What the citizen said, in the fields of a petition; corrections belong to it."""
    corrected = in_force(list(request.steps.order_by("number")))
    corrections = [str(step.facts["text"]) for step in corrected if step.step_id == "correct"]
    parts = (own.info_title, own.info_document_number, own.info_description, *corrections)
    return {
        "channel": _CHANNELS[RequestChannel(own.channel)],
        "kind": kind,
        "name": own.name,
        "is_organisation": own.is_organisation,
        "identity_kind": own.identity_kind,
        "identity_number": own.identity_number,
        "phone": own.phone,
        "email": own.email,
        "address": own.address,
        "postcode": own.postcode,
        "person_count": person_count,
        "text": "\n".join(part for part in parts if part.strip()),
        "accused": accused,
    }


def _files(request: Case) -> list[tuple[str, Inspected]]:
    """Copies of what came with the request, looked at again: what was clean then may be known as a virus now."""
    found = []
    for attachment in request.attachments.filter(kind__in=COPIED).order_by("pk"):
        with attachment.file.open("rb") as file:
            content = ContentFile(file.read(), name=attachment.name)
        found.append((attachment.kind, inspect(content)))
    return found
