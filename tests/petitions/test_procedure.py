"""The way of a petition, step by step, with the days of the sheet (petition-procedure §4) and every refusal."""

from __future__ import annotations

from datetime import date

import pytest
from support_office import at
from support_petitions import ACCUSATION, PETITIONER

from yangguang.cases.actor import Actor
from yangguang.cases.chain import breaks_of
from yangguang.cases.engine import may_take, situation_of, undo
from yangguang.cases.refused import NotAllowed, Refused, WrongFacts
from yangguang.cases.standing import offers
from yangguang.ledger.models import Entry
from yangguang.offices.roles import Role
from yangguang.petitions.models import Petition
from yangguang.petitions.outcomes import ANSWER, OPINION
from yangguang.petitions.procedure import PROCEDURE

pytestmark = pytest.mark.django_db
D = date.fromisoformat
ANSWER_FACTS = {"finding": "经核实，工资已于二月结清。", "reasons": "依据《保障农民工工资支付条例》。"}


def test_a_claim_from_registration_to_the_archive(desk):
    case = desk.registers(on="2024-12-16")
    assert (case.number[:2], case.state_id, case.due_on) == ("XF", "registered", D("2024-12-31"))
    desk.accepts(case, on="2024-12-16")
    assert (case.state_id, case.due_on) == ("handling", D("2025-02-14"))
    desk.does(case, "extend", on="2025-02-10", reason="需要鉴定", days=30)
    assert case.due_on == D("2025-03-16")  # a Sunday, and it stays
    desk.does(case, "decide", on="2025-03-14", result="support", **ANSWER_FACTS)
    assert (case.state_id, case.outcome_id, case.closed_on) == ("answered", "support", D("2025-03-14"))
    desk.does(case, "archive", on="2025-03-20", retention="ten_years")
    assert case.state_id == "archived"
    assert list(breaks_of(case)) == []


@pytest.mark.parametrize("result", OPINION)
def test_every_result_of_an_opinion(desk, result):
    case = desk.registers(on="2024-12-16")
    desk.accepts(case, on="2024-12-18")
    desk.does(case, "decide", on="2025-01-06", result=result.value, **ANSWER_FACTS)
    assert case.outcome_id == result


@pytest.mark.parametrize(("kind", "result"), [(k, r) for k, found in ANSWER.items() for r in found])
def test_every_answer_to_a_suggestion_or_an_accusation(desk, kind, result):
    case = desk.registers(on="2024-12-16", **(ACCUSATION if kind == "accusation" else {"kind": kind.value}))
    with pytest.raises(Refused, match="没有 60 日"):
        desk.accepts(case, on="2024-12-18")
    desk.does(case, "take_up", on="2024-12-18", way="研究后答复。", until="2025-01-31")
    assert case.due_on == D("2025-01-31")
    with pytest.raises(Refused, match="没有 60 日"):
        desk.does(case, "extend", on="2024-12-20", reason="x", days=5)
    desk.does(case, "answer", on="2025-01-20", result=result.value, reasons="已研究。")
    assert (case.state_id, case.outcome_id) == ("answered", result)


def test_before_may_2022_the_sixty_days_hold_for_every_matter(desk):  # 信访条例第三十三条
    case = desk.registers(on="2022-04-29", kind="suggestion")
    assert case.petition.legal_regime == "pr05"
    with pytest.raises(Refused, match="60 日"):
        desk.does(case, "take_up", on="2022-05-06", way="x", until="2022-06-01")
    desk.accepts(case, on="2022-05-06")
    assert case.due_on == D("2022-07-05")


def test_not_accepted_with_the_right_way(desk):
    case = desk.registers(on="2024-12-16")
    desk.does(case, "refuse", on="2024-12-20", reason="属于行政复议范围。", way="向市人民政府申请行政复议。")
    assert (case.state_id, case.outcome_id, case.is_open) == ("closed", "refused", False)


def test_passed_on_and_the_petitioner_told(desk):
    case = desk.registers(on="2024-12-16")
    desk.does(case, "forward", on="2024-12-20", to_body="云溪市人社局", mode="forward")
    assert (case.state_id, case.is_open, case.due_on) == ("forwarding", True, D("2024-12-31"))
    with pytest.raises(Refused, match="应当书面告知"):
        desk.does(case, "skip_notice", on="2024-12-21", reason="x")
    desk.does(case, "tell_forwarded", on="2024-12-23", contact="0000-1")
    assert (case.state_id, case.outcome_id) == ("forwarded", "forwarded")


