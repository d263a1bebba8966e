"""Several requests of one applicant, handled together: one answer, an outcome for each, every chain whole."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from support_office import Desk, at

from yangguang.cases import archiving, engine
from yangguang.cases.actor import Actor
from yangguang.cases.chain import breaks_of
from yangguang.cases.engine import situation_of
from yangguang.cases.models import Attachment, AttachmentKind, Case
from yangguang.cases.refused import NotAllowed, Refused, WrongFacts
from yangguang.cases.standing import offers
from yangguang.ledger.book import breaks
from yangguang.letters.archiving import documents
from yangguang.letters.models import Letter, LetterState
from yangguang.letters.papers import paper
from yangguang.letters.rendering import render
from yangguang.letters.selectors import public_letters
from yangguang.offices.roles import Role
from yangguang.requests import merging, tracking
from yangguang.requests.procedure import PROCEDURE

pytestmark = pytest.mark.django_db
ANSWER = {"outcome": "provide", "how": "见附件"}


@pytest.fixture
def pair(desk: Desk) -> tuple[Case, Case]:
    """Two requests of one applicant, received two days apart."""
    first = desk.receives("某路改造工程的预算", on="2024-03-04", applicant_mark="王小明")
    second = desk.receives("某路改造工程的合同", on="2024-03-06", applicant_mark="王小明")
    return first, second


@pytest.fixture
def merged(desk: Desk, pair) -> tuple[Case, Case]:
    lead, other = pair
    desk.does(lead, "merge", on="2024-03-07", follower=other.number, reason="同一工程")
    other.refresh_from_db()
    return lead, other


def letter_of(case: Case, state: str = LetterState.ISSUED) -> Letter:
    issued = {"issued_on": date(2024, 3, 20), "pdf_sha256": "0" * 64} if state == LetterState.ISSUED else {}
    made = Letter(
        case=case,
        agency=case.agency,
        step_id="answer",
        paper_code="reply",
        state=state,
        text="答复",
        created_at=at("2024-03-19"),
        changed_at=at("2024-03-19"),
        **issued,
    )
    if issued:
        made.pdf.save("", ContentFile(b"%PDF-1.7 answer", name="letter"), save=False)
    made.save()
    return made


def whole(*cases: Case) -> bool:
    return not any(list(breaks_of(case)) for case in cases) and not list(breaks())


def test_the_other_request_follows_and_keeps_its_own_limit(merged):
    lead, other = merged
    assert (lead.state_id, other.state_id) == ("in_progress", "merged")
    assert other.lead_case == lead
    assert (lead.due_on, other.due_on) == (date(2024, 4, 1), date(2024, 4, 3))
    assert other.is_open
    assert [step.step_id for step in lead.steps.all()] == ["register", "merge"]
    assert [step.step_id for step in other.steps.all()] == ["register", "follow"]
    assert whole(lead, other)


def test_what_follows_can_only_be_extended_or_withdrawn(merged):
    _lead, other = merged
    now = situation_of(other, at("2024-03-08"))
    assert {offer.step.id for offer in offers(now, frozenset(Role)) if offer.may} == {"extend", "withdraw"}
    assert {step.id for step in tracking.acts(now)} == {"withdraw"}


def test_merging_and_taking_apart_are_not_undone(desk, merged, client):
    lead, other = merged
    client.force_login(desk.cast.drafter)

    def offers(case: Case) -> bool:
        return "撤销上一步" in client.get(reverse("staff_requests:case", args=[case.pk])).content.decode()

    assert not offers(lead)
    assert not offers(other)
    desk.does(lead, "take_apart", on="2024-03-11", follower=other.number, reason="内容不同")
    assert not offers(lead)
    assert not offers(other)


def test_nobody_makes_a_request_follow_or_answers_it_on_its_own(desk, pair):
    _lead, other = pair
    for step in ("follow", "unfollow", "follow_answer"):
        for by in (Actor.staff(desk.cast.root), Actor.applicant(), Actor.importing("旧系统")):
            with pytest.raises(NotAllowed):
                engine.take(other, step, facts={}, by=by, at=at("2024-03-07"))
    taking = type("Taking", (), {"at": at("2024-03-07")})()
    with pytest.raises(ValueError, match="by itself"):
        engine.bring_along(taking, other.pk, "withdraw", {})


def test_one_answer_answers_both_and_each_counts(desk, merged):
    lead, other = merged
    letter = letter_of(lead)
    engine.take(
        lead,
        "answer",
        facts={**ANSWER, "on": "2024-03-20"},
        by=Actor.staff(desk.cast.drafter),
        at=at("2024-03-20"),
        letter_id=letter.pk,
    )
    for case in (lead, other):
        case.refresh_from_db()
        assert (case.state_id, case.outcome_id, case.closed_on) == ("answered", "provide", date(2024, 3, 20))
        assert (case.is_open, case.clock_state) == (False, "stopped")
        assert public_letters(case) == [letter]
        assert [item.data for item in documents(case)] == [b"%PDF-1.7 answer"]
        assert case.steps.last().letter_id == letter.pk
    assert Case.objects.filter(outcome_id="provide").count() == 2
    step = other.steps.last()
    assert (step.step_id, step.actor_name, step.on) == ("follow_answer", "drafter同志", date(2024, 3, 20))
    assert whole(lead, other)
    assert tracking.remedy_texts(situation_of(other, at("2024-03-21"))) == tracking.remedy_texts(
        situation_of(lead, at("2024-03-21"))
    )


def test_what_was_released_is_found_under_either_number(desk, merged):
    lead, other = merged
    file = Attachment(
        case=lead,
        kind=AttachmentKind.RELEASED,
        name="预算.pdf",
        media_type="application/pdf",
        size=3,
        sha256="0" * 64,
        is_public=True,
        added_at=at("2024-03-08"),
        added_by_name="x",
    )
    file.file.save("x", ContentFile(b"PDF"))
    assert tracking.files_for_applicant(other) == []
    desk.does(lead, "answer", on="2024-03-20", **ANSWER)
    other.refresh_from_db()
    assert tracking.files_for_applicant(lead) == tracking.files_for_applicant(other) == [file]
    desk.does(other, "archive", on="2024-03-21", retention="ten_years")
    package = archiving.make(other.pk, other.steps_count, at("2024-03-21"))
    assert package is not None
    assert package.documents_count == 1


def test_a_follower_released_nothing_of_another_case_before_or_without_merging(desk, pair):
    lead, other = pair
    desk.does(lead, "answer", on="2024-03-20", **ANSWER)
    desk.does(other, "answer", on="2024-03-20", **ANSWER)
    assert tracking.files_for_applicant(other) == []
    assert other.lead_case is None


def test_the_answer_waits_until_every_request_was_received(desk, merged):
    lead, other = merged
    with pytest.raises(WrongFacts) as refused:
        desk.does(lead, "answer", on="2024-03-08", day="2024-03-05", **ANSWER)  # the other came on the 6th
    assert "on" in refused.value.errors
    lead.refresh_from_db()
    other.refresh_from_db()
    assert (lead.state_id, other.state_id) == ("in_progress", "merged")
    assert lead.steps.count() == 2


def test_a_late_answer_is_late_for_each_by_its_own_limit(desk, merged):
    lead, other = merged
    desk.does(lead, "extend", on="2024-03-08", reason="内容多", working_days=20)
    lead_due = lead.due_on
    other.refresh_from_db()
    assert (lead_due, other.due_on) == (date(2024, 4, 29), date(2024, 4, 3))
    desk.does(other, "extend", on="2024-03-08", reason="内容多", working_days=10)
    assert other.due_on == date(2024, 4, 18)
    assert other.state_id == "merged"
    assert whole(lead, other)


def test_taken_apart_each_goes_its_own_way(desk, merged):
    lead, other = merged
    desk.does(lead, "take_apart", on="2024-03-11", follower=other.number, reason="内容不同")
    other.refresh_from_db()
    assert (other.state_id, other.lead_case, other.due_on) == ("in_progress", None, date(2024, 4, 3))
    desk.does(lead, "answer", on="2024-03-20", **ANSWER)
    other.refresh_from_db()
    assert other.is_open
    desk.does(other, "answer", on="2024-03-21", outcome="not_exist", finding="查无", reasons="未制作")
    assert (lead.outcome_id, other.outcome_id) == ("provide", "not_exist")
    assert whole(lead, other)


def test_once_answered_nothing_is_taken_apart(desk, merged):
    lead, other = merged
    desk.does(lead, "answer", on="2024-03-20", **ANSWER)
    with pytest.raises(Refused):
        desk.does(lead, "take_apart", on="2024-03-21", follower=other.number, reason="x")


@pytest.mark.parametrize("by", [Actor.applicant(), "disclosure_office"])
def test_when_the_lead_is_withdrawn_the_others_go_on_alone(desk, merged, by):
    lead, other = merged
    desk.does(lead, "withdraw", on="2024-03-12", by=by)
    other.refresh_from_db()
    assert (other.state_id, other.lead_case) == ("in_progress", None)
    assert "撤回申请" in other.steps.last().facts["reason"]
    assert whole(lead, other)


def test_when_the_lead_is_given_up_the_others_go_on_alone(desk, merged):
    lead, other = merged
    desk.does(lead, "ask_correction", on="2024-03-08", what="哪一年的", until="2024-03-15")
    desk.does(lead, "abandon_correction", on="2024-03-18", reason="没有补正")
    other.refresh_from_db()
    assert other.state_id == "in_progress"


def test_a_follower_that_is_withdrawn_is_answered_by_nobody(desk, merged):
    lead, other = merged
    desk.does(other, "withdraw", on="2024-03-12", by=Actor.applicant())
    desk.does(lead, "answer", on="2024-03-20", **ANSWER)
    other.refresh_from_db()
    assert (other.outcome_id, other.lead_case) == ("withdrawn", None)
    assert whole(lead, other)


def other_applicant(desk, lead):
    return desk.receives(on="2024-03-06", applicant_mark="李大力")


def without_mark(desk, lead):
    return desk.receives(on="2024-03-06", applicant_mark="")


def other_agency(desk, lead):
    return desk.receives(on="2024-03-06", applicant_mark="王小明", agency=desk.cast.school)


def closed(desk, lead):
    case = desk.receives(on="2024-03-06", applicant_mark="王小明")
    desk.does(case, "withdraw", on="2024-03-07")
    return case


def waiting(desk, lead):
    case = desk.receives(on="2024-03-06", applicant_mark="王小明")
    desk.does(case, "ask_correction", on="2024-03-07", what="x", until="2024-03-20")
    return case


def leading(desk, lead):
    case = desk.receives(on="2024-03-06", applicant_mark="王小明")
    third = desk.receives(on="2024-03-06", applicant_mark="王小明")
    desk.does(case, "merge", on="2024-03-07", follower=third.number, reason="x")
    return case


def itself(desk, lead):
    return lead


@pytest.mark.parametrize(
    "unfit", [other_applicant, without_mark, other_agency, closed, waiting, leading, itself]
)
def test_what_cannot_follow_is_not_offered_and_is_refused(desk, pair, unfit):
    lead, fit = pair
    case = unfit(desk, lead)
    offered = {number for number, _label in merging.candidate_choices(situation_of(lead, at("2024-03-08")))}
    assert fit.number in offered
    assert case.number not in offered
    with pytest.raises(WrongFacts) as refused:
        desk.does(lead, "merge", on="2024-03-08", follower=case.number, reason="x")
    assert "follower" in refused.value.errors


def test_a_letter_under_way_must_leave_or_be_given_up_first(desk, pair):
    lead, other = pair
    draft = letter_of(lead, LetterState.DRAFT)
    with pytest.raises(Refused, match="答复书已经拟制"):
        desk.does(lead, "merge", on="2024-03-07", follower=other.number, reason="x")
    Letter.objects.filter(pk=draft.pk).update(state=LetterState.VOID)
    theirs = letter_of(other, LetterState.DRAFT)
    with pytest.raises(Refused, match=f"{other.number}：有没有发出的文书"):
        desk.does(lead, "merge", on="2024-03-07", follower=other.number, reason="x")
    lead.refresh_from_db()
    assert lead.steps.count() == 1
    Letter.objects.filter(pk=theirs.pk).update(state=LetterState.VOID)
    desk.does(lead, "merge", on="2024-03-07", follower=other.number, reason="x")


def test_the_letter_names_every_request_that_it_answers(desk, merged):
    lead, other = merged
    now = situation_of(lead, at("2024-03-20"))
    text = render(now, PROCEDURE.step("answer"), paper("reply"), ANSWER, date(2024, 3, 20)).text
    assert f"编号：{lead.number}、{other.number}" in text
    assert "2024年3月4日、2024年3月6日" in text
    assert "“某路改造工程的预算”“某路改造工程的合同”" in text


def test_everybody_sees_that_they_are_handled_together(desk, merged, client):
    lead, other = merged
    client.force_login(desk.cast.disclosure_office)
    page = client.get(reverse("staff_requests:case", args=[lead.pk])).content.decode()
    assert other.number in page
    assert "最早到期 2024-04-01" in page
    page = client.get(reverse("staff_requests:case", args=[other.pk])).content.decode()
    assert "本案随主案一并答复" in page
    assert lead.number in page
    listed = client.get(f"{reverse('staff_cases:worklist')}?tab=open").content.decode()
    assert f"随 {lead.number}" in listed
    assert "主案，另有 1 件" in listed


def test_the_form_offers_the_others_and_merges(desk, pair, client):
    lead, other = pair
    client.force_login(desk.cast.drafter)
    url = reverse("staff_cases:step", args=[lead.pk, "merge"])
    assert other.number in client.get(url).content.decode()
    sent = {"version": lead.version, "follower": other.number, "reason": "同一工程"}
    assert client.post(url, sent).status_code == 302
    other.refresh_from_db()
    assert other.lead_case == lead
    assert client.get(reverse("staff_cases:step", args=[other.pk, "follow"])).status_code == 404


def test_the_applicant_is_told_the_other_numbers(desk, merged):
    lead, other = merged
    assert tracking.kin_of(lead) == tracking.Kin("", (other.number,), ())
    assert tracking.kin_of(other) == tracking.Kin(lead.number, (), ())
    assert f"并入 {lead.number}，一并办理" in tracking.timeline(situation_of(other, at("2024-03-08")))[0].says
