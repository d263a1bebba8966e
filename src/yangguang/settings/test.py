"""For the tests: nothing of the developer's environment but the database, nothing written to the disk."""

import os
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_kept = {name: os.environ[name] for name in ("DATABASE_URL",) if name in os.environ}
_data = Path(tempfile.gettempdir()) / "yangguang-test"
for _name in [n for n in os.environ if n.startswith("YANGGUANG_") and n != "YANGGUANG_SHARED"]:
    del os.environ[_name]
os.environ["YANGGUANG_DATA"] = str(_data)
os.environ["YANGGUANG_SECRET_KEY"] = "only-for-the-tests-never-for-an-office"  # noqa: S105
os.environ["YANGGUANG_IDENTITY_KEYS"] = "b25seS1mb3ItdGhlLXRlc3RzLW5ldmVyLWFuLW9mZmk="

from yangguang.settings import databases  # noqa: E402
from yangguang.settings.base import *  # noqa: E402, F403
from yangguang.settings.base import LOGGING  # noqa: E402

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
if not _kept:
    DATABASES = {"default": databases.sqlite(":memory:")}
elif "sqlite" in _kept["DATABASE_URL"]:
    raise ImproperlyConfigured("测试的 DATABASE_URL 只用于 PostgreSQL；SQLite 是默认。")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# out of the sources: the collected folder need not exist, and WhiteNoise warns where it does not
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": ["default"]}}
LOGGING = LOGGING | {"handlers": {"out": {"class": "logging.NullHandler"}}}
