"""``yangguang release redact``: a new file without the words given, checked before it is written."""

from __future__ import annotations

from pathlib import Path

import click

from yangguang.cli.release.check import FILE, read, show
from yangguang.cli.speaking import USAGE, SpeakingCommand, Wrong
from yangguang.redaction import GROUNDS, BoxMark, TextMark, open_material, release
from yangguang.redaction.release import Material, leaks_of
from yangguang.translation import Message, mark


def _redact(
    file: Path,
    words: tuple[str, ...],
    grounds: tuple[str, ...],
    suggested: bool,
    output: Path,
    force: bool,
) -> int:
    if len(grounds) not in (1, len(words)):
        raise Wrong(mark("--ground 写一次（用于全部文字），或者与 --word 一一对应。"))
    if output.exists() and not force:
        click.echo(
            str(Message(mark("{file} 已经存在。要覆盖请加 --force。"), {"file": str(output)})), err=True
        )
        return USAGE
    material = open_material(read(file), file.name)
    marks = _marks(material, words, grounds, suggested)
    made = release(material.data, material.name, marks)
    if output.suffix.lower() != f".{made.suffix}":
        raise Wrong(mark("生成的文件是 {suffix} 格式，请把 -o 写成以 .{suffix} 结尾。"), suffix=made.suffix)
    leaks = leaks_of(made, output.name, material, marks)
    if leaks:
        show(leaks)
        return 1
    output.write_bytes(made.data)
    click.echo(
        str(Message(mark("已生成 {file}，隐去 {count} 处。"), {"file": str(output), "count": len(marks)}))
    )
    return 0


def _marks(
    material: Material, words: tuple[str, ...], grounds: tuple[str, ...], suggested: bool
) -> list[BoxMark | TextMark]:
    found: list[BoxMark | TextMark] = []
    codes = grounds if len(grounds) == len(words) else grounds * len(words)
    for word, code in zip(words, codes, strict=True):
        places = material.find(word)
        if not places:
            raise Wrong(mark("文件里没有找到“{word}”。请检查文字，或在网页中用画框的办法。"), word=word)
        for passage, start, end in places:
            found.extend(material.marks_for(passage, start, end, code))
    if suggested:
        for passage, one in material.suggestions():
            found.extend(material.marks_for(passage, one.start, one.end, one.ground, one.kind))
    if not found:
        raise Wrong(mark("没有要隐去的内容。请用 --word 写明文字，或加 --suggested。"))
    return found


command = SpeakingCommand(
    "redact",
    callback=_redact,
    params=[
        FILE,
        click.Option(
            ["--word", "words"], multiple=True, metavar="TEXT", help=mark("要隐去的文字，可写多次。")
        ),
        click.Option(
            ["--ground", "grounds"],
            multiple=True,
            default=("personal_privacy",),
            type=click.Choice(list(GROUNDS)),
            help=mark("不予公开的理由，写一次或与 --word 一一对应。默认：涉及个人隐私。"),
        ),
        click.Option(
            ["--suggested"],
            is_flag=True,
            help=mark("同时隐去自动找到的身份证号、电话、银行卡、邮箱、住址等。请先看过原文件。"),
        ),
        click.Option(
            ["-o", "--output"],
            required=True,
            type=click.Path(path_type=Path),
            metavar="OUT",
            help=mark("写到哪个文件：PDF 和图片写成 .pdf，Word 写成 .docx。"),
        ),
        click.Option(["--force"], is_flag=True, help=mark("覆盖已有的文件。")),
    ],
    help=mark(
        "按文字隐去内容，附上不予公开内容清单，生成新文件。\n\n"
        "写出以前自动检查；仍有泄露时不写文件，列出位置，退出码为 1。"
    ),
)
