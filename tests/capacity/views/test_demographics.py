from datetime import timedelta

import pytest
import time_machine
from django.contrib import admin
from django.db import InternalError, connection, transaction
from django.db.utils import IntegrityError
from django.urls import reverse
from django.utils import timezone

from capacity.actions import demographics
from capacity.models import ConsentText, Demographic
from common.models import ActionLog
from tests.factories.capacity import (
    ConsentTextFactory,
    DemographicFactory,
    DemographicOptionFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    made = PersonFactory()
    client.force_login(made.user)
    return made


@pytest.fixture
def page():
    return reverse("capacity:demographics")


def answer(option, *consents):
    return {f"dimension-{option.dimension_id}": option.pk, "consents": [consent.pk for consent in consents]}


def kept(person):
    return list(Demographic.objects.filter(person=person).order_by("pk").values_list("option", "consent"))


def test_an_answer_is_kept_once_for_each_purpose_she_agrees_to(client, person, page):
    option = DemographicOptionFactory()
    participation, outcomes = ConsentTextFactory(), ConsentTextFactory(purpose="outcomes")
    assert client.post(page, answer(option, participation, outcomes)).status_code == 302
    assert sorted(kept(person)) == sorted([(option.pk, participation.pk), (option.pk, outcomes.pk)])
    client.post(page, answer(option, outcomes))
    assert kept(person) == [(option.pk, outcomes.pk)]


def test_where_the_answers_come_from_is_said_in_the_readers_language(client, person, page):
    asked = DemographicOptionFactory().dimension
    asked.basis_en, asked.basis_ar = "Our own wording.", "صياغتنا نحن."
    asked.save()
    shown = [client.get(page, {"uselang": language}).text for language in ("en", "ar")]
    assert [("Our own wording." in text, "صياغتنا نحن." in text) for text in shown] == [
        (True, False),
        (False, True),
    ]


def test_without_a_purpose_nothing_is_kept_and_the_form_says_so(client, person, page):
    ConsentTextFactory()
    response = client.post(page, answer(DemographicOptionFactory()))
    assert list(response.context["form"].errors) == ["consents"]
    assert kept(person) == []


def test_taking_it_back_deletes_at_once_and_leaves_no_trace_in_the_log(client, person, page):
    other = DemographicFactory()
    client.post(page, answer(DemographicOptionFactory(), ConsentTextFactory()))
    client.post(page, {"withdraw": "all"})
    assert list(Demographic.objects.all()) == [other]
    assert ActionLog.objects.count() == 0


def test_only_the_newest_text_can_be_agreed_to(client, person, page):
    old = ConsentTextFactory(version=1)
    ConsentTextFactory(version=2)
    response = client.post(page, answer(DemographicOptionFactory(), old))
    assert "consents" in response.context["form"].errors
    with pytest.raises(ValueError, match="not in force"):
        demographics.describe(person, by=person.user, answers={}, consents=[old])


def test_nobody_answers_for_another_person(person):
    with pytest.raises(PermissionError):
        demographics.describe(person, by=PersonFactory().user, answers={}, consents=[])
    with pytest.raises(PermissionError):
        demographics.withdraw(person, by=PersonFactory().user)


def test_words_that_somebody_agreed_to_stay_and_may_be_translated():
    consent = DemographicFactory().consent
    consent.text_ar = "موافقة"
    consent.save()
    for column in ("text_en", "text_ar"):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            ConsentText.objects.filter(pk=consent.pk).update(**{column: "Other words"})
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM capacity_consenttext")


def test_the_database_refuses_an_answer_of_another_question_and_a_consent_for_another_purpose():
    with pytest.raises(IntegrityError), transaction.atomic():
        DemographicFactory(dimension=DemographicOptionFactory().dimension)
    with pytest.raises(IntegrityError), transaction.atomic():
        DemographicFactory(purpose="outcomes")


def test_answers_are_deleted_when_their_time_is_over(settings):
    DemographicFactory()
    days = settings.DEMOGRAPHIC_RETENTION_MONTHS * 31
    with time_machine.travel(timezone.now() + timedelta(days=days - 70), tick=False):
        assert demographics.delete_old() == 0
    with time_machine.travel(timezone.now() + timedelta(days=days + 3), tick=False):
        assert demographics.delete_old() == 1


def test_the_admin_has_no_page_of_answers():
    assert Demographic not in admin.site._registry


@pytest.mark.parametrize("rows", [1, 5])
def test_the_page_asks_the_database_equally_often(client, person, page, rows, django_assert_num_queries):
    DemographicOptionFactory.create_batch(rows)
    ConsentTextFactory()
    client.get(page)
    with django_assert_num_queries(9):
        client.get(page)
