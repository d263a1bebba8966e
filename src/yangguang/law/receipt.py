"""The day on which a request counts as received (条例第三十一条), by the way it came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yangguang.law import articles
from yangguang.law.errors import InvalidEvents
from yangguang.translation import Message, gettext, mark


class Channel(StrEnum):
    """How a request reaches the office."""

    IN_PERSON = "in_person"
    MAIL_SIGNED = "mail_signed"
    MAIL_PLAIN = "mail_plain"
    ONLINE = "online"
    EMAIL = "email"
    FAX = "fax"

    @property
    def label(self) -> str:
        """The channel in the language in force."""
        return gettext(_RULES[self].label)

    @property
    def needs_confirmation(self) -> bool:
        """Whether the limit starts only when office and applicant have confirmed the receipt."""
        return _RULES[self].waiting != ""

    @property
    def article(self) -> str:
        """The item of Art. 31 that says so."""
        return _RULES[self].article


@dataclass(frozen=True, slots=True)
class _Rule:
    label: str
    article: str
    reason: str
    waiting: str = ""


_WAITING_FOR_BOTH = mark("尚未与申请人双方确认，期限还没有开始。请与申请人联系确认。")
_BOTH = mark("双方确认之日为收到申请之日")

_RULES = {
    Channel.IN_PERSON: _Rule(
        mark("当面提交"), articles.ART_31_1, mark("当面提交的，以提交之日为收到申请之日")
    ),
    Channel.MAIL_SIGNED: _Rule(
        mark("邮寄（需签收）"), articles.ART_31_2, mark("邮寄需要签收的，以签收之日为收到申请之日")
    ),
    Channel.MAIL_PLAIN: _Rule(
        mark("平常信函（无需签收）"),
        articles.ART_31_2,
        mark("平常信函等无需签收的，以与申请人确认之日为收到申请之日"),
        mark(
            "平常信函应当于收到当日与申请人确认，确认之日为收到申请之日。请与申请人联系；联系不上的先登记。"
        ),
    ),
    Channel.ONLINE: _Rule(mark("互联网"), articles.ART_31_3, _BOTH, _WAITING_FOR_BOTH),
    Channel.EMAIL: _Rule(mark("电子邮件"), articles.ART_31_3, _BOTH, _WAITING_FOR_BOTH),
    Channel.FAX: _Rule(mark("传真"), articles.ART_31_3, _BOTH, _WAITING_FOR_BOTH),
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """The legal day of receipt, and why; ``on`` is None as long as the confirmation is lacking."""

    on: date | None
    reason: Message
    article: str

    @property
    def is_received(self) -> bool:
        """Whether the limit has a day 0."""
        return self.on is not None


def received_on(channel: Channel, arrived_on: date, confirmed_on: date | None = None) -> Receipt:
    """The day of receipt of a request that arrived on ``arrived_on`` and was confirmed on ``confirmed_on``.

    条例第三十一条: in person the day of handing in; by registered mail the day of signing; by plain letter
    the day of confirmation with the applicant; over the internet or by fax the day both sides confirm.
    (国办公开办函〔2015〕207号 took the arrival of an e-mail; Art. 31(3) prevails.) Raises ``InvalidEvents``
    when the confirmation is earlier than the arrival.
    """
    rule = _RULES[channel]
    if not channel.needs_confirmation:
        return Receipt(arrived_on, Message(rule.reason), rule.article)
    if confirmed_on is None:
        return Receipt(None, Message(rule.waiting), rule.article)
    if confirmed_on < arrived_on:
        raise InvalidEvents(
            mark("确认之日 {confirmed} 早于申请到达之日 {arrived}。请检查日期。"),
            confirmed=confirmed_on,
            arrived=arrived_on,
        )
    return Receipt(confirmed_on, Message(rule.reason), rule.article)
