"""The checker's form: one file, perhaps last year's, or one of our samples."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from yangguang.reports import samples
from yangguang.reports.public.apart import Upload
from yangguang.reports.public.child import LIMITS

EMPTY = {"empty": _("这个文件是空的，没有内容。请确认文件已保存完整，再重新选择。")}
SUFFIXES = (".docx", ".pdf", ".xlsx", ".html", ".htm", ".txt", ".md", ".json")
MOST_MB = LIMITS.file_bytes // (1024 * 1024)
NAME_LENGTH = 120


class CheckForm(forms.Form):
    """Two files at most; size and kind are looked at here, everything else behind the wall."""

    file = forms.FileField(
        label=_("年度报告文件"),
        required=False,
        error_messages=EMPTY,
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )
    previous = forms.FileField(
        label=_("上一年度的报告（可不选）"),
        help_text=_("同时核对两年之间的结转数、存量数是否衔接。"),
        required=False,
        error_messages=EMPTY,
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )
    sample = forms.ChoiceField(required=False, choices=[(name, name) for name in samples.FOR_THE_CHECKER])

    def clean_file(self) -> UploadedFile | None:
        return _fit(self.cleaned_data["file"])

    def clean_previous(self) -> UploadedFile | None:
        return _fit(self.cleaned_data["previous"])

    def clean(self) -> None:
        super().clean()
        if not self.errors and not self.cleaned_data.get("file") and not self.cleaned_data.get("sample"):
            self.add_error("file", ValidationError(_("请先选择一个文件。"), code="required"))

    def uploads(self) -> list[Upload]:
        """The files in memory, the report first."""
        if self.cleaned_data.get("sample"):
            return [
                Upload(item.name, item.content) for item in samples.for_checker(self.cleaned_data["sample"])
            ]
        given = (self.cleaned_data["file"], self.cleaned_data["previous"])
        return [Upload((file.name or "")[-NAME_LENGTH:], file.read()) for file in given if file]


def _fit(file: UploadedFile | None) -> UploadedFile | None:
    """Size and ending. The content decides about the kind later; the ending is asked to answer at once."""
    if file is None:
        return None
    if (file.size or 0) > LIMITS.file_bytes:
        raise ValidationError(
            _("文件超过 %(most)s MB。年度报告通常不到 1 MB；图片较多的请先压缩图片，再试一次。"),
            code="too_large",
            params={"most": MOST_MB},
        )
    if not (file.name or "").lower().endswith(SUFFIXES):
        raise ValidationError(
            _("这里不核对这种文件。请另存为 docx、pdf、xlsx、html 或 txt 后再试。"), code="kind"
        )
    return file
