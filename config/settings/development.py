"""`dev.py run`: the private servers under var/, demo log-ins, letters written to var/mail."""

from config.embedded import places
from config.settings.base import *  # noqa: F403
from config.settings.base import CACHES, DATABASES, env

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or places.secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
DEMO_MODE = env.bool("DEMO_MODE", default=True)

if not env.str("DATABASE_URL", default=""):
    DATABASES["default"] |= places.database("portal")
REDIS_URL = env.str("REDIS_URL", default="") or places.valkey_url()
CACHES["default"]["LOCATION"] = REDIS_URL
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="") or places.broker_url(REDIS_URL)

EMAIL_BACKEND = env.str("EMAIL_BACKEND", default="django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = places.var() / "mail"
WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # nothing is collected: files are served from where they lie
JOINED_ASSETS = places.var() / "joined"
WHITENOISE_MAX_AGE = 3600
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # http://localhost; browsers make no passkeys for 127.0.0.1
