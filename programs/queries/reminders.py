"""Whom those who run a cohort may remind, and of what."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from programs.models import Cohort, Enrollment, Session
from programs.states import EnrollmentState

LAPSES_SOON = timedelta(days=1)


def offers_ending(cohort: Cohort) -> QuerySet[Enrollment]:
    """Within a day."""
    now = timezone.now()
    open_offers = Enrollment.objects.filter(cohort=cohort, state=EnrollmentState.OFFERED)
    ending = open_offers.filter(offer_expires_at__gt=now, offer_expires_at__lte=now + LAPSES_SOON)
    return ending.select_related("person__user", "cohort__program").order_by("offer_expires_at", "pk")


def unrecorded(cohort: Cohort) -> QuerySet[Session]:
    """Sessions that are over, of which nobody said who was there."""
    over = Session.objects.filter(
        cohort=cohort, ends_at__lt=timezone.now(), cancelled_at=None, attendance=None
    )
    return over.select_related("cohort__program").order_by("starts_at", "pk")
