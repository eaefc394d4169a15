"""The states of what `capacity` holds, and the moves between them."""

from django.db import models
from django.utils.translation import pgettext_lazy


class AffiliationState(models.TextChoices):
    REQUESTED = "requested", pgettext_lazy("affiliation state", "requested")
    CONFIRMED = "confirmed", pgettext_lazy("affiliation state", "confirmed")
    REFUSED = "refused", pgettext_lazy("affiliation state", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("affiliation state", "withdrawn")
    ENDED = "ended", pgettext_lazy("affiliation state", "ended")


AFFILIATION_MOVES = {
    AffiliationState.REQUESTED: {
        AffiliationState.CONFIRMED,
        AffiliationState.REFUSED,
        AffiliationState.WITHDRAWN,
    },
    AffiliationState.CONFIRMED: {AffiliationState.ENDED},
    AffiliationState.REFUSED: set(),
    AffiliationState.WITHDRAWN: set(),
    AffiliationState.ENDED: set(),
}


MERGED = "merged"  # the reason of what was closed because two accounts became one


class SuggestionState(models.TextChoices):
    SUGGESTED = "suggested", pgettext_lazy("suggestion state", "suggested")
    ACCEPTED = "accepted", pgettext_lazy("suggestion state", "accepted")
    DECLINED = "declined", pgettext_lazy("suggestion state", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("suggestion state", "withdrawn")


SUGGESTION_MOVES = {
    SuggestionState.SUGGESTED: {
        SuggestionState.ACCEPTED,
        SuggestionState.DECLINED,
        SuggestionState.WITHDRAWN,
    },
    SuggestionState.ACCEPTED: set(),
    SuggestionState.DECLINED: set(),
    SuggestionState.WITHDRAWN: set(),
}


class LookReason(models.TextChoices):
    """Why a member of staff looks at somebody's data: a code, for the log holds no free text."""

    ASKED_BY_PERSON = (
        "asked_by_person",
        pgettext_lazy("reason to look", "she asked for help with her account"),
    )
    SUPPORT = "support", pgettext_lazy("reason to look", "a program she takes part in needs it")
    SAFETY = "safety", pgettext_lazy("reason to look", "a report of abuse or a danger to somebody")
    DUPLICATE = "duplicate", pgettext_lazy("reason to look", "two accounts may be of one person")
    LEGAL = "legal", pgettext_lazy("reason to look", "a legal duty")


class ConsentPurpose(models.TextChoices):
    """What demographic answers may be used for; each is agreed to on its own."""

    PARTICIPATION = "participation", pgettext_lazy("purpose", "to see who takes part, and who does not")
    OUTCOMES = "outcomes", pgettext_lazy("purpose", "to see whether programs serve everybody equally well")
