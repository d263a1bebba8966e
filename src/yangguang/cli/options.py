"""Options that commands of every kind share."""

from __future__ import annotations

import click

from yangguang.translation import mark

JSON_OPTION = click.Option(["--json", "as_json"], is_flag=True, help=mark("输出 JSON，供程序使用。"))
