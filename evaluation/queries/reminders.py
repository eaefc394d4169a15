"""Whom a coordinator may remind in a cohort: who has not answered, whose offer ends, where attendance is missing."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count
from django.utils.translation import get_language

from assessments.models import Invitation
from programs.letters.rosters import facilitators_of
from programs.models import Cohort, Enrollment, Session
from programs.queries.reminders import offers_ending, unrecorded
from programs.queries.vocabulary import localized


@dataclass(frozen=True)
class ToRemind:
    waves: list[tuple[str, int]]  # the questionnaire, and how many people are due for a reminder
    offers: list[Enrollment]
    sessions: list[Session]
    teachers: int

    @property
    def something(self) -> bool:
        return bool(self.waves or self.offers or (self.sessions and self.teachers))


def to_remind(cohort: Cohort) -> ToRemind:
    due = Invitation.objects.due_for_reminder().filter(target__wave__plan__cohort=cohort)
    title = localized("target__wave__plan__instrument__title", get_language() or settings.LANGUAGE_CODE)
    titles = due.order_by("target__wave__opens_at").values_list(title)
    return ToRemind(
        waves=list(titles.annotate(people=Count("pk"))),
        offers=list(offers_ending(cohort)),
        sessions=list(unrecorded(cohort)),
        teachers=len(facilitators_of(cohort)),
    )
