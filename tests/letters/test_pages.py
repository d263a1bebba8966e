"""Every page as every person, and what a clerk does on them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from support_letters import LetterDesk, red_seal
from support_office import Cast, Desk, at

from yangguang.cases.models import Case
from yangguang.letters import actions
from yangguang.letters.models import Letter, LetterOffice, LetterState, LetterTemplate, Seal
from yangguang.letters.papers import paper
from yangguang.letters.staff.urls import urlpatterns

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate().isoformat
READERS = frozenset(
    {"drafter", "checker", "signer", "disclosure_office", "secrecy_office", "leader", "inspector", "root"}
)
"""Who reads the bureau's cases; an administrator alone, a stranger and clerks of departments do not."""
HANDLERS = frozenset({"drafter", "disclosure_office", "root"})
SETTERS = frozenset({"administrator", "disclosure_office", "root"})
# Pages and who finds them by GET: in the state of each letter below.
MAY_OPEN: dict[str, frozenset[str]] = {
    "waiting": frozenset({*READERS, "administrator", "stranger", "clerk_a"}),
    "prepare": HANDLERS,
    "prepare-paper": HANDLERS,
    "letter": READERS,
    "edit": HANDLERS,
    "versions": READERS,
    "submit": HANDLERS,
    "approve": frozenset({"checker", "root"}),
    "send-back": frozenset({"checker", "root"}),
    "issue": HANDLERS,
    "void": HANDLERS,
    "deliver": HANDLERS,
    "conclude": HANDLERS,
    "file": READERS,
    "settings": frozenset({*SETTERS, "stranger"}),
    "office": SETTERS,
    "seal": SETTERS,
    "templates": SETTERS,
    "template": SETTERS,
    "wording": SETTERS,
}
POST_ONLY = {
    "preview": READERS,
    "set-office": SETTERS,
    "set-chain": SETTERS,
    "set-seal": SETTERS,
    "set-layout": SETTERS,
}
EVERYBODY = (*sorted(READERS | {"administrator", "stranger", "clerk_a"}),)


@dataclass
class Stage:
    """One letter in every state."""

    case: Case
    letters: dict[str, Letter]

    def url(self, name: str) -> str:
        bureau = self.case.agency_id
        on = {"approve": "in_review", "send-back": "in_review", "issue": "approved"}
        on |= {"deliver": "issued", "conclude": "issued"}
        letter = self.letters[on.get(name, "draft")]
        special: dict[str, list[object]] = {
            "waiting": [],
            "settings": [],
            "prepare": [self.case.pk, "extend"],
            "prepare-paper": [self.case.pk, "assist_letter"],
            "file": [letter.pk, "pdf"],
            "template": [bureau, "extension_notice"],
            "wording": [bureau, "reply", "not_exist"],
            "templates": [bureau],
        }
        if name == "conclude":
            special[name] = [letter.pk, letter.deliveries.get().pk]
        for pattern in ("office", "seal", "set-office", "set-chain", "set-seal", "set-layout"):
            special[pattern] = [bureau]
        return reverse(f"staff_letters:{name}", args=special.get(name, [letter.pk]))


@pytest.fixture
def stage(cast: Cast, desk: Desk, writing: LetterDesk) -> Stage:
    now = timezone.localdate()
    day = now.isoformat()
    received = (now - timedelta(days=3)).isoformat()
    actions.set_seal(cast.bureau, red_seal(200), by=cast.root, at=at(day))
    letters = {}
    cases = [desk.receives(f"第{n}件", on=received, delivery_channel="online") for n in range(4)]
    for state, case in zip(("draft", "in_review", "approved", "issued"), cases, strict=True):
        letter = writing.prepares(case, "answer", on=day, outcome="provide", how="见附件。")
        if state != "draft":
            letter = writing.submits(letter, on=day)
        if state in ("approved", "issued"):
            letter = writing.approves(letter, "checker", "signer", on=day)
        if state == "issued":
            letter = writing.issues(letter, on=day)
        letters[state] = letter
    return Stage(cases[0], letters)


def test_every_page_is_in_the_table() -> None:
    assert {str(pattern.name) for pattern in urlpatterns} == MAY_OPEN.keys() | POST_ONLY.keys()


