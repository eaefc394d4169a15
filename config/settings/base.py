"""Settings that hold everywhere. What differs by place is in development.py, test.py and production.py."""

from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF  # noqa: F401 - NONCE is named where a page needs one
from django.utils.translation import gettext_lazy

from config.settings.accounts import *  # noqa: F403
from config.settings.accounts import WIKIMEDIA_ORIGINS
from config.settings.celery import *  # noqa: F403
from config.settings.languages import *  # noqa: F403

ROOT = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

SECRET_KEY = env.str("SECRET_KEY", default="")
DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_ID = 1
SITE_NAME = gettext_lazy("Capacity Portal")
SITE_ADDRESS = env.str(
    "SITE_ADDRESS", default="http://127.0.0.1:8000"
)  # used in letters, without a slash at its end

INSTALLED_APPS = [
    "modeltranslation",  # before admin, whose forms it changes
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",  # its widget templates, found through our renderer
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.mediawiki",
    "allauth.usersessions",
    "django_celery_beat",
    "django_celery_results",
    "django_filters",
    "django_htmx",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "pgtrigger",
    "common",
    "capacity",
    "programs",
    "assessments",
    "evaluation",
    "config",
]

MIDDLEWARE = [
    "common.middleware.UnreadBodyMiddleware",
    "common.middleware.HeadMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "common.middleware.ReaderMiddleware",  # language, time zone and theme of who reads
    "common.anonymous.AnonymousPagesMiddleware",
    "common.middleware.LateFormMiddleware",
    "common.middleware.AddressMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "programs.http.second_factor.SecondFactorMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "common.context_processors.reader",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "common.templatetags.components",
            ],
        },
    }
]
FORM_RENDERER = "common.forms.CodexRenderer"

DATABASES = {"default": env.db("DATABASE_URL", default="postgres:///portal")}
DATABASES["default"]["ATOMIC_REQUESTS"] = False  # each action opens its own transaction
DATABASES["default"]["CONN_MAX_AGE"] = 0  # the pool keeps connections
DATABASES["default"]["CONN_HEALTH_CHECKS"] = (
    True  # without it a restarted database gives each connection one 500
)
DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = env.bool("DISABLE_SERVER_SIDE_CURSORS", default=False)

REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_FUNCTION": "common.rates.cache_key",
    }
}
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default=REDIS_URL)

AUTH_USER_MODEL = "capacity.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "common.backends.AccountBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
LOGIN_URL = "account_login"
CSRF_FAILURE_VIEW = "common.middleware.csrf_failure"

USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LOCALE_PATHS = [ROOT / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT: Path | None = ROOT / "var" / "static"
STATICFILES_DIRS = [ROOT / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "common.assets.JoinedFinder",  # portal.css, portal.js: docs/decisions/0010
]
JOINED_ASSETS = ROOT / "var" / "joined"

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # bytes; a larger body is answered with 413
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
EMAIL_BACKEND = env.str("EMAIL_BACKEND", default="django.core.mail.backends.smtp.EmailBackend")
vars().update(env.email("EMAIL_URL", default="smtp://localhost:25"))
EMAIL_TIMEOUT = 20  # seconds for which a mail server that does not answer is waited for
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Capacity Portal <portal@localhost>")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Codex draws its icons as data: images
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF, *WIKIMEDIA_ORIGINS],  # a form's redirect counts: signing in leads there
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "common.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS: list[str] = []

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "common.api.KeysetPagination",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "common.rates.AnonymousRate",
        "common.rates.MemberRate",
    ],
    "DEFAULT_THROTTLE_RATES": {"anon": "600/min", "user": "1200/min"},
    "EXCEPTION_HANDLER": "common.api.problem_details",
    "PAGE_SIZE": 25,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Capacity Portal API",
    "DESCRIPTION": "Capacities, programs, cohorts and impact reports, under the same rules as the pages.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {  # else their names would depend on the labels, and so on the reader's language
        "CapacityScope": "capacity.models.CapacityScope",
        "PairState": "programs.states.PairState",
        "EnrollmentState": "programs.states.EnrollmentState",
        "MaterialKind": "programs.models.MaterialKind",
        "PlaceState": "programs.states.PlaceState",
        "ProgramState": "programs.states.ProgramState",
        "AccessProvision": "programs.models.AccessProvision",
        "BlockKind": "programs.models.BlockKind",
        "NeedState": "programs.models.NeedState",
        "MatchingState": "programs.states.MatchingState",
        "CriterionKind": "programs.models.CriterionKind",
        "ProgramScope": "programs.models.ProgramScope",
        "ReportKind": "evaluation.models.impact_report.ReportKind",
        "ReportState": "evaluation.states.ReportState",
        "AffiliationState": "capacity.states.AffiliationState",
        "AffiliationRole": "capacity.models.AffiliationRole",
        "ClaimKind": "capacity.models.ClaimKind",
        "SeenBy": "capacity.models.SeenBy",
        "SuggestionKind": "capacity.models.SuggestionKind",
        "SuggestionState": "capacity.states.SuggestionState",
        "EvidenceKind": "capacity.models.EvidenceKind",
        "ReportScope": "evaluation.models.impact_report.ReportScope",
        "IndicatorState": "evaluation.states.IndicatorState",
        "LogicModelState": "evaluation.states.LogicModelState",
        "WaveState": "assessments.states.WaveState",
        "Timepoint": "assessments.models.Timepoint",
        "VersionState": "assessments.states.VersionState",
        "PlanActionState": "assessments.states.PlanActionState",
        "ActionKind": "assessments.models.ActionKind",
        "LearningVerdict": "evaluation.models.learning.LearningVerdict",
        "EvidenceStrength": "evaluation.models.logic_model.EvidenceStrength",
        "RecommendationState": "evaluation.states.RecommendationState",
        "AgreedActionState": "evaluation.states.ActionState",
        "ResponseKind": "evaluation.models.learning.ResponseKind",
        "AlertKind": "evaluation.models.AlertKind",
        "AlertState": "evaluation.states.AlertState",
        "FollowUpState": "evaluation.states.FollowUpState",
        "OutcomeKind": "evaluation.models.OutcomeKind",
        "OutcomeLevel": "evaluation.models.story.OutcomeLevel",
        "ResultLevel": "evaluation.models.logic_model.ResultLevel",
        "OutcomeState": "evaluation.states.OutcomeState",
        "SubstantiationVerdict": "evaluation.models.story.Verdict",
        "KindOfEvidence": "evaluation.models.EvidenceKind",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

