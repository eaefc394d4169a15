"""Export -> import -> export is identical, as JSON and through the database."""

import json
from decimal import Decimal

import jsonschema
import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings

from assessments.actions import drafts
from assessments.formats import documents as files
from assessments.logic.documents import BadDocumentError
from assessments.models import Instrument
from assessments.queries.documents import document_of
from tests.assessments.documents import instruments
from tests.factories.capacity import CapacityFactory

SCHEMA = json.loads((settings.ROOT / "docs" / "instrument.schema.json").read_text())


@given(instruments(capacities=["", "10"]))
def test_what_is_written_is_read_again_as_the_same(document):
    text = files.write(document)
    again = files.read(text.encode(), capacities={"10"})
    assert again == document
    assert files.write(again) == text


@given(instruments())
def test_every_file_follows_the_schema(document):
    jsonschema.validate(json.loads(files.write(document)), SCHEMA)


@pytest.mark.django_db
@hypothesis_settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(document=instruments(capacities=["", "10"]))
def test_nothing_is_lost_in_the_database(document):
    CapacityFactory._meta.model.objects.filter(code="10").first() or CapacityFactory(code="10")
    Instrument.objects.filter(code=document.instrument.code).delete()
    version = drafts.begin(document, by=None)
    version.refresh_from_db()
    assert files.write(document_of(version)) == files.write(document)
    drafts.discard(version, by=None)
    version.instrument.delete()


def whole():
    return {
        "format": files.FORMAT,
        "instrument": {"code": "check", "title": {"en": "Check"}, "family": "capacity", "unit": "person"},
        "scales": [
            {
                "code": "level",
                "kind": "likert",
                "minimum": 0,
                "maximum": 4,
                "anchors": [{"value": 0, "label": {"en": "No"}}, {"value": 4, "label": {"en": "Yes"}}],
            }
        ],
        "dimensions": [
            {
                "code": "part",
                "name": {"en": "Part"},
                "items": [
                    {"code": "first", "kind": "scale", "scale": "level", "stem": {"en": "First?"}},
                    {
                        "code": "second",
                        "kind": "open",
                        "stem": {"en": "Second?"},
                        "relevance": "${first} = 4",
                    },
                ],
            }
        ],
    }


def test_what_need_not_be_said_has_a_default():
    document = files.read(json.dumps(whole()).encode(), capacities=set())
    assert (document.version.major, document.version.min_answered_share) == (1, Decimal("0.8"))


def changed(path, value):
    content = whole()
    *way, last = path
    inner = content
    for step in way:
        inner = inner[step]
    inner[last] = value
    return content


ITEM = ("dimensions", 0, "items", 1)


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (("instrument", "family"), "other", "$.instrument.family"),
        (("instrument", "title"), {"fr": "Bilan"}, "$.instrument.title"),
        (("instrument", "title"), {"en": 3}, "$.instrument.title.en"),
        (("instrument", "owner"), "x", "$.instrument.owner"),
        (("scales", 0, "maximum"), -1, "$.scales[0].maximum"),
        (("scales", 0, "maximum"), "4", "$.scales[0].maximum"),
        (("scales", 0, "step"), 0, "$.scales[0].step"),
        (("scales", 0, "step"), 3, "$.scales[0].anchors[1].value"),
        (("scales", 0, "anchors", 1, "value"), 9, "$.scales[0].anchors[1].value"),
        (("dimensions", 0, "capacity"), "999", "$.dimensions[0].capacity"),
        ((*ITEM, "code"), "first", "$.dimensions[0].items[1].code"),
        ((*ITEM, "code"), "a b", "$.dimensions[0].items[1].code"),
        ((*ITEM, "kind"), "scale", "$.dimensions[0].items[1].scale"),
        ((*ITEM, "is_reversed"), True, "$.dimensions[0].items[1].is_reversed"),
        ((*ITEM, "relevance"), "${second} = 1", "$.dimensions[0].items[1].relevance"),
        ((*ITEM, "relevance"), "os.system()", "$.dimensions[0].items[1].relevance"),
        (("translations",), {"ar": "perfect"}, "$.translations"),
        (("dimensions",), {}, "$.dimensions"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(path, value, where):
    with pytest.raises(BadDocumentError) as refused:
        files.read(json.dumps(changed(path, value)).encode(), capacities=set())
    assert where in [problem.where for problem in refused.value.problems]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"format": NaN}',
        b'{"a": 1, "a": 2}',
        b"[" * 100_000,
        b'{"format": "capacity-portal.instrument/1", "dimensions": [1e999999999]}',
        b"9" * 10_000,
        b" " * 3_000_000,
    ],
    ids=range(10),
)
def test_files_of_another_kind_are_refused_in_words(data):
    with pytest.raises(BadDocumentError):
        files.read(data, capacities=set())
