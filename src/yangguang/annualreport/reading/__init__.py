"""Reading a report from any file that an office produces."""

from __future__ import annotations

from yangguang.annualreport.reading.read import load_document, read

__all__ = ["load_document", "read"]