def test_every_page_opens_for_those_who_may_and_is_not_found_by_others(
    cast: Cast, stage: Stage, client: Client
) -> None:
    for who in EVERYBODY:
        client.force_login(cast.people[who])
        for name, may in MAY_OPEN.items():
            status = client.get(stage.url(name)).status_code
            expected = (200, 302) if who in may else (404,)
            assert status in expected, (who, name, status)
        for name, may in POST_ONLY.items():
            status = client.post(stage.url(name)).status_code
            assert (status != 404) is (who in may), (who, name, status)
            assert client.get(stage.url(name)).status_code in (404, 405)


def test_acts_by_post_are_closed_to_whom_their_page_is_closed(
    cast: Cast, stage: Stage, client: Client
) -> None:
    before = {letter.pk: letter.version for letter in Letter.objects.all()}
    acts = ("prepare", "edit", "submit", "approve", "send-back", "issue", "void", "deliver", "conclude")
    for who in ("stranger", "clerk_a", "administrator", "inspector", "secrecy_office"):
        client.force_login(cast.people[who])
        for name in acts:
            data = {"version": "0", "reason": "x", "text": "标题\n改", "on": TODAY(), "save": "1"}
            data |= {"channel": "mail", "reference": "1", "result": "delivered"}
            assert client.post(stage.url(name), data).status_code == 404, (who, name)
    assert {letter.pk: letter.version for letter in Letter.objects.all()} == before


def test_nobody_enters_without_signing_in(stage: Stage, client: Client) -> None:
    for name in MAY_OPEN:
        response = client.get(stage.url(name))
        assert (response.status_code, "/login/" in response["Location"]) == (302, True), name


def test_a_clerk_previews_then_keeps_then_sends_a_letter(cast: Cast, stage: Stage, client: Client) -> None:
    client.force_login(cast.disclosure_office)
    url = reverse("staff_letters:prepare", args=[stage.case.pk, "extend"])
    facts = {"reason": "需要检索历史档案", "working_days": "10"}
    page = client.get(url).content.decode()
    assert 'name="reason"' in page
    assert 'name="on"' not in page, "the day is that of issuing"
    shown = client.post(url, {**facts, "preview": "1"})
    assert "因需要检索历史档案，" in shown.content.decode()
    assert Letter.objects.count() == 4, "a preview keeps nothing"
    wrong = client.post(url, {"reason": "", "working_days": "30", "save": "1"})
    assert wrong.status_code == 422
    assert "请填写这一项。" in wrong.content.decode()

    client.post(url, {**facts, "save": "1"})
    letter = Letter.objects.latest("pk")
    client.post(reverse("staff_letters:submit", args=[letter.pk]), {"version": letter.version})
    for who in ("checker", "leader"):
        client.force_login(cast.people[who])
        assert str(letter.pk) in client.get(stage.url("waiting")).content.decode()
        letter.refresh_from_db()
        data = {"version": letter.version, "note": "同意发出"}
        answer = client.post(reverse("staff_letters:approve", args=[letter.pk]), data)
        assert answer["Location"] == stage.url("waiting")
    client.force_login(cast.disclosure_office)
    letter.refresh_from_db()
    assert letter.state == LetterState.APPROVED
    issue = reverse("staff_letters:issue", args=[letter.pk])
    answer = client.post(issue, {"version": letter.version, "on": TODAY()}, follow=True)
    letter.refresh_from_db()
    assert letter.state == LetterState.ISSUED
    assert letter.number in answer.content.decode()


def test_two_editors_at_once_lose_no_word(cast: Cast, stage: Stage, client: Client) -> None:
    letter = stage.letters["draft"]
    client.force_login(cast.drafter)
    url = reverse("staff_letters:edit", args=[letter.pk])
    first = {"version": letter.version, "text": letter.text + "\n先到的一句。", "save": "1"}
    assert client.post(url, first).status_code == 302
    second = {"version": letter.version, "text": letter.text + "\n后到的一句。", "save": "1"}
    answer = client.post(url, second)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "后到的一句。</textarea>" in page.replace("\n", "")
    assert "<del>先</del><ins>后</ins>到的一句。" in page, "what the other one wrote is shown beside it"
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    assert client.post(url, {**second, "version": version[1]}).status_code == 302
    letter.refresh_from_db()
    assert letter.text.endswith("后到的一句。")


