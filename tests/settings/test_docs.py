"""docs/ops.md names every setting, with its default, and none that does not exist."""

from __future__ import annotations

import re
from pathlib import Path

from yangguang.settings import base

OPS = Path(__file__).resolve().parents[2] / "docs" / "ops.md"
ROW = re.compile(r"^\| `(?P<name>[A-Z_]+)` \| (?P<default>.*?) \| (?P<says>.*?) \|$", re.MULTILINE)


def test_the_table_of_settings_is_that_of_the_code():
    table = {row["name"]: row["says"] for row in ROW.finditer(OPS.read_text(encoding="utf-8"))}
    assert table == {setting.name: setting.says for setting in base.env.known.values()}


def test_the_defaults_in_the_table_are_those_of_the_code():
    table = {row["name"]: row["default"].strip("`") for row in ROW.finditer(OPS.read_text(encoding="utf-8"))}
    expected = {s.name: s.default or "—" for s in base.env.known.values()}
    expected["YANGGUANG_DATA"] = "data"  # the tests run elsewhere, the default is the same
    assert table == expected
