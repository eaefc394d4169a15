"""Curated texts are read in another language where they were written in one alone."""

import pytest
from django.utils.translation import override

from evaluation.models import Indicator
from tests.factories.evaluation import IndicatorFactory


@pytest.mark.django_db
@pytest.mark.parametrize(("written", "read"), [("ar", "en"), ("sw", "ar"), ("en", "zh-hans")])
def test_what_is_written_in_one_language_is_read_in_any(written: str, read: str) -> None:
    with override(written):
        made = IndicatorFactory(name="وصول", definition="Written once.")
    with override(read):
        assert Indicator.objects.get(pk=made.pk).name == "وصول"
        assert Indicator.objects.values_list("name", flat=True).get(pk=made.pk) == "وصول"
