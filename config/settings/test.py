"""Tests: a PostgreSQL and a Valkey of their own under var/test, no password hashing cost, letters kept in memory."""

import os
from pathlib import Path

from config.embedded import places
from config.settings.base import *  # noqa: F403
from config.settings.base import CACHES, DATABASES, ROOT, env

os.environ.setdefault("PORTAL_VAR", str(ROOT / "var" / "test"))

SECRET_KEY = "only for tests"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
DEMO_MODE = True

if not env.str("TEST_DATABASE_URL", default=""):
    DATABASES["default"] |= places.database("portal")
else:
    DATABASES["default"] |= env.db("TEST_DATABASE_URL")
DATABASES["default"]["OPTIONS"] = {}  # no pool: tests open and close databases
REDIS_URL = env.str("TEST_REDIS_URL", default="") or places.valkey_url()
CACHES["default"]["LOCATION"] = REDIS_URL
CELERY_BROKER_URL = places.broker_url(REDIS_URL)

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = Path(os.environ["PORTAL_VAR"]) / "static"
JOINED_ASSETS = Path(os.environ["PORTAL_VAR"]) / "joined"
