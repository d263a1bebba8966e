"""The frame of every act on a register: permission, the shelf locked, one revision more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.offices.models import Agency, Person
from yangguang.registers.declaring import Register
from yangguang.registers.models import Shelf
from yangguang.registers.permissions import may_write
from yangguang.registers.refused import NotAllowed, Refused


@contextmanager
def writing(register: Register, agency: Agency, by: Person) -> Iterator[Shelf]:
    """The shelf of the register inside a transaction, nobody else writing in it; its revision grows at the end."""
    check_allowed(by, agency)
    with transaction.atomic():
        shelf = Shelf.objects.select_for_update().get_or_create(agency=agency, register=register.id)[0]
        yield shelf
        shelf.revision += 1
        shelf.save(update_fields=["revision"])


def revision_of(register: Register, agency: Agency) -> int:
    """How many acts the register has seen."""
    found = (
        Shelf.objects.filter(agency=agency, register=register.id).values_list("revision", flat=True).first()
    )
    return found or 0


def check_allowed(by: Person, agency: Agency) -> None:
    """Refuse a person without the role."""
    if not may_write(by, agency):
        raise NotAllowed(
            _(
                "您在%(agency)s没有登记台账的权限：需要拟稿人或政府信息公开工作机构的角色。请联系该机关的管理员。"
            )
            % {"agency": agency}
        )


def required(text: str, sentence: str) -> str:
    """The text without outer blanks; refused with ``sentence`` when nothing is left."""
    text = text.strip()
    if not text:
        raise Refused(sentence)
    return text
