"""Writing a questionnaire from its file to its publication, by programs of those who may."""

import json

import pytest
from django.urls import reverse

from assessments.formats import documents as files
from assessments.formats import xlsforms
from assessments.models import InstrumentVersion
from assessments.queries.documents import document_of
from tests.assessments.test_documents import whole
from tests.factories.assessments import InstrumentVersionFactory, published_version
from tests.factories.capacity import CapacityFactory, PersonFactory, StaffFactory
from tests.factories.programs import ProgramRoleFactory

pytestmark = pytest.mark.django_db
JSON = "application/json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DRAFTS = "/api/v1/instrument-drafts/"


@pytest.fixture
def evaluator():
    return ProgramRoleFactory(program=None, role="evaluator").person.user


@pytest.fixture
def client(client, evaluator):
    client.force_login(evaluator)
    return client


def deed(client, version, name, data=None):
    to = reverse(f"api:version-{name}", args=[version.public_id])
    return client.post(to, data or {}, content_type=JSON)


def own(client):
    """A draft that the evaluator has begun."""
    client.post(DRAFTS, json.dumps(whole()), content_type=JSON)
    return InstrumentVersion.objects.get()


def test_a_file_becomes_a_version_by_two_people(client, evaluator):
    made = client.post(DRAFTS, json.dumps(whole()), content_type=JSON)
    version = InstrumentVersion.objects.get()
    told = made.json()
    assert (made.status_code, told["state"], told["left_out"]) == (201, "draft", [])
    assert client.get(told["url"]).json() == json.loads(files.write(document_of(version)))
    assert deed(client, version, "submit").json()["state"] == "in_review"
    refused = deed(client, version, "publish")
    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")
    client.force_login(StaffFactory())
    assert deed(client, version, "publish").json()["state"] == "published"
    following = deed(client, version, "next", {"step": "minor"}).json()
    assert (following["major"], following["minor"], following["state"]) == (1, 1, "draft")
    again = deed(client, version, "next", {"step": "minor"})
    assert (again.status_code, again.json()["detail"]) == (
        409,
        "There is an unfinished draft of this questionnaire already.",
    )
    assert deed(client, version, "retire").json()["state"] == "retired"


def test_a_workbook_is_taken_over_too(client, evaluator):
    document = document_of(own(client))
    document.instrument.code = "another"
    made = client.post(DRAFTS, xlsforms.write(document), content_type=XLSX)
    assert (made.status_code, made.json()["instrument"]) == (201, "another")
    version = InstrumentVersion.objects.get(instrument__code="another")
    assert files.write(document_of(version)) == files.write(document)


def broken(**changes):
    content = whole()
    content["dimensions"][0]["items"][0] |= changes
    return json.dumps(content)


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        (broken(kind="riddle", scale="no-such"), ["/dimensions/0/items/0/kind"]),
        (broken(scale="no-such"), ["/dimensions/0/items/0/scale"]),
        ("{", [""]),
        ("", [""]),
        ("[]", [""]),
    ],
)
def test_what_is_wrong_with_a_file_is_said_by_its_place_and_nothing_is_written(client, body, pointers):
    refused = client.post(DRAFTS, body, content_type=JSON)
    assert (refused.status_code, InstrumentVersion.objects.count()) == (400, 0)
    assert [each["pointer"] for each in refused.json()["errors"]] == pointers


def test_other_files_are_not_read(client):
    assert client.post(DRAFTS, b"%PDF-", content_type="application/pdf").status_code == 415


def test_a_draft_is_replaced_as_a_whole_and_keeps_its_number(client):
    version = own(client)
    to = reverse("api:draft-detail", args=[version.public_id])
    content = client.get(to).json()
    content["version"] |= {"major": 7, "scoring_rule": "sum"}
    content["dimensions"][0]["name"]["en"] = "Another name"
    told = client.put(to, json.dumps(content), content_type=JSON).json()
    assert told["version"] == content["version"] | {"major": 1}
    assert document_of(InstrumentVersion.objects.get()).dimensions[0].name["en"] == "Another name"
    content["instrument"]["code"] = "renamed"
    refused = client.put(to, json.dumps(content), content_type=JSON)
    assert [each["pointer"] for each in refused.json()["errors"]] == ["/instrument/code"]
    assert client.delete(to).status_code == 204
    assert not InstrumentVersion.objects.exists()


def test_what_is_published_is_neither_replaced_nor_thrown_away(client, evaluator):
    version = published_version()
    version.instrument.begun_by = evaluator
    version.instrument.save()
    to = reverse("api:draft-detail", args=[version.public_id])
    assert client.put(to, json.dumps(client.get(to).json()), content_type=JSON).status_code == 409
    assert client.delete(to).status_code == 409


@pytest.mark.parametrize("rows", [1, 5])
def test_drafts_are_read_in_a_constant_number_of_queries(client, rows, django_assert_num_queries):
    published_version()
    InstrumentVersionFactory.create_batch(rows)
    with django_assert_num_queries(4):
        page = client.get(DRAFTS).json()
    assert len(page["results"]) == rows


def test_who_writes_none_sees_no_draft_and_sends_none(client):
    version = own(client)
    client.force_login(PersonFactory().user)
    assert client.get(DRAFTS).status_code == 403
    assert client.post(DRAFTS, json.dumps(whole()), content_type=JSON).status_code == 403
    assert client.get(reverse("api:instrument-version", args=[version.public_id])).status_code == 404
    assert deed(client, version, "submit").status_code == 403


def test_another_evaluator_reads_a_draft_and_does_not_change_it(client):
    version = own(client)
    client.force_login(ProgramRoleFactory(program=None, role="evaluator").person.user)
    assert client.get(reverse("api:instrument-version", args=[version.public_id])).status_code == 200
    to = reverse("api:draft-detail", args=[version.public_id])
    assert client.put(to, json.dumps(whole()), content_type=JSON).status_code == 403


def test_a_translation_is_written_by_one_and_reviewed_by_another(client):
    version = published_version(capacities=[CapacityFactory()], items=1)
    item = version.items.get()
    to = reverse("api:version-translation", args=[version.public_id, "ar"])
    place = f"item/{item.code}/stem"
    before = {row["place"]: row for row in client.get(to).json()}
    assert (before[place]["original"], before[place]["state"]) == (item.stem, "")
    words = {"texts": {place: "سؤال"}, "state": "draft"}
    told = {row["place"]: row for row in client.post(to, words, content_type=JSON).json()}
    assert {name for name, row in told.items() if row["text"]} == {place}
    assert (told[place]["state"], told[place]["reviewable"]) == ("draft", False)
    review = reverse("api:version-translation-review", args=[version.public_id, "ar"])
    refused = client.post(review, {"places": [place]}, content_type=JSON)
    assert refused.status_code == 409
    client.force_login(StaffFactory())
    closed = {row["place"]: row for row in client.post(review, {}, content_type=JSON).json()}
    assert closed[place]["state"] == "reviewed"
    words["texts"][place] = "سؤال آخر"
    assert client.post(to, words, content_type=JSON).status_code == 409


def test_words_for_what_is_not_asked_are_refused(client):
    version = published_version()
    to = reverse("api:version-translation", args=[version.public_id, "ar"])
    refused = client.post(to, {"texts": {"item/none/stem": "سؤال"}}, content_type=JSON)
    assert [each["pointer"] for each in refused.json()["errors"]] == ["/texts"]
    nowhere = reverse("api:version-translation", args=[version.public_id, "xx"])
    assert client.get(nowhere).status_code == 404
