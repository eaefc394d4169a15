"""What those who write programs need to see: what is missing, what was said, what has changed, what is translated."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname

from capacity.models import User
from programs.logic import readiness
from programs.models import Cohort, Program, ProgramHold, ProgramRole, ProgramRoleKind
from programs.states import ProgramState

TEXTS = ("title", "summary", "description", "prerequisites")
FACTS = ("audience", "audience_groups", "scope", "external_ids")
PROGRAM_ROWS = 100


@dataclass(frozen=True)
class Translation:
    """How far the texts of a program are there in one language; only those count that the original has."""

    code: str
    autonym: str
    done: int
    texts: int
    is_original: bool

    @property
    def is_complete(self) -> bool:
        return self.done == self.texts


def live_cohorts_of(program: Program) -> int:
    """How many are neither over nor cancelled."""
    return program.cohorts.filter(cancelled_at=None, ends_on__gte=timezone.now().date()).count()


def text_of(program: Program, name: str, language: str) -> str:
    return getattr(program, build_localized_fieldname(name, language)) or ""


def written_in(program: Program) -> str:
    """The language of the texts others are translated from."""
    code = str(program.original_language_id)
    known = settings.MODELTRANSLATION_LANGUAGES
    return code if code in known and text_of(program, "title", code) else settings.LANGUAGE_CODE


def translations_of(program: Program) -> list[Translation]:
    original = written_in(program)
    there = [name for name in TEXTS if text_of(program, name, original)]
    return [
        Translation(
            code=code,
            autonym=autonym,
            done=sum(bool(text_of(program, name, code)) for name in there),
            texts=len(there),
            is_original=code == original,
        )
        for code, autonym in settings.LANGUAGES
    ]


def facts_of(program: Program) -> readiness.Facts:
    original = written_in(program)
    return readiness.Facts(
        title=text_of(program, "title", original),
        summary=text_of(program, "summary", original),
        audience=program.audience,
        languages=program.languages.count(),
        providers=program.provisions.count(),
        capacities=program.aims.count(),
    )


def missing_in(program: Program) -> list[str]:
    return readiness.missing(facts_of(program))


def standing_holds(program: Program) -> QuerySet[ProgramHold]:
    return program.holds.filter(lifted_at=None)


def content_of(program: Program) -> dict[str, Any]:
    """All that readers see of a program itself, as plain values."""
    texts = {
        build_localized_fieldname(name, code): text_of(program, name, code)
        for name in TEXTS
        for code in settings.MODELTRANSLATION_LANGUAGES
    }
    aims = program.aims.order_by("capacity__path").values_list(
        "capacity__code", "level_before_id", "target_level_id"
    )
    return {
        **{name: text for name, text in texts.items() if text},
        **{name: getattr(program, name) for name in FACTS},
        "method": program.method.code,
        "languages": sorted(program.languages.values_list("code", flat=True)),
        "regions": sorted(program.regions.values_list("code", flat=True)),
        "capacities": [list(aim) for aim in aims],
        "providers": list(program.provisions.values_list("organization__slug", flat=True)),
    }


def written_by(user: User) -> QuerySet[Program]:
    """Those she coordinates; staff find here also what waits for a review."""
    roles = ProgramRole.objects.current().filter(person__user=user, role=ProgramRoleKind.COORDINATOR)
    mine = Q(pk__in=roles.exclude(program=None).values("program"))
    if user.is_staff:
        mine |= Q(state=ProgramState.IN_REVIEW)
    held = ProgramHold.objects.filter(program=OuterRef("pk"), lifted_at=None)
    return Program.objects.filter(mine).select_related("method").annotate(is_held=Exists(held))


def programs_of(user: User) -> QuerySet[Program]:
    """What was written last first."""
    return written_by(user).order_by("-updated_at", "-pk")[:PROGRAM_ROWS]


def cohorts_to_clone(program: Program) -> QuerySet[Cohort]:
    return Cohort.objects.filter(program=program).order_by("-starts_on", "-pk")


def reader_language() -> str:
    """A language texts can be kept in: the reader's, else English."""
    language = get_language() or settings.LANGUAGE_CODE
    return language if language in settings.MODELTRANSLATION_LANGUAGES else settings.LANGUAGE_CODE
