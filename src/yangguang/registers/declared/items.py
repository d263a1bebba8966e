"""事项: 上一年项目数量 and 本年增/减 of the 2019 form."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from yangguang.registers.countings import Change, Stock
from yangguang.registers.declaring import Column, Gives, Register, Values, What
from yangguang.registers.models import Item, ItemKind
from yangguang.registers.problems import Problem
from yangguang.registers.values import same_number

_STOCK = Stock("valid_from", "valid_until")
_LAST_YEAR = Stock("valid_from", "valid_until", years_back=1)
_ROWS = {
    "proactive.art20_5": ("licensing", "other_services"),
    "proactive.art20_6": ("penalty", "coercion"),
    "proactive.art20_8": ("fees",),
}


def _key(values: Values) -> str:
    """By its code; without one by its name, so that an item is ended by importing the list again."""
    return f"{values['kind']}|{same_number(values['code'] or values['name'])}"


def _ends_after_start(values: Values) -> Problem | None:
    if values["valid_until"] and values["valid_until"] < values["valid_from"]:
        return Problem("valid_until", gettext_noop("截止日期早于起始日期，请核对两个日期。"))
    return None


REGISTER = Register(
    id="items",
    label=_("权责事项"),
    article=_("条例第二十条第（五）（六）（八）项"),
    icon="list-ul",
    model=Item,
    dated="valid_from",
    titles=("name", "code"),
    key=_key,
    columns=(
        Column(
            "kind",
            _("类别"),
            What.CHOICE,
            variants=("事项类别", "事项类型", "权力类型", "职权类型", "类型"),
            choices=ItemKind,
            words={
                "许可": "licensing",
                "处罚": "penalty",
                "强制": "coercion",
                "收费": "fees",
                "其他": "other_services",
                "其他服务": "other_services",
                "公共服务": "other_services",
                "其他行政权力": "other_services",
            },
            examples=("行政许可", "行政处罚"),
            width=22,
        ),
        Column(
            "name",
            _("事项名称"),
            variants=("名称", "项目名称", "职权名称", "权力名称", "收费项目"),
            examples=("民办学校设立审批", "对违规办学的处罚"),
            width=48,
        ),
        Column(
            "code",
            _("事项编码"),
            variants=("编码", "基本编码", "项目编码", "事项代码"),
            required=False,
            longest=60,
            help=_("系统按编码认出同一事项；没有编码的按类别和名称。"),
            examples=("000105001000", ""),
            width=20,
        ),
        Column(
            "valid_from",
            _("起始日期"),
            What.DAY,
            variants=("生效日期", "设立日期", "实施日期", "开始日期"),
            help=_("列入权责清单的日期；早年的不详，可填能查到的最早一天。"),
            examples=("2018-01-01", "2020-07-01"),
        ),
        Column(
            "valid_until",
            _("截止日期"),
            What.DAY,
            variants=("取消日期", "终止日期", "有效期至", "结束日期"),
            required=False,
            blank=None,
            help=_("有效的最后一天；仍在实施的留空。"),
            examples=("", "2024-06-30"),
        ),
    ),
    checks=(_ends_after_start,),
    belongs=(
        _(
            "本机关权责清单上的行政许可、其他对外管理服务事项、行政处罚、行政强制，以及收费目录清单上的行政事业性收费项目。"
        ),
        _("一个事项登记一条，不是每办一件登记一条；办件数量登记在“处理决定”里。"),
        _(
            "只用于 2019、2020 年度的报告：上一年项目数量按上年 12 月 31 日的存量计，本年增/减是一年里的净变化。"
        ),
        _("取消后又恢复的事项，填新的编码另登一条。"),
    ),
    begin=_("从权责清单导出 Excel，在这里导入；取消的事项填截止日期，不要删除。"),
    gives=tuple(
        gives
        for table, rows in _ROWS.items()
        for gives in (
            Gives("2019", table, "items_last_year", rows, _LAST_YEAR),
            Gives("2019", table, "items_change", rows, Change(_STOCK)),
        )
    ),
)
