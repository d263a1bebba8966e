"""How a petition may end."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.petitions.models import Kind


class Outcome(models.TextChoices):
    """The results of a handling opinion (信访工作条例第三十二条), of other answers, and the ends without one."""

    SUPPORT = "support", _("予以支持")
    EXPLAIN = "explain", _("请求事由合理但缺乏依据，解释说明")
    REJECT = "reject", _("不予支持")
    ADOPTED = "adopted", _("采纳")
    PARTLY_ADOPTED = "partly_adopted", _("部分采纳")
    NOT_ADOPTED = "not_adopted", _("不采纳")
    DEALT_WITH = "dealt_with", _("已调查处理")
    NOT_FOUND = "not_found", _("未发现所反映的问题")
    FORWARDED = "forwarded", _("转送、交办")
    REFUSED = "refused", _("不予受理")
    OBJECTED = "objected", _("提出异议并交还")
    UNNAMED = "unnamed", _("匿名事项办结")
    WITHDRAWN = "withdrawn", _("撤回或者和解")
    REVOKED = "revoked", _("撤销转办")


OPINION = (Outcome.SUPPORT, Outcome.EXPLAIN, Outcome.REJECT)
"""What a handling opinion may say (信访工作条例第三十二条第一款)."""
ANSWER = {
    Kind.SUGGESTION: (Outcome.ADOPTED, Outcome.PARTLY_ADOPTED, Outcome.NOT_ADOPTED),
    Kind.ACCUSATION: (Outcome.DEALT_WITH, Outcome.NOT_FOUND),
}
"""What the answer to a matter without review may say (信访工作条例第二十九条、第三十条)."""
