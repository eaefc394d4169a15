"""Writing a questionnaire from the first line to its publication, as those who may see it do."""

import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.actions import drafts
from assessments.actions import versions as moves
from assessments.formats import documents as files
from assessments.formats import xlsforms
from assessments.models import Instrument, InstrumentVersion, VersionFigures
from assessments.queries.documents import document_of
from tests.assessments.test_documents import whole
from tests.factories.assessments import published_version
from tests.factories.capacity import CapacityFactory, StaffFactory, UserFactory
from tests.factories.programs import ProgramRoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluator():
    return ProgramRoleFactory(program=None, role="evaluator").person.user


@pytest.fixture
def client(client, evaluator):
    client.force_login(evaluator)
    return client


@pytest.fixture
def draft(evaluator):
    return drafts.begin(files.from_content(whole(), capacities=set()), by=evaluator)


def address(name, version, **parts):
    return reverse(f"assessments:version-{name}", kwargs={"public_id": version.public_id, **parts})


def filled(form):
    """What a browser would send of a form as it stands."""
    return {
        bound.name: bound.value()
        for bound in form
        if bound.value() is not None and bound.value() is not False
    }


def test_a_questionnaire_is_written_and_published_by_two_people(client, evaluator):
    CapacityFactory(code="10")
    new = {"title": "Our check", "code": "our-check", "family": "capacity", "unit": "person"}
    page = client.post(reverse("assessments:instrument-create"), new)
    version = InstrumentVersion.objects.get()
    assert page.url == version.get_absolute_url()
    scale = {
        "code": "level",
        "kind": "rubric",
        "minimum": "0",
        "maximum": "1",
        "step": "1",
        "higher_is_better": "on",
    }
    scale |= {
        "value-0": "0",
        "label-0": "No",
        "descriptor-0": "Nothing of it",
        "value-1": "1",
        "label-1": "Yes",
    }
    scale |= {"descriptor-1": "All of it", "evidence_required-1": "on"}
    client.post(address("scale", version), scale)
    client.post(
        address("dimension", version), {"name": "Part", "code": "part", "capacity": "10", "weight": "1"}
    )
    item = {"stem": "Is it so?", "code": "so", "dimension": "part", "kind": "rubric", "scale": "level"}
    client.post(address("item", version), item)
    other = {"stem": "Why?", "code": "why", "dimension": "part", "kind": "open", "relevance": "${so}=0"}
    client.post(address("item", version), other)
    assert [(one.code, one.relevance) for one in document_of(version).items] == [
        ("so", ""),
        ("why", "${so} = 0"),
    ]
    client.post(version.get_absolute_url(), {"deed": "submit"})
    client.post(version.get_absolute_url(), {"deed": "publish"})
    version.refresh_from_db()
    assert version.state == "in_review"
    client.force_login(StaffFactory())
    client.post(version.get_absolute_url(), {"deed": "publish"})
    version.refresh_from_db()
    assert (version.state, version.submitted_by) == ("published", evaluator)


@pytest.mark.parametrize(
    ("name", "query", "sent", "field"),
    [
        ("item", "", {"relevance": "${first} >"}, "relevance"),
        ("item", "", {"code": "first"}, "code"),
        ("item", "", {"kind": "scale", "scale": ""}, "scale"),
        ("item", "?code=second", {"stem": ""}, "stem"),
        ("scale", "?code=level", {"minimum": "5"}, "maximum"),
        ("scale", "?code=level", {"value-1": "9"}, "value-1"),
        ("scale", "?code=level", {"label-1": ""}, "label-1"),
        ("dimension", "?code=part", {"code": "a b"}, "code"),
    ],
)
def test_a_mistake_stands_beside_its_field_and_nothing_typed_is_lost(client, draft, name, query, sent, field):
    page = client.get(address(name, draft) + query)
    form = page.context["form"]
    usual = filled(form)
    usual |= {"code": usual.get("code", "new"), "stem": usual.get("stem", "New?")}
    usual |= {"kind": usual.get("kind", "open"), "dimension": "part"}
    before = files.write(document_of(draft))
    page = client.post(address(name, draft) + query, {**usual, **sent})
    assert (page.status_code, field in page.context["form"].errors) == (422, True)
    assert files.write(document_of(draft)) == before


