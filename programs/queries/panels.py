"""Programs as other pages list them: the newest few, and how many there are."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname

from capacity.models import Capacity, Stakeholder
from programs.models import Program

SHOWN_PROGRAMS = 10


@dataclass(frozen=True)
class ProgramLinks:
    programs: list[Program]
    total: int

    @property
    def has_more(self) -> bool:
        return self.total > len(self.programs)


def building(capacity: Capacity) -> ProgramLinks:
    """What is part of the capacity counts too."""
    parts = Capacity.objects.subtree(capacity).values("pk")
    return links(Program.objects.public().filter(aims__capacity__in=parts).distinct())


def provided_by(organization: Stakeholder) -> ProgramLinks:
    return links(Program.objects.public().filter(providers=organization))


def links(programs: QuerySet[Program]) -> ProgramLinks:
    found = list(programs.select_related("method").order_by("-published_at", "-pk")[: SHOWN_PROGRAMS + 1])
    if len(found) <= SHOWN_PROGRAMS:
        return ProgramLinks(found, len(found))
    return ProgramLinks(found[:SHOWN_PROGRAMS], programs.count())


def title_language(program: Program) -> str:
    """The language the title is shown in, where it is not the reader's."""
    language = get_language() or settings.LANGUAGE_CODE
    for code in dict.fromkeys([str(program.original_language_id), language, settings.LANGUAGE_CODE]):
        if title_in(program, code) == program.title:
            return "" if code == language else code
    return ""


def title_in(program: Program, language: str) -> str | None:
    return getattr(program, build_localized_fieldname("title", language), None)
