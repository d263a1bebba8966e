"""``yangguang fee``: the information-processing fee, by item or by page."""

from __future__ import annotations

import json

import click
from rich.console import Console
from rich.text import Text

from yangguang.cli.dates import BadInput
from yangguang.cli.options import JSON_OPTION
from yangguang.cli.render import counted, grid, out
from yangguang.cli.speaking import SpeakingCommand, Wrong
from yangguang.law.errors import InvalidAmount
from yangguang.law.fees import Fee, fee_by_items, fee_by_pages
from yangguang.translation import gettext, mark


def _fee(items: int | None, pages: int | None, already: int | None, as_json: bool) -> None:
    if (items is None) == (pages is None):
        raise Wrong(mark("请用 --items 或者 --pages 之一：每件申请只按一种标准计收。"))
    if pages is not None and already is not None:
        raise Wrong(mark("--already 只用于按件计收（--items）。"))
    try:
        fee = fee_by_pages(pages) if pages is not None else fee_by_items(items or 0, already or 0)
    except InvalidAmount as refusal:
        raise BadInput(_place(items, pages, already), refusal.message) from None
    if as_json:
        click.echo(json.dumps(fee.as_json(), ensure_ascii=False, indent=2))
    else:
        _show(out(), fee, is_by_item=pages is None)


def _place(items: int | None, pages: int | None, already: int | None) -> str:
    if pages is not None:
        return f"--pages {pages}"
    return f"--items {items}" if already is None else f"--items {items} --already {already}"


def _show(console: Console, fee: Fee, is_by_item: bool) -> None:
    kind = gettext("按件计收") if is_by_item else gettext("按量计收")
    head = counted(mark("信息处理费（{kind}）：{yuan} 元"), kind=kind, yuan=fee.yuan)
    console.print(Text(head, style="bold"))
    table = grid()
    table.padding = (0, 1, 0, 0)
    unit = gettext("件") if is_by_item else gettext("页")
    for heading in (mark("起"), mark("止"), mark("数量"), mark("每{unit}（元）"), mark("小计（元）")):
        table.add_column(counted(heading, unit=unit), justify="right", no_wrap=True)
    for band in fee.bands:
        cells = (band.from_, band.to, band.count, band.rate, band.yuan)
        table.add_row(*(Text(str(cell)) for cell in cells))
    if fee.bands:
        console.print(table)
    console.print(Text(counted(mark("依据：{article}"), article=gettext(fee.article)), style="dim"))


command = SpeakingCommand(
    "fee",
    callback=_fee,
    params=[
        click.Option(
            ["--items"], type=int, metavar="N", help=mark("按件：同一申请人一个自然月内的申请件数。")
        ),
        click.Option(["--pages"], type=int, metavar="N", help=mark("按量：一件申请提供的页数。")),
        click.Option(
            ["--already"],
            type=int,
            metavar="N",
            help=mark("按件：当月此前已有的件数，只计其后的件。"),
        ),
        JSON_OPTION,
    ],
    help=mark(
        "信息处理费的金额：超额累进，各档分别计算。\n\n"
        "依据《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）。按件：10 件以下不收费，11–30 件每件 100 元，"
        "31 件以上每 10 件为一档，每档提高 100 元。按量：30 页以下不收费，31–100 页每页 10 元，101–200 页每页 20 元，"
        "201 页以上每页 40 元。"
    ),
)
