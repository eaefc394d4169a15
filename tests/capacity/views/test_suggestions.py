"""What people suggest for the tree, and how staff decide."""

import pytest
from django.urls import reverse

from capacity.actions import suggestions, taxonomy
from capacity.logic.taxonomy import OwnSuggestionError, TooManyOpenError
from capacity.models import Capacity, CapacityChange, CapacitySuggestion, SuggestionKind
from capacity.states import SuggestionState
from common.models import Message, Notification
from common.moves import MoveError
from tests.factories.capacity import (
    CapacityFactory,
    CapacitySuggestionFactory,
    LanguageFactory,
    StaffFactory,
    UserFactory,
)
from tests.markup import flat

pytestmark = pytest.mark.django_db
SUGGEST = "/capacities/suggest/"


@pytest.fixture
def member(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def staff():
    return StaffFactory()


def decide(client, suggestion, decision, answer=""):
    address = reverse("capacity:suggestion-decide", args=[suggestion.public_id])
    return client.post(address, {"decision": decision, "answer": answer})


def test_who_is_not_signed_in_is_asked_to(client):
    response = client.get(SUGGEST)
    assert (response.status_code, response.headers["Location"].split("?")[0]) == (302, "/accounts/login/")


def test_first_one_chooses_what_to_suggest(client, member):
    page = flat(client.get(SUGGEST))
    assert page.count('href="?kind=') == len(SuggestionKind)


@pytest.mark.parametrize("kind", SuggestionKind.values)
def test_each_kind_has_its_form(client, member, kind):
    CapacityFactory()
    assert client.get(SUGGEST, {"kind": kind}).status_code == 200


@pytest.mark.parametrize(
    "query",
    [{"kind": "nonsense"}, {"kind": "name", "capacity": "nonsense"}, {"capacity": "1\x00"}, {"kind": "\x00"}],
)
def test_a_malformed_address_is_not_found(client, member, query):
    assert client.get(SUGGEST, query).status_code == 404


@pytest.mark.parametrize("language", ["nonsense", "\x00", "x" * 300])
def test_an_unknown_language_in_the_address_is_passed_over(client, member, language):
    assert client.get(SUGGEST, {"kind": "name", "language": language}).status_code == 200


def test_a_name_is_suggested_and_stands_in_her_list(client, member):
    capacity, turkish = CapacityFactory(name="finance"), LanguageFactory(code="tr", open_wikis=1)
    given = {"capacity": capacity.pk, "language": "tr", "text": "Maliye", "reason": "It is the word we use."}
    response = client.post(f"{SUGGEST}?kind=name", given)
    made = CapacitySuggestion.objects.get()
    assert response.headers["Location"] == made.get_absolute_url()
    assert (made.kind, made.capacity, made.language, made.text, made.before) == (
        "name",
        capacity,
        turkish,
        "Maliye",
        "",
    )
    assert "finance" in flat(client.get("/my/suggestions/"))


def test_what_is_wrong_is_said_beside_the_field(client, member):
    whole = CapacityFactory(name="finance")
    part = CapacityFactory(parent=whole)
    LanguageFactory()
    same = {"capacity": whole.pk, "language": "en", "text": "finance", "reason": "Because."}
    circle = {"capacity": whole.pk, "target": part.pk, "reason": "Because."}
    errors = [
        client.post(f"{SUGGEST}?kind={kind}", given).context["form"].errors
        for kind, given in [("name", same), ("merge", circle), ("move", circle), ("hide", {})]
    ]
    assert [sorted(each) for each in errors] == [["text"], ["target"], ["target"], ["capacity", "reason"]]


def test_nobody_has_too_many_that_wait(settings, member):
    settings.OPEN_SUGGESTIONS = 1
    CapacitySuggestionFactory(suggested_by=member)
    with pytest.raises(TooManyOpenError):
        suggestions.suggest(kind="hide", capacity=CapacityFactory(), by=member, reason="Because.")


def test_another_persons_suggestion_does_not_exist(client, member):
    suggestion = CapacitySuggestionFactory()
    for name in ("detail", "withdraw", "decide"):
        address = reverse(f"capacity:suggestion-{name}", args=[suggestion.public_id])
        response = client.get(address) if name == "detail" else client.post(address)
        assert response.status_code == 404


def test_who_suggested_it_does_not_decide(client, member):
    suggestion = CapacitySuggestionFactory(suggested_by=member)
    assert decide(client, suggestion, "accept").status_code == 403
    member.is_staff = True
    member.save()
    with pytest.raises(OwnSuggestionError):
        suggestions.accept(suggestion, by=member)


def test_members_do_not_review(client, member):
    assert client.get("/capacities/suggestions/").status_code == 403


def test_one_withdraws_ones_own(client, member):
    suggestion = CapacitySuggestionFactory(suggested_by=member)
    client.post(reverse("capacity:suggestion-withdraw", args=[suggestion.public_id]))
    suggestion.refresh_from_db()
    assert suggestion.state == SuggestionState.WITHDRAWN


def test_staff_see_what_would_change_and_accepting_does_it(client, staff):
    capacity = CapacityFactory(name="finance")
    LanguageFactory()
    author = UserFactory()
    suggestion = suggestions.suggest(
        kind="name", capacity=capacity, language=LanguageFactory(), text="money", by=author, reason="Shorter."
    )
    client.force_login(staff)
    page = client.get(suggestion.get_absolute_url())
    assert (page.context["row"].before, page.context["row"].after) == ("finance", "money")
    decide(client, suggestion, "accept", "Yes, shorter.")
    capacity.refresh_from_db()
    suggestion.refresh_from_db()
    assert (capacity.name, suggestion.state, suggestion.decided_by) == ("money", "accepted", staff)
    assert CapacityChange.objects.get().suggestion == suggestion
    assert (Notification.objects.get().recipient, "Yes, shorter." in Message.objects.get().text) == (
        author,
        True,
    )


def test_declining_needs_a_reason_and_keeps_what_is(client, staff):
    suggestion = CapacitySuggestionFactory()
    client.force_login(staff)
    refused = decide(client, suggestion, "decline")
    assert (refused.status_code, refused.context["form"].errors) == (422, {"answer": ["Please say why."]})
    decide(client, suggestion, "decline", "The old name is used everywhere.")
    suggestion.refresh_from_db()
    assert (suggestion.state, CapacityChange.objects.count()) == ("declined", 0)
    assert "The old name is used everywhere." in Message.objects.get().text


def test_a_decided_suggestion_stays_decided(staff):
    suggestion = suggestions.decline(CapacitySuggestionFactory(), by=staff, answer="No.")
    with pytest.raises(MoveError):
        suggestions.accept(suggestion, by=staff)


def test_what_the_tree_refuses_is_said_and_leaves_it_open(client, staff):
    suggestion = CapacitySuggestionFactory()
    taxonomy.merge(suggestion.capacity, into=CapacityFactory(), by=staff)
    client.force_login(staff)
    page = decide(client, suggestion, "accept")
    suggestion.refresh_from_db()
    assert (page.status_code, suggestion.state) == (422, "suggested")
    assert "was merged into another one" in flat(page)


@pytest.mark.parametrize("kind", SuggestionKind.values)
def test_every_kind_can_be_accepted(staff, kind):
    capacity, target = CapacityFactory(name="finance"), CapacityFactory(name="money")
    wants_text = kind in {"new", "name", "description"}
    suggestion = suggestions.suggest(
        kind=kind,
        capacity=None if kind == "new" else capacity,
        target=target if kind in {"new", "move", "merge"} else None,
        language=LanguageFactory() if wants_text else None,
        text="Something else" if wants_text else "",
        by=UserFactory(),
        reason="Because.",
    )
    suggestions.accept(suggestion, by=staff)
    capacity.refresh_from_db()
    done = {
        "new": Capacity.objects.filter(name_en="Something else", parent=target).exists(),
        "name": capacity.name == "Something else",
        "description": capacity.description == "Something else",
        "move": capacity.parent == target,
        "merge": capacity.merged_into == target,
        "hide": capacity.is_hidden,
    }
    assert done[kind]


@pytest.mark.parametrize("rows", [1, 5])
def test_the_lists_cost_the_same_however_long(client, staff, rows, django_assert_num_queries):
    for _ in range(rows):
        CapacitySuggestionFactory(suggested_by=staff, capacity=CapacityFactory(parent=CapacityFactory()))
    client.force_login(staff)
    for address, queries in [("/capacities/suggestions/", 6), ("/my/suggestions/", 4)]:
        with django_assert_num_queries(queries):
            client.get(address)
