"""``yangguang archive verify``: does a package still hold?"""

from __future__ import annotations

import json
from pathlib import Path

import click

from yangguang.archive import Verdict, verify
from yangguang.cli.inputs import files_argument
from yangguang.cli.options import JSON_OPTION
from yangguang.cli.render import err, out
from yangguang.cli.speaking import UNREADABLE, SpeakingCommand
from yangguang.translation import gettext, mark


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError as error:
        err().print(
            gettext("{file}：无法读取（{why}）。").format(file=path, why=error.strerror), soft_wrap=True
        )
        return None


def _as_json(path: Path, verdict: Verdict) -> dict[str, object]:
    return {
        "file": str(path),
        "holds": verdict.holds,
        "sha256": verdict.sha256,
        "about": dict(verdict.about),
        "documents": verdict.documents,
        "steps": verdict.steps,
        "problems": [{"where": item.where, "message": str(item.message)} for item in verdict.problems],
    }


def _show(path: Path, verdict: Verdict) -> None:
    facts = {"file": path, "number": verdict.about.get("number", "—")}
    if verdict.holds:
        said = gettext("{file}：{number}，文件 {documents} 个、步骤 {steps} 步，完整，没有被改动。")
        out().print(said.format(documents=verdict.documents, steps=verdict.steps, **facts), soft_wrap=True)
    else:
        out().print(gettext("{file}：{number}，不完整或被改动过：").format(**facts), soft_wrap=True)
        for item in verdict.problems:
            out().print(f"  {item.where or '—'}  {item.message}", soft_wrap=True)
    out().print(f"  SHA-256  {verdict.sha256}", soft_wrap=True)


def _verify(files: tuple[Path, ...], as_json: bool) -> int:
    """Verify each; 0 all hold, 1 one does not, 2 one could not be read."""
    verdicts: list[tuple[Path, Verdict]] = []
    for path in files:
        data = _read(path)
        if data is not None:
            verdicts.append((path, verify(data)))
    if as_json:
        click.echo(json.dumps([_as_json(*pair) for pair in verdicts], ensure_ascii=False, indent=2))
    else:
        for path, verdict in verdicts:
            _show(path, verdict)
    if len(verdicts) < len(files):
        return UNREADABLE
    return int(not all(verdict.holds for _path, verdict in verdicts))


command = SpeakingCommand(
    "verify",
    callback=_verify,
    params=[files_argument(mark("归档包（.zip）。")), JSON_OPTION],
    help=mark(
        "检查归档包：每个文件与登记的校验值是否一致，每一步是否接在前一步之后。\n\n"
        "最后显示整个包的 SHA-256，可与操作台账中“生成归档包”一条所记的对照。"
    ),
)
