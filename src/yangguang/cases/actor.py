"""Who takes a step: staff, the applicant, the clock, or an import. Nobody acts anonymously."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.offices.models import Person


class ActorKind(models.TextChoices):
    """What sort of actor it is."""

    STAFF = "staff", _("工作人员")
    APPLICANT = "applicant", _("申请人")
    CLOCK = "clock", _("系统")
    IMPORT = "import", _("导入")


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor and the name under which the step is kept; ``person`` for staff only."""

    kind: ActorKind
    name: str
    person: Person | None = None

    @classmethod
    def staff(cls, person: Person) -> Actor:
        """Somebody who has signed in."""
        return cls(ActorKind.STAFF, str(person)[:150], person)

    @classmethod
    def applicant(cls) -> Actor:
        """The applicant, known by number and query code; the name stays with the applicant's data."""
        return cls(ActorKind.APPLICANT, str(ActorKind.APPLICANT.label))

    @classmethod
    def clock(cls) -> Actor:
        """Time itself: a limit has run out."""
        return cls(ActorKind.CLOCK, str(ActorKind.CLOCK.label))

    @classmethod
    def importing(cls, source: str) -> Actor:
        """A bulk import, named by its source."""
        return cls(ActorKind.IMPORT, source[:150])
