"""Staff pages of programs: they say what they refuse, log what they save, and leave states to the actions."""

import re
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.messages import get_messages
from django.utils import timezone

from capacity.models import User
from common.models import ActionLog, Message
from programs.models import Cohort, EnrollmentEvent, Program, ProgramRole, Session
from tests.admin_pages import add, page, save, say_why, send
from tests.factories.capacity import (
    AffiliateFactory,
    CapacityFactory,
    LanguageFactory,
    PersonFactory,
    ProficiencyLevelFactory,
    StaffFactory,
    UserFactory,
)
from tests.factories.programs import (
    CohortFactory,
    EnrollmentFactory,
    MethodFactory,
    ProgramCapacityFactory,
    ProgramFactory,
    ProgramProviderFactory,
    ProgramRoleFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db

INLINE = re.compile(
    r"<script(?![^>]*\b(?:src|type=\"application/json\"))|<style|\sstyle=|\son[a-z]+=\"", re.IGNORECASE
)
OURS = {"capacity", "programs"}
PAGES = sorted(
    (model._meta.label_lower for model in admin.site._registry if model._meta.app_label in OURS), key=str
)


@pytest.fixture
def staff():
    return StaffFactory()


@pytest.fixture
def signed_in(client, staff):
    client.force_login(staff)
    return client


def logged():
    return list(ActionLog.objects.values_list("verb", "after"))


@pytest.mark.parametrize("label", PAGES)
def test_the_pages_of_each_model_open_and_carry_no_inline_script_or_style(signed_in, staff, label):
    SessionFactory(cohort=EnrollmentFactory().cohort)
    ProgramCapacityFactory()
    say_why(staff, *User.objects.exclude(pk=staff.pk))
    model = next(model for model in admin.site._registry if model._meta.label_lower == label)
    addresses = [page(model, "changelist"), f"{page(model, 'changelist')}?q=nobody"]
    if admin.site._registry[model].has_add_permission(type("Request", (), {"user": StaffFactory()})):
        addresses.append(page(model, "add"))
    addresses += [page(model, "change", obj.pk) for obj in model._default_manager.order_by("pk")[:1]]
    for address in addresses:
        response = signed_in.get(address)
        assert (response.status_code, INLINE.findall(response.content.decode())) == (200, [])
        assert "https://" not in "".join(re.findall(r"<(?:script|link)[^>]*>", response.content.decode()))


def test_a_program_that_is_saved_is_found_by_its_new_texts_and_lists(signed_in, staff):
    program = ProgramFactory(title="Old")
    ProgramProviderFactory(program=program, organization=AffiliateFactory(name="Wikimedia Sample"))
    capacity = CapacityFactory(name="Facilitation")
    response = save(
        signed_in,
        program,
        title_en="Açık öğrenme",
        **{"aims-TOTAL_FORMS": "1", "aims-0-capacity": str(capacity.pk), "aims-0-program": str(program.pk)},
    )
    assert response.status_code == 302
    program.refresh_from_db()
    assert program.search_text == "acik ogrenme facilitation wikimedia sample"
    assert logged() == [("programs.programs.edit", {"fields": ["aims", "title_en"]})]


def test_a_new_program_is_a_draft_of_who_made_it(signed_in, staff):
    method, language = MethodFactory(), LanguageFactory()
    changes = {"title_en": "New", "slug": "new", "method": str(method.pk), "languages": [language.pk]}
    response = add(signed_in, Program, original_language=language.pk, **changes)
    assert response.status_code == 302
    program = Program.objects.get()
    assert (program.slug, program.state, program.created_by, program.search_text) == (
        "new",
        "draft",
        staff,
        "new",
    )


def test_a_program_without_a_title_is_refused_beside_its_field(signed_in):
    response = save(signed_in, ProgramFactory(), title_en="")
    assert response.context["adminform"].form.errors == {"title_en": ["This field is required."]}


def test_an_archived_program_is_only_read(signed_in):
    program = ProgramFactory(state="archived", archived_at=timezone.now())
    assert send(signed_in, page(Program, "change", program.pk), {"title_en": "x"}).status_code == 403


def test_a_draft_that_nobody_saw_can_be_deleted_and_nothing_else(signed_in):
    draft, seen = ProgramFactory(state="draft", published_at=None), ProgramFactory()
    statuses = [
        send(signed_in, page(Program, "delete", program.pk), {"post": "yes"}).status_code
        for program in (draft, seen)
    ]
    assert (statuses, list(Program.objects.all())) == ([302, 403], [seen])
    assert logged() == [("programs.programs.delete", {})]


def test_events_are_only_ever_written_by_actions():
    assert not admin.site.is_registered(EnrollmentEvent)


def test_states_are_changed_by_the_actions_each_program_on_its_own(signed_in):
    ready = ProgramFactory(state="in_review", published_at=None, title="Ready", summary="All", audience="You")
    ProgramCapacityFactory(program=ready)
    ready.languages.add(LanguageFactory())
    ProgramProviderFactory(program=ready)
    bare = ProgramFactory(state="in_review", published_at=None, title="Bare")
    draft = ProgramFactory(state="draft", published_at=None, title="Draft")
    response = send(
        signed_in,
        page(Program, "changelist"),
        {"action": "publish", "_selected_action": [program.pk for program in (ready, bare, draft)]},
    )
    states = dict(Program.objects.values_list("title", "state"))
    assert states == {"Ready": "published", "Bare": "in_review", "Draft": "draft"}
    assert sorted(str(message) for message in get_messages(response.wsgi_request)) == [
        "1 program is changed.",
        (
            "Not done for “Bare”: Before it is published, this program still needs: a summary, who it is for, "
            "a language of delivery, a capacity it builds, and an organization that provides it."
        ),
        "Not done for “Draft”: This is not possible in the state “draft”.",
    ]


def test_a_target_under_the_level_before_is_refused_beside_its_field(signed_in):
    program = ProgramFactory()
    low, high = ProficiencyLevelFactory(level=1), ProficiencyLevelFactory(level=3)
    aim = ProgramCapacityFactory(program=program, level_before=low, target_level=high)
    response = save(
        signed_in, program, **{"aims-0-level_before": str(high.pk), "aims-0-target_level": str(low.pk)}
    )
    (form,) = response.context["inline_admin_formsets"][0].formset.initial_forms
    assert (form.instance, form.errors) == (
        aim,
        {"target_level": ["The target is under the level before."]},
    )


def test_seats_that_are_added_go_to_those_who_wait(signed_in):
    cohort = CohortFactory(seats=1)
    EnrollmentFactory(cohort=cohort)
    waiting = EnrollmentFactory(cohort=cohort, state="waitlisted")
    assert save(signed_in, cohort, seats="2").status_code == 302
    waiting.refresh_from_db()
    assert waiting.state == "enrolled"
    assert ("programs.cohorts.edit", {"fields": ["seats"]}) in logged()


def test_a_new_place_is_told_and_followed_by_calendars(signed_in):
    session = SessionFactory(cohort=CohortFactory(place="Here"))
    EnrollmentFactory(cohort=session.cohort)
    assert save(signed_in, session.cohort, place="There").status_code == 302
    session.refresh_from_db()
    assert (session.sequence, Message.objects.get().subject) == (
        1,
        f"“{session.cohort.program.title}” meets elsewhere",
    )


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("seats", "1", "2 seats are held already."),
        ("ends_on", "2000-01-01", "It ends before it begins."),
        ("time_zone", "Nowhere", "Select a valid choice. Nowhere is not one of the available choices."),
        ("seats", "0", "Ensure this value is greater than or equal to 1."),
    ],
)
def test_a_cohort_says_beside_the_field_what_it_refuses(signed_in, field, value, problem):
    cohort = CohortFactory(seats=2)
    for _ in range(2):
        EnrollmentFactory(cohort=cohort)
    cohort.refresh_from_db()
    response = save(signed_in, cohort, **{field: value})
    assert problem in response.context["adminform"].form.errors[field]
    assert Cohort.objects.get().seats == 2


