"""The application form as it is composed, filled in and read."""

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.actions import applications
from programs.logic.applications import Content
from programs.models import AccessNeed, Enrollment, FormBlock, ReviewConflict
from tests.factories.capacity import (
    AffiliateFactory,
    AffiliationFactory,
    PersonFactory,
    StaffFactory,
    UserFactory,
)
from tests.factories.programs import CohortFactory, EnrollmentFactory, ProgramRoleFactory
from tests.markup import flat

pytestmark = pytest.mark.django_db


def address(name, cohort, **more):
    return reverse(
        f"programs:{name}", kwargs={"slug": cohort.program.slug, "public_id": cohort.public_id, **more}
    )


@pytest.fixture
def cohort():
    return CohortFactory(confirmation="review")


@pytest.fixture
def coordinator(client, cohort):
    role = ProgramRoleFactory(program=cohort.program)
    client.force_login(role.person.user)
    return role.person


@pytest.fixture
def person(client):
    person = PersonFactory()
    client.force_login(person.user)
    return person


def block(cohort, kind="text", **words):
    words = {"label": f"A {kind}", "required": True, **words}
    return applications.add_block(cohort, kind=kind, by=UserFactory(), **words)


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("text", {}),
        ("long_text", {"help_text": "Ten lines <b>at most</b>."}),
        ("choice", {"options": "Yes\nNo\n\n"}),
        ("choices", {"options": "Morning\r\nEvening"}),
        ("consent", {"required": "on"}),
    ],
)
def test_a_coordinator_composes_blocks_of_each_kind(client, cohort, coordinator, kind, more):
    page = address("block-add", cohort, kind=kind)
    assert client.get(page).status_code == 200
    response = client.post(page, {"label": "What?", **more})
    assert response.status_code == 302
    assert FormBlock.objects.get(kind=kind).label == "What?"
    shown = flat(client.get(response.url))
    assert "What?" in shown
    assert "<b>at most</b>" not in shown


def test_a_choice_needs_two_answers_and_keeps_what_was_typed(client, cohort, coordinator):
    response = client.post(address("block-add", cohort, kind="choice"), {"label": "What?", "options": "One"})
    assert response.status_code == 422
    assert "Please give at least two answers." in flat(response)
    assert 'value="What?"' in flat(response)


def test_blocks_are_edited_moved_and_asked_no_more(client, cohort, coordinator):
    made = block(cohort)
    edit = address("block-edit", cohort, block=made.public_id)
    assert 'value="A text"' in flat(client.get(edit))
    client.post(edit, {"label": "Another text"})
    made.refresh_from_db()
    assert made.label == "Another text"
    client.post(address("form-blocks", cohort), {"up": str(made.public_id)})
    assert [each.kind for each in cohort.form_blocks.asked()] == ["motivation", "text", "access_needs"]
    client.post(address("form-blocks", cohort), {"retire": str(made.public_id)})
    assert not FormBlock.objects.filter(pk=made.pk).exists()


def test_who_works_on_a_form_that_another_has_changed_is_told_and_sees_how_it_is_now(
    client, cohort, coordinator
):
    made = block(cohort)
    applications.retire_block(made, by=UserFactory())
    for deed in ("up", "down", "retire"):
        stale = client.post(address("form-blocks", cohort), {deed: str(made.public_id)}, follow=True)
        assert "The form has changed meanwhile. This is how it is now." in flat(stale)
    assert client.get(address("block-edit", cohort, block=made.public_id)).status_code == 404


@pytest.mark.parametrize("is_answered", [False, True])
def test_of_two_who_change_a_question_the_second_is_told_beside_it_and_may_save_again(
    client, cohort, coordinator, is_answered
):
    made = block(cohort)
    if is_answered:
        made.answers.create(enrollment=EnrollmentFactory(cohort=cohort), value="Tamale")
    edit = address("block-edit", cohort, block=made.public_id)
    seen = dict(client.get(edit).context["held"])
    applications.change_block(made, by=UserFactory(), label="Which city?")
    refused = client.post(edit, {"label": "Which town?", **seen})
    assert refused.status_code == 409
    assert refused.context["form"].errors["label"][1] == "It is asked now: “Which city?”"
    assert ('value="Which town?"' in flat(refused), dict(refused.context["held"]) == seen) == (True, False)
    invalid = client.post(edit, {"label": "", **seen})
    assert (invalid.status_code, dict(invalid.context["held"])) == (422, seen)
    saved = client.post(edit, {"label": "Which town?", **dict(refused.context["held"])})
    assert saved.status_code == 302
    last = cohort.form_blocks.asked().get(key=made.key)
    assert (last.label, last.version) == ("Which town?", 2 if is_answered else 1)


def test_only_who_runs_the_cohort_composes_its_form(client, cohort, person):
    assert client.get(address("form-blocks", cohort)).status_code == 403


def test_errors_stand_beside_their_fields_and_what_was_typed_is_kept_also_as_a_draft(client, cohort, person):
    text, choice = block(cohort), block(cohort, kind="choice", options=["Yes", "No"])
    response = client.post(
        address("enroll", cohort), {"motivation": "To learn.", choice.field_name: "Yes", text.field_name: ""}
    )
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [text.field_name]
    assert "To learn." in flat(response)
    draft = Enrollment.objects.get()
    assert (draft.state, draft.motivation, draft.answers.get().value) == ("draft", "To learn.", "Yes")
    again = flat(client.get(address("enroll", cohort)))
    assert "To learn." in again
    assert 'value="Yes"' in again


