"""What a representative finds about her organization."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, partial
from operator import itemgetter
from typing import Any

from django.conf import settings
from django.db.models import Case, CharField, Count, F, IntegerField, QuerySet, Value, When, Window
from django.db.models.functions import Cast, Coalesce, RowNumber
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.models import ConsensusSession, DevelopmentPlan
from assessments.states import ConsensusState, WaveState
from capacity.models import Affiliation, Stakeholder
from common.statements import Written, below_each_other
from programs.models import Enrollment, Program
from programs.queries.vocabulary import localized
from programs.states import PARTICIPANT_STATES, EnrollmentState

SENT_ROWS = 15
MOST_ROWS = 100
DEMO = "demo"
SESSION_ROWS = 3
TEXTS = ("a_what", "a_slug", "a_title", "a_name", "a_cohort", "a_state")
COLUMNS = ("a_what", "a_slug", "a_title", "a_number", "a_name", "a_cohort", "a_state")


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
    delegation: list["Delegated"]  # the newest few
    has_more: bool
    provided: list[tuple[str, str]]  # address and title
    # For who represents it, the newest first:
    sessions: list["SelfAssessed"]
    plans: list[tuple[int, str, str]]  # key, address and title


@dataclass(frozen=True)
class SelfAssessed:
    href: str
    title: str
    day: date
    state: str
    label: str


@dataclass(frozen=True)
class Delegated:
    href: str
    name: str
    program: str
    cohort: str
    state: str
    label: str


def affiliate_page(organization: Stakeholder) -> AffiliatePage:
    """One statement, however large the organization is."""
    asked = written_in(get_language() or settings.LANGUAGE_CODE)
    figures = dict.fromkeys(["members", "waiting", "applied", "took_part", "completed"], 0)
    provided, plans, sessions, sent_people = [], [], [], []
    for what, slug, title, number, *more in asked.rows(organization.pk, timezone.now().date()):
        if what == "provided":
            provided.append((reverse("programs:program-detail", kwargs={"slug": slug}), title))
        elif what == "plan":
            plans.append((number, *planned(slug, title, *more)))
        elif what == "session":
            sessions.append((number, self_assessed(slug, title, *more)))
        elif what == "sent":
            sent_people.append((number, delegated(slug, title, *more)))
        else:
            figures[what] = number
    return AffiliatePage(
        **figures,
        delegation=[each for _pk, each in sorted(sent_people, key=itemgetter(0), reverse=True)][:SENT_ROWS],
        has_more=len(sent_people) > SENT_ROWS,
        provided=sorted(provided, key=itemgetter(1)),
        sessions=[each for _place, each in sorted(sessions, key=itemgetter(0))],
        plans=sorted(plans, reverse=True),
    )


@lru_cache(maxsize=len(settings.LANGUAGES))
def written_in(language: str) -> Written:
    """Nine questions as one statement, which costs more to write than to ask."""
    return Written(partial(_parts, language), -77, date.min)


def _parts(language: str, organization: int, day: date) -> tuple[str, list[Any]]:
    sent = Enrollment.objects.filter(organization=organization)
    affiliations = Affiliation.objects.filter(organization=organization)
    parts = [
        people("members", affiliations.on_day(day)),
        people("applied", sent.exclude(state=EnrollmentState.DRAFT)),
        people("took_part", sent.filter(state__in=PARTICIPANT_STATES)),
        people("completed", sent.filter(state=EnrollmentState.COMPLETED)),
        counted("waiting", affiliations.requested(), Count("pk")),
        provided_by(organization, language),
        plans_of(organization),
        sessions_of(organization, language),
        delegation_of(organization, language),
    ]
    return below_each_other(parts, COLUMNS)


def people(what: str, rows: QuerySet) -> QuerySet:
    return counted(what, rows, Count("person", distinct=True))


def counted(what: str, rows: QuerySet, number: Count) -> QuerySet:
    """One row, or none where there is nothing to count."""
    return rows.order_by().values(**line(what)).annotate(a_number=number)


def line(what: str, **found: object) -> dict[str, Any]:
    """The texts of a row; those that are not named are empty."""
    texts = {
        **dict.fromkeys(TEXTS, ""),
        "a_what": what,
        **{f"a_{name}": text for name, text in found.items()},
    }
    return {
        name: Value(text, output_field=CharField()) if isinstance(text, str) else text
        for name, text in texts.items()
    }


def delegation_of(organization: int, language: str) -> QuerySet:
    """The people for whom the organization stands, newest first: she who represents it may see who they are."""
    sent = Enrollment.objects.filter(organization=organization).exclude(state=EnrollmentState.DRAFT)
    shown = line(
        "sent",
        slug=Cast(F("public_id"), CharField()),
        title=localized("cohort__program__title", language),
        name=F("person__name"),
        cohort=F("cohort__name"),
        state=F("state"),
    )
    return sent.order_by("-pk").values(**shown, a_number=F("pk"))[: SENT_ROWS + 1]


def delegated(key: str, program: str, name: str, cohort: str, state: str) -> Delegated:
    address = reverse("programs:enrollment-detail", kwargs={"public_id": key})
    return Delegated(address, name, program, cohort, state, str(EnrollmentState(state).label))


def sessions_of(organization: int, language: str) -> QuerySet:
    """The newest self-assessments."""
    shown = line(
        "session",
        slug=Cast(F("public_id"), CharField()),
        title=localized("wave__plan__instrument__title", language),
        name=Cast(Coalesce("recorded_at", "wave__opens_at"), CharField()),
        cohort=F("wave__state"),
        state=F("state"),
    )
    newest = Window(RowNumber(), order_by=[F("wave__opens_at").desc(), F("pk").desc()])
    rows = ConsensusSession.objects.filter(organization=organization).order_by("-wave__opens_at", "-pk")
    return rows.values(**shown, a_number=newest)[:SESSION_ROWS]


def self_assessed(key: str, title: str, moment: str, wave_state: str, state: str) -> SelfAssessed:
    """By the day on which it was recorded, else on which it opens."""
    is_ahead = wave_state == WaveState.PLANNED
    label = WaveState(wave_state).label if is_ahead else ConsensusState(state).label
    return SelfAssessed(
        href=reverse("assessments:self-assessment-detail", kwargs={"public_id": key}),
        title=title,
        day=timezone.localtime(datetime.fromisoformat(moment)).date(),
        state=wave_state if is_ahead else state,
        label=str(label),
    )


def plans_of(organization: int) -> QuerySet:
    """Not ended."""
    demo = Case(When(is_demo=True, then=Value(DEMO)), default=Value(""))
    shown = line("plan", slug=Cast(F("public_id"), CharField()), title=F("title"), state=demo)
    rows = DevelopmentPlan.objects.filter(subject=organization, ended_at=None).order_by("-pk")
    return rows.values(**shown, a_number=F("pk"))[:MOST_ROWS]


def planned(key: str, title: str, _name: str, _cohort: str, demo: str) -> tuple[str, str]:
    address = reverse("assessments:plan-detail", kwargs={"public_id": key})
    return address, _(title) if demo else title


def provided_by(organization: int, language: str) -> QuerySet:
    title = localized("title", language)
    rows = Program.objects.public().filter(providers=organization).order_by()
    shown = line("provided", slug=Cast(F("slug"), CharField()), title=title)
    return rows.values(**shown, a_number=Value(0, output_field=IntegerField()))[:MOST_ROWS]
