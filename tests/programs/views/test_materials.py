"""Recordings and materials of sessions: who adds them, and who sees them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from common.models import ActionLog
from programs.models import MaterialAudience, ProgramRoleKind, SessionMaterial
from tests.factories.capacity import LanguageFactory, StaffFactory, UserFactory
from tests.factories.programs import (
    CohortFactory,
    EnrollmentFactory,
    ProgramRoleFactory,
    SessionFactory,
    SessionMaterialFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    begun = CohortFactory(starts_on=timezone.now().date() - timedelta(days=1))
    return SessionFactory(cohort=begun, link="https://meet.example/secret")


@pytest.fixture
def signed_in(client, session):
    role = ProgramRoleFactory(program=session.cohort.program, role=ProgramRoleKind.FACILITATOR)
    client.force_login(role.person.user)
    return client


def parts(session):
    cohort = session.cohort
    return {"slug": cohort.program.slug, "public_id": cohort.public_id, "session": session.public_id}


def page_of(session):
    return reverse("programs:material-list", kwargs=parts(session))


def edit_of(material):
    return reverse(
        "programs:material-edit", kwargs={**parts(material.session), "material": material.public_id}
    )


def given(**more):
    language = LanguageFactory(code="sw")
    values = {
        "kind": "recording",
        "title": "The evening",
        "link": "https://video.example/1",
        "audience": "enrolled",
    }
    return values | {"language": language.pk, "transcript": "https://video.example/1.txt"} | more


def test_who_teaches_adds_changes_and_takes_away(signed_in, session):
    assert "Nothing yet" in signed_in.get(page_of(session)).content.decode()
    assert signed_in.post(page_of(session), given()).status_code == 302
    material = SessionMaterial.objects.get()
    assert (material.title, material.language.code, material.transcript) == (
        "The evening",
        "sw",
        "https://video.example/1.txt",
    )
    assert signed_in.post(edit_of(material), given(audience="public")).status_code == 302
    material.refresh_from_db()
    assert material.audience == MaterialAudience.PUBLIC
    assert signed_in.post(edit_of(material), {"deed": "remove"}).status_code == 302
    assert not SessionMaterial.objects.exists()
    verbs = ActionLog.objects.filter(verb__startswith="programs.materials").order_by("pk")
    assert [each.verb.rpartition(".")[2] for each in verbs] == ["add", "change", "remove"]


@pytest.mark.parametrize(
    ("more", "field", "problem"),
    [
        ({"link": "nowhere"}, "link", "Enter a valid URL."),
        ({"link": "javascript:alert(1)"}, "link", "Enter a valid URL."),
        ({"title": ""}, "title", "This field is required."),
        ({"kind": "slides"}, "transcript", "A transcript is of a recording."),
    ],
)
def test_a_mistake_is_named_beside_its_field(signed_in, session, more, field, problem):
    response = signed_in.post(page_of(session), given(**more))
    assert (response.status_code, response.context["form"].errors) == (422, {field: [problem]})


def test_the_same_address_twice_is_refused(signed_in, session):
    material = SessionMaterialFactory(session=session)
    response = signed_in.post(page_of(session), given(link=material.link))
    assert response.context["form"].errors == {
        "link": ["This address is among the materials of the session already."]
    }


def test_nothing_is_added_before_the_session(signed_in, session):
    later = SessionFactory(cohort=session.cohort, local_date=timezone.now().date() + timedelta(days=3))
    response = signed_in.post(page_of(later), given())
    assert response.status_code == 409
    assert response.context["form"].non_field_errors() == [
        "Recordings and materials can be added once the session has begun."
    ]


def visitor(client, session, who):
    if who == "enrolled":
        client.force_login(EnrollmentFactory(cohort=session.cohort).person.user)
    elif who == "waiting":
        client.force_login(EnrollmentFactory(cohort=session.cohort, state="waitlisted").person.user)
    elif who == "stranger":
        client.force_login(UserFactory())
    elif who == "staff":
        client.force_login(StaffFactory())
    elif who == "facilitator":
        role = ProgramRoleFactory(program=session.cohort.program, role=ProgramRoleKind.FACILITATOR)
        client.force_login(role.person.user)
    return client.get(session.cohort.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("who", "sees_all"),
    [
        ("visitor", False),
        ("stranger", False),
        ("waiting", False),
        ("enrolled", True),
        ("facilitator", True),
        ("staff", True),
    ],
)
def test_the_cohorts_page_shows_what_is_for_the_reader_and_the_join_link_to_who_takes_part(
    client, session, who, sees_all
):
    public = SessionMaterialFactory(session=session, audience="public", transcript="https://video.example/t")
    enrolled = SessionMaterialFactory(session=session)
    page = visitor(client, session, who)
    assert (public.link in page, public.transcript in page) == (True, True)
    assert (enrolled.link in page) is sees_all
    assert (session.link in page) is sees_all


def test_what_is_public_of_a_draft_is_not(client, session):
    hidden = SessionMaterialFactory(session__cohort__program__state="draft", audience="public")
    assert list(SessionMaterial.objects.visible_to(UserFactory())) == []
    assert list(SessionMaterial.objects.visible_to(StaffFactory())) == [hidden]


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_costs_the_same_however_long(signed_in, session, rows, django_assert_num_queries):
    SessionMaterialFactory.create_batch(rows, session=session)
    signed_in.get(page_of(session))
    with django_assert_num_queries(7):
        signed_in.get(page_of(session))
