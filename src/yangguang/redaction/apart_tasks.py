"""What the process apart can do with a file: each task takes an order, the bytes and a way to tell how far it is."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from yangguang.redaction import pdf, picture
from yangguang.redaction.checking import Leak, check_release
from yangguang.redaction.errors import WrongMark
from yangguang.redaction.glance import glance
from yangguang.redaction.marks import Box, BoxMark, TextMark
from yangguang.redaction.release import Mark, Medium, leaks_in, medium_of, open_material, release
from yangguang.translation import mark

Tell = Callable[[int, int], None]
Answer = tuple[dict[str, Any], bytes]


def _open(order: dict[str, Any], data: bytes, tell: Tell) -> Answer:
    found = open_material(data, order["name"])
    passages = [
        [one.number, one.text, [_rounded(box) for box in one.boxes], one.place] for one in found.passages
    ]
    return {"medium": found.medium.value, "sizes": found.sizes, "passages": passages}, b""


def _rounded(box: Box | None) -> list[float] | None:
    return [round(side, 5) for side in box] if box else None


def _page(order: dict[str, Any], data: bytes, tell: Tell) -> Answer:
    name, number = order["name"], order["number"]
    medium = medium_of(data, name)
    if medium is Medium.PDF:
        return {}, pdf.page_picture(data, name, number, dpi=order["dpi"])
    if medium is not Medium.PICTURE or number != 1:
        raise WrongMark(mark("文件没有第 {page} 页。"), file=name, page=number)
    shown = picture.opened(data, name)
    shown.thumbnail((order["widest"], order["widest"] * 2))
    out = io.BytesIO()
    shown.save(out, format="PNG")
    return {}, out.getvalue()


def _release(order: dict[str, Any], data: bytes, tell: Tell) -> Answer:
    marks = [_mark(one) for one in order["marks"]]
    made = release(data, order["name"], marks, progress=tell)
    leaks = leaks_in(made, f"x.{made.suffix}", order["words"], marks)
    said = {"suffix": made.suffix, "items": [asdict(item) for item in made.items], "leaks": _told(leaks)}
    return said, made.data


def _check(order: dict[str, Any], data: bytes, tell: Tell) -> Answer:
    return {"leaks": _told(check_release(data, order["name"], order["words"]))}, b""


def _glance(order: dict[str, Any], data: bytes, tell: Tell) -> Answer:
    shown, text = glance(data, order["kind"])
    return {"text": text}, shown


def _mark(told: list[Any]) -> Mark:
    if len(told) == 5:
        return TextMark(*told)
    page, box, ground, kind = told
    return BoxMark(page, Box(*box), ground, kind)


def _told(leaks: tuple[Leak, ...]) -> list[Any]:
    return [[leak.kind.value, leak.where.template, dict(leak.where.params), leak.text] for leak in leaks]


TASKS: dict[str, Callable[[dict[str, Any], bytes, Tell], Answer]] = {
    "open": _open,
    "page": _page,
    "release": _release,
    "check": _check,
    "glance": _glance,
}
