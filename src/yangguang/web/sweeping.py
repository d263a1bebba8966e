"""Removing files that no row names, left by a process that was killed between file and row."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.apps import apps
from django.core.files.storage import Storage, default_storage
from django.db.models import FileField

logger = logging.getLogger(__name__)

BATCH = 500


def sweep(at: datetime, *, older_than: timedelta = timedelta(days=1)) -> int:
    """Remove files of our rooms that no row names; the number of those removed.

    Young files are left alone: their transaction may still be running. So is every folder in which no row
    keeps a file: it may belong to a room that is switched off.
    """
    fields, removed = _file_fields(), 0
    for folder in sorted(_folders(fields)):
        old = _old_files(default_storage, folder, at - older_than)
        while names := list(islice(old, BATCH)):
            for name in sorted(set(names) - _known(names, fields)):
                removed += _removed(default_storage, name)
    return removed


def _file_fields() -> list[FileField]:
    """Every column of our rooms that names a file."""
    return [
        field
        for model in apps.get_models()
        if model.__module__.startswith("yangguang.")
        for field in model._meta.local_fields
        if isinstance(field, FileField)
    ]


def _folders(fields: list[FileField]) -> set[str]:
    """The folders in which rows keep files. A column keeps all of its files in one."""
    found: set[str] = set()
    for field in fields:
        rows = field.model._base_manager.exclude(**{field.name: ""})
        found.update(str(name).partition("/")[0] for name in rows.values_list(field.name, flat=True)[:1])
    return found


def _known(names: list[str], fields: list[FileField]) -> set[str]:
    found: set[str] = set()
    for field in fields:
        rows = field.model._base_manager.filter(**{f"{field.name}__in": names})
        found.update(rows.values_list(field.name, flat=True))
    return found


def _old_files(storage: Storage, folder: str, before: datetime) -> Iterator[str]:
    """Files below the folder that were written before; a folder is listed before anything in it is removed."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        path = f"{folder}/{name}"
        try:
            is_old = storage.get_modified_time(path) < before
        except FileNotFoundError:  # removed by somebody else in the meantime
            continue
        if is_old:
            yield path
    for name in folders:
        yield from _old_files(storage, f"{folder}/{name}", before)


def _removed(storage: Storage, name: str) -> bool:
    try:
        storage.delete(name)
    except OSError:
        logger.exception("a file that no row names could not be removed")
        return False
    return True
