"""Erasure is complete: nothing of a person who lived a whole life in the portal is found anywhere afterwards."""

import gzip
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.db.models import CharField, TextField
from django.urls import reverse
from django.utils import timezone

from assessments.models import Answer, Response
from assessments.states import InvitationState, ResponseState
from capacity.actions import affiliations, people
from capacity.models import Affiliation, AffiliationRole, Contact, Erasure, Stakeholder, StakeholderName, User
from common.models import ActionLog, Message, Notification
from common.personal_data import Holding
from config.actions import personal_data
from config.embedded.valkey import Valkey
from evaluation.actions import changes, participations, pseudonyms
from evaluation.models import ChangeFact, Participation, Pseudonym
from programs.actions import enrollments
from programs.models import AccessNeed, BlockAnswer, Enrollment, FormBlock, ProgramRole
from programs.states import EnrollmentState
from tests.factories.assessments import InvitationFactory, ResponseFactory
from tests.factories.capacity import (
    AffiliateFactory,
    AffiliationFactory,
    CapacityClaimFactory,
    CapacitySuggestionFactory,
    DemographicFactory,
    PersonFactory,
    StaffFactory,
    UserFactory,
)
from tests.factories.evaluation import ChangeFactFactory
from tests.factories.programs import (
    ActivityFactory,
    CohortFactory,
    DeliverableFactory,
    EnrollmentFactory,
    MentoringPairFactory,
    ProgramRoleFactory,
)
from tests.making_up import made_up, unruled

pytestmark = pytest.mark.django_db

NAME, OTHER_NAME, WIKI = "Zyxwa Quorvian", "كوورفيان زيكسوا", "ZyxwaOnMeta"
EMAIL, OTHER_EMAIL, WORDS = "zyxwa@quorvian.example", "second@quorvian.example", "frabjous secret"
NEEDLES = [NAME, "quorvian", OTHER_NAME, WIKI, EMAIL, OTHER_EMAIL, WORDS, "wikimedia-sub-4711"]


@pytest.fixture
def life(client: Any) -> Any:
    """She signs up, belongs, says what she can, enrolls, answers, teaches; others are told of her."""
    user = UserFactory(email=EMAIL, wikimedia_username=WIKI, wikimedia_sub="wikimedia-sub-4711")
    person = people.register(user, name=NAME)
    Stakeholder.objects.filter(pk=person.pk).update(description=WORDS)
    client.force_login(user, backend="common.backends.AccountBackend")
    client.get(reverse("capacity:settings"))
    sign_in_by(user)
    StakeholderName.objects.create(stakeholder=person, name=OTHER_NAME)
    Contact.objects.create(stakeholder=person, kind="email", address=OTHER_EMAIL)
    CapacityClaimFactory(stakeholder=person, stated_by=user)
    CapacitySuggestionFactory(suggested_by=user, reason=WORDS)
    DemographicFactory(person=person)
    belong(person)
    take_part(person)
    answer(person)
    staff = StaffFactory()
    for obj in (user, person):
        kind = ContentType.objects.get_for_model(obj)
        LogEntry.objects.create(
            user=staff,
            content_type=kind,
            object_id=obj.pk,
            object_repr=NAME,
            action_flag=CHANGE,
            change_message=NAME,
        )
    cache.set("somebody", NAME)
    return user


def sign_in_by(user: User) -> None:
    for address in (EMAIL, OTHER_EMAIL):
        EmailAddress.objects.create(user=user, email=address, verified=True, primary=address == EMAIL)
    SocialAccount.objects.create(
        user=user, provider="mediawiki", uid="wikimedia-sub-4711", extra_data={"username": WIKI}
    )
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": WORDS})


def belong(person: Any) -> None:
    organization = AffiliateFactory()
    head = AffiliationFactory(organization=organization, role=AffiliationRole.REPRESENTATIVE)
    asked = affiliations.request(
        organization, role=AffiliationRole.MEMBER, starts_on=head.starts_on, note=WORDS, by=person.user
    )
    affiliations.confirm(asked, by=head.person.user)
    AffiliationFactory(person=person, role=AffiliationRole.REPRESENTATIVE)


