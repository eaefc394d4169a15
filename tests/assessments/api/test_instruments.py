import pytest
from django.urls import reverse

from assessments.formats import documents as files
from assessments.models import InstrumentVersion
from assessments.queries.documents import document_of
from tests.factories.assessments import InstrumentVersionFactory, published_version

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rows", [1, 5])
def test_everybody_reads_instruments_in_a_constant_number_of_queries(client, rows, django_assert_num_queries):
    for _row in range(rows):
        published_version()
    with django_assert_num_queries(2):
        page = client.get(reverse("api:instrument-list")).json()
    assert [len(one["versions"]) for one in page["results"]] == [1] * rows


def test_a_version_is_what_its_file_says(client):
    version = published_version()
    told = client.get(reverse("api:instrument-version", kwargs={"public_id": version.public_id}))
    capacities = {dimension.capacity.code for dimension in version.dimensions.all()}
    version = InstrumentVersion.objects.get()
    assert files.read(told.content, capacities=capacities) == document_of(version)


def test_drafts_are_not_public(client):
    draft = InstrumentVersionFactory()
    detail = client.get(reverse("api:instrument-detail", kwargs={"code": draft.instrument.code})).json()
    assert detail["versions"] == []
    assert (
        client.get(reverse("api:instrument-version", kwargs={"public_id": draft.public_id})).status_code
        == 404
    )
