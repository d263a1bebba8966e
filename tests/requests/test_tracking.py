"""Looking up by number and code: what is shown, what can be done, and what nobody learns."""

from __future__ import annotations

import math
import statistics
import time
from datetime import date, timedelta

import files
import pytest
from applicants import GOOD
from citizen import Citizen, text_of
from django.test import Client
from django.utils import timezone
from support_letters import LetterDesk, stored
from support_office import at

from yangguang.cases.actor import Actor
from yangguang.cases.attaching import attach
from yangguang.cases.engine import situation_of, take
from yangguang.cases.models import Attachment, Case
from yangguang.law.receipt import Channel
from yangguang.law.workdays import WorkCalendar
from yangguang.ledger.models import Entry
from yangguang.letters.models import Letter
from yangguang.requests import codes, tracking
from yangguang.requests.intake import file_request
from yangguang.requests.models import DisclosureSuggestion, Rating

pytestmark = pytest.mark.django_db


def working_day_in(days: int) -> date:
    """A day on which an office may let a time end."""
    return WorkCalendar.official().on_or_after(timezone.localdate() + timedelta(days=days)).due


@pytest.fixture
def keys(citizen) -> tuple[str, str]:
    """A request of three working days ago."""
    now = timezone.now() - timedelta(days=5)
    day = timezone.localdate(now)
    filed = file_request(
        GOOD,
        [],
        agency=citizen.agency,
        by=Actor.applicant(),
        at=now,
        arrived_on=day,
        channel=Channel.ONLINE,
        confirmed_on=day,
    )
    return filed.case.number, filed.code


def office_does(cast, step: str, *, case: Case | None = None, **facts: object) -> Case:
    case = case or Case.objects.get()
    declared = case.procedure.step(step)
    facts.setdefault(declared.day, timezone.localdate())
    letter = 1 if declared.paper else None
    take(
        case,
        step,
        facts=facts,
        by=Actor.staff(cast.disclosure_office),
        at=timezone.now(),
        letter_id=letter,
    )
    return Case.objects.get(pk=case.pk)


def page_of(citizen: Citizen) -> str:
    return text_of(citizen.client.get("/track/case/"))


# --- getting in, and not -------------------------------------------------------------------------


def test_number_and_code_open_the_case(citizen, keys):
    number, code = keys
    assert citizen.looks_up(number, code).headers["Location"] == "/track/case/"
    page = page_of(citizen)
    case = Case.objects.get()
    for said in (
        number,
        "办理中",
        case.due_on.isoformat(),
        "登记申请，收到之日为",
        "条例第三十一条",
        "工作日",
    ):
        assert said in page
    for hidden in ("11010519491231002X", "13800005678", code):
        assert hidden not in page


@pytest.mark.parametrize(
    "typed",
    [
        lambda number, code: (number.lower(), code.lower()),
        lambda number, code: (f" {number} ", code.replace("-", " ")),
        lambda number, code: (number.replace("-", "－"), code.replace("-", "")),
        lambda number, code: (number.replace("-", " - "), f" {code}\t"),
    ],
)
def test_how_people_type_them(citizen, keys, typed):
    assert citizen.looks_up(*typed(*keys)).status_code == 302


def test_an_unknown_number_hears_what_a_wrong_code_hears(citizen, keys):
    """The very same page, but for what was typed."""
    number, _ = keys
    unknown = number[:-1] + "9"
    wrong_code = citizen.looks_up(number, "AAAAA-AAAAA")
    no_number = citizen.looks_up(unknown, "AAAAA-AAAAA")
    other_code = citizen.looks_up("XX1-1999-00001", "AAAAA-AAAAA")
    assert wrong_code.status_code == no_number.status_code == other_code.status_code == 422
    assert text_of(wrong_code) == text_of(no_number) == text_of(other_code)
    assert wrong_code.headers.keys() == no_number.headers.keys()
    for answer in (wrong_code, no_number):
        assert "request" not in {name for name in answer.cookies if name == "yangguang_session"}


def test_a_wrong_pair_costs_the_same_whatever_is_wrong(keys, monkeypatch):
    """One digest each time: no shorter way for a number that does not exist."""
    digests = []
    real = codes._digest
    monkeypatch.setattr(codes, "_digest", lambda code, salt: digests.append(salt) or real(code, salt))
    for number in (keys[0], "SQ1-1999-00001", ""):
        before = len(digests)
        assert tracking.looked_up(number, "AAAAA-AAAAA") is None
        assert len(digests) == before + 1


def test_a_wrong_pair_takes_the_same_time(keys):
    def spent(number: str) -> float:
        rounds = []
        for _ in range(15):
            started = time.perf_counter()
            tracking.looked_up(number, "AAAAA-AAAAA")
            rounds.append(time.perf_counter() - started)
        return statistics.median(rounds)

    known, unknown = spent(keys[0]), spent("SQ1-1999-00001")
    assert max(known, unknown) < 3 * min(known, unknown)  # the digest outweighs the look-up by far


