import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from capacity.models import User
from capacity.states import LookReason
from common.log import record
from common.models import ActionLog
from programs.models import ProgramRoleKind
from tests.factories.capacity import (
    AffiliateFactory,
    AffiliationFactory,
    CapacityClaimFactory,
    PersonFactory,
    StaffFactory,
)
from tests.factories.programs import CohortFactory, EnrollmentFactory, ProgramRoleFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    user = StaffFactory()
    client.force_login(user)
    return user


def why(account, then=""):
    return reverse("capacity:state-reason", kwargs={"public_id": account.public_id}) + (
        f"?next={then}" if then else ""
    )


def pages_of(person):
    enrollment = EnrollmentFactory(person=person, motivation="Because of my illness")
    affiliation = AffiliationFactory(person=person, organization=AffiliateFactory())
    claim = CapacityClaimFactory(stakeholder=person)
    return [
        reverse("admin:capacity_affiliation_change", args=[affiliation.pk]),
        reverse("admin:capacity_affiliation_history", args=[affiliation.pk]),
        reverse("admin:capacity_capacityclaim_change", args=[claim.pk]),
        reverse("admin:capacity_user_change", args=[person.user.pk]),
        reverse("admin:capacity_user_history", args=[person.user.pk]),
        reverse("admin:capacity_stakeholder_change", args=[person.pk]),
        reverse("admin:programs_enrollment_change", args=[enrollment.pk]),
        enrollment.get_absolute_url(),
    ]


def test_staff_say_why_before_they_see_anything_of_a_person(client, staff):
    person = PersonFactory()
    for page in pages_of(person):
        response = client.get(page)
        assert response.status_code == 302
        assert response["Location"].startswith(why(person.user))


def test_a_reason_that_was_logged_opens_the_pages_of_that_person_only(client, staff):
    person, other = PersonFactory(), PersonFactory()
    pages = pages_of(person)
    response = client.post(why(person.user, pages[0]), {"reason": LookReason.SAFETY})
    assert response["Location"] == pages[0]
    assert [client.get(page).status_code for page in pages] == [200] * len(pages)
    logged = ActionLog.objects.get()
    assert (logged.by, logged.object_id, logged.reason) == (staff, person.user.pk, "safety")
    assert client.get(pages_of(other)[0]).status_code == 302


def test_what_an_admin_page_sends_waits_for_the_reason_and_is_done_with_it(client, staff):
    person = PersonFactory()
    page = reverse("admin:capacity_user_change", args=[person.user.pk])
    asked = client.post(page, {"_save": "Save"})
    person.user.refresh_from_db()
    assert (asked.status_code, asked.context["held"], person.user.is_active) == (
        422,
        [("_save", "Save")],
        True,
    )
    done = client.post(page, {"_save": "Save", "look-reason": LookReason.SAFETY})
    person.user.refresh_from_db()
    log = list(ActionLog.objects.order_by("pk").values_list("verb", "reason"))
    assert (done.status_code, person.user.is_active) == (302, False)
    assert log == [("capacity.access.state_reason", "safety"), ("capacity.accounts.edit", "")]


def test_a_reason_holds_for_an_hour(client, staff, settings):
    person = PersonFactory()
    page = pages_of(person)[0]
    client.post(why(person.user), {"reason": LookReason.SAFETY})
    with time_machine.travel(timezone.now() + timedelta(minutes=settings.LOOK_MINUTES + 1), tick=False):
        client.force_login(staff)
        assert client.get(page).status_code == 302


def test_without_a_reason_nothing_opens(client, staff):
    response = client.post(why(PersonFactory().user), {"reason": "curiosity"})
    assert response.status_code == 422
    assert ActionLog.objects.count() == 0


def test_the_question_sends_nobody_to_another_host(client, staff):
    account = PersonFactory().user
    response = client.post(why(account, "https://example.org/"), {"reason": LookReason.SAFETY})
    assert response["Location"] == reverse("admin:capacity_user_change", args=[account.pk])


def test_the_list_of_accounts_names_no_address_and_no_wikimedia_account(client, staff):
    person = PersonFactory(user__wikimedia_username="Ada of Meta")
    page = client.get(reverse("admin:capacity_user_changelist")).content.decode()
    assert "Ada of Meta" not in page
    assert person.user.email not in page


def test_lists_for_staff_show_persons_by_number(client, staff):
    person = PersonFactory(name="Ada Secret")
    pages_of(person)
    for model in ("stakeholder", "affiliation", "capacityclaim", "user"):
        page = client.get(reverse(f"admin:capacity_{model}_changelist"), {"q": "ada secret"}).content.decode()
        number = f"account {person.user.pk}" if model == "user" else f"Person no. {person.pk}"
        shown = re.sub(r"value=\"[^\"]*\"", "", page)
        assert ("Ada Secret" in shown, number in shown) == (False, True), model
    page = client.get(reverse("admin:programs_enrollment_changelist")).content.decode()
    assert ("Ada Secret" in page, f"Person no. {person.pk}" in page) == (False, True)


