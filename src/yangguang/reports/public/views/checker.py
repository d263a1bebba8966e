"""The checker: anyone drops a report file and sees what does not add up. Nothing is kept."""

from __future__ import annotations

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from yangguang.annualreport.model import CellState
from yangguang.annualreport.writing import write
from yangguang.reports import samples
from yangguang.reports.public import files, findings_file, results, sealed, sheets
from yangguang.reports.public.apart import Refusal, check_apart
from yangguang.reports.public.child import LIMITS
from yangguang.reports.public.forms import MOST_MB, CheckForm
from yangguang.web import throttle

CHECKS, DOWNLOADS, SECONDS = 12, 60, 10 * 60
MOST_BODY = 2 * LIMITS.file_bytes + 64 * 1024
RESULT_KINDS = ("docx", "xlsx", "json")


class InMemory(MemoryFileUploadHandler):
    """Keeps an upload in memory whatever its size, so that it never touches the disk; :func:`checker` bounds it."""

    def handle_raw_input(self, *args: object, **kwargs: object) -> None:
        self.activated = True


@csrf_exempt  # only until the size is known: the token stands in the body, and asking for it reads all of it
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def checker(request: HttpRequest) -> HttpResponse:
    """The form, and on POST the result. A body beyond the limit is refused before it is taken apart."""
    if request.method == "POST":
        if _body_length(request) > MOST_BODY:
            return _form(request, CheckForm(), error=_too_large(), status=413)
        request.upload_handlers = [InMemory(request)]
    return _checker(request)


@csrf_protect
def _checker(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form(request, CheckForm())
    form = CheckForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, form, status=400)
    wait = throttle.seconds_to_wait(request, "check", most=CHECKS, seconds=SECONDS)
    if wait:
        response = _form(request, form, error=_too_often(wait), status=429)
        response["Retry-After"] = str(wait)
        return response
    uploads = form.uploads()
    try:
        result = check_apart(uploads)
    except Refusal as refusal:
        said = str(refusal.message)
        if len(uploads) > 1:
            said = f"{uploads[refusal.file].name}{gettext('：')}{said}"
        return _form(request, form, error=said, status=503 if refusal.is_busy else 422)
    return _result(request, result, uploads[0].name, with_previous=len(uploads) > 1)


def _body_length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return MOST_BODY + 1


def _too_large() -> str:
    return gettext("文件超过 %(most)s MB。年度报告通常不到 1 MB；图片较多的请先压缩图片，再试一次。") % {
        "most": MOST_MB
    }


def _too_often(wait: int) -> str:
    minutes = -(-wait // 60)
    return gettext("核对得太频繁，请约 %(minutes)s 分钟后再试。") % {"minutes": minutes}


def _form(request: HttpRequest, form: CheckForm, *, error: str = "", status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "error": error,
        "most_mb": MOST_MB,
        "most_pages": LIMITS.pages,
        "samples": samples.offered(),
    }
    return render(request, "reports/public/checker.html", context, status=status)


def _result(request: HttpRequest, result: sealed.Result, file: str, *, with_previous: bool) -> HttpResponse:
    report, findings = result.report, result.checked.findings
    cells = report.cells.values()
    context = {
        "report": report,
        "file": file,
        "with_previous": with_previous,
        "parts": sheets.parts(report, findings),
        "preamble": sheets.preamble(report, findings),
        "findings": results.describe_all(report.format, findings),
        "counts": results.counts(findings),
        "rules": results.shown_rules(result.checked, findings),
        "repairs": results.described_repairs(report),
        "unsure": results.described_doubts(report),
        "printed": sum(cell.state is CellState.PRINTED for cell in cells),
        "cells": len(report.cells),
        "sealed": sealed.seal(result),
        "minutes": sealed.SECONDS // 60,
    }
    return render(request, "reports/public/checker_result.html", context)


@require_POST
@never_cache
def result_file(request: HttpRequest) -> HttpResponse:
    """The result as a file: the report newly written, or its findings as a table or as JSON."""
    wait = throttle.seconds_to_wait(request, "check-file", most=DOWNLOADS, seconds=SECONDS)
    if wait:
        return _form(request, CheckForm(), error=_too_often(wait), status=429)
    result, kind = sealed.unseal(request.POST.get("sealed", "")), request.POST.get("kind", "")
    if result is None or kind not in RESULT_KINDS:
        said = gettext("结果页已过期，请重新选择文件核对。核对结果不在服务器上保存。")
        return _form(request, CheckForm(), error=said, status=400)
    if kind == "xlsx":
        body, stem = findings_file.workbook(result), gettext("核对结果")
    elif kind == "json":
        body, stem = write(result.report, "json", checked=result.checked), gettext("核对结果")
    else:
        body, stem = write(result.report, kind), gettext("年度报告")
    response = HttpResponse(body, content_type=files.CONTENT_TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(True, f"{stem}.{kind}")
    return response
