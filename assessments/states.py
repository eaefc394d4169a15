"""The states of instruments, waves, invitations and responses, and the moves between them."""

from django.db import models
from django.utils.translation import pgettext_lazy


class VersionState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("instrument version state", "draft")
    IN_REVIEW = "in_review", pgettext_lazy("instrument version state", "in review")
    PUBLISHED = "published", pgettext_lazy("instrument version state", "published")
    RETIRED = "retired", pgettext_lazy("instrument version state", "retired")


VERSION_MOVES: dict[str, set[str]] = {
    VersionState.DRAFT: {VersionState.IN_REVIEW},
    VersionState.IN_REVIEW: {VersionState.DRAFT, VersionState.PUBLISHED},
    VersionState.PUBLISHED: {VersionState.RETIRED},
    VersionState.RETIRED: set(),
}


class WaveState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("wave state", "planned")
    OPEN = "open", pgettext_lazy("wave state", "open")
    CLOSING = "closing", pgettext_lazy("wave state", "closing")
    CLOSED = "closed", pgettext_lazy("wave state", "closed")
    ANALYZED = "analyzed", pgettext_lazy("wave state", "analyzed")
    PUBLISHED = "published", pgettext_lazy("wave state", "published")


WAVE_MOVES: dict[str, set[str]] = {
    WaveState.PLANNED: {WaveState.OPEN},
    WaveState.OPEN: {WaveState.CLOSING},
    WaveState.CLOSING: {WaveState.CLOSED, WaveState.OPEN},
    WaveState.CLOSED: {WaveState.ANALYZED, WaveState.OPEN},
    WaveState.ANALYZED: {WaveState.PUBLISHED},
    WaveState.PUBLISHED: set(),
}

ANSWERABLE_WAVE_STATES = [WaveState.OPEN, WaveState.CLOSING]
OVER_WAVE_STATES = [WaveState.CLOSED, WaveState.ANALYZED, WaveState.PUBLISHED]


class InvitationState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("invitation state", "planned")
    SENT = "sent", pgettext_lazy("invitation state", "sent")
    OPENED = "opened", pgettext_lazy("invitation state", "opened")
    STARTED = "started", pgettext_lazy("invitation state", "started")
    SUBMITTED = "submitted", pgettext_lazy("invitation state", "submitted")
    DECLINED = "declined", pgettext_lazy("invitation state", "declined")
    BOUNCED = "bounced", pgettext_lazy("invitation state", "bounced")
    EXPIRED = "expired", pgettext_lazy("invitation state", "expired")
    OPTED_OUT = "opted_out", pgettext_lazy("invitation state", "opted out")
    INELIGIBLE = "ineligible", pgettext_lazy("invitation state", "not eligible")


ENDED_BY_CIRCUMSTANCE: set[str] = {InvitationState.EXPIRED, InvitationState.INELIGIBLE}
ENDED_BY_PERSON: set[str] = {InvitationState.DECLINED, InvitationState.OPTED_OUT}

INVITATION_MOVES: dict[str, set[str]] = {
    InvitationState.PLANNED: {InvitationState.SENT, InvitationState.STARTED}
    | ENDED_BY_CIRCUMSTANCE
    | ENDED_BY_PERSON,
    InvitationState.SENT: {
        InvitationState.OPENED,
        InvitationState.STARTED,
        InvitationState.SUBMITTED,
        InvitationState.BOUNCED,
    }
    | ENDED_BY_CIRCUMSTANCE
    | ENDED_BY_PERSON,
    InvitationState.OPENED: {InvitationState.STARTED, InvitationState.SUBMITTED}
    | ENDED_BY_CIRCUMSTANCE
    | ENDED_BY_PERSON,
    InvitationState.STARTED: {InvitationState.SUBMITTED} | ENDED_BY_CIRCUMSTANCE | ENDED_BY_PERSON,
    InvitationState.BOUNCED: {InvitationState.SENT, InvitationState.STARTED} | ENDED_BY_CIRCUMSTANCE,
    InvitationState.SUBMITTED: set(),
    InvitationState.DECLINED: set(),
    InvitationState.EXPIRED: {InvitationState.SENT},  # when its wave is opened again
    InvitationState.OPTED_OUT: set(),
    InvitationState.INELIGIBLE: set(),
}

# Whoever is in one of these may still be reminded, and may still answer.
PENDING_INVITATIONS = [
    InvitationState.PLANNED,
    InvitationState.SENT,
    InvitationState.OPENED,
    InvitationState.STARTED,
    InvitationState.BOUNCED,
]


class ResponseState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("response state", "draft")
    SUBMITTED = "submitted", pgettext_lazy("response state", "submitted")
    WITHDRAWN = "withdrawn", pgettext_lazy("response state", "withdrawn")
    SUPERSEDED = "superseded", pgettext_lazy("response state", "superseded")


RESPONSE_MOVES: dict[str, set[str]] = {
    ResponseState.DRAFT: {ResponseState.SUBMITTED, ResponseState.WITHDRAWN},
    ResponseState.SUBMITTED: {ResponseState.WITHDRAWN, ResponseState.SUPERSEDED},
    ResponseState.WITHDRAWN: set(),
    ResponseState.SUPERSEDED: set(),
}


class ConsensusState(models.TextChoices):
    RATING = "rating", pgettext_lazy("self-assessment state", "colleagues rate")
    AGREEING = "agreeing", pgettext_lazy("self-assessment state", "looking for the consensus")
    RECORDED = "recorded", pgettext_lazy("self-assessment state", "recorded")
    CALLED_OFF = "called_off", pgettext_lazy("self-assessment state", "called off")


CONSENSUS_MOVES: dict[str, set[str]] = {
    ConsensusState.RATING: {ConsensusState.AGREEING, ConsensusState.CALLED_OFF},
    ConsensusState.AGREEING: {ConsensusState.RATING, ConsensusState.RECORDED, ConsensusState.CALLED_OFF},
    ConsensusState.RECORDED: set(),
    ConsensusState.CALLED_OFF: set(),
}


class PlanActionState(models.TextChoices):
    OPEN = "open", pgettext_lazy("action state", "open")
    DOING = "doing", pgettext_lazy("action state", "under way")
    DONE = "done", pgettext_lazy("action state", "done")
    DROPPED = "dropped", pgettext_lazy("action state", "dropped")


PLAN_ACTION_MOVES: dict[str, set[str]] = {
    PlanActionState.OPEN: {PlanActionState.DOING, PlanActionState.DROPPED},
    PlanActionState.DOING: {PlanActionState.DONE, PlanActionState.DROPPED},
    PlanActionState.DONE: set(),
    PlanActionState.DROPPED: set(),
}

OVER_ACTIONS = [PlanActionState.DONE, PlanActionState.DROPPED]
