"""Writing programs by machines: the steps of the pages, their refusals, and two people before anything is published."""

import pytest

from capacity.models import ProficiencyLevel
from programs.actions import programs
from programs.api.steps import STEPS, LinksStepSerializer
from programs.forms.authoring import STEPS as FORMS
from programs.logic import links
from programs.models import Program, ProgramRole
from tests.factories.capacity import (
    AffiliateFactory,
    AffiliationFactory,
    CapacityFactory,
    LanguageFactory,
    PersonFactory,
    RegionFactory,
    StaffFactory,
    UserFactory,
)
from tests.factories.programs import (
    MethodFactory,
    ProgramCommentFactory,
    ProgramFactory,
    ProgramHoldFactory,
    ProgramProviderFactory,
    ProgramRoleFactory,
)
from tests.programs.api.test_daily_work import problem, send

pytestmark = pytest.mark.django_db

LIST_QUERIES = 4


@pytest.fixture
def draft(client):
    """Hers, who is signed in."""
    program = ProgramFactory(state="draft", published_at=None)
    LanguageFactory(code="en")
    client.force_login(ProgramRoleFactory(program=program).person.user)
    return program


def writing(program, rest=""):
    return f"programs/{program.slug}/writing/{rest}"


def complete(client, program):
    """All that readers need to know, step by step."""
    organization, capacity = AffiliateFactory(), CapacityFactory()
    sent = {
        "about": {"title": "Our stories", "summary": "Told well", "method": program.method.code},
        "audience": {
            "audience": "Writers", "audience_groups": ["boards"], "scope": "local", "languages": ["en"],
            "regions": [RegionFactory().code],
        },
        "change": {"capacities": [{"code": capacity.code, "level_before": None, "target_level": None}]},
        "providers": {"providers": [organization.slug]},
    }  # fmt: skip
    told = {step: send(client, "put", writing(program, f"{step}/"), said) for step, said in sent.items()}
    return sent, told


def test_who_may_write_begins_a_draft_and_coordinates_it(client):
    LanguageFactory(code="en")
    person = AffiliationFactory(role="representative").person
    client.force_login(person.user)
    said = {"title": "Telling stories", "language": "en", "method": MethodFactory().code}
    made = send(client, "post", "programs/", said)
    assert (made.status_code, made.json()["state"], made.json()["written_in"]) == (201, "draft", "en")
    assert made.json()["missing"] == ["summary", "audience", "languages", "capacities", "providers"]
    assert ProgramRole.objects.get().person == person
    assert [row["slug"] for row in send(client, "get", "my/programs/").json()["results"]] == [
        "telling-stories"
    ]
    assert problem(send(client, "post", "programs/", said | {"language": "xx", "method": "none"})) == (
        400,
        ["/language", "/method"],
    )
    assert Program.objects.count() == 1


def test_nobody_else_begins_one(client):
    said = {"title": "Mine", "language": "en", "method": MethodFactory().code}
    assert send(client, "post", "programs/", said).status_code == 403
    client.force_login(PersonFactory().user)
    assert send(client, "post", "programs/", said).status_code == 403
    assert send(client, "get", "my/programs/").status_code == 403
    client.force_login(UserFactory(is_staff=True))
    assert problem(send(client, "post", "programs/", said)) == (
        409,
        "Please say first how you are called: it stands with what you write.",
    )
    assert not Program.objects.exists()


def test_every_step_of_the_pages_is_a_step_here():
    assert list(STEPS) == list(FORMS)
    assert set(LinksStepSerializer().fields) == set(links.KINDS)


def test_what_is_sent_of_a_step_is_what_is_told_of_it_afterwards(client, draft):
    sent, told = complete(client, draft)
    assert {step: answer.status_code for step, answer in told.items()} == dict.fromkeys(sent, 200)
    assert told["about"].json() == {"description": "", "prerequisites": "", **sent["about"]}
    for step in ("audience", "change", "providers"):
        assert told[step].json() == sent[step] == send(client, "get", writing(draft, f"{step}/")).json()
    draft.refresh_from_db()
    assert (draft.title, draft.scope, draft.providers.get().slug) == (
        "Our stories",
        "local",
        sent["providers"]["providers"][0],
    )
    assert send(client, "get", writing(draft)).json()["missing"] == []


def test_what_is_not_sent_of_a_step_is_taken_away(client, draft):
    complete(client, draft)
    assert send(client, "put", writing(draft, "change/"), {"capacities": []}).json() == {"capacities": []}
    assert send(client, "put", writing(draft, "providers/"), {}).json() == {"providers": []}
    assert not draft.aims.exists()
    assert send(client, "get", writing(draft)).json()["missing"] == ["capacities", "providers"]