def test_a_draft_may_be_kept_incomplete_and_is_sent_later(client, cohort, person):
    text = block(cohort)
    response = client.post(address("enroll", cohort), {"motivation": "To le", "keep": "1"})
    assert (response.status_code, response.url) == (302, address("enroll", cohort))
    draft = Enrollment.objects.get()
    assert "Continue the application" in flat(client.get(draft.get_absolute_url()))
    client.post(address("enroll", cohort), {"motivation": "To learn.", text.field_name: "Tamale"})
    draft.refresh_from_db()
    assert (draft.state, draft.answers.get().value) == ("applied", "Tamale")


def test_what_a_draft_cannot_keep_is_said_and_stays_in_its_field_and_the_rest_is_kept(client, cohort, person):
    text, other = block(cohort), block(cohort)
    long = "x" * 301
    given = {text.field_name: long, other.field_name: "Tamale", "needs_details": "Captions", "keep": "1"}
    response = client.post(address("enroll", cohort), given)
    assert response.status_code == 422
    assert sorted(response.context["form"].errors) == [text.field_name, "needs_consent"]
    assert (long in flat(response), "Captions" in flat(response)) == (True, True)
    assert Enrollment.objects.get().answers.get().value == "Tamale"
    assert not AccessNeed.objects.exists()


def test_needs_ask_for_consent_beside_the_box(client, cohort, person):
    given = {"motivation": "To learn.", "needs": ["captions"]}
    response = client.post(address("enroll", cohort), given)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["needs_consent"]
    client.post(address("enroll", cohort), given | {"needs_consent": "on"})
    assert AccessNeed.objects.get().kind == "captions"


@pytest.fixture
def application(cohort):
    made = block(cohort)
    affiliation = AffiliationFactory()
    return applications.submit(
        cohort,
        person=affiliation.person,
        by=affiliation.person.user,
        content=Content(
            organization=affiliation.organization,
            motivation="My reasons",
            answers={made: "My town"},
            needs=["captions"],
            consented=True,
        ),
    )


def reads(client, application, user):
    client.force_login(user)
    page = flat(client.get(application.get_absolute_url()))
    return [word for word in ("My reasons", "My town", "captions") if word in page]


def test_answers_are_read_by_herself_and_by_who_runs_the_cohort(client, application):
    coordinator = ProgramRoleFactory(program=application.cohort.program).person.user
    for user in (application.person.user, coordinator):
        assert reads(client, application, user) == ["My reasons", "My town", "captions"]


def test_answers_are_not_read_by_facilitators_representatives_or_staff(client, application):
    facilitator = ProgramRoleFactory(program=application.cohort.program, role="facilitator").person.user
    representative = AffiliationFactory(
        organization=application.organization, role="representative"
    ).person.user
    for user in (facilitator, representative, StaffFactory()):
        assert reads(client, application, user) == []


def test_a_declared_conflict_hides_what_somebody_needs(client, application):
    cohort, need = application.cohort, AccessNeed.objects.get()
    coordinator = ProgramRoleFactory(program=cohort.program).person.user
    client.force_login(coordinator)
    declared = {"reason": "other", "declared_at": timezone.now()}
    ReviewConflict.objects.create(enrollment=application, reviewer=coordinator, **declared)
    assert "captions" not in flat(client.get(address("need-list", cohort)))
    decide = address("need-decide", cohort, need=need.public_id)
    assert [client.get(decide).status_code, client.post(decide, {"state": "met"}).status_code] == [404, 404]


def test_a_coordinator_says_what_came_of_a_need_and_staff_see_what_is_not_met(client, application):
    cohort, need = application.cohort, AccessNeed.objects.get()
    client.force_login(ProgramRoleFactory(program=cohort.program).person.user)
    assert "captions" in flat(client.get(address("need-list", cohort)))
    assert "Meet access needs" in flat(client.get(reverse("evaluation:desk")))
    decide = address("need-decide", cohort, need=need.public_id)
    assert client.get(decide).status_code == 200
    assert client.post(decide, {"state": "met", "cost": "5", "currency": "XXQ"}).status_code == 422
    assert client.post(decide, {"state": "met", "cost": "5"}).status_code == 422
    client.post(decide, {"state": "unmet"})
    need.refresh_from_db()
    assert need.state == "unmet"
    client.force_login(StaffFactory())
    page = flat(client.get(reverse("programs:unmet-needs")))
    assert "captions" in page
    assert application.person.name not in page


@pytest.mark.parametrize("number", [1, 5])
def test_the_list_of_needs_asks_the_database_as_often_for_one_as_for_five(
    client, cohort, coordinator, django_assert_num_queries, number
):
    organization = AffiliateFactory()
    for _ in range(number):
        row = EnrollmentFactory(cohort=cohort, state="applied", organization=organization)
        AccessNeed.objects.create(enrollment=row, kind="captions", consented_at=row.created_at)
    page = address("need-list", cohort)
    client.get(page)
    with django_assert_num_queries(NEED_LIST_QUERIES):
        client.get(page)


NEED_LIST_QUERIES = 5
