"""A form of the desk is handed in at most once, whoever clicks how often.

A citizen's request is filed from a draft whose row is locked (``requests/drafts.py``); the desk has no draft, so the
page carries a token, and the row of the token is what two clicks meet at. The first one registers; the second waits
for it and is given the same case and code.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from yangguang.cases.attaching import all_or_nothing
from yangguang.cases.models import Case, IntakeSlip
from yangguang.cases.refused import Conflict
from yangguang.offices.models import Person
from yangguang.web.later import later

FIELD = "form_token"
CODE_KEPT = timedelta(minutes=30)
"""How long the query code stays with the slip; as long as with a draft that was filed."""
SLIP_KEPT = timedelta(days=30)
"""How long a form that was handed in is recognised: a page is found again by the back button for days."""
_TOKEN = re.compile(r"[0-9a-f]{32}")
_NOT_SAID = frozenset({FIELD, "csrfmiddlewaretoken"})

Registering = Callable[[], tuple[Case, str]]


def new_token() -> str:
    """A token for a page with an empty form."""
    return secrets.token_hex(16)


def hand_in(request: HttpRequest, by: Person, at: datetime, register: Registering) -> tuple[Case, str]:
    """Register what this page says, or find what it was registered as; the case and its query code.

    The code is empty once it is no longer kept. Raises :class:`Conflict` where the page has no token or was handed
    in with other words, and whatever ``register`` raises; then the token is as good as new.
    """
    token = request.POST.get(FIELD, "")
    if not _TOKEN.fullmatch(token):
        raise Conflict(_("这一页不完整或者已经过期，还没有登记。请核对下面的内容，再按一次“登记”。"))
    mark = _mark_of(request)
    with all_or_nothing():
        slip, _is_new = IntakeSlip.objects.get_or_create(
            token=token, defaults={"by": by, "mark": mark, "at": at}
        )
        if slip.case is not None:
            _check_same(slip, by, mark)
            return slip.case, slip.code
        slip.case, slip.code = register()
        slip.save()
        _forget_later(at + CODE_KEPT)
    return slip.case, slip.code


def _check_same(slip: IntakeSlip, by: Person, mark: str) -> None:
    """A page of the back button that was filled in for the next applicant is no second click."""
    if slip.by_id != by.pk or slip.case is None:
        raise Conflict(_("这一页不是您打开的，还没有登记。请核对下面的内容，再按一次“登记”。"))
    if not hmac.compare_digest(slip.mark, mark):
        raise Conflict(
            _(
                "这一页已登记为 %(number)s，现在的内容与那次不同，没有再登记。"
                "确实是另一件的，请核对后再按一次“登记”；要改那一件的，请打开那个案件。"
            )
            % {"number": slip.case.number}
        )


def _mark_of(request: HttpRequest) -> str:
    """A keyed digest of what was typed and which files were chosen; tells nothing of either."""
    said = [f"{name}={values}" for name, values in sorted(request.POST.lists()) if name not in _NOT_SAID]
    files = [
        f"{name}:{file.name}:{file.size}" for name, chosen in sorted(request.FILES.lists()) for file in chosen
    ]
    return hmac.new(
        settings.SECRET_KEY.encode(), "\x00".join(said + files).encode(), hashlib.sha256
    ).hexdigest()


def registered_by(person: Person, case: Case) -> bool:
    """Whether this person put the case on the books, and still serves there: they may see its receipt."""
    if not any(held.agency_id == case.agency_id for held in person.held):
        return False
    first = case.steps.order_by("number").first()
    return first is not None and first.actor_id == person.pk


def forget(at: datetime) -> int:
    """Take the codes off the slips whose minutes are over, and remove old slips; the number of codes taken off."""
    IntakeSlip.objects.filter(at__lte=at - SLIP_KEPT).delete()
    return IntakeSlip.objects.filter(at__lte=at - CODE_KEPT).exclude(code="").update(code="")


def _forget_later(when: datetime) -> None:
    from yangguang.cases.tasks import forget_codes  # the tasks know every room of the floor

    if forget_codes.get_backend().supports_defer:
        later(forget_codes.using(run_after=when + timedelta(minutes=1)))
