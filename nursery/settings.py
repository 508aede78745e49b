"""Turnabout's settings: one file, all of it from the environment.

An operator's settings are described in docs/operations.md; `manage.py check --deploy` says what is unsafe.
"""

from pathlib import Path
from typing import Any

import dj_database_url
import dj_email_url
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from nursery import embedded, env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("TURNABOUT_VAR") or BASE_DIR / "var")

DEBUG = env.flag("DEBUG")
# The demo offers its people on the sign-in page and shows the mail it sent. Never on for a real nursery.
DEMO = env.flag("TURNABOUT_DEMO")
# Whether anybody with a confirmed address may start a nursery here; else only those whom `manage.py let_found` lets.
FOUNDING_OPEN = env.flag("FOUNDING_OPEN", default=DEMO)

# --- PostgreSQL ------------------------------------------------------------------------------------------
# DATABASE_URL serves (the app's role, which owns no table); DATABASE_OWNER_URL migrates.
DATABASE_URL = env.text("DATABASE_URL")
EMBEDDED = not DATABASE_URL
DATABASE_OWNER_URL = env.text("DATABASE_OWNER_URL") or DATABASE_URL
if EMBEDDED:
    DATABASE_URL, DATABASE_OWNER_URL = embedded.urls()

DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **dj_database_url.parse(DATABASE_URL, conn_max_age=env.number("CONN_MAX_AGE", 60), conn_health_checks=True),
        "ATOMIC_REQUESTS": True,
    },
    "owner": {**dj_database_url.parse(DATABASE_OWNER_URL)},
}
for _database in DATABASES.values():
    _database.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Holds allauth's rate limits, which must be the same in every worker and outlast a restart. In PostgreSQL even
# where there is Redis: signing in must not need it, and the key's uniqueness is what makes the counting exact
# (a file cache's `add` is not atomic). nursery/migrations/0003_cache.py makes the table.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "nursery_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# --- Secrets and hosts ------------------------------------------------------------------------------------
SECRET_KEY = env.text("SECRET_KEY")
if not SECRET_KEY:
    if not EMBEDDED:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    SECRET_KEY = embedded.secret_key(VAR_DIR)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
if not EMBEDDED:
    for _name, _secret in [
        ("SECRET_KEY", SECRET_KEY),
        *(("SECRET_KEY_FALLBACKS", key) for key in SECRET_KEY_FALLBACKS),
    ]:
        env.refuse_weak(_name, _secret)
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or (LOCAL_HOSTS if EMBEDDED or DEMO else [])
SITE_URL = env.text("SITE_URL", "http://localhost:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

# Plain http is for this machine alone: the embedded server and the demo.
HTTPS = env.flag("HTTPS", default=not (EMBEDDED or DEMO or DEBUG))
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
if env.flag("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # else the proxy's address would share out one limit among all
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
if HTTPS:  # names that no other host of the domain can set for ours
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60  # two months: a parent signs in about once a term
SESSION_UNSEEN_AGE = 60 * 60 * 24 * 30  # a session in which nobody opened a page for so long is over
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# No page uses anything of the device: no camera, no microphone, no place, no sensor, no payment. What Chromium does not
# know on every system (ambient-light-sensor, bluetooth, web-share) is not named, because it complains of each.
_no_device = """accelerometer autoplay browsing-topics camera display-capture
encrypted-media fullscreen gamepad geolocation gyroscope hid idle-detection local-fonts magnetometer microphone midi
payment picture-in-picture screen-wake-lock serial storage-access usb xr-spatial-tracking"""
PERMISSIONS_POLICY: dict[str, list[str]] = {feature: [] for feature in _no_device.split()}
# What is sent at once: a form, a spreadsheet of members (1 MB), a nursery file. Larger ones come by manage.py.
MOST_BODY_BYTES = 8 * 2**20
DATA_UPLOAD_MAX_NUMBER_FILES = 2

# --- The house ---------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "founding",
    "portability",
    "rights",
    "home",
    "costs",
    "membership",
    "rota",
    "reminders",
    "accounts",
    "nursery",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "heroicons",
    "template_partials.apps.SimpleAppConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "nursery.headers.Headers",
    "nursery.bodies.BoundedBody",  # before whatever reads what was sent
    "nursery.middleware.LocalName",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "nursery.middleware.NoNul",  # before whatever looks for the session that a cookie names
    "accounts.middleware.SeenNow",
]

ROOT_URLCONF = "nursery.urls"
WSGI_APPLICATION = "nursery.wsgi.application"

_loaders = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
if not DEBUG:
    _cached: list[object] = [("django.template.loaders.cached.Loader", _loaders)]
else:
    _cached = list(_loaders)
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [("template_partials.loader.Loader", _cached)],
            "builtins": ["template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nursery.context.page",
            ],
        },
    }
]
FORM_RENDERER = "nursery.forms.Renderer"

