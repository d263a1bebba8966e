"""All rules of the check: what each asks, how much it weighs, and where it is written.

The relations R1–R4, R6 and R7 themselves are data of the formats; this registry says for every rule
id what a list or a page needs to explain it.
"""

from __future__ import annotations

from dataclasses import dataclass

from yangguang.annualreport.formats.base import Severity
from yangguang.translation import mark

_FORM = "国办公开办函〔2019〕60号、国办公开办函〔2021〕30号"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its id, title, weight, what it asks (``asks``) and its ``source``."""

    id: str
    title: str
    severity: Severity
    asks: str
    source: str


RULES: tuple[Rule, ...] = (
    Rule(
        "READ",
        mark("读取"),
        Severity.WARNING,
        mark("文件中的每一格都能确定地读出。"),
        mark("《政府信息公开条例》第五十条：年度报告的内容"),
    ),
    Rule(
        "FORM",
        mark("格式"),
        Severity.WARNING,
        mark("六个部分和全部表格齐全，使用该年度规定的格式，2021 年起各格均应填写。"),
        mark("《政府信息公开条例》第五十条") + "；" + _FORM,
    ),
    Rule(
        "DATE",
        mark("日期"),
        Severity.WARNING,
        mark("统计期限为 1 月 1 日至 12 月 31 日；部门于次年 1 月 31 日前、政府于 3 月 31 日前公布。"),
        mark("《政府信息公开条例》第四十九条"),
    ),
    Rule(
        "R1",
        mark("行合计"),
        Severity.ERROR,
        mark("表三每一行：六类申请人之和等于总计。"),
        _FORM + "：表三",
    ),
    Rule(
        "R2",
        mark("办理结果合计"),
        Severity.ERROR,
        mark("表三每一列：各项办理结果之和等于“（七）总计”。"),
        _FORM + "：表三",
    ),
    Rule(
        "R3",
        mark("收件与办理"),
        Severity.ERROR,
        mark("表三每一列：第一项加第二项之和，等于第三项加第四项之和。"),
        _FORM + "：表三表内说明",
    ),
    Rule(
        "R4",
        mark("复议、诉讼合计"),
        Severity.ERROR,
        mark("表四每一类案件：四种结果之和等于总计。"),
        _FORM + "：表四",
    ),
    Rule(
        "R5",
        mark("数字"),
        Severity.ERROR,
        mark("件数为不小于 0 的整数，金额不小于 0。"),
        mark("由各栏目的含义推得"),
    ),
    Rule(
        "R6",
        mark("存量"),
        Severity.WARNING,
        mark("项目存量不小于 0；现行有效件数不小于本年制发减本年废止。"),
        mark("由表二各列的含义推得"),
    ),
    Rule(
        "R7",
        mark("公开总数"),
        Severity.WARNING,
        mark("对外公开总数量不小于本年新公开数量。"),
        mark("由表二各列的含义推得"),
    ),
    Rule(
        "R8",
        mark("采购数量与金额"),
        Severity.WARNING,
        mark("采购项目数量与采购总金额同为 0 或同不为 0。"),
        mark("由表二各列的含义推得"),
    ),
    Rule(
        "R9",
        mark("没有项目而有决定"),
        Severity.WARNING,
        mark("项目存量为 0 的，处理决定数量应为 0。"),
        mark("由表二各列的含义推得；职权划转的年份可有例外"),
    ),
    Rule(
        "X1",
        mark("上年结转"),
        Severity.ERROR,
        mark("本年“上年结转”各列等于上一年“结转下年度继续办理”。"),
        mark("由表三两行的名称推得"),
    ),
    Rule(
        "X2",
        mark("存量的年度衔接"),
        Severity.WARNING,
        mark("本年的上一年项目数量、现行有效件数与上一年的数字衔接。"),
        mark("由表二各列的含义推得；清理和重新统计的年份可有例外"),
    ),
    Rule(
        "X3",
        mark("公开总数的年度衔接；新旧格式衔接"),
        Severity.WARNING,
        mark("对外公开总数量不大于上一年总数量加本年新公开数量；2020 年的结转数与 2021 年的上年结转数一致。"),
        mark("由表二、表三各栏目的含义推得"),
    ),
    Rule(
        "X4",
        mark("新旧格式的存量"),
        Severity.INFO,
        mark("2021 年的现行有效件数不能由 2020 年的对外公开总数量推算。"),
        mark("由两种格式的栏目含义推得"),
    ),
    Rule(
        "T1",
        mark("正文与表格"),
        Severity.WARNING,
        mark("正文中的数字与表格一致，正文内部相加相符、前后一致。"),
        mark("《政府信息公开条例》第五十条：年度报告应当真实反映各项情况"),
    ),
    Rule(
        "T2",
        mark("增减幅度"),
        Severity.INFO,
        mark("正文所称增减幅度与上一年件数相符，或至少对某个整数成立。"),
        mark("由百分比的含义推得"),
    ),
    Rule(
        "F1",
        mark("信息处理费"),
        Severity.WARNING,
        mark("有逾期未缴费而不再处理的申请，第六部分写明的收费通知件数应不少于该数。"),
        "国办函〔2020〕109号",
    ),
)

BY_ID = {rule.id: rule for rule in RULES}


def rule(rule_id: str) -> Rule:
    """The rule with this id. Raises ``KeyError`` for another."""
    return BY_ID[rule_id]
