"""How a letter reached its addressee: attempts, what came of them, and the proof."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yangguang.cases import engine
from yangguang.cases.actor import Actor
from yangguang.cases.attaching import all_or_nothing, attach
from yangguang.cases.models import Attachment, AttachmentKind
from yangguang.cases.refused import Refused, WrongFacts
from yangguang.letters import history
from yangguang.letters.actions.holding import locked, must_be, must_handle
from yangguang.letters.models import (
    Delivery,
    DeliveryChannel,
    DeliveryResult,
    Letter,
    LetterState,
)
from yangguang.letters.permissions import step_of

_NEEDS_REFERENCE = frozenset({DeliveryChannel.MAIL, DeliveryChannel.EMAIL, DeliveryChannel.COLLECTED})


@all_or_nothing()
def record_delivery(
    letter: Letter,
    *,
    channel: str,
    on: date,
    by: Actor,
    at: datetime,
    reference: str = "",
    note: str = "",
    proof: File[bytes] | None = None,
) -> Delivery:
    """Enter an attempt to deliver. Handed over in person, the letter is delivered at once."""
    fresh = _locked(letter)
    must_handle(fresh, by)
    must_be(fresh, LetterState.ISSUED)
    reference = reference.strip()
    _check_day(on, fresh.issued_on or on, at, "on")
    if channel in _NEEDS_REFERENCE and not reference:
        raise WrongFacts({"reference": [_("请填写邮件号、邮箱或领取人姓名，以便日后查证。")]})
    if channel == DeliveryChannel.ONLINE and not fresh.paper.is_public:
        raise WrongFacts({"channel": [_("这件文书不是发给申请人的，不能网上领取。")]})
    is_handed_over = channel == DeliveryChannel.COLLECTED
    delivery = Delivery.objects.create(
        letter=fresh,
        channel=channel,
        on=on,
        reference=reference[:120],
        note=note.strip()[:300],
        result=DeliveryResult.DELIVERED if is_handed_over else DeliveryResult.SENT,
        ended_on=on if is_handed_over else None,
        proof=_proof(fresh, proof, by, at),
        recorded_at=at,
        recorded_by_name=by.name,
    )
    _enter(delivery, by, at)
    _note_receipt(delivery, by, at)
    return delivery


def _enter(delivery: Delivery, by: Actor, at: datetime) -> None:
    history.record(
        history.DELIVERY_RECORDED,
        delivery.letter,
        by=by,
        at=at,
        channel=str(DeliveryChannel(delivery.channel).label),
        on=delivery.on,
        delivery=delivery.pk,
    )


@all_or_nothing()
def conclude_delivery(
    delivery: Delivery,
    *,
    is_delivered: bool,
    on: date,
    by: Actor,
    at: datetime,
    note: str = "",
    proof: File[bytes] | None = None,
) -> Delivery:
    """Say what came of an attempt: delivered, or returned."""
    letter = _locked(delivery.letter)
    must_handle(letter, by)
    fresh = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if fresh.result != DeliveryResult.SENT:
        raise Refused(_("这次送达已经有结果：%(result)s。") % {"result": fresh.get_result_display()})
    _check_day(on, fresh.on, at, "on")
    if not is_delivered and not note.strip():
        raise WrongFacts({"note": [_("请写明退回或未送达的原因。")]})
    fresh.result = DeliveryResult.DELIVERED if is_delivered else DeliveryResult.RETURNED
    fresh.ended_on = on
    fresh.note = note.strip()[:300] or fresh.note
    fresh.proof = _proof(letter, proof, by, at) or fresh.proof
    fresh.save()
    _conclude(history.DELIVERY_CONCLUDED, fresh, by, at)
    _note_receipt(fresh, by, at)
    return fresh


def _note_receipt(delivery: Delivery, by: Actor, at: datetime) -> None:
    """Where the law counts from the receipt of the letter, what proves it takes the step that says so.

    The case may have gone on, or somebody may have entered the receipt by hand: then there is nothing to note, and
    the delivery is kept all the same.
    """
    letter = delivery.letter
    served = step_of(letter).served if letter.step_id else ""
    if not served or not delivery.has_proof or delivery.ended_on is None:
        return
    case = engine.locked(letter.case_id)
    if case.steps.filter(letter_id=letter.pk).exists():
        with suppress(Refused):
            engine.take(case, served, facts={"on": delivery.ended_on}, by=by, at=at)


def _locked(letter: Letter) -> Letter:
    """Case before letter, as everybody locks them who needs both: a proof goes to the case."""
    engine.locked(letter.case_id)
    return locked(letter)


def open_online(letter: Letter, by: Actor, at: datetime) -> None:
    """Where the applicant chose to fetch letters on the web, issuing makes it available there."""
    if not letter.paper.is_public or not letter.paper.by_online(letter.case):
        return
    delivery = Delivery.objects.create(
        letter=letter,
        channel=DeliveryChannel.ONLINE,
        on=timezone.localdate(at),
        recorded_at=at,
        recorded_by_name=by.name,
    )
    _enter(delivery, by, at)


@transaction.atomic
def note_fetched(letter: Letter, *, at: datetime) -> None:
    """The applicant has fetched the letter on the tracking page: the first time is the proof of service."""
    waiting = Delivery.objects.select_for_update().filter(
        letter=letter, channel=DeliveryChannel.ONLINE, result=DeliveryResult.SENT
    )
    engine.locked(letter.case_id)
    delivery = waiting.first()
    if delivery is None:
        return
    delivery.result = DeliveryResult.DELIVERED
    delivery.ended_on = max(timezone.localdate(at), delivery.on)
    delivery.save()
    _conclude(history.FETCHED, delivery, Actor.applicant(), at)
    _note_receipt(delivery, Actor.clock(), at)


def _conclude(kind: history.Kind, delivery: Delivery, by: Actor, at: datetime) -> None:
    history.record(
        kind,
        delivery.letter,
        by=by,
        at=at,
        delivery=delivery.pk,
        result=str(delivery.get_result_display()),
        on=delivery.ended_on,
    )


def _check_day(on: date, earliest: date, at: datetime, field: str) -> None:
    today = timezone.localdate(at)
    if on < earliest:
        raise WrongFacts({field: [_("日期不能早于 %(day)s。") % {"day": earliest.isoformat()}]})
    if on > today:
        raise WrongFacts({field: [_("日期不能晚于今天（%(day)s）。") % {"day": today.isoformat()}]})


def _proof(letter: Letter, upload: File[bytes] | None, by: Actor, at: datetime) -> Attachment | None:
    if upload is None:
        return None
    return attach(
        letter.case,
        upload,
        AttachmentKind.SERVICE_PROOF,
        by=by,
        at=at,
        step_number=letter.step_number,
    )