def test_staff_say_why_before_they_see_who_takes_part(client, staff):
    session = SessionFactory()
    cohort, name = session.cohort, "Ada Secret"
    enrollment = EnrollmentFactory(cohort=cohort, person__name=name)
    address = {"slug": cohort.program.slug, "public_id": cohort.public_id}
    question = reverse("programs:roster-why", kwargs=address)
    pages = [
        reverse("evaluation:desk-cohort", kwargs={"public_id": cohort.public_id}),
        reverse("programs:session-attendance", kwargs={**address, "session": session.public_id}),
        reverse("programs:conflict-list", kwargs=address),
    ]
    assert [client.get(page)["Location"] for page in pages] == [
        f"{question}?{urlencode({'next': page})}" for page in pages
    ]
    assert client.post(f"{question}?next={pages[0]}", {"reason": LookReason.SAFETY})["Location"] == pages[0]
    assert [name in client.get(page).content.decode() for page in pages] == [True, True, False]
    other = CohortFactory()
    assert (
        client.get(reverse("evaluation:desk-cohort", kwargs={"public_id": other.public_id})).status_code
        == 302
    )
    client.force_login(enrollment.person.user)
    [deed] = client.get(reverse("my-data")).context["deeds"]
    assert (deed.is_look, deed.reason) == (True, LookReason.SAFETY.label)


def test_who_teaches_a_cohort_gives_no_reason(client):
    cohort = CohortFactory()
    role = ProgramRoleFactory(program=None, cohort=cohort, role=ProgramRoleKind.FACILITATOR)
    role.person.user.is_staff = True
    role.person.user.save()
    client.force_login(role.person.user)
    assert (
        client.get(reverse("evaluation:desk-cohort", kwargs={"public_id": cohort.public_id})).status_code
        == 200
    )


def test_the_log_says_in_words_what_was_changed(client, staff):
    enrollment = EnrollmentFactory()
    record(
        "programs.enrollments.accept",
        enrollment,
        by=staff,
        before={"state": "applied", "pool": None},
        after={"state": "enrolled", "fields": ["state", "motivation"], "unknown_thing": [1, True]},
    )
    record("old.deed", User(pk=7), by=None, after={"x": {"y": "z"}})
    record_of_no_model = ActionLog.objects.create(
        verb="gone.deed", object_type="gone.thing", object_id=3, after={"state": "x"}
    )
    gone, old, deed = client.get(reverse("capacity:audit")).context["rows"]
    assert (deed.kind, [(each.name, each.before, each.after) for each in deed.values]) == (
        "Enrollment",
        [
            ("Holds a seat reserved for", "", ""),
            ("State", "applied", "enrolled"),
            ("Changed fields", "", "state, why you would like to take part"),
            ("Unknown thing", "", "1, yes"),
        ],
    )
    assert (gone.row, gone.kind, old.values[0].after) == (record_of_no_model, "gone.thing", "y: z")
    client.get(reverse("capacity:audit"), {"uselang": "ar"})


@pytest.mark.parametrize("rows", [1, 5])
def test_the_log_asks_the_database_equally_often(client, staff, django_assert_max_num_queries, rows):
    for person in PersonFactory.create_batch(rows):
        record("capacity.people.rename", person, by=person.user)
    with django_assert_max_num_queries(8):
        page = client.get(reverse("capacity:audit"))
    assert len(page.context["rows"]) == rows


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("who={by}", 1),
        ("verb=capacity.people", 1),
        ("verb=programs", 0),
        ("object_type=capacity.stakeholder&object_id={on}", 1),
        ("since=2000-01-01&until=2000-01-02", 0),
        ("since=not-a-date", 1),
        ("who=99999999999999999999999", 1),
        ("verb=%00", 1),
    ],
)
def test_the_log_is_narrowed_by_who_what_and_when(client, staff, asked, found):
    person = PersonFactory()
    record("capacity.people.rename", person, by=person.user)
    page = client.get(reverse("capacity:audit") + "?" + asked.format(by=person.user.pk, on=person.pk))
    assert page.status_code == 200
    assert len(page.context["rows"]) == found


def test_the_log_goes_on_by_key(client, staff, settings):
    settings.PAGE_ROWS = 2
    person = PersonFactory()
    for _each in range(3):
        record("capacity.people.rename", person, by=person.user)
    first = client.get(reverse("capacity:audit"))
    second = client.get(reverse("capacity:audit") + first.context["next"])
    assert [len(first.context["rows"]), len(second.context["rows"])] == [2, 1]
    assert client.get(reverse("capacity:audit") + "?page=forged").status_code == 404