def test_a_scale_with_a_new_code_keeps_its_questions_and_translations(client, draft):
    def speak(document):
        document.scales[0].anchors[0].label["ar"] = "لا"

    drafts.edit(draft, speak, by=None)
    page = client.get(address("scale", draft) + "?code=level")
    sent = filled(page.context["form"])
    client.post(address("scale", draft) + "?code=level", {**sent, "code": "extent"})
    document = document_of(draft)
    assert (document.items[0].scale, document.scales[0].anchors[0].label["ar"]) == ("extent", "لا")


def test_questions_move_and_leave(client, draft):
    def codes():
        return [item.code for item in document_of(draft).items]

    client.post(draft.get_absolute_url(), {"deed": "down", "kind": "item", "code": "first"})
    assert codes() == ["first", "second"]  # the second asks about the first, which must come before it
    client.post(draft.get_absolute_url(), {"deed": "remove", "kind": "item", "code": "second"})
    assert codes() == ["first"]


def test_only_its_author_and_staff_change_a_draft(client, draft):
    client.force_login(ProgramRoleFactory(program=None, role="evaluator").person.user)
    assert client.get(address("item", draft)).status_code == 403
    assert client.get(draft.get_absolute_url()).status_code == 200
    client.force_login(UserFactory())
    assert client.get(draft.get_absolute_url()).status_code == 403


def test_a_published_version_is_copied_not_changed(client):
    version = published_version()
    client.force_login(StaffFactory())
    assert client.post(address("item", version), {"stem": "x", "code": "x", "kind": "open",
                       "dimension": version.dimensions.get().code}).status_code == 302  # fmt: skip
    page = client.post(version.get_absolute_url(), {"deed": "minor"})
    copy = InstrumentVersion.objects.get(state="draft")
    assert (page.url, copy.major, copy.minor) == (copy.get_absolute_url(), version.major, version.minor + 1)
    page = client.get(copy.get_absolute_url())
    assert page.context["sheet"].differences == []


# --- Files ---


def upload(client, data, name="check.json", step="major"):
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("assessments:instrument-import"), {"file": file, "step": step})


def test_files_of_both_kinds_come_back_as_they_went(client, draft):
    moves.publish(moves.submit_for_review(draft, by=None), by=None)
    there = document_of(draft)
    for kind in ("json", "xlsx"):
        sent = client.get(address("file", draft, kind=kind))
        assert f"check-1.0.{kind}" in sent["Content-Disposition"]
        upload(client, sent.content, f"check.{kind}")
        made = InstrumentVersion.objects.get(state="draft")
        again = document_of(made)
        again.version, again.instrument = there.version, there.instrument
        assert files.write(again) == files.write(there)
        drafts.discard(made, by=None)


def test_a_wrong_file_writes_nothing_and_says_where(client):
    content = whole()
    content["dimensions"][0]["items"][0]["scale"] = "none"
    page = upload(client, json.dumps(content).encode())
    assert page.status_code == 422
    assert "$.dimensions[0].items[0].scale" in page.text
    assert Instrument.objects.count() == 0


@pytest.mark.parametrize("data", [b"PK\x03\x04broken", b"\x00\xff", b"{}"])
def test_odd_files_are_no_fault_of_ours(client, data):
    assert upload(client, data, "odd.xlsx").status_code == 422


def test_a_second_draft_of_the_same_is_refused(client, draft):
    document = document_of(draft)
    assert upload(client, files.write(document).encode()).status_code == 409
    assert upload(client, BytesIO(xlsforms.write(document)).read(), "check.xlsx").status_code == 409


# --- Translations ---


def test_a_language_is_added_after_publication_and_stays_once_it_is_reviewed(client, draft, evaluator):
    moves.publish(moves.submit_for_review(draft, by=None), by=None)
    page = client.get(address("translate", draft, language="ar"))
    names = [pair.field.name for pair in page.context["form"].pairs()]
    sent = {name: f"نص {number}" for number, name in enumerate(names)}
    client.post(address("translate", draft, language="ar"), {**sent, "state": "machine"})
    client.post(address("translate", draft, language="ar"), {**sent, names[0]: "نص آخر", "state": "draft"})
    assert document_of(draft).scales[0].anchors[0].label["ar"] == "نص آخر"
    page = client.post(address("translate", draft, language="ar"), {"deed": "review-all"})
    assert page.status_code == 409  # she translated it herself
    client.force_login(StaffFactory())
    client.post(address("translate", draft, language="ar"), {"deed": "review-all"})
    assert document_of(draft).translations == {"ar": "reviewed"}
    page = client.post(address("translate", draft, language="ar"), {**sent, "state": "draft"})
    assert page.status_code == 409
    page = client.get(address("preview", draft) + "?language=ar")
    assert (page.context["spoken"], "نص آخر" in page.text) == ("ar", True)


