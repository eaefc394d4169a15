"""The states of programs and enrollments, and the moves between them."""

from django.db import models
from django.utils.translation import pgettext_lazy


class ProgramState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("program state", "draft")
    IN_REVIEW = "in_review", pgettext_lazy("program state", "in review")
    PUBLISHED = "published", pgettext_lazy("program state", "published")
    ARCHIVED = "archived", pgettext_lazy("program state", "archived")


PROGRAM_MOVES = {
    ProgramState.DRAFT: {ProgramState.IN_REVIEW},
    ProgramState.IN_REVIEW: {ProgramState.DRAFT, ProgramState.PUBLISHED},
    ProgramState.PUBLISHED: {ProgramState.ARCHIVED},
    ProgramState.ARCHIVED: set(),
}

PUBLIC_PROGRAM_STATES = [ProgramState.PUBLISHED, ProgramState.ARCHIVED]


class EnrollmentState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("enrollment state", "draft")
    APPLIED = "applied", pgettext_lazy("enrollment state", "applied")
    WAITLISTED = "waitlisted", pgettext_lazy("enrollment state", "on the waiting list")
    OFFERED = "offered", pgettext_lazy("enrollment state", "offered a place")
    ENROLLED = "enrolled", pgettext_lazy("enrollment state", "enrolled")
    DECLINED = "declined", pgettext_lazy("enrollment state", "declined")
    REFUSED = "refused", pgettext_lazy("enrollment state", "offer refused")
    LAPSED = "lapsed", pgettext_lazy("enrollment state", "offer lapsed")
    WITHDRAWN = "withdrawn", pgettext_lazy("enrollment state", "withdrawn")
    COMPLETED = "completed", pgettext_lazy("enrollment state", "completed")
    NOT_COMPLETED = "not_completed", pgettext_lazy("enrollment state", "not completed")
    TRANSFERRED = "transferred", pgettext_lazy("enrollment state", "transferred")


ENROLLMENT_MOVES = {
    EnrollmentState.DRAFT: {EnrollmentState.APPLIED, EnrollmentState.WITHDRAWN},
    EnrollmentState.APPLIED: {
        EnrollmentState.WAITLISTED,
        EnrollmentState.OFFERED,
        EnrollmentState.ENROLLED,
        EnrollmentState.DECLINED,
        EnrollmentState.WITHDRAWN,
    },
    EnrollmentState.WAITLISTED: {
        EnrollmentState.OFFERED,
        EnrollmentState.ENROLLED,
        EnrollmentState.WITHDRAWN,
    },
    EnrollmentState.OFFERED: {
        EnrollmentState.ENROLLED,
        EnrollmentState.REFUSED,
        EnrollmentState.LAPSED,
        EnrollmentState.WITHDRAWN,
    },
    EnrollmentState.ENROLLED: {
        EnrollmentState.COMPLETED,
        EnrollmentState.NOT_COMPLETED,
        EnrollmentState.TRANSFERRED,
        EnrollmentState.WITHDRAWN,
    },
    EnrollmentState.DECLINED: set(),
    EnrollmentState.REFUSED: set(),
    EnrollmentState.LAPSED: set(),
    EnrollmentState.WITHDRAWN: set(),
    EnrollmentState.COMPLETED: set(),
    EnrollmentState.NOT_COMPLETED: set(),
    EnrollmentState.TRANSFERRED: set(),
}

# These hold one of the cohort's seats.
SEAT_STATES = [
    EnrollmentState.OFFERED,
    EnrollmentState.ENROLLED,
    EnrollmentState.COMPLETED,
    EnrollmentState.NOT_COMPLETED,
]
# After these a person may apply to the same cohort again.
OVER_STATES = [
    EnrollmentState.DECLINED,
    EnrollmentState.REFUSED,
    EnrollmentState.LAPSED,
    EnrollmentState.WITHDRAWN,
    EnrollmentState.TRANSFERRED,
]
# A person in one of these takes part, or has.
PARTICIPANT_STATES = [EnrollmentState.ENROLLED, EnrollmentState.COMPLETED, EnrollmentState.NOT_COMPLETED]
