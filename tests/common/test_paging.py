"""Keyset pages: every row once, in order, forwards and backwards."""

import pytest
from django.core import signing
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from common.paging import CursorError, page_of
from programs.models import Program
from tests.factories.programs import ProgramFactory


def walk(ordering, size):
    pages, cursor = [], ""
    while True:
        page = page_of(Program.objects.all(), ordering=ordering, cursor=cursor, size=size)
        pages.append(page)
        cursor = page.next
        if not cursor:
            return pages


class Pages(TestCase):
    @settings(max_examples=15, deadline=None)
    @given(
        titles=st.lists(st.sampled_from("abc"), max_size=9),
        size=st.integers(1, 4),
        ordering=st.sampled_from([("title", "id"), ("-title", "id"), ("published_at", "-title", "-id")]),
    )
    def test_pages_are_the_whole_list_in_order_both_ways(self, titles, size, ordering):
        for title in titles:
            ProgramFactory(title=title)
        expected = [row.pk for row in Program.objects.order_by(*ordering)]
        pages = walk(ordering, size)
        assert [row.pk for page in pages for row in page.rows] == expected
        assert pages[0].previous == ""
        cursor, back = pages[-1].previous, [pages[-1]]
        while cursor:
            back.insert(0, page_of(Program.objects.all(), ordering=ordering, cursor=cursor, size=size))
            cursor = back[0].previous
        assert [row.pk for page in back for row in page.rows] == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    "cursor", ["x", "a:b:c", "\x00", "é" * 9, signing.dumps([0, "title,id", "a", 1]), "." * 3000]
)
def test_a_cursor_that_is_not_ours_is_an_error_of_its_own(cursor):
    with pytest.raises(CursorError):
        page_of(Program.objects.all(), ordering=("title", "id"), cursor=cursor)


@pytest.mark.django_db
def test_a_cursor_of_another_order_is_refused():
    for _ in range(2):
        ProgramFactory()
    cursor = page_of(Program.objects.all(), ordering=("title", "id"), size=1).next
    with pytest.raises(CursorError):
        page_of(Program.objects.all(), ordering=("-title", "id"), cursor=cursor)


@pytest.mark.django_db
def test_a_row_added_meanwhile_shifts_nothing():
    rows = [ProgramFactory(title=title) for title in "bcd"]
    first = page_of(Program.objects.all(), ordering=("title", "id"), size=2)
    ProgramFactory(title="a")
    second = page_of(Program.objects.all(), ordering=("title", "id"), size=2, cursor=first.next)
    assert second.rows == [rows[2]]
