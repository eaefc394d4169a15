from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.embedded import translations


class Command(BaseCommand):
    help = "Compiles the translations under locale/ that changed since they were last compiled."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in settings.LOCALE_PATHS:
            try:
                written = translations.compile_catalogs(folder)
            except translations.CatalogError as error:
                raise CommandError(str(error)) from error
            for target in written:
                self.stdout.write(f"Compiled {target.relative_to(folder)}")
