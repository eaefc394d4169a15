"""What a representative finds about her organization."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from capacity.models import Affiliation, Stakeholder
from programs.models import Enrollment, Program
from programs.states import PARTICIPANT_STATES, EnrollmentState

DELEGATION_ROWS = 100


@dataclass(frozen=True)
class AffiliatePage:
    """`members` counts confirmed members today; the figures count each person once.

    They are not suppressed: who may see this page sees the delegation by name just below.
    """

    members: int
    applied: int
    took_part: int
    completed: int
    delegation: list[Enrollment]
    provided: list[Program]


def affiliate_page(organization: Stakeholder) -> AffiliatePage:
    """Four queries, however large the organization is."""
    sent = Enrollment.objects.filter(organization=organization)
    figures = sent.aggregate(
        applied=distinct_people(~Q(state=EnrollmentState.DRAFT)),
        took_part=distinct_people(Q(state__in=PARTICIPANT_STATES)),
        completed=distinct_people(Q(state=EnrollmentState.COMPLETED)),
    )
    members = Affiliation.objects.current().filter(organization=organization)
    return AffiliatePage(
        members=members.values("person").distinct().count(),
        **figures,
        delegation=list(delegation_of(organization)),
        provided=list(Program.objects.public().filter(providers=organization)[:DELEGATION_ROWS]),
    )


def distinct_people(condition: Q) -> Count:
    return Count("person", filter=condition, distinct=True)


def delegation_of(organization: Stakeholder) -> QuerySet[Enrollment]:
    """The people for whom the organization stands, newest first: she who represents it may see who they are."""
    sent = Enrollment.objects.filter(organization=organization).exclude(state=EnrollmentState.DRAFT)
    return sent.select_related("person", "cohort__program").order_by("-pk")[:DELEGATION_ROWS]
