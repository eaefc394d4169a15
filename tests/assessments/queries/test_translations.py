"""How far the texts of questionnaires are in each language."""

import pytest

from assessments.models import Dimension, Instrument, Item
from assessments.queries.authoring import languages_of
from assessments.queries.translations import shared_by_language
from tests.factories.assessments import DimensionFactory, InstrumentFactory, ItemFactory, published_version

pytestmark = pytest.mark.django_db


def test_texts_of_published_questionnaires_are_counted_by_language() -> None:
    version = published_version()
    ItemFactory(
        dimension=DimensionFactory(version__instrument=InstrumentFactory(title_ar="مسودة"))
    )  # a draft
    published_version(instrument=InstrumentFactory(is_demo=True, title_ar="تجريبي"))
    found = {each.code: (each.done, each.texts) for each in shared_by_language()}
    assert set(found.values()) == {found["en"], (0, found["en"][1])}
    Dimension.objects.filter(version=version).update(name_ar="بُعد")
    Item.objects.filter(version=version).update(stem_ar="سؤال", help_text_ar="")
    Instrument.objects.filter(pk=version.instrument_id).update(title_ar="استبيان")
    spoken = next(each for each in languages_of(version) if each.code == "ar")
    counted = {each.code: each for each in shared_by_language()}
    title = 1  # stands for the instrument, whose texts no version has
    assert (counted["ar"].done, counted["ar"].texts) == (spoken.done + title, spoken.texts + title)
    assert 0 < spoken.done < spoken.texts
    assert (counted["en"].share, [each.code for each in shared_by_language()][:2]) == (1, ["en", "ar"])
