"""An invited person answers."""

from decimal import Decimal

from assessments.actions import responses
from assessments.logic.answering import Given
from tests.factories.assessments import (
    InvitationFactory,
    WaveFactory,
    version_of,
)


def value(number):
    return Given(value=Decimal(number))


def codes(invitation):
    return list(invitation.target.wave.version.items.order_by("position").values_list("code", flat=True))


def answer(invitation, *numbers):
    given = {code: value(number) for code, number in zip(codes(invitation), numbers, strict=False)}
    return responses.save_answers(invitation, given, by=invitation.respondent.user, language="en")


def submitted(invitation, *numbers):
    answer(invitation, *numbers)
    return responses.submit(invitation, by=invitation.respondent.user)


def invitation_to(*items):
    return InvitationFactory(target__wave=WaveFactory(version=version_of(*items)))
