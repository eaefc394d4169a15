"""Delegations: one form, errors per row, everybody answers for herself, nobody learns who has an account."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from capacity.models import Affiliation
from common.models import Message, Notification, NotificationPreference
from programs.actions import delegations, personal_data
from programs.logic import refusals
from programs.logic.applications import Content
from programs.models import Delegation, DelegationPlace, Enrollment, EnrollmentEvent
from tests.factories.capacity import AffiliationFactory, PersonFactory, UserFactory
from tests.factories.programs import (
    CohortFactory,
    DelegationFactory,
    DelegationPlaceFactory,
    EnrollmentFactory,
)
from tests.markup import flat

pytestmark = pytest.mark.django_db


def form_page(cohort):
    return reverse(
        "programs:delegation-make", kwargs={"slug": cohort.program.slug, "public_id": cohort.public_id}
    )


@pytest.fixture
def cohort():
    return CohortFactory(seats=2)


@pytest.fixture
def representative(client):
    affiliation = AffiliationFactory(role="representative")
    client.force_login(affiliation.person.user)
    return affiliation


@pytest.fixture
def place(cohort):
    affiliation = AffiliationFactory(role="representative")
    made = delegations.make(
        cohort,
        organization=affiliation.organization,
        members=[],
        emails=["new@example.org"],
        by=affiliation.person.user,
    )
    return made.places.get()


def test_a_representative_names_members_and_addresses_in_one_form(
    client, cohort, representative, django_capture_on_commit_callbacks
):
    member = AffiliationFactory(organization=representative.organization).person
    page = client.get(form_page(cohort))
    assert member.name in flat(page)
    with django_capture_on_commit_callbacks() as asked:
        response = client.post(
            form_page(cohort),
            {"members": [member.slug], "email-1": "a@example.org", "email-3": "b@example.org"},
        )
    made = Delegation.objects.get()
    assert (response.status_code, response.url) == (302, made.get_absolute_url())
    assert [(place.person, place.email, place.state) for place in made.places.all()] == [
        (member, "", "invited"),
        (None, "a@example.org", "invited"),
        (None, "b@example.org", "invited"),
    ]
    assert Notification.objects.filter(recipient=member.user).count() == 1
    assert len(asked) >= 2
    assert not Enrollment.objects.exists()
    assert "a@example.org" in flat(client.get(made.get_absolute_url()))


def test_who_takes_part_for_the_organization_already_is_not_asked_again(client, cohort, representative):
    states = {"enrolled": False, "applied": False, "draft": True, "withdrawn": True}
    people = {state: AffiliationFactory(organization=representative.organization).person for state in states}
    for state, person in people.items():
        EnrollmentFactory(cohort=cohort, state=state, person=person, organization=representative.organization)
    herself = AffiliationFactory(organization=representative.organization).person
    EnrollmentFactory(cohort=cohort, person=herself)  # which the organization does not see
    page = flat(client.get(form_page(cohort)))
    assert {state: f'value="{person.slug}"' in page for state, person in people.items()} == states
    assert f'value="{herself.slug}"' in page
    assert client.post(form_page(cohort), {"members": [people["enrolled"].slug]}).status_code == 422


def test_errors_stand_at_their_rows_and_nothing_typed_is_lost(client, cohort, representative):
    longest = f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.org"
    given = {
        "email-1": "not an address", "email-2": "a@example.org", "email-3": "A@example.org", "email-4": longest,
    }  # fmt: skip
    response = client.post(form_page(cohort), given)
    assert response.status_code == 422
    assert sorted(response.context["form"].errors) == ["email-1", "email-3", "email-4"]
    assert all(f'value="{typed}"' in flat(response) for typed in given.values())


def test_more_rows_keep_what_was_typed(client, cohort, representative):
    page = client.post(form_page(cohort), {"email-1": "a@example.org", "rows": "5", "more": "1"})
    assert ('value="a@example.org"' in flat(page), "email-10" in flat(page)) == (True, True)
    most = client.post(form_page(cohort), {"rows": "900", "more": "1"})
    assert "email-21" not in flat(most)
    assert client.post(form_page(cohort), {"rows": "x"}).status_code == 422


def test_nobody_and_more_than_twenty_are_refused(client, cohort, representative):
    assert client.post(form_page(cohort), {}).status_code == 422
    people = [AffiliationFactory(organization=representative.organization).person.slug for _ in range(16)]
    emails = {f"email-{row}": f"{row}@example.org" for row in range(1, 6)}
    assert client.post(form_page(cohort), {"members": people, **emails}).status_code == 422
    assert not Delegation.objects.exists()


def test_an_address_is_answered_the_same_whether_or_not_it_has_an_account(client, cohort, representative):
    known = UserFactory(email="known@example.org")
    client.post(form_page(cohort), {"email-1": known.email, "email-2": "unknown@example.org"})
    for place in DelegationPlace.objects.all():
        assert delegations.send_letter(place.pk)
    assert [letter.to for letter in mail.outbox] == [["known@example.org"], ["unknown@example.org"]]
    assert len({letter.subject for letter in mail.outbox}) == 1
    page = flat(client.get(Delegation.objects.get().get_absolute_url()))
    assert page.count("invited") == 2
    assert not Notification.objects.filter(recipient=known).exists()


def test_a_letter_is_sent_once_and_waits_for_a_mail_server_that_is_away(place, monkeypatch):
    def away(self, *_args, **_kwargs):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", away)
        assert delegations.send_due() == 0
    assert [delegations.send_due(), delegations.send_due()] == [1, 0]
    assert place.answer_path in mail.outbox[0].body
    assert "has given us your address for this letter only." in mail.outbox[0].body


def test_only_a_representative_makes_a_delegation(client, cohort):
    client.force_login(AffiliationFactory(role="member").person.user)
    assert client.get(form_page(cohort)).status_code == 403


def test_who_is_not_signed_in_signs_in_first_and_comes_back(client, place):
    address = place.answer_path
    asked = client.get(address, follow=True)
    assert unquote(asked.redirect_chain[-1][0]) == f"{reverse('account_login')}?next={address}"
    named = (
        f"{place.delegation.organization.name} has named you for “{place.delegation.cohort.program.title}”."
    )
    assert named in flat(asked)
    forged = client.get(reverse("programs:delegation-answer", kwargs={"token": "forged"}))
    assert forged.status_code == 404


def test_a_person_confirms_by_herself_and_her_address_is_forgotten(client, place):
    person = PersonFactory()
    client.force_login(person.user)
    assert place.delegation.organization.name in flat(client.get(place.answer_path))
    response = client.post(place.answer_path, {"motivation": "Yes"})
    enrollment = Enrollment.objects.get()
    assert (response.status_code, response.url) == (302, enrollment.get_absolute_url())
    assert (enrollment.organization, enrollment.state) == (place.delegation.organization, "enrolled")
    place.refresh_from_db()
    assert (place.state, place.email, place.person, place.enrollment) == (
        "confirmed",
        "",
        person,
        enrollment,
    )


def test_a_person_refuses(client, place):
    client.force_login(PersonFactory().user)
    client.post(place.answer_path, {"refuse": "1"})
    place.refresh_from_db()
    assert (place.state, place.email, place.person) == ("declined", "", None)
    again = client.post(place.answer_path, {})
    assert (again.status_code, "This invitation was refused." in flat(again)) == (409, True)


def test_who_has_confirmed_is_led_to_her_enrollment_whatever_another_tab_still_asks(client, place):
    client.force_login(PersonFactory().user)
    client.post(place.answer_path, {"motivation": "Yes"})
    own = Enrollment.objects.get().get_absolute_url()
    for sent in ({"motivation": "Yes"}, {"refuse": "1"}, {}):
        again = client.post(place.answer_path, sent, follow=True)
        assert (again.redirect_chain, "This invitation was confirmed already." in flat(again)) == (
            [(own, 302)],
            True,
        )
    assert Enrollment.objects.get().state == "enrolled"
    client.force_login(PersonFactory().user)
    assert "This invitation is for somebody else." in flat(client.get(place.answer_path))


def test_who_has_not_said_how_she_is_called_says_so_and_comes_back(client, place):
    client.force_login(UserFactory())
    address = place.answer_path
    asked = client.get(address)
    sent = {"name": "Amina", "language": "en", "time_zone": "UTC", "theme": "auto"}
    assert client.post(asked.url, sent).url == address
    elsewhere = f"{reverse('capacity:settings')}?next=https://evil.example/"
    assert client.post(elsewhere, sent).url == reverse("capacity:settings")


def test_who_was_named_and_may_still_answer_is_not_named_again(client, cohort, representative):
    member = AffiliationFactory(organization=representative.organization).person
    named = {"members": [member.slug], "email-1": "new@example.org", "rows": "5"}
    client.force_login(representative.person.user)
    assert client.post(form_page(cohort), named).status_code == 302
    twice = client.post(
        form_page(cohort), {**named, "email-1": "New@example.org", "email-2": "other@example.org"}
    )
    told = f"Named already, and may still answer: {member.name} and New@example.org."
    assert (twice.status_code, told in flat(twice), 'value="other@example.org"' in flat(twice)) == (
        409,
        True,
        True,
    )
    for place in DelegationPlace.objects.all():
        delegations.cancel(place, by=representative.person.user)
    assert client.post(form_page(cohort), named).status_code == 302


def test_an_invitation_of_a_member_is_for_her_alone(client, cohort, representative):
    member = AffiliationFactory(organization=representative.organization).person
    made = delegations.make(
        cohort, organization=representative.organization, members=[member], emails=[], by=member.user
    )
    place = made.places.get()
    client.force_login(PersonFactory().user)
    for stranger in (client.get(place.answer_path), client.post(place.answer_path, {"refuse": "1"})):
        assert "This invitation is for somebody else." in flat(stranger)
        assert "<textarea" not in flat(stranger)
    assert stranger.status_code == 409
    client.force_login(member.user)
    assert client.post(place.answer_path, {}).status_code == 302


def test_what_is_not_answered_lapses(client, place):
    person = PersonFactory()
    client.force_login(person.user)
    with time_machine.travel(place.expires_at + timedelta(seconds=1)):
        late = flat(client.get(place.answer_path))
        assert ("This invitation has lapsed" in late, "<textarea" in late) == (True, False)
        with pytest.raises(refusals.InvitationLapsedError):
            delegations.confirm(place, person=person, by=person.user, content=Content())
        assert [delegations.lapse_due(), delegations.lapse_due()] == [1, 0]
    place.refresh_from_db()
    assert (place.state, place.email) == ("lapsed", "")


def test_a_name_is_taken_back_by_who_represents_the_organization_and_by_nobody_else(client, place):
    made = place.delegation
    client.force_login(PersonFactory().user)
    assert client.get(made.get_absolute_url()).status_code == 404
    client.force_login(made.made_by)
    client.post(made.get_absolute_url(), {"cancel": str(place.public_id)})
    place.refresh_from_db()
    assert (place.state, place.email) == ("cancelled", "")
    client.post(made.get_absolute_url(), {"cancel": "nonsense"})


@pytest.fixture
def delegation(representative):
    """Of five: one has applied, one waits, one has a place, one has refused, one has not answered."""
    made = DelegationFactory(organization=representative.organization, made_by=representative.person.user)
    for state in ("applied", "waitlisted", "enrolled"):
        enrollment = EnrollmentFactory(
            cohort=made.cohort, organization=made.organization, state=state, person=PersonFactory()
        )
        DelegationPlaceFactory(
            delegation=made, email="", state="confirmed", person=enrollment.person, enrollment=enrollment
        )
    DelegationPlaceFactory(delegation=made, email="", state="declined")
    DelegationPlaceFactory(delegation=made, email="late@example.org")
    return made


def test_a_delegation_is_withdrawn_with_all_of_whom_nothing_is_decided(client, delegation):
    address = reverse("programs:delegation-withdraw", kwargs={"public_id": delegation.public_id})
    assert address in flat(client.get(delegation.get_absolute_url()))
    page = client.get(address)
    assert [len(page.context[which]) for which in ("undecided", "staying")] == [3, 1]
    assert "late@example.org" in flat(page)
    done = client.post(address, follow=True)
    assert "3 people were taken back." in flat(done)
    assert list(delegation.places.values_list("state", "email", "enrollment__state")) == [
        ("confirmed", "", "withdrawn"),
        ("confirmed", "", "withdrawn"),
        ("confirmed", "", "enrolled"),
        ("declined", "", None),
        ("cancelled", "", None),
    ]
    events = EnrollmentEvent.objects.filter(to_state="withdrawn")
    assert list(events.values_list("from_state", "reason", "by")) == [
        ("applied", "representative", delegation.made_by_id),
        ("waitlisted", "representative", delegation.made_by_id),
    ]
    told = Notification.objects.filter(recipient__in=delegation.places.values("person__user"))
    assert [each.text.startswith("Your enrollment in") for each in told] == [True, True]
    again = [client.get(address, follow=True), client.post(address, follow=True)]
    assert all("Everybody in this delegation has refused" in flat(page) for page in again)
    assert address not in flat(again[0])


def test_a_delegation_is_withdrawn_by_who_represents_the_organization_and_by_nobody_else(client, delegation):
    address = reverse("programs:delegation-withdraw", kwargs={"public_id": delegation.public_id})
    client.force_login(AffiliationFactory(organization=delegation.organization).person.user)
    assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]
    assert delegation.places.filter(state="invited").count() == 1


def test_a_forged_answer_is_not_found(client, place):
    client.force_login(PersonFactory().user)
    assert client.get(place.answer_path[:-3] + "xx/").status_code == 404


def test_who_erases_herself_is_named_nowhere_any_more(place):
    account = UserFactory(email="New@Example.org")
    personal_data.forget(account)
    place.refresh_from_db()
    assert (place.state, place.email) == ("cancelled", "")


@pytest.fixture
def four(cohort):
    """Named by a representative who reads Arabic in Cairo: two members, two addresses."""
    sender = AffiliationFactory(
        role="representative", person__user__language="ar", person__user__time_zone="Africa/Cairo"
    )
    members = [AffiliationFactory(organization=sender.organization).person for _ in range(2)]
    emails = ["first@example.org", "second@example.org"]
    return delegations.make(
        cohort, organization=sender.organization, members=members, emails=emails, by=sender.person.user
    )


def told(user):
    letters = Message.objects.filter(recipient=user, kind="delegation")
    return letters.count(), Notification.objects.filter(recipient=user, kind="delegation").count()


def confirm(place, person):
    return delegations.confirm(place, person=person, by=person.user, content=Content())


def test_who_sent_a_delegation_is_told_once_when_all_have_answered(four):
    sender, (first, second, third, fourth) = four.made_by, four.places.all()
    confirm(first, first.person)
    delegations.decline(second, person=second.person, by=second.person.user)
    newcomer = PersonFactory()
    confirm(third, newcomer)
    assert told(sender) == (0, 0)
    delegations.decline(fourth, person=PersonFactory(), by=UserFactory())
    assert told(sender) == (1, 1)
    letter = Message.objects.get(recipient=sender)
    assert letter.language == "ar"
    assert "second@example.org" not in letter.text
    assert all(name in letter.text for name in [first.person.name, second.person.name, newcomer.name])
    assert four.get_absolute_url() in letter.text


def test_the_letter_about_a_delegation_says_who_confirmed_refused_and_did_not_answer(four):
    sender, (first, second, third, fourth) = four.made_by, four.places.all()
    sender.language = "en"
    sender.save()
    confirm(first, first.person)
    delegations.decline(second, person=second.person, by=second.person.user)
    delegations.cancel(third, by=sender)
    with time_machine.travel(fourth.expires_at + timedelta(minutes=1)):
        assert [delegations.lapse_due(), delegations.lapse_due()] == [1, 0]
    assert told(sender) == (1, 1)
    letter = Message.objects.get(recipient=sender)
    assert letter.subject == f"Your delegation to “{four.cohort.program.title}”: 1 of 4 confirmed"
    said = letter.text.splitlines()
    assert [
        said[said.index(f"{answer}:") + 1] for answer in ["confirmed", "refused", "not answered in time"]
    ] == [
        f"- {first.person.name} – enrolled",
        f"- {second.person.name}",
        "- somebody you named by an e-mail address",
    ]
    assert said[said.index("taken back:") + 1] == "- somebody you named by an e-mail address"


def test_who_takes_the_last_name_back_herself_is_not_told_but_by_a_colleague_she_is(four):
    sender, (first, *others) = four.made_by, four.places.all()
    confirm(first, first.person)
    colleague = AffiliationFactory(organization=four.organization, role="representative").person.user
    delegations.cancel(others[0], by=sender)
    delegations.withdraw(four, by=colleague)
    assert (told(sender), told(colleague)) == ((1, 1), (0, 0))
    again = delegations.make(
        four.cohort, organization=four.organization, members=[], emails=["third@example.org"], by=sender
    )
    delegations.withdraw(again, by=sender)
    assert told(sender) == (1, 1)


def test_if_she_does_not_represent_the_organization_any_more_those_who_do_are_told(four):
    sender, places = four.made_by, four.places.all()
    colleague = AffiliationFactory(organization=four.organization, role="representative").person.user
    Affiliation.objects.filter(person__user=sender).delete()
    for place in places:
        delegations.decline(place, person=place.person, by=UserFactory())
    assert (told(sender), told(colleague)) == ((0, 0), (1, 1))


@pytest.mark.parametrize(("email", "on_page"), [("never", True), ("digest", False)])
def test_she_chooses_how_she_is_told_of_her_delegation(four, email, on_page):
    NotificationPreference.objects.create(user=four.made_by, kind="delegation", email=email, on_page=on_page)
    for place in four.places.all():
        delegations.decline(place, person=place.person, by=UserFactory())
    assert told(four.made_by) == (int(email != "never"), int(on_page))
    assert all(letter.in_digest for letter in Message.objects.filter(recipient=four.made_by))
