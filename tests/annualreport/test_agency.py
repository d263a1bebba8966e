"""Names of public bodies: the same, similar, or different; and quickly, among thousands."""

from __future__ import annotations

import pytest

from yangguang.annualreport.agency import Agencies, agency_key, is_same_agency, regions_dropped, regions_of


@pytest.mark.parametrize(
    ("name", "key"),
    [
        (" 甲县　信访局\n", "甲县信访局"),
        ("平潭综合实验区（党工委管委会）", "平潭综合实验区党工委管委会"),
        ("甲市人民政府办公室", "甲市政府办公室"),
        ("宁夏回族自治区信访局", "宁夏信访局"),
        ("中华人民共和国教育部", "教育部"),
        ("１２３４５热线", "12345热线"),
        ("", ""),
    ],
)
def test_what_makes_no_difference_is_left_out(name, key):
    assert agency_key(name) == key


@pytest.mark.parametrize(
    ("key", "regions"),
    [
        ("淮安市洪泽区政府", ["淮安市", "洪泽区"]),
        ("杭州市信访局", ["杭州市"]),
        ("贵州省教育厅", ["贵州省"]),
        ("凉山彝族自治州教育局", ["凉山彝族自治州"]),
        ("阿里地区行署", ["阿里地区"]),
        ("沛县某镇政府", ["沛县"]),
        ("尼勒克县喀拉苏乡政府", ["尼勒克县", "喀拉苏乡"]),
        ("国家市场监督管理总局", []),
        ("甲市城市管理局", ["甲市"]),
        ("甲市住房和城乡建设局", ["甲市"]),
        ("国家信访局", []),
    ],
)
def test_regions_at_the_head_of_a_name_are_seen(key, regions):
    assert ["".join(pair) for pair in regions_of(key)[0]] == regions


def test_outer_regions_are_dropped_one_after_another():
    assert list(regions_dropped("宁夏固原市原州区教育局")) == ["固原市原州区教育局", "原州区教育局"]
    assert list(regions_dropped("固原市教育局")) == []


def test_same_is_symmetric():
    names = (
        "杭州市信访局",
        "杭州信访局",
        "宁夏信访局",
        "宁夏回族自治区信访局",
        "吉林省信访局",
        "吉林市信访局",
        "",
    )
    for one in names:
        for other in names:
            assert is_same_agency(one, other) == is_same_agency(other, one)


def test_a_register_finds_what_comparing_each_name_finds():
    names = (
        "杭州市信访局", "杭州信访局", "吉林省信访局", "吉林市信访局", "宁夏信访局", "宁夏回族自治区信访局", "甲县（本级）", "甲县本级",
    )  # fmt: skip
    register = Agencies()
    for number, name in enumerate(names):
        expected = [earlier for earlier in range(number) if is_same_agency(names[earlier], name)]
        assert register.same(name) == expected, name
        assert register.add(name) == number


def test_a_register_finds_names_without_the_outer_region():
    register = Agencies()
    register.add("固原市信访局")
    assert register.same("宁夏固原市信访局") == []
    assert register.same_without_region("宁夏固原市信访局") == [0]
    assert register.same_without_region("甘肃固原市教育局") == []
    assert register.same("") == []
