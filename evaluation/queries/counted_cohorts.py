"""The rows behind the figures of the movement: the cohorts whose people they count."""

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.urls import reverse

from evaluation.logic import periods
from evaluation.models import Participation
from programs.models import Cohort

DAYS = ("since", "until")


def counted_cohorts(*, since: date | None, until: date | None, program: int | None) -> QuerySet[Cohort]:
    """Those in which somebody applied and that began in the quarters of these days. Not narrowed by region: which of
    them have people of a region would tell of few.
    """
    cohorts = Cohort.objects.filter(Exists(Participation.objects.filter(cohort=OuterRef("pk"))))
    if since is not None:
        cohorts = cohorts.filter(starts_on__gte=periods.span_of("quarter", since).starts_on)
    if until is not None:
        cohorts = cohorts.filter(starts_on__lte=periods.span_of("quarter", until).ends_on)
    if program is not None:
        cohorts = cohorts.filter(program=program)
    return cohorts.select_related("program")


def narrowing(asked: QueryDict, names: Iterable[str]) -> str:
    """What of a dashboard's filters goes on to another page, as it stands in an address."""
    return urlencode({name: asked[name] for name in names if asked.get(name)})


def rows_behind(asked: QueryDict) -> str:
    """The address of the cohorts that are counted where this is asked."""
    kept = narrowing(asked, (*DAYS, "program"))
    return reverse("evaluation:counted-cohorts") + (f"?{kept}" if kept else "")
