"""Arbitrary valid annual reports, for property tests.

What hypothesis chooses are the form, the year and how often a cell is blank, struck out, unreadable
or annotated; the figures themselves come from a seed, for a report has two hundred of them.
"""

from __future__ import annotations

import random
from decimal import Decimal

from hypothesis import strategies as st

from yangguang.annualreport.formats import FORMATS, VARIANTS, Column, Format, Kind, Table
from yangguang.annualreport.model import (
    AnnualReport,
    Cell,
    CellState,
    Contact,
    Fees,
    Money,
    SectionText,
    blank_cells,
)

REGIONS = ("云溪", "安宁", "镡城", "颍泉", "昱岭", "东垚", "涪陵江", "新禾", "㮾梨")
BODIES = (
    "市人民政府",
    "区人民政府办公室",
    "县信访局",
    "市档案局",
    "镇人民政府",
    "省自然资源厅",
    "区街道办事处",
)
WORDS = (
    "坚持以公开为常态", "不公开为例外", "持续完善工作机制", "加强业务培训", "更新门户网站栏目", "做好政策解读",
    "召开新闻发布会12场", "发布信息3,204条", "同比增长8.5%", "受理答复及时", "办理建议提案47件", "“互联网+”服务更加便民",
    "全年未发生泄密事件", "编发公报（含增刊）24期", "运用微信公众号推送", "梳理权责清单", "回应群众关切", "基层力量仍显不足",
)  # fmt: skip
STROKES = ("/", "—", "－", "无", "-", "不适用")
REMARKS = ("(其中修订16件)", "(含上年结转2件)", "*", "(见说明)")
SCRAWLS = ("？", "1?2", "约若干", "未统计完毕", "见附表")
SHARES = st.sampled_from((0.0, 0.0, 0.0, 0.1, 0.5, 1.0))


@st.composite
def reports(draw: st.DrawFn, *, form: Format | None = None) -> AnnualReport:
    """Any report that an office could publish, right or wrong in its sums."""
    form = form or draw(st.sampled_from((*FORMATS, *VARIANTS)))
    first, last = form.years
    year = draw(st.integers(first, last or 2035))
    luck = random.Random(draw(st.integers(0, 2**32)))  # noqa: S311 - figures, not secrets
    shares = {
        CellState.BLANK: draw(SHARES),
        CellState.NOT_APPLICABLE: draw(SHARES),
        CellState.UNREADABLE: draw(st.sampled_from((0.0, 0.0, 0.05))),
    }
    remarks = draw(st.sampled_from((0.0, 0.0, 0.1)))
    largest = draw(st.sampled_from((1, 9, 400, 99_999)))
    cells = blank_cells(form)
    for table in form.tables:
        for path, cell in _filled(table, luck, shares, remarks, largest).items():
            cells[path] = cell
    if draw(st.booleans()):
        _make_sums_right(form, cells)
    return _with_text(form, year, cells, luck)


def _filled(
    table: Table, luck: random.Random, shares: dict[CellState, float], remarks: float, largest: int
) -> dict[str, Cell]:
    cells = {}
    for row in table.row_ids:
        for column in table.columns:
            path = f"{table.path}.{row}.{column.id}"
            state = next(
                (state for state, share in shares.items() if luck.random() < share), CellState.PRINTED
            )
            cells[path] = _cell(path, column, state, luck, largest, luck.random() < remarks)
    return cells


def _cell(
    path: str, column: Column, state: CellState, luck: random.Random, largest: int, has_remark: bool
) -> Cell:
    # Words among the figures of the single row of remedies are taken for a head by the reader so far.
    if state is CellState.NOT_APPLICABLE:
        return Cell(
            path, None, state, raw=luck.choice(STROKES[:-1] if path.startswith("remedies") else STROKES)
        )
    if state is CellState.UNREADABLE:
        scrawl = luck.choice(SCRAWLS[:2] if path.startswith("remedies") else SCRAWLS)
        return Cell(path, Money(scrawl, None) if column.kind is Kind.MONEY else None, state, raw=scrawl)
    if state is CellState.BLANK:
        return Cell(path, None, state)
    if column.kind is Kind.MONEY:
        cents = luck.randint(0, largest * 100)
        amounts = ((f"{cents}元", cents), (f"{Decimal(cents) / 100} 万元", cents * 100), (str(cents), cents))
        text, yuan = luck.choice(amounts)
        return Cell(path, Money(text, Decimal(yuan)), raw=text)
    if column.kind is Kind.WAN_YUAN:
        value = Decimal(luck.randint(0, 10**9)) / luck.choice((1, 100, 10**6))
        return Cell(path, value, raw=format(value, "f"))
    number = luck.randint(0, largest)
    if column.kind is Kind.CHANGE and luck.random() < 0.4:
        number = -number
    remark = luck.choice(REMARKS) if has_remark else ""
    return Cell(path, number, raw=f"{number}{remark}", note=remark)


