"""What a notice must say, what is checked against the request, and what is asked to be looked at again."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from support_office import at
from support_remedies import answered, enters, notice, says

from yangguang.cases.actor import Actor
from yangguang.cases.models import Case
from yangguang.cases.refused import Refused, WrongFacts
from yangguang.ledger.models import Entry
from yangguang.remedies.models import Remedy
from yangguang.remedies.taking_in import LookAgain, take_in

pytestmark = pytest.mark.django_db


def refused(desk, *args, **said) -> dict[str, list[str]]:
    with pytest.raises(WrongFacts) as found:
        enters(desk, *args, **said)
    assert not Remedy.objects.exists()
    return found.value.errors


@pytest.mark.parametrize("name", ["body", "name", "applicant_kind", "attacked", "track"])
def test_what_is_missing_is_named(desk, name):
    assert name in refused(desk, "review", on="2024-03-04", **{name: ""})


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"subject": "  "}, "subject"),
        ({"accepted_on": date(2024, 3, 5)}, "accepted_on"),
        ({"identity_kind": ""}, "identity_kind"),
        ({"phone": "打电话找我"}, "phone"),
    ],
)
def test_what_contradicts_itself_is_named(desk, said, field):
    assert field in refused(desk, "review", on="2024-03-04", **said)


def test_a_suit_is_direct_or_after(desk):
    made = notice("suit", on="2024-03-04")
    unsaid = type(made)(forum=made.forum, received_on=made.received_on, own=made.own, subject="x")
    with pytest.raises(WrongFacts) as found:
        take_in(unsaid, agency=desk.cast.bureau, by=Actor.staff(desk.cast.drafter), at=at("2024-03-04"))
    assert "way" in found.value.errors


def test_after_a_reconsideration_it_is_never_direct(desk):
    request = answered(desk, on="2024-03-20", outcome="petition", after="2024-03-04")
    review = enters(desk, "review", on="2024-04-08", request=request)
    desk.does(review, "decide", on="2024-05-08", **says("upheld", decided_on="2024-05-07"))
    with pytest.raises(WrongFacts) as found:
        enters(desk, "suit", on="2024-05-20", request=request, review=review, way="direct")
    assert "way" in found.value.errors
    assert enters(desk, "suit", on="2024-05-20", request=request, review=review).category == "after"


def test_a_reconsideration_belongs_to_the_same_request(desk):
    one = answered(desk, on="2024-03-20", outcome="petition", after="2024-03-04")
    other = answered(desk, on="2024-03-20", outcome="petition", after="2024-03-04")
    review = enters(desk, "review", on="2024-04-08", request=one)
    with pytest.raises(WrongFacts) as found:
        enters(desk, "suit", on="2024-05-20", request=other, review=review)
    assert "review" in found.value.errors


def test_another_agencys_request_is_not_ours(desk):
    request = desk.receives(on="2024-03-04", agency=desk.cast.school)
    assert "subject" in refused(desk, "review", on="2024-04-08", request=request)


def test_the_same_number_is_not_entered_twice(desk):
    enters(desk, "review", on="2024-03-04", body_number="云政复〔2024〕1号")
    with pytest.raises(WrongFacts) as found:
        enters(desk, "review", on="2024-03-05", body_number="云政复〔2024〕1号")
    assert "body_number" in found.value.errors
    enters(desk, "review", on="2024-03-05", body_number="云政复〔2024〕1号", body="另一机关")


@pytest.mark.parametrize(
    ("outcome", "answered_on", "is_warned"),
    [
        ("deny_process_info", "2023-12-20", False),  # before 2024 as one liked
        ("deny_process_info", "2024-03-20", True),  # 行政复议法第二十三条第一款第四项
        ("partial", "2024-03-20", True),
        ("petition", "2024-03-20", False),
        ("not_exist", "2025-07-01", False),  # 法释〔2025〕8号: only Articles 14 to 16
        ("deny_process_info", "2025-07-01", True),
    ],
)
def test_a_direct_suit_where_reconsideration_comes_first_is_looked_at_again(
    desk, outcome, answered_on, is_warned
):
    request = answered(desk, on=answered_on, outcome=outcome, after=f"{answered_on[:8]}01")
    on = f"{int(answered_on[:4]) + 1}-01-10"
    if is_warned:
        with pytest.raises(LookAgain, match="第二十三条"):
            enters(desk, "suit", on=on, request=request, is_checked=False)
        assert not Remedy.objects.exists()
    assert enters(desk, "suit", on=on, request=request, is_checked=is_warned).category == "direct"


@pytest.mark.parametrize(("received", "is_warned"), [("2024-03-04", True), ("2025-06-02", False)])
def test_silence_went_to_reconsideration_first_until_the_interpretation(desk, received, is_warned):
    request = desk.receives(on=received)
    on = f"{received[:4]}-11-10"
    if is_warned:
        with pytest.raises(LookAgain):
            enters(desk, "suit", on=on, request=request, attacked="silence", is_checked=False)
    else:
        enters(desk, "suit", on=on, request=request, attacked="silence", is_checked=False)


def test_a_suit_while_reconsideration_goes_on_is_looked_at_again(desk):
    request = answered(desk, on="2024-03-20", outcome="petition", after="2024-03-04")
    review = enters(desk, "review", on="2024-04-08", request=request)
    with pytest.raises(LookAgain, match="第二十九条"):
        enters(desk, "suit", on="2024-04-20", request=request, review=review, is_checked=False)


def test_papers_come_with_the_case_or_nothing_does(desk):
    bad = SimpleUploadedFile("通知书.exe", b"MZ" + b"\0" * 100)
    made = notice("review", on="2024-03-04")
    with pytest.raises(Refused):
        take_in(
            type(made)(**{name: getattr(made, name) for name in made.__slots__} | {"papers": [bad]}),
            agency=desk.cast.bureau,
            by=Actor.staff(desk.cast.drafter),
            at=at("2024-03-04"),
        )
    assert not Case.objects.exists()


def test_identity_is_sealed_and_stays_out_of_the_ledger(desk):
    case = enters(desk, "review", on="2024-03-04")
    assert case.remedy.masked_name != "王小明"
    assert "11010519491231002X" not in str([entry.facts for entry in Entry.objects.all()])
    with_connection = Remedy.objects.extra(select={"kept": "identity_number"}).get(pk=case.pk)
    assert "11010519491231002X" not in str(with_connection.kept)


def test_the_title_is_the_requests(desk):
    request = answered(desk, "某路改造工程的预算", on="2024-03-20", outcome="petition", after="2024-03-04")
    assert enters(desk, "review", on="2024-04-08", request=request).title == "某路改造工程的预算"
    assert enters(desk, "review", on="2024-04-08", subject="未主动公开预算").title == "未主动公开预算"
