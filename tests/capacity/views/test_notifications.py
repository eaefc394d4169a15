"""The pages on which a person reads what she was told, and chooses how."""

import pytest
from django.core import signing
from django.urls import reverse

from common.letter_kinds import FOR_STAFF, LETTER_KINDS
from common.models import Notification, NotificationPreference, QuietHours
from common.outbox import UNSUBSCRIBE_SALT
from tests.factories.capacity import StaffFactory, UserFactory
from tests.markup import flat

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client):
    user = UserFactory()
    client.force_login(user)
    return user


def note(user, key):
    return Notification.objects.create(
        key=key, kind="enrollment", recipient=user, language="en", text=f"Note {key}"
    )


def test_a_stranger_is_asked_to_sign_in(client):
    response = client.get(reverse("capacity:notification-list"))
    assert (response.status_code, response.url) == (302, "/accounts/login/?next=/notifications/")


def test_everybody_sees_her_own_notes_only(client, user):
    note(user, "mine")
    note(UserFactory(), "hers")
    page = client.get(reverse("capacity:notification-list"))
    assert [shown.key for shown in page.context["notifications"]] == ["mine"]


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_costs_the_same_however_long(client, user, rows, django_assert_num_queries):
    for number in range(rows):
        note(user, str(number))
    with django_assert_num_queries(4):
        client.get(reverse("capacity:notification-list"))


def test_marking_read_leaves_none_new(client, user):
    note(user, "1")
    client.post(reverse("capacity:notification-list"))
    assert Notification.objects.filter(read_at=None).count() == 0


def test_choices_are_kept(client, user):
    kinds = list(LETTER_KINDS)
    client.post(reverse("capacity:notification-preferences"), {f"{kind}-email": "digest" for kind in kinds})
    assert set(NotificationPreference.objects.values_list("kind", "email", "on_page")) == {
        (kind, "digest", False) for kind in kinds if kind not in FOR_STAFF
    }


def test_only_staff_choose_what_only_staff_are_told(client, user):
    page = reverse("capacity:notification-preferences")
    assert "unattended-email" not in client.get(page).text
    client.force_login(StaffFactory())
    assert "unattended-email" in client.get(page).text


def test_an_unknown_choice_is_an_error_beside_its_field(client, user):
    response = client.post(reverse("capacity:notification-preferences"), {"enrollment-email": "by pigeon"})
    assert response.status_code == 200
    assert NotificationPreference.objects.count() == 0


def test_one_click_ends_a_kind_without_signing_in(client):
    user = UserFactory()
    token = signing.dumps([user.pk, "session"], salt=UNSUBSCRIBE_SALT)
    address = reverse("capacity:unsubscribe", kwargs={"token": token})
    assert client.get(address).status_code == 200
    assert not NotificationPreference.objects.exists()
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert NotificationPreference.objects.values_list("user", "kind", "email").get() == (
        user.pk,
        "session",
        "never",
    )


def test_a_forged_token_is_not_found(client):
    assert client.get(reverse("capacity:unsubscribe", kwargs={"token": "forged"})).status_code == 404


def test_settings_change_name_language_and_zone(client, user):
    sent = {"name": "Ada", "language": "ar", "time_zone": "Africa/Accra", "theme": "dark"}
    assert client.post(reverse("capacity:settings"), sent).status_code == 302
    user.refresh_from_db()
    assert (user.person.name, user.language, user.time_zone, user.theme) == (
        "Ada",
        "ar",
        "Africa/Accra",
        "dark",
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u202eAda\u202c \u200b Lovelace\ufeff", "Ada Lovelace"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u200b\u202e", None),
        ("\u200d \u200c", None),
    ],
)
def test_a_name_is_seen_and_turns_nothing_around_it(client, user, typed, kept):
    sent = {"name": typed, "language": "en", "time_zone": "UTC", "theme": "auto"}
    page = client.post(reverse("capacity:settings"), sent)
    if kept is None:
        assert list(page.context["form"].errors) == ["name"]
    else:
        user.refresh_from_db()
        assert (page.status_code, user.person.name) == (302, kept)


def test_a_wrong_zone_keeps_what_was_typed(client, user):
    sent = {"name": "Ada", "language": "ar", "time_zone": "Mars/Olympus", "theme": "dark"}
    page = client.post(reverse("capacity:settings"), sent)
    assert page.status_code == 200
    assert (page.context["form"].errors.keys(), page.context["form"]["name"].value()) == (
        {"time_zone"},
        "Ada",
    )


def test_a_zone_that_has_another_name_by_now_stays_chosen(client, user):
    user.time_zone = "Asia/Katmandu"
    user.save()
    assert '<option value="Asia/Kathmandu" selected>Nepal – Kathmandu</option>' in flat(
        client.get(reverse("capacity:settings"))
    )


def test_signing_up_makes_the_person(client):
    sent = {
        "name": "Ada L.",
        "email": "ada@example.org",
        "password1": "a long phrase 7",
        "password2": "a long phrase 7",
    }
    assert client.post(reverse("account_signup"), sent).status_code == 302
    user = type(UserFactory.build()).objects.get(email="ada@example.org")
    assert (user.person.name, user.person.kind, user.language) == ("Ada L.", "person", "en")


def choices(**more):
    return {f"{kind}-email": "weekly" for kind in LETTER_KINDS} | more


def test_quiet_hours_are_kept_changed_and_given_up(client, user):
    page = reverse("capacity:notification-preferences")
    for sent, kept in (
        ({"starts": "22:00", "ends": "07:00"}, [("22:00:00", "07:00:00")]),
        ({"starts": "23:00", "ends": "06:30"}, [("23:00:00", "06:30:00")]),
        ({}, []),
    ):
        assert client.post(page, choices(**sent)).status_code == 302
        found = QuietHours.objects.filter(user=user).values_list("starts", "ends")
        assert [tuple(map(str, row)) for row in found] == kept
    assert set(NotificationPreference.objects.values_list("email", flat=True)) == {"weekly"}


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"starts": "22:00"}, "ends"),
        ({"ends": "22:00"}, "starts"),
        ({"starts": "22:00", "ends": "22:00"}, "ends"),
        ({"starts": "late", "ends": "07:00"}, "starts"),
    ],
)
def test_quiet_hours_that_are_none_are_said_beside_their_field(client, user, sent, field):
    response = client.post(reverse("capacity:notification-preferences"), choices(**sent))
    assert (list(response.context["quiet"].errors), QuietHours.objects.count()) == ([field], 0)


def test_a_letter_of_several_kinds_ends_them_all(client):
    user = UserFactory()
    token = signing.dumps([user.pk, "enrollment", "no-more-such", "session"], salt=UNSUBSCRIBE_SALT)
    client.post(reverse("capacity:unsubscribe", kwargs={"token": token}))
    assert sorted(NotificationPreference.objects.values_list("kind", "email")) == [
        ("enrollment", "never"),
        ("session", "never"),
    ]
