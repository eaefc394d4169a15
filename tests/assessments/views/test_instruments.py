import pytest
from django.urls import reverse

from assessments.states import VersionState
from tests.factories.assessments import InstrumentFactory, InstrumentVersionFactory, published_version
from tests.factories.capacity import SourceFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rows", [1, 5])
def test_everybody_sees_the_questionnaires_in_a_constant_number_of_queries(
    client, rows, django_assert_num_queries
):
    for _ in range(rows):
        published_version(items=3)
    InstrumentFactory()
    with django_assert_num_queries(1):
        page = client.get(reverse("assessments:instrument-list"))
    counts = [instrument.question_count for instrument in page.context["instruments"]]
    assert sorted(counts) == [0] + [3] * rows


def test_no_questionnaires_say_what_belongs_there(client):
    assert "No questionnaires yet" in client.get(reverse("assessments:instrument-list")).text


def test_a_questionnaire_shows_what_is_asked_and_where_it_comes_from(client):
    instrument = InstrumentFactory(
        code="levels-1.2", license="CC BY-SA 4.0", completeness="the first ten only"
    )
    instrument.sources.add(SourceFactory())
    version = published_version(instrument=instrument)
    page = client.get(instrument.get_absolute_url())
    assert page.status_code == 200
    for said in ["CC BY-SA 4.0", "the first ten only", "https://example.org/a-source", "Step 4"]:
        assert said in page.text
    assert [
        question["item"] for section in page.context["sections"] for question in section["questions"]
    ] == list(version.items.all())


def test_drafts_are_not_public(client):
    draft = InstrumentVersionFactory()
    page = client.get(draft.instrument.get_absolute_url())
    assert page.context["sheet"].versions == []
    assert "not published here" in page.text


def test_the_history_has_retired_versions_too(client):
    first = published_version()
    first.state = VersionState.RETIRED
    first.save()
    second = published_version(instrument=first.instrument, major=2)
    page = client.get(first.instrument.get_absolute_url())
    assert page.context["sheet"].versions == [second, first]
    assert page.context["sheet"].asked.version == second


def test_an_unknown_questionnaire_is_not_found(client):
    assert client.get(reverse("assessments:instrument-detail", kwargs={"code": "none"})).status_code == 404


@pytest.mark.parametrize("items", [1, 5])
def test_the_page_has_a_constant_number_of_queries(client, items, django_assert_num_queries):
    version = published_version(items=items)
    # instrument, sources, versions, dimensions, items, anchors, minutes
    with django_assert_num_queries(7):
        client.get(version.instrument.get_absolute_url())
