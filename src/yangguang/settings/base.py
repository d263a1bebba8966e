"""Settings that run with nothing set: SQLite, worker and files in one data folder, on this machine only.

Every value of the environment is read here, with its meaning; ``docs/ops.md`` shows them as a table.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from yangguang.settings import databases, secret
from yangguang.settings.env import Environment

PACKAGE = Path(__file__).resolve().parent.parent
env = Environment(os.environ)

DATA = env.folder(
    "YANGGUANG_DATA",
    default="data",
    says="数据文件夹：数据库、上传的文件、密钥、静态文件；默认是当前目录下的 data",
)
DEBUG = env.flag("YANGGUANG_DEBUG", default=False, says="调试页面和自动重载；只用于开发")
SECRET_KEY = env.secret(
    "YANGGUANG_SECRET_KEY", says="密钥；不设则首次启动时生成并存入数据文件夹的 secret.key"
) or secret.secret_key(DATA)
IDENTITY_KEYS = [
    key
    for key in env.secret(
        "YANGGUANG_IDENTITY_KEYS",
        says="加密证件号码和电话的密钥（32 字节的 base64），用逗号分隔，第一个用于加密，其余只用于解密；"
        "不设则首次启动时生成并存入数据文件夹的 identity.key",
    ).split(",")
    if key
] or [secret.identity_key(DATA)]

# --- who may knock -----------------------------------------------------------------------------

ORIGIN = env.url(
    "YANGGUANG_ORIGIN",
    schemes=("http", "https"),
    default="http://localhost:8000",
    says="网站对外的地址；以 https:// 开头时启用安全 Cookie 和 HSTS",
).rstrip("/")
ALLOWED_HOSTS = sorted(
    {
        "localhost",
        "127.0.0.1",
        "[::1]",
        urlsplit(ORIGIN).hostname or "localhost",
        *env.hosts("YANGGUANG_HOSTS", default=(), says="除对外地址外还接受的主机名，用逗号分隔"),
    }
)
CSRF_TRUSTED_ORIGINS = [ORIGIN]
HTTPS = ORIGIN.startswith("https://")
BEHIND_PROXY = env.flag(
    "YANGGUANG_BEHIND_PROXY",
    default=False,
    says="前面有反向代理，信任它的 X-Forwarded-For 和 X-Forwarded-Proto；只在服务不能被直接访问时打开",
)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "yangguang_session"
SESSION_COOKIE_AGE = 60 * 60 * 12  # a working day
X_FRAME_OPTIONS = "SAMEORIGIN"  # the workbench shows previews in frames
CSRF_FAILURE_VIEW = "yangguang.portal.errors.csrf_failure"
BODY_TOO_LARGE_VIEW = "yangguang.portal.errors.body_too_large"
METRICS_TOKEN = env.secret("YANGGUANG_METRICS_TOKEN", says="读取 /metrics 的令牌；不设则只有本机可读")

# --- what lives here ---------------------------------------------------------------------------

INSTALLED_APPS = [
    "yangguang.web",
    "yangguang.portal",
    "yangguang.workbench",
    "yangguang.reports",
    "yangguang.registers",
    "yangguang.requests",
    "yangguang.petitions",  # after requests: pages offer procedures in this order, and the demonstration needs them
    "yangguang.remedies",  # after the requests: its part of the demonstration is about theirs
    "yangguang.letters",
    "yangguang.cases",
    "yangguang.offices",
    "yangguang.ledger",
    # Wagtail's admin does not start without these three; their pages are closed in web/urls.py
    "wagtail.embeds",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.sites",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]
MIDDLEWARE = [
    "yangguang.web.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "yangguang.web.middleware.ContentPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "yangguang.web.middleware.ChosenLanguage",
    "yangguang.web.middleware.WholeAddress",
    "django.middleware.common.CommonMiddleware",
    "yangguang.web.bodies.BoundedBody",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "yangguang.web.urls"
WSGI_APPLICATION = "yangguang.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yangguang.portal.context.site",
            ],
        },
    },
]

# --- where things are kept ---------------------------------------------------------------------

DATABASES = {
    "default": databases.from_url(
        env.url(
            "DATABASE_URL",
            schemes=("postgres", "postgresql", "sqlite"),
            says="数据库，如 postgresql://用户:密码@主机:5432/名称；不设则用数据文件夹里的 SQLite",
        ),
        DATA,
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.url(
    "REDIS_URL",
    schemes=("redis", "rediss", "unix"),
    says="多台服务器共用的缓存，如 redis://主机:6379/0；不设则每个进程用自己的内存",
)
CACHES = {
    "default": {
        "BACKEND": "yangguang.web.caching.SharedCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "yangguang",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 10_000}}
}
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        # the wizards of later procedures may add queues; "default" is everybody's
        "QUEUES": ["default"],
    }
}
MAX_UPLOAD_MB = env.number(
    "YANGGUANG_MAX_UPLOAD_MB", default=50, least=1, most=2000, says="单个上传文件的上限（兆字节）"
)
MAX_ATTACHMENT_MB = env.number(
    "YANGGUANG_MAX_ATTACHMENT_MB", default=20, least=1, most=200, says="案件中单个文件的上限（兆字节）"
)
MAX_CASE_MB = env.number(
    "YANGGUANG_MAX_CASE_MB", default=200, least=1, most=10_000, says="一个案件全部文件的上限（兆字节）"
)
SCAN_COMMAND = env.text(
    "YANGGUANG_SCAN_COMMAND",
    says="病毒扫描命令，文件路径接在最后，如 clamdscan --fdpass --no-summary；返回 0 为干净、1 为有病毒，"
    "其余一律拒收；不设则不扫描",
)
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 200
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
# Uploaded files lie outside the web root and have no address: only views that asked who is asking hand them out.
MEDIA_ROOT = env.folder(
    "YANGGUANG_FILES",
    default=str(DATA / "files"),
    says="上传的文件放在哪里；多台服务器时指向共用的存储，不设则放在数据文件夹的 files 目录",
    shown="",
)
MEDIA_URL = ""
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "yangguang.web.storage.PrivateFiles"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- letters by e-mail ---------------------------------------------------------------------------

SMTP = urlsplit(
    env.url(
        "YANGGUANG_SMTP",
        schemes=("smtp", "smtps"),
        says="邮件服务器，如 smtps://用户:密码@主机:465；smtp 带用户名时用 STARTTLS 加密；不设则写入数据文件夹的 mail 目录，不发出",
    )
)
DEFAULT_FROM_EMAIL = env.text(
    "YANGGUANG_MAIL_FROM", default="yangguang@localhost", says="发出邮件的地址，如 公开办 <gk@example.gov.cn>"
)
if SMTP.hostname:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = SMTP.hostname
    EMAIL_PORT = SMTP.port or (465 if SMTP.scheme == "smtps" else 587)
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(SMTP.username or ""), unquote(SMTP.password or "")
    EMAIL_USE_SSL = SMTP.scheme == "smtps"
    EMAIL_USE_TLS = SMTP.scheme == "smtp" and bool(SMTP.username)
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA / "mail"

# --- languages and time ------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "yangguang_language"
LANGUAGE_COOKIE_AGE = 31_536_000
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# --- people ------------------------------------------------------------------------------------

AUTH_USER_MODEL = "offices.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "yangguang.offices.permissions.RoleBackend",
]
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
LOGOUT_REDIRECT_URL = "portal:home"
_VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATORS}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATORS}.NumericPasswordValidator"},
]
SIGN_IN_ATTEMPTS = env.number(
    "YANGGUANG_SIGN_IN_ATTEMPTS", default=5, least=1, most=100, says="连续几次密码错误后暂停该账号登录"
)
SIGN_IN_PAUSE_SECONDS = 15 * 60

# --- the workbench -----------------------------------------------------------------------------

SITE_NAME = env.text("YANGGUANG_SITE_NAME", default="阳光政务公开平台", says="网站名称，显示在页眉和标题中")
WAGTAIL_SITE_NAME = "阳光"
WAGTAILADMIN_BASE_URL = ORIGIN
WAGTAILADMIN_USER_LOGIN_FORM = "yangguang.workbench.forms.SignInForm"
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # one country, one time
WAGTAIL_PASSWORD_RESET_ENABLED = False  # without mail; an administrator sets a new password
WAGTAIL_ENABLE_UPDATE_CHECK = False  # nothing is fetched from outside
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# --- messages that leave the house -------------------------------------------------------------

SMS_URL = env.url(
    "YANGGUANG_SMS_URL",
    schemes=("http", "https"),
    says="短信网关的地址，办件提醒以 JSON POST 发往这里；不设则不发短信",
)
SMS_TOKEN = env.secret("YANGGUANG_SMS_TOKEN", says="短信网关的令牌，放在 Authorization: Bearer 中")

# --- logging -----------------------------------------------------------------------------------

LOG_FORMAT = env.text(
    "YANGGUANG_LOG_FORMAT",
    default="json",
    choices=("json", "plain"),
    says="日志格式：json 每行一个事件，plain 便于人看",
)
LOG_LEVEL = env.text(
    "YANGGUANG_LOG_LEVEL",
    default="INFO",
    choices=("DEBUG", "INFO", "WARNING", "ERROR"),
    says="日志级别",
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "yangguang.web.logs.JsonLines"},
        "plain": {"()": "yangguang.web.logs.PlainLines"},
    },
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["out"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": ["out"], "level": LOG_LEVEL, "propagate": False},
        # one line per request comes from our own middleware
        "django.server": {"handlers": [], "propagate": False},
        "waitress.queue": {"level": "ERROR"},
        "pikepdf": {"level": "WARNING"},  # greets at every start
        "django.utils.autoreload": {"level": "INFO"},
        # at the finest level these repeat whole pages' contents, and statements with their values
        "django.template": {"level": "INFO"},
        "django.db.backends": {"level": "INFO"},
    },
}

# --- the server --------------------------------------------------------------------------------

LISTEN = env.text("YANGGUANG_LISTEN", default="127.0.0.1:8000", says="yangguang serve 监听的地址和端口")
THREADS = env.number("YANGGUANG_THREADS", default=8, least=1, most=256, says="网页服务的线程数")
