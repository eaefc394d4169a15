"""What a person says of herself for statistics. Nothing of it is logged: the log would join it to her account."""

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from capacity.models import ConsentText, Demographic, DemographicOption, Stakeholder, User


@transaction.atomic
def describe(
    person: Stakeholder, *, by: User, answers: Mapping[int, DemographicOption], consents: list[ConsentText]
) -> None:
    """Puts her answers (an option for each question) in the place of all earlier ones, for each purpose she agrees to.
    Without a purpose nothing is kept. Refuses another person, and a text that is not in force.
    """
    if person.user_id != by.pk:
        raise PermissionError("What a person says of herself is hers to say.")
    if set(consents) - set(ConsentText.objects.newest()):
        raise ValueError("This consent text is not in force.")
    Stakeholder.objects.select_for_update().get(pk=person.pk)
    Demographic.objects.filter(person=person).delete()
    today = timezone.now().date()
    Demographic.objects.bulk_create(
        Demographic(
            person=person,
            dimension_id=dimension,
            option=option,
            consent=consent,
            purpose=consent.purpose,
            given_on=today,
            is_demo=person.is_demo,
        )
        for dimension, option in answers.items()
        for consent in consents
    )


@transaction.atomic
def withdraw(person: Stakeholder, *, by: User) -> None:
    """Deletes all her answers at once. Refuses another person."""
    if person.user_id != by.pk:
        raise PermissionError("What a person says of herself is hers to say.")
    Demographic.objects.filter(person=person).delete()


def delete_old() -> int:
    """Deletes answers whose time is over; returns how many."""
    today = timezone.now().date()
    months = today.year * 12 + today.month - 1 - settings.DEMOGRAPHIC_RETENTION_MONTHS
    last = today.replace(year=months // 12, month=months % 12 + 1, day=min(today.day, 28))
    deleted, _by_model = Demographic.objects.filter(given_on__lt=last).delete()
    return deleted
