"""How others see somebody, beside how she sees herself."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from assessments.actions import observers, responses, waves
from assessments.logic.answering import Given
from assessments.models import Invitation, Response
from assessments.queries.observers import seen_by_others, turnout_of_observers
from assessments.queries.waves import missing_in
from assessments.states import InvitationState, WaveState
from assessments.stats import response_rate
from common.models import Message
from common.moves import MoveError
from programs.models import ProgramRoleKind
from tests.factories.assessments import (
    AssessmentPlanFactory,
    InvitationFactory,
    WaveFactory,
    WaveTargetFactory,
    published_version,
)
from tests.factories.capacity import PersonFactory, UserFactory
from tests.factories.programs import ProgramRoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave():
    version = published_version(items=1)
    plan = AssessmentPlanFactory(instrument=version.instrument)
    return WaveFactory(version=version, plan=plan)


@pytest.fixture
def people(wave):
    """Three who take part, each asked of herself."""
    return [InvitationFactory(target=WaveTargetFactory(wave=wave)) for _ in range(3)]


@pytest.fixture
def teacher(wave):
    role = ProgramRoleKind.FACILITATOR
    return ProgramRoleFactory(program=None, cohort=wave.plan.cohort, role=role).person


@pytest.fixture
def coordinator():
    return UserFactory()


def rate(invitation, value):
    code = invitation.target.wave.version.items.get().code
    user = invitation.respondent.user
    responses.save_answers(invitation, {code: Given(value=Decimal(value))}, by=user, language="en")
    responses.submit(invitation, by=user)


def test_who_teaches_is_asked_about_everybody_with_one_letter(wave, people, teacher, coordinator):
    assert observers.ask_teachers(wave, [teacher], by=coordinator) == 3
    assert observers.ask_teachers(wave, [teacher], by=coordinator) == 0
    assert Message.objects.filter(recipient=teacher.user).count() == 1
    [turnout] = turnout_of_observers(wave)
    assert (turnout.name, turnout.asked, turnout.answered) == (teacher.name, 3, 0)


def test_strangers_are_not_asked(wave, people, coordinator):
    with pytest.raises(ValidationError):
        observers.ask_teachers(wave, [PersonFactory()], by=coordinator)
    with pytest.raises(ValidationError):
        observers.ask_fellows(people[0], [PersonFactory()], by=people[0].respondent.user)


def test_she_asks_those_who_take_part_with_her(people):
    fellows = [one.respondent for one in people[1:]]
    assert observers.ask_fellows(people[0], fellows, by=people[0].respondent.user) == 2
    with pytest.raises(ValidationError):
        observers.ask_fellows(people[0], [people[0].respondent], by=people[0].respondent.user)


@pytest.mark.parametrize(
    ("values", "seen"),
    [
        ((1,), (0.75, 1, None, 0.25, None)),
        ((1, 2), (0.75, 2, None, 0.375, None)),
        ((1, 2, 3), (0.75, 3, 0.25, 0.5, 0.75)),
    ],
)
def test_her_own_view_and_that_of_others_stand_beside_each_other(
    wave, people, teacher, coordinator, values, seen
):
    observers.ask_teachers(wave, [teacher], by=coordinator)
    fellows = [one.respondent for one in people[1:]]
    observers.ask_fellows(people[0], fellows, by=people[0].respondent.user)
    rate(people[0], 3)
    about_her = Invitation.objects.filter(target=people[0].target, perspective="observer")
    for invitation, value in zip(about_her.order_by("pk"), values, strict=False):
        rate(invitation, value)
    assert seen_by_others(people[0]) == []
    is_over(wave, people)
    [told] = seen_by_others(people[0])
    assert (told.own, told.n, told.low, told.mean, told.high) == seen
    assert seen_by_others(people[1]) == []


def is_over(wave, people):
    waves.close_at_once(wave, by=None)
    for one in people:
        one.target.wave.refresh_from_db()


def test_who_alone_is_asked_about_somebody_is_told_so(client, wave, people, teacher, coordinator):
    observers.ask_teachers(wave, [teacher], by=coordinator)
    asked = Invitation.objects.get(target=people[0].target, perspective="observer")
    client.force_login(teacher.user)
    assert client.get(asked.get_absolute_url()).context["is_only_observer"]
    observers.ask_fellows(people[0], [people[1].respondent], by=people[0].respondent.user)
    assert not client.get(asked.get_absolute_url()).context["is_only_observer"]
    client.force_login(people[0].respondent.user)
    assert not client.get(people[0].get_absolute_url()).context["is_only_observer"]


def test_the_view_of_others_answers_for_nobody(wave, people, teacher, coordinator):
    observers.ask_teachers(wave, [teacher], by=coordinator)
    rate(Invitation.objects.filter(target=people[0].target, perspective="observer").get(), 4)
    assert (response_rate(wave).answered, response_rate(wave).asked) == (0, 3)
    assert {one.pk for one in missing_in(wave)} == {one.pk for one in people}


def test_each_view_counts_once(wave, people, teacher, coordinator):
    observers.ask_teachers(wave, [teacher], by=coordinator)
    rate(Invitation.objects.filter(target=people[0].target, perspective="observer").get(), 4)
    first = Response.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.create(
            wave=wave, version=wave.version, subject=first.subject, respondent_key=first.respondent_key,
            perspective="observer", language="en", state="submitted", submitted_at=timezone.now(),
        )  # fmt: skip


@pytest.mark.parametrize("changes", [{"state": WaveState.CLOSED}, {"anonymous": True}])
def test_nobody_is_asked_in_a_closed_or_anonymous_wave(wave, people, teacher, coordinator, changes):
    if changes.pop("anonymous", False):
        wave.plan.is_anonymous = True
        wave.plan.save()
    for name, value in changes.items():
        setattr(wave, name, value)
    wave.save()
    with pytest.raises(MoveError):
        observers.ask_teachers(wave, [teacher], by=coordinator)


def test_pages_ask_and_show(client, wave, people, teacher):
    runs = ProgramRoleFactory(program=wave.plan.cohort.program).person
    client.force_login(runs.user)
    page = reverse("assessments:wave-observers", args=[wave.public_id])
    assert client.post(page, {"people": []}).status_code == 422
    assert client.post(page, {"people": [teacher.slug]}).status_code == 302
    assert teacher.name in client.get(page).content.decode()
    client.force_login(people[0].respondent.user)
    own = reverse("assessments:own-observers", args=[people[0].public_id])
    assert client.post(own, {"people": [people[1].respondent.slug]}).status_code == 302
    assert people[1].respondent.name in client.get(own).content.decode()
    rate(people[0], 3)
    rate(Invitation.objects.get(target=people[0].target, respondent=people[1].respondent), 1)
    is_over(wave, people)
    shown = client.get(reverse("assessments:result", args=[people[0].public_id]))
    assert [seen.n for seen in shown.context["seen"]] == [1]
    client.force_login(people[1].respondent.user)
    about = Invitation.objects.get(target=people[0].target, respondent=people[1].respondent)
    assert about.state == InvitationState.SUBMITTED
    assert client.get(reverse("assessments:result", args=[about.public_id])).context["chart"] is None
    assert client.get(reverse("assessments:own-observers", args=[about.public_id])).status_code == 404