def _make_sums_right(form: Format, cells: dict[str, Cell]) -> None:
    """Put what R1 to R4 ask for into the totals and into 结转下年度继续办理."""
    table = form.requests
    *parts, total = table.column_ids
    for column in parts:
        new, old = (cells[f"requests.{row}.{column}"].number for row in ("new_received", "carried_in"))
        done = sum(int(cells[f"requests.{row}.{column}"].number) for row in form.result_rows)
        _put(cells, f"requests.results_total.{column}", done)
        if int(new) + int(old) < done:
            _put(cells, f"requests.new_received.{column}", done)
        new = cells[f"requests.new_received.{column}"].number
        _put(cells, f"requests.carried_out.{column}", int(new) + int(old) - done)
    for row in table.row_ids:
        _put(
            cells,
            f"requests.{row}.{total}",
            sum(int(cells[f"requests.{row}.{part}"].number) for part in parts),
        )
    for row in form.remedies.row_ids:
        *outcomes, total = (f"remedies.{row}.{column}" for column in form.remedies.column_ids)
        _put(cells, total, sum(int(cells[path].number) for path in outcomes))


def _put(cells: dict[str, Cell], path: str, number: int) -> None:
    cells[path] = Cell(path, number, raw=str(number))


def _paragraph(luck: random.Random) -> str:
    words = [luck.choice(WORDS) for _ in range(luck.randint(1, 14))]
    return "，".join(words) + "。"


def _with_text(form: Format, year: int, cells: dict[str, Cell], luck: random.Random) -> AnnualReport:
    agency = luck.choice(REGIONS) + luck.choice(BODIES)
    contact = Contact(
        office="政府信息公开办公室",
        address=f"{agency[:2]}路{luck.randint(1, 999)}号",
        postcode=f"{luck.randint(100000, 859999)}",
        telephone=f"0{luck.randint(311, 996)}-{luck.randint(2000000, 8999999)}",
        email=luck.choice(("", "xxgk@example.gov.cn")),
    )
    period = (f"{year}-01-01", f"{year}-12-31")
    mail = f"；电子邮箱：{contact.email}" if contact.email else ""
    preamble = (
        "根据《中华人民共和国政府信息公开条例》第五十条的规定编制本报告。"
        f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
        f"如对本报告有疑问，请与{contact.office}联系（地址：{contact.address}；邮政编码：{contact.postcode}；"
        f"电话：{contact.telephone}{mail}）。",
    )
    notices, yuan = luck.randint(1, 40), luck.randint(1, 90_000)
    fee = f"本年度共发出收费通知{notices}件，收取信息处理费{yuan}元。"
    sections = tuple(_section(part.number, part.heading, luck, fee) for part in form.sections)
    remarked = luck.sample(("proactive", "requests", "remedies"), luck.randint(0, 3))
    return AnnualReport(
        agency=agency,
        year=year,
        format=form,
        cells=cells,
        title=f"{agency}{year}年政府信息公开工作年度报告",
        preamble=preamble,
        sections=sections,
        fees=Fees(notices, None, Decimal(yuan), fee),
        contact=contact,
        period=period,
        published_on=f"{year + 1}-01-{luck.randint(1, 31):02d}",
        notes={where: f"注：{_paragraph(luck)}" for where in remarked},
    )


def _section(number: int, heading: str, luck: random.Random, fee: str) -> SectionText:
    if number == 6:
        return SectionText(number, heading, (fee, _paragraph(luck)))
    if number in (2, 3, 4):
        return SectionText(number, heading, tuple(_paragraph(luck) for _ in range(luck.randint(0, 1))))
    topics = ("（一）主动公开", "（二）依申请公开")
    return SectionText(number, heading, tuple(text for topic in topics for text in (topic, _paragraph(luck))))
