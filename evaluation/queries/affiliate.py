"""What a representative finds about her organization."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, Count, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import get_language

from capacity.models import Affiliation, Stakeholder
from common.statements import together
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
    waiting: int  # requests to join
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
    """Two queries, however large the organization is."""
    sent = Enrollment.objects.filter(organization=organization)
    affiliations = Affiliation.objects.filter(organization=organization)
    parts = [
        people("members", affiliations.current()),
        people("applied", sent.exclude(state=EnrollmentState.DRAFT)),
        people("took_part", sent.filter(state__in=PARTICIPANT_STATES)),
        people("completed", sent.filter(state=EnrollmentState.COMPLETED)),
        counted("waiting", affiliations.requested(), Count("pk")),
        provided_by(organization),
    ]
    figures = dict.fromkeys(["members", "waiting", "applied", "took_part", "completed"], 0)
    provided = []
    for what, slug, title, number in together(parts, ("a_what", "a_slug", "a_title", "a_number")):
        if what == "provided":
            provided.append((reverse("programs:program-detail", kwargs={"slug": slug}), title))
        else:
            figures[what] = number
    return AffiliatePage(
        **figures, delegation=delegation_of(organization), provided=sorted(provided, key=title_of)
    )


def people(what: str, rows: QuerySet) -> QuerySet:
    return counted(what, rows, Count("person", distinct=True))


def counted(what: str, rows: QuerySet, number: Count) -> QuerySet:
    """One row, or none where there is nothing to count."""
    return rows.order_by().values(**line(what)).annotate(a_number=number)


def line(what: str, slug: object = "", title: object = "") -> dict[str, Any]:
    texts = {"a_what": what, "a_slug": slug, "a_title": title}
    return {
        name: Value(text, output_field=CharField()) if isinstance(text, str) else text
        for name, text in texts.items()
    }


def title_of(program: tuple[str, str]) -> str:
    return program[1]


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


def provided_by(organization: Stakeholder) -> QuerySet:
    title = localized("title", get_language() or settings.LANGUAGE_CODE)
    rows = Program.objects.public().filter(providers=organization).order_by()
    shown = line("provided", slug=Cast(F("slug"), CharField()), title=title)
    return rows.values(**shown, a_number=Value(0, output_field=IntegerField()))[:DELEGATION_ROWS]
