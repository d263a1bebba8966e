"""Agencies stand in a tree, and the tree is kept when it moves."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from yangguang.offices.models import Agency, Department, Kind, Level, Membership, check_uscc
from yangguang.offices.roles import Role


def names(agencies) -> set[str]:
    return {agency.name for agency in agencies}


def test_those_below_are_found_at_every_depth(city):
    assert names(city["市政府"].descendants()) == {"教育局", "环境局", "县政府", "县教育局"}
    assert names(city["县政府"].descendants()) == {"县教育局"}
    assert names(city["教育局"].descendants()) == set()


def test_those_above_from_the_top_down(city):
    assert [a.name for a in city["县教育局"].ancestors()] == ["市政府", "县政府"]
    assert city["县教育局"].depth == 2
    assert city["市政府"].depth == 0


def test_a_move_takes_everything_below_along(city):
    county = city["县政府"]
    county.parent = city["邻市"]
    county.save()
    assert names(city["邻市"].descendants()) == {"县政府", "县教育局"}
    assert names(city["市政府"].descendants()) == {"教育局", "环境局"}
    moved = Agency.objects.get(name="县教育局")
    assert [a.name for a in moved.ancestors()] == ["邻市", "县政府"]


def test_an_id_that_begins_like_another_is_no_relative(city):
    twins = [
        Agency.objects.create(name=f"第{n}局", level=Level.CITY, kind=Kind.DEPARTMENT) for n in range(12)
    ]
    for twin in twins:
        assert not twin.descendants().exists()


def test_nobody_stands_below_themselves(city):
    top = city["市政府"]
    for below in ("市政府", "县教育局"):
        top.parent = city[below]
        with pytest.raises(ValidationError, match="上级机关不能是自己或自己的下级"):
            top.clean()


@pytest.mark.parametrize("above", ["市政府", None])
def test_a_name_stands_once_below_the_same_agency(city, above):
    name = "教育局" if above else "邻市"
    with pytest.raises(IntegrityError), transaction.atomic():
        Agency.objects.create(
            name=name, level=Level.CITY, kind=Kind.DEPARTMENT, parent=city[above] if above else None
        )


def test_the_same_name_elsewhere_is_fine(city):
    Agency.objects.create(name="教育局", level=Level.CITY, kind=Kind.DEPARTMENT, parent=city["邻市"])


def test_an_agency_with_others_below_it_is_not_deleted(city):
    with pytest.raises(IntegrityError):
        city["市政府"].delete()


@pytest.mark.parametrize("code", ["91350100M000100Y43", "11100000000013127D"])
def test_a_credit_code_with_its_check_digit(code):
    check_uscc(code)


@pytest.mark.parametrize(
    "code", ["91350100M000100Y44", "91350100M000100Y4", "91350100M000100YO3", "91350100m000100y43", ""]
)
def test_a_wrong_credit_code_is_refused(code):
    with pytest.raises(ValidationError):
        check_uscc(code)


def test_a_role_lies_in_a_department_of_the_same_agency(city, employ):
    person = employ("wang")
    elsewhere = Department.objects.create(agency=city["环境局"], name="办公室")
    wrong = Membership(person=person, agency=city["教育局"], department=elsewhere, role=Role.DRAFTER)
    with pytest.raises(ValidationError, match="不属于所选机关"):
        wrong.clean()


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [("王小明", "", "王小明"), ("小明", "王", "王小明"), ("John", "Smith", "John Smith"), ("", "", "login")],
)
def test_a_name_is_written_as_its_language_does(first, last, shown, employ):
    assert str(employ("login", first_name=first, last_name=last)) == shown
