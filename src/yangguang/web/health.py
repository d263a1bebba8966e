"""Is the house open? For load balancers, monitors and people on call."""

from __future__ import annotations

import hmac
import logging
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from yangguang import __version__
from yangguang.web.caching import shared_cache_answers
from yangguang.web.callers import caller
from yangguang.web.models import Worker
from yangguang.web.preparing import Unfit, check_fit

logger = logging.getLogger(__name__)
LOCAL = {"127.0.0.1", "::1"}


def database_answers() -> bool:
    """Whether a query comes back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def migrations_applied() -> bool:
    """Whether the tables are those that this version wants."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def folder_writable() -> bool:
    """Whether the data folder takes a file."""
    Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=settings.MEDIA_ROOT, prefix=".ready") as file:
        return file.write(b"ready") == len(b"ready")


def worker_alive() -> bool:
    """Whether some worker gave a sign of life lately."""
    return Worker.objects.alive(timezone.now()).exists()


def is_fit() -> bool:
    """Whether what the rooms demand of a server holds, such as keys that open what others have sealed."""
    try:
        check_fit()
    except Unfit as reason:
        logger.error("this server is not fit", extra={"why": str(reason)})
        return False
    return True


CHECKS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "migrations": migrations_applied,
    "data_folder": folder_writable,
    "worker": worker_alive,
    "identity_keys": is_fit,
}


def _holds(name: str) -> bool:
    try:
        return CHECKS[name]()
    except (DatabaseError, OSError):
        logger.exception("readiness check failed", extra={"check": name})
        return False


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok", "version": __version__})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Everything that a visitor needs is there; 503 with the names of what is not."""
    checks = {name: _holds(name) for name in CHECKS}
    fine = all(checks.values())
    body = {"status": "ok" if fine else "unavailable", "checks": checks}
    return JsonResponse(body, status=200 if fine else 503)


def _may_read_metrics(request: HttpRequest) -> bool:
    if not settings.METRICS_TOKEN:
        return caller(request) in LOCAL and "X-Forwarded-For" not in request.headers
    given = request.headers.get("Authorization", "")
    return hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """A few figures in Prometheus' text format, for this machine or whoever holds the token."""
    if not _may_read_metrics(request):
        raise Http404
    lines = [
        "# HELP yangguang_info Version that is running.",
        "# TYPE yangguang_info gauge",
        f'yangguang_info{{version="{__version__}"}} 1',
        "# HELP yangguang_workers_alive Workers with a sign of life in the last minute.",
        "# TYPE yangguang_workers_alive gauge",
        f"yangguang_workers_alive {Worker.objects.alive(timezone.now()).count()}",
        "# HELP yangguang_tasks Background tasks by status.",
        "# TYPE yangguang_tasks gauge",
    ]
    shared = shared_cache_answers()
    if shared is not None:
        lines += [
            "# HELP yangguang_shared_cache_answers Whether the Redis that several servers share answers.",
            "# TYPE yangguang_shared_cache_answers gauge",
            f"yangguang_shared_cache_answers {int(shared)}",
        ]
    counts = DBTaskResult.objects.order_by().values_list("status").annotate(Count("pk"))
    lines += [f'yangguang_tasks{{status="{status.lower()}"}} {count}' for status, count in counts]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")
