"""The form from report year 2021 onward: 国办公开办函〔2021〕30号."""

from __future__ import annotations

from dataclasses import replace

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
    OTHER_HANDLING,
    REMEDIES,
    SECTIONS,
    SINGLE_OTHER,
    common_relations,
    requests_table,
)

DOCUMENT = "国办公开办函〔2021〕30号"

_DECISIONS = (Column("decisions", "本年处理决定数量", ("处理决定数量",)),)

PROACTIVE = (
    Table(
        "proactive.art20_1",
        "第二十条第（一）项",
        (Row("rules", "规章"), Row("normative_documents", "行政规范性文件", ("规范性文件",))),
        (
            Column("issued", "本年制发件数", ("本年制发数量", "制发件数")),
            Column("repealed", "本年废止件数", ("本年废止数量", "废止件数")),
            Column("in_force", "现行有效件数", ("现行有效数量", "现行有效")),
        ),
    ),
    Table("proactive.art20_5", "第二十条第（五）项", (Row("licensing", "行政许可"),), _DECISIONS),
    Table(
        "proactive.art20_6",
        "第二十条第（六）项",
        (Row("penalty", "行政处罚"), Row("coercion", "行政强制")),
        _DECISIONS,
    ),
    Table(
        "proactive.art20_8",
        "第二十条第（八）项",
        (Row("fees", "行政事业性收费"),),
        (
            Column(
                "amount",
                "本年收费金额（单位：万元）",
                ("本年收费金额", "本年收费金额（万元）"),
                kind=Kind.WAN_YUAN,
            ),
        ),
    ),
)

OTHER_ROWS = (
    Row(
        "other_no_correction",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        ("申请人无正当理由逾期不补正", "申请人逾期不补正"),
        OTHER_HANDLING,
        "条例第三十条",
    ),
    Row(
        "other_fee_unpaid",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        (
            "申请人逾期未按收费通知要求缴纳费用",
            "申请人逾期未缴费、行政机关不再处理其政府信息公开申请",
            "申请人逾期未缴费",
        ),
        OTHER_HANDLING,
        "国办函〔2020〕109号",
    ),
    Row("other_misc", "3.其他", ("其它", "其他情形"), OTHER_HANDLING),
)

REQUESTS = requests_table(OTHER_ROWS)

_STOCK = Relation(
    "R6",
    Severity.WARNING,
    "proactive.art20_1",
    Over.EACH_ROW,
    ("in_force",),
    ("issued", "-repealed"),
    "in_force",
    "“{row}”：现行有效件数 {left} 小于本年制发减本年废止的 {right}。",
    "现行有效件数应为 12 月 31 日的存量，请核对。",
    "由三列的含义推得",
    Compare.AT_LEAST,
)

FORMAT = Format(
    id="2021",
    years=(2021, 0),
    document=DOCUMENT,
    sections=SECTIONS,
    proactive=PROACTIVE,
    requests=REQUESTS,
    remedies=REMEDIES,
    relations=(*common_relations(REQUESTS, DOCUMENT), _STOCK),
    result_rows=REQUESTS.row_ids[2:-2],
)

_SINGLE = requests_table((SINGLE_OTHER,))

# Some offices kept the single row （六）其他处理 of the older form after 2021.
SINGLE_OTHER_FORMAT = replace(
    FORMAT,
    requests=_SINGLE,
    relations=(*common_relations(_SINGLE, DOCUMENT), _STOCK),
    result_rows=_SINGLE.row_ids[2:-2],
    variant="single-other",
)
