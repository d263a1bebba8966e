"""For an office on the open net: refuses to start half-secured."""

from django.core.exceptions import ImproperlyConfigured

from yangguang.settings.base import *  # noqa: F403
from yangguang.settings.base import DEBUG, HTTPS, ORIGIN

if DEBUG:
    raise ImproperlyConfigured("正式环境不能打开调试：请去掉环境变量 YANGGUANG_DEBUG。")
if not HTTPS:
    raise ImproperlyConfigured(
        f"正式环境要用加密地址：请把 YANGGUANG_ORIGIN 设为 https:// 开头的对外地址（现为 {ORIGIN}）。"
    )
