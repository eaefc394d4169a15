"""Searches with typing errors, in several scripts: what is meant is found, what is said to the letter comes first."""

import pytest
from django.db import connection

from common.search import searchable
from programs.models import CatalogWord, Program
from programs.queries import catalog
from programs.queries.catalog import Criteria
from programs.queries.spelling import spellings
from programs.states import ProgramState
from tests.factories.programs import ProgramFactory

pytestmark = pytest.mark.django_db

TITLES = {
    "en": "Libraries and Wikidata: organizing edit-a-thons for women",
    "ar": "المكتبات وتنظيم الفعاليات للمتطوعين",
    "ru": "Библиотеки и обучение редакторов",
    "el": "Εκπαίδευση στις βιβλιοθήκες",
    "hi": "पुस्तकालय और प्रशिक्षण",
    "he": "ספריות והדרכת מתנדבים",
    "es": "Capacitación de organizadores comunitarios",
    "uk": "Навчання бібліотекарів",
    "fa": "آموزش کتابخانه‌ها",
    "tr": "Gönüllüler için eğitim",
}


def say(title, **fields):
    return ProgramFactory(title=title[:100], search_text=searchable(title), **fields)


def found(q, sort="match"):
    rows, ordering = catalog.keys(Criteria(q=q), sort=sort)
    titles = dict(Program.objects.values_list("pk", "title"))
    return [titles[row.pk] for row in rows.order_by(*ordering)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("libraires", "en"),  # swapped
        ("wikdata", "en"),  # left out
        ("orgnizing", "en"),
        ("womne", "en"),
        ("librarries", "en"),  # doubled
        ("المكتبت", "ar"),  # left out
        ("مكتبتا", "ar"),  # without the article, swapped
        ("متطوغين", "ar"),  # another letter
        ("библотеки", "ru"),
        ("обучнеие", "ru"),
        ("навчаня", "uk"),
        ("εκπαιδεση", "el"),
        ("पुस्तकलय", "hi"),
        ("ספריןת", "he"),
        ("capacitasion", "es"),
        ("egitm", "tr"),
        ("کتابحانه", "fa"),
        ("libraires wikdata", "en"),  # both
    ],
)
def test_a_misspelt_word_finds_what_is_meant_and_nothing_else(typed, meant):
    for title in TITLES.values():
        say(title)
    assert found(typed) == [TITLES[meant]]
    assert catalog.facet_counts(Criteria(q=typed))["total"] == {"": 1}


def test_who_says_it_to_the_letter_comes_first():
    later = say("Training of trainers in librarianship")
    exact = say("What a library is")
    assert found("library") == [exact.title, later.title]
    assert found("librarianship") == [later.title]
    organizers, organizing = say("For organizers"), say("On organizing")
    assert found("organizing") == [organizing.title, organizers.title]
    assert found("organizers") == [organizers.title, organizing.title]


def test_what_is_said_is_taken_at_its_word():
    women, woman = say("For women"), say("A woman of science")
    assert (found("women"), found("woman")) == ([women.title], [woman.title])


def test_nothing_is_found_by_what_nobody_can_have_meant():
    say(TITLES["en"])
    assert (found("zzzzzz"), found("wki"), found("2026")) == ([], [], [])


def test_words_of_drafts_are_not_known_until_they_are_published():
    draft = say("Serendipity", state=ProgramState.DRAFT, published_at=None)
    assert not CatalogWord.objects.exists()
    draft.state, draft.published_at = ProgramState.PUBLISHED, draft.created_at
    draft.save()
    assert list(CatalogWord.objects.values_list("word", flat=True)) == ["serendipity"]
    draft.search_text = "another word"
    draft.save()
    assert set(CatalogWord.objects.values_list("word", flat=True)) == {"serendipity", "another", "word"}


def test_words_without_spaces_between_them_are_no_words_to_guess_at():
    say("讲故事工作坊")
    assert not CatalogWord.objects.exists()
    assert found("讲故事") == ["讲故事工作坊"]


@pytest.mark.parametrize("rows", [1, 5])
def test_all_words_of_a_search_are_looked_up_at_once(rows, django_assert_num_queries):
    for number in range(rows):
        say(f"Libraries {'abcde'[number] * 5}")
    with django_assert_num_queries(1):
        found = spellings(["libraires", "of", "aaaab"])
    assert found == (("libraries",), ("of",), ("aaaaa",))
    with django_assert_num_queries(0):
        assert spellings(["讲故", "of"]) == (("讲故",), ("of",))


def test_the_words_are_found_by_their_indexes():
    """Each kind of nearness has an index that can answer it.

    Which way is the cheaper among 20,000 words hangs on what the sample of the statistics met, so
    reading the whole table is priced out: it is then chosen only where no index serves.
    """
    with connection.cursor() as cursor:
        cursor.execute("""
            INSERT INTO programs_catalogword (word, near)
            SELECT word, programs_near(word) FROM (
                SELECT translate(md5(turn::text), '0123456789', 'ghijklmnop') AS word
                FROM generate_series(1, 20000) AS turn
            ) AS made
        """)
        cursor.execute("ANALYZE programs_catalogword")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("""
            EXPLAIN SELECT word FROM programs_catalogword WHERE near && programs_near('libraires')
            UNION ALL SELECT word FROM programs_catalogword WHERE word % 'libraires'
            UNION ALL SELECT word FROM programs_catalogword WHERE word LIKE '%libraires%'
        """)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert plan.count("Bitmap Index Scan on catalog_word_") == 3
    assert "Seq Scan" not in plan
