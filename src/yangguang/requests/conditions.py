"""What must hold before a step of a request may be taken, and what its facts must be to each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from yangguang.cases.inputs import Choices
from yangguang.cases.procedure import Condition, Facts, Label
from yangguang.cases.situation import Situation
from yangguang.law.articles import ART_35
from yangguang.law.fees import Fee, fee_by_items, fee_by_pages
from yangguang.law.outcomes import OUTCOMES, Outcome, outcome
from yangguang.law.request_clock import extension_left
from yangguang.law.request_events import LONGEST_EXTENSION
from yangguang.translation import gettext

Check = Callable[[Situation, Facts], Mapping[str, Label]]

CONSULTED = {
    "consult_third_party": "third_party_replied",
    "consult_agency": "agency_replied",
    "consult_other_body": "other_body_replied",
}
"""The step that asks somebody, and the step that ends the waiting.

``consult_agency`` asks a body that made the information too (条例第三十四条), ``consult_other_body`` any other.
"""
NOT_BY_LETTER = frozenset({"abandoned_correction", "abandoned_fee", "withdrawn"})
"""Outcomes that come from a step of their own."""


def open_parties(situation: Situation, asked: str) -> list[str]:
    """Those who were asked by the step ``asked`` and have not answered, in the order of asking."""
    parties = [step.facts["party"] for step in situation.taken(asked)]
    for step in situation.taken(CONSULTED[asked]):
        if step.facts["party"] in parties:
            parties.remove(step.facts["party"])
    return parties


def waits_for_opinion(situation: Situation) -> bool:
    """Whether anybody who was asked has yet to answer."""
    return any(open_parties(situation, asked) for asked in CONSULTED)


def party_choices(asked: str) -> Callable[[Situation], Choices]:
    """Those still to answer, to choose from."""

    def choices(situation: Situation) -> Choices:
        return [(party, party) for party in open_parties(situation, asked)]

    return choices


def has_open(asked: str) -> Condition:
    """Refuses where nobody is waited for."""

    def condition(situation: Situation) -> Label | None:
        return None if open_parties(situation, asked) else _("没有等待回复的征求意见。")

    return condition


def new_party(asked: str) -> Check:
    """The same party cannot be asked again while its answer is awaited, in whatever capacity."""

    def check(situation: Situation, facts: Facts) -> Mapping[str, Label]:
        if any(facts["party"] in open_parties(situation, step) for step in _alike(asked)):
            return {"party": _("已向“%(party)s”征求意见，尚未收到回复。") % {"party": facts["party"]}}
        return {}

    return check


def _alike(asked: str) -> tuple[str, ...]:
    """The steps whose parties the clock keeps in one list: third parties, and bodies of either kind."""
    return (asked,) if asked == "consult_third_party" else ("consult_agency", "consult_other_body")


def new_body(situation: Situation, facts: Facts) -> Mapping[str, Label]:
    """条例第三十三条第三款: who is asked for an opinion has a day to give it by, set by the office."""
    return new_party("consult_other_body")(situation, facts) or until_is_later(situation, facts)


def asked_before(asked: str) -> Check:
    """An answer cannot come before the question."""

    def check(situation: Situation, facts: Facts) -> Mapping[str, Label]:
        sent = [s.on for s in situation.taken(asked) if s.facts["party"] == facts["party"]]
        if sent and facts["on"] < sent[-1]:
            return {"on": _("日期不能早于征求意见的日期 %(day)s。") % {"day": sent[-1].isoformat()}}
        return {}

    return check


def reply_is_possible(asked: str, limit: str) -> Check:
    """An answer comes after the question; silence is known when the time to answer is over.

    条例第三十二条、第三十四条: the fifteen working days run from receipt. As long as no receipt is entered nobody has
    been silent, and no body that made the information too has agreed. Elsewhere the office has set the day.
    """

    def check(situation: Situation, facts: Facts) -> Mapping[str, Label]:
        early = asked_before(asked)(situation, facts)
        if early or facts["stance"] != "silent" or situation.clock is None:
            return early
        last = [
            one
            for one in situation.clock.limits
            if one.name == limit and one.ref == facts["party"] and one.done_on is None
        ]
        if not last:
            return {}
        if last[-1].is_assumed:
            return {"stance": _NOT_RECEIVED % {"party": facts["party"]}}
        due = last[-1].due
        if situation.today > due and facts["on"] >= due:
            return {}
        field = "stance" if situation.today <= due else "on"
        return {field: _("提出意见的期限到 %(day)s，期满后才能登记逾期未答复。") % {"day": due.isoformat()}}

    return check


_NOT_RECEIVED = _(
    "还没有登记“%(party)s”收到征求意见书的日期。15 个工作日自收到之日起算，请先登记送达，再登记逾期未答复。"
)


def correction_is_over(situation: Situation) -> Label | None:
    """条例第三十条: without a correction in time and without good reason the request counts as given up."""
    until = _last_day(situation, "correction")
    if until and situation.today <= until:
        return _("补正期限到 %(day)s，期满后才能视为放弃申请。") % {"day": until.isoformat()}
    return None


def after_correction(situation: Situation, facts: Facts) -> Mapping[str, Label]:
    """条例第三十条: the day of giving up lies after the time that was set."""
    until = _last_day(situation, "correction")
    if until and facts["on"] <= until:
        return {"on": _("补正期限到 %(day)s，日期应在期满以后。") % {"day": until.isoformat()}}
    return {}


def after_payment(situation: Situation, facts: Facts) -> Mapping[str, Label]:
    """收费办法第六条: the day of giving up lies after the twenty working days."""
    last = _last_day(situation, "fee-payment")
    if last and facts["on"] <= last:
        return {"on": _("缴费期限到 %(day)s，日期应在期满以后。") % {"day": last.isoformat()}}
    return {}


def _last_day(situation: Situation, name: str) -> date | None:
    """The last day of a limit, as the law counts it."""
    limit = situation.clock.limit(name) if situation.clock else None
    return limit.due if limit else None


def payment_is_over(situation: Situation) -> Label | None:
    """收费办法第六条: unpaid after 20 working days from the day after the notice was received."""
    limit = situation.clock.limit("fee-payment") if situation.clock else None
    if limit and limit.is_assumed:
        return _(
            "还没有登记申请人收到收费通知书的日期。缴费的 20 个工作日自收到次日起算，请先登记送达，期满后才能视为放弃申请。"
        )
    if limit and situation.today <= limit.due:
        return _("缴费期限到 %(day)s，期满后才能视为放弃申请。") % {"day": limit.due.isoformat()}
    return None


def not_late(situation: Situation) -> Label | None:
    """条例第三十三条第二款、第三十五条: more time is told before the limit ends."""
    if situation.case.due_on and situation.today > situation.case.due_on:
        return _("答复期限已于 %(day)s 届满。延长或者延迟答复应当在期限届满前告知申请人，不能再办。") % {
            "day": situation.case.due_on.isoformat()
        }
    return None


def _reason_until(situation: Situation) -> date | None:
    """The last day to give reasons; one that turned out to be a rest day runs on, as that of a correction does."""
    notice = situation.last("ask_reason")
    if notice is None:
        return None
    return situation.calendar.on_or_after(date.fromisoformat(notice.facts["until"])).due


def reason_time_is_over(situation: Situation) -> Label | None:
    """条例第三十五条: nobody has failed to give reasons before the time for it has passed."""
    until = _reason_until(situation)
    if until and situation.today <= until:
        return _("说明理由的期限到 %(day)s，期满后才能登记逾期未说明理由。") % {"day": until.isoformat()}
    return None


def after_reason_time(situation: Situation, facts: Facts) -> Mapping[str, Label]:
    """The day lies after the time that was set."""
    until = _reason_until(situation)
    if until and facts["on"] <= until:
        return {"on": _("说明理由的期限到 %(day)s，日期应在期满以后。") % {"day": until.isoformat()}}
    return {}


def reason_was_given(situation: Situation) -> Label | None:
    """条例第三十五条: a delay is for a request whose reasons were asked for, given, and found sound."""
    if not situation.has("ask_reason"):
        return _(
            "没有要求申请人说明理由，不能延迟答复；需要更多时间的，可以延期答复（条例第三十三条第二款）。"
        )
    if not situation.has("give_reason"):
        return _("申请人没有说明理由，不能以理由合理为由延迟答复（条例第三十五条）。")
    return None


def not_postponed(situation: Situation) -> Label | None:
    """条例第三十五条: the body fixes one day; the limit that runs is not lengthened after that.

    A limit that begins anew (a fee was paid) may be given a day of its own, as the clock has it.
    """
    limit = situation.clock.limit("answer") if situation.clock else None
    if limit and limit.article == ART_35:
        return _("已确定并告知延迟答复的期限 %(day)s，不能再延期或者再次延迟（条例第三十五条）。") % {
            "day": limit.due.isoformat()
        }
    return None


def may_extend_further(situation: Situation) -> Label | None:
    """条例第三十三条第二款: twenty working days in all, told at once or in parts."""
    if _extension_left(situation) < 1:
        return _("这一答复期限已经延长满 20 个工作日，不能再延长（条例第三十三条第二款）。")
    return None


def within_the_longest_extension(situation: Situation, facts: Facts) -> Mapping[str, Label]:
    """What is added stays within what is left of the twenty working days."""
    left = _extension_left(situation)
    if facts["working_days"] > left:
        said = _(
            "延长的期限合计最长 20 个工作日（条例第三十三条第二款），这一期限还可以延长 %(left)s 个工作日。"
        )
        return {"working_days": said % {"left": left}}
    return {}


def extension_offered(situation: Situation) -> int:
    """The longest extension that is still lawful."""
    return max(_extension_left(situation), 1)


def _extension_left(situation: Situation) -> int:
    received_on = situation.case.received_on
    if received_on is None:
        return LONGEST_EXTENSION.count
    return extension_left(received_on, situation.events, situation.calendar)


def time_is_not_set(situation: Situation) -> Label | None:
    """行政复议法第七十七条、行政诉讼法第九十四条: what a decision has set is kept; the office does not move it."""
    order = situation.last("reopen")
    if order and order.facts.get("until"):
        return _("答复期限 %(day)s 由复议决定或者法院裁判指定，不能延长，也不因补正、收费重新计算。") % {
            "day": order.facts["until"]
        }
    return None


def until_after_limit(situation: Situation, facts: Facts) -> Mapping[str, Label]:
    """条例第三十五条: a delay ends after the limit that Article 33 gives."""
    due = situation.case.due_on
    if due and facts["until"] <= due:
        return {
            "until": _("现在的答复期限到 %(day)s，延迟答复的期限应晚于这一天。") % {"day": due.isoformat()}
        }
    return {}


def until_is_later(situation: Situation, facts: Facts) -> Mapping[str, Label]:
    """A time to act must lie after the day of the notice."""
    if facts["until"] <= facts["on"]:
        return {"until": _("期限应晚于通知的日期。")}
    return {}


def ordered_after_the_answer(situation: Situation, facts: Facts) -> Mapping[str, Label]:
    """A decision on an answer takes effect after it; the time it sets lies later still."""
    own = situation.case.information_request
    last = own.renewed_on or situation.case.closed_on
    if last and facts["on"] <= last:
        return {"on": _("决定、裁判的生效日期应晚于答复日期 %(day)s。") % {"day": last.isoformat()}}
    until = facts.get("until")
    return {"until": _("期限应晚于生效日期。")} if until and until <= facts["on"] else {}


def fee_of(facts: Facts) -> Fee:
    """The fee for what was filled in: by item together with the month's earlier ones, or by page."""
    if facts["basis"] == "items":
        return fee_by_items(facts["count"], facts.get("already") or 0)
    return fee_by_pages(facts["count"])


