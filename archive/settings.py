"""Settings of the archive, all from the environment.

`docs/operations.md` documents every variable read here; `tests/test_settings.py`
holds the two together. Importing this module starts nothing: the embedded
PostgreSQL is started by `manage.py`, `archive/wsgi.py` and `tests/conftest.py`.
"""

import contextlib
import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import environ
import pghistory
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from archive import embedded

# One thread a process that computes: there is a process for every core, and the threads of two would spin while they
# wait for each other (reading names took three times as long). NumPy looks once, when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def whole_number(name: str, default: int) -> int:
    """The whole number in a variable; `ImproperlyConfigured` names the one that holds something else."""
    try:
        number: int = env.int(name, default=default)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not a whole number: {env.str(name)}") from error
    return number


VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).expanduser().absolute()
DEBUG = env.bool("DEBUG", default=False)
HTTPS = env.bool("HTTPS", default=False)
HOST = env.str("HOST", default="127.0.0.1")
PORT = whole_number("PORT", default=8000)
WEB_WORKERS = whole_number("WEB_WORKERS", default=2)
DEFAULT_LANGUAGE = env.str("DEFAULT_LANGUAGE", default="en")
# Which pipeline finds names: empty: the archive's own; "none": rules alone; else one that is installed.
ARCHIVE_SPACY_MODEL = env.str("ARCHIVE_SPACY_MODEL", default="")
SITE_NAME = env.str("SITE_NAME", default="The News Archive")
FETCH_CONTACT = env.str("ARCHIVE_FETCH_CONTACT", default="")
FETCH_PRIVATE = env.bool("ARCHIVE_FETCH_PRIVATE", default=False)
# Requests of the API a minute, and how long the database may work for one of its reads, in seconds; 0: no limit.
API_RATE_ANONYMOUS = whole_number("API_RATE_ANONYMOUS", default=300)
API_RATE_SIGNED_IN = whole_number("API_RATE_SIGNED_IN", default=3_000)
API_STATEMENT_SECONDS = whole_number("API_STATEMENT_SECONDS", default=15)


