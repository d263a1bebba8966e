"""What the 2019 and the 2021 form have in common: parts, applicants, results, remedies."""

from __future__ import annotations

from yangguang.annualreport.formats.base import Column, Over, Relation, Row, Section, Severity, Table

SECTIONS = (
    Section(1, "overview", "一、总体情况", ("概述", "基本情况", "总体工作情况")),
    Section(2, "proactive", "二、主动公开政府信息情况", ("主动公开情况", "行政机关主动公开政府信息情况")),
    Section(
        3,
        "requests",
        "三、收到和处理政府信息公开申请情况",
        (
            "行政机关收到和处理政府信息公开申请情况",
            "收到和处理政府信息公开申请的情况",
            "依申请公开情况",
            "政府信息公开申请情况",
        ),
    ),
    Section(
        4,
        "review_litigation",
        "四、政府信息公开行政复议、行政诉讼情况",
        (
            "因政府信息公开申请行政复议、提起行政诉讼的情况",
            "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
            "因政府信息公开工作被申请行政复议和提起行政诉讼情况",
            "政府信息公开行政复议和行政诉讼情况",
            "行政复议、行政诉讼情况",
        ),
    ),
    Section(
        5,
        "problems",
        "五、存在的主要问题及改进情况",
        (
            "存在问题及改进情况",
            "主要问题及改进情况",
            "存在的主要问题及改进措施",
            "存在的问题及改进情况",
            "存在的问题及改进措施",
            "政府信息公开工作存在的主要问题及改进情况",
            "政府信息公开工作存在的主要问题和改进情况",
            "存在的不足及改进措施",
        ),
    ),
    Section(6, "other", "六、其他需要报告的事项", ("其他需要报告事项", "需要报告的其他事项", "其他事项")),
)

ORGANISATION = "法人或其他组织"

APPLICANTS = (
    Column("natural_person", "自然人"),
    Column("business", "商业企业", ("企业",), ORGANISATION),
    Column("research", "科研机构", ("科研院所",), ORGANISATION),
    Column("public_welfare", "社会公益组织", ("社会组织", "社会公益", "公益组织"), ORGANISATION),
    Column("legal_service", "法律服务机构", ("法律服务", "法律机构"), ORGANISATION),
    Column("other_org", "其他", ("其它", "其他组织"), ORGANISATION),
    Column("total", "总计", ("合计", "总数", "小计")),
)

_YEAR = "三、本年度办理结果"
_DENIED = (_YEAR, "（三）不予公开")
_UNAVAILABLE = (_YEAR, "（四）无法提供")
_NOT_PROCESSED = (_YEAR, "（五）不予处理")
OTHER_HANDLING = (_YEAR, "（六）其他处理")

INTAKE = (
    Row("new_received", "一、本年新收政府信息公开申请数量", ("本年新收政府信息公开申请件数",)),
    Row("carried_in", "二、上年结转政府信息公开申请数量", ("上年度结转政府信息公开申请数量",)),
)

DECISIONS = (
    Row("granted", "（一）予以公开", (), (_YEAR,), "条例第三十六条第（一）、（二）项"),
    Row(
        "partially_granted",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        ("部分公开",),
        (_YEAR,),
        "条例第三十七条",
    ),
    Row("denied_state_secret", "1.属于国家秘密", ("国家秘密",), _DENIED, "条例第十四条"),
    Row(
        "denied_law_prohibited",
        "2.其他法律行政法规禁止公开",
        ("其他法律、行政法规禁止公开", "其他法律法规禁止公开", "其他法律行政止公开"),
        _DENIED,
        "条例第十四条",
    ),
    Row("denied_security_stability", "3.危及“三安全一稳定”", (), _DENIED, "条例第十四条"),
    Row("denied_third_party", "4.保护第三方合法权益", (), _DENIED, "条例第十五条、第三十二条"),
    Row("denied_internal_affairs", "5.属于三类内部事务信息", (), _DENIED, "条例第十六条第一款"),
    Row("denied_process_info", "6.属于四类过程性信息", (), _DENIED, "条例第十六条第二款"),
    Row("denied_enforcement_file", "7.属于行政执法案卷", (), _DENIED, "条例第十六条第二款"),
    Row("denied_admin_inquiry", "8.属于行政查询事项", (), _DENIED, "条例第三十六条第（七）项"),
    Row(
        "unavailable_not_held",
        "1.本机关不掌握相关政府信息",
        ("本机关不掌握相关情况", "本机关不掌握相关信息"),
        _UNAVAILABLE,
        "条例第三十六条第（四）、（五）项",
    ),
    Row("unavailable_needs_creation", "2.没有现成信息需要另行制作", (), _UNAVAILABLE, "条例第三十八条"),
    Row("unavailable_unclear", "3.补正后申请内容仍不明确", (), _UNAVAILABLE, "条例第三十条"),
    Row("not_processed_petition", "1.信访举报投诉类申请", (), _NOT_PROCESSED, "条例第三十九条第一款"),
    Row("not_processed_repeat", "2.重复申请", (), _NOT_PROCESSED, "条例第三十六条第（六）项"),
    Row("not_processed_publication", "3.要求提供公开出版物", (), _NOT_PROCESSED, "条例第三十九条第二款"),
    Row("not_processed_excessive", "4.无正当理由大量反复申请", (), _NOT_PROCESSED, "条例第三十五条"),
    Row(
        "not_processed_reconfirm",
        "5.要求行政机关确认或重新出具已获取信息",
        (),
        _NOT_PROCESSED,
    ),
)

