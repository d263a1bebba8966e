"""Labels that were cut into lines: by a narrow column, a page break, or a conversion to text.

``2.其他法律行政法规`` stands on one line, ``禁止公开`` with the figures on the next, and between them perhaps a
sign of the merged head that runs down beside both (``三``, ``不``, ``予`` …).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from yangguang.annualreport.labels import FormLabels, key
from yangguang.annualreport.reading.document import GridCell
from yangguang.annualreport.reading.lines import is_blank

_LONGEST_SCRAP = 3
_SHORTEST_INSIDE = 4  # signs of a label's rest that tell it among other signs


@dataclass(slots=True)
class CutLabel:
    """The label of table three of which a first part was seen last: its row, and what is still to come."""

    labels: FormLabels
    row: str = ""
    rests: tuple[str, ...] = ()
    _signs: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self._signs = frozenset("".join(self.labels.groups)) | frozenset("一二三四五六七")

    def begin(self, row: str, text: str) -> None:
        """Remember a row that was named by this text, if the text is less than its label."""
        seen = key(text)
        ways = self.labels.request_rows.ways.get(row, ())
        self.row = row
        self.rests = tuple([way[len(seen) :] for way in ways if way.startswith(seen) and way != seen])

    def clear(self) -> None:
        self.row, self.rests = "", ()

    def goes_on(self, text: str) -> bool:
        """Whether the text is the next part of the label; it is then taken off the rest."""
        said = key(text)
        if not said:
            return False
        for rest in self.rests:
            if rest.startswith(said):
                self.rests = (rest[len(said) :],)
                return True
            if len(rest) >= _SHORTEST_INSIDE and rest in said:
                self.rests = ()
                return True
        return False

    def is_scrap(self, text: str) -> bool:
        """Whether the text is nothing but a few signs of a merged head."""
        said = key(text)
        return len(said) <= _LONGEST_SCRAP and all(sign in self._signs for sign in said)


def joined_over_page(above: list[GridCell], below: list[GridCell]) -> list[GridCell] | None:
    """The cells of a row whose wrapped figures (``182`` over ``3``) were parted by the end of the page.

    ``None`` where the second row is not the rest of the first: only a figure as wide as its cell, so as
    wide as any in the row, goes on below.
    """
    if len(above) != len(below) or all(is_blank(cell.text) for cell in below):
        return None
    pairs = [(a.text.strip(), b.text.strip()) for a, b in zip(above, below, strict=True)]
    widest = max(len(upper) for upper, _ in pairs)
    for upper, lower in pairs:
        figures = upper.isdigit() and lower.isdigit()
        if lower and not (figures and len(upper) == widest >= len(lower)):
            return None
    return [replace(cell, text=upper + lower) for cell, (upper, lower) in zip(above, pairs, strict=True)]
