"""The desk of the tests for petitions, in the office's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from support_office import Cast, Desk, at

from yangguang.cases.actor import Actor
from yangguang.cases.models import Case
from yangguang.petitions.converting import convert
from yangguang.petitions.intake import register_petition
from yangguang.petitions.models import Kind

MATTER = "反映某路改造工程拖欠农民工工资三万元，请求督促施工单位支付。"
PETITIONER: dict[str, Any] = {
    "channel": "letter",
    "kind": "claim",
    "name": "李淑芬",
    "phone": "13800001234",
    "address": "云溪市某路1号",
    "identity_kind": "id_card",
    "identity_number": "11010519491231002X",
    "person_count": 1,
    "text": MATTER,
}
ACCUSATION = {"kind": "accusation", "accused": "云溪市教育局", "text": "举报云溪市教育局某科违规收费。"}
DISGUISED = "投诉云溪市某学校乱收费，要求查处并退还费用"


@dataclass
class PetitionDesk(Desk):
    """What the bureau does with petitions; codes of what was registered are kept by number."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.codes: dict[str, str] = {}

    def registers(
        self, *, on: str, by: str = "disclosure_office", from_body: str = "", uploads: Any = (), **own: Any
    ) -> Case:
        """A petition that came in and was registered on the day."""
        filed = register_petition(
            PETITIONER | own,
            uploads,
            agency=self.cast.bureau,
            by=Actor.staff(self.cast.people[by]),
            at=at(on),
            registered_on=date.fromisoformat(on),
            from_body=from_body,
        )
        self.codes[filed.case.number] = filed.code
        return filed.case

    def accepts(self, case: Case, *, on: str) -> None:
        """Told that it is handled as a petition."""
        self.does(case, "accept", on=on, way="本机关调查核实后出具处理意见书。")

    def converts(
        self, request: Case, *, on: str, by: str = "disclosure_office", kind: Kind = Kind.CLAIM, **more: Any
    ) -> Case:
        """The request is taken over as a petition."""
        request.refresh_from_db()
        return convert(request, kind, by=self.cast.people[by], at=at(on), version=request.version, **more)
