"""An office has a seal for each kind of paper: a petition's paper bears 信访专用章, and no other in its place."""

from __future__ import annotations

from typing import Any

import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from support_letters import LetterDesk, opened, red_seal, stored
from support_office import at

from yangguang.ledger.models import Entry
from yangguang.letters import actions
from yangguang.letters.papers import papers
from yangguang.letters.purposes import SealPurpose

pytestmark = pytest.mark.django_db


def hands_in(desk: Any, purpose: SealPurpose, width_mm: int) -> None:
    actions.set_seal(
        desk.cast.bureau,
        red_seal(),
        purpose=purpose,
        width_mm=width_mm,
        by=desk.cast.administrator,
        at=at("2024-12-01"),
    )


def seal_on(letter: Any) -> list[int]:
    """The width of each seal on the Word file, in millimetres."""
    anchors = opened(stored(letter.docx)).element.findall(f".//{qn('wp:anchor')}")
    return [round(int(anchor.find(qn("wp:extent")).get("cx")) / Mm(1)) for anchor in anchors]


def told(desk: Any, letters: LetterDesk) -> Any:
    case = desk.registers(on="2024-12-16")
    return letters.sends(case, "accept", on="2024-12-18", way="本机关调查核实后出具处理意见书。")


def test_every_paper_of_a_petition_bears_the_seal_of_petitions() -> None:
    bears = {paper.code: paper.seal for paper in papers() if paper.is_sealed}
    petitions = {code for code, seal in bears.items() if seal == SealPurpose.PETITIONS}
    assert petitions == {code for code in bears if code.startswith("petition_")}
    assert petitions
    assert {"reply", "extension_notice"} <= bears.keys() - petitions


def test_each_paper_bears_its_own_seal(desk: Any, letters: LetterDesk) -> None:
    hands_in(desk, SealPurpose.DISCLOSURE, 42)
    hands_in(desk, SealPurpose.PETITIONS, 38)
    assert seal_on(told(desk, letters)) == [38]
    request = desk.receives(on="2024-12-16")
    reply = letters.sends(request, "answer", on="2024-12-20", outcome="provide", how="见附件。")
    assert seal_on(reply) == [42]
    entry = Entry.objects.filter(kind="letter.seal_set").first()
    assert "信访专用章" in entry.sentence


def test_a_seal_of_disclosure_is_not_put_under_a_petition(
    desk: Any, letters: LetterDesk, client: Any
) -> None:
    hands_in(desk, SealPurpose.DISCLOSURE, 42)
    case = desk.registers(on="2024-12-16")
    draft = letters.prepares(case, "accept", on="2024-12-18", way="本机关调查核实后出具处理意见书。")
    client.force_login(desk.cast.disclosure_office)
    assert "没有上传“信访专用章”的图片" in client.get(f"/staff/letters/{draft.pk}/").content.decode()
    assert seal_on(told(desk, letters)) == []
