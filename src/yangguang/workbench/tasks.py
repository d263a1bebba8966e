"""What the workers do, did, and failed to do."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from yangguang.web.duties import called
from yangguang.web.models import Worker

PER_PAGE = 50
WORDS = {
    TaskResultStatus.READY: (gettext_lazy("等待"), "neutral"),
    TaskResultStatus.RUNNING: (gettext_lazy("进行中"), "info"),
    TaskResultStatus.SUCCESSFUL: (gettext_lazy("完成"), "success"),
    TaskResultStatus.FAILED: (gettext_lazy("失败"), "error"),
}


@permission_required("django_tasks_db.view_dbtaskresult", raise_exception=True)
def tasks(request: HttpRequest) -> HttpResponse:
    """Background tasks, newest first; arguments are not shown, they may speak of cases."""
    status = request.GET.get("status", "").upper()
    shown = DBTaskResult.objects.order_by("-enqueued_at")
    if status in TaskResultStatus.values:
        shown = shown.filter(status=status)
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(task, called(task.task_path), *WORDS[TaskResultStatus(task.status)]) for task in page]
    context = {
        "page_obj": page,
        "rows": rows,
        "status": status,
        "statuses": [(value, label) for value, (label, _severity) in WORDS.items()],
        "workers": Worker.objects.alive(timezone.now()),
        "header_title": _("后台任务"),
    }
    return render(request, "workbench/tasks.html", context)
