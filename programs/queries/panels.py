"""Programs as other pages list them: the newest few, and how many there are; and who was sent to them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname

from capacity.models import Capacity, Stakeholder, User
from common.statements import Written
from programs.models import Delegation, Program, link_to
from programs.states import PlaceState

SHOWN_PROGRAMS = 10
SHOWN_DELEGATIONS = 20
SENT = [
    "public_id",
    "created_at",
    "cohort__name",
    *link_to("cohort__program"),
]  # what is shown of a delegation


@dataclass(frozen=True)
class ProgramLink:
    program: Program
    language: str  # of the title, where it is not the reader's
    year: int | None  # in which it took place, where a source tells


@dataclass(frozen=True)
class ProgramLinks:
    rows: list[ProgramLink]
    total: int

    @property
    def has_more(self) -> bool:
        return self.total > len(self.rows)


def building(capacity: Capacity) -> ProgramLinks:
    """What is part of the capacity counts too."""
    parts = Capacity.objects.subtree(capacity).values("pk")
    return links(Program.objects.public().filter(aims__capacity__in=parts).distinct())


def provided_by(organization: Stakeholder) -> ProgramLinks:
    return links(Program.objects.public().filter(providers=organization))


def delegations_of(organization: Stakeholder, reader: Any) -> list[Delegation]:
    """The newest that she may see, each with how many were named, have confirmed, and have not answered."""
    if not reader.is_authenticated:
        return []
    return DELEGATIONS.objects(reader.pk, organization.pk, timezone.now().date())


def _delegations(reader: int, organization: int, day: date) -> QuerySet[Delegation]:
    sent = Delegation.objects.visible_to(User(pk=reader), day=day).filter(organization=organization)
    counts = {
        "named": Count("places"),
        "confirmed": Count("places", filter=Q(places__state=PlaceState.CONFIRMED)),
        "unanswered": Count("places", filter=Q(places__state=PlaceState.INVITED)),
    }
    sent = sent.annotate(**counts).select_related("cohort__program").only(*SENT)
    return sent.order_by("-pk")[:SHOWN_DELEGATIONS]


DELEGATIONS = Written(_delegations, -77, -78, date.min)


def links(programs: QuerySet[Program]) -> ProgramLinks:
    newest = programs.select_related("method", "record").order_by("-published_at", "-pk")
    found = [link(program) for program in newest[: SHOWN_PROGRAMS + 1]]
    if len(found) <= SHOWN_PROGRAMS:
        return ProgramLinks(found, len(found))
    return ProgramLinks(found[:SHOWN_PROGRAMS], programs.count())


def link(program: Program) -> ProgramLink:
    record = getattr(program, "record", None)
    held = (record.held_to or record.held_from) if record else None
    return ProgramLink(program, title_language(program), held.year if held else None)


def title_language(program: Program) -> str:
    """The language the title is shown in, where it is not the reader's."""
    language = get_language() or settings.LANGUAGE_CODE
    for code in dict.fromkeys([str(program.original_language_id), language, settings.LANGUAGE_CODE]):
        if title_in(program, code) == program.title:
            return "" if code == language else code
    return ""


def title_in(program: Program, language: str) -> str | None:
    return getattr(program, build_localized_fieldname("title", language), None)
