"""Background work: reading, writing and undoing imports. Tasks take ids and may run twice."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy
from django_tasks import task

from yangguang.registers.importing import working
from yangguang.web.duties import name
from yangguang.web.later import later


@task()
def read_import(import_id: int) -> None:
    """Read a file and hold its rows against the register."""
    working.read(import_id, timezone.now())


@task()
def write_import(import_id: int) -> None:
    """Write a confirmed import; where the register has changed since, hold its rows against it anew."""
    if working.write(import_id, timezone.now()):
        later(read_import, import_id)


@task()
def undo_import(import_id: int) -> None:
    """Take an import back."""
    working.undo(import_id, timezone.now())


name(read_import, gettext_lazy("核对要导入台账的文件"))
name(write_import, gettext_lazy("写入台账"))
name(undo_import, gettext_lazy("撤销台账导入"))
