"""Where uploaded files are kept: outside the web root, without an address."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class PrivateFiles(FileSystemStorage):
    """Files that only a view may hand out, after it has asked who is asking."""

    def _save(self, name: str, content: File[bytes]) -> str:
        """A disk that is full leaves no half of a file behind; every name is a new one, so it is nobody else's."""
        try:
            return str(super()._save(name, content))  # type: ignore[misc]
        except BaseException:
            with suppress(OSError):
                Path(self.path(name)).unlink()
            raise

    def url(self, name: str | None) -> str:
        raise ValueError("上传的文件没有公开地址；请由检查权限的页面提供下载。")
