"""What PostgreSQL itself keeps, whoever writes: each statement is plain SQL, and each must fail."""

import pytest
from django.db import Error, connection, transaction

from assessments.models import Answer, InstrumentVersion, Response
from assessments.states import ResponseState, VersionState
from tests.factories.assessments import AnswerFactory, ResponseFactory, published_version

pytestmark = pytest.mark.django_db

OF_A_PUBLISHED_VERSION = [
    "UPDATE assessments_instrumentversion SET scoring_rule = 'sum'",
    "UPDATE assessments_instrumentversion SET state = 'draft'",
    "UPDATE assessments_instrumentversion SET content_hash = 'x'",
    "DELETE FROM assessments_instrumentversion",
    "UPDATE assessments_dimension SET weight = 2",
    "UPDATE assessments_dimension SET capacity_id = NULL",
    "DELETE FROM assessments_dimension",
    "UPDATE assessments_item SET stem_en = 'Another question'",
    "UPDATE assessments_item SET is_reversed = true",
    "UPDATE assessments_item SET relevance = '${x} = 1'",
    "DELETE FROM assessments_item",
    "UPDATE assessments_scale SET maximum = 9",
    "DELETE FROM assessments_scale",
    "UPDATE assessments_scaleanchor SET label_en = 'Another answer'",
    "UPDATE assessments_scaleanchor SET evidence_required = true",
    "DELETE FROM assessments_scaleanchor",
    "UPDATE assessments_dimension SET name_en = 'Another name'",
    "UPDATE assessments_item SET help_text_en = 'Another hint'",
    "UPDATE assessments_item SET position = position + 1",
    "UPDATE assessments_item SET code = 'another' WHERE code = (SELECT min(code) FROM assessments_item)",
    "UPDATE assessments_scaleanchor SET value = 3.5 WHERE value = 3",
    "UPDATE assessments_scaleanchor SET descriptor_en = 'Another level'",
    """
    INSERT INTO assessments_item (version_id, dimension_id, scale_id, code, kind, aspect, stem, help_text, is_reversed,
        is_required, relevance, position)
    SELECT version_id, dimension_id, scale_id, code || '-2', kind, aspect, stem, help_text, is_reversed, is_required,
        relevance, position FROM assessments_item
    """,
    """
    INSERT INTO assessments_scaleanchor (scale_id, value, label, descriptor, evidence_required)
    SELECT scale_id, value + 0.5, label, descriptor, false FROM assessments_scaleanchor WHERE value = 1
    """,
    """
    INSERT INTO assessments_dimension (version_id, code, name, weight, position)
    SELECT id, 'another', 'Another', 1, 9 FROM assessments_instrumentversion
    """,
]


def refused(statement, *values):
    with pytest.raises(Error) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return str(error.value)


@pytest.mark.parametrize("statement", OF_A_PUBLISHED_VERSION)
def test_a_published_version_stays_as_it_is(statement):
    published_version()
    assert "cannot change" in refused(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE assessments_dimension SET version_id = %s WHERE version_id = %s",
        "UPDATE assessments_item SET version_id = %s WHERE version_id = %s",
        "UPDATE assessments_scale SET version_id = %s WHERE version_id = %s",
    ],
)
@pytest.mark.parametrize("leaves", [True, False])
def test_nothing_leaves_a_published_version_for_a_draft_nor_comes_in_from_one(statement, leaves):
    published, draft = published_version(), published_version(state=VersionState.DRAFT)
    here, there = (published, draft) if leaves else (draft, published)
    assert "cannot change" in refused(statement, there.pk, here.pk)


@pytest.mark.parametrize(
    "statement",
    [each for each in OF_A_PUBLISHED_VERSION if "content_hash" not in each and "'draft'" not in each],
)
def test_a_version_in_review_stays_as_it_is_until_it_is_a_draft_again(statement):
    version = published_version(state=VersionState.DRAFT)
    InstrumentVersion.objects.filter(pk=version.pk).update(state=VersionState.IN_REVIEW)
    assert "cannot change" in refused(statement)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE assessments_instrumentversion SET state = 'draft'")
        cursor.execute("UPDATE assessments_item SET stem_en = 'Another question'")
        assert cursor.rowcount == 2


def test_a_draft_does_not_become_a_second_submitted_response():
    first = ResponseFactory()
    Response.objects.filter(pk=first.pk).update(state=ResponseState.SUBMITTED, submitted_at=first.created_at)
    draft = ResponseFactory(wave=first.wave, subject=first.subject, respondent_key=first.respondent_key)
    statement = "UPDATE assessments_response SET state = 'submitted', submitted_at = created_at WHERE id = %s"
    assert "one_submitted_response" in refused(statement, draft.pk)


def test_a_second_submitted_response_is_refused():
    first = ResponseFactory()
    Response.objects.filter(pk=first.pk).update(state=ResponseState.SUBMITTED, submitted_at=first.created_at)
    error = refused(
        """
        INSERT INTO assessments_response (created_at, updated_at, public_id, wave_id, version_id, subject_id,
            respondent_key, perspective, mode, language, state, submitted_at, is_demo)
        SELECT created_at, updated_at, gen_random_uuid(), wave_id, version_id, subject_id,
            respondent_key, perspective, mode, language, state, submitted_at, is_demo
        FROM assessments_response WHERE id = %s
        """,
        first.pk,
    )
    assert "one_submitted_response" in error


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE assessments_answer SET value = 1",
        "UPDATE assessments_answer SET value = NULL, missing_code = 'skipped'",
        "UPDATE assessments_answer SET evidence = 'something else'",
        "UPDATE assessments_answer SET evidence = '', value = 1",
        "DELETE FROM assessments_answer",
    ],
)
def test_submitted_answers_stay(statement):
    submitted_answer(evidence="https://example.org/plan")
    assert "submitted answers cannot change" in refused(statement)


def test_what_was_written_as_evidence_can_be_emptied():
    answer = submitted_answer(evidence="https://example.org/plan")
    Answer.objects.update(evidence="")
    answer.refresh_from_db()
    assert (answer.evidence, answer.value) == ("", 2)


def submitted_answer(**fields):
    answer = AnswerFactory(**fields)
    Response.objects.update(state=ResponseState.SUBMITTED, submitted_at=answer.response.created_at)
    return answer
