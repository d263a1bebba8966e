"""Who reconsiders, by kind, level and name of the body that answered (行政复议法第二十四条至第二十八条)."""

from __future__ import annotations

from datetime import date

import pytest
from support_office import Cast, Desk, at

from yangguang.cases.engine import situation_of
from yangguang.law.remedies import BodyKind
from yangguang.offices.models import Agency
from yangguang.requests.reviewing_body import body_kind, reviewer_of
from yangguang.requests.tracking import remedy_texts

ON = date(2025, 7, 1)


@pytest.mark.parametrize(
    ("name", "kind", "level", "expected"),
    [
        ("云溪市信访局", "department", "city", "department"),
        ("云溪市人民政府", "government", "city", "government"),
        ("某某省人民政府", "government", "province", "province"),
        ("国家信访局", "department", "national", "ministry"),
        ("国家税务总局云溪市税务局", "department", "city", "vertical"),
        ("国家税务总局某某省税务局", "department", "province", "vertical"),
        ("国家税务总局", "department", "national", "ministry"),  # 第二十五条: to itself, there is none above
        ("中华人民共和国海关总署", "department", "national", "ministry"),
        ("中国人民银行某某省分行", "department", "province", "vertical"),
        ("国家金融监督管理总局云溪监管分局", "department", "city", "vertical"),
        ("云溪市地方金融监督管理局", "department", "city", "department"),  # the city's own department
        ("云溪市司法局", "department", "city", "justice"),
        ("云溪市城东街道办事处", "government", "township", "dispatched"),
    ],
)
def test_who_reconsiders_depends_on_the_kind_of_body(name: str, kind: str, level: str, expected: str) -> None:
    assert body_kind(Agency(name=name, kind=kind, level=level)) == expected


def test_a_government_is_named_where_it_is_of_the_same_level(cast: Cast) -> None:
    county = Agency.objects.create(name="清河县信访局", level="county", kind="department", parent=cast.bureau)
    assert reviewer_of(cast.bureau, BodyKind.DEPARTMENT, ON) == "云溪市人民政府"
    assert reviewer_of(county, BodyKind.DEPARTMENT, ON) == ""  # the county's, not the city's
    assert reviewer_of(cast.bureau, BodyKind.DEPARTMENT, date(2023, 12, 31)) == ""  # either of two then
    town = Agency.objects.create(name="某县人民政府", level="county", kind="government", parent=cast.city)
    assert reviewer_of(town, BodyKind.GOVERNMENT, ON) == "云溪市人民政府"


def test_the_tracking_page_names_the_same_body_as_the_letter(cast: Cast, desk: Desk) -> None:
    cast.bureau.name = "国家税务总局云溪市税务局"
    cast.bureau.save()
    case = desk.receives(on="2025-07-01")
    desk.does(case, "answer", on="2025-07-08", outcome="provide", how="见附件")
    said = remedy_texts(situation_of(case, at("2025-07-09")))[0]
    assert "上一级主管部门" in said
    assert "人民政府" not in said


@pytest.mark.parametrize("declared", list(BodyKind))
def test_what_is_declared_holds_against_the_name(declared: BodyKind) -> None:
    agency = Agency(name="国家税务总局云溪市税务局", kind="department", level="city", body_kind=declared)
    assert body_kind(agency) is declared


def test_a_declared_reviewer_and_court_stand_in_the_answer(cast: Cast, desk: Desk) -> None:
    cast.bureau.body_kind, cast.bureau.reviewer = BodyKind.VERTICAL, "某某省信访局"
    cast.bureau.court = "云溪市中级人民法院"
    cast.bureau.save()
    case = desk.receives(on="2025-07-01")
    desk.does(case, "answer", on="2025-07-08", outcome="provide", how="见附件")
    said = remedy_texts(situation_of(case, at("2025-07-09")))[0]
    assert "向某某省信访局申请行政复议" in said
    assert "直接向云溪市中级人民法院提起行政诉讼" in said


@pytest.mark.parametrize("kind", [BodyKind.DEPARTMENT, BodyKind.JUSTICE])
def test_before_2024_no_single_name_is_given_even_where_one_is_declared(cast: Cast, kind: BodyKind) -> None:
    cast.bureau.reviewer = "云溪市人民政府"
    assert reviewer_of(cast.bureau, kind, date(2023, 12, 31)) == ""
    assert reviewer_of(cast.bureau, kind, date(2024, 1, 1)) == "云溪市人民政府"
