"""Django's settings, derived from Seawall's own (`seawall.settings`) and from secrets made at first start.

Everything is safe by default: cookies bound to the site, strict CSP without inline code, no sign-up, sessions that end.
"""

from __future__ import annotations

import os
from typing import Any, Final

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from seawall.desk.hma.limits import HmaLimits
from seawall.desk.secrets import read_or_make_secret
from seawall.errors import SettingsError
from seawall.settings import Settings

SEAWALL: Final = Settings.from_environment()
SEAWALL.home.mkdir(parents=True, exist_ok=True, mode=0o700)

SECRET_KEY = os.environ.get("SEAWALL_SECRET_KEY") or read_or_make_secret(SEAWALL.home / "secret_key")
DEBUG = False
ALLOWED_HOSTS = [host for host in os.environ.get("SEAWALL_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host]
_SECURE = os.environ.get("SEAWALL_INSECURE_HTTP", "1") != "1"
"""True where the desk stands behind HTTPS (`SEAWALL_INSECURE_HTTP=0`): cookies then travel over HTTPS alone."""


HMA: Final = HmaLimits.from_environment(os.environ)
"""How far other systems may go at /hma/, and where the desk fetches from for them."""


def _proxy_count(written: str) -> int:
    if not written.isdecimal():
        raise SettingsError(f"SEAWALL_PROXIES must be a whole number, not {written!r}")
    return int(written)


INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "seawall.desk.people",
    "seawall.desk.audit",
    "seawall.desk.upkeep",
    "seawall.desk.cases",
    "seawall.desk.banks",
    "seawall.desk.closings",
    "seawall.desk.linking",
    "seawall.desk.cells",
    "seawall.desk.observations",
    "seawall.desk.comparing",
    "seawall.desk.ranking",
    "seawall.desk.search",
    "seawall.desk.sources",
    "seawall.desk.story",
    "seawall.desk.hma",
]

MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",  # first, so that refusals of the others carry the policy too
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "seawall.desk.headers.HeadersMiddleware",
    "seawall.desk.hma.cookieless.CookielessMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "seawall.desk.people.middleware.StaffLanguageMiddleware",
    "seawall.desk.error_pages.ErrorPageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "seawall.desk.statuses.StatusMiddleware",
    "seawall.desk.access.AccessMiddleware",
]

ROOT_URLCONF = "seawall.desk.urls"
WSGI_APPLICATION = "seawall.desk.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [os.path.join(os.path.dirname(__file__), "templates")],  # noqa: PTH118, PTH120
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "seawall.desk.navigation.navigation",
                "seawall.desk.observations.exposure.exposure",
            ],
            "builtins": ["seawall.desk.look", "seawall.desk.engine_words"],
        },
    }
]

_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;",
}


def _database() -> dict[str, Any]:
    if SEAWALL.database_url:
        return dict(dj_database_url.parse(SEAWALL.database_url, conn_max_age=60, conn_health_checks=True))
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": SEAWALL.desk_database_path,
        "OPTIONS": dict(_SQLITE_OPTIONS),
        "CONN_MAX_AGE": 60,  # opening the file for each request takes longer than most of what is asked of it
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

AUTH_USER_MODEL = "people.StaffMember"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "story:home"
ACCOUNT_ADAPTER = "seawall.desk.people.adapter.StaffAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False  # signing in lasts until the browser closes, at most SESSION_COOKIE_AGE
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = _proxy_count(os.environ.get("SEAWALL_PROXIES") or "0")
"""How many proxies of ours stand before the desk: rates are counted by the address that the outermost one saw."""
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Seawall"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _SECURE

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ar", _("Arabic")), ("es", _("Spanish"))]
LOCALE_PATHS = [os.path.join(os.path.dirname(__file__), "locale")]  # noqa: PTH118, PTH120
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATICFILES_DIRS = [os.path.join(os.path.dirname(__file__), "static")]  # noqa: PTH118, PTH120
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = False
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # "no-referrer" makes browsers send `Origin: null`, which the CSRF check refuses
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _SECURE else 0
SECURE_SSL_REDIRECT = _SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _SECURE else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 << 20

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"hide_secrets": {"()": "seawall.desk.logs.HideSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["hide_secrets"]}},
    "loggers": {
        "django.request": {"filters": ["hide_secrets"]},
        "django_tasks_db": {"level": "ERROR"},  # a worker that ends when it is told to is no warning
    },
    "root": {"handlers": ["console"], "level": os.environ.get("SEAWALL_LOG_LEVEL", "WARNING")},
}
