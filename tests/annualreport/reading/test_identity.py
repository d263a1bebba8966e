"""Whose report, of which year, for which period, and whom to ask."""

from __future__ import annotations

import layouts
import planted
import pytest

from yangguang.annualreport.formats import FORMATS
from yangguang.annualreport.reading import read
from yangguang.annualreport.reading.identity import contact_in, identify


@pytest.mark.parametrize(
    ("head", "agency", "year"),
    [
        (["云溪市档案局2023年政府信息公开工作年度报告"], "云溪市档案局", 2023),
        (["云溪市档案局", "2023 年政府信息公开工作年度报告"], "云溪市档案局", 2023),
        (["2023年云溪市档案局政府信息公开工作年度报告"], "云溪市档案局", 2023),
        (["云溪市档案局2023年度政府信息公开年度报告"], "云溪市档案局", 2023),
        (["# 云溪市人民政府 2023 年 政府信息公开工作年度报告"], "云溪市人民政府", 2023),
        (["标题: 云溪市档案局2023年度政府信息公开工作年度报告"], "云溪市档案局", 2023),
        (["云溪市档案局二〇二三年政府信息公开工作年度报告"], "云溪市档案局", 2023),
        (["1/22/24, 9:05 AM   云溪市档案局2023年政府信息公开工作年度报告"], "云溪市档案局", 2023),
        (["2024/1/22 上午9:05 云溪市档案局2023年政府信息公开工作年度报告"], "云溪市档案局", 2023),
        (
            [
                "依照《国务",
                "院某办公室关于印发〈国家政府信息公开工作年度报告格式〉的通",
                "知》编制。",
                "云溪市档案局2023年政府信息公开工作年度报告",
            ],
            "云溪市档案局",
            2023,
        ),
        (["关于云溪市档案局2023年政府信息公开工作年度报告"], "云溪市档案局", 2023),
        (["云溪市档案局", "2023年", "政府信息公开工作年度报告"], "云溪市档案局", 2023),
        (["云溪市档案局2023年政府信息", "公开工作年度报告"], "云溪市档案局", 2023),
        (["云溪市档案局关于2023年度政府信息公开工作情况的报告"], "云溪市档案局", 2023),
        (["云档发〔2024〕5号", "云溪市档案局2023年政务公开工作年度报告"], "云溪市档案局", 2023),
        (["首页 > 政府信息公开年报 > 2023年", "云溪市档案局2023年政府信息公开年报"], "云溪市档案局", 2023),
        (["云溪市档案局政府信息公开2023年度报告"], "云溪市档案局", 2023),
        (["云溪市档案局２０２３年政府信息公开工作年度报告"], "云溪市档案局", 2023),
        (["云溪市档案局2023年信息公开工作年度报告"], "云溪市档案局", 2023),
        (["关于报送云溪市档案局2023年政府信息公开工作年度报告的报告"], "云溪市档案局", 2023),
        (["附件1 云溪市档案局2023年政府信息公开工作年度报告"], "云溪市档案局", 2023),
        (["云溪市档案局2023年法治政府建设暨政府信息公开工作年度报告"], "云溪市档案局", 2023),
        (["政府信息公开工作年度报告", "（2023年）", "云溪市档案局", "2024年1月20日"], "云溪市档案局", 2023),
        (["2023年政府信息公开工作年度报告", "本报告由云溪市档案局编制。"], "云溪市档案局", 2023),
        (
            ["2023年政府信息公开工作年度报告", "按照《条例》要求，云溪市档案局编制本报告。"],
            "云溪市档案局",
            2023,
        ),
        (
            ["2023年政府信息公开工作年度报告", "现公布云溪市档案局2023年政府信息公开情况。"],
            "云溪市档案局",
            2023,
        ),
        (["2023年政府信息公开工作年度报告", "根据《条例》要求，我局编制本报告。"], "", 2023),
        (["首页", "政府信息公开年度报告", "云溪市档案局2023年政府信息公开年报"], "云溪市档案局", 2023),
        (["云溪市档案局关于报送2023年政府信息公开工作年度报告的函"], "云溪市档案局", 2023),
        (
            ["政府信息公开年报", "发布时间：2024-01-22来源：云溪市档案局字号：大中小", "2023年"],
            "云溪市档案局",
            2024,
        ),
        (["政府信息公开工作年度报告", "（2023年）", "报送单位：云溪市档案局"], "云溪市档案局", 2023),
        (
            ["索引号：014/2024-04 分类：政府信息公开年报", "发布机构：云溪市档案局", "2023年"],
            "云溪市档案局",
            2024,
        ),
        (["依照《条例》，特编制云溪市档案局2023年政府信息公开工作年度报告。"], "云溪市档案局", 2023),
        (["依照《条例》，向社会发布2023年白沙乡人民政府信息公开情况。"], "白沙乡人民政府", 2023),
        (["2023年的报告由白沙街道办事处按照《条例》和格式要求编制。"], "白沙街道办事处", 2023),
        (["依照《条例》，结合云溪市档案局（以下简称“市档案局”）2023年的数据写成。"], "云溪市档案局", 2023),
    ],
)
def test_titles(head: list[str], agency: str, year: int) -> None:
    found = identify(head, [], "\n".join(head), "", "")
    assert (found.agency, found.year) == (agency, year)


