"""What one more response costs among 1,000 and among 100,000: submitted and scored, counted, shown."""

import time
from datetime import timedelta
from decimal import Decimal
from statistics import median
from typing import Any

from django.db import connection
from django.utils import timezone

from assessments.actions import drafts, responses, statistics, versions
from assessments.logic import documents
from assessments.logic.answering import Given
from assessments.logic.documents import Document
from assessments.models import AssessmentPlan, Invitation, Response, Timepoint, Wave, WaveTarget
from assessments.queries.figures import figures_of
from assessments.states import InvitationState, WaveState
from capacity.models import Capacity, Stakeholder
from programs.models import Cohort

FEW, MANY, TRIED, SHOWN = 1_000, 100_000, 100, 20
ITEMS = 6

# What one person answers hangs together, as real answers do: of mere noise omega has nothing to find, and takes long.
FILL = """
    WITH made AS (
        INSERT INTO assessments_response (public_id, created_at, updated_at, wave_id, version_id, respondent_key,
            perspective, mode, language, state, submitted_at, is_demo)
        SELECT gen_random_uuid(), now(), now(), %(wave)s, %(version)s, gen_random_uuid()::text, 'self', 'import',
            CASE WHEN n %% 4 = 0 THEN 'ar' ELSE 'en' END, 'submitted', now(), true
        FROM generate_series(1, %(n)s) AS n
        RETURNING id
    ),
    people AS (SELECT id, sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) AS able FROM made)
    INSERT INTO assessments_answer (response_id, item_id, value, evidence, is_demo)
    SELECT people.id, item.id, least(4, greatest(0, round((1.5 + people.able + random())::numeric))), '', true
    FROM people, assessments_item AS item WHERE item.version_id = %(version)s
"""


def measure() -> dict[str, dict[str, Any]]:
    wave = open_wave()
    people = list(Stakeholder.objects.exclude(user=None).select_related("user")[: 2 * TRIED])
    fill(wave, FEW)
    few = costs(wave, people[:TRIED])
    fill(wave, MANY - FEW)
    many = costs(wave, people[TRIED:])
    return {
        name: {"seconds": many[place], "limit": few[place], "times": many[place] / few[place]}
        for place, name in enumerate(
            [
                "a response submitted, among 100,000",
                "a response counted, among 100,000",
                "statistics shown, among 100,000",
            ]
        )
    }


def open_wave() -> Wave:
    capacities = list(Capacity.objects.shown().order_by("path")[:2])
    scale = documents.Scale(code="extent", kind="likert", minimum=Decimal(0), maximum=Decimal(4))
    document = Document(
        instrument=documents.About(
            code="benchmark", title={"en": "Benchmark"}, family="capacity", unit="person"
        ),
        scales=[scale],
        dimensions=[
            documents.Dimension(
                code=f"part-{capacity.code}",
                name={"en": capacity.name},
                capacity=capacity.code,
                items=[
                    documents.Item(
                        code=f"item-{capacity.code}-{n}", kind="scale", stem={"en": "?"}, scale="extent"
                    )
                    for n in range(ITEMS // 2)
                ],
            )
            for capacity in capacities
        ],
    )
    draft = drafts.begin(document, by=None, is_demo=True)
    version = versions.publish(versions.submit_for_review(draft, by=None), by=None)
    cohort = Cohort.objects.filter(assessment_plans=None, is_demo=True).first() or Cohort.objects.first()
    plan = AssessmentPlan.objects.create(cohort=cohort, instrument=version.instrument, is_demo=True)
    now = timezone.now()
    return Wave.objects.create(
        plan=plan,
        timepoint=Timepoint.ADHOC,
        version=version,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=9),
        state=WaveState.OPEN,
        is_demo=True,
    )


def fill(wave: Wave, n: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"wave": wave.pk, "version": wave.version_id, "n": n})
        cursor.execute("ANALYZE assessments_response, assessments_answer")
    statistics.rebuild(wave.version)


def costs(wave: Wave, people: list[Stakeholder]) -> tuple[float, float, float]:
    """Medians: of submitting and scoring, of counting, of computing what is shown anew."""
    submitted, counted = [], []
    codes = list(wave.version.items.values_list("code", flat=True))
    for number, person in enumerate(people):
        target = WaveTarget.objects.create(wave=wave, subject=person, is_demo=True)
        invitation = Invitation.objects.create(
            target=target, respondent=person, state=InvitationState.SENT, is_demo=True
        )
        given = {code: Given(value=Decimal((number + place) % 5)) for place, code in enumerate(codes)}
        responses.save_answers(invitation, given, by=person.user, language="en")
        begun = time.perf_counter()
        response: Response = responses.submit(invitation, by=person.user)
        submitted.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        statistics.refresh(response.pk)
        counted.append(time.perf_counter() - begun)
    return median(submitted), median(counted), median(shown(wave) for _ in range(SHOWN))


def shown(wave: Wave) -> float:
    begun = time.perf_counter()
    figures_of(wave.version, "en")
    return time.perf_counter() - begun
