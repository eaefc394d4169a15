"""What staff do in the admin: through the same verbs as everywhere."""

import pytest
from django.contrib import admin
from django.urls import reverse
from zeal import zeal_ignore

from common.models import ActionLog
from programs.models import Cohort, Enrollment, EnrollmentEvent, Method, Program, ProgramRole, Session
from tests.factories.capacity import AffiliateFactory, LanguageFactory, StaffFactory
from tests.factories.programs import (
    CohortFactory,
    EnrollmentFactory,
    MethodFactory,
    ProgramFactory,
    ProgramProviderFactory,
    ProgramRoleFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    user = StaffFactory(is_superuser=True)
    client.force_login(user)
    return user


MADE = {
    Method: MethodFactory,
    Program: ProgramFactory,
    Cohort: CohortFactory,
    Session: SessionFactory,
    ProgramRole: ProgramRoleFactory,
    Enrollment: EnrollmentFactory,
}


@pytest.mark.parametrize("model", MADE, ids=lambda model: model.__name__)
def test_each_is_listed_searched_and_shown(client, staff, model):
    row, name = MADE[model](), model._meta.model_name
    for address in (
        reverse(f"admin:programs_{name}_changelist"),
        reverse(f"admin:programs_{name}_changelist") + "?q=something",
        reverse(f"admin:programs_{name}_change", args=[row.pk]),
    ):
        assert client.get(address).status_code == 200


def test_events_are_only_ever_written_by_actions():
    assert not admin.site.is_registered(EnrollmentEvent)


def test_a_new_program_is_a_draft_that_can_be_found(client, staff):
    data = {
        "slug": "telling-stories",
        "title_en": "Telling stories",
        "method": MethodFactory().pk,
        "scope": "global",
        "original_language": LanguageFactory().pk,
        "external_ids": "{}",
        "aims-TOTAL_FORMS": 0,
        "aims-INITIAL_FORMS": 0,
        "provisions-TOTAL_FORMS": 1,
        "provisions-INITIAL_FORMS": 0,
        "provisions-0-organization": AffiliateFactory(name="Sample Users").pk,
        "provisions-0-position": 0,
    }
    response = client.post(reverse("admin:programs_program_add"), data)
    assert response.status_code == 302, response.context["errors"]
    program = Program.objects.get()
    assert (program.state, program.created_by) == ("draft", staff)
    assert program.search_text == "telling stories sample users"
    assert ActionLog.objects.get(verb="programs.programs.create").by == staff


def test_the_verbs_publish_and_refuse(client, staff):
    whole = ProgramFactory(state="in_review", published_at=None, summary="What it is.")
    whole.languages.add("en")
    ProgramProviderFactory(program=whole)
    bare = ProgramFactory(state="in_review", published_at=None)
    draft = ProgramFactory(state="draft", published_at=None)
    data = {"action": "publish", "_selected_action": [whole.pk, bare.pk, draft.pk]}
    with zeal_ignore():  # each program is moved in a transaction of its own
        page = client.post(reverse("admin:programs_program_changelist"), data, follow=True).content.decode()
    assert list(Program.objects.order_by("pk").values_list("state", flat=True)) == [
        "published",
        "in_review",
        "draft",
    ]
    assert f"{draft.title}: It is now “draft”." in page
    assert f"{bare.title}: A program needs a title" in page


def test_a_session_that_is_moved_gets_its_moments_and_a_new_revision(client, staff):
    session = SessionFactory()
    data = {
        "cohort": session.cohort.pk,
        "title": session.title,
        "local_date": "2030-07-01",
        "local_time": "15:00",
        "time_zone": "Europe/Paris",
        "minutes": 60,
    }
    assert client.post(reverse("admin:programs_session_change", args=[session.pk]), data).status_code == 302
    session.refresh_from_db()
    assert (session.starts_at.isoformat(), session.sequence) == ("2030-07-01T13:00:00+00:00", 1)


def test_added_seats_go_to_those_who_wait(client, staff):
    cohort = CohortFactory(seats=1)
    EnrollmentFactory(cohort=cohort)
    waiting = EnrollmentFactory(cohort=cohort, state="waitlisted")
    page = client.get(reverse("admin:programs_cohort_change", args=[cohort.pk]))
    form = page.context["adminform"].form
    data = {}
    for field in form:
        value = field.value()
        if hasattr(field.field.widget, "decompress"):
            parts = field.field.widget.decompress(value)
            data |= {
                f"{field.html_name}_{n}": "" if part is None else str(part) for n, part in enumerate(parts)
            }
        elif value is not None:
            data[field.html_name] = value if isinstance(value, list) else str(value)
    data |= {"seats": "2", "access_provisions": ""}
    response = client.post(reverse("admin:programs_cohort_change", args=[cohort.pk]), data)
    assert response.status_code == 302, response.context["errors"]
    waiting.refresh_from_db()
    assert waiting.state == "enrolled"
