"""Why a deed of evaluation is refused."""

from django.utils.translation import gettext_lazy

from programs.logic.refusals import RefusalError


class IndicatorNotPublishedError(RefusalError):
    message = gettext_lazy("Figures can be entered once the indicator is published.")


class TooEarlyForImpactError(RefusalError):
    message = gettext_lazy(
        "Impact is measured six months after the end at the earliest: of the cohort, or of the period where a figure"
        " tells of no program."
    )


class FigureExistsError(RefusalError):
    message = gettext_lazy(
        "There is a figure for this period and part already. Correct that one instead of adding another."
    )


class NothingSaidError(RefusalError):
    message = gettext_lazy("Give a figure, or say why there is none.")


class CircleError(RefusalError):
    message = gettext_lazy("This link would run in a circle: what it leads to leads back to where it starts.")


class EmptyModelError(RefusalError):
    message = gettext_lazy(
        "A logic model needs at least an activity, an outcome and a link before it is approved."
    )


class UnmeasuredOutcomeError(RefusalError):
    message = gettext_lazy(
        "Every outcome is measured by an indicator at least. Add one to each outcome that has none, then approve."
    )


class OwnWorkError(RefusalError):
    message = gettext_lazy("Somebody else has to decide on this: it is your own work.")


class AttributionError(RefusalError):
    message = gettext_lazy(
        "The design of this evaluation cannot show that the program alone caused a change."
    )


class NoPlanError(RefusalError):
    message = gettext_lazy(
        "A plan says what the evaluation asks and how it will be answered, before anything is collected."
    )


class NothingFoundError(RefusalError):
    message = gettext_lazy("An evaluation needs at least a finding before it is reviewed.")


class UnfinishedActionsError(RefusalError):
    message = gettext_lazy("Every action has to be verified first.")


class NotConfirmedError(RefusalError):
    message = gettext_lazy("Somebody who took no part in the program has to agree first, at least in part.")


class DraftExistsError(RefusalError):
    message = gettext_lazy("There is a draft already. It has to be finished first.")
