"""Filing: number, code, day of receipt and files, all or nothing."""

from __future__ import annotations

from datetime import date

import files
import pytest
from applicants import FIRM, GOOD
from django.core.files.storage import default_storage
from django.db import connection
from support_office import at

from yangguang.cases.actor import Actor
from yangguang.cases.models import Attachment, Case, CaseStep, NumberSeries
from yangguang.cases.refused import Refused, WrongFacts
from yangguang.law.receipt import Channel
from yangguang.ledger.models import Entry
from yangguang.requests import codes
from yangguang.requests.intake import Filed, file_request
from yangguang.requests.models import InformationRequest

pytestmark = pytest.mark.django_db


def filed(
    agency, *, on="2024-03-04", channel=Channel.ONLINE, arrived="", confirmed="same", uploads=(), **own
) -> Filed:
    arrived_on = date.fromisoformat(arrived or on)
    confirmed_on = (
        date.fromisoformat(on) if confirmed == "same" else confirmed and date.fromisoformat(confirmed)
    )
    return file_request(
        GOOD | own,
        uploads,
        agency=agency,
        by=Actor.applicant(),
        at=at(on),
        arrived_on=arrived_on,
        channel=channel,
        confirmed_on=confirmed_on or None,
    )


def test_a_request_is_on_the_books(cast):
    done = filed(cast.bureau, uploads=[("identity_proof", files.upload("身份证.png", files.picture()))])
    case = done.case
    assert (case.state_id, case.received_on, case.due_on) == (
        "in_progress",
        date(2024, 3, 4),
        date(2024, 4, 1),
    )
    assert case.title == "云溪路 2023 年改造工程的预算"
    own = case.information_request
    assert (own.name, own.identity_number, own.confirmed_on) == (
        "王小明",
        "11010519491231002X",
        date(2024, 3, 4),
    )
    assert codes.matches(done.code, own.code_hash)
    assert case.attachments.get().step_number == 1
    assert case.steps.get().step_id == "register"


@pytest.mark.parametrize(
    ("channel", "arrived", "confirmed", "state", "received"),
    [  # 条例第三十一条
        (Channel.IN_PERSON, "2024-03-01", "", "in_progress", "2024-03-01"),
        (Channel.MAIL_SIGNED, "2024-03-01", "", "in_progress", "2024-03-01"),
        (Channel.MAIL_PLAIN, "2024-03-01", "2024-03-04", "in_progress", "2024-03-04"),
        (Channel.MAIL_PLAIN, "2024-03-01", "", "submitted", None),
        (Channel.ONLINE, "2024-03-02", "2024-03-04", "in_progress", "2024-03-04"),
        (Channel.ONLINE, "2024-03-04", "", "submitted", None),
        (Channel.FAX, "2024-03-04", "", "submitted", None),
    ],
)
def test_the_day_of_receipt_follows_from_the_channel(cast, channel, arrived, confirmed, state, received):
    case = filed(cast.bureau, channel=channel, arrived=arrived, confirmed=confirmed).case
    assert case.state_id == state
    assert case.received_on == (date.fromisoformat(received) if received else None)
    assert (case.due_on is None) == (received is None)
    assert case.arrived_at.astimezone(at("2024-03-04").tzinfo).date() == date.fromisoformat(arrived)


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"arrived": "2024-03-05"}, "arrived_on"),
        ({"confirmed": "2024-03-05"}, "confirmed_on"),
        ({"arrived": "2024-03-04", "confirmed": "2024-03-01"}, "confirmed_on"),
    ],
)
def test_days_that_cannot_be_are_refused(cast, days, field):
    with pytest.raises(WrongFacts) as refused:
        filed(cast.bureau, **days)
    assert list(refused.value.errors) == [field]
    assert not Case.objects.exists()


def test_what_is_wrong_is_said_by_field_and_nothing_is_kept(cast):
    with pytest.raises(WrongFacts) as refused:
        filed(cast.bureau, name="", identity_number="1")
    assert set(refused.value.errors) == {"name", "identity_number"}
    assert not Case.objects.exists()
    assert not NumberSeries.objects.filter(last__gt=0).exists()


def test_a_bad_file_refuses_the_whole(cast):
    good = ("identity_proof", files.upload("身份证.png", files.picture()))
    with pytest.raises(Refused, match="不是可以接收的类型"):
        filed(cast.bureau, uploads=[good, ("applicant_file", files.upload("x.exe", b"MZ"))])
    assert not Case.objects.exists()
    assert not Attachment.objects.exists()


def test_a_disk_that_fills_up_at_the_second_file_leaves_nothing(cast, monkeypatch):
    kept: list[str] = []
    save = type(default_storage._wrapped if hasattr(default_storage, "_wrapped") else default_storage).save

    def full_at_two(self, name, content, max_length=None):
        if kept:
            raise OSError(28, "No space left on device")
        kept.append(save(self, name, content, max_length))
        return kept[-1]

    default_storage.exists("x")  # the lazy storage is made
    monkeypatch.setattr(type(default_storage._wrapped), "save", full_at_two)
    two = [("applicant_file", files.upload(f"{n}.png", files.picture())) for n in (1, 2)]
    entries = Entry.objects.count()
    with pytest.raises(Refused, match="没有存下来"):
        filed(cast.bureau, uploads=two)
    assert kept
    assert not default_storage.exists(kept[0])
    for model in (Case, CaseStep, InformationRequest, Attachment):
        assert not model.objects.exists()
    assert Entry.objects.count() == entries
    monkeypatch.undo()
    assert filed(cast.bureau).case.serial == 1  # the number was not used up


def test_numbers_and_phones_lie_sealed(cast):
    filed(cast.bureau)
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            found += [str(row) for row in cursor.fetchall()]
    everything = "\n".join(found)
    assert "王小明" in everything
    assert "11010519491231002X" not in everything
    assert "13800005678" not in everything


def test_the_same_applicant_is_recognised_by_the_number(cast):
    first = filed(cast.bureau).case.information_request
    again = filed(
        cast.bureau, name="王 小明", identity_number="１１０１０５１９４９１２３１００２x"
    ).case.information_request
    other = filed(cast.bureau, **FIRM).case.information_request
    assert first.applicant_mark == again.applicant_mark != other.applicant_mark


def test_the_same_text_has_the_same_mark(cast):
    first = filed(cast.bureau).case.information_request
    again = filed(cast.bureau, info_description="云溪路2023年改造工程的预算。").case.information_request
    other = filed(cast.bureau, info_description="云溪路2022年改造工程的预算").case.information_request
    assert first.subject_mark == again.subject_mark != other.subject_mark


def test_a_long_description_makes_a_short_title(cast):
    assert filed(cast.bureau, info_description="预" * 200).case.title == "预" * 79 + "…"
    assert filed(cast.bureau, info_title="改造预算").case.title == "改造预算"