def test_codes_cannot_be_tried_for_ever(citizen, keys):
    """Ten wrong ones of an address for a number close it to that address for the hour; also a number that is not."""
    guesser = Client(REMOTE_ADDR="10.0.0.1")
    for number in (keys[0], "SQ1-1999-00001"):
        answers = [
            guesser.post("/track/", {"number": number, "code": "AAAAA-AAAAA"}).status_code
            for _try in range(12)
        ]
        assert answers == [422] * 10 + [429] * 2
    right = guesser.post("/track/", {"number": keys[0], "code": keys[1]})
    assert right.status_code == 429
    assert "Retry-After" in right.headers


def test_whoever_knows_a_number_cannot_shut_out_its_applicant(citizen, keys):
    for attempt in range(40):
        client = Client(REMOTE_ADDR=f"10.0.{attempt}.1")
        answer = client.post("/track/", {"number": keys[0], "code": "AAAAA-AAAAA"})
        assert answer.status_code == 422
    right = Client(REMOTE_ADDR="10.9.9.9").post("/track/", {"number": keys[0], "code": keys[1]})
    assert right.status_code == 302


def test_a_household_of_the_new_protocol_is_one_address(keys):
    answers = [
        Client(REMOTE_ADDR=f"2001:db8:1:2::{attempt:x}")
        .post("/track/", {"number": keys[0], "code": "AAAAA-AAAAA"})
        .status_code
        for attempt in range(1, 12)
    ]
    assert answers == [422] * 10 + [429]


def test_a_code_has_the_bits_that_the_limits_rely_on():
    assert codes.LENGTH * math.log2(len(set(codes.SIGNS))) > 49.5


def test_one_address_looks_up_so_often(citizen, keys):
    answers = [citizen.looks_up(f"SQ1-1999-{n:05}", "AAAAA-AAAAA").status_code for n in range(31)]
    assert answers == [422] * 30 + [429]


@pytest.mark.parametrize("typed", [("", ""), ("x" * 100, "A"), ("\x00", "\x00"), ("SQ1", "")])
def test_nonsense_is_an_error_in_words(citizen, keys, typed):
    answer = citizen.looks_up(*typed)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_without_the_code_nothing_is_reachable(citizen, keys, cast):
    case = Case.objects.get()
    given = attach(
        case,
        files.upload("预算.pdf", files.pdf()),
        "released",
        by=Actor.applicant(),
        at=timezone.now(),
        is_public=True,
    )
    for page in ("/track/case/", "/track/case/act/withdraw/", f"/track/case/files/{given.pk}/"):
        assert citizen.client.get(page).headers["Location"] == "/track/"
    for page in ("/track/case/rate/", "/track/case/suggest/", "/track/case/act/withdraw/"):
        assert citizen.client.post(page).headers["Location"] == "/track/"
    assert Case.objects.get().is_open


def test_released_files_come_with_the_answer(citizen, keys, cast):
    case = Case.objects.get()
    upload = files.upload("预算.pdf", files.pdf())
    given = attach(case, upload, "released", by=Actor.applicant(), at=timezone.now(), is_public=True)
    citizen.looks_up(*keys)
    address = f"/track/case/files/{given.pk}/"
    assert "预算.pdf" not in page_of(citizen)
    assert citizen.client.get(address).status_code == 404
    office_does(cast, "answer", outcome="provide", how="见附件。")
    assert "预算.pdf" in page_of(citizen)
    assert citizen.client.get(address).status_code == 200


def test_a_request_withdrawn_gets_no_files(citizen, keys):
    case = Case.objects.get()
    upload = files.upload("预算.pdf", files.pdf())
    given = attach(case, upload, "released", by=Actor.applicant(), at=timezone.now(), is_public=True)
    citizen.looks_up(*keys)
    citizen.client.post("/track/case/act/withdraw/", {"reason": ""})
    assert citizen.client.get(f"/track/case/files/{given.pk}/").status_code == 404


def answered(cast, case: Case) -> Letter:
    today = timezone.localdate().isoformat()
    return LetterDesk(cast).sends(case, "answer", on=today, outcome="provide", how="见附件。")


