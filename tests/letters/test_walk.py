"""A letter from the draft to the proof of service, step by step, for the papers that steps issue."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from support_letters import LetterDesk, red_seal, stored, words_of
from support_office import Cast, Desk, at

from yangguang.cases.actor import Actor
from yangguang.cases.models import Attachment, CaseStep
from yangguang.cases.refused import Refused, WrongFacts
from yangguang.ledger.models import Entry
from yangguang.letters import actions
from yangguang.letters.models import DeliveryResult, Letter, LetterState
from yangguang.letters.selectors import letters_of, public_letters

pytestmark = pytest.mark.django_db


def test_a_correction_notice_goes_the_whole_way(cast: Cast, desk: Desk, writing: LetterDesk) -> None:
    case = desk.receives("某路改造预算", on="2024-04-26")
    letter = writing.prepares(
        case, "ask_correction", on="2024-05-08", what="请写明年度。\n请写明路名。", until=date(2024, 5, 20)
    )
    assert letter.state == LetterState.DRAFT
    case.refresh_from_db()
    assert case.state_id == "in_progress", "a draft changes nothing in the case"

    letter = writing.submits(letter, on="2024-05-08")
    letter = writing.approves(letter, "checker", "leader", on="2024-05-09")
    assert letter.state == LetterState.APPROVED
    letter = writing.issues(letter, on="2024-05-09")
    case.refresh_from_db()

    assert (letter.state, letter.number) == (LetterState.ISSUED, "市信访局公开〔2024〕1号")
    assert letter.issued_on == date(2024, 5, 9)
    assert case.state_id == "correction_requested"
    step = CaseStep.objects.get(case=case, number=letter.step_number)
    assert (step.step_id, step.letter_id, step.on) == ("ask_correction", letter.pk, date(2024, 5, 9))
    said = words_of(stored(letter.pdf))
    for words in (
        "王小明：",
        "2024年4月26日收到您提交的政府信息公开申请",
        "某路改造预算",
        "请写明年度。",
        "请写明路名。",
        "2024年5月20日前（含当日）",
        "第三十条",
        "视为放弃申请",
        "云溪市信访局2024年5月9日",
        "市信访局公开〔2024〕1号",
    ):
        assert words in said
    kinds = [entry.kind for entry in Entry.objects.filter(kind__startswith="letter.").order_by("number")]
    assert kinds == [
        "letter.prepared",
        "letter.submitted",
        "letter.approved",
        "letter.approved",
        "letter.issued",
        "letter.delivery_recorded",  # the applicant chose to fetch letters on the web
    ]


def test_an_extension_names_the_new_last_day_and_needs_the_heads_consent(
    cast: Cast, desk: Desk, writing: LetterDesk
) -> None:
    case = desk.receives(on="2024-03-04")  # due 2024-04-01, extended by 20 working days: 2024-04-29
    actions.set_chain(cast.bureau, [], by=cast.administrator, at=at("2024-03-01"))
    letter = writing.prepares(
        case, "extend", on="2024-03-20", by="drafter", reason="需要检索历史档案", working_days=20
    )
    assert "因需要检索历史档案，" in letter.text
    assert "（2024年4月1日）" in letter.text
    assert "延长后的答复期限至2024年4月29日。" in letter.text
    letter = writing.submits(letter, on="2024-03-20", by="drafter")
    with pytest.raises(Refused, match="须经政府信息公开工作机构或分管领导同意"):
        writing.issues(letter, on="2024-03-20", by="drafter")
    letter.refresh_from_db()
    assert letter.state == LetterState.APPROVED
    writing.issues(letter, on="2024-03-20", by="disclosure_office")
    case.refresh_from_db()
    assert case.due_on == date(2024, 4, 29)


def test_consent_in_the_chain_lets_the_drafter_send_the_extension(
    cast: Cast, desk: Desk, writing: LetterDesk
) -> None:
    case = desk.receives(on="2024-03-04")
    letter = writing.prepares(case, "extend", on="2024-03-20", by="drafter", reason="人手少", working_days=5)
    letter = writing.submits(letter, on="2024-03-20", by="drafter")
    letter = writing.approves(letter, "checker", "leader", on="2024-03-20")
    assert writing.issues(letter, on="2024-03-20", by="drafter").state == LetterState.ISSUED


def test_third_parties_get_a_letter_each_with_a_slip_and_without_the_applicants_name(
    desk: Desk, writing: LetterDesk
) -> None:
    case = desk.receives("某工程的报价", on="2023-03-01")
    first = writing.sends(case, "consult_third_party", on="2023-03-08", party="甲公司", what="报价明细")
    second = writing.sends(case, "consult_third_party", on="2023-03-08", party="乙公司", what="报价明细")
    said = words_of(stored(first.pdf))
    assert "甲公司：" in said
    assert "15个工作日" in said
    assert "不视为同意" in said
    assert "意见回复" in said
    assert "王小明" not in said
    assert [first.number, second.number] == ["市信访局公开〔2023〕1号", "市信访局公开〔2023〕2号"]
    assert public_letters(case) == [], "what goes to third parties is not for the applicant"


def test_a_fee_notice_states_tariff_amount_and_last_day(desk: Desk, writing: LetterDesk) -> None:
    case = desk.receives(on="2021-04-20")
    letter = writing.sends(
        case, "notify_fee", on="2021-04-26", basis="items", count=33, reason="本月提交申请33件。"
    )
    said = words_of(stored(letter.pdf))
    assert "按件计收，共33件" in said
    assert "第1至10件每件0元；第11至30件每件100元；第31至33件每件200元。" in said
    assert "应缴金额：2600元。" in said  # 20 x 100 + 3 x 200
    assert "至2021年5月26日止" in said
    assert letter.case.steps.get(number=letter.step_number).facts["yuan"] == 2600


def fee_notice(desk: Desk, writing: LetterDesk, channel: str) -> Letter:
    case = desk.receives(on="2021-04-20", delivery_channel=channel)
    return writing.sends(case, "notify_fee", on="2021-04-26", basis="items", count=33, reason="本月33件。")


def receipts(letter: Letter) -> list[tuple[str, str]]:
    """Day and actor of each receipt that the case knows."""
    found = letter.case.steps.filter(step_id="fee_notice_received")
    return [(step.on.isoformat(), step.actor_kind) for step in found]


def test_what_proves_the_receipt_of_a_fee_notice_begins_the_time_to_pay(
    desk: Desk, writing: LetterDesk
) -> None:
    """收费办法第六条: 20 working days from the day after receipt (foi-procedure §11, case C)."""
    letter, who = fee_notice(desk, writing, "mail"), writing.who("drafter")
    sent = actions.record_delivery(
        letter, channel="mail", on=date(2021, 4, 26), reference="EMS1", by=who, at=at("2021-04-26")
    )
    assert receipts(letter) == []
    actions.conclude_delivery(sent, is_delivered=True, on=date(2021, 4, 28), by=who, at=at("2021-04-29"))
    assert receipts(letter) == [("2021-04-28", "staff")]
    letter.case.refresh_from_db()
    assert letter.case.next_on == date(2021, 5, 28)
    # a second proof changes nothing
    actions.record_delivery(
        letter, channel="collected", on=date(2021, 4, 29), reference="本人", by=who, at=at("2021-04-29")
    )
    assert receipts(letter) == [("2021-04-28", "staff")]


def test_fetching_a_fee_notice_on_the_web_is_its_receipt(desk: Desk, writing: LetterDesk) -> None:
    letter = fee_notice(desk, writing, "online")
    actions.note_fetched(letter, at=at("2021-04-27"))
    assert receipts(letter) == [("2021-04-27", "clock")]


def test_what_proves_no_receipt_registers_none(desk: Desk, writing: LetterDesk) -> None:
    letter, who = fee_notice(desk, writing, "mail"), writing.who("drafter")
    for channel, delivered in (("email", True), ("fax", True), ("mail", False)):
        sent = actions.record_delivery(
            letter, channel=channel, on=date(2021, 4, 26), reference="x", by=who, at=at("2021-04-26")
        )
        actions.conclude_delivery(
            sent, is_delivered=delivered, on=date(2021, 4, 27), note="x", by=who, at=at("2021-04-27")
        )
        assert receipts(letter) == [], channel


def test_a_receipt_that_comes_too_late_for_the_case_is_kept_with_the_letter(
    desk: Desk, writing: LetterDesk
) -> None:
    letter = fee_notice(desk, writing, "online")
    desk.does(letter.case, "pay_fee", on="2021-04-27")
    actions.note_fetched(letter, at=at("2021-04-28"))
    assert receipts(letter) == []
    assert letter.deliveries.get().result == "delivered"


def test_a_fee_notice_counts_what_the_month_already_has(desk: Desk, writing: LetterDesk) -> None:
    case = desk.receives(on="2021-04-20")
    letter = writing.sends(
        case, "notify_fee", on="2021-04-26", basis="items", count=3, already=29, reason="本月提交申请32件。"
    )
    said = words_of(stored(letter.pdf))
    assert "共3件（当月此前已计29件）" in said
    assert "第30件100元；第31至32件每件200元。" in said
    assert "应缴金额：500元。" in said  # the thirtieth at 100, two more at 200
    assert letter.case.steps.get(number=letter.step_number).facts["yuan"] == 500


def test_delivery_may_fail_and_be_tried_again_with_proof(desk: Desk, writing: LetterDesk) -> None:
    case = desk.receives(on="2024-03-04", delivery_channel="mail")
    letter = writing.sends(case, "answer", on="2024-03-20", outcome="provide", how="随信附复印件。")
    who = writing.who("disclosure_office")
    with pytest.raises(WrongFacts, match="邮件号"):
        actions.record_delivery(letter, channel="mail", on=date(2024, 3, 20), by=who, at=at("2024-03-20"))
    first = actions.record_delivery(
        letter, channel="mail", on=date(2024, 3, 20), reference="EMS 1", by=who, at=at("2024-03-20")
    )
    with pytest.raises(WrongFacts, match="不能早于 2024-03-20"):
        actions.conclude_delivery(first, is_delivered=True, on=date(2024, 3, 19), by=who, at=at("2024-03-22"))
    actions.conclude_delivery(
        first, is_delivered=False, on=date(2024, 3, 22), note="无人签收", by=who, at=at("2024-03-22")
    )
    with pytest.raises(Refused, match="已经有结果"):
        actions.conclude_delivery(first, is_delivered=True, on=date(2024, 3, 22), by=who, at=at("2024-03-22"))
    proof = SimpleUploadedFile("回执.png", red_seal(), "image/png")
    second = actions.record_delivery(
        letter,
        channel="collected",
        on=date(2024, 3, 25),
        reference="王小明",
        proof=proof,
        by=who,
        at=at("2024-03-25"),
    )
    assert (second.result, second.ended_on) == (DeliveryResult.DELIVERED, date(2024, 3, 25))
    attached = Attachment.objects.get(case=case)
    assert (second.proof, attached.kind, attached.step_number) == (
        attached,
        "service_proof",
        letter.step_number,
    )
    assert [d.result for d in letter.deliveries.all()] == ["returned", "delivered"]


def test_fetching_on_the_web_is_the_proof_of_service_once(desk: Desk, writing: LetterDesk) -> None:
    case = desk.receives(on="2024-03-04", delivery_channel="online")
    letter = writing.sends(case, "answer", on="2024-03-20", outcome="provide", how="见附件。")
    assert public_letters(case) == [letter]
    actions.note_fetched(letter, at=at("2024-03-23"))
    actions.note_fetched(letter, at=at("2024-03-29"))
    delivery = letter.deliveries.get()
    assert (delivery.channel, delivery.result, delivery.ended_on) == (
        "online",
        "delivered",
        date(2024, 3, 23),
    )
    assert Entry.objects.filter(kind="letter.fetched").count() == 1


def test_free_papers_take_no_step(cast: Cast, desk: Desk, writing: LetterDesk) -> None:
    case = desk.receives(on="2024-03-04")
    steps = case.steps_count
    by = writing.who("disclosure_office")
    letter = actions.prepare_paper(
        case,
        "assist_letter",
        facts={"unit": "市档案馆", "what": "请检索批复。", "until": date(2024, 3, 15)},
        by=by,
        at=at("2024-03-05"),
    )
    letter = writing.submits(letter, on="2024-03-05")
    letter = writing.approves(letter, "checker", "signer", on="2024-03-05")
    letter = writing.issues(letter, on="2024-03-05")
    case.refresh_from_db()
    assert case.steps_count == steps
    assert "市档案馆：" in letter.text
    assert "答复期限至2024年4月1日" in letter.text
    assert list(letters_of(case)) == [letter]
    with pytest.raises(Refused, match="没有这种文书"):
        actions.prepare_paper(case, "reply", facts={}, by=by, at=at("2024-03-05"))


def test_a_receipt_has_no_number_and_takes_none(desk: Desk, writing: LetterDesk) -> None:
    case = desk.receives(on="2024-03-04")
    by = writing.who("disclosure_office")
    letter = actions.prepare_paper(case, "receipt", facts={}, by=by, at=at("2024-03-05"))
    letter = writing.submits(letter, on="2024-03-05")
    letter = writing.approves(letter, "checker", "signer", on="2024-03-05")
    assert writing.issues(letter, on="2024-03-05").number == ""
    notice = writing.sends(
        case, "ask_correction", on="2024-03-06", what="请写明年度。", until=date(2024, 3, 20)
    )
    assert notice.number == "市信访局公开〔2024〕1号"


@pytest.mark.parametrize("code", ["application_form", "registration"])
def test_records_read_the_case(code: str, desk: Desk, writing: LetterDesk) -> None:
    case = desk.receives(on="2024-03-04")
    by = writing.who("disclosure_office")
    letter = actions.prepare_paper(case, code, facts={}, by=by, at=at("2024-03-05"))
    assert "王小明" in letter.text
    assert "11010519491231002X" not in letter.text
    if code == "registration":
        assert "补正的最后一日：2024年3月13日" in letter.text  # worked deadline 1 of the sheet


def test_service_record_names_the_letter(desk: Desk, writing: LetterDesk) -> None:
    case = desk.receives(on="2024-03-04")
    sent = writing.sends(case, "answer", on="2024-03-20", outcome="provide", how="见附件。")
    letter = actions.prepare_paper(
        case,
        "service_record",
        facts={"letter": str(sent.pk), "recipient": "王小明", "channel": "mail", "place": "EMS 9"},
        by=writing.who("disclosure_office"),
        at=at("2024-03-20"),
    )
    for words in ("送达回证", sent.number, "邮寄", "EMS 9"):
        assert words in letter.text


def test_closing_notice_after_no_correction(desk: Desk, writing: LetterDesk) -> None:
    case = desk.receives(on="2024-04-26")
    writing.sends(case, "ask_correction", on="2024-05-09", what="年度", until=date(2024, 5, 20))
    desk.does(case, "abandon_correction", on="2024-05-21", reason="未补正。")
    letter = actions.prepare_paper(
        case,
        "closing_notice",
        facts={"outcome": "abandoned_correction", "reason": "期限已于2024年5月20日届满，未收到补正。"},
        by=writing.who("disclosure_office"),
        at=at("2024-05-21"),
    )
    assert "《中华人民共和国政府信息公开条例》第三十条" in letter.text
    assert "本机关不再处理" in letter.text
    assert "如对本告知书不服" in letter.text


def test_issuing_refused_by_the_case_leaves_the_letter_approved_and_takes_no_number(
    desk: Desk, writing: LetterDesk
) -> None:
    case = desk.receives(on="2024-03-04")
    letter = writing.prepares(case, "ask_correction", on="2024-03-05", what="年度", until=date(2024, 3, 20))
    letter = writing.submits(letter, on="2024-03-05")
    letter = writing.approves(letter, "checker", "signer", on="2024-03-05")
    desk.does(case, "withdraw", on="2024-03-06")
    with pytest.raises(Refused, match="案件现在的状态是“已答复”"):
        writing.issues(letter, on="2024-03-06")
    letter.refresh_from_db()
    assert (letter.state, letter.number, letter.pdf.name) == (LetterState.APPROVED, "", "")
    other = desk.receives("别的", on="2024-03-06")
    sent = writing.sends(other, "answer", on="2024-03-07", outcome="provide", how="见附件。")
    assert sent.number == "市信访局公开〔2024〕1号"


def test_a_letter_whose_days_have_moved_is_not_issued(desk: Desk, writing: LetterDesk) -> None:
    case = desk.receives(on="2021-04-20")
    letter = writing.prepares(
        case, "notify_fee", on="2021-04-26", basis="items", count=33, reason="本月提交申请33件。"
    )
    letter = writing.submits(letter, on="2021-04-26")
    letter = writing.approves(letter, "checker", "signer", on="2021-04-26")
    with pytest.raises(Refused, match="“缴费期限”原为“2021年5月26日”，应为“2021年5月27日”") as refused:
        writing.issues(letter, on="2021-04-27")
    assert "更新文字" in str(refused.value)
    assert writing.issues(letter, on="2021-04-27", day="2021-04-26").issued_on == date(2021, 4, 26)


def test_no_second_draft_to_the_applicant_for_the_same_step(desk: Desk, writing: LetterDesk) -> None:
    case = desk.receives(on="2024-03-04")
    facts = {"what": "年度", "until": date(2024, 3, 20)}
    letter = writing.prepares(case, "ask_correction", on="2024-03-05", **facts)
    with pytest.raises(Refused, match="已有一件"):
        writing.prepares(case, "ask_correction", on="2024-03-05", **facts)
    actions.void(
        letter, reason="写错了", by=writing.who("drafter"), at=at("2024-03-05"), version=letter.version
    )
    assert writing.prepares(case, "ask_correction", on="2024-03-05", **facts).pk != letter.pk


def test_what_has_left_can_be_neither_changed_nor_voided(desk: Desk, writing: LetterDesk) -> None:
    case = desk.receives(on="2024-03-04")
    letter = writing.sends(case, "answer", on="2024-03-20", outcome="provide", how="见附件。")
    by = writing.who("disclosure_office")
    for act in (
        lambda: actions.edit(letter, "标题\n别的", by=by, at=at("2024-03-20"), version=letter.version),
        lambda: actions.void(letter, reason="x", by=by, at=at("2024-03-20"), version=letter.version),
        lambda: actions.submit(letter, by=by, at=at("2024-03-20"), version=letter.version),
        lambda: actions.issue(letter, by=by, at=at("2024-03-20"), version=letter.version),
    ):
        with pytest.raises(Refused, match="现在是“已发出”"):
            act()
    assert Letter.objects.get(pk=letter.pk).text == letter.text


def test_only_people_write_letters(desk: Desk) -> None:
    case = desk.receives(on="2024-03-04")
    with pytest.raises(Refused, match="工作人员"):
        actions.prepare(
            case, "answer", facts={"outcome": "provide"}, by=Actor.applicant(), at=at("2024-03-05")
        )


def test_a_letter_that_states_a_limit_does_not_leave_after_the_limit_has_moved(
    desk: Desk, writing: LetterDesk
) -> None:
    case = desk.receives(on="2024-03-04")
    letter = actions.prepare_paper(
        case, "receipt", facts={}, by=writing.who("disclosure_office"), at=at("2024-03-05")
    )
    assert "2024年4月1日" in letter.text
    letter = writing.approves(writing.submits(letter, on="2024-03-05"), "checker", "signer", on="2024-03-05")
    desk.does(case, "extend", on="2024-03-06", reason="x", working_days=20)
    with pytest.raises(Refused, match="2024年4月29日"):
        writing.issues(letter, on="2024-03-06")


def test_a_delay_under_article_35_goes_the_whole_way(desk: Desk, writing: LetterDesk) -> None:
    case = desk.receives(on="2024-03-04")  # due 2024-04-01
    writing.sends(case, "ask_reason", on="2024-03-06", what="一个月46件。", until=date(2024, 3, 20))
    desk.does(case, "give_reason", on="2024-03-12", by=Actor.applicant(), text="编写地方志")
    letter = writing.sends(
        case, "postpone", on="2024-03-28", reason="因为46件需要逐件检索。", until=date(2024, 6, 28)
    )
    assert (letter.step_number, case.due_on) == (case.steps_count, date(2024, 6, 28))
    said = words_of(stored(letter.pdf))
    for words in (
        "政府信息公开申请延迟答复告知书",
        "本机关于2024年3月6日要求您说明理由，您于2024年3月12日作了说明",
        "但是因46件需要逐件检索，无法在原答复期限（2024年4月1日）内作出答复",
        "《中华人民共和国政府信息公开条例》第三十五条",
        "延迟至2024年6月28日前（含当日）答复您",
    ):
        assert words in said
    assert letter in public_letters(case)
    reply = writing.prepares(case, "answer", on="2024-06-20", outcome="provide", how="见附件。")
    assert "本机关于2024年3月28日依法告知延迟至2024年6月28日前答复。" in reply.text


@pytest.mark.parametrize(
    ("ground", "title", "says"),
    [
        ("opinion", "征求其他机关意见函", "不视为同意"),
        ("determination", "关于报请确定政府信息是否可以公开的函", "第十七条第三款"),
    ],
)
def test_another_body_gets_a_letter_of_its_own(
    ground: str, title: str, says: str, desk: Desk, writing: LetterDesk
) -> None:
    case = desk.receives(on="2023-03-01")
    letter = writing.sends(
        case,
        "consult_other_body",
        on="2023-03-08",
        party="云溪市保密局",
        ground=ground,
        what="会议纪要",
        until=date(2023, 3, 17),
    )
    said = words_of(stored(letter.pdf))
    for words in (title, "云溪市保密局：", "2023年3月17日前（含当日）", says):
        assert words in said
    assert "视为同意公开" not in said
    assert "王小明" not in said
    assert case.due_on == date(2023, 4, 10)  # seven working days to the day set are not counted
