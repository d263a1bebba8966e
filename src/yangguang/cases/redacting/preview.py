"""The file that was made, page by page, before somebody lets it go."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from yangguang.cases.redacting.views import RedactingPage, desk_url, seen_by, standing
from yangguang.offices.visitors import person
from yangguang.redaction import open_material
from yangguang.redaction.pdf import page_sizes

MOST_PAGES = 60


class PreviewPage(RedactingPage):
    """What the applicant will get."""

    template_name = "cases/redacting/preview.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.redaction = get_object_or_404(seen_by(person(request)), pk=kwargs["pk"])
        if not self.redaction.made:
            raise Http404

    def get_page_title(self) -> str:
        return _("公开版本预览")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        name = self.redaction.attachment.name
        return self.crumbs(self.redaction.case, (desk_url(self.redaction), name), ("", _("公开版本预览")))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        with self.redaction.made.open("rb") as file:
            data = file.read()
        name = f"x.{self.redaction.made_suffix}"
        is_paged = self.redaction.made_suffix == "pdf"
        return super().get_context_data(
            redaction=self.redaction,
            pages=list(enumerate(page_sizes(data, name)[:MOST_PAGES], start=1)) if is_paged else [],
            passages=() if is_paged else open_material(data, name).passages,
            **standing(person(self.request), self.redaction),
            **kwargs,
        )
