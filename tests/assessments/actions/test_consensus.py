"""Self-assessments of organizations: ratings, consensus, evidence, and what the database refuses."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.actions import consensus, responses, waves
from assessments.logic.answering import Given
from assessments.models import (
    ConsensusParticipant,
    ConsensusSession,
    EvidenceLink,
    Invitation,
    Response,
    ScaleAnchor,
    VisibleTo,
    Wave,
)
from assessments.queries.consensus import ratings_of
from assessments.queries.profiles import Earlier, previous_of, profile_of
from assessments.states import ConsensusState, InvitationState, ResponseState, VersionState, WaveState
from capacity.models import AffiliationRole, Erasure
from common.moves import MoveError
from config.actions.personal_data import carry_out
from tests.factories.assessments import (
    DimensionFactory,
    InstrumentVersionFactory,
    ItemFactory,
    ScaleAnchorFactory,
    ScaleFactory,
    organization_instrument,
    published_version,
)
from tests.factories.capacity import AffiliateFactory, AffiliationFactory, PersonFactory, StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def affiliate():
    return AffiliateFactory()


@pytest.fixture
def colleagues(affiliate):
    """The representative and two members."""
    roles = [AffiliationRole.REPRESENTATIVE, AffiliationRole.MEMBER, AffiliationRole.MEMBER]
    return [AffiliationFactory(organization=affiliate, role=role).person for role in roles]


@pytest.fixture
def representative(colleagues):
    return colleagues[0].user


def rubric(*, evidence_from=3, instrument=None, **fields):
    """A published version about one capacity: level and robustness from 0 to 4, evidence for the high levels."""
    version = InstrumentVersionFactory(instrument=instrument or organization_instrument(), **fields)
    scale = ScaleFactory(version=version)
    for value in range(5):
        ScaleAnchorFactory(scale=scale, value=value, evidence_required=value >= evidence_from)
    plain = ScaleFactory(version=version, code="plain")
    for value in range(5):
        ScaleAnchorFactory(scale=plain, value=value)
    dimension = DimensionFactory(version=version)
    ItemFactory(dimension=dimension, version=version, scale=scale, code="finance-level", kind="rubric")
    ItemFactory(
        dimension=dimension,
        version=version,
        scale=plain,
        code="finance-robustness",
        kind="rubric",
        aspect="robustness",
    )
    version.state, version.published_at, version.content_hash = (
        VersionState.PUBLISHED, timezone.now(), "0" * 64,
    )  # fmt: skip
    version.save()
    return version


@pytest.fixture
def version():
    return rubric()


def begin(affiliate, version, by, people, **fields):
    now = timezone.now()
    times = {"opens_at": now, "closes_at": now + timedelta(days=14)}
    return consensus.begin(affiliate, version, by=by, participants=people, **{**times, **fields})


def rate(session, person, **values):
    invitation = Invitation.objects.get(target__wave=session.wave_id, respondent=person)
    answers = {
        code.replace("_", "-"): Given(value=Decimal(value), evidence="Our report")
        for code, value in values.items()
    }
    responses.save_answers(invitation, answers, by=person.user, language="en")
    responses.submit(invitation, by=person.user)


def meeting(present=(), evidence=None, **values):
    answers = {code.replace("_", "-"): Given(value=Decimal(value)) for code, value in values.items()}
    return consensus.Meeting(
        answers=answers, evidence=evidence or {}, minutes="We met.", present=list(present)
    )


@pytest.fixture
def agreeing(affiliate, version, representative, colleagues):
    """Three have rated, and the meeting begins."""
    session = begin(affiliate, version, representative, colleagues)
    for person, level in zip(colleagues, (1, 2, 4), strict=True):
        rate(session, person, finance_level=level, finance_robustness=2)
    return consensus.close_ratings(session, by=representative)


def test_whom_the_representative_names_is_asked_at_once(affiliate, version, representative, colleagues):
    session = begin(affiliate, version, representative, colleagues)
    found = Invitation.objects.filter(target__wave=session.wave)
    assert sorted(found.values_list("respondent", "state")) == sorted(
        (person.pk, InvitationState.SENT) for person in colleagues
    )
    assert (session.facilitator, session.state, session.wave.targets.get().subject) == (
        colleagues[0], ConsensusState.RATING, affiliate,
    )  # fmt: skip


def test_repetitions_are_planned_months_later_with_the_same_people(
    affiliate, version, representative, colleagues
):
    with time_machine.travel(datetime(2026, 3, 31, 12, tzinfo=UTC), tick=False):
        begin(affiliate, version, representative, colleagues, repeats=["m6", "m12"])
    found = Wave.objects.order_by("opens_at").values_list("timepoint", "opens_at__date", "state")
    assert [(timepoint, str(day), state) for timepoint, day, state in found] == [
        ("baseline", "2026-03-31", WaveState.OPEN),
        ("m6", "2026-09-30", WaveState.PLANNED),
        ("m12", "2027-03-31", WaveState.PLANNED),
    ]
    assert ConsensusParticipant.objects.count() == 9
    with time_machine.travel(datetime(2026, 10, 1, tzinfo=UTC), tick=False):
        waves.advance()
    assert Invitation.objects.filter(target__wave__timepoint="m6", state="sent").count() == 3


def test_strangers_are_not_asked(affiliate, version, representative):
    with pytest.raises(ValidationError):
        begin(affiliate, version, representative, [PersonFactory()])


def test_a_questionnaire_for_persons_is_not_asked(affiliate, representative, colleagues):
    with pytest.raises(ValidationError):
        begin(affiliate, published_version(), representative, colleagues)


def test_there_is_one_at_a_time(affiliate, version, representative, colleagues):
    begin(affiliate, version, representative, colleagues)
    with pytest.raises(ValidationError):
        begin(affiliate, version, representative, colleagues)


def test_more_colleagues_may_be_asked_while_ratings_are_open(affiliate, version, representative, colleagues):
    session = begin(affiliate, version, representative, colleagues[:1])
    assert consensus.invite(session, colleagues, by=representative) == 2
    assert Invitation.objects.filter(target__wave=session.wave, state="sent").count() == 3
    consensus.close_ratings(session, by=representative)
    with pytest.raises(MoveError):
        consensus.invite(session, colleagues, by=representative)


def test_each_rating_stays_beside_the_consensus(agreeing, representative, colleagues):
    agreed = meeting(colleagues[:2], finance_level=2, finance_robustness=1)
    consensus.save(agreeing, agreed, by=representative, language="en")
    session = consensus.conclude(agreeing, by=representative)
    ratings = ratings_of(session)["finance-level"]
    assert (ratings.n, ratings.low, ratings.middle, ratings.high) == (3, 1, 2, 4)
    assert (session.state, session.response.state, session.response.perspective) == (
        ConsensusState.RECORDED, ResponseState.SUBMITTED, "consensus",
    )  # fmt: skip
    assert Response.objects.filter(perspective="self", state=ResponseState.SUBMITTED).count() == 3
    assert session.participants.filter(was_there=True).count() == 2
    [row] = profile_of(session, None)
    assert (row.level.now, row.robustness.now, row.level.before) == (0.5, 0.25, None)


def test_a_level_that_requires_evidence_is_not_recorded_without(agreeing, representative):
    consensus.save(agreeing, meeting(finance_level=3, finance_robustness=4), by=representative, language="en")
    with pytest.raises(ValidationError) as refusal:
        consensus.conclude(agreeing, by=representative)
    assert list(refusal.value.message_dict) == ["finance-level"]
    link = {"finance-level": "https://example.org/audit"}
    consensus.save(agreeing, meeting(evidence=link), by=representative, language="en")
    session = consensus.conclude(agreeing, by=representative)
    session.wave.refresh_from_db()
    assert (session.state, session.wave.state) == (ConsensusState.RECORDED, WaveState.ANALYZED)
    assert EvidenceLink.objects.get().url == "https://example.org/audit"
    shown = session.response.answers.values_list("item__code", "evidence").order_by("item__code")
    assert dict(shown)["finance-level"] == "https://example.org/audit"
    assert set(dict(shown).values()) == {"", "https://example.org/audit"}


def test_the_database_refuses_it_too(agreeing, representative):
    draft = consensus.save(agreeing, meeting(finance_level=3), by=representative, language="en")
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.filter(pk=draft.pk).update(
            state=ResponseState.SUBMITTED, submitted_at=timezone.now()
        )


def test_there_is_one_consensus_in_a_wave(agreeing, representative):
    consensus.save(agreeing, meeting(finance_level=1), by=representative, language="en")
    consensus.conclude(agreeing, by=representative)
    twin = Response(
        wave=agreeing.wave, version=agreeing.wave.version, subject=agreeing.organization, language="en",
        respondent_key=consensus.CONSENSUS_KEY, perspective="consensus", state="submitted",
        submitted_at=timezone.now(),
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_what_is_recorded_stays(agreeing, representative):
    consensus.save(agreeing, meeting(finance_level=1), by=representative, language="en")
    session = consensus.conclude(agreeing, by=representative)
    for deed in (consensus.conclude, consensus.call_off, consensus.reopen_ratings):
        with pytest.raises(MoveError):
            deed(session, by=representative)
    with pytest.raises(MoveError):
        consensus.save(session, meeting(finance_level=0), by=representative, language="en")


def test_a_year_later_the_change_is_seen_where_versions_can_be_compared(
    affiliate, representative, colleagues, agreeing, version
):
    agreed = meeting(finance_level=1, finance_robustness=3)
    consensus.save(agreeing, agreed, by=representative, language="en")
    first = consensus.conclude(agreeing, by=representative)
    with time_machine.travel(timezone.now() + timedelta(days=365)):
        second = self_assessed(
            affiliate, version, representative, colleagues, finance_level=2, finance_robustness=1
        )
        new = rubric(instrument=version.instrument, major=2)
        third = self_assessed(affiliate, new, representative, colleagues, finance_level=2)
    found = [previous_of(each, reader=representative) for each in (first, second, third)]
    assert found == [None, Earlier(session=first), None]
    consensus.show_to(second, VisibleTo.PUBLIC, by=representative)
    assert previous_of(second, reader=AnonymousUser()) is None  # the first one is not public
    [row] = profile_of(second, Earlier(session=first))
    assert (row.level.before, row.level.now, row.level.points) == (0.25, 0.5, 25.0)
    assert (row.robustness.before, row.robustness.now, row.robustness.points) == (0.75, 0.25, -50.0)


def self_assessed(affiliate, version, representative, colleagues, **values):
    session = begin(affiliate, version, representative, colleagues)
    consensus.close_ratings(session, by=representative)
    consensus.save(session, meeting(**values), by=representative, language="en")
    return consensus.conclude(session, by=representative)


def test_ratings_open_again_for_those_who_have_not_rated(affiliate, version, representative, colleagues):
    session = begin(affiliate, version, representative, colleagues)
    consensus.close_ratings(session, by=representative)
    consensus.reopen_ratings(session, by=representative)
    rate(session, colleagues[1], finance_level=0, finance_robustness=0)
    assert ratings_of(session)["finance-level"].values == [Decimal(0)]


def test_what_is_only_planned_is_deleted_when_called_off(affiliate, version, representative, colleagues):
    later = timezone.now() + timedelta(days=9)
    session = begin(
        affiliate, version, representative, colleagues, opens_at=later, closes_at=later + timedelta(days=9)
    )
    consensus.call_off(session, by=representative)
    assert (ConsensusSession.objects.count(), Wave.objects.count()) == (0, 0)


def test_what_has_begun_ends_without_a_consensus(affiliate, version, representative, colleagues):
    session = begin(affiliate, version, representative, colleagues)
    consensus.call_off(session, by=representative)
    session.refresh_from_db()
    assert (session.state, Wave.objects.get().state) == (ConsensusState.CALLED_OFF, WaveState.CLOSED)


@pytest.mark.parametrize(
    ("visibility", "seers"),
    [
        (VisibleTo.PRIVATE, {"representative", "participant"}),
        (VisibleTo.MEMBERS, {"representative", "participant", "member"}),
        (VisibleTo.STAFF, {"representative", "participant", "member", "staff"}),
        (VisibleTo.PUBLIC, {"representative", "participant", "member", "staff", "stranger", "anonymous"}),
    ],
)
def test_the_organization_alone_says_who_sees_it(
    affiliate, agreeing, representative, colleagues, visibility, seers
):
    readers = {
        "representative": representative,
        "participant": colleagues[2].user,
        "member": AffiliationFactory(organization=affiliate).person.user,
        "staff": StaffFactory(),
        "stranger": PersonFactory().user,
        "anonymous": AnonymousUser(),
    }
    consensus.save(agreeing, meeting(finance_level=1), by=representative, language="en")

    def seen():
        return {name for name, user in readers.items() if ConsensusSession.objects.visible_to(user).exists()}

    consensus.show_to(agreeing, visibility, by=representative)
    assert seen() == {"representative", "participant"}  # not before it is recorded
    consensus.conclude(agreeing, by=representative)
    assert seen() == seers


def test_erasing_people_keeps_the_consensus(agreeing, representative, colleagues):
    consensus.save(agreeing, meeting(colleagues, finance_level=1), by=representative, language="en")
    session = consensus.conclude(agreeing, by=representative)
    for person in colleagues:
        carry_out(Erasure.objects.create(account=person.user))
    session.refresh_from_db()
    assert (session.state, profile_of(session, None)[0].level.now) == (ConsensusState.RECORDED, 0.25)
    assert ratings_of(session)["finance-level"].n == 3
    assert session.participants.count() == 0


def test_anchors_that_require_evidence_are_of_the_scale(version):
    required = ScaleAnchor.objects.filter(scale__version=version, evidence_required=True)
    assert sorted(required.values_list("value", flat=True)) == [3, 4]