def test_versions_show_what_changed(cast: Cast, stage: Stage, client: Client) -> None:
    letter = stage.letters["draft"]
    client.force_login(cast.drafter)
    data = {"version": letter.version, "text": letter.text.replace("特此告知", "特此函告"), "save": "1"}
    client.post(reverse("staff_letters:edit", args=[letter.pk]), data)
    page = client.get(reverse("staff_letters:versions", args=[letter.pk])).content.decode()
    assert "<ins>函</ins>" in page
    assert "<del>知</del>" in page


def test_words_in_a_letter_are_words_on_the_page(cast: Cast, stage: Stage, client: Client) -> None:
    client.force_login(cast.drafter)
    url = reverse("staff_letters:preview", args=[stage.letters["draft"].pk])
    page = client.post(url, {"text": "<script>标题\n<b>一</b>"}).content.decode()
    assert "<script>" not in page
    assert "&lt;b&gt;一" in page
    assert client.post(url, {"text": ""}).status_code == 422


def test_the_files_are_those_of_the_letter(cast: Cast, stage: Stage, client: Client) -> None:
    client.force_login(cast.leader)
    for state in ("draft", "issued"):
        letter = stage.letters[state]
        for kind, start, way in (
            ("pdf", b"%PDF", "attachment"),
            ("docx", b"PK", "attachment"),
            ("print", b"%PDF", "inline"),
        ):
            response = client.get(reverse("staff_letters:file", args=[letter.pk, kind]))
            assert response.content.startswith(start)
            assert response["Content-Disposition"].startswith(way)
            assert "no-store" in response["Cache-Control"]
        assert client.get(reverse("staff_letters:file", args=[letter.pk, "exe"])).status_code == 404


def test_the_office_edits_a_template(cast: Cast, stage: Stage, client: Client) -> None:
    client.force_login(cast.administrator)
    url, usual = stage.url("wording"), paper("reply").wording("not_exist").text
    page = client.get(url).content.decode()
    assert "{{条款}}" in page
    assert "王小明" in page, "the preview has sample values"
    wrong = client.post(url, {"seen": usual, "text": usual + "\n{{申请仁}}", "save": "1"})
    assert wrong.status_code == 422
    assert "没有“申请仁”这个占位符" in wrong.content.decode()
    without = client.post(url, {"seen": usual, "text": usual.replace("{{条款}}", "条例"), "save": "1"})
    assert "必须保留占位符" in without.content.decode()
    assert not LetterTemplate.objects.exists()
    assert client.post(url, {"seen": usual, "text": usual + "\n尾注。", "save": "1"}).status_code == 302
    late = client.post(url, {"seen": usual, "text": usual + "\n别人的。", "save": "1"})
    assert late.status_code == 409
    assert "别人改过这个模板" in late.content.decode()
    assert LetterTemplate.objects.get().text.endswith("尾注。")
    client.post(url, {"reset": "1"})
    assert not LetterTemplate.objects.exists()