def test_a_letter_fetched_is_a_letter_served(citizen, keys, cast):
    letter = answered(cast, Case.objects.get())
    assert citizen.client.get(f"/track/case/letters/{letter.pk}/").headers["Location"] == "/track/"
    citizen.looks_up(*keys)
    page = page_of(citizen)
    assert letter.number in page
    assert "待领取" in page
    citizen.client.head(f"/track/case/letters/{letter.pk}/")
    assert letter.deliveries.get().result == "sent"  # who only asks for the head has not read it
    response = citizen.client.get(f"/track/case/letters/{letter.pk}/")
    assert response.content == stored(letter.pdf)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/pdf"
    delivery = letter.deliveries.get()
    assert (delivery.channel, delivery.result) == ("online", "delivered")
    assert delivery.ended_on == timezone.localdate()
    assert "网上领取：已送达" in page_of(citizen)
    citizen.client.get(f"/track/case/letters/{letter.pk}/")
    assert Entry.objects.filter(kind="letter.fetched").count() == 1


def test_letters_to_others_drafts_and_other_cases_are_not_reachable(citizen, keys, cast, desk):
    mine, theirs = Case.objects.get(), desk.receives(on="2024-03-04")
    today = timezone.localdate().isoformat()
    writing = LetterDesk(cast)
    draft = writing.prepares(mine, "extend", on=today, reason="需要检索档案", working_days=20)
    party = writing.sends(mine, "consult_third_party", on=today, party="某公司", what="报价")
    other = answered(cast, theirs)
    citizen.looks_up(*keys)
    for letter in (draft, party, other):
        assert citizen.client.get(f"/track/case/letters/{letter.pk}/").status_code == 404
        assert letter.number == "" or letter.number not in page_of(citizen)
    assert other.deliveries.get().result == "sent"


def test_other_peoples_files_are_not_reachable(citizen, keys, desk, cast):
    other = desk.receives(on="2024-03-04")
    theirs = attach(
        other,
        files.upload("a.pdf", files.pdf()),
        "released",
        by=Actor.applicant(),
        at=at("2024-03-04"),
        is_public=True,
    )
    mine = Case.objects.exclude(pk=other.pk).get()
    inside, given = (
        attach(
            mine,
            files.upload("b.pdf", files.pdf()),
            "released",
            by=Actor.applicant(),
            at=timezone.now(),
            is_public=public,
        )
        for public in (False, True)
    )
    office_does(cast, "answer", case=mine, outcome="provide", how="见附件。")
    citizen.looks_up(*keys)
    assert citizen.client.get(f"/track/case/files/{theirs.pk}/").status_code == 404
    assert citizen.client.get(f"/track/case/files/{inside.pk}/").status_code == 404
    response = citizen.client.get(f"/track/case/files/{given.pk}/")
    assert response["Content-Disposition"].startswith("attachment")
    assert b"".join(response.streaming_content) == files.pdf()


def test_the_session_closes_by_itself_and_by_hand(citizen, keys, monkeypatch):
    citizen.looks_up(*keys)
    later = timezone.now() + timedelta(hours=2, minutes=1)
    with monkeypatch.context() as patched:
        patched.setattr("yangguang.requests.public.tracking.timezone.now", lambda: later)
        assert citizen.client.get("/track/case/").headers["Location"] == "/track/"
    assert citizen.client.get("/track/case/").status_code == 200
    citizen.client.post("/track/leave/")
    assert citizen.client.get("/track/case/").headers["Location"] == "/track/"


# --- acting --------------------------------------------------------------------------------------


def test_answering_a_correction_with_text_and_a_file(citizen, keys, cast):
    office_does(cast, "ask_correction", what="请写明年度", until=working_day_in(20))
    citizen.looks_up(*keys)
    page = page_of(citizen)
    assert "请您补正" in page
    assert "请写明年度" in page
    answer = citizen.client.post("/track/case/act/correct/", {"text": ""})
    assert answer.status_code == 422
    assert "请填写这一项" in text_of(answer)
    answer = citizen.client.post(
        "/track/case/act/correct/", {"text": "2023 年度", "files": files.upload("说明.txt", b"2023 nian")}
    )
    assert answer.headers["Location"] == "/track/case/"
    case = Case.objects.get()
    assert case.state_id == "in_progress"
    step = case.steps.last()
    assert (step.step_id, step.actor_kind, step.facts["text"]) == ("correct", "applicant", "2023 年度")
    kept = case.attachments.get()
    assert (kept.kind, kept.step_number) == ("correction", step.number)


def test_a_bad_file_takes_the_correction_back(citizen, keys, cast):
    office_does(cast, "ask_correction", what="x", until=working_day_in(20))
    citizen.looks_up(*keys)
    answer = citizen.client.post(
        "/track/case/act/correct/", {"text": "我写了很久的话", "files": files.upload("a.exe", b"MZ")}
    )
    assert answer.status_code == 422
    assert "我写了很久的话" in answer.content.decode()
    assert Case.objects.get().state_id == "correction_requested"
    assert not Attachment.objects.exists()