def something_is_due(situation: Situation, facts: Facts) -> Mapping[str, Label]:
    """Nobody is told to pay nothing."""
    if fee_of(facts).yuan == 0:
        return {"count": _("按这个数量不收费（按件 10 件以下、按量 30 页以下），不需要通知缴费。")}
    return {}


def outcome_choices(situation: Situation) -> Choices:
    """Every outcome that an answer may have."""
    return [(item.code, item.said) for item in OUTCOMES if item.code not in NOT_BY_LETTER]


def outcome_is_lawful(situation: Situation, facts: Facts) -> Mapping[str, Label]:
    """What the chosen outcome asks for, and what must have happened before it."""
    chosen = outcome(facts["outcome"])
    if chosen.reasons_required and not facts.get("reasons"):
        return {"reasons": _("“%(outcome)s”（%(article)s）须说明理由。") % _said(chosen)}
    if chosen.code == "still_unclear" and not situation.has("correct"):
        return {"outcome": _("没有经过补正，不能以“补正后申请内容仍不明确”答复（条例第三十条）。")}
    if chosen.code == "excessive" and not situation.has("ask_reason"):
        return {
            "outcome": _("没有要求申请人说明理由，不能以“无正当理由大量反复申请”不予处理（条例第三十五条）。")
        }
    if chosen.code == "excessive" and situation.has("postpone"):
        return {
            "outcome": _(
                "已认为理由合理并告知延迟答复，不能再以“无正当理由大量反复申请”不予处理（条例第三十五条）。"
            )
        }
    if chosen.code == "deny_third_party" and not situation.has("consult_third_party"):
        return {"outcome": _("没有征求第三方意见，不能以保护第三方合法权益为由不予公开（条例第三十二条）。")}
    if chosen.code == "not_this_body" and not facts.get("other_body"):
        return {
            "other_body": _(
                "请写明负责公开的机关名称和联系方式；确实不能确定的，写“不能确定”（条例第三十六条第五项）。"
            )
        }
    return {}


def _said(chosen: Outcome) -> dict[str, str]:
    return {"outcome": chosen.said, "article": gettext(chosen.article)}
