"""Settings: every one comes from the environment (README, "Settings") or follows from one that does."""

from __future__ import annotations

from pathlib import Path

from django.templatetags.static import static

from config import environment
from config.database.address import databases
from config.database.rights import APPEND_ONLY, READ_ONLY

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(environment.text("VAR_DIR", str(BASE_DIR / "var")))
CORPUS_DIR = Path(environment.text("CORPUS_DIR", str(BASE_DIR.parent / "shared" / "corpus")))
FIXTURES_DIR = BASE_DIR / "fixtures"

DEBUG = environment.boolean("DEBUG")
SECRET_KEY = environment.secret("SECRET_KEY", kept_in=VAR_DIR / "secret-key")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")
PORT = environment.integer("PORT", 8000)
# Permalinks written where no request tells the host: bundles and commands.
SITE_URL = environment.text("SITE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")

INSTALLED_APPS = [
    "config",
    "unfold",
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "rest_framework.authtoken",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "claims",
    "sources",
    "history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "history.admin.same_moment.SameMomentMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# What the application's role may not change, for `verify`.
READ_ONLY_TABLES, APPEND_ONLY_TABLES = READ_ONLY, APPEND_ONLY
DATABASES = databases(
    url=environment.text("DATABASE_URL"),
    app_url=environment.text("APP_DATABASE_URL"),
    pool=environment.integer("DATABASE_POOL", 0),
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

LANGUAGE_CODE = "en-gb"
FORMAT_MODULE_PATH = "config.formats"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
# Empty: static files are served from the installed packages themselves, nothing has to be collected before a start.
STATIC_ROOT = environment.text("STATIC_ROOT") or None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_ROOT
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = STATIC_ROOT is None

# Behind a proxy that ends TLS.
HTTPS = environment.boolean("HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
X_FRAME_OPTIONS = "DENY"

# One uploaded text is at most this large; a larger one is refused before it is read.
MAX_TEXT_BYTES = environment.integer("MAX_TEXT_BYTES", 50_000_000)
# And a PDF has at most so many pages. Reading a PDF, HTML or Word file may take so long and so much memory, the reader's own included.
MAX_TEXT_PAGES = environment.integer("MAX_TEXT_PAGES", 5_000)
READING_SECONDS = environment.integer("READING_SECONDS", 120)
READING_MEMORY_MB = environment.integer("READING_MEMORY_MB", 1_500)
# Of a text of which only excerpts are shown, public excerpts show at most so much; a text keeps the limits that it came in with.
EXCERPT_MOST_WORDS = environment.integer("EXCERPT_MOST_WORDS", 2000)
EXCERPT_MOST_SHARE = environment.integer("EXCERPT_MOST_SHARE", 50)
# What nobody has decided on, nor touched for so long, is asked after (claims/services/questions.py).
STALE_DRAFT_DAYS = environment.integer("STALE_DRAFT_DAYS", 30)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * MAX_TEXT_BYTES

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["config.api.rendering.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "sources.negotiation.choosing.Negotiation",
    "DEFAULT_PARSER_CLASSES": ["config.api.parsing.BoundedJSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["config.api.filtering.StrictFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "config.api.paging.KeysetPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "anon": environment.text("THROTTLE_ANONYMOUS") or None,
        "user": environment.text("THROTTLE_USER") or None,
    },
    "EXCEPTION_HANDLER": "config.api.errors.problem_response",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Pincite",
    "DESCRIPTION": "Citable excerpts, the claims that stand on them, and their citations.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "config.api.schema.add_refusals",
        "config.api.schema.add_as_of",
    ],
    "ENUM_NAME_OVERRIDES": {
        "FlagKindEnum": "claims.models.Flag.Kind",
        "ClaimStatus": "claims.models.Claim.Status",
        "LinkStatus": "claims.models.Evidence.Status",
        "BasisEnum": "claims.models.Evidence.Basis",
        "ClaimTypeEnum": "claims.types.CLAIM_TYPES",
        "RelationKindEnum": "claims.models.Relation.Kind",
        "TopicLabelKindEnum": "claims.models.TopicLabel.Kind",
        "MarkBasis": "sources.models.Mark.ValueBasis",
    },
}

UNFOLD = {
    "SITE_TITLE": "Pincite",
    "SITE_HEADER": "Pincite",
    "SITE_SUBHEADER": "Citations and claims, proved",
    "SITE_URL": "/",
    "SITE_SYMBOL": "format_quote",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": True,
    "SIDEBAR": {"show_search": True, "show_all_applications": False, "navigation": "claims.admin.navigation.sidebar"},
    "DASHBOARD_CALLBACK": "claims.admin.overview.overview",
    "STYLES": [lambda _request: static("history/admin.css")],
    "SCRIPTS": [lambda _request: static("history/admin.js")],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": environment.text("LOG_LEVEL", "WARNING")},
}