# --- Lists ---


@pytest.mark.parametrize("rows", [1, 5])
def test_the_desk_takes_a_constant_number_of_queries(client, rows, django_assert_num_queries):
    for _row in range(rows):
        published_version()
    client.get(reverse("assessments:instrument-desk"))
    with django_assert_num_queries(4):
        client.get(reverse("assessments:instrument-desk"))


def test_statistics_show_reliability_and_hide_few(client, draft):
    part = {"dimension": None, "n": 12, "k": 3, "suppressed": False}
    told = {"value": 0.8, "low": 0.7, "high": 0.9, "method_id": "alpha.v1", "reason": None}
    content = {
        "n": 12,
        "suppressed": False,
        "parts": [{**part, "alpha": told, "omega": {**told, "enough_people": False}}],
        "items": [
            {"code": "first", "n": None, "mean": None, "sd": None, "rest": None, "missing_share": None}
        ],
        "reference": "en",
        "differential_method": "dif.v1",
        "differential": [{"code": "first", "value": 0.4, "q": 0.001, "flagged": True}],
    }
    VersionFigures.objects.create(
        version=draft, language="ar", n=12, content=content, computed_at=draft.created_at
    )
    item = draft.items.first()
    content["items"][0]["code"] = content["differential"][0]["code"] = item.code
    VersionFigures.objects.update(content=content)
    page = client.get(address("statistics", draft)).text
    assert page.count(f"{item.stem}</span>") == 2  # in its words, with its code beside
    for said in (
        "0.80 [0.70; 0.90]",
        "alpha.v1",
        "Too few people to show",
        "look at the translation",
        "read with care",
    ):
        assert said in page


@pytest.fixture
def second(client):
    """The draft of a second version, and the code of its one part."""
    client.force_login(StaffFactory())
    first = InstrumentVersion.objects.get(pk=published_version().pk)
    draft = drafts.begin_next(first, step="major", by=StaffFactory())
    return draft, draft.dimensions.get().code


def test_a_bridge_is_written_point_by_point_and_taken_away(client, second):
    draft, code = second
    page = f"{address('bridge', draft)}?code={code}"
    shown = client.get(page)
    assert (shown.status_code, shown.context["about"]) == (200, draft.dimensions.get().name)
    sent = {"points": "0 5\n50 42\n100 100", "method": "linear", "people": 31, "source": "A study of 2026"}
    assert client.post(page, sent).url == draft.get_absolute_url()
    bridge = draft.bridges.get()
    assert ([float(old) for old in bridge.old], [float(new) for new in bridge.new]) == (
        [0, 0.5, 1],
        [0.05, 0.42, 1],
    )
    draft.refresh_from_db()
    assert (draft.comparability, bridge.people) == ("bridged", 31)
    assert client.get(page).context["form"]["points"].value() == "0 5\n50 42\n100 100"
    client.post(page, {**sent, "points": ""})
    draft.refresh_from_db()
    assert (draft.bridges.count(), draft.comparability) == (0, "not_comparable")


@pytest.mark.parametrize(
    "points", ["0 5\nfifty 42\n100 100", "0 5\n50", "10 5\n100 100", "0 50\n50 40\n100 100"]
)
def test_points_that_are_no_bridge_are_said_to_be_none(client, second, points):
    draft, code = second
    sent = {"points": points, "method": "linear", "people": 31, "source": "A study of 2026"}
    page = client.post(f"{address('bridge', draft)}?code={code}", sent)
    assert (page.status_code, draft.bridges.count()) == (422, 0)
    assert page.context["form"]["points"].value() == points
    assert page.context["form"].errors


def test_a_bridge_of_no_part_leads_to_its_version(client, second):
    draft, code = second
    first = draft.supersedes
    for page in (address("bridge", draft), f"{address('bridge', first)}?code={code}"):
        for answer in (client.get(page), client.post(page)):
            assert answer.status_code == 302
            assert answer.url in {draft.get_absolute_url(), first.get_absolute_url()}
    assert client.get(f"{address('bridge', draft)}?code=no-such-part").status_code == 404
