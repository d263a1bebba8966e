"""Writing an annual report anew, in the layout that offices publish."""

from __future__ import annotations

from json import dumps

from yangguang.annualreport.findings import CheckedReport
from yangguang.annualreport.model import AnnualReport
from yangguang.annualreport.writing.html import write_fragment, write_html
from yangguang.annualreport.writing.json import to_json
from yangguang.annualreport.writing.layout import content

KINDS = ("docx", "pdf", "html", "xlsx", "json")


def write(report: AnnualReport, kind: str, *, checked: CheckedReport | None = None) -> bytes:
    """The report as a file of this kind (one of ``KINDS``).

    Only JSON carries findings and the results of rules; the documents are the report itself. Raises
    ``ValueError`` for another kind.
    """
    if kind == "json":
        data = to_json(report, checked)
        return (dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")
    if kind not in KINDS:
        raise ValueError(kind)
    return _document(report, kind)


def _document(report: AnnualReport, kind: str) -> bytes:
    """Each writer is imported when first needed: JSON should not cost the start of Word and PDF."""
    laid = content(report)
    if kind == "docx":
        from yangguang.annualreport.writing.docx import write_docx

        return write_docx(laid)
    if kind == "pdf":
        from yangguang.annualreport.writing.pdf import write_pdf

        return write_pdf(laid)
    if kind == "xlsx":
        from yangguang.annualreport.writing.xlsx import write_xlsx

        return write_xlsx(laid, report)
    return write_html(laid)


__all__ = ["KINDS", "to_json", "write", "write_fragment"]
