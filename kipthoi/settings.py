"""Settings, all from the environment; every variable is listed in docs/reference.

A missing or malformed variable is named at start. Nothing here is secret: secrets lie
in the folder KIPTHOI_KEYS, outside data and backup.
"""

import secrets
from pathlib import Path

import environs

env = environs.Env()

BASE_DIR = Path(__file__).resolve().parent
DATA = Path(env.str("KIPTHOI_DATA", "var/demo")).absolute()
KEYS = Path(env.str("KIPTHOI_KEYS", f"{DATA}-keys")).absolute()
LOG = Path(env.str("KIPTHOI_LOG", f"{DATA}-log")).absolute()


def _mode() -> str:
    """Return demo or real, as written into the folder at its first start."""
    try:
        return (DATA / "mode").read_text().strip()
    except OSError:
        return ""


def _secret(name: str) -> str:
    """Return a secret of the keys folder, or a passing one before setup made it."""
    try:
        return (KEYS / name).read_text().strip()
    except OSError:
        return secrets.token_hex(32)


MODE = _mode()
DEMO = MODE == "demo"
SECRET_KEY = _secret("django.secret")
DEBUG = env.bool("KIPTHOI_DEBUG", False)
ORIGIN: str = env.str("KIPTHOI_ORIGIN", "").rstrip("/")
_HOST = ORIGIN.split("://")[-1].split("/")[0].split(":")[0]
ALLOWED_HOSTS = [_HOST] if _HOST else ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [ORIGIN] if ORIGIN else []
HTTPS = ORIGIN.startswith("https://")

INSTALLED_APPS = [
    "kipthoi",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "kipthoi.web.ready.ready_pages",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kipthoi.web.middleware.PackedPages",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "kipthoi.web.middleware.private_by_default",
    "kipthoi.web.middleware.OfficerSessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "kipthoi.web.gate.Gate",
    "kipthoi.web.middleware.plain_errors",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "kipthoi.urls"
WSGI_APPLICATION = "kipthoi.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "kipthoi.web.context.house",
            ],
            "builtins": ["kipthoi.templatetags.kt"],
        },
    }
]

# Embedded default: one SQLite file. synchronous=FULL and WAL are asserted at start.
if env.str("DATABASE_URL", ""):
    DATABASES = {"default": env.dj_db_url("DATABASE_URL")}
    DATABASES["default"].setdefault("OPTIONS", {})
    DATABASES["default"]["CONN_MAX_AGE"] = 600
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "kipthoi.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
                    "PRAGMA foreign_keys=ON;PRAGMA secure_delete=ON;"
                    "PRAGMA cache_size=-1000;"
                ),
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "kipthoi.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
LOGIN_URL = "people:sign_in"
LOGIN_REDIRECT_URL = "cases:today"
LOGOUT_REDIRECT_URL = "web:home"
SESSION_ENGINE = "kipthoi.people.sessions"
SESSION_COOKIE_NAME = "kt_officer"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "kt_form"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "kipthoi.journal.refusals.form_expired"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 31536000
FILE_UPLOAD_HANDLERS = ["kipthoi.files.uploads.MemoryUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300
DATA_UPLOAD_MAX_NUMBER_FILES = 200

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "blob:"],
        "media-src": ["'self'", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
PERMISSIONS_POLICY = {
    "camera": [],
    "geolocation": [],
    "microphone": "self",
    "payment": [],
    "usb": [],
}
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"

# Mail: SMTP by EMAIL_URL, or files that the demonstration shows on a page.
if env.str("EMAIL_URL", ""):
    vars().update(env.dj_email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA / "mail"
DEFAULT_FROM_EMAIL = env.str("KIPTHOI_MAIL_FROM", "kip-thoi@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Sign-in of officers: a passkey or a code by e-mail, no passwords (people/adapter.py).
ACCOUNT_ADAPTER = "kipthoi.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_FORMS = {"confirm_login_code": "kipthoi.people.forms.CodeForm"}
# Limits are kept by account, never by network address: a factory shares one address.
# 8 letters an hour with 3 tries each leave a guess one chance in 40,000 an hour.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "4/10m/key,8/h/key",
    "login": "",
    "login_failed": "",
    "reauthenticate": "",
}
MFA_RATE_LIMITS = {"webauthn_login": ""}
MFA_FORMS = {"login_webauthn": "kipthoi.people.forms.PasskeyForm"}
MFA_ADAPTER = "kipthoi.people.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "recovery_codes"]
MFA_RECOVERY_CODE_DIGITS = 12
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

# No address of anybody is written to a log; requests are not logged at all.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_request": {"()": "kipthoi.web.middleware.NoAddresses"}},
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["no_request"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
