"""Tests: a PostgreSQL and a Valkey of their own under var/test, and no cost of password hashing."""

import os

from config.embedded import places
from config.settings.base import *  # noqa: F403
from config.settings.base import CACHES, DATABASES, INSTALLED_APPS, MIDDLEWARE, ROOT, env

os.environ.setdefault("PORTAL_VAR", str(ROOT / "var" / "test"))

SECRET_KEY = "only for tests"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
DEMO_MODE = True

SERVED = env.str("PORTAL_DATABASE", default="")  # the database of a server or worker that a test has started
XDIST_WORKER = int(env.str("PYTEST_XDIST_WORKER", default="gw0").removeprefix("gw"))

if env.str("TEST_DATABASE_URL", default=""):
    DATABASES["default"] |= env.db("TEST_DATABASE_URL")
else:
    DATABASES["default"] |= places.database(SERVED or "portal")
if not SERVED:
    DATABASES["default"]["OPTIONS"] = {}  # no pool: tests open and close databases
    INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
    MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]  # a page that asks once per row is an error
    # allauth looks up the same address, and opens the session anew, within one request
    ZEAL_ALLOWLIST = [{"model": "account.EmailAddress"}, {"model": "sessions.Session"}]
REDIS_URL = env.str("TEST_REDIS_URL", default="") or places.valkey_url(1 + 4 * XDIST_WORKER)
CACHES["default"]["LOCATION"] = REDIS_URL
CELERY_BROKER_URL = places.broker_url(REDIS_URL)

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"  # pytest itself keeps letters in memory
EMAIL_FILE_PATH = places.var() / "mail" / SERVED
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # nothing is collected: files are served from where they lie
JOINED_ASSETS = places.var() / "joined"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # http://localhost
