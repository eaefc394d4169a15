from django.conf import settings

from common.models import in_all_languages
from programs.models import Cohort, link_to, long_texts
from tests.factories.programs import CohortFactory


def test_a_text_in_all_languages_is_itself_and_one_column_for_each():
    columns = in_all_languages("program__title")
    assert (columns[0], len(columns)) == ("program__title", 1 + len(settings.MODELTRANSLATION_LANGUAGES))
    assert {"program__title_en", "program__title_ar", "program__title_pt_br"} <= set(columns)


def test_what_is_deferred_is_not_read_and_a_link_asks_for_nothing_more(db, django_assert_num_queries):
    cohort = CohortFactory()
    brief = Cohort.objects.select_related("program")
    for narrowed in (brief.defer(*long_texts()), brief.only("public_id", *link_to())):
        found = narrowed.get(pk=cohort.pk)
        assert found.program.get_deferred_fields() >= {"description_en", "description_ar", "summary_ind"}
        with django_assert_num_queries(0):
            assert (found.program.title, found.get_absolute_url()) == (
                cohort.program.title,
                cohort.get_absolute_url(),
            )
