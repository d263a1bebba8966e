"""行政事业性收费: what was collected, table 第二十条第（八）项 of the 2021 form."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yangguang.registers.countings import InYear
from yangguang.registers.declaring import Column, Gives, Register, What
from yangguang.registers.models import Charge
from yangguang.registers.values import same_number

REGISTER = Register(
    id="charges",
    label=_("行政事业性收费"),
    article=_("条例第二十条第（八）项"),
    icon="tag",
    model=Charge,
    dated="charged_on",
    titles=("item", "reference"),
    key=lambda values: same_number(values["reference"]),
    columns=(
        Column(
            "item",
            _("收费项目"),
            variants=("项目", "项目名称", "收费项目名称", "收费名称", "名称"),
            examples=("普通话水平测试费", "教师资格考试费"),
            width=40,
        ),
        Column(
            "charged_on",
            _("收费日期"),
            What.DAY_OR_MONTH,
            variants=("日期", "月份", "缴费日期", "入库日期", "收费时间", "收款日期", "统计月份"),
            help=_("实际收到的日期，如 2024-05-17；按月汇总的写到月，如 2024-05。"),
            examples=("2024-05", "2024-05-17"),
        ),
        Column(
            "amount",
            _("金额（元）"),
            What.YUAN,
            variants=("金额", "收费金额", "实收金额", "金额（万元）", "收费金额（万元）", "收费金额（元）"),
            help=_("按元填写，到分为止。退费从原记录中减去。"),
            examples=("36500.00", "260.00"),
            width=16,
        ),
        Column(
            "reference",
            _("票据号"),
            variants=("票据编号", "缴款书号", "票号", "编号", "票据号码"),
            required=False,
            longest=100,
            help=_("系统按票据号认出同一笔收费；汇总的留空。"),
            examples=("", "00012345"),
            width=22,
        ),
    ),
    belongs=(
        _("当年实际收到的行政事业性收费，以列入收费目录清单的项目为准。"),
        _(
            "不登记：罚款和没收、税、政府性基金、经营服务性收费，以及政府信息公开信息处理费（在报告第六部分另行说明）。"
        ),
        _("报告以万元为单位，系统由元精确换算，不舍入。"),
        _("2019、2020 年度的报告填的是收费项目的个数，登记在“权责事项”里。"),
    ),
    begin=_("从财政票据系统按月导出收费金额，在这里导入；或者每月登记一条。"),
    gives=(Gives("2021", "proactive.art20_8", "amount", ("fees",), InYear("charged_on", sums="amount")),),
)
