"""Change facts follow answers; the database notes facts that come and go, from which the rollups follow."""

from collections.abc import Collection
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from assessments.models import Response
from evaluation.actions import folding, pseudonyms
from evaluation.actions.watermarks import since_last_time
from evaluation.models import CoarseRollup, CoarseStep, Posting, Pseudonym, Rollup, RollupStep
from evaluation.models.change_fact import POST
from evaluation.queries import changes

COLUMNS = [
    "subject_key",
    "enrollment_id",
    "cohort_id",
    "program_id",
    "organization_id",
    "territory_id",
    "region_id",
    "capacity_id",
    "from_timepoint",
    "to_timepoint",
    "before",
    "after",
    "before_response_id",
    "after_response_id",
    "method_id",
    "measured_on",
    "quarter",
    "is_demo",
]
KEY = ["subject_key", "cohort_id", "capacity_id", "from_timepoint", "to_timepoint", "method_id"]
REST = [column for column in COLUMNS if column not in KEY]

WRITE = """
    WITH fresh AS MATERIALIZED ({{facts}}), gone AS (
        DELETE FROM evaluation_changefact AS fact WHERE {{which}} AND NOT EXISTS (
            SELECT 1 FROM fresh WHERE coalesce(fresh.cohort_id, 0) = coalesce(fact.cohort_id, 0) AND {same}
        )
    )
    INSERT INTO evaluation_changefact AS fact ({columns}) SELECT {columns} FROM fresh
    ON CONFLICT ({key}) DO UPDATE SET {assignments}
    WHERE ({current}) IS DISTINCT FROM ({wanted})
""".format(
    columns=", ".join(COLUMNS),
    key=", ".join(KEY),
    same=" AND ".join(f"fresh.{column} = fact.{column}" for column in KEY if column != "cohort_id"),
    assignments=", ".join(f"{column} = excluded.{column}" for column in REST),
    current=", ".join(f"fact.{column}" for column in REST),
    wanted=", ".join(f"excluded.{column}" for column in REST),
)


def refresh_for_response(response: Response) -> None:
    """Writes, changes or removes the facts of whom the answers are about. Running it again changes nothing."""
    if response.subject is not None:  # else it is anonymous, and of nobody
        refresh_for_subjects([response.subject.pk])


@transaction.atomic
def refresh_for_subjects(subject_ids: Collection[int]) -> None:
    """The same for several people and organizations in one go; two refreshes of one of them wait for each other."""
    pseudonyms.ensure(subject_ids)
    own = Pseudonym.objects.filter(stakeholder__in=subject_ids).order_by("pk").select_for_update()
    keys = list(own.values_list("key", flat=True))
    _write(
        "response.subject_id = ANY(%(subjects)s)",
        "fact.subject_key = ANY(%(keys)s)",
        subjects=list(subject_ids),
        keys=keys,
    )


def refresh_due() -> int:
    """Catches up with answers submitted, corrected or withdrawn since the last time; tells of how many subjects."""
    with since_last_time("changes") as moment:
        changed = (
            Response.objects.filter(updated_at__gte=moment).exclude(submitted_at=None).exclude(subject=None)
        )
        subjects = [pk for pk in changed.order_by().values_list("subject_id", flat=True).distinct() if pk]
        for start in range(0, len(subjects), 1000):
            refresh_for_subjects(subjects[start : start + 1000])
    return len(subjects)


@transaction.atomic
def rebuild_facts() -> None:
    """All facts anew from all scores (after bulk loading); what is right already is left as it is."""
    pseudonyms.ensure_for_all()
    _write("true", "fact.after_response_id IS NOT NULL")


@transaction.atomic
def rebuild_rollups() -> None:
    """All rollups anew from all facts, in one transaction that writers of facts wait for and readers do not."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE evaluation_changefact IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(f"SELECT pg_advisory_xact_lock({folding.LOCK})")
        for model in (Posting, CoarseStep, CoarseRollup, RollupStep, Rollup):
            QuerySet(model=model).delete()
        cursor.execute(POST.format(sign="1", rows="evaluation_changefact"))
    folding.fold()


def _write(scope: str, which: str, **values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(WRITE.format(facts=changes.FACTS.format(scope=scope), which=which), values)