def test_calendars_follow_new_names_of_programs_and_cohorts(signed_in):
    session = SessionFactory()
    found = []
    for thing, changed in [
        (session.cohort.program, {"title_en": "Another title"}),
        (session.cohort, {"name": "Another name"}),
        (session.cohort, {"name": "Another name"}),
    ]:
        save(signed_in, type(thing).objects.get(pk=thing.pk), **changed)
        found.append(Session.objects.get().sequence)
    assert found == [1, 2, 2]


def test_a_session_that_moves_gets_its_moment_and_a_new_revision(signed_in):
    session = SessionFactory(time_zone="Africa/Nairobi")
    save(signed_in, session, local_date="2027-03-01", local_time="18:00:00")
    session = Session.objects.get()
    assert (session.starts_at.isoformat(), session.sequence) == ("2027-03-01T15:00:00+00:00", 1)
    save(signed_in, session, title="Closing")  # calendars show titles
    assert Session.objects.get().sequence == 2
    save(signed_in, Session.objects.get(), title="Closing")
    assert Session.objects.get().sequence == 2


@pytest.mark.parametrize(
    ("chosen", "field"), [(("program", "cohort"), "cohort"), ((), "program")], ids=["both", "neither"]
)
def test_a_role_is_in_a_program_or_in_a_cohort(signed_in, chosen, field):
    objects = {"program": str(ProgramFactory().pk), "cohort": str(CohortFactory().pk)}
    response = send(
        signed_in,
        page(ProgramRole, "add"),
        {
            "person": PersonFactory().pk,
            "role": "coordinator",
            "starts_on": "2026-01-01",
            **{name: objects[name] for name in chosen},
        },
    )
    assert list(response.context["adminform"].form.errors) == [field]


def test_a_role_ends_by_its_date_and_this_is_logged(signed_in, staff):
    role = ProgramRoleFactory()
    say_why(staff, role.person.user)
    yesterday = timezone.now().date() - timedelta(days=1)
    save(signed_in, role, ends_on=yesterday.isoformat())
    assert ProgramRole.objects.get().ends_on == yesterday
    assert logged()[0] == ("programs.roles.edit", {"fields": ["ends_on"]})


def test_enrollments_are_only_read(signed_in, staff):
    enrollment = EnrollmentFactory()
    say_why(staff, enrollment.person.user)
    assert (
        send(signed_in, page(type(enrollment), "change", enrollment.pk), {"state": "completed"}).status_code
        == 403
    )


@pytest.mark.parametrize(("account", "status"), [(StaffFactory, 200), (UserFactory, 302)])
def test_the_admin_is_for_staff(client, account, status):
    client.force_login(account())
    assert client.get(page(Program, "changelist")).status_code == status
