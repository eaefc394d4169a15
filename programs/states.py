"""The states of programs and enrollments, and the moves between them."""

from django.db import models
from django.utils.translation import pgettext_lazy


class ProgramState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("program state", "draft")
    IN_REVIEW = "in_review", pgettext_lazy("program state", "in review")
    PUBLISHED = "published", pgettext_lazy("program state", "published")
    ARCHIVED = "archived", pgettext_lazy("program state", "archived")


PROGRAM_MOVES: dict[str, set[str]] = {
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


ENROLLMENT_MOVES: dict[str, set[str]] = {
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

# What a coordinator has done with several people at once she may take back for a while: to the state before.
UNDO_MOVES: dict[str, set[str]] = {
    EnrollmentState.WAITLISTED: {EnrollmentState.APPLIED},
    EnrollmentState.OFFERED: {EnrollmentState.APPLIED, EnrollmentState.WAITLISTED},
    EnrollmentState.ENROLLED: {EnrollmentState.APPLIED},
    EnrollmentState.DECLINED: {EnrollmentState.APPLIED},
    EnrollmentState.COMPLETED: {EnrollmentState.ENROLLED},
    EnrollmentState.NOT_COMPLETED: {EnrollmentState.ENROLLED},
}

# Of two places in one cohort, one is closed when their two accounts become one; also one that is final otherwise.
MERGE_MOVES: dict[str, set[str]] = {
    state: {EnrollmentState.WITHDRAWN}
    for state in (
        EnrollmentState.DRAFT,
        EnrollmentState.APPLIED,
        EnrollmentState.WAITLISTED,
        EnrollmentState.OFFERED,
        EnrollmentState.ENROLLED,
        EnrollmentState.NOT_COMPLETED,
        EnrollmentState.COMPLETED,
    )
}

# These hold one of the cohort's seats.
SEAT_STATES = [
    EnrollmentState.OFFERED,
    EnrollmentState.ENROLLED,
    EnrollmentState.COMPLETED,
    EnrollmentState.NOT_COMPLETED,
]
# Nobody has decided on these, or there was no seat: an organization that takes its delegation back takes these back.
UNDECIDED_STATES = [EnrollmentState.APPLIED, EnrollmentState.WAITLISTED]
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


class DeliverableState(models.TextChoices):
    SUBMITTED = "submitted", pgettext_lazy("deliverable state", "handed in")
    ACCEPTED = "accepted", pgettext_lazy("deliverable state", "accepted")
    RETURNED = "returned", pgettext_lazy("deliverable state", "returned")
    WITHDRAWN = "withdrawn", pgettext_lazy("deliverable state", "taken back")


DELIVERABLE_MOVES: dict[str, set[str]] = {
    DeliverableState.SUBMITTED: {
        DeliverableState.ACCEPTED,
        DeliverableState.RETURNED,
        DeliverableState.WITHDRAWN,
    },
    DeliverableState.ACCEPTED: set(),
    DeliverableState.RETURNED: set(),
    DeliverableState.WITHDRAWN: set(),
}


class ActivityState(models.TextChoices):
    NOTED = "noted", pgettext_lazy("activity state", "to be confirmed")
    CONFIRMED = "confirmed", pgettext_lazy("activity state", "confirmed")
    REJECTED = "rejected", pgettext_lazy("activity state", "not confirmed")


ACTIVITY_MOVES: dict[str, set[str]] = {
    ActivityState.NOTED: {ActivityState.CONFIRMED, ActivityState.REJECTED},
    ActivityState.CONFIRMED: set(),
    ActivityState.REJECTED: set(),
}


class PlaceState(models.TextChoices):
    """Of one person named in a delegation."""

    INVITED = "invited", pgettext_lazy("delegation place", "invited")
    CONFIRMED = "confirmed", pgettext_lazy("delegation place", "confirmed")
    DECLINED = "declined", pgettext_lazy("delegation place", "refused")
    LAPSED = "lapsed", pgettext_lazy("delegation place", "not answered in time")
    CANCELLED = "cancelled", pgettext_lazy("delegation place", "taken back")


PLACE_MOVES: dict[str, set[str]] = {
    PlaceState.INVITED: {
        PlaceState.CONFIRMED,
        PlaceState.DECLINED,
        PlaceState.LAPSED,
        PlaceState.CANCELLED,
    },
    PlaceState.CONFIRMED: set(),
    PlaceState.DECLINED: set(),
    PlaceState.LAPSED: set(),
    PlaceState.CANCELLED: set(),
}


class PairState(models.TextChoices):
    """Of a mentor and a mentee. Nobody is told of a suggestion before somebody has looked at it."""

    SUGGESTED = "suggested", pgettext_lazy("mentoring pair", "suggested")
    PROPOSED = "proposed", pgettext_lazy("mentoring pair", "both are asked")
    ACTIVE = "active", pgettext_lazy("mentoring pair", "under way")
    CLOSING = "closing", pgettext_lazy("mentoring pair", "being closed")
    CLOSED = "closed", pgettext_lazy("mentoring pair", "closed")
    DROPPED = "dropped", pgettext_lazy("mentoring pair", "taken back")
    DECLINED = "declined", pgettext_lazy("mentoring pair", "declined")
    ENDED = "ended", pgettext_lazy("mentoring pair", "ended early")


PAIR_MOVES: dict[str, set[str]] = {
    PairState.SUGGESTED: {PairState.PROPOSED, PairState.DROPPED},
    PairState.PROPOSED: {PairState.ACTIVE, PairState.DECLINED, PairState.DROPPED},
    PairState.ACTIVE: {PairState.CLOSING, PairState.ENDED},
    PairState.CLOSING: {PairState.CLOSED, PairState.ENDED},
    PairState.CLOSED: set(),
    PairState.DROPPED: set(),
    PairState.DECLINED: set(),
    PairState.ENDED: set(),
}

# These take up a mentor's time, or may soon.
LIVE_PAIR_STATES = [PairState.SUGGESTED, PairState.PROPOSED, PairState.ACTIVE, PairState.CLOSING]
WORKING_PAIR_STATES = [PairState.ACTIVE, PairState.CLOSING]


class PairReason(models.TextChoices):
    """Why a pair was declined or ended early: a code, so that nobody writes about another."""

    NO_TIME = "no_time", pgettext_lazy("reason to end a pair", "not enough time")
    NO_FIT = "no_fit", pgettext_lazy("reason to end a pair", "we do not fit together")
    NO_CONTACT = "no_contact", pgettext_lazy("reason to end a pair", "the other cannot be reached")
    OTHER_AIMS = "other_aims", pgettext_lazy("reason to end a pair", "other aims than before")
    LEFT = "left", pgettext_lazy("reason to end a pair", "one of the two has left the cohort")
    OTHER = "other", pgettext_lazy("reason to end a pair", "another reason")


class PairMeetingState(models.TextChoices):
    NOTED = "noted", pgettext_lazy("meeting of a pair", "to be confirmed by the other")
    CONFIRMED = "confirmed", pgettext_lazy("meeting of a pair", "confirmed")
    DISPUTED = "disputed", pgettext_lazy("meeting of a pair", "disputed")
    WITHDRAWN = "withdrawn", pgettext_lazy("meeting of a pair", "taken back")


PAIR_MEETING_MOVES: dict[str, set[str]] = {
    PairMeetingState.NOTED: {
        PairMeetingState.CONFIRMED,
        PairMeetingState.DISPUTED,
        PairMeetingState.WITHDRAWN,
    },
    PairMeetingState.DISPUTED: {PairMeetingState.CONFIRMED, PairMeetingState.WITHDRAWN},
    PairMeetingState.CONFIRMED: set(),
    PairMeetingState.WITHDRAWN: set(),
}


class MatchingState(models.TextChoices):
    """Of one search for pairs, made by a worker."""

    QUEUED = "queued", pgettext_lazy("search for pairs", "waiting")
    RUNNING = "running", pgettext_lazy("search for pairs", "at work")
    DONE = "done", pgettext_lazy("search for pairs", "done")
    FAILED = "failed", pgettext_lazy("search for pairs", "failed")


MATCHING_MOVES: dict[str, set[str]] = {
    MatchingState.QUEUED: {MatchingState.RUNNING},
    MatchingState.RUNNING: {MatchingState.DONE, MatchingState.FAILED},
    MatchingState.DONE: set(),
    MatchingState.FAILED: set(),
}

MATCHING_LIVE_STATES = [MatchingState.QUEUED, MatchingState.RUNNING]


class MoveReason(models.TextChoices):
    """Why an enrollment changed: the code in its event."""

    APPLICATION = "application", pgettext_lazy("reason", "applied")
    SEAT_FREE = "seat_free", pgettext_lazy("reason", "a seat was free")
    NO_SEAT = "no_seat", pgettext_lazy("reason", "no seat was free")
    NEXT_IN_LINE = (
        "next_in_line",
        pgettext_lazy("reason", "a seat became free, and this person was next in line"),
    )
    COORDINATOR = "coordinator", pgettext_lazy("reason", "decided by a coordinator")
    REPRESENTATIVE = "representative", pgettext_lazy("reason", "asked for by the organization")
    OWN_WISH = "own_wish", pgettext_lazy("reason", "the person's own wish")
    DEADLINE_PASSED = "deadline_passed", pgettext_lazy("reason", "the offer was not taken in time")
    RULE = "rule", pgettext_lazy("reason", "by the cohort's completion rule")
    TRANSFER = "transfer", pgettext_lazy("reason", "moved from one cohort to another")
    OTHER_AUDIENCE = "other_audience", pgettext_lazy("reason", "the program is for other people")
    PREREQUISITES = "prerequisites", pgettext_lazy("reason", "what is expected is not met yet")
    CHOICE_AMONG_MANY = (
        "choice_among_many",
        pgettext_lazy("reason", "there were more applications than seats"),
    )
    IMPORTED = "imported", pgettext_lazy("reason", "taken over from another system")
    CANCELLED = "cancelled", pgettext_lazy("reason", "the cohort was cancelled")
    TAKEN_BACK = "taken_back", pgettext_lazy("reason", "a decision was taken back")
    MERGED = "merged", pgettext_lazy("reason", "merged: two accounts of one person became one")
    INCOMPLETE = "incomplete", pgettext_lazy("reason", "the application is incomplete")
    OTHER = "other", pgettext_lazy("reason", "another reason")


# A coordinator who declines an application gives one of these.
DECLINE_REASONS = [
    MoveReason.OTHER_AUDIENCE,
    MoveReason.PREREQUISITES,
    MoveReason.CHOICE_AMONG_MANY,
    MoveReason.INCOMPLETE,
    MoveReason.OTHER,
]
