"""Writing a program: from the draft to the catalog, by more than one person."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from capacity.models import ProficiencyLevel
from common.models import Notification
from programs.actions import holds
from programs.models import Program, ProgramVersion
from programs.queries.versions import changes_between
from tests.factories.capacity import (
    AffiliateFactory,
    AffiliationFactory,
    CapacityFactory,
    LanguageFactory,
    PersonFactory,
    StaffFactory,
    UserFactory,
)
from tests.factories.programs import (
    CohortFactory,
    MethodFactory,
    ProgramCapacityFactory,
    ProgramFactory,
    ProgramProviderFactory,
    ProgramRoleFactory,
)
from tests.markup import flat

pytestmark = pytest.mark.django_db


def address(name, program, **more):
    return reverse(f"programs:program-{name}", kwargs={"slug": program.slug, **more})


@pytest.fixture
def draft():
    return ProgramFactory(state="draft", published_at=None, slug="stories", title="Stories")


@pytest.fixture
def ready(draft):
    Program.objects.filter(pk=draft.pk).update(summary="S", summary_en="S", audience="Organizers")
    draft.languages.add(LanguageFactory())
    ProgramProviderFactory(program=draft)
    ProgramCapacityFactory(program=draft)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def author(draft):
    return ProgramRoleFactory(program=draft).person.user


@pytest.fixture
def signed_in(client, author):
    client.force_login(author)
    return client


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def save(client, program, step, **data):
    return client.post(address("step", program, step=step), data)


def test_a_representative_begins_a_draft_that_only_she_and_staff_see(client):
    LanguageFactory()
    person = AffiliationFactory(role="representative").person
    client.force_login(person.user)
    data = {"title": "Telling stories", "language": "en", "method": MethodFactory().code}
    response = client.post(reverse("programs:program-create"), data)
    program = Program.objects.get()
    assert response.url == address("step", program, step="about")
    seen = []
    for user in (person.user, StaffFactory(), UserFactory()):
        client.force_login(user)
        seen.append(client.get(program.get_absolute_url()).status_code)
    assert seen == [200, 200, 404]


def test_somebody_with_no_part_in_anything_writes_no_program(client):
    client.force_login(PersonFactory().user)
    assert client.get(reverse("programs:program-create")).status_code == 403


def test_a_step_is_saved_whatever_else_is_missing(signed_in, draft):
    response = save(
        signed_in, draft, "about", title="Our stories", method=draft.method.code, summary="Short", next="1"
    )
    draft.refresh_from_db()
    assert (response.url, draft.title, draft.summary) == (
        address("step", draft, step="audience"),
        "Our stories",
        "Short",
    )


def test_a_draft_written_in_arabic_keeps_its_texts_in_arabic(signed_in, draft):
    LanguageFactory(code="ar", name_en="Arabic")
    Program.objects.filter(pk=draft.pk).update(original_language="ar", title_ar="قصص", title_en=None)
    save(signed_in, draft, "about", title="قصصنا", method=draft.method.code, description="نص")
    found = Program.objects.filter(pk=draft.pk).values_list("title_ar", "description_ar", "title_en").get()
    assert found == ("قصصنا", "نص", None)


def test_what_is_wrong_in_a_step_is_said_and_what_was_typed_is_kept(signed_in, draft):
    response = save(signed_in, draft, "about", title="", method=draft.method.code, summary="Kept")
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["title"])
    assert "Kept" in flat(response)


def test_languages_capacities_and_providers_are_saved(signed_in, draft):
    LanguageFactory(code="fr", name_en="French")
    low, high = (ProficiencyLevel.objects.create(level=n, name=f"Level {n}") for n in (1, 3))
    first, second = CapacityFactory(), CapacityFactory()
    one, two = AffiliateFactory(), AffiliateFactory()
    save(signed_in, draft, "audience", audience="Organizers", scope="local", languages="fr")
    save(
        signed_in,
        draft,
        "change",
        **{
            "capacity-0": second.code, "before-0": "1", "target-0": "3",
            "capacity-1": "", "capacity-2": first.code, "before-2": "", "target-2": "",
        },
    )  # fmt: skip
    save(signed_in, draft, "providers", **{"provider-0": two.slug, "provider-1": one.slug})
    draft.refresh_from_db()
    aims = list(draft.aims.order_by("pk").values_list("capacity", "level_before", "target_level"))
    assert aims == [(second.pk, low.pk, high.pk), (first.pk, None, None)]
    assert [provision.organization for provision in draft.provisions.all()] == [two, one]
    assert (draft.audience, [language.code for language in draft.languages.all()]) == ("Organizers", ["fr"])


@pytest.mark.parametrize(
    ("step", "data", "field"),
    [
        ("audience", {"scope": "everywhere"}, "scope"),
        ("audience", {"scope": "local", "languages": "zz"}, "languages"),
        ("change", {"before-0": "1"}, "before-0"),
        ("change", {"capacity-0": "nothing"}, "capacity-0"),
        ("providers", {"provider-0": "nobody"}, "provider-0"),
        ("links", {"link_wikidata": "P31"}, "link_wikidata"),
        ("about", {"title": "a\0b", "method": "1"}, "title"),
    ],
)
def test_what_is_not_understood_is_said_beside_its_field(signed_in, draft, step, data, field):
    response = save(signed_in, draft, step, **data)
    assert (response.status_code, field in response.context["form"].errors) == (422, True)


def test_a_step_that_is_not_there_is_not_found(signed_in, draft):
    assert signed_in.get(address("step", draft, step="nonsense")).status_code == 404


def test_of_a_published_program_nothing_is_said_to_be_missing_before_it_is_published(signed_in, draft):
    Program.objects.filter(pk=draft.pk).update(state="published", published_at=timezone.now())
    page = signed_in.get(address("review", draft))
    assert page.context["missing"] == []


def test_the_review_names_what_is_missing_and_leads_there(signed_in, draft):
    page = signed_in.get(address("review", draft))
    assert [step for _label, step in page.context["missing"]] == [
        "about", "audience", "audience", "change", "providers",
    ]  # fmt: skip
    assert page.context["deeds"] == []
    assert signed_in.get(address("edit", draft)).url == address("step", draft, step="about")


def test_from_draft_to_catalog_by_two_people(client, ready, author):
    client.force_login(author)
    client.post(address("review", ready), {"deed": "submit"})
    assert client.post(address("review", ready), {"deed": "publish"}).status_code == 403
    client.force_login(StaffFactory())
    client.post(address("review", ready), {"deed": "comment", "text": "Well done."})
    client.post(address("review", ready), {"deed": "publish"})
    ready.refresh_from_db()
    assert (ready.state, ProgramVersion.objects.count()) == ("published", 1)
    texts = Notification.objects.filter(recipient=author).order_by("pk").values_list("text", flat=True)
    assert list(texts) == ["A comment on “Stories”", "Published: “Stories”"]


def test_while_a_hold_stands_nothing_is_published_and_the_reason_is_shown(client, ready, author):
    client.force_login(author)
    client.post(address("review", ready), {"deed": "submit"})
    staff = StaffFactory()
    client.force_login(staff)
    client.post(address("review", ready), {"deed": "hold", "reason": "A harm was reported."})
    response = client.post(address("review", ready), {"deed": "publish"})
    assert said(response)[-1] == (
        "A hold stands on this program: nothing of it is published or planned before it is lifted."
    )
    assert "A harm was reported." in flat(client.get(address("review", ready)))
    hold = ready.holds.get()
    client.post(address("review", ready), {"deed": "lift", "pk": hold.pk})
    client.post(address("review", ready), {"deed": "publish"})
    ready.refresh_from_db()
    assert ready.state == "published"


def test_a_coordinator_lifts_no_hold(signed_in, draft):
    hold = holds.put(draft, by=None, reason="A harm was reported.")
    assert signed_in.post(address("review", draft), {"deed": "lift", "pk": hold.pk}).status_code == 403


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"deed": "settle", "pk": "x"}, 404),
        ({"deed": "settle", "pk": "9" * 30}, 404),
        ({"deed": "settle", "pk": "0"}, 404),
        ({"deed": "comment", "text": ""}, 422),
        ({"deed": "burn"}, 422),
        ({}, 422),
        ({"deed": "archive"}, 422),
    ],
)
def test_what_is_no_deed_does_nothing(signed_in, draft, data, status):
    assert signed_in.post(address("review", draft), data).status_code == status
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_second_coordinator_publishes(client, ready, author):
    client.force_login(author)
    client.post(address("review", ready), {"deed": "submit"})
    client.force_login(ProgramRoleFactory(program=ready).person.user)
    client.post(address("review", ready), {"deed": "publish"})
    ready.refresh_from_db()
    assert ready.state == "published"


def test_each_language_shows_how_far_it_is_and_is_written_side_by_side(signed_in, ready):
    signed_in.post(
        address("translate", ready, language="ar"),
        {"title": "قصص", "summary": "", "description": "passed over"},
    )
    page = signed_in.get(address("translations", ready))
    found = {each.code: (each.done, each.texts, each.is_original) for each in page.context["translations"]}
    assert (found["en"], found["ar"], found["fr"]) == ((2, 2, True), (1, 2, False), (0, 2, False))
    ready.refresh_from_db()
    assert (ready.title_ar, ready.description_ar) == ("قصص", None)
    shown = signed_in.get(address("translate", ready, language="ar"))
    assert 'lang="ar"' in shown.content.decode()


@pytest.mark.parametrize("language", ["en", "de", "xx"])
def test_only_other_languages_of_the_interface_are_translated_into(signed_in, draft, language):
    assert signed_in.get(address("translate", draft, language=language)).status_code == 404


def test_the_history_shows_what_an_edit_of_a_published_program_changed(client, ready, author):
    client.force_login(author)
    client.post(address("review", ready), {"deed": "submit"})
    client.force_login(StaffFactory())
    client.post(address("review", ready), {"deed": "publish"})
    save(client, ready, "links", link_wikidata="Q42")
    rows = client.get(address("history", ready)).context["rows"]
    changes = [
        (version.number, [(change.field, change.after) for change in changed or []])
        for version, changed in rows
    ]
    assert changes == [(2, [("Ids and addresses elsewhere", "Wikidata item: Q42")]), (1, [])]


def test_what_changed_is_told_in_words():
    capacity, level = CapacityFactory(), ProficiencyLevel.objects.create(level=3, name="On one's own")
    before = {
        "summary_ar": "قبل",
        "scope": "global",
        "languages": ["en"],
        "capacities": [],
        "providers": ["gone"],
    }
    after = {
        "summary_ar": "بعد",
        "scope": "local",
        "audience_groups": ["boards"],
        "languages": ["ar", "en"],
        "regions": [],
        "capacities": [[capacity.code, None, 3]],
        "providers": [],
    }
    assert [(each.field, each.before, each.after) for each in changes_between(before, after)] == [
        ("Summary (العربيّة)", "قبل", "بعد"),
        ("Scope", "global", "local"),
        ("Languages of delivery", "English", "Arabic · English"),
        ("Capacities", "", f"{capacity.name} ({level.name})"),
        ("Providers", "gone", ""),
        ("Groups it is for", "", "board members"),
    ]


def test_a_program_is_archived_after_a_question_that_says_what_still_runs(signed_in, ready):
    assert signed_in.get(address("archive", ready)).url == address("review", ready)
    Program.objects.filter(pk=ready.pk).update(state="published", published_at="2026-01-01T00:00Z")
    CohortFactory(program=ready)
    assert address("archive", ready) in signed_in.get(address("review", ready)).text
    assert "1 of its cohorts is not over yet." in flat(signed_in.get(address("archive", ready)))
    ready.refresh_from_db()
    assert ready.state == "published"
    signed_in.post(address("archive", ready))
    ready.refresh_from_db()
    assert ready.state == "archived"
    assert said(signed_in.post(address("archive", ready)))[1:] == [
        "This is not possible in the state “archived”."
    ]


def test_an_archived_program_is_not_written_any_more(signed_in, ready):
    Program.objects.filter(pk=ready.pk).update(
        state="archived", published_at="2026-01-01T00:00Z", archived_at="2026-01-01T00:00Z"
    )
    response = save(signed_in, ready, "links", link_wikidata="Q42")
    assert (response.status_code, response.context["form"].non_field_errors()) == (
        409,
        ["This is not possible in the state “archived”."],
    )


def test_a_clone_leads_to_its_writing(signed_in, ready):
    response = signed_in.post(address("clone", ready), {"title": "Once more"})
    copy = Program.objects.get(slug="once-more")
    assert (response.url, copy.state, copy.audience) == (address("edit", copy), "draft", "Organizers")


@pytest.mark.parametrize("name", ["edit", "review", "history", "clone", "translations"])
def test_others_do_not_know_of_a_draft_and_may_not_write_what_is_published(client, draft, name):
    client.force_login(UserFactory())
    published = ProgramFactory()
    statuses = [client.get(address(name, program)).status_code for program in (draft, published)]
    assert statuses == [404, 403]


@pytest.mark.parametrize("number", [1, 5])
def test_the_list_of_what_one_writes_takes_as_many_queries_for_many(
    client, author, draft, number, django_assert_num_queries
):
    for _ in range(number - 1):
        ProgramRoleFactory(
            program=ProgramFactory(state="draft", published_at=None), person=draft.roles.get().person
        )
    ProgramFactory(state="draft", published_at=None)
    client.force_login(author)
    client.get(reverse("programs:program-desk"))
    with django_assert_num_queries(4):
        page = client.get(reverse("programs:program-desk"))
    assert len(page.context["programs"]) == number
