"""What a representative finds about her organization."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import get_language

from capacity.models import Affiliation, Stakeholder
from programs.models import Enrollment, Program
from programs.queries.vocabulary import localized
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
    delegation: list["Delegated"]
    provided: list[tuple[str, str]]  # address and title


@dataclass(frozen=True)
class Delegated:
    href: str
    name: str
    program: str
    cohort: str
    state: str
    label: str


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
        delegation=delegation_of(organization),
        provided=provided_by(organization),
    )


def distinct_people(condition: Q) -> Count:
    return Count("person", filter=condition, distinct=True)


def delegation_of(organization: Stakeholder) -> list[Delegated]:
    """The people for whom the organization stands, newest first: she who represents it may see who they are."""
    sent = Enrollment.objects.filter(organization=organization).exclude(state=EnrollmentState.DRAFT)
    title = localized("cohort__program__title", get_language() or settings.LANGUAGE_CODE)
    columns = ("public_id", "person__name", title, "cohort__name", "state")
    labels = {state: str(label) for state, label in EnrollmentState.choices}
    rows = sent.order_by("-pk").values_list(*columns)[:DELEGATION_ROWS]
    return [
        Delegated(address_of(key), name, program, cohort, state, labels[state])
        for key, name, program, cohort, state in rows
    ]


def address_of(enrollment: UUID) -> str:
    return reverse("programs:enrollment-detail", kwargs={"public_id": enrollment})


def provided_by(organization: Stakeholder) -> list[tuple[str, str]]:
    title = localized("title", get_language() or settings.LANGUAGE_CODE)
    rows = Program.objects.public().filter(providers=organization).values_list("slug", title)
    return [
        (reverse("programs:program-detail", kwargs={"slug": slug}), shown)
        for slug, shown in rows[:DELEGATION_ROWS]
    ]
