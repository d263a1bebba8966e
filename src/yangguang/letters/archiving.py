"""What the archive package of a case keeps of its letters."""

from __future__ import annotations

from collections.abc import Iterator

from yangguang.archive import Document
from yangguang.cases.models import Case
from yangguang.letters.models import LetterState
from yangguang.letters.selectors import letters_of


def documents(case: Case) -> Iterator[Document]:
    """Every letter that left the house, as it left, with its deliveries."""
    for letter in letters_of(case).filter(state=LetterState.ISSUED):
        with letter.pdf.open("rb") as file:
            data = file.read()
        facts = {
            "number": letter.number,
            "issued_on": letter.issued_on.isoformat() if letter.issued_on else None,
            "step": letter.step_number,
            "deliveries": [
                {
                    "channel": delivery.channel,
                    "on": delivery.on.isoformat(),
                    "reference": delivery.reference,
                    "result": delivery.result,
                    "ended_on": delivery.ended_on.isoformat() if delivery.ended_on else None,
                }
                for delivery in letter.deliveries.all()
            ],
        }
        yield Document("papers", f"{letter}.pdf", letter.paper_code, "application/pdf", data, facts)
