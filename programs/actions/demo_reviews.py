"""Demo reviews of the coordinator's applications, and the delegation that the representative has sent."""

from typing import Any

from capacity.logic.demo import DemoWorld
from common.demo import Demo, ids
from programs.logic.demo import REVIEW_COMMENTS, DemoCohort, DemoEnrollment
from programs.models import (
    Delegation,
    DelegationPlace,
    ProgramRole,
    ProgramRoleKind,
    Review,
    ReviewConflict,
    ReviewCriterion,
    ReviewScore,
)

DECIDED = {"offered", "declined"}


def write_reviews(demo: Demo, world: DemoWorld, cohorts: list[DemoCohort]) -> None:
    """The facilitator reviews with the coordinator: what is decided was scored by both, of what waits the first two;
    one application is left to the coordinator, for a conflict of interest.
    """
    for cohort in (each for each in cohorts if each.role == "coordinator"):
        own, other = world.roles["coordinator"].user, world.roles["facilitator"].user
        decided = [each for each in cohort.enrollments if each.state in DECIDED]
        waiting = [each for each in cohort.enrollments if each.state == "applied"]
        reviewed = [(each, by) for each in (*decided, *waiting[:2]) for by in (own, other)]
        _write_scores(demo, cohort, [*reviewed, *((each, other) for each in waiting[2:3])])
        demo.copy(
            ReviewConflict,
            ["enrollment", "reviewer", "reason", "declared_at"],
            [(each.pk, other, "work", demo.moment(-1, 600)) for each in waiting[3:4]],
        )
        demo.copy(
            ProgramRole,
            ["cohort", "person", "role", "starts_on", "created_at"],
            [
                (
                    cohort.pk,
                    world.roles["facilitator"].pk,
                    str(ProgramRoleKind.REVIEWER),
                    demo.day(cohort.opens),
                    demo.moment(cohort.opens),
                )
            ],
        )


def _write_scores(demo: Demo, cohort: DemoCohort, reviewed: list[tuple[DemoEnrollment, int]]) -> None:
    dice = demo.dice(f"reviews {cohort.number}")
    criteria = ReviewCriterion.objects.filter(cohort_id=cohort.pk).values_list("pk", flat=True)
    rows: list[tuple[Any, ...]] = []
    scores = []
    for pk, (each, by) in zip(ids(Review, len(reviewed)), reviewed, strict=True):
        at = demo.moment(min(each.day + 1, -1), each.minute)
        best = 2 if each.state == "declined" else 5
        rows.append((pk, each.pk, by, at, dice.choice(REVIEW_COMMENTS), at, at))
        scores += [(pk, criterion, dice.randint(best - 2, best)) for criterion in criteria]
    columns = ["id", "enrollment", "reviewer", "declared_at", "comment", "submitted_at", "created_at"]
    demo.copy(Review, columns, rows)
    demo.copy(ReviewScore, ["review", "criterion", "score"], scores)


def write_delegations(demo: Demo, world: DemoWorld, cohorts: list[DemoCohort]) -> None:
    """Those of her organization who have applied were named by the representative; the member has not answered yet,
    and neither has somebody at an address.
    """
    for cohort in (each for each in cohorts if each.role == "representative"):
        sender, member = world.roles["representative"], world.roles["member"]
        made, until = demo.moment(cohort.opens + 1, 700), demo.moment(min(cohort.closes, 14), 700)
        [pk] = ids(Delegation, 1)
        demo.copy(
            Delegation,
            ["id", "cohort", "organization", "made_by", "created_at"],
            [(pk, cohort.pk, sender.organization.pk, sender.user, made)],
        )
        answered = [
            (world.people[each.person].pk, "", each.pk, "confirmed", demo.moment(each.day, each.minute))
            for each in cohort.enrollments
            if each.delegated and world.people[each.person].organization == sender.organization
        ]
        open_places: list[Any] = [
            (member.pk, "", None, "invited", None),
            (None, "new.colleague@demo.example", None, "invited", None),
        ]
        demo.copy(
            DelegationPlace,
            PLACE_COLUMNS,
            [(pk, *each, until, made, made) for each in (*answered, *open_places)],
        )


PLACE_COLUMNS = [
    "delegation", "person", "email", "enrollment", "state", "answered_at", "expires_at", "sent_at", "created_at",
]  # fmt: skip
