"""Forms of the workbench itself."""

from __future__ import annotations

from wagtail.admin.forms.auth import LoginForm


class SignInForm(LoginForm):
    """Signing in."""
