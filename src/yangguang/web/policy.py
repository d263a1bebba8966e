"""What a page may load: only from this site, and no inline code on public pages."""

from __future__ import annotations

_COMMON = {
    "default-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
}
# data: images are the small icons inside our stylesheet
PUBLIC = _COMMON | {"script-src": "'self'", "style-src": "'self'"}
# Wagtail's admin sets inline styles and runs small inline scripts of its own; blob: is its preview of uploads
STAFF = _COMMON | {
    "script-src": "'self' 'unsafe-inline'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
}


def header(policy: dict[str, str]) -> str:
    """The policy as the header's value."""
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def policy_for(path: str) -> str:
    """The workbench's policy below ``/staff/``, the strict one everywhere else."""
    return header(STAFF if path.startswith("/staff/") else PUBLIC)
