"""A disk that takes no file, in words."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from yangguang.cases.refused import Refused

logger = logging.getLogger(__name__)


@contextmanager
def stored() -> Iterator[None]:
    """Says in words that the disk took no file; what was there before stays."""
    try:
        yield
    except OSError as error:
        logger.exception("a file could not be stored")
        raise Refused(_("没有存下来：服务器的存储空间不足或出了故障。请稍后再试。")) from error
