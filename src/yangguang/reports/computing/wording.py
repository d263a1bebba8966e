"""The words of a computed report: a template filled with its figures and with last year's (条例第五十条、格式各部分).

What only the office can say is left open between 【请填写】 signs; a report with one of them does not pass
review. The text is part of a Chinese official paper: it is Chinese in every language of the reader.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from yangguang.annualreport.formats import Format
from yangguang.annualreport.model import AnnualReport, Contact, Fees, SectionText

OPEN = "【请填写"
"""How a place begins that the office has to fill in."""

_FORM_NAMES = {
    "2019": "《中华人民共和国政府信息公开工作年度报告格式（试行）》（国办公开办函〔2019〕60号）",
    "2021": "《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）",
}
_GROUPS = (
    ("予以公开", ("granted",)),
    ("部分公开", ("partially_granted",)),
    ("不予公开", "denied_"),
    ("无法提供", "unavailable_"),
    ("不予处理", "not_processed_"),
    ("其他处理", "other_"),
)


@dataclass(frozen=True, slots=True)
class Sentences:
    """The figures of one report in sentences. ``previous`` is the same office's report of the year before."""

    report: AnnualReport
    previous: AnnualReport | None
    is_government: bool = False

    def worded(self) -> AnnualReport:
        """The report with the template's words in every part."""
        texts = {
            1: self.overview(),
            5: self.problems(),
            6: self.others(),
        }
        return replace(
            self.report,
            preamble=(self.preamble(),),
            sections=tuple(
                SectionText(section.number, section.heading, texts.get(section.number, ()))
                for section in self.report.sections
            ),
        )

    def preamble(self) -> str:
        year, contact = self.report.year, self.report.contact
        return (
            "本报告依照《中华人民共和国政府信息公开条例》（国务院令第711号）第五十条和"
            f"{_FORM_NAMES[self.report.format.id]}的要求编制。"
            f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。{_reach(contact)}"
        )

    def overview(self) -> tuple[str, ...]:
        return (
            "（一）主动公开情况",
            f"{OPEN}：本年主动公开的重点、数量和渠道】",
            "（二）依申请公开情况",
            *self.requests(),
            "（三）政府信息管理情况",
            f"{OPEN}：信息制作、发布审查、动态调整等情况】",
            "（四）政府信息公开平台建设情况",
            f"{OPEN}：网站专栏、新媒体、公报、查阅场所等情况】",
            "（五）监督保障情况",
            self.remedies(),
            f"{OPEN}：机构人员、培训、{'工作考核、社会评议、责任追究结果' if self.is_government else '工作考核'}等情况】",
        )

    def remedies(self) -> str:
        """How many applications for reconsideration and lawsuits there were."""
        lawsuits = self._total("remedies.direct") + self._total("remedies.after")
        return (
            f"{self._year}，本机关因政府信息公开被申请行政复议{self._total('remedies.review')}件，"
            f"被提起行政诉讼{lawsuits}件。"
        )

    def requests(self) -> Iterable[str]:
        """What came in and what became of it, in sentences that the checker compares with table three."""
        new, carried_in = self._request("new_received"), self._request("carried_in")
        done, carried_out = self._request("results_total"), self._request("carried_out")
        yield (
            f"{self._year}，本机关新收政府信息公开申请{new}件，上年结转{carried_in}件；"
            f"办结{done}件，结转下年度继续办理{carried_out}件。{self.growth(new)}"
        )
        if new:
            yield f"新收申请中，{self._kinds()}。"
        if done:
            yield f"办理结果中，{self._outcomes()}。"

    def growth(self, new: int) -> str:
        """New requests against last year's; nothing where last year is not known."""
        if self.previous is None:
            return ""
        before = int(self.previous.number("requests.new_received.total"))
        if before == new:
            return "新收申请数量与上年持平。"
        word = "增加" if new > before else "减少"
        sentence = f"新收申请数量比上年{word}{abs(new - before)}件"
        if before and new:
            change = Decimal(abs(new - before) * 100) / before
            share = change.quantize(Decimal("0.01"), ROUND_HALF_UP)
            sentence += f"，{'增长' if new > before else '下降'}{share}%"
        return f"{sentence}。"

    def problems(self) -> tuple[str, ...]:
        return (
            f"{OPEN}：存在的主要问题】",
            f"{OPEN}：上年问题的整改情况和本年的改进措施】",
        )

    def others(self) -> tuple[str, ...]:
        return self.fees(self.report.fees), "没有其他需要报告的事项。"

    def fees(self, fees: Fees) -> str:
        """The statement on fees (国办函〔2020〕109号), which a nil report makes as well."""
        if not fees.notices:
            return f"{self._year}，本机关没有收取政府信息公开信息处理费。"
        return (
            f"{self._year}，本机关依照《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）"
            f"发出收费通知{fees.notices}件，应收信息处理费{_yuan(fees.amount)}元，"
            f"实际收取{_yuan(fees.received)}元。"
        )

    @property
    def _year(self) -> str:
        return f"{self.report.year}年"

    def _request(self, row: str, column: str = "total") -> int:
        return int(self.report.number(f"requests.{row}.{column}"))

    def _total(self, table: str) -> int:
        return int(self.report.number(f"{table}.total"))

    def _kinds(self) -> str:
        columns = [column for column in self.report.format.requests.columns if column.id != "total"]
        counts = [(column.label, self._request("new_received", column.id)) for column in columns]
        labels = {"其他": "其他组织"}
        return "，".join(f"{labels.get(label, label)}{number}件" for label, number in counts if number)

    def _outcomes(self) -> str:
        return "，".join(f"{label}{self._group(rows)}件" for label, rows in _GROUPS)

    def _group(self, rows: str | tuple[str, ...]) -> int:
        return sum(self._request(row) for row in result_rows(self.report.format, rows))


def result_rows(form: Format, rows: str | tuple[str, ...]) -> tuple[str, ...]:
    """Rows by name, or all result rows whose id begins so."""
    if isinstance(rows, tuple):
        return rows
    return tuple(row for row in form.result_rows if row.startswith(rows))


def open_places(report: AnnualReport) -> int:
    """How many places the office still has to fill in."""
    texts = [*report.preamble, *(section.text for section in report.sections)]
    return sum(text.count(OPEN) for text in texts)


def _reach(contact: Contact) -> str:
    ways = (
        ("地址：", contact.address),
        ("邮政编码：", contact.postcode),
        ("电话：", contact.telephone),
        ("电子邮箱：", contact.email),
    )
    told = "，".join(f"{label}{value}" for label, value in ways if value)
    office = contact.office or "本机关政府信息公开工作机构"
    return (
        f"如对本报告有疑问，请与{office}联系（{told}）。" if told else f"如对本报告有疑问，请与{office}联系。"
    )


def _yuan(amount: Decimal | None) -> str:
    """An amount without needless noughts."""
    text = f"{amount or Decimal(0):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
