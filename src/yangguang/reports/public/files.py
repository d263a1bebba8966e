"""A published report as a file of every kind, written once and kept in a bounded folder."""

from __future__ import annotations

import hashlib
import json
import re

from django.conf import settings
from django.core.cache.backends.filebased import FileBasedCache
from django.utils.translation import gettext

import yangguang
from yangguang.annualreport import writing
from yangguang.reports.models import Publication
from yangguang.translation import SOURCE_LANGUAGE, language

CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
}
KINDS = writing.KINDS
KEPT = 2_000
KEPT_SECONDS = 30 * 24 * 60 * 60


def fingerprint(publication: Publication, kind: str) -> str:
    """What the file follows from: the words and figures given out, the kind, and this release."""
    said = json.dumps([publication.content, kind, yangguang.__version__], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def written(publication: Publication, kind: str) -> bytes:
    """The publication as a file, from the folder of files already written where it is there."""
    store = _store()
    key = fingerprint(publication, kind)
    kept = store.get(key)
    if kept is None:
        with language(SOURCE_LANGUAGE):
            kept = writing.write(publication.annual_report(), kind)
        store.set(key, kept)
    return bytes(kept)


def _store() -> FileBasedCache:
    """Not the shared cache: files of some hundred kilobytes do not belong into memory."""
    folder = settings.DATA / "cache" / "reports"
    return FileBasedCache(str(folder), {"TIMEOUT": KEPT_SECONDS, "OPTIONS": {"MAX_ENTRIES": KEPT}})


def title(publication: Publication) -> str:
    """What the report is called, whatever its file says."""
    return gettext("%(agency)s%(year)s年政府信息公开工作年度报告") % {
        "agency": publication.agency,
        "year": publication.year,
    }


def name(publication: Publication, kind: str) -> str:
    """The file's name for whoever saves it."""
    plain = re.sub(
        r'[\\/:*?"<>|\s]+', "", f"{publication.agency.name}{publication.year}年政府信息公开工作年度报告"
    )
    later = f"（第{publication.number}次公开）" if publication.is_corrected else ""
    return f"{plain}{later}.{kind}"
