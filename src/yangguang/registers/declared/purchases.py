"""政府集中采购: number and amount, table 第二十条第（九）项 of the 2019 form."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yangguang.registers.countings import InYear
from yangguang.registers.declaring import Column, Gives, Register, What
from yangguang.registers.models import Purchase
from yangguang.registers.values import same_number

_TABLE, _ROWS = "proactive.art20_9", ("procurement",)

REGISTER = Register(
    id="procurement",
    label=_("政府集中采购"),
    article=_("条例第二十条第（九）项"),
    icon="folder-open-inverse",
    model=Purchase,
    dated="bought_on",
    titles=("project", "reference"),
    key=lambda values: same_number(values["reference"]),
    columns=(
        Column(
            "project",
            _("采购项目"),
            variants=("项目名称", "采购项目名称", "项目", "名称"),
            examples=("办公电脑采购", "信访大厅物业服务"),
            width=44,
        ),
        Column(
            "bought_on",
            _("成交日期"),
            What.DAY,
            variants=("采购日期", "中标日期", "合同日期", "日期", "成交时间"),
            help=_("中标、成交结果公告的日期。"),
            examples=("2020-05-17", "2020-09-30"),
        ),
        Column(
            "amount",
            _("金额（元）"),
            What.YUAN,
            variants=(
                "金额",
                "采购金额",
                "成交金额",
                "中标金额",
                "合同金额",
                "金额（万元）",
                "采购金额（万元）",
            ),
            help=_("成交金额，按元填写，到分为止。"),
            examples=("137400.00", "66400.00"),
            width=16,
        ),
        Column(
            "reference",
            _("项目编号"),
            variants=("采购编号", "编号", "采购项目编号", "合同编号"),
            required=False,
            longest=100,
            help=_("系统按项目编号认出同一个项目。"),
            examples=("YXZC-2020-018", "YXZC-2020-031"),
            width=22,
        ),
    ),
    belongs=(
        _("本机关当年通过集中采购机构完成的政府采购项目：集中采购目录以内的货物、工程和服务。"),
        _("一个项目登记一条；分散采购、自行采购不登记。"),
        _("只用于 2019、2020 年度的报告；2021 年起的格式没有这张表。"),
    ),
    begin=_("从政府采购系统导出项目清单，在这里导入。"),
    gives=(
        Gives("2019", _TABLE, "procurement_count", _ROWS, InYear("bought_on")),
        Gives("2019", _TABLE, "procurement_amount", _ROWS, InYear("bought_on", sums="amount")),
    ),
)
