"""The step that archives a case, the same in every procedure (档案法第十四条; 条例第四十五条)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from yangguang.cases.archiving import when_archived
from yangguang.cases.inputs import Choice, Choices
from yangguang.cases.models import Retention
from yangguang.cases.procedure import Step
from yangguang.cases.situation import Situation
from yangguang.offices.roles import Role


def archive_step(
    *, frm: Iterable[str], to: str, by: frozenset[Role], law: Any, is_public: bool = True
) -> Step:
    """From each of the states that are ended; it may be undone, the package stays."""
    return Step(
        id="archive",
        label=_("归档"),
        says=_("归档"),
        law=law,
        frm=frozenset(frm),
        to=to,
        by=by,
        asks=(
            Choice(
                name="retention",
                label=_("保管期限"),
                choices=_retentions,
                initial=lambda situation: Retention.TEN_YEARS.value,
            ),
        ),
        effect=when_archived,
        undo_effect=lambda case, step: None,
        bulk=True,
        may_undo=True,
        help=_("全部文书、材料和办理步骤汇成一个归档包，可以下载，以后随时可以检查是否被改动。"),
        is_public=is_public,
    )


def _retentions(situation: Situation) -> Choices:
    return list(Retention.choices)