# --- The house's own numbers, each with its unit ---
DEMO_MODE = env.bool("DEMO_MODE", default=False)  # demo log-ins shown, no second factor asked
MINIMUM_CELL_PEOPLE = 5  # people; smaller counts are suppressed
MINIMUM_SENSITIVE_CELL_PEOPLE = 10  # people
MINIMUM_PAIRS_FOR_EFFECT = 10  # pairs; below it no standardized effect and no p-value is shown
MINIMUM_PEOPLE_FOR_RELIABILITY = 30  # baselines from which a questionnaire's alpha is taken
EXPORT_DAYS = 7  # days for which a file of all that is held of a person is kept
EXPORT_ROWS = 5000  # rows; more of them are made into a file by a worker
ACCESS_NEED_DAYS = 90  # days after a cohort's end for which what its people need is kept
DELEGATION_DAYS = 7  # days a person named by her organization has to confirm
DELEGATION_PEOPLE = 20  # whom an organization may name in one form
MENTORING_CHECK_IN_DAYS = 21  # days without a meeting after which a pair is asked how it is
MATCHING_STALL_SECONDS = 60  # seconds without a sign of life after which a search for pairs is taken up anew
CHECK_IN_TRIES = 10  # codes of no session of hers that a person may type
CHECK_IN_TRY_MINUTES = 10  # minutes after which they are forgotten
NO_SHOW_SESSIONS = 2  # sessions at which a person was absent, after which those who run the cohort are warned
UNDO_MINUTES = 30  # minutes in which a deed with several people can be taken back
OFFER_HOURS = 72  # hours a waiting person has to take an offered place
INVITATION_REMINDERS = 3
INVITATION_REMINDER_DAYS = 5  # days between two reminders at least
ANONYMOUS_LINK_DAYS = (
    30  # days after the last wave in which anonymous answers can still be corrected or withdrawn
)
PLAN_REMINDER_DAYS = 7  # days before an action of a plan is due, and between two reminders of it
WAVE_GRACE_HOURS = 48  # hours in which a started answer may still be submitted after the wave closed
CODE_VERSION = env.str("CODE_VERSION", default="0.1.0")  # named in every report
REPORT_STALL_SECONDS = env.int(
    "REPORT_STALL_SECONDS", default=60
)  # seconds of silence after which it is taken up again
REPORT_ATTEMPTS = 5  # workers that may die over one report before a person must look at it
MESSAGE_ATTEMPTS = 8  # refusals by the mail server after which a letter is given up
OPEN_SUGGESTIONS = 20  # of one person for the taxonomy that may wait for an answer at a time
FROZEN_ROWS_MONTHS = 36  # months that the rows behind a report are kept; its results and hashes stay
DEMOGRAPHIC_RETENTION_MONTHS = 24  # months; then what a person said of herself for statistics is deleted
LOOK_MINUTES = 60  # minutes for which a reason to look at one person's data holds
PAGE_ROWS = 25
REPRESENTATIVE_TERM_DAYS = 730  # days that a representative's term has at most
REPRESENTATIVE_REMINDER_DAYS = 30  # days before the end of a term
CLAIM_FRESH_DAYS = 730  # days after which what was said of a capacity is marked as old