def test_an_order_to_report_names_a_day(desk):
    case = desk.registers(on="2024-12-16")
    with pytest.raises(WrongFacts, match="报告办理结果的日期"):
        desk.does(case, "forward", on="2024-12-20", to_body="云溪市人社局", mode="assign")
    desk.does(case, "forward", on="2024-12-20", to_body="云溪市人社局", mode="assign", report_by="2025-01-20")
    assert case.state_id == "forwarding"


@pytest.mark.parametrize("target", ["云溪市教育局", "云溪市教育局办公室", "云溪市 教育局", "教育局"])
def test_an_accusation_never_goes_to_the_accused(desk, target):  # 信访工作条例第三十条第三款
    case = desk.registers(on="2024-12-16", **ACCUSATION)
    with pytest.raises(WrongFacts, match="不得转给"):
        desk.does(case, "forward", on="2024-12-20", to_body=target, mode="forward")
    desk.does(case, "forward", on="2024-12-20", to_body="云溪市纪委监委", mode="forward")
    assert case.state_id == "forwarding"


def test_what_was_passed_here_may_be_handed_back_within_five_working_days(desk):  # 第二十三条第三款
    case = desk.registers(on="2024-01-26", from_body="云溪市人民政府")
    with pytest.raises(Refused, match="2024-02-02"):
        desk.does(case, "object", on="2024-02-03", reason="不属于职权", agreed=True)
    with pytest.raises(WrongFacts):
        desk.does(case, "object", on="2024-02-02", reason="不属于职权")
    desk.does(case, "object", on="2024-02-02", reason="不属于职权", agreed=True)
    assert case.outcome_id == "objected"
    direct = desk.registers(on="2024-01-26")
    with pytest.raises(Refused, match="只有转送、交办"):
        desk.does(direct, "object", on="2024-01-29", reason="x", agreed=True)


def test_without_a_name_there_is_nobody_to_tell(desk):
    case = desk.registers(on="2024-12-16", **ACCUSATION, name="", phone="", address="", identity_number="")
    for step, facts in (
        ("take_up", {"way": "x", "until": "2025-01-31"}),
        ("refuse", {"reason": "x", "way": "x"}),
    ):
        with pytest.raises(Refused, match="不能书面告知"):
            desk.does(case, step, on="2024-12-18", **facts)
    other = desk.registers(on="2024-12-16", **ACCUSATION, name="", phone="", address="", identity_number="")
    desk.does(case, "close_unnamed", on="2025-01-10", finding="线索不具体，无法核查。")
    assert (case.state_id, case.outcome_id) == ("closed", "unnamed")
    desk.does(other, "forward", on="2024-12-20", to_body="云溪市纪委监委", mode="forward")
    desk.does(other, "skip_notice", on="2024-12-20", reason="未署名")
    assert other.state_id == "forwarded"


def test_an_extension_comes_before_the_limit_ends(desk):
    case = desk.registers(on="2024-12-16")
    desk.accepts(case, on="2024-12-16")
    with pytest.raises(Refused, match="2025-02-14"):
        desk.does(case, "extend", on="2025-02-15", reason="x", days=30)
    desk.does(case, "extend", on="2025-02-14", reason="x", days=1)
    with pytest.raises(Refused, match="只能办一次"):
        desk.does(case, "extend", on="2025-02-15", reason="x", days=1)


def test_a_matter_is_put_into_another_kind(desk):
    case = desk.registers(on="2024-12-16")
    with pytest.raises(WrongFacts, match="已经是"):
        desk.does(case, "reclassify", on="2024-12-17", kind="claim", reason="x")
    with pytest.raises(WrongFacts, match="人员或者单位"):
        desk.does(case, "reclassify", on="2024-12-17", kind="accusation", reason="x")
    with pytest.raises(NotAllowed):
        desk.does(case, "reclassify", on="2024-12-17", by="drafter", kind="suggestion", reason="x")
    desk.does(case, "reclassify", on="2024-12-17", kind="accusation", accused="某所", reason="反映违纪")
    assert (case.is_restricted, case.title) == (True, "检举控告事项")
    desk.does(case, "reclassify", on="2024-12-17", kind="claim", reason="是求决")
    own = Petition.objects.get(case=case)
    assert (case.is_restricted, own.accused, case.title) == (False, "", own.text)


def test_what_the_citizen_says_stays_out_of_the_ledger(desk):
    case = desk.registers(on="2024-12-16")
    desk.accepts(case, on="2024-12-17")
    desk.does(case, "decide", on="2025-01-06", result="explain", **ANSWER_FACTS)
    said = " ".join(str(entry.facts) for entry in Entry.objects.all())
    for secret in (PETITIONER["name"], PETITIONER["phone"], "拖欠", ANSWER_FACTS["finding"]):
        assert secret not in said


