"""What this room brings to the demonstration office: registers from which a report can be counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from yangguang.offices.models import Agency, Person
from yangguang.registers import actions
from yangguang.registers.declared import BY_ID
from yangguang.registers.understanding import understand

CITY, BUREAU, COUNTY = "晴川市人民政府", "晴川市教育局", "望湖县教育局"
KEEPERS = {CITY: "demo-open", BUREAU: "demo-drafter", COUNTY: "demo-county"}
Row = tuple[str, str, dict[str, str]]
"""Agency, register, and what is typed."""

# kind, title, number, issued, published, ended, how, lead; years count back from this one
_DOCUMENTS = (
    (CITY, "规章", "晴川市停车场管理办法", "市政府令第41号", 9, "03-12", "", ""),
    (CITY, "规章", "晴川市湿地保护办法", "市政府令第44号", 6, "07-01", "", ""),
    (CITY, "规章", "晴川市户外广告设置管理办法", "市政府令第38号", 12, "05-20", "1-12-01", "废止"),
    (CITY, "规章", "晴川市城市照明管理办法", "市政府令第52号", 1, "11-02", "", ""),
    (CITY, "行政规范性文件", "关于促进普惠托育服务发展的实施意见", "晴政规〔{y}〕2号", 3, "04-18", "", ""),
    (
        CITY,
        "行政规范性文件",
        "关于规范城区犬类管理的通告",
        "晴政规〔{y}〕1号",
        6,
        "02-09",
        "1-02-09",
        "有效期届满",
    ),
    (CITY, "行政规范性文件", "晴川市公共数据管理暂行办法", "晴政规〔{y}〕3号", 1, "06-15", "", ""),
    (CITY, "行政规范性文件", "关于调整城区道路停车收费标准的通知", "晴政规〔{y}〕1号", 0, "03-04", "", ""),
    (BUREAU, "行政规范性文件", "晴川市民办幼儿园分类管理办法", "晴教规〔{y}〕1号", 7, "05-08", "", ""),
    (
        BUREAU,
        "行政规范性文件",
        "关于规范中小学课后服务收费的通知",
        "晴教规〔{y}〕2号",
        4,
        "08-25",
        "1-09-01",
        "废止",
    ),
    (BUREAU, "行政规范性文件", "晴川市校外培训机构设置标准", "晴教规〔{y}〕1号", 3, "03-30", "", ""),
    (BUREAU, "行政规范性文件", "晴川市普通高中学籍管理实施细则", "晴教规〔{y}〕1号", 2, "01-16", "", ""),
    (BUREAU, "行政规范性文件", "晴川市义务教育阶段学校招生入学办法", "晴教规〔{y}〕1号", 1, "04-11", "", ""),
    (BUREAU, "行政规范性文件", "关于规范中小学课后服务的通知", "晴教规〔{y}〕2号", 1, "08-20", "", ""),
    (BUREAU, "行政规范性文件", "晴川市学校食堂大宗食材采购管理办法", "晴教规〔{y}〕1号", 0, "02-26", "", ""),
    (COUNTY, "行政规范性文件", "望湖县公办幼儿园招生办法", "望教规〔{y}〕1号", 2, "05-06", "", ""),
)
_ITEMS = {
    BUREAU: (
        ("行政许可", "民办学校设立、变更、终止审批", "000105001000", "2016-01-01", ""),
        ("行政许可", "教师资格认定", "000105002000", "2016-01-01", ""),
        ("行政许可", "校车使用许可", "000105003000", "2016-01-01", ""),
        ("行政许可", "校外培训机构审批", "000105004000", "2020-07-01", ""),
        ("其他对外管理服务事项", "学籍转接办理", "002005001000", "2016-01-01", ""),
        ("其他对外管理服务事项", "普通话水平测试报名", "002005002000", "2017-03-01", "2020-06-30"),
        ("行政处罚", "对违规举办学校或者其他教育机构的处罚", "000205001000", "2016-01-01", ""),
        ("行政处罚", "对校外培训机构超出许可范围培训的处罚", "000205002000", "2020-07-01", ""),
        ("行政强制", "对违规办学场所的查封", "000305001000", "2018-05-01", ""),
        ("行政事业性收费", "普通话水平测试费", "000405001000", "2016-01-01", ""),
        ("行政事业性收费", "教师资格考试费", "000405002000", "2016-01-01", ""),
    ),
}
_MONTHLY = (
    ("行政许可", "教师资格认定", 86),
    ("行政许可", "校车使用许可", 9),
    ("行政许可", "校外培训机构审批", 4),
)
_SINGLE = (
    ("行政处罚", "01-22", "超出许可范围培训", "晴教罚决〔{y}〕1号"),
    ("行政处罚", "05-17", "擅自举办培训机构", "晴教罚决〔{y}〕2号"),
    ("行政处罚", "10-11", "隐匿、抽逃办学资金", "晴教罚决〔{y}〕3号"),
    ("行政强制", "05-17", "查封违规办学场所", "晴教强决〔{y}〕1号"),
)
_PURCHASES = (
    ("智慧课堂设备采购", "2019-06-18", "1286000.00", "QCZC-2019-031"),
    ("市级普通高中图书采购", "2019-10-09", "342500.00", "QCZC-2019-077"),
    ("机关物业服务", "2020-04-15", "268800.00", "QCZC-2020-012"),
    ("学业水平考试试卷印制", "2020-05-22", "415300.50", "QCZC-2020-026"),
)


def furnish_room(say: Callable[[str], object]) -> None:
    """Enter everything as the people of the offices would."""
    agencies = {agency.name: agency for agency in Agency.objects.filter(name__in=KEEPERS)}
    people = {person.username: person for person in Person.objects.filter(username__in=KEEPERS.values())}
    now = timezone.now()
    today = timezone.localdate(now)
    entered = 0
    for name, register_id, texts in _rows(today.year):
        register = BY_ID[register_id]
        if texts[register.dated] > today.isoformat():
            continue  # the year is not that far yet
        understood = understand(register, texts)
        actions.add(register, agencies[name], understood, by=people[KEEPERS[name]], at=now)
        entered += 1
    say(_("已登记主动公开台账 %(count)s 条。") % {"count": entered})


def _rows(this_year: int) -> Iterator[Row]:
    for agency, kind, title, number, back, day, ended, how in _DOCUMENTS:
        year = this_year - back
        ended_on = f"{this_year - int(ended[0])}{ended[1:]}" if ended else ""
        yield (
            agency,
            "documents",
            {
                "kind": kind,
                "title": title,
                "number": number.format(y=year),
                "issued_on": f"{year}-{day}",
                "published_on": f"{year}-{day}",
                "ended_on": ended_on,
                "ended_by": how,
            },
        )
    for agency, items in _ITEMS.items():
        for kind, name, code, starts, ends in items:
            texts = {"kind": kind, "name": name, "code": code, "valid_from": starts, "valid_until": ends}
            yield agency, "items", texts
    for year in (2019, 2020, this_year - 2, this_year - 1, this_year):
        yield from _decisions(year)
    for year in (this_year - 2, this_year - 1, this_year):
        for month in (3, 6, 9, 12):
            amount = f"{36500 + 1250 * month}.50"
            yield (
                BUREAU,
                "charges",
                {"item": "普通话水平测试费", "charged_on": f"{year}-{month:02}", "amount": amount},
            )
    for project, day, amount, reference in _PURCHASES:
        texts = {"project": project, "bought_on": day, "amount": amount, "reference": reference}
        yield BUREAU, "procurement", texts


def _decisions(year: int) -> Iterator[Row]:
    for quarter in (3, 6, 9, 12):
        for kind, item, quantity in _MONTHLY:
            month = {
                "kind": kind,
                "item": item,
                "decided_on": f"{year}-{quarter:02}",
                "quantity": str(quantity + quarter),
            }
            yield BUREAU, "decisions", month
    for kind, day, item, reference in _SINGLE:
        single = {
            "kind": kind,
            "item": item,
            "decided_on": f"{year}-{day}",
            "reference": reference.format(y=year),
        }
        yield BUREAU, "decisions", single