def test_giving_reasons(citizen, keys, cast):
    office_does(cast, "ask_reason", what="一个月三十件", until=working_day_in(9))
    citizen.looks_up(*keys)
    assert "请您说明理由" in page_of(citizen)
    citizen.client.post("/track/case/act/give_reason/", {"text": "研究需要"})
    assert Case.objects.get().state_id == "in_progress"


def test_a_fee_is_shown_with_amount_and_last_day(citizen, keys, cast):
    case = office_does(cast, "notify_fee", basis="pages", count=31, reason="明显超过合理范围")
    citizen.looks_up(*keys)
    page = page_of(citizen)
    limit = situation_of(case, timezone.now()).clock.limit("fee-payment").due
    assert "请缴纳信息处理费 10 元" in page  # 收费办法第五条: the 31st page costs 10 yuan
    assert limit.isoformat() in page


def test_withdrawing_asks_once_more(citizen, keys):
    citizen.looks_up(*keys)
    assert "不能恢复" in text_of(citizen.client.get("/track/case/act/withdraw/"))
    assert Case.objects.get().is_open
    citizen.client.post("/track/case/act/withdraw/", {"reason": "已经找到"})
    case = Case.objects.get()
    assert (case.outcome_id, case.is_open) == ("withdrawn", False)
    assert "撤回申请：已经找到" in page_of(citizen)
    assert citizen.client.post("/track/case/act/withdraw/").headers["Location"] == "/track/case/"


@pytest.mark.parametrize("step", ["archive", "answer", "register", "correct", "nonsense"])
def test_the_offices_steps_are_not_the_applicants(citizen, keys, step):
    citizen.looks_up(*keys)
    before = Case.objects.values().get()
    assert (
        citizen.client.post(f"/track/case/act/{step}/", {"text": "x"}).headers["Location"] == "/track/case/"
    )
    assert Case.objects.values().get() == before


def test_what_is_asked_of_third_parties_stays_inside(citizen, keys, cast):
    office_does(cast, "consult_third_party", party="某某公司", what="合同")
    citizen.looks_up(*keys)
    page = page_of(citizen)
    assert "某某公司" not in page
    assert "征求意见中" in page


def test_after_the_answer_remedies_and_rating(citizen, keys, cast):
    citizen.looks_up(*keys)
    assert citizen.client.post("/track/case/rate/", {"satisfaction": "satisfied"}).status_code == 302
    assert not Rating.objects.exists()  # nothing to judge yet
    office_does(cast, "answer", outcome="deny_internal_affairs", reasons="内部管理信息")
    page = page_of(citizen)
    assert "不服怎么办" in page
    assert "60日内向云溪市人民政府申请行政复议" in page  # the bureau is a department of the city
    assert "应当先申请行政复议" in page  # 条例第十六条, 法释〔2025〕8号
    assert citizen.client.post("/track/case/rate/", {"satisfaction": "furious"}).status_code == 422
    citizen.client.post("/track/case/rate/", {"satisfaction": "mostly", "comment": "有点慢"})
    citizen.client.post("/track/case/rate/", {"satisfaction": "satisfied"})
    assert Rating.objects.get().satisfaction == "satisfied"
    assert Entry.objects.order_by("-number").first().kind == "requests.rated"


def test_a_withdrawn_request_has_no_remedies_and_no_rating(citizen, keys):
    citizen.looks_up(*keys)
    citizen.client.post("/track/case/act/withdraw/")
    page = page_of(citizen)
    assert "不服怎么办" not in page
    assert "您对这次办理满意吗" not in page


def test_silence_after_the_last_day_shows_what_can_be_done(desk):
    case = desk.receives(on="2025-09-22")  # due 2025-10-24, foi-procedure §11 no. 17
    assert tracking.remedy_texts(situation_of(case, at("2025-10-24"))) == []
    text = tracking.remedy_texts(situation_of(case, at("2025-10-27")))[0]
    assert "2025年10月24日届满" in text
    assert "云溪市人民政府" in text


def test_suggesting_publication(citizen, keys):
    citizen.looks_up(*keys)
    citizen.client.post("/track/case/suggest/", {"reason": "大家都想知道"})
    citizen.client.post("/track/case/suggest/", {"reason": "真的"})
    assert DisclosureSuggestion.objects.get().reason == "真的"
    assert Entry.objects.filter(kind="requests.suggested").count() == 1
    assert citizen.client.post("/track/case/suggest/", {"reason": "x" * 1001}).status_code == 422


def test_the_receipt_day_is_shown_as_the_law_counts_it(desk):
    case = desk.receives(on="2024-03-04")
    situation = situation_of(case, at("2024-03-05"))
    lines = tracking.timeline(situation)
    assert [(line.on, line.says) for line in lines] == [(date(2024, 3, 4), "登记申请，收到之日为 2024-03-04")]