# --- registering --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "field"),
    [
        ({"text": "  "}, "text"),
        ({"name": ""}, "name"),
        ({"phone": "", "address": ""}, "phone"),
        ({"kind": "accusation"}, "accused"),
        ({"kind": "nothing"}, "kind"),
        ({"channel": "pigeon"}, "channel"),
        ({"person_count": 10_000}, "person_count"),
        ({"email": "nowhere"}, "email"),
        ({"identity_kind": ""}, "identity_kind"),
        ({"name": "王" * 121}, "name"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field(desk, own, field):
    with pytest.raises(WrongFacts) as refused:
        desk.registers(on="2024-12-16", **own)
    assert field in refused.value.errors
    assert not Petition.objects.exists()


def test_nothing_is_registered_before_it_happens_or_before_the_rules(desk):
    with pytest.raises(WrongFacts, match="施行之日"):
        desk.registers(on="2004-12-16")


def test_an_accusation_is_taken_in_by_those_who_may_know(desk):
    with pytest.raises(NotAllowed, match="检举控告由"):
        desk.registers(on="2024-12-16", by="drafter", **ACCUSATION)
    assert desk.registers(on="2024-12-16", by="drafter").state_id == "registered"


# --- the matrix ----------------------------------------------------------------------------------

H, OFFICE = {"drafter", "disclosure_office"}, {"disclosure_office"}
ANY, GIVES = H | {"secrecy_office"}, {"disclosure_office", "leader"}
OPEN = {"registered", "handling", "forwarding"}
ENDED = {"answered", "forwarded", "closed"}
STEPS: dict[str, tuple[set[str], set[str]]] = {
    # step: (roles of staff, states in which it may be taken)
    "register": (H, set()),
    "register_handed_over": (H, set()),
    "convert": (H, set()),
    "revoke": (H, {"registered"}),
    "reclassify": (OFFICE, {"registered"}),
    "accept": (H, {"registered"}),
    "take_up": (H, {"registered"}),
    "refuse": (H, {"registered"}),
    "forward": (H, {"registered"}),
    "tell_forwarded": (H, {"forwarding"}),
    "skip_notice": (H, {"forwarding"}),
    "close_unnamed": (H, {"registered"}),
    "object": (H, {"registered"}),
    "extend": (H, {"handling"}),
    "decide": (H, {"handling"}),
    "answer": (H, {"handling"}),
    "withdraw": (H, {"registered", "handling"}),
    "admit": (OFFICE, OPEN | ENDED),
    "archive": (H, ENDED),
    "assign": (GIVES, OPEN),
    "return_assignment": (ANY, OPEN),
    "ask_assistance": (ANY, OPEN),
    "answer_assistance": (ANY, OPEN),
}


def test_the_table_knows_every_step_and_state():
    assert {step.id for step in PROCEDURE.steps} == set(STEPS)
    assert {state.id for state in PROCEDURE.states} == OPEN | ENDED | {"archived"}
    assert PROCEDURE.open_states == OPEN


def test_every_step_by_every_role(desk):
    case = desk.registers(on="2024-12-16")
    for id, (roles, _states) in STEPS.items():
        step = PROCEDURE.step(id)
        for role in set(Role) - {Role.INSPECTOR}:
            actor = Actor.staff(desk.cast.people[role.value])
            assert may_take(case, step, actor) == (role.value in roles), (id, role)
        for who in ("inspector", "stranger", "nobody"):
            assert not may_take(case, step, Actor.staff(desk.cast.people[who])), (id, who)
        assert not may_take(case, step, Actor.applicant()), id
        assert not may_take(case, step, Actor.clock()), id


@pytest.mark.parametrize("state", sorted(OPEN | ENDED | {"archived"}))
def test_every_step_in_every_state(desk, state):
    case = desk.registers(on="2024-12-16")
    case.state_id = state
    found = {o.step.id: o for o in offers(situation_of(case, at("2024-12-17")), frozenset(Role))}
    assert set(found) == {id for id, (_roles, states) in STEPS.items() if states}
    for id, offer in found.items():
        assert ("案件现在的状态是" in offer.reason) == (state not in STEPS[id][1]), (id, offer.reason)


def test_undoing_an_admission_shuts_out_again(desk):
    case = desk.registers(on="2024-12-16", **ACCUSATION)
    checker = desk.cast.checker
    desk.does(case, "admit", on="2024-12-17", person=str(checker.pk), reason="核稿")
    assert case.assignments.filter(person=checker).exists()
    undo(case, reason="弄错", by=Actor.staff(desk.cast.disclosure_office), at=at("2024-12-17", 11))
    assert not case.assignments.filter(person=checker).exists()
