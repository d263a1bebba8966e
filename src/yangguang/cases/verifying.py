"""Holding packages against what the house wrote down when it made them; the worker does it, the list shows it.

The same check as ``yangguang archive verify``, and two more that only the house can make: the sum of the whole
package, and the end of the chain of steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from yangguang.archive import verify
from yangguang.cases.models import ArchivePackage
from yangguang.cases.noticing import HOUSE_LANGUAGE
from yangguang.ledger import kinds
from yangguang.ledger.book import record
from yangguang.offices.models import Person
from yangguang.web.later import later
from yangguang.web.models import LongTask
from yangguang.web.progress import Progress, announce

ASKED = kinds.declare("cases.verification_asked", gettext_lazy("校验归档包 %(count)s 个"))
BROKEN = kinds.declare("cases.package_broken", gettext_lazy("归档包 %(object)s 校验不符：%(problems)s"))
KIND = "cases.verify_packages"
MOST_AT_ONCE = 5_000
MOST_PROBLEMS = 20


@transaction.atomic
def ask(packages: Sequence[int], *, by: Person, at: datetime) -> LongTask:
    """Let the worker verify these packages."""
    from yangguang.cases.tasks import verify_packages

    task = announce(KIND, _("校验归档包"), at)
    record(ASKED, task, by=by, at=at, count=len(packages))
    later(verify_packages, list(packages), task.pk)
    return task


def verify_all(packages: Sequence[int], progress: Progress) -> int:
    """Verify one after the other; how many do not hold."""
    progress.begin(len(packages))
    for pk in packages:
        progress.step(found=not verify_one(pk, timezone.now()))
    progress.end()
    return progress.found


def verify_one(pk: int, at: datetime) -> bool:
    """Verify one package and keep what was found; whether it holds."""
    package = ArchivePackage.objects.select_related("case__agency").filter(pk=pk).first()
    if package is None:
        return True
    with override(HOUSE_LANGUAGE):
        problems = list(_problems(package))[:MOST_PROBLEMS]
    with transaction.atomic():
        ArchivePackage.objects.filter(pk=pk).update(verified_at=at, problems=problems)
        if problems and problems != package.problems:  # what is known already is not entered every time
            agency = package.case.agency
            record(BROKEN, package, by=None, agency=agency, at=at, problems="；".join(problems)[:1000])
    return not problems


def _problems(package: ArchivePackage) -> Iterator[str]:
    try:
        with package.file.open("rb") as file:
            data = file.read()
    except OSError:
        yield _("文件不在存储中，请从备份恢复。")
        return
    verdict = verify(data)
    if verdict.sha256 != package.sha256:
        yield _("整个包的 SHA-256 与生成时登记的不符。")
    if verdict.holds and verdict.last_hash != package.last_hash:
        yield _("包内步骤链的末值与生成时登记的不符。")
    for problem in verdict.problems:
        yield f"{problem.where}：{problem.message}" if problem.where else str(problem.message)