def take_part(person: Any) -> None:
    coordinator = ProgramRoleFactory()
    cohort = CohortFactory(program=coordinator.program, confirmation="review")
    enrollment = enrollments.apply(cohort, person=person, by=person.user, motivation=WORDS)
    Enrollment.objects.filter(pk=enrollment.pk).update(decision_note=WORDS)
    done = EnrollmentFactory(person=person, state=EnrollmentState.COMPLETED, motivation=WORDS)
    DeliverableFactory(enrollment=done, title=WORDS, text=WORDS)
    ActivityFactory(enrollment=done, note=WORDS)
    AccessNeed.objects.create(enrollment=done, details=WORDS, consented_at=timezone.now())
    block = FormBlock.objects.create(cohort=done.cohort, kind="text", label="Why?")
    BlockAnswer.objects.create(enrollment=done, block=block, value=WORDS)
    ProgramRoleFactory(person=person)
    pair = MentoringPairFactory(mentee__person=person)
    ProgramRoleFactory(program=None, cohort=pair.mentee.cohort)  # is told by name when it ends


def answer(person: Any) -> None:
    invitation = InvitationFactory(respondent=person, target__subject=person, state=InvitationState.SUBMITTED)
    submitted = ResponseFactory(invitation=invitation, subject=person)
    Answer.objects.create(response=submitted, item=submitted.version.items.first(), text=WORDS)
    Response.objects.filter(pk=submitted.pk).update(
        state=ResponseState.SUBMITTED, submitted_at=invitation.sent_at
    )
    draft = ResponseFactory(
        invitation=InvitationFactory(respondent=person, target__subject=person), subject=person
    )
    Answer.objects.create(response=draft, item=draft.version.items.first(), text=WORDS)


def found_in_database(needles: list[str]) -> list[str]:
    """Every table, every row as text; what is packed is unpacked."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f'SELECT row::text FROM "{table}" AS row')  # noqa: S608 - names of our own tables
            for (row,) in cursor.fetchall():
                found += [f"{table}: {needle}" for needle in needles if needle.lower() in row.lower()]
        cursor.execute("SELECT content FROM evaluation_frozendata")
        for (content,) in cursor.fetchall():
            text = gzip.decompress(bytes(content)).decode()
            found += [f"frozen: {needle}" for needle in needles if needle in text]
    return found


def found_in_valkey(needles: list[str]) -> list[str]:
    """In the four stores that are this run's own."""
    found = []
    first = 4 * settings.XDIST_WORKER
    for number in range(first, first + 4):
        with Valkey(durable=False).client(number) as server:
            for key in server.scan_iter():
                kept = server.dump(key) or b""
                found += [needle for needle in needles if needle.encode() in kept + key]
    return found


@pytest.fixture
def forget(django_capture_on_commit_callbacks: Any) -> Callable[[User], Erasure]:
    def carry_out(user: User) -> Erasure:
        with django_capture_on_commit_callbacks(execute=True):
            erasure = personal_data.request_erasure(user, by=user)
            personal_data.carry_out(erasure)
        return Erasure.objects.get(pk=erasure.pk)

    return carry_out


def test_the_search_finds_what_it_is_meant_to_find(life: User) -> None:
    found = {each.partition(": ")[2] for each in found_in_database(NEEDLES)}
    assert found == set(NEEDLES)
    assert found_in_valkey([NAME]) == [NAME]


def test_nothing_is_found_of_her_anywhere(life: User, forget: Any) -> None:
    erasure = forget(life)
    assert erasure.finished_at is not None
    assert found_in_database(NEEDLES) == []
    assert found_in_valkey(NEEDLES) == []


def test_her_account_is_empty_and_nobody_can_sign_in_with_it(life: User, forget: Any, client: Any) -> None:
    forget(life)
    user = User.objects.get(pk=life.pk)
    assert (user.email, user.is_active, user.has_usable_password()) == (None, False, False)
    assert user.erased_at is not None
    before, after = (life.public_id, life.person.public_id), (user.public_id, user.person.public_id)
    assert [old == new for old, new in zip(before, after, strict=True)] == [False, False]
    assert client.get(reverse("capacity:settings")).status_code == 302


def test_it_goes_on_where_it_was_killed_and_may_be_done_twice(life: User, monkeypatch: Any) -> None:
    class Killed(Exception):  # noqa: N818
        pass

    def die(account: User) -> None:
        raise Killed

    steps = list(personal_data.STEPS)
    for number in range(len(steps)):
        broken = [*steps[:number], die, *steps[number + 1 :]]
        monkeypatch.setattr(personal_data, "STEPS", broken)
        erasure = personal_data.request_erasure(life, by=life)
        with pytest.raises(Killed):
            personal_data.carry_out(Erasure.objects.get(pk=erasure.pk))
    monkeypatch.setattr(personal_data, "STEPS", steps)
    for step in steps[:-1]:
        step(life)
    assert personal_data.resume() == 1
    assert personal_data.resume() == 0
    assert found_in_database(NEEDLES) == []


