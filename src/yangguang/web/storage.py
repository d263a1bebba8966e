"""Where uploaded files are kept: outside the web root, without an address."""

from __future__ import annotations

from django.core.files.storage import FileSystemStorage


class PrivateFiles(FileSystemStorage):
    """Files that only a view may hand out, after it has asked who is asking."""

    def url(self, name: str | None) -> str:
        raise ValueError("上传的文件没有公开地址；请由检查权限的页面提供下载。")
