"""A request that is being filled in: kept sealed on the server from the first page on, so that nothing is lost.

Found by the session, or from another machine by a resume code. Filed at most once, whoever clicks how often.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from yangguang.cases.actor import Actor
from yangguang.cases.attaching import MEGABYTE, Inspected, all_or_nothing, inspect, store
from yangguang.cases.filekinds import KINDS
from yangguang.cases.models import AttachmentKind, ScanState
from yangguang.cases.refused import Refused, WrongFacts
from yangguang.law.receipt import Channel
from yangguang.offices.models import Agency
from yangguang.requests import codes
from yangguang.requests.intake import Filed, Upload, file_request, require_online
from yangguang.requests.models import Draft, DraftFile, draft_file_at
from yangguang.requests.receipts import post_receipt
from yangguang.requests.rules import FIELDS, tidied
from yangguang.web.later import later

KEPT = timedelta(days=30)
CODE_KEPT = timedelta(minutes=30)
"""How long the query code stays with the filed draft, for the receipt's page and PDF."""
MOST_FILES = 10
MOST_MB = 60


def start(agency: Agency, at: datetime) -> Draft:
    """Begin a request to this agency. Raises :class:`Refused` where it takes none over the internet."""
    require_online(agency)
    draft = Draft.objects.create(
        agency=agency, content="{}", started_at=at, changed_at=at, expires_at=at + KEPT
    )
    _purge_later(draft.expires_at)
    return draft


def _purge_later(when: datetime) -> None:
    from yangguang.requests.tasks import purge_drafts

    if purge_drafts.get_backend().supports_defer:
        later(purge_drafts.using(run_after=when + timedelta(minutes=1)))


def open_draft(pk: int | None, at: datetime) -> Draft | None:
    """The draft with this key that is still to be filed; nothing where there is none any more."""
    found = Draft.objects.filter(pk=pk or 0, case=None, expires_at__gt=at)
    return found.select_related("agency__request_settings").first()


def said_in(draft: Draft) -> dict[str, Any]:
    """What has been filled in so far, tidied."""
    return tidied(json.loads(draft.content or "{}"))


def keep(draft: Draft, said: Mapping[str, Any], at: datetime) -> None:
    """Keep what was typed, right or wrong."""
    known = json.loads(draft.content or "{}") | {name: said[name] for name in FIELDS if name in said}
    draft.content = json.dumps(known, ensure_ascii=False)
    draft.changed_at, draft.expires_at = at, at + KEPT
    Draft.objects.filter(pk=draft.pk, case=None).update(
        content=draft.content, changed_at=at, expires_at=draft.expires_at
    )


def move(draft: Draft, agency: Agency, at: datetime) -> None:
    """Turn to another agency with what was filled in."""
    require_online(agency)
    Draft.objects.filter(pk=draft.pk, case=None).update(agency=agency, changed_at=at)


def add_file(draft: Draft, upload: File[bytes], *, is_identity_proof: bool) -> DraftFile:
    """Look at a file and keep it with the draft. Raises :class:`Refused`."""
    given = inspect(upload)
    with all_or_nothing():
        Draft.objects.select_for_update().only("pk").get(pk=draft.pk, case=None)
        _check_room(draft, given)
        file = DraftFile(
            draft=draft,
            is_identity_proof=is_identity_proof,
            name=given.name,
            kind=given.kind.id,
            size=given.size,
            sha256=given.sha256,
            scan_state=given.scan_state,
        )
        file.file.name = store(file.file.storage, draft_file_at(file, ""), given)
        file.save(force_insert=True)
    return file


def _check_room(draft: Draft, given: Inspected) -> None:
    if draft.files.count() >= MOST_FILES:
        raise Refused(_("一次申请最多附 %(most)s 个文件，请先移除不需要的。") % {"most": MOST_FILES})
    size = draft.files.aggregate(size=Sum("size"))["size"] or 0
    if size + given.size > MOST_MB * MEGABYTE:
        raise Refused(
            _("文件合计最多 %(most)s 兆字节，加上“%(name)s”就超过了。")
            % {"most": MOST_MB, "name": given.name}
        )


def remove_file(draft: Draft, pk: int) -> None:
    """Take a file out again."""
    _discard(list(draft.files.filter(pk=pk)))


def _discard(files: list[DraftFile]) -> None:
    """Rows first; the files go when the rows are surely gone."""
    stored = [(file.file.storage, str(file.file.name)) for file in files]
    DraftFile.objects.filter(pk__in=[file.pk for file in files]).delete()
    for storage, name in stored:
        transaction.on_commit(partial(storage.delete, name), robust=True)


def new_resume_code(draft: Draft) -> str:
    """A code with which the draft is found from anywhere; the one before ceases to work."""
    code = codes.new_code(codes.RESUME_LENGTH)
    Draft.objects.filter(pk=draft.pk, case=None).update(finger=codes.finger(code))
    return code


def resumed(code: str, at: datetime) -> Draft | None:
    """The draft with this resume code."""
    found = Draft.objects.filter(finger=codes.finger(code), case=None, expires_at__gt=at)
    return found.select_related("agency").first()


def file_draft(pk: int, at: datetime) -> Filed:
    """Put the draft on the books; a second time it is the same case and code. Raises :class:`Refused`."""
    with all_or_nothing():
        # not with its case: PostgreSQL would join to the row as it was before somebody else's click
        draft = Draft.objects.select_for_update(of=("self",)).select_related("agency").get(pk=pk)
        if draft.case is not None:
            return Filed(draft.case, draft.code)
        require_online(draft.agency)
        files = list(draft.files.all())
        if not any(file.is_identity_proof for file in files):
            raise WrongFacts({"proofs": [_("请附上身份证明（条例第二十九条）。")]})
        filed = _file(draft, files, at)
        draft.case, draft.code, draft.content, draft.finger = filed.case, filed.code, "", None
        draft.expires_at = at + CODE_KEPT
        draft.save()
        _discard(files)
        post_receipt(filed, at)
    _purge_later(draft.expires_at)
    return filed


def _file(draft: Draft, files: list[DraftFile], at: datetime) -> Filed:
    today = timezone.localdate(at)
    is_confirmed = draft.agency.request_settings.confirms_automatically
    return file_request(
        said_in(draft),
        [_upload(file) for file in files],
        agency=draft.agency,
        by=Actor.applicant(),
        at=at,
        arrived_on=today,
        channel=Channel.ONLINE,
        confirmed_on=today if is_confirmed else None,
    )


def _upload(file: DraftFile) -> Upload:
    with file.file.open("rb") as stored:
        content = stored.read()
    kind = AttachmentKind.IDENTITY_PROOF if file.is_identity_proof else AttachmentKind.APPLICANT_FILE
    scan_state = ScanState(file.scan_state)
    return kind, Inspected(file.name, KINDS[file.kind], content, file.sha256, scan_state)


def purge(at: datetime) -> int:
    """Remove drafts whose time is over, with their files; the number of those removed."""
    gone = 0
    for draft in Draft.objects.filter(expires_at__lte=at).order_by("pk")[:1000]:
        with transaction.atomic():
            _discard(list(draft.files.all()))
            draft.delete()
        gone += 1
    return gone
