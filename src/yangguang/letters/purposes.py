"""What an agency's seals are for: an office has one for each kind of paper (专用章), and a paper bears the right one."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SealPurpose(models.TextChoices):
    """A seal by its purpose."""

    DISCLOSURE = "disclosure", _("政府信息公开专用章")
    PETITIONS = "petitions", _("信访专用章")