def test_what_programs_achieved_stays_and_leads_to_nobody(life: User, forget: Any) -> None:
    person = life.person
    pseudonyms.ensure([person.pk])
    key = Pseudonym.objects.get(stakeholder=person).key
    enrollment = Enrollment.objects.get(person=person, state=EnrollmentState.COMPLETED)
    ChangeFactFactory(subject_key=key, enrollment=enrollment, cohort=enrollment.cohort, before=Decimal(0))
    participations.refresh([enrollment.cohort_id])
    assert Participation.objects.filter(subject_key=key, completed=True).count() == 1
    forget(life)
    participations.refresh([enrollment.cohort_id])
    changes.refresh_for_subjects([person.pk])
    changes.rebuild_facts()
    participations.rebuild()
    assert Participation.objects.filter(subject_key=key, completed=True).count() == 1
    assert ChangeFact.objects.get(subject_key=key).enrollment is None
    assert Pseudonym.objects.filter(stakeholder=person).count() == 0


def test_seats_go_to_who_waits_and_roles_end(life: User, forget: Any) -> None:
    forget(life)
    states = set(Enrollment.objects.filter(person=life.person).values_list("state", flat=True))
    assert states == {EnrollmentState.COMPLETED, EnrollmentState.WITHDRAWN}
    assert Affiliation.objects.filter(person=life.person).count() == 0
    assert ProgramRole.objects.filter(person=life.person, ends_on=None).count() == 0


def test_staff_are_told_of_what_nobody_looks_after_any_more(life: User, forget: Any) -> None:
    staff = User.objects.get(is_staff=True)
    forget(life)
    told = Notification.objects.filter(recipient=staff, kind="unattended").values_list("text", flat=True)
    assert len(told) == 2
    assert Message.objects.filter(recipient=life).count() == 0


def test_others_are_left_as_they_are(life: User, forget: Any) -> None:
    other = PersonFactory(name="Somebody else")
    EmailAddress.objects.create(user=other.user, email=other.user.email)
    motivation = EnrollmentFactory(person=other, motivation="My own words")
    forget(life)
    assert Stakeholder.objects.get(pk=other.pk).name == "Somebody else"
    assert EmailAddress.objects.filter(user=other.user).count() == 1
    assert Enrollment.objects.get(pk=motivation.pk).motivation == "My own words"


def test_the_log_says_that_she_wished_it_and_holds_nothing_else(forget: Any) -> None:
    user = PersonFactory().user
    forget(user)
    row = ActionLog.objects.get(verb="config.personal_data.request_erasure")
    assert (row.by, row.object_id, row.before, row.after) == (user, user.pk, {}, {})


def test_nobody_has_another_person_forgotten_and_nobody_a_shared_account() -> None:
    with pytest.raises(PermissionError):
        personal_data.request_erasure(UserFactory(), by=StaffFactory())
    demo = UserFactory(is_demo=True)
    with pytest.raises(personal_data.SharedAccountError):
        personal_data.request_erasure(demo, by=demo)


def test_she_sees_everything_that_is_held_of_her_and_nothing_of_others(life: User) -> None:
    shown = {each.holding.label for each in personal_data.held_of(life)}
    assert {"capacity.user", "capacity.demographic", "programs.enrollment", "assessments.answer"} <= shown
    assert "correct horse" not in str([each.rows for each in personal_data.held_of(life)])


def test_what_is_said_to_go_goes_from_every_table(forget: Any) -> None:
    """A row of hers in each table of which something goes, and her words in all that goes. A new one is among them by
    itself.
    """
    person = PersonFactory()
    going = [(each, columns) for each in personal_data.HOLDINGS if each.of and (columns := telling(each))]
    for holding, columns in going:
        row = of_hers(holding.model, holding.of.split("__"), person)
        with unruled(holding.model):
            holding.model._base_manager.filter(pk=row.pk).update(**dict.fromkeys(columns, WORDS))
    tables = {each.partition(": ")[0] for each in found_in_database([WORDS])}
    assert tables == {each.model._meta.db_table for each, _columns in going}
    forget(person.user)
    assert found_in_database([WORDS]) == []


def telling(holding: Holding) -> list[str]:
    """The columns that go and have room for words."""
    return [
        each.name
        for each in holding.model._meta.concrete_fields
        if isinstance(each, CharField | TextField)
        and not each.choices
        and (each.max_length or len(WORDS)) >= len(WORDS)
        and (holding.deleted or each.name in holding.emptied)
    ]


def of_hers(model: Any, way: list[str], person: Any) -> Any:
    """A row from which the way leads to her account."""
    if model is User or model is Stakeholder:
        return person.user if model is User else person
    target = model._meta.get_field(way[0]).related_model
    return made_up(model, {way[0]: of_hers(target, way[1:], person)})
