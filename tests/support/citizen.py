"""A citizen at the public pages, without script: fills in, goes on, looks up."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

import files
from applicants import GOOD
from django.http import HttpResponse
from django.test import Client

from yangguang.offices.models import Agency
from yangguang.requests.models import Draft

WANTED = (
    "info_title",
    "info_document_number",
    "info_description",
    "purpose",
    "delivery_form",
    "delivery_channel",
)


@dataclass
class Citizen:
    client: Client
    agency: Agency

    def begins(self, agency: Agency | None = None) -> HttpResponse:
        return self.client.post("/request/new/", {"agency": (agency or self.agency).pk})

    def says(self, page: str, action: str = "next", proofs: tuple[Any, ...] = (), **own: Any) -> HttpResponse:
        """Sends the page with what :data:`GOOD` says, and ``own`` over it."""
        said = {**GOOD, **own, "action": action}
        if page == "wanted":
            said = {name: said[name] for name in (*WANTED, "action", "needs_help") if name in said}
        else:
            said = {name: value for name, value in said.items() if name not in WANTED}
            said["identity_proofs"] = list(proofs)
        return self.client.post(f"/request/new/{page}/", said)

    def fills_in(self, **own: Any) -> None:
        self.begins()
        assert self.says("wanted", **own).headers["Location"] == "/request/new/applicant/"
        answer = self.says("applicant", proofs=(files.upload("身份证.png", files.picture()),), **own)
        assert answer.headers["Location"] == "/request/new/review/", text_of(answer)

    def files(self) -> HttpResponse:
        return self.client.post("/request/new/review/", {"confirmed": "yes", "action": "file"})

    def asks(self, **own: Any) -> tuple[str, str]:
        """The whole way; number and code from the receipt."""
        self.fills_in(**own)
        assert self.files().headers["Location"] == "/request/receipt/"
        return self.keys()

    def keys(self) -> tuple[str, str]:
        page = self.client.get("/request/receipt/").content.decode()
        number, code = re.findall(r'class="rq-code" translate="no">([^<]+)<', page)
        return number, code

    def looks_up(self, number: str, code: str) -> HttpResponse:
        return self.client.post("/track/", {"number": number, "code": code})

    def draft(self) -> Draft:
        return Draft.objects.get(pk=self.client.session["request_draft"])


def text_of(response: HttpResponse) -> str:
    """The words of a page, without its tags and the token that changes each time."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))