def test_the_office_sets_chain_number_and_seal(cast: Cast, stage: Stage, client: Client) -> None:
    client.force_login(cast.disclosure_office)
    rows = {"level-TOTAL_FORMS": "6", "level-INITIAL_FORMS": "2"}
    rows |= {"level-0-label": "核稿", "level-0-role": "checker"}
    rows |= {"level-1-label": "签发", "level-1-role": "signer", "level-1-other": "leader"}
    assert client.post(stage.url("set-chain"), rows).status_code == 302
    office = LetterOffice.objects.get()
    assert [(level.label, sorted(level.roles)) for level in office.chain] == [
        ("核稿", ["checker"]),
        ("签发", ["leader", "signer"]),
    ]
    half = client.post(stage.url("set-chain"), rows | {"level-2-label": "终审"})
    assert half.status_code == 422
    many = client.post(stage.url("set-chain"), rows | {"level-TOTAL_FORMS": "1000"})
    assert many.status_code == 422
    assert len(many.context["chain_form"].forms) == 6  # no thousand rows that nobody filled in
    empty = {"level-TOTAL_FORMS": "6", "level-INITIAL_FORMS": "0"}
    assert client.post(stage.url("set-chain"), empty).status_code == 302
    assert LetterOffice.objects.get().chain == ()

    data = {"number_pattern": "公复〔{年}〕{序号}号", "contact": "办公室", "date_style": "chinese"}
    assert client.post(stage.url("set-office"), data).status_code == 302
    wrong = client.post(stage.url("set-office"), data | {"number_pattern": "公复{密级}"})
    assert wrong.status_code == 422
    assert "不认识“密级”" in wrong.content.decode()

    wrong = client.post(
        stage.url("set-seal"),
        {"purpose": "disclosure", "picture": SimpleUploadedFile("a.png", b"GIF"), "width_mm": "42"},
    )
    assert "请上传 PNG 格式" in wrong.content.decode()
    good = {
        "purpose": "disclosure",
        "picture": SimpleUploadedFile("a.png", red_seal()),
        "width_mm": "40",
    }
    assert client.post(stage.url("set-seal"), good).status_code == 302
    assert Seal.objects.get().width_mm == 40
    assert client.get(stage.url("seal"))["Content-Type"] == "image/png"
    for purpose, status in (("disclosure", 200), ("petitions", 404), ("x", 404)):
        assert client.get(f"{stage.url('seal')}?purpose={purpose}").status_code == status, purpose
    other = good | {"purpose": "petitions", "picture": SimpleUploadedFile("b.png", red_seal(400))}
    assert client.post(stage.url("set-seal"), other).status_code == 302
    shown = client.get(stage.url("office")).content.decode()
    assert "停用政府信息公开专用章" in shown
    assert "停用信访专用章" in shown
    assert client.post(stage.url("set-seal"), {"remove": "1"}).status_code == 404
    client.post(stage.url("set-seal"), {"remove": "disclosure"})
    assert Seal.objects.get().purpose == "petitions"
    client.post(stage.url("set-seal"), {"remove": "petitions"})
    assert not Seal.objects.exists()
    bad = client.post(stage.url("set-layout"), {"file": SimpleUploadedFile("a.docx", b"PK")})
    assert "不是可以打开的" in bad.content.decode() or "已损坏" in bad.content.decode()


def test_delivery_is_recorded_on_the_page(cast: Cast, stage: Stage, client: Client) -> None:
    client.force_login(cast.drafter)
    url, letter = stage.url("deliver"), stage.letters["issued"]
    wrong = client.post(url, {"channel": "mail", "on": TODAY(), "reference": ""})
    assert wrong.status_code == 422
    assert "请填写邮件号" in wrong.content.decode()
    data = {"channel": "mail", "on": TODAY(), "reference": "EMS 1"}
    assert client.post(url, data).status_code == 302
    sent = letter.deliveries.get(channel="mail")
    conclude = reverse("staff_letters:conclude", args=[letter.pk, sent.pk])
    proof = SimpleUploadedFile("回执.png", red_seal(), "image/png")
    answer = client.post(conclude, {"result": "delivered", "on": TODAY(), "proof": proof}, follow=True)
    assert "回执.png" in answer.content.decode()
    other = reverse("staff_letters:conclude", args=[stage.letters["draft"].pk, sent.pk])
    assert client.get(other).status_code == 404


def test_an_archive_package_keeps_the_letters(cast: Cast, stage: Stage) -> None:
    from yangguang.letters.archiving import documents

    letter = stage.letters["issued"]
    (kept,) = documents(letter.case)
    assert kept.data.startswith(b"%PDF")
    assert kept.facts["number"] == letter.number
    assert kept.facts["deliveries"][0]["channel"] == "online"


def test_the_case_page_lists_letters_and_offers_other_papers(
    cast: Cast, stage: Stage, client: Client
) -> None:
    letter = stage.letters["issued"]
    url = reverse("staff_requests:case", args=[letter.case_id])
    client.force_login(cast.disclosure_office)
    page = client.get(url).content.decode()
    assert reverse("staff_letters:letter", args=[letter.pk]) in page
    assert letter.number in page
    assert reverse("staff_letters:prepare-paper", args=[letter.case_id, "service_record"]) in page
    client.force_login(cast.leader)
    page = client.get(url).content.decode()
    assert letter.number in page
    assert "prepare-paper" not in page
    assert "paper/service_record" not in page
