"""Filing a request: agency, what is wanted, who asks, a last look, the receipt. Each page keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from yangguang.cases.refused import Refused, WrongFacts
from yangguang.cases.sealing import masked
from yangguang.offices.models import Agency
from yangguang.requests import drafts
from yangguang.requests.models import Draft
from yangguang.requests.public.forms import ACCEPTED, ApplicantForm, DraftForm, WantedForm
from yangguang.requests.public.selectors import agencies_taking_requests
from yangguang.requests.receipts import pdf_of, receipt_of
from yangguang.requests.rules import problems_of
from yangguang.requests.suggestions import suggest
from yangguang.web import throttle
from yangguang.web.keys import key

DRAFT, RESUME_CODE = "request_draft", "request_resume_code"
HOUR = 60 * 60
STARTS, UPLOADS, FILINGS, LOOKS, RESUMES = 60, 120, 30, 600, 30
"""How often an hour one address may begin, upload, file, ask for suggestions, and try a resume code."""
UPLOAD_FIELDS = {"identity_proofs": True, "materials": False}

View = Callable[..., HttpResponse]
DraftView = Callable[[HttpRequest, Draft], HttpResponse]


def _with_draft(view: DraftView) -> View:
    """Hands the draft of this session over; who has none begins at the beginning."""

    @wraps(view)
    @never_cache
    def inner(request: HttpRequest) -> HttpResponse:
        draft = drafts.open_draft(request.session.get(DRAFT), timezone.now())
        if draft is None:
            return redirect("requests:receipt" if _is_filed(request) else "requests:new")
        return view(request, draft)

    return inner


def _is_filed(request: HttpRequest) -> bool:
    return Draft.objects.filter(pk=request.session.get(DRAFT) or 0, case__isnull=False).exists()


def _too_often(request: HttpRequest, what: str, most: int) -> HttpResponse | None:
    wait = throttle.seconds_to_wait(request, f"request-{what}", most=most, seconds=HOUR)
    if not wait:
        return None
    context = {"minutes": -(-wait // 60)}
    response = render(request, "requests/public/too_often.html", context, status=429)
    response["Retry-After"] = str(wait)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """The guide and the choice of the agency."""
    if request.method == "POST":
        return _too_often(request, "start", STARTS) or _begin(request)
    words = request.GET.get("q", "").strip()[:60]
    context = {
        "step": 1,
        "words": words,
        "agencies": agencies_taking_requests(words),
        "draft": drafts.open_draft(request.session.get(DRAFT), timezone.now()),
    }
    return render(request, "requests/public/new.html", context)


def _begin(request: HttpRequest) -> HttpResponse:
    agency = get_object_or_404(
        Agency.objects.active().select_related("request_settings"),
        pk=key(request.POST.get("agency", "")),
    )
    now = timezone.now()
    draft = drafts.open_draft(request.session.get(DRAFT), now)
    try:
        if draft is None:
            draft = drafts.start(agency, now)
            request.session.cycle_key()  # who sat here before may have noted the session's name
        else:
            drafts.move(draft, agency, now)
    except Refused as refusal:
        context = {"step": 1, "error": str(refusal), "agencies": agencies_taking_requests("")}
        return render(request, "requests/public/new.html", context, status=409)
    request.session[DRAFT] = draft.pk
    return redirect("requests:wanted")


@require_http_methods(["GET", "HEAD", "POST"])
@_with_draft
def wanted(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What is wanted, with what is already public."""
    said, today = drafts.said_in(draft), timezone.localdate()
    form = WantedForm(said, today, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        drafts.keep(draft, form.typed() | {"needs_help": "needs_help" in request.POST}, timezone.now())
        if request.POST.get("action") == "save":
            return redirect("requests:saved")
        if request.POST.get("action") == "look":
            form = WantedForm(drafts.said_in(draft), today)
        elif form.is_valid():
            return redirect("requests:applicant")
    said = drafts.said_in(draft)
    words = f"{said['info_title']} {said['info_document_number']} {said['info_description']}"
    context = {
        "step": 2,
        "draft": draft,
        "form": form,
        "suggestions": suggest(words, draft.agency),
        "looked": request.POST.get("action") == "look",
    }
    return render(request, "requests/public/wanted.html", context, status=_status(form))


def _status(form: DraftForm) -> int:
    return 422 if form.is_bound and form.errors else 200


@require_GET
def suggestions(request: HttpRequest) -> HttpResponse:
    """The same list as on the page, for the script that asks while somebody types."""
    draft = drafts.open_draft(request.session.get(DRAFT), timezone.now())
    if draft is None or throttle.seconds_to_wait(request, "request-look", most=LOOKS, seconds=HOUR):
        raise Http404
    context = {"suggestions": suggest(request.GET.get("q", ""), draft.agency)}
    return render(request, "requests/public/_suggestions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@_with_draft
def applicant(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Who asks, and the files."""
    today = timezone.localdate()
    if request.method != "POST":
        return _applicant_page(request, draft, ApplicantForm(drafts.said_in(draft), today))
    form = ApplicantForm(drafts.said_in(draft), today, request.POST)
    drafts.keep(draft, form.typed(), timezone.now())
    if removed := key(request.POST.get("remove", "")):
        drafts.remove_file(draft, removed)
        return redirect("requests:applicant")
    refusals = _take_files(request, draft)
    if request.POST.get("action") == "save" and not refusals:
        return redirect("requests:saved")
    if request.POST.get("action") == "upload":
        unbound = ApplicantForm(drafts.said_in(draft), today)
        return _applicant_page(request, draft, unbound, refusals)
    form.full_clean()
    if not refusals and not draft.files.filter(is_identity_proof=True).exists():
        refusals = {"identity_proofs": [_("请附上身份证明的照片或扫描件（条例第二十九条）。")]}
    if form.is_valid() and not refusals:
        return redirect("requests:review")
    return _applicant_page(request, draft, form, refusals)


def _take_files(request: HttpRequest, draft: Draft) -> dict[str, list[str]]:
    """Keep the files that came along; sentences by field for those that are not taken."""
    refusals: dict[str, list[str]] = {}
    for name, is_proof in UPLOAD_FIELDS.items():
        for upload in request.FILES.getlist(name):
            said = _take_file(request, draft, upload, is_proof=is_proof)
            if said:
                refusals.setdefault(name, []).append(said)
    return refusals


def _take_file(request: HttpRequest, draft: Draft, upload: UploadedFile, *, is_proof: bool) -> str:
    if throttle.seconds_to_wait(request, "request-upload", most=UPLOADS, seconds=HOUR):
        return _("上传得太频繁，请过一会儿再传。")
    try:
        drafts.add_file(draft, upload, is_identity_proof=is_proof)
    except Refused as refusal:
        return str(refusal)
    return ""


def _applicant_page(
    request: HttpRequest, draft: Draft, form: ApplicantForm, refusals: dict[str, list[str]] | None = None
) -> HttpResponse:
    files = list(draft.files.all())
    context = {
        "step": 3,
        "draft": draft,
        "form": form,
        "refusals": refusals or {},
        "proofs": [file for file in files if file.is_identity_proof],
        "materials": [file for file in files if not file.is_identity_proof],
        "accept": ACCEPTED,
    }
    status = 422 if refusals else _status(form)
    return render(request, "requests/public/applicant.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@_with_draft
def review(request: HttpRequest, draft: Draft) -> HttpResponse:
    """A last look, the confirmation, and the filing itself."""
    if request.method == "POST":
        return _too_often(request, "file", FILINGS) or _file(request, draft)
    return _review_page(request, draft)


def _review_page(request: HttpRequest, draft: Draft, error: str = "", status: int = 200) -> HttpResponse:
    said = drafts.said_in(draft)
    problems = problems_of(said, timezone.localdate())
    shown = {
        name: _shown(form, name, said) for form in (WantedForm, ApplicantForm) for name in form.base_fields
    }
    context = {
        "step": 4,
        "draft": draft,
        "error": error,
        "problems": [sentence for sentences in problems.values() for sentence in sentences],
        "wanted": [shown[name] for name in WantedForm.base_fields if shown[name][1]],
        "applicant": [shown[name] for name in ApplicantForm.base_fields if shown[name][1]],
        "files": draft.files.all(),
        "is_confirmed": draft.agency.request_settings.confirms_automatically,
    }
    return render(request, "requests/public/review.html", context, status=status)


def _shown(form: type[DraftForm], name: str, said: dict[str, Any]) -> tuple[str, str]:
    """Label and value as people read them; the identity number only at its ends."""
    field, value = form.base_fields[name], said[name]
    if name == "identity_number":
        value = masked(value)
    elif isinstance(value, bool):
        value = _("是") if value else ""
    else:
        value = dict(getattr(field, "choices", ())).get(value, value) if value else ""
    return str(field.label), str(value)


def _file(request: HttpRequest, draft: Draft) -> HttpResponse:
    if request.POST.get("action") == "save":
        return redirect("requests:saved")
    if "confirmed" not in request.POST:
        said = _("请先勾选“我确认以上内容属实，现在提交申请”。")
        return _review_page(request, draft, said, status=422)
    try:
        drafts.file_draft(draft.pk, timezone.now())
    except WrongFacts as refusal:
        return _review_page(request, draft, str(refusal), status=422)
    except Refused as refusal:
        return _review_page(request, draft, str(refusal), status=409)
    request.session.pop(RESUME_CODE, None)
    request.session.cycle_key()  # the receipt shows the query code
    return redirect("requests:receipt")


@require_http_methods(["GET", "HEAD"])
@_with_draft
def saved(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The draft is kept, and with this code it is found again from anywhere."""
    code = request.session.get(RESUME_CODE, "")
    if not code or draft.finger is None:
        code = request.session[RESUME_CODE] = drafts.new_resume_code(draft)
        draft.refresh_from_db()
    return render(request, "requests/public/saved.html", {"draft": draft, "code": code})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def resume(request: HttpRequest) -> HttpResponse:
    """Go on with a draft that was kept."""
    error, status = "", 200
    if request.method == "POST":
        refusal = _too_often(request, "resume", RESUMES)
        if refusal:
            return refusal
        code = request.POST.get("code", "")
        draft = drafts.resumed(code, timezone.now())
        if draft is not None:
            request.session.cycle_key()
            request.session[DRAFT], request.session[RESUME_CODE] = draft.pk, code
            return redirect("requests:wanted")
        error, status = _("没有找到这份草稿：续填码不对，或者已超过 30 天、已经提交。请核对每一位。"), 422
    return render(request, "requests/public/resume.html", {"error": error}, status=status)


def _filed(request: HttpRequest) -> Draft | None:
    """The draft of this session that was filed just now; nothing once the code is no longer kept."""
    filed = Draft.objects.filter(pk=request.session.get(DRAFT) or 0, expires_at__gt=timezone.now())
    return filed.select_related("case__agency", "case__information_request").exclude(case=None).first()


@require_safe
@never_cache
def receipt(request: HttpRequest) -> HttpResponse:
    """Number, query code, day of receipt, due date and why; for half an hour in this session only."""
    draft = _filed(request)
    if draft is None or draft.case is None:
        return redirect("requests:track")
    shown = receipt_of(draft.case, draft.code, timezone.now())
    return render(request, "requests/public/receipt.html", {"receipt": shown})


@require_safe
@never_cache
def receipt_file(request: HttpRequest) -> HttpResponse:
    """The receipt as PDF."""
    draft = _filed(request)
    if draft is None or draft.case is None:
        raise Http404
    response = HttpResponse(pdf_of(receipt_of(draft.case, draft.code, timezone.now())), "application/pdf")
    name = _("申请回执%(number)s.pdf") % {"number": draft.case.number}
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


@require_POST
@never_cache
def discard(request: HttpRequest) -> HttpResponse:
    """Leave this machine: the session forgets draft and receipt; a draft stays for its resume code."""
    for name in (DRAFT, RESUME_CODE):
        request.session.pop(name, None)
    return redirect("requests:new")
