"""Placeholders such as ``{{申请人}}`` in the text of a letter.

Filling in is substitution and nothing else: no expression, no condition, and what was filled in is never
looked at again, so that a name with braces in it stays a name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from yangguang.cases.refused import Refused

_TOKEN = re.compile(r"\{\{\s*([^{}\n]{1,40}?)\s*\}\}")
_STRAY = re.compile(r"\{\{|\}\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """A name that stands for what only the case knows.

    ``is_optional`` ones may be empty, and a line that has nothing but them is dropped with them.
    """

    name: str
    says: str | Promise
    sample: str
    is_optional: bool = False

    @property
    def token(self) -> str:
        """As it is written in a text."""
        return "{{" + self.name + "}}"


class WrongTemplate(Refused):
    """The text of a template cannot be used; the sentence names the spot."""


class MissingValue(Refused):
    """A placeholder has no value in this case."""


def names_in(text: str) -> list[str]:
    """The placeholders of a text in order, each once."""
    return list(dict.fromkeys(_TOKEN.findall(text)))


def check(text: str, known: Collection[str], required: Collection[str] = ()) -> None:
    """Refuse a text with unknown, broken or missing placeholders."""
    unknown = [name for name in names_in(text) if name not in known]
    if unknown:
        raise WrongTemplate(
            _("没有“%(names)s”这个占位符。请从右边的清单中选用，或者改成普通文字。")
            % {"names": "”“".join(unknown)}
        )
    for number, line in enumerate(text.splitlines(), start=1):
        if _STRAY.search(_TOKEN.sub("", line)):
            raise WrongTemplate(
                _("第 %(line)s 行有不成对的花括号，占位符应写成“{{名称}}”。") % {"line": number}
            )
    missing = [name for name in required if name not in names_in(text)]
    if missing:
        raise WrongTemplate(
            _("模板必须保留占位符“%(names)s”：它由办理结果和法律规定决定，不能省去。")
            % {"names": "”“".join("{{" + name + "}}" for name in missing)}
        )


def fill(text: str, values: Mapping[str, str], optional: Collection[str] = ()) -> str:
    """The text with every placeholder replaced. Raises :class:`MissingValue` with the name of the empty one."""
    check(text, values)
    for name in names_in(text):
        if not values[name].strip() and name not in optional:
            raise MissingValue(
                _("“%(name)s”没有内容，不能生成文书。请先补充这一项，或者在模板中去掉它。") % {"name": name}
            )
    return "\n".join(filled_line(line, values) for line in text.splitlines() if not _is_void(line, values))


def filled_line(line: str, values: Mapping[str, str]) -> str:
    """One line of a text with its placeholders replaced."""
    return _TOKEN.sub(lambda match: values[match.group(1)].strip(), line)


def _is_void(line: str, values: Mapping[str, str]) -> bool:
    """Whether a line has placeholders, all of them empty, and no words of its own."""
    found = _TOKEN.findall(line)
    return bool(found) and not _TOKEN.sub("", line).strip() and not any(values[n].strip() for n in found)