# The places that a floor below must name without importing the floor above.
REMINDER_KINDS = ["rota.reminders", "costs.reminders", "membership.reminders", "reminders.samples"]
# Functions that say, of what messages are about (public ids), on which day it is.
MESSAGE_SUBJECTS = ["rota.reminders.subjects.days_of"]
# What links in messages may be for (accounts/links.py): a name, and the class that shows and does it.
LINK_PURPOSES: dict[str, str] = {
    "rota.cover_asked": "rota.views.links.CoverLink",
    "rota.call_out": "rota.views.links.CallOutLink",
    "rota.place_reopened": "rota.views.links.PlaceLink",
    "rota.will_come": "rota.views.turn_links.WillComeLink",
    "rota.cannot_come": "rota.views.turn_links.CannotComeLink",
    "membership.invited": "membership.views.links.InvitationLink",
}
# What is held about people, and what becomes of it when they are erased (nursery/held.py).
HELD = ["accounts.held", "membership.held", "rota.held", "reminders.held", "costs.held", "founding.held", "rights.held"]
# Functions that say which of some accounts (ids) something stands on, though they are nobody in any nursery.
ACCOUNTS_IN_USE = ["founding.queries.drafts.founders_among"]
HEALTH_CHECKS = [
    "nursery.health.database",
    "nursery.health.queue",
    "reminders.health.oldest_waiting",
    "reminders.health.last_sweep",
]
# Whoever shows it may read /metrics; without one there is no such page.
METRICS_TOKEN = env.text("METRICS_TOKEN")
if METRICS_TOKEN and not EMBEDDED:
    env.refuse_weak("METRICS_TOKEN", METRICS_TOKEN)

# --- Accounts ----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Account"
# Account.email is unique whatever its case, by a constraint on Lower("email") which the check cannot see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# By code, never by link: a link pressed without thinking would prove one's address for somebody else's account,
# and with it make that account oneself in every nursery.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
# Sessions are long and tablets are shared: before changing how to sign in, one shows again that it is oneself (by a
# factor, where there is one; else by password; else by a code). That holds long enough to find and install an app.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "request_login_code": "accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "accounts.forms.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "accounts.forms.ConfirmEmailVerificationCodeForm",
    "add_email": "accounts.forms.AddEmailForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
# The second factor. A passkey always asks for a finger, a face or a PIN, so it may open the door alone.
MFA_ADAPTER = "accounts.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = "Turnabout"
MFA_FORMS = {
    "authenticate": "accounts.factor_forms.AuthenticateForm",
    "reauthenticate": "accounts.factor_forms.ReauthenticateForm",
    "activate_totp": "accounts.factor_forms.ActivateAppForm",
    "add_webauthn": "accounts.factor_forms.AddPasskeyForm",
    "edit_webauthn": "accounts.factor_forms.RenamePasskeyForm",
}
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# --- Mail --------------------------------------------------------------------------------------------------
# No EMAIL_URL: mail is written to var/mail/, where the demo shows it.
MAIL_DIR = VAR_DIR / "mail"
if _email_url := env.text("EMAIL_URL"):
    vars().update(dj_email_url.parse(_email_url))
    EMAIL_TIMEOUT = env.number("EMAIL_TIMEOUT", 20)
else:
    EMAIL_BACKEND = "nursery.mail.FileBackend"
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Turnabout <turnabout@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# The most that one message may take its channel, whatever a mail server does; and how long what a worker has taken
# stays its own, so also how long the letters of a worker that was killed wait. docs/operations.md says how they hang
# together, and reminders/checks.py looks.
REMINDER_LETTER_SECONDS = env.number("REMINDER_LETTER_SECONDS", 45)
REMINDER_LEASE_SECONDS = env.number("REMINDER_LEASE_SECONDS", 300)

# --- Text messages: the provider's address for apprise, by nursery; none, and nobody is offered them --------
TEXT_URLS = {slug.replace("_", "-").lower(): url for slug, url in env.by_name("TEXT_URL").items()}

# --- Notifications: the key by which push services know this site; none, and nobody is offered them -----------
PUSH_KEY = env.text("PUSH_KEY") or (embedded.push_key(VAR_DIR) if EMBEDDED else "")
# Browsers name where their notifications go. Only the tests let that be this machine.
PUSH_TO_LOOPBACK = False

# --- Celery: it carries and wakes; the truth is in PostgreSQL ---------------------------------------------
REDIS_URL = env.text("REDIS_URL")
CELERY_BROKER_URL = REDIS_URL or "filesystem://"
if not REDIS_URL:
    _queue = VAR_DIR / "celery"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_queue / "queue"),
        "data_folder_out": str(_queue / "queue"),
        "processed_folder": str(_queue / "processed"),
        "control_folder": str(_queue / "control"),
        "store_processed": False,
    }
else:
    # For workers. What an action pays to wake one is bounded in reminders/waking.py.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 3, "socket_connect_timeout": 1}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_TIME_LIMIT = 600
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celery" / "beat-schedule")
SWEEP_SECONDS = 60.0
CELERY_BEAT_SCHEDULE = {
    "deliver-due": {"task": "reminders.tasks.deliver_due", "schedule": SWEEP_SECONDS, "options": {"expires": 55}},
    "erase-due": {"task": "rights.tasks.erase_due", "schedule": crontab(hour="3", minute="10")},
    "clear-sessions": {"task": "nursery.tasks.clear_sessions", "schedule": crontab(hour="3", minute="40")},
    "clear-drafts": {"task": "founding.tasks.clear_drafts", "schedule": crontab(hour="3", minute="50")},
}
CELERY_TIMEZONE = "UTC"

# --- Language, time, files ---------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"  # inside; at the edge each nursery's own

# Folders with fonts (.ttf, .otf, .ttc) for scripts that the packaged ones lack; see nursery/documents/fonts.py.
FONT_DIRS = env.words("FONT_DIRS")

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 3600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