@pytest.mark.parametrize(
    ("step", "sent", "pointers"),
    [
        ("about", {"title": "", "method": "none"}, ["/title", "/method"]),
        ("about", {"title": "a\0b"}, ["/title"]),
        ("audience", {"scope": "local", "languages": ["zz"], "regions": ["nowhere"]}, ["/languages", "/regions"]),
        ("audience", {"scope": "local", "regions": ["\0"]}, ["/regions/0"]),
        ("audience", {"scope": "everywhere", "audience_groups": ["all"]}, ["/audience_groups/0", "/scope"]),
        ("change", {"capacities": [{"code": "none"}]}, ["/capacities/0/code"]),
        ("change", {"capacities": [{"level_before": 1}]}, ["/capacities/0/code"]),
        ("change", {"capacities": ["none"]}, ["/capacities/0"]),
        ("change", {"capacities": [{"code": "none"}] * 21}, ["/capacities"]),
        ("providers", {"providers": ["nobody"]}, ["/providers/0"]),
        ("links", {"wikidata": "P31", "course": "ftp://x"}, ["/course", "/wikidata"]),
        ("links", [1], [""]),
    ],
)  # fmt: skip
def test_what_is_not_understood_has_a_pointer_to_where_it_was_sent(client, draft, step, sent, pointers):
    assert problem(send(client, "put", writing(draft, f"{step}/"), sent)) == (400, pointers)


def test_levels_are_judged_as_on_the_page(client, draft):
    for level in (1, 3):
        ProficiencyLevel.objects.create(level=level, name=f"Level {level}")
    one, two = CapacityFactory(), CapacityFactory()
    sent = {
        "capacities": [
            {"code": one.code, "level_before": 1, "target_level": 3},
            {"code": one.code},
            {"code": two.code, "level_before": 3, "target_level": 1},
        ]
    }
    refused = send(client, "put", writing(draft, "change/"), sent)
    assert problem(refused) == (400, ["/capacities/1/code", "/capacities/2/target_level"])
    sent["capacities"] = sent["capacities"][:1]
    assert send(client, "put", writing(draft, "change/"), sent).json() == sent


def test_two_people_bring_a_program_into_the_catalog(client, draft):
    early = send(client, "post", f"programs/{draft.slug}/submit/", {})
    assert problem(early)[0] == 409
    complete(client, draft)
    asked = send(client, "post", f"programs/{draft.slug}/submit/", {}).json()
    assert (asked["state"], [deed["name"] for deed in asked["deeds"]]) == ("in_review", ["send-back"])
    assert send(client, "post", f"programs/{draft.slug}/publish/", {}).status_code == 403
    staff = StaffFactory()
    client.force_login(staff)
    assert [row["slug"] for row in send(client, "get", "my/programs/").json()["results"]] == [draft.slug]
    deeds = send(client, "get", writing(draft)).json()["deeds"]
    assert [deed["name"] for deed in deeds] == ["publish", "send-back"]
    published = client.post(deeds[0]["address"], {}, content_type="application/json").json()
    assert (published["state"], published["missing"]) == ("published", [])
    [version] = send(client, "get", f"programs/{draft.slug}/versions/").json()["results"]
    assert (version["number"], version["content"]["title_en"]) == (1, "Our stories")
    assert problem(send(client, "post", f"programs/{draft.slug}/submit/", {})) == (
        409,
        "This is not possible in the state “published”.",
    )
    assert problem(send(client, "put", writing(draft, "providers/"), {}))[0] == 409
    assert draft.provisions.count() == 1
    assert send(client, "post", f"programs/{draft.slug}/archive/", {}).json()["state"] == "archived"
    assert problem(send(client, "put", writing(draft, "links/"), {}))[0] == 409


def test_a_hold_keeps_it_back_until_it_is_lifted(client, draft):
    complete(client, draft)
    holds = f"programs/{draft.slug}/holds/"
    send(client, "post", f"programs/{draft.slug}/submit/", {})
    assert send(client, "post", holds, {"reason": "Mine"}).status_code == 403
    client.force_login(StaffFactory())
    assert problem(send(client, "post", holds, {"reason": ""})) == (400, ["/reason"])
    hold = send(client, "post", holds, {"reason": "Something first"}).json()
    assert send(client, "get", writing(draft)).json()["holds"] == [hold]
    assert problem(send(client, "post", f"programs/{draft.slug}/publish/", {}))[0] == 409
    lifted = [send(client, "post", f"program-holds/{hold['public_id']}/lift/", {}).json() for _ in range(2)]
    assert lifted[0] == lifted[1]
    assert lifted[0]["lifted_at"] is not None
    assert send(client, "post", f"programs/{draft.slug}/publish/", {}).json()["state"] == "published"


