"""规章、行政规范性文件: table 第二十条第（一）项 of both forms."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from yangguang.registers.countings import InYear, Stock
from yangguang.registers.declaring import Column, Gives, Register, Values, What
from yangguang.registers.models import Document, DocumentEnd, DocumentKind
from yangguang.registers.problems import Problem
from yangguang.registers.values import same_number

_LEAD = Q(is_lead=True)  # a joint document is counted by the body that leads
_ROWS = tuple(DocumentKind.values)
_TABLE = "proactive.art20_1"


def _end_has_a_way(values: Values) -> Problem | None:
    if values["ended_on"] and not values["ended_by"]:
        return Problem("ended_by", gettext_noop("填了失效日期，请写明失效方式：废止、宣布失效或有效期届满。"))
    if values["ended_by"] and not values["ended_on"]:
        return Problem("ended_on", gettext_noop("填了失效方式，请写明失效日期，即不再执行的第一天。"))
    return None


def _ends_after_issue(values: Values) -> Problem | None:
    if values["ended_on"] and values["ended_on"] < values["issued_on"]:
        return Problem("ended_on", gettext_noop("失效日期早于发文日期，请核对两个日期。"))
    return None


def _public_after_issue(values: Values) -> Problem | None:
    if values["published_on"] and values["published_on"] < values["issued_on"]:
        return Problem("published_on", gettext_noop("公开日期早于发文日期，请核对两个日期。"))
    return None


REGISTER = Register(
    id="documents",
    label=_("规章和行政规范性文件"),
    article=_("条例第二十条第（一）项"),
    icon="doc-full-inverse",
    model=Document,
    dated="issued_on",
    titles=("title", "number"),
    key=lambda values: same_number(values["number"]),
    columns=(
        Column(
            "kind",
            _("类别"),
            What.CHOICE,
            variants=("文件类别", "文件类型", "文种类别", "类型"),
            choices=DocumentKind,
            words={
                "规范性文件": "normative_documents",
                "部门规章": "rules",
                "政府规章": "rules",
                "地方政府规章": "rules",
            },
            examples=("行政规范性文件", "规章"),
            width=18,
        ),
        Column(
            "title",
            _("标题"),
            variants=("文件标题", "文件名称", "名称", "文件名", "题名"),
            examples=("关于规范校外培训收费的通知", "某某市公共停车场管理办法"),
            width=48,
        ),
        Column(
            "number",
            _("发文字号"),
            variants=("文号", "文件编号", "发文号", "文件字号", "编号", "公布令号"),
            required=False,
            longest=100,
            help=_("系统按文号认出同一件文件；没有文号的留空。"),
            examples=("某教规〔2024〕3号", "市政府令第52号"),
            width=22,
        ),
        Column(
            "issued_on",
            _("发文日期"),
            What.DAY,
            variants=("成文日期", "印发日期", "制发日期", "公布日期", "发布日期", "发文时间", "印发时间"),
            help=_("印发或公布的日期；本年制发按它计。"),
            examples=("2024-03-18", "2023-11-02"),
        ),
        Column(
            "published_on",
            _("公开日期"),
            What.DAY,
            variants=("主动公开日期", "网上公开日期", "公开时间", "上网日期"),
            required=False,
            blank=None,
            help=_("在网站、公报等向社会公开的日期；未公开的留空。"),
            examples=("2024-03-20", "2023-11-05"),
        ),
        Column(
            "ended_on",
            _("失效日期"),
            What.DAY,
            variants=("废止日期", "停止执行日期", "失效时间", "废止时间"),
            required=False,
            blank=None,
            help=_("不再执行的第一天；有效期至 12 月 31 日的，填次年 1 月 1 日。仍然有效的留空。"),
            examples=("", "2024-12-01"),
        ),
        Column(
            "ended_by",
            _("失效方式"),
            What.CHOICE,
            variants=("废止方式", "失效原因", "废止原因"),
            choices=DocumentEnd,
            words={
                "失效": "void",
                "到期": "expired",
                "期满": "expired",
                "有效期满": "expired",
                "自动失效": "expired",
            },
            required=False,
            help=_("废止、宣布失效、有效期届满都计入本年废止件数。"),
            examples=("", "废止"),
        ),
        Column(
            "is_lead",
            _("本机关主办"),
            What.YES_NO,
            variants=("是否主办", "是否牵头", "本机关牵头", "主办"),
            words={"主办": True, "牵头": True, "协办": False, "联合": False},
            required=False,
            blank=True,
            help=_("联合发文由主办机关计数；协办的填“否”，可登记备查，不计入。空着按“是”。"),
            examples=("是", "是"),
            width=12,
        ),
    ),
    checks=(_end_has_a_way, _ends_after_issue, _public_after_issue),
    belongs=(
        _("规章：只有国务院部门，省、自治区、直辖市和设区的市、自治州的人民政府才能制定；其他机关应当是 0。"),
        _(
            "行政规范性文件：规章以外，依照法定权限、程序制定并公开发布，涉及公民、法人和其他组织权利义务，"
            "具有普遍约束力，在一定期限内反复适用的公文（国办发〔2018〕37号）。"
        ),
        _(
            "不登记：内部执行的管理规范、工作制度、机构编制、会议纪要、请示报告、人事任免、对具体事项的处理决定。"
        ),
        _("现行有效件数按 12 月 31 日的存量计，所以往年发布、仍然有效的文件也要登记。"),
    ),
    begin=_("先把现行有效的文件清单从 Excel 导入，以后每发一件、废止一件，在这里登记。"),
    gives=(
        Gives("2021", _TABLE, "issued", _ROWS, InYear("issued_on", only=_LEAD)),
        Gives("2021", _TABLE, "repealed", _ROWS, InYear("ended_on", only=_LEAD)),
        Gives(
            "2021", _TABLE, "in_force", _ROWS, Stock("issued_on", "ended_on", until_is_after=True, only=_LEAD)
        ),
        Gives("2019", _TABLE, "made_this_year", _ROWS, InYear("issued_on", only=_LEAD)),
        Gives("2019", _TABLE, "newly_published", _ROWS, InYear("published_on", only=_LEAD)),
        # what is repealed is taken down from the total; a document that was never public is not in it
        Gives(
            "2019",
            _TABLE,
            "total_public",
            _ROWS,
            Stock("published_on", "ended_on", until_is_after=True, only=_LEAD),
        ),
    ),
)
