from django.apps import AppConfig

from config.celery import app  # noqa: F401 - else a web process that enqueues would speak to Celery's default broker


class ConfigConfig(AppConfig):
    name = "config"
