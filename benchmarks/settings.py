"""As in production, on the benchmarks' own database and cache."""

import os

from config.embedded import places
from config.settings.base import *  # noqa: F403
from config.settings.base import CACHES, DATABASES

SECRET_KEY = "only for benchmarks"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
DEMO_MODE = True
DATABASES["default"] |= places.database(os.environ.get("BENCH_DATABASE", "postgres"))
if not os.environ.get("BENCH_SERVER"):
    DATABASES["default"]["OPTIONS"] = {}  # the measuring process keeps a connection for each thread
    DATABASES["default"]["CONN_MAX_AGE"] = None
REDIS_URL = places.valkey_url()
CACHES["default"]["LOCATION"] = REDIS_URL
CELERY_BROKER_URL = places.broker_url(REDIS_URL)
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None
JOINED_ASSETS = places.var() / "joined"
