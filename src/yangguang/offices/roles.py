"""What a person may be in an agency, and what follows from it.

Rooms above declare what their steps need (``grant`` in their ``AppConfig.ready``); nobody asks for
a role by name in a view.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A duty; one person may hold several, in several agencies."""

    DRAFTER = "drafter", _("拟稿人")
    CHECKER = "checker", _("核稿人")
    SIGNER = "signer", _("签发人")
    DISCLOSURE_OFFICE = "disclosure_office", _("政府信息公开工作机构")
    SECRECY_OFFICE = "secrecy_office", _("保密部门")
    LEADER = "leader", _("分管领导")
    INSPECTOR = "inspector", _("督查员")
    ADMINISTRATOR = "administrator", _("管理员")


# 条例第四十六条至第四十八条: the authority in charge supervises and inspects the bodies below it.
SEES_BELOW = frozenset({Role.INSPECTOR})
# An administrator sets up the offices and people below; that alone opens none of their papers.
MANAGES_BELOW = frozenset({Role.ADMINISTRATOR})

# Not Django's add/change/delete of the models: those open Wagtail's own pages, which know no tree.
MANAGE_OFFICES = "offices.manage_offices"
ENTER_WORKBENCH = "wagtailadmin.access_admin"
_granted: defaultdict[Role, set[str]] = defaultdict(set)


def grant(permission: str, *roles: Role) -> None:
    """Let holders of ``roles`` have ``permission`` (``app.codename``)."""
    for role in roles:
        _granted[role].add(permission)


def permissions_of(role: Role) -> frozenset[str]:
    """Everything that ``role`` allows."""
    return frozenset(_granted[role])


def granted() -> Mapping[Role, frozenset[str]]:
    """The whole table, for the docs and the tests."""
    return {role: permissions_of(role) for role in Role}


grant(ENTER_WORKBENCH, *Role)
grant(MANAGE_OFFICES, Role.ADMINISTRATOR)
grant("ledger.view_entry", Role.ADMINISTRATOR, Role.INSPECTOR)
grant("django_tasks_db.view_dbtaskresult", Role.ADMINISTRATOR)
