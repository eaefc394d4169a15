"""Application forms: blocks and their versions, drafts, answers, access needs."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError

from programs.actions import applications, enrollments
from programs.logic import refusals
from programs.logic.applications import Content
from programs.models import AccessNeed, BlockAnswer, Enrollment, EnrollmentEvent, FormBlock
from tests.factories.capacity import PersonFactory, UserFactory
from tests.factories.programs import CohortFactory, EnrollmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return CohortFactory(confirmation="review")


def add(cohort, kind="text", **words):
    return applications.add_block(cohort, kind=kind, by=UserFactory(), **{"label": f"A {kind}", **words})


def labels(cohort):
    return [(str(block), block.version) for block in cohort.form_blocks.asked()]


def submit(cohort, content, person=None):
    person = person or PersonFactory()
    return applications.submit(cohort, person=person, by=person.user, content=content)


def test_the_first_block_joins_what_the_usual_form_asks(cohort):
    add(cohort)
    assert labels(cohort) == [
        ("Why you would like to take part", 1),
        ("What you need to take part", 1),
        ("A text", 1),
    ]


def test_motivation_and_needs_are_asked_once(cohort):
    add(cohort)
    with pytest.raises(refusals.BlockTwiceError):
        add(cohort, kind="motivation")


def test_a_block_nobody_answered_is_changed_and_one_that_was_answered_gets_a_new_version(cohort):
    block = add(cohort)
    applications.change_block(block, by=UserFactory(), label="Which town?")
    assert labels(cohort)[-1] == ("Which town?", 1)
    block.refresh_from_db()
    row = submit(cohort, Content(motivation="M", answers={block: "Tamale"}))
    newer = applications.change_block(block, by=UserFactory(), label="Which city?")
    assert (labels(cohort)[-1], newer.key) == (("Which city?", 2), block.key)
    assert row.answers.get().block.label == "Which town?"


def test_the_database_keeps_an_answered_question_as_it_was(cohort):
    block = add(cohort)
    submit(cohort, Content(answers={block: "Tamale"}))
    with pytest.raises(IntegrityError):
        FormBlock.objects.filter(pk=block.pk).update(label="Something else")


def test_an_answered_block_is_retired_and_another_one_deleted(cohort):
    first, second = add(cohort), add(cohort, label="Second")
    submit(cohort, Content(answers={first: "x"}))
    applications.retire_block(first, by=UserFactory())
    applications.retire_block(second, by=UserFactory())
    assert len(labels(cohort)) == 2
    assert BlockAnswer.objects.get().block_id == first.pk


def test_blocks_change_places(cohort):
    block = add(cohort)
    applications.move_block(block, up=True, by=UserFactory())
    assert [label for label, _version in labels(cohort)] == [
        "Why you would like to take part",
        "A text",
        "What you need to take part",
    ]


def test_a_draft_is_kept_changed_and_sent_as_one_enrollment(cohort):
    block, person = add(cohort), PersonFactory()
    for word in ("Tam", "Tamale"):
        applications.keep_draft(
            cohort, person=person, by=person.user, content=Content(motivation="M", answers={block: word})
        )
    draft = Enrollment.objects.get()
    assert (draft.state, draft.answers.get().value) == ("draft", "Tamale")
    sent = submit(cohort, Content(motivation="M", answers={block: "Tamale!"}), person)
    assert (sent.pk, sent.state, sent.answers.get().value) == (draft.pk, "applied", "Tamale!")
    moves = EnrollmentEvent.objects.order_by("pk").values_list("from_state", "to_state")
    assert list(moves) == [("", "draft"), ("draft", "applied")]


def test_a_draft_is_refused_where_there_is_more_than_a_draft(cohort):
    row = EnrollmentFactory(cohort=cohort, state="applied")
    with pytest.raises(refusals.AlreadyEnrolledError):
        applications.keep_draft(cohort, person=row.person, by=row.person.user, content=Content())


def test_needs_are_kept_with_consent_and_refused_without(cohort):
    with pytest.raises(refusals.NoConsentError):
        submit(cohort, Content(needs=["captions"]))
    row = submit(cohort, Content(needs=["captions", "travel"], needs_details="By train", consented=True))
    assert list(row.access_needs.values_list("kind", "details", "state")) == [
        ("captions", "By train", "open"),
        ("travel", "", "open"),
    ]


def test_a_draft_without_consent_keeps_no_needs(cohort):
    person = PersonFactory()
    applications.keep_draft(
        cohort, person=person, by=person.user, content=Content(motivation="M", needs=["captions"])
    )
    assert not AccessNeed.objects.exists()


def test_a_need_is_marked_as_met_with_its_cost(cohort):
    need = submit(cohort, Content(needs=["travel"], consented=True)).access_needs.get()
    by = UserFactory()
    done = applications.decide_need(need, state="met", cost=Decimal("12.50"), currency="USD", by=by)
    assert (done.state, done.cost, done.currency, done.decided_by) == ("met", Decimal("12.50"), "USD", by)
    again = applications.decide_need(need, state="open", by=by)
    assert (again.state, again.cost, again.decided_at) == ("open", None, None)


def test_needs_are_forgotten_some_time_after_the_cohort(cohort):
    submit(cohort, Content(needs=["travel"], consented=True))
    with time_machine.travel(cohort.ends_on + timedelta(days=settings.ACCESS_NEED_DAYS)):
        assert applications.forget_needs() == 0
    with time_machine.travel(cohort.ends_on + timedelta(days=settings.ACCESS_NEED_DAYS + 1)):
        assert applications.forget_needs() == 1
    assert not AccessNeed.objects.exists()


def test_withdrawing_a_draft_is_possible(cohort):
    person = PersonFactory()
    draft = applications.keep_draft(cohort, person=person, by=person.user, content=Content())
    assert enrollments.withdraw(draft, by=person.user).state == "withdrawn"
