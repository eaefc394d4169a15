"""What the page of a cohort shows: ten statements, whatever it has."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, JSONField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject
from django.utils import timezone

from capacity.models import Language, Stakeholder
from programs.models import (
    Cohort,
    Confirmation,
    Enrollment,
    EquityWeight,
    ProgramProvider,
    SeatPool,
    SessionMaterial,
)
from programs.queries import seats
from programs.queries.details import Standing, elsewhere, language_shown, with_waiting
from programs.queries.progress import rule_says


def with_facts(cohorts: QuerySet[Cohort], user: Any) -> QuerySet[Cohort]:
    """With its program, who waits, who provides it, what weighs in a review, and her own live enrollment."""
    own = Enrollment.objects.live().filter(cohort=OuterRef("pk"), person__user=user.pk)
    providers = ProgramProvider.objects.filter(program=OuterRef("program")).order_by("position", "pk")
    weights = EquityWeight.objects.filter(cohort=OuterRef("pk"))
    facts = {
        "own": Subquery(own.values(facts=JSONObject(public_id="public_id", state="state"))[:1])
        if user.is_authenticated
        else Value(None, output_field=JSONField()),
        "provider_rows": ArraySubquery(
            providers.values(facts=JSONObject(name="organization__name", slug="organization__slug"))
        ),
        "weight_rows": ArraySubquery(
            weights.values(facts=JSONObject(kind="kind", values="values", points="points"))
        ),
    }
    return with_waiting(cohorts).select_related("program__method").annotate(**facts)


def cohort_page(cohort: Any, user: Any) -> dict[str, Any]:
    """Of a cohort with its facts."""
    pools = list(SeatPool.objects.filter(cohort=cohort)) if cohort.reserves_release_at else []
    weighed = cohort.confirmation == Confirmation.REVIEW
    weights = [EquityWeight(**row) for row in cohort.weight_rows] if weighed else []
    tongues = tongues_of(cohort, seats.languages_in([*pools, *weights]))
    return {
        "pools": seats.pool_rows(pools, names=tongues["names"]),
        "weights": seats.labelled(weights, tongues["names"]),
        "cohort": cohort,
        "program": cohort.program,
        "text_language": language_shown(cohort.program),
        "standing": standing_of(cohort),
        "sessions": cohort.sessions.prefetch_related(
            Prefetch(
                "materials",
                SessionMaterial.objects.visible_to(user).select_related("language"),
                to_attr="shown_materials",
            )
        ),
        "languages": tongues["languages"],
        "interpretation": tongues["interpretation"],
        "providers": [Stakeholder(**each) for each in cohort.provider_rows],
        "elsewhere": elsewhere(cohort.external_ids),
        "rule": rule_says(cohort.rule),
        "aims": cohort.program.aims.select_related("capacity", "level_before", "target_level"),
        "provisions": [label for code, label in provision_labels(cohort) if code in cohort.access_provisions],
    }


def standing_of(cohort: Any) -> Standing:
    own = Enrollment(cohort_id=cohort.pk, **cohort.own) if cohort.own else None
    return Standing(enrollment=own, refusal=cohort.window.refusal(timezone.now()))


def tongues_of(cohort: Cohort, named: set[str]) -> dict[str, Any]:
    """In which it is held, into which it is interpreted, and the names of those that are `named`. One statement."""
    rows = Language.objects.annotate(
        is_spoken=Exists(Cohort.languages.through.objects.filter(cohort=cohort, language=OuterRef("pk"))),
        is_interpreted=Exists(
            Cohort.interpretation.through.objects.filter(cohort=cohort, language=OuterRef("pk"))
        ),
    )
    found = list(rows.filter(Q(is_spoken=True) | Q(is_interpreted=True) | Q(pk__in=named)))
    return {
        "languages": [each for each in found if each.is_spoken],
        "interpretation": [each for each in found if each.is_interpreted],
        "names": {each.code: str(each) for each in found},
    }


def provision_labels(cohort: Cohort) -> list[tuple[str, str]]:
    field = cohort._meta.get_field("access_provisions").base_field
    return [(str(code), str(label)) for code, label in field.choices or ()]
