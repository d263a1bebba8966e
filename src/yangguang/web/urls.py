"""Every address of the house; each room brings its own."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.decorators.cache import never_cache
from django.views.i18n import set_language
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access

from yangguang.web import health
from yangguang.workbench.account import OwnAccount


def closed(request: HttpRequest, room: str) -> HttpResponse:
    """A room of Wagtail's that has nobody living in it, or another in its place."""
    raise Http404(room)


CLOSED = (
    # libraries that hand files out by public addresses
    *("images", "documents"),
    # its pages for people know no tree of agencies: ours are below offices/
    *("users", "groups", "collections", "sites"),
    # the page tree, whose room is not built yet, and what serves its editors
    *(
        "api",
        "pages",
        "bulk",
        "choose-[a-z-]+",
        "tag-autocomplete",
        "editing-sessions",
        "block-preview",
        "embeds",
    ),
    *(
        "snippets",
        "workflows",
        "reports/(?:aging-pages|locked|page-types-usage|site-history|workflow|workflow_tasks)",
    ),
    # pages that break on purpose, to try error pages
    *("failwhale", "test404"),
)

urlpatterns = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("metrics", health.metrics, name="metrics"),
    path("language/", set_language, name="set-language"),
    path("staff/account/", never_cache(require_admin_access(OwnAccount.as_view())), name="own-account"),
    re_path(rf"^staff/({'|'.join(CLOSED)})/", closed),
    path("staff/", include(wagtailadmin_urls)),
    path("", include("yangguang.requests.public.urls")),
    path("", include("yangguang.petitions.public.urls")),
    path("", include("yangguang.reports.public.urls")),
    path("", include("yangguang.portal.urls")),
]

handler400 = "yangguang.portal.errors.bad_request"
handler403 = "yangguang.portal.errors.forbidden"
handler404 = "yangguang.portal.errors.not_found"
handler500 = "yangguang.portal.errors.broken"
