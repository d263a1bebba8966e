"""Where the entries behind a figure are shown."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from yangguang.annualreport.formats import Format
from yangguang.registers.counting import register_of


def address_behind(agency: int, year: int, form: Format, path: str) -> str:
    """The list of the entries from which a cell of the agency's report is counted; empty where no register gives it."""
    register = register_of(form, path)
    if register is None:
        return ""
    url = reverse("staff_registers:list", args=[agency, register.id])
    return f"{url}?{urlencode({'cell': path, 'of': year})}"
