"""The settings, all from the environment. `.env.example` explains each variable."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from portal.lib import environment, logs, provider
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
DATABASE_ROUTERS = ["portal.lib.replica.Router"] if "replica" in DATABASES else []
LANGUAGE_CODES = environment.words("LANGUAGES", "nb,de,en")
RELEASE = environment.text(
    "RELEASE",
    environment.newest_change(BASE_DIR / name for name in ("templates", "portal", "locale")),
)
ACCESSIBILITY_STATEMENT_URL = environment.text(
    "ACCESSIBILITY_STATEMENT_URL", "https://uustatus.no/"
)
STATIC_ROOT = Path(environment.text("STATIC_ROOT", str(BASE_DIR / "var" / "static")))
MEDIA_ROOT = Path(environment.text("MEDIA_ROOT", str(BASE_DIR / "var" / "media")))
LOG_LEVEL = environment.text("LOG_LEVEL", "INFO")
SLOW_QUERY_MS = int(environment.text("SLOW_QUERY_MS", "500"))
METRICS_ADDRESS = environment.internal_address("METRICS_ADDRESS")
STAFF_MFA_REQUIRED = environment.flag("STAFF_MFA_REQUIRED", not DEBUG)
# The operator's brake: without it no municipality stores anything new about families.
CASE_LOG_ALLOWED = environment.flag("CASE_LOG_ALLOWED", True)
MFA_KEYS = environment.words("MFA_KEY")
OIDC_PROVIDER = provider.from_environment(DEBUG)
BACKUP_KEYS = environment.words("BACKUP_KEY")
TRUSTED_PROXIES = int(environment.text("TRUSTED_PROXIES", "0" if DEBUG else "1"))
MAIL_FOLDER = environment.text("MAIL_FOLDER", str(BASE_DIR / "var" / "mail") if DEBUG else "")
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "Landgang <landgang@localhost>")
EMAIL_HOST = environment.text("EMAIL_HOST", "localhost")
EMAIL_PORT = int(environment.text("EMAIL_PORT", "25"))
EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS")
DATABASE_DIRECT = environment.direct_database()
JOB_TRIES = int(environment.text("JOB_TRIES", "16"))
JOB_FIRST_WAIT = timedelta(seconds=float(environment.text("JOB_FIRST_WAIT", "60")))

if not DEBUG and (len(SECRET_KEY) < 50 or "development" in SECRET_KEY):
    raise ImproperlyConfigured("SECRET_KEY is too short, or the one from the examples.")
if DEBUG and urlsplit(SITE_URL).hostname not in {"localhost", "127.0.0.1", "::1"}:
    raise ImproperlyConfigured("DEBUG is for this machine alone, and SITE_URL is a public address.")
if not DEBUG and "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is *: name the hosts that the portal answers for.")

# --- the portal ---------------------------------------------------------------------------------
INSTALLED_APPS = [
    "modeltranslation",
    "portal.apps.StaffSiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django_prose_editor",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "portal",
    "municipalities",
    "hosting",
    "newcomers",
]
MIDDLEWARE = [
    "portal.watching.WatchMiddleware",
    "portal.middleware.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "portal.middleware.UnavailableMiddleware",
    "portal.middleware.KindNotFoundMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.accounts.middleware.AccountPageMiddleware",
    "portal.history.StaffHistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.scope.ScopeMiddleware",
    "portal.security_log.DenialLogMiddleware",
    "portal.accounts.middleware.SecondFactorMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
AUTH_USER_MODEL = "portal.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# An event carries its own context: the package's table for that would stay empty.
MIGRATION_MODULES = {"pghistory": None}
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
LOCALE_PATHS = [BASE_DIR / "locale", *map(Path, environment.words("LOCALE_FOLDERS"))]
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
    "default": environment.storage(),
    "staticfiles": {"BACKEND": STATICFILES_STORAGE_NAME},
}
FILE_UPLOAD_HANDLERS = [f"portal.lib.uploads.{each}" for each in ("Limited", "InMemory")]
# Names with a digest only, and no compressed maps: a start takes a quarter of the time.
WHITENOISE_KEEP_ONLY_HASHED_FILES = not DEBUG
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["br", "gz", "jpg", "map", "png", "webp", "woff2", "zip"]

# --- people and doors ---------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {"user_attributes": ["name", "email"]},
        "MinimumLengthValidator": {"min_length": 12},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/admin/"
CSRF_FAILURE_VIEW = "portal.accounts.views.form_is_old"

# Accounts: by e-mail and invitation only. portal/accounts says which doors are open.
ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# Whoever accepts an invitation has proven to read mail at its address.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/5m/ip,5/5m/key",
    "reset_password": "10/10m/ip,3/h/key",
}
# Django's own: allauth's would keep a second copy of every address.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_FORMS = {
    "login": "portal.accounts.forms.LoginForm",
    "change_password": "portal.accounts.forms.ChangePasswordForm",
    "reset_password": "portal.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "portal.accounts.forms.NewPasswordForm",
    "reauthenticate": "portal.accounts.forms.ReauthenticateForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "portal.accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Landgang"
MFA_FORMS = {
    "authenticate": "portal.accounts.forms.CodeForm",
    "reauthenticate": "portal.accounts.forms.CodeAgainForm",
    "activate_totp": "portal.accounts.forms.ActivateAppForm",
    "add_webauthn": "portal.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "portal.accounts.forms.RenamePasskeyForm",
}

# Limits are counted where all processes see them.
CACHES = {"default": environment.cache()}

EMAIL_BACKEND = f"django.core.mail.backends.{'filebased' if MAIL_FOLDER else 'smtp'}.EmailBackend"
EMAIL_FILE_PATH = MAIL_FOLDER or None
EMAIL_TIMEOUT = 10
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Besides each package's `tasks`.
PROCRASTINATE_IMPORT_PATHS = ["portal.duties"]

SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not DEBUG
SESSION_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 0 if DEBUG else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEBUG
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^live$", r"^ready$"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"

# --- public forms: how often one may be sent in a window, by one address and by all together ----
CONTACT_PER_ADDRESS = {"limit": 30, "seconds": 10 * 60}
CONTACT_OVERALL = {"limit": 300, "seconds": 60 * 60}

# --- day limits (domain.md) ---------------------------------------------------------------------
# An enquiry that became nothing is deleted a year after it came.
ENQUIRY_KEPT_DAYS = 365
# After this an unanswered enquiry is the lead's.
ENQUIRY_ANSWERED_IN_WORKING_DAYS = 2
# "Without contact": nobody reached for so long, in the first three months and later.
CASE_NEW_FOR_DAYS = 90
CASE_CONTACT_DAYS_WHEN_NEW = 30
CASE_CONTACT_DAYS = 90
# What somebody was writing when the line broke.
DRAFT_KEPT_DAYS = 7
# So long the link is good by which somebody confirms that they want the monthly letter.
LETTER_CONFIRMED_WITHIN_HOURS = 72
TRANSFER_EXPIRES_DAYS = 14
FEEDBACK_KEPT_DAYS = 365
# A figure's editor is told so long before it has to be checked.
FIGURE_WARNED_DAYS = 30
# Texts and facts that nobody has looked at for so long are told to those who answer for them.
TEXT_REVIEWED_MONTHS = 12
# A published offer is asked about so long after it was confirmed, and hidden when its sender is
# silent for so long.
OFFER_CONFIRMED_FOR_DAYS, OFFER_ANSWERED_IN_DAYS = 365, 42
# Its sender is reminded so often, so many days apart. What was never confirmed is deleted; who
# sent what readers do not see is forgotten.
OFFER_REMINDERS, OFFER_REMINDED_DAYS = 2, 14
OFFER_UNCONFIRMED_DAYS, OFFER_SENDER_KEPT_DAYS = 14, 365

# --- what readers leave behind ------------------------------------------------------------------
# Feedback in ten minutes: from one sender, which may be a whole library, and from all together.
FEEDBACK_PER_SENDER = 20
FEEDBACK_OVERALL = 300
# Visits are written by each process after so many seconds, or so many visits.
VISITS_WRITTEN_EVERY = 30
VISITS_WRITTEN_AT = 500

LOGGING = logs.configuration(is_for_people=DEBUG, level=LOG_LEVEL)
