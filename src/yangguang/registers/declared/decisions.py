"""处理决定: how many decisions were taken in a year, both forms."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yangguang.registers.countings import InYear
from yangguang.registers.declaring import Column, Gives, Register, Values, What
from yangguang.registers.models import Decision, DecisionKind
from yangguang.registers.values import same_number

_TAKEN = InYear("decided_on", sums="quantity")


def _key(values: Values) -> str:
    number = same_number(values["reference"])
    return f"{values['kind']}|{number}" if number else ""


REGISTER = Register(
    id="decisions",
    label=_("处理决定"),
    article=_("条例第二十条第（五）（六）项"),
    icon="check",
    model=Decision,
    dated="decided_on",
    titles=("item", "reference"),
    key=_key,
    columns=(
        Column(
            "kind",
            _("类别"),
            What.CHOICE,
            variants=("决定类别", "决定类型", "权力类型", "事项类型", "类型"),
            choices=DecisionKind,
            words={
                "许可": "licensing",
                "处罚": "penalty",
                "强制": "coercion",
                "其他": "other_services",
                "其他服务": "other_services",
                "公共服务": "other_services",
                "其他行政权力": "other_services",
            },
            examples=("行政许可", "行政处罚"),
            width=22,
        ),
        Column(
            "decided_on",
            _("决定日期"),
            What.DAY_OR_MONTH,
            variants=("决定时间", "日期", "月份", "作出日期", "许可日期", "处罚日期", "办结日期", "统计月份"),
            help=_("如 2024-05-17；按月汇总的写到月，如 2024-05。"),
            examples=("2024-05", "2024-05-17"),
        ),
        Column(
            "item",
            _("事项"),
            variants=("事项名称", "许可事项", "案由", "项目名称", "名称"),
            required=False,
            help=_("不要写当事人的姓名、证件号码等个人信息。"),
            examples=("教师资格认定", "超出许可范围办学"),
            width=40,
        ),
        Column(
            "quantity",
            _("决定件数"),
            What.QUANTITY,
            variants=("件数", "数量", "办件量", "办件数量", "处理决定数量", "决定数量"),
            required=False,
            blank=1,
            help=_("这一条代表几件决定；空着按 1 件。"),
            examples=("216", "1"),
            width=12,
        ),
        Column(
            "reference",
            _("决定书文号"),
            variants=("文号", "决定书编号", "许可编号", "处罚决定书文号", "编号"),
            required=False,
            longest=100,
            help=_("系统按类别和文号认出同一件决定；汇总的留空。"),
            examples=("", "某教罚决〔2024〕6号"),
            width=24,
        ),
    ),
    belongs=(
        _(
            "本机关当年作出的行政许可、行政处罚、行政强制决定；2019、2020 年度的报告还有其他对外管理服务事项。"
        ),
        _(
            "计的是决定的件数，不是事项的个数。可以一件一条，也可以按天、按月汇总成一条，写明件数；同一批决定不要两样都登。"
        ),
        _("按作出决定的日期计入年度，不按受理或送达的日期。"),
    ),
    begin=_("从办件系统按月导出数量，在这里导入；或者每月登记一条。"),
    gives=(
        Gives("2021", "proactive.art20_5", "decisions", ("licensing",), _TAKEN),
        Gives("2021", "proactive.art20_6", "decisions", ("penalty", "coercion"), _TAKEN),
        Gives("2019", "proactive.art20_5", "decisions", ("licensing", "other_services"), _TAKEN),
        Gives("2019", "proactive.art20_6", "decisions", ("penalty", "coercion"), _TAKEN),
    ),
)