def test_without_a_title_the_signature_and_the_period_tell() -> None:
    head = ["本报告所列数据统计期限为2024年1月1日至2024年12月31日。"]
    tail = ["云溪市水务局", "2025年1月20日"]
    found = identify(head, tail, "\n".join(head + tail), "", "")
    assert (found.agency, found.year, found.published_on) == ("云溪市水务局", 2024, "2025-01-20")


@pytest.mark.parametrize(
    "text",
    [
        "统计期限为2024年1月1日至2024年12月31日",
        "统计期限自2024年1月1日起至12月31日止",
        "统计期限为 2024 年 1 月 1 日至 2024 年 12 月 31 日",
        "数据统计时间从2024年1月1日到12月31日",
    ],
)
def test_periods(text: str) -> None:
    assert identify([text], [], text, "", "").period == ("2024-01-01", "2024-12-31")


def test_a_region_is_named_in_full_where_the_text_names_only_one() -> None:
    head = ["自治区信访局2020年政府信息公开工作年度报告"]
    one = identify(head, [], "“广西信访”公众号发布信息", "", "")
    two = identify(head, [], "广西、西藏两地交流经验", "", "")
    assert one.agency == "广西壮族自治区信访局"
    assert two.agency == "自治区信访局"


def test_contact_data() -> None:
    text = "请与云溪市档案局办公室联系（地址：云溪市文渊路8号，邮编：350400，电话：0591-23165250，传真：0591-23165251；邮箱：da@yunxi.example）。"
    found = contact_in([text])
    assert found.address == "云溪市文渊路8号"
    assert (found.postcode, found.telephone, found.fax) == ("350400", "0591-23165250", "0591-23165251")
    assert found.email == "da@yunxi.example"


@pytest.mark.parametrize(
    "window",
    [
        "云溪市档案局2023年政府信息公开工作年度报告_云溪市人民政府网",
        "【年报】云溪市档案局2023年政府信息公开工作年度报告 - 政府信息公开年报 - 云溪市政府",
        "2023年政府信息公开工作年度报告-云溪市档案局",
    ],
)
def test_a_window_title_tells_whose_report_it_is(window: str) -> None:
    found = identify(["2023年政府信息公开工作年度报告"] if window[0] == "2" else [], [], "", window, "")
    assert (found.agency, found.year) == ("云溪市档案局", 2023)


def test_the_name_of_the_file_tells_where_the_page_does_not() -> None:
    form = FORMATS[1]
    page = layouts.page(form, 2023, planted.figures(form, 1))
    bare = page.replace("云溪市档案局2023年政府信息公开", "政府信息公开")
    report = read(bare.encode(), name="云溪市档案局2023年政府信息公开工作年度报告.html")
    assert (report.agency, report.title) == ("云溪市档案局", "云溪市档案局2023年政府信息公开工作年度报告")


@pytest.mark.parametrize(
    "line", ["2024-01-20 10:22  来源：云溪市政府网", "发布时间：2024.1.20", "发文日期：2024-01-20"]
)
def test_the_line_under_a_title_dates_the_report(line: str) -> None:
    assert identify(["云溪市档案局2023年政府信息公开年报", line], [], "", "", "").published_on == "2024-01-20"


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("地址：淮云市洪溪区大道1号。请与淮云市洪溪区人民政府办公室联系。", "淮云市洪溪区人民政府"),
        ("淮云市洪溪区与南云市洪溪区结对。", "洪溪区人民政府"),
        ("洪溪区各部门认真落实。", "洪溪区人民政府"),
    ],
)
def test_a_district_gets_its_city_only_where_the_text_names_one(text: str, agency: str) -> None:
    assert identify(["洪溪区人民政府2023年政府信息公开年报"], [], text, "", "").agency == agency
