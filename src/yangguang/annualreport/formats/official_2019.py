"""The form of report years 2019 and 2020: 国办公开办函〔2019〕60号, 格式（试行）."""

from __future__ import annotations

from yangguang.annualreport.formats.base import (
    Column,
    Compare,
    Format,
    Kind,
    Over,
    Relation,
    Row,
    Severity,
    Table,
)
from yangguang.annualreport.formats.shared import (
    REMEDIES,
    SECTIONS,
    SINGLE_OTHER,
    common_relations,
    requests_table,
)

DOCUMENT = "国办公开办函〔2019〕60号"

_ITEMS = (
    Column("items_last_year", "上一年项目数量", ("上年项目数量", "上一年度项目数量")),
    Column("items_change", "本年增/减", ("本年增减", "本年增／减", "本年增加/减少"), kind=Kind.CHANGE),
)
_ITEMS_AND_DECISIONS = (*_ITEMS, Column("decisions", "处理决定数量", ("本年处理决定数量",)))

PROACTIVE = (
    Table(
        "proactive.art20_1",
        "第二十条第（一）项",
        (Row("rules", "规章"), Row("normative_documents", "规范性文件", ("行政规范性文件",))),
        (
            Column("made_this_year", "本年新制作数量", ("本年制作数量",)),
            Column("newly_published", "本年新公开数量", ("本年公开数量",)),
            Column("total_public", "对外公开总数量", ("公开总数量",)),
        ),
    ),
    Table(
        "proactive.art20_5",
        "第二十条第（五）项",
        (Row("licensing", "行政许可"), Row("other_services", "其他对外管理服务事项")),
        _ITEMS_AND_DECISIONS,
    ),
    Table(
        "proactive.art20_6",
        "第二十条第（六）项",
        (Row("penalty", "行政处罚"), Row("coercion", "行政强制")),
        _ITEMS_AND_DECISIONS,
    ),
    Table("proactive.art20_8", "第二十条第（八）项", (Row("fees", "行政事业性收费"),), _ITEMS),
    Table(
        "proactive.art20_9",
        "第二十条第（九）项",
        (Row("procurement", "政府集中采购"),),
        (
            Column("procurement_count", "采购项目数量"),
            Column("procurement_amount", "采购总金额", kind=Kind.MONEY),
        ),
    ),
)

REQUESTS = requests_table((SINGLE_OTHER,))


def _items_remain(table: str) -> Relation:
    return Relation(
        "R6",
        Severity.WARNING,
        table,
        Over.EACH_ROW,
        ("items_last_year", "items_change"),
        (),
        "items_change",
        "“{row}”：上一年项目数量加本年增/减得 {left}，不应小于 0。",
        "请核对上一年项目数量与本年增/减的正负号。",
        "由“上一年项目数量”“本年增/减”两列的含义推得",
        Compare.AT_LEAST,
    )


FORMAT = Format(
    id="2019",
    years=(2019, 2020),
    document=DOCUMENT,
    sections=SECTIONS,
    proactive=PROACTIVE,
    requests=REQUESTS,
    remedies=REMEDIES,
    relations=(
        *common_relations(REQUESTS, DOCUMENT),
        *(_items_remain(path) for path in ("proactive.art20_5", "proactive.art20_6", "proactive.art20_8")),
        Relation(
            "R7",
            Severity.WARNING,
            "proactive.art20_1",
            Over.EACH_ROW,
            ("total_public",),
            ("newly_published",),
            "total_public",
            "“{row}”：对外公开总数量 {left} 小于本年新公开数量 {right}。",
            "对外公开总数量应包含本年新公开的文件，请核对。",
            "由“本年新公开数量”“对外公开总数量”两列的含义推得",
            Compare.AT_LEAST,
        ),
    ),
    result_rows=REQUESTS.row_ids[2:-2],
)
