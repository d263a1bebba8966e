"""Asking a virus scanner about a file before it is kept. Which one, the office says (``YANGGUANG_SCAN_COMMAND``)."""

from __future__ import annotations

import logging
import shlex
import subprocess
import tempfile

from django.conf import settings
from django.utils.translation import gettext as _

from yangguang.cases.models import ScanState
from yangguang.cases.refused import Refused

logger = logging.getLogger(__name__)
CLEAN, INFECTED = 0, 1
SECONDS = 60


def scanned(data: bytes, name: str) -> ScanState:
    """What the scanner says. Raises :class:`Refused` for an infected file, and where the scanner does not answer:
    an office that has one never takes a file unseen."""
    if not settings.SCAN_COMMAND:
        return ScanState.NOT_SCANNED
    result = _ask(data)
    if result == CLEAN:
        return ScanState.CLEAN
    if result == INFECTED:
        logger.warning("an infected file was refused")
        raise Refused(
            _("文件“%(name)s”含有病毒，已拒收，没有保存。请在自己的设备上查杀后再试。") % {"name": name}
        )
    raise Refused(_("病毒扫描暂时不可用，文件没有保存。请过几分钟再试，或先不附文件提交。"))


def _ask(data: bytes) -> int:
    """The scanner's exit code; -1 when it could not be asked."""
    try:
        with tempfile.NamedTemporaryFile(prefix="yangguang-scan-") as file:
            file.write(data)
            file.flush()
            command = [*shlex.split(settings.SCAN_COMMAND), file.name]
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except (OSError, ValueError, subprocess.TimeoutExpired):
        logger.exception("the virus scanner could not be asked")
        return -1
    if done.returncode not in (CLEAN, INFECTED):
        logger.error(
            "the virus scanner failed",
            extra={"code": done.returncode, "said": done.stderr[-500:].decode(errors="replace")},
        )
    return done.returncode