def generated_secret(path: Path) -> str:
    """The secret key kept in `path`, made (mode 0600) when there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # Linked into place whole, so that two first commands at once agree on one key.
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()


SECRET_KEY = env.str("SECRET_KEY", default="") or generated_secret(VAR_DIR / "secret_key")

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", HOST])
CSRF_TRUSTED_ORIGINS = env.list("TRUSTED_ORIGINS", default=[])

# HTTPS=on says that a proxy in front ends TLS and sets X-Forwarded-Proto.
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "rest_framework",
    "rest_framework.authtoken",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "archive",
]

MIDDLEWARE = [
    "archive.requestlog.RequestLogMiddleware",
    "api.cors.CrossOriginMiddleware",
    # Ahead of all that checks host or scheme, which a probe has wrong.
    "archive.pages.health.HealthMiddleware",
    "api.timelimit.TimeLimitMiddleware",
    "archive.pages.policy.PolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "archive.pages.compression.CompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    # Last, as it asks to be: it answers in place of a sign-in form that was tried too often.
    "axes.middleware.AxesMiddleware",
]

# Of every page but the desk's (archive/pages/policy.py) and those of the API's docs (api/docs.py).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

ROOT_URLCONF = "archive.urls"
WSGI_APPLICATION = "archive.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            # Every page marks its words for translation.
            "builtins": ["django.templatetags.i18n"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "archive.pages.context.site",
            ],
        },
    },
]

# Where the embedded PostgreSQL keeps its data; None when DATABASE_URL names a server.
EMBEDDED_DATA: Path | None = None if env.str("DATABASE_URL", default="") else VAR_DIR / "postgres"


def database() -> dict[str, Any]:
    """The connection to the embedded server, or the one that `DATABASE_URL` names."""
    if EMBEDDED_DATA:
        return embedded.connection(EMBEDDED_DATA)
    config: dict[str, Any] = env.db("DATABASE_URL")
    if config.get("ENGINE") != "django.db.backends.postgresql" or not config.get("NAME"):
        raise ImproperlyConfigured("DATABASE_URL is not of the form postgres://user:password@host/name")
    # A socket's folder stands percent-encoded in the host's place, as libpq has it.
    return config | {"HOST": unquote(config["HOST"])}


DATABASES = {"default": database() | {"ENGINE": "archive.engine", "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "archive.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# A name from an address that failed so often waits; nobody can lock an editor out from elsewhere.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "admin/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# Who stands beside the name in an app that shows codes.
OTP_TOTP_ISSUER = SITE_NAME
# A session ends so long after signing in, used or not.
SESSION_COOKIE_AGE = whole_number("SESSION_HOURS", default=12) * 3600
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

# History rows hang off "history": on an Event, "events" would read as something else.
# Reading writes no history: only writes are told who asked.
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="history", related_query_name="history_query")

LANGUAGE_CODE = "en-gb"
FORMAT_MODULE_PATH = "archive.formats"
LOCALE_PATHS = [BASE_DIR / "archive" / "locale"]
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

REST_FRAMEWORK = {
    # The first one says how to sign in: 401 where nobody is.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_RENDERER_CLASSES": ["api.renderers.ORJSONRenderer"],
    "DEFAULT_THROTTLE_CLASSES": ["api.throttling.PerMinute"],
    # What a proxy adds to X-Forwarded-For is believed where there is one, and nothing else.
    "NUM_PROXIES": 1 if HTTPS else 0,
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["api.filters.StrictFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "api.pagination.KeysetPagination",
    "DEFAULT_SCHEMA_CLASS": "api.formats.Described",
    "EXCEPTION_HANDLER": "api.errors.handler",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": f"{SITE_NAME} API",
    "DESCRIPTION": (
        "The public reads; editors decide, too, with a session or a token (`Authorization: Token KEY`). "
        "A parameter that does not exist, or whose value is wrong, is refused with 400 and named in "
        "`errors`; nothing is ever passed over. Lists come in pages: follow `next` until it is null. "
        "Addresses of records that were merged or renamed answer 301, those of withdrawn articles 410. "
        "Lists come whole as files with `format=csv`, `jsonl` or `parquet`. Two services beside the API describe "
        "themselves: OAI-PMH 2.0 at `/oai`, and OpenRefine reconciliation 0.2 at `/reconcile/`."
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "ArticleStatus": "archive.models.articles.Article.Status",
        "CreditKind": "archive.models.credits.Credit.Kind",
        "DatePrecision": "archive.models.articles.Precision",
        "EntityKind": "archive.models.entities.EntityKind",
        "EventKind": "archive.models.events.Event.Kind",
        "IdScheme": "archive.models.entities.ExternalId.Scheme",
        "ImportState": "archive.models.imports.ImportRun.State",
        "KnownBy": "archive.models.judged.KnownBy",
        "LinkRelation": "archive.models.links.ArticleLink.Relation",
        "PartOfArticle": "archive.models.articles.PartOfArticle",
        "ParticipantRole": "archive.models.events.EventParticipant.Role",
        "Rights": "archive.models.sources.Rights",
        "SourceKind": "archive.models.sources.Source.Kind",
        "Verdict": "archive.models.judged.Verdict",
        "WithdrawalReason": "archive.models.withdrawals.Withdrawal.Reason",
    },
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SORT_OPERATION_PARAMETERS": False,
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None, "defaultModelsExpandDepth": 0},
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# The admin's look: the paper, ink and deep red of the public site, in the steps that the theme asks for.
UNFOLD = {
    "SITE_TITLE": SITE_NAME,
    "SITE_HEADER": SITE_NAME,
    "SITE_URL": "/",
    "SITE_ICON": "archive.admin.navigation.icon",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": "archive.admin.navigation.icon"}],
    "BORDER_RADIUS": "2px",
    "STYLES": ["archive.admin.navigation.tokens", "archive.admin.navigation.stylesheet"],
    "SCRIPTS": ["archive.admin.navigation.labels"],
    "DASHBOARD_CALLBACK": "archive.admin.desk.desk",
    "SIDEBAR": {"navigation": "archive.admin.navigation.sidebar"},
    "COLORS": {
        "base": {
            "50": "#fbf9f4",
            "100": "#f2eee5",
            "200": "#d8d2c6",
            "300": "#c6bfb1",
            "400": "#aba598",
            "500": "#5e5a53",
            "600": "#47433d",
            "700": "#3b3832",
            "800": "#2f2c28",
            "900": "#1b1917",
            "950": "#161513",
        },
        "primary": {
            "50": "#fbf1ee",
            "100": "#f8e0dc",
            "200": "#f3c6bf",
            "300": "#f0aba2",
            "400": "#f2958a",
            "500": "#f2958a",
            "600": "#8f1d1a",
            "700": "#7a1715",
            "800": "#661311",
            "900": "#520f0e",
            "950": "#3a0a09",
        },
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        # The request log has one line a request already.
        "django.server": {"handlers": [], "propagate": False},
        "procrastinate": {"level": "WARNING"},
    },
}
