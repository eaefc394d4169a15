"""What a card of the catalog shows of a program."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, CharField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname

from common.cldr import partial_day, territory_name
from programs.models import Cohort, Delivery, Program, ProgramCapacity, ProgramProvider
from programs.queries.vocabulary import Vocabulary, localized
from programs.states import ProgramState


def shown(programs: Sequence[int]) -> QuerySet:
    """With all that a card shows."""
    language = get_language() or settings.LANGUAGE_CODE
    facts = {
        "shown_title": localized("title", language),
        "shown_summary": localized("summary", language),
        "shown_language": _language_shown("title", language),
        "method_name": localized("method__name", language),
        "language_codes": codes_of("languages", "language_id"),
        "capacity_codes": Subquery(
            ProgramCapacity.objects.filter(program=OuterRef("pk"))
            .order_by()
            .values("program")
            .annotate(codes=ArrayAgg("capacity__code", order_by="capacity__path"))
            .values("codes")
        ),
        "provider_names": Subquery(
            ProgramProvider.objects.filter(program=OuterRef("pk"))
            .order_by()
            .values("program")
            .annotate(names=ArrayAgg("organization__name", order_by="position"))
            .values("names")
        ),
        "next_run": _next_run(),
    }
    columns = [
        "pk",
        "public_id",
        "slug",
        "state",
        "published_at",
        "updated_at",
        "is_demo",
        "record__held_from",
        "record__held_from_precision",
        "record__city",
        "record__territory",
        "record__source__title",
    ]
    rows = Program.objects.filter(pk__in=programs).order_by().annotate(**facts)
    return rows.values_list(*columns, *facts, named=True)


def codes_of(relation: str, column: str) -> Subquery:
    """The codes of a many-to-many relation of a program, as one array."""
    through = getattr(Program, relation).through.objects.filter(program=OuterRef("pk"))
    return Subquery(
        through.order_by().values("program").annotate(codes=ArrayAgg(column, order_by=column)).values("codes")
    )


def _next_run() -> Subquery:
    """The cohort a card speaks of: the next that is not over."""
    cohorts = Cohort.objects.filter(
        program=OuterRef("pk"), cancelled_at=None, ends_on__gte=timezone.localdate()
    )
    facts = JSONObject(
        starts_on="starts_on",
        delivery="delivery",
        seats="seats",
        held="held_seats",
        opens="enrollment_opens_at",
        closes="enrollment_closes_at",
    )
    return Subquery(cohorts.order_by("starts_on", "pk").values(facts=facts)[:1])


def _language_shown(name: str, language: str) -> Case:
    order = dict.fromkeys([language, settings.LANGUAGE_CODE, *settings.MODELTRANSLATION_LANGUAGES])
    filled = [
        When(**{f"{build_localized_fieldname(name, code)}__gt": ""}, then=Value(code)) for code in order
    ]
    return Case(*filled, default=Value(""), output_field=CharField())


@dataclass(frozen=True, kw_only=True)
class Card:
    """One program of the list, ready to be shown."""

    slug: str
    title: str
    href: str
    language: str  # of the title and summary, where it is not the reader's
    summary: str
    method: str
    languages: Sequence[str]
    capacities: Sequence[str]
    providers: Sequence[str]
    archived: bool
    is_demo: bool
    record: "Recorded | None"
    run: "Run | None"


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What a published source says: when and where, and who says it."""

    held: str
    place: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Run:
    starts_on: date
    format: str
    free_seats: int
    is_open: bool


def card_of(row: Any, words: Vocabulary) -> Card:
    return Card(
        slug=row.slug,
        title=row.shown_title,
        href=reverse("programs:program-detail", kwargs={"slug": row.slug}),
        language="" if row.shown_language == get_language() else row.shown_language,
        summary=row.shown_summary,
        method=row.method_name,
        languages=[words.languages.get(code, code) for code in row.language_codes or ()],
        capacities=[
            words.capacities[code].label for code in row.capacity_codes or () if code in words.capacities
        ],
        providers=row.provider_names or (),
        archived=row.state == ProgramState.ARCHIVED,
        is_demo=row.is_demo,
        record=_recorded_of(row),
        run=_run_of(row),
    )


def _recorded_of(row: Any) -> Recorded | None:
    if row.record__source__title is None:
        return None
    held = (
        partial_day(row.record__held_from, row.record__held_from_precision) if row.record__held_from else ""
    )
    place = [row.record__city, territory_name(row.record__territory) if row.record__territory else ""]
    return Recorded(held=held, place=" · ".join(filter(None, place)), source=row.record__source__title)


def _run_of(row: Any) -> Run | None:
    facts = row.next_run
    if facts is None:
        return None
    opens, closes = (datetime.fromisoformat(facts[key]) for key in ("opens", "closes"))
    return Run(
        starts_on=date.fromisoformat(facts["starts_on"]),
        format=str(Delivery(facts["delivery"]).label),
        free_seats=max(facts["seats"] - facts["held"], 0),
        is_open=row.state == ProgramState.PUBLISHED and opens <= timezone.now() < closes,
    )
