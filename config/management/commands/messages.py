"""Keep the message catalogs in line with the sources, or check that they are."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.logic import catalogs


class Command(BaseCommand):
    help = (
        "Updates locale/ from the sources; with --check only says what is missing, and fails if anything is."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        template = catalogs.template_of(catalogs.all_messages(settings.ROOT))
        languages = [code for code in settings.COMPLETE_LANGUAGES if code != settings.LANGUAGE_CODE]
        if check:
            found = [
                fault for code in languages for fault in catalogs.problems(settings.ROOT, code, template)
            ]
            if found:
                raise CommandError("\n".join([*found[:50], f"{len(found)} in all"]))
            self.stdout.write(
                f"{len(template)} messages, complete in {', '.join(settings.COMPLETE_LANGUAGES)}"
            )
            return
        for code in languages:
            catalog = catalogs.update(settings.ROOT, code, template)
            empty = sum(not message.string or not all(message.string) for message in catalog if message.id)
            self.stdout.write(f"{code}: {len(catalog)} messages, {empty} not translated")