SINGLE_OTHER = Row("other_handling", "（六）其他处理", (), (_YEAR,))

CLOSING = (
    Row("results_total", "（七）总计", ("总计", "合计"), (_YEAR,)),
    Row("carried_out", "四、结转下年度继续办理", ("结转下年度继续办理数量", "结转下年继续办理")),
)

REQUESTS_NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"

OUTCOMES = (
    Column("upheld", "结果维持", ("维持",)),
    Column("corrected", "结果纠正", ("纠正",)),
    Column("other", "其他结果", ("其它结果",)),
    Column("pending", "尚未审结", ("未审结",)),
    Column("total", "总计", ("合计",)),
)

LITIGATION = "行政诉讼"

REMEDIES = Table(
    "remedies",
    "政府信息公开行政复议、行政诉讼情况",
    (
        Row("review", "行政复议"),
        Row("direct", "未经复议直接起诉", ("直接起诉",), (LITIGATION,), "行政诉讼法"),
        Row("after", "复议后起诉", ("经复议后起诉",), (LITIGATION,), "行政诉讼法"),
    ),
    OUTCOMES,
)


def requests_table(other_rows: tuple[Row, ...]) -> Table:
    """Table three with the rows that the form has under （六）其他处理."""
    return Table(
        "requests",
        "收到和处理政府信息公开申请情况",
        (*INTAKE, *DECISIONS, *other_rows, *CLOSING),
        APPLICANTS,
    )


def common_relations(requests: Table, document: str) -> tuple[Relation, ...]:
    """R1 to R4, the same in both forms but for the rows that are summed."""
    parts = tuple(column.id for column in APPLICANTS[:-1])
    results = requests.row_ids[len(INTAKE) : -len(CLOSING)]
    return (
        Relation(
            "R1",
            Severity.ERROR,
            "requests",
            Over.EACH_ROW,
            parts,
            ("total",),
            "total",
            "“{row}”一行：六类申请人相加为 {left}，总计填写 {right}，相差 {gap}。",
            "请核对该行各格与总计。",
            f"{document}表三：总计为自然人与五类法人或其他组织之和",
        ),
        Relation(
            "R2",
            Severity.ERROR,
            "requests",
            Over.EACH_COLUMN,
            results,
            ("results_total",),
            "results_total",
            "“{column}”一列：各项办理结果相加为 {left}，“（七）总计”填写 {right}，相差 {gap}。",
            "请核对该列第三项各行与“（七）总计”。",
            f"{document}表三：（七）总计为（一）至（六）之和",
        ),
        Relation(
            "R3",
            Severity.ERROR,
            "requests",
            Over.EACH_COLUMN,
            ("new_received", "carried_in"),
            ("results_total", "carried_out"),
            "carried_out",
            "“{column}”一列：本年新收与上年结转合计 {left} 件，办理总计与结转下年度合计 {right} 件，相差 {gap}。",
            "请按“第一项加第二项之和，等于第三项加第四项之和”核对该列。",
            f"{document}表三表内说明：第一项加第二项之和，等于第三项加第四项之和",
        ),
        Relation(
            "R4",
            Severity.ERROR,
            "remedies",
            Over.EACH_ROW,
            ("upheld", "corrected", "other", "pending"),
            ("total",),
            "total",
            "“{row}”：维持、纠正、其他、尚未审结相加为 {left}，总计填写 {right}，相差 {gap}。",
            "请核对该类案件各格与总计。",
            f"{document}表四：总计为四种结果之和",
        ),
    )
