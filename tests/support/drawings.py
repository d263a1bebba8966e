"""Tables drawn with signs, merged cells and all, as converters and typewriters of old draw them."""

from __future__ import annotations

from unicodedata import east_asian_width

from odd_layouts import Table

# by the ways that go on from a corner: up, down, left, right
_CORNERS = {
    (0, 1, 0, 1): "┌", (0, 1, 1, 0): "┐", (1, 0, 0, 1): "└", (1, 0, 1, 0): "┘", (1, 1, 0, 1): "├", (1, 1, 1, 0): "┤",
    (0, 1, 1, 1): "┬", (1, 0, 1, 1): "┴", (1, 1, 1, 1): "┼",
}  # fmt: skip
_LINES = {"-": "─", "|": "│"}
_WIDTH = 12  # display columns of a cell


def with_signs(table: Table) -> str:
    """``+---+``, as in reStructuredText and pandoc's Markdown."""
    return _drawn(table, 1, {})


def with_lines(table: Table) -> str:
    """``┌──┐`` in a terminal, where a line is as wide as a Latin sign."""
    return _drawn(table, 1, _LINES)


def with_wide_lines(table: Table) -> str:
    """``┌─┐`` in a Chinese font, where a line is as wide as a Chinese sign."""
    return _drawn(table, 2, _LINES)


def _drawn(table: Table, wall: int, signs: dict[str, str]) -> str:
    """The picture, drawn by display columns; a line is ``wall`` columns wide, a cell twelve."""
    placed, columns = _placed(table)
    step = _WIDTH + wall
    tops = _tops(placed, len(table), step, wall)
    walls: dict[tuple[int, int], str] = {}
    texts: dict[tuple[int, int], str] = {}
    for row, column, text, wide, high in placed:
        left, right, top, bottom = column * step, (column + wide) * step, tops[row], tops[row + high]
        for x in range(left, right + 1, wall):
            for y in (top, bottom):
                walls.setdefault((y, x), "-")
        for y in range(top, bottom + 1):
            for x in (left, right):
                walls[y, x] = "+" if y in (top, bottom) or walls.get((y, x)) in ("+", "-") else "|"
        for y, line in enumerate(_wrapped(text, wide * step - wall), top + 1):
            x = left + wall
            for sign in line:
                texts[y, x] = sign
                x += _columns(sign)
    lines = []
    for y in range(tops[-1] + 1):
        line, x = "", 0
        while x < columns * step + wall:
            if (y, x) in walls:
                sign = _joint(walls, y, x, wall) if signs and walls[y, x] == "+" else walls[y, x]
                line += signs.get(sign, sign)
                x += wall
            else:
                sign = texts.get((y, x), " ")
                line += sign
                x += _columns(sign)
        lines.append(line)
    return "\n".join(lines) + "\n"


def _joint(walls: dict[tuple[int, int], str], y: int, x: int, wall: int) -> str:
    up, down = ((walls.get((y + dy, x)) or " ") in "+|" for dy in (-1, 1))
    left, right = ((walls.get((y, x + dx)) or " ") in "+-" for dx in (-wall, wall))
    return _CORNERS[up, down, left, right]


def _tops(placed: list[tuple[int, int, str, int, int]], rows: int, step: int, wall: int) -> list[int]:
    """On which line each row begins, so that every cell has room for its text."""
    tops = [0]
    for number in range(rows):
        ending = [one for one in placed if one[0] + one[4] - 1 == number]
        needs = [
            len(_wrapped(text, wide * step - wall)) - (tops[-1] - tops[row])
            for row, _, text, wide, _ in ending
        ]
        tops.append(tops[-1] + max([1, *needs]) + 1)
    return tops


def _placed(table: Table) -> tuple[list[tuple[int, int, str, int, int]], int]:
    """Row, column, text and spans of every cell, and the number of columns."""
    taken: set[tuple[int, int]] = set()
    placed = []
    for row, cells in enumerate(table):
        column = 0
        for text, wide, high in cells:
            while (row, column) in taken:
                column += 1
            taken.update((row + y, column + x) for y in range(high) for x in range(wide))
            placed.append((row, column, text, wide, high))
    return placed, max(column for _, column in taken) + 1


def _columns(sign: str) -> int:
    return 2 if east_asian_width(sign) in "WF" else 1


def _wrapped(text: str, width: int) -> list[str]:
    lines, room = [""], width
    for sign in text:
        if _columns(sign) > room:
            lines.append("")
            room = width
        lines[-1] += sign
        room -= _columns(sign)
    return lines