def test_comments_are_said_read_and_settled(client, draft):
    address = f"programs/{draft.slug}/comments/"
    assert problem(send(client, "post", address, {"text": " "})) == (400, ["/text"])
    said = send(client, "post", address, {"text": "For whom?"})
    assert (said.status_code, said.json()["text"], said.json()["resolved_at"]) == (201, "For whom?", None)
    settle = f"program-comments/{said.json()['public_id']}/settle/"
    settled = [send(client, "post", settle, {}).json() for _ in range(2)]
    assert settled[0] == settled[1]
    assert settled[0]["resolved_at"] is not None
    assert send(client, "get", address).json()["results"] == [settled[0]]


def test_a_translation_stands_beside_the_original(client, draft):
    complete(client, draft)
    address = f"programs/{draft.slug}/translations/ar/"
    assert send(client, "get", address).json()["translation"] == dict.fromkeys(
        ("title", "summary", "description", "prerequisites"), ""
    )
    told = send(client, "put", address, {"title": "قصصنا", "description": "not in the original"}).json()
    assert (told["original_language"], told["original"]["title"], told["translation"]["title"]) == (
        "en",
        "Our stories",
        "قصصنا",
    )
    assert told["translation"]["description"] == ""
    done = {
        row["language"]: row["done"] for row in send(client, "get", writing(draft)).json()["translations"]
    }
    assert (done["en"], done["ar"], done["fr"]) == (2, 1, 0)
    assert problem(send(client, "put", address, {"title": "x" * 201})) == (400, ["/title"])
    for language in ("en", "xx"):
        assert send(client, "put", f"programs/{draft.slug}/translations/{language}/", {}).status_code == 404


def test_a_clone_is_a_draft_of_its_own(client, draft):
    complete(client, draft)
    assert problem(send(client, "post", f"programs/{draft.slug}/clone/", {})) == (400, ["/title"])
    copy = send(client, "post", f"programs/{draft.slug}/clone/", {"title": "Once more"})
    assert (copy.status_code, copy.json()["state"], copy.json()["missing"]) == (201, "draft", [])
    assert Program.objects.get(slug=copy.json()["slug"]).title == "Once more"


def test_drafts_are_not_there_for_strangers_and_published_ones_are_not_theirs(client, draft):
    comment, hold = ProgramCommentFactory(program=draft), ProgramHoldFactory(program=draft)
    addresses = [
        ("get", "writing/"), *(("put", f"writing/{step}/") for step in STEPS), ("get", "comments/"),
        ("post", "comments/"), ("post", "holds/"), ("get", "versions/"), ("put", "translations/ar/"),
        ("post", "clone/"),
        *(("post", f"{deed}/") for deed in ("submit", "publish", "send-back", "archive")),
    ]  # fmt: skip
    client.force_login(PersonFactory().user)
    for status in (404, 403):  # as a draft, then published
        for method, rest in addresses:
            assert send(client, method, f"programs/{draft.slug}/{rest}", {}).status_code == status, rest
        for rest in (
            f"program-comments/{comment.public_id}/settle/",
            f"program-holds/{hold.public_id}/lift/",
        ):
            assert send(client, "post", rest, {}).status_code == status
        ProgramProviderFactory(program=draft)
        programs.note_edit(draft, by=StaffFactory(), created=False, fields=[])
        Program.objects.filter(pk=draft.pk).update(state="published", published_at=draft.created_at)
    comment.refresh_from_db()
    hold.refresh_from_db()
    assert (comment.resolved_at, hold.lifted_at) == (None, None)


@pytest.mark.parametrize("rows", [1, 5])
def test_a_list_of_ones_programs_costs_the_same_for_one_and_for_five(client, django_assert_num_queries, rows):
    person = PersonFactory()
    for _ in range(rows):
        ProgramRoleFactory(person=person, program=ProgramFactory(state="draft", published_at=None))
    client.force_login(person.user)
    with django_assert_num_queries(LIST_QUERIES):
        assert len(send(client, "get", "my/programs/").json()["results"]) == rows
