"""One press reminds everybody in a cohort who owes something."""

from dataclasses import asdict, dataclass

from django.db import transaction

from assessments.actions import invitations
from assessments.models import Wave
from assessments.states import WaveState
from capacity.models import User
from common.log import record
from programs.actions import reminders
from programs.models import Cohort


@dataclass(frozen=True)
class Reminded:
    answers: int = 0  # people who have not answered a questionnaire
    offers: int = 0  # people whose offer ends soon
    sessions: int = 0  # without attendance

    @property
    def total(self) -> int:
        return self.answers + self.offers + self.sessions


@transaction.atomic
def remind(cohort: Cohort, *, by: User) -> Reminded:
    """Writes to people who have not answered an open questionnaire (as the policy of reminders allows), to those whose
    offer ends within a day, and to those who teach where attendance is missing: each once a day at most.
    """
    waves = Wave.objects.filter(plan__cohort=cohort, state=WaveState.OPEN).order_by("pk")
    done = Reminded(
        answers=sum(invitations.remind_wave(wave, by=by) for wave in waves),
        offers=reminders.remind_of_offers(cohort),
        sessions=reminders.remind_of_attendance(cohort),
    )
    record("evaluation.reminders.remind", cohort, by=by, after=asdict(done))
    return done
