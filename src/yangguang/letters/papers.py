"""The papers that rooms above issue, as declarations. A room registers its papers once, at start.

Letters know no procedure: what a paper says by default, and what its placeholders stand for in a case,
comes with its declaration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yangguang.cases.inputs import Input
from yangguang.cases.models import Case
from yangguang.cases.permissions import HANDLES
from yangguang.cases.procedure import Facts, Step
from yangguang.cases.situation import Situation
from yangguang.law.clock import Clock
from yangguang.letters import placeholders
from yangguang.letters.numbers import DISCLOSURE
from yangguang.letters.placeholders import Placeholder
from yangguang.letters.purposes import SealPurpose

Label = str | Promise


class Addressee(StrEnum):
    """To whom a paper speaks."""

    APPLICANT = "applicant"
    THIRD_PARTY = "third_party"
    AGENCY = "agency"
    FILE = "file"
    """It stays with the case: a record, not a letter."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """The case at the moment in which a letter is to leave it. ``clock`` is the legal clock after the step."""

    situation: Situation
    facts: Facts
    on: date
    clock: Clock | None

    @property
    def case(self) -> Case:
        """The case."""
        return self.situation.case


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One text of a paper; a paper with several chooses by its facts."""

    id: str = ""
    label: Label
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A kind of letter.

    ``must_say`` are placeholders that no office may leave out. A paper that no step issues asks for its own
    facts (``asks``). ``by_online`` says whether this case's applicant wants to fetch letters on the web.
    """

    code: str
    label: Label
    law: str
    addressee: Addressee
    wordings: tuple[Wording, ...]
    placeholders: tuple[Placeholder, ...]
    values: Callable[[Occasion], Mapping[str, str]]
    wording_of: Callable[[Facts], str] = field(default=lambda facts: "")
    must_say: tuple[str, ...] = ()
    asks: tuple[Input, ...] = ()
    procedure_id: str = ""
    """The procedure in whose cases it may be written without a step; empty where a step issues it."""
    is_public: bool = False
    """Whether the applicant may fetch it on the tracking page."""
    is_numbered: bool = True
    number_word: str = DISCLOSURE
    """What its number calls it (``{类别}``)."""
    is_sealed: bool = True
    seal: SealPurpose = SealPurpose.DISCLOSURE
    """Which of the agency's seals it bears."""
    by_online: Callable[[Case], bool] = field(default=lambda case: False)
    _wordings: dict[str, Wording] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._wordings.update({wording.id: wording for wording in self.wordings})
        known = {item.name for item in self.known}
        for wording in self.wordings:
            placeholders.check(wording.text, known, self.must_say)

    @property
    def known(self) -> tuple[Placeholder, ...]:
        """Every placeholder that its texts may have: those of all letters, and its own."""
        return COMMON + self.placeholders

    @property
    def optional(self) -> frozenset[str]:
        """The names of those that may be empty."""
        return frozenset(item.name for item in self.known if item.is_optional)

    def wording(self, id: str) -> Wording:
        """The wording with this id; KeyError where there is none."""
        return self._wordings[id]

    def samples(self) -> dict[str, str]:
        """A value for every placeholder, to look at a text without a case."""
        return {item.name: item.sample for item in self.known}

    def as_step(self) -> Step:
        """What it asks, in the shape that the form of a step has. Taken by nobody: no step issues it."""
        return Step(
            id="",
            label=self.label,
            says=self.label,
            law=self.law,
            frm=frozenset(),
            by=HANDLES,
            asks=self.asks,
            paper=self.code,
        )


COMMON = (
    Placeholder(name="机关", says=_("本机关全称"), sample="云溪市信访局"),
    Placeholder(name="案件编号", says=_("案件的登记编号"), sample="SQ1-2026-00012"),
    Placeholder(
        name="联系方式",
        says=_("“联系方式：”和文书设置里填写的联系人、电话、地址；没有填写的，整行省去"),
        sample="联系方式：云溪市信访局办公室，电话0000-1234567",
        is_optional=True,
    ),
)
_papers: dict[str, Paper] = {}


def register(paper: Paper) -> Paper:
    """Make a paper known. Twice the same code is an error."""
    if _papers.setdefault(paper.code, paper) is not paper:
        raise ValueError(f"there is already a paper {paper.code!r}")
    return paper


def paper(code: str) -> Paper:
    """The paper with this code; KeyError where no room has registered it."""
    return _papers[code]


def has_paper(code: str) -> bool:
    """Whether a room has registered it."""
    return code in _papers


def papers() -> tuple[Paper, ...]:
    """Every paper of this installation, in the order of registering."""
    return tuple(_papers.values())


def free_papers(procedure_id: str) -> Iterator[Paper]:
    """Papers that may be written in cases of a procedure without taking a step."""
    return (item for item in _papers.values() if procedure_id and item.procedure_id == procedure_id)
