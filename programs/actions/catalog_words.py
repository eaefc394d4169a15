"""The words that a search guesses among: they come by themselves with a program, and go when they are looked over."""

from django.db import connection

# As the triggers of `Program` read them (programs.models.catalog_word): each word, and without the Arabic article.
UNSAID = r"""
    DELETE FROM programs_catalogword WHERE word NOT IN (
        SELECT unnest(ARRAY[said.word, regexp_replace(said.word, '^(?:[وبكف]?ال|لل)(.{4,})$', '\1')])
        FROM programs_program, regexp_split_to_table(search_text, '[^[:alpha:]]+') AS said (word)
        WHERE state IN ('published', 'archived')
    )
"""


def forget_unsaid() -> int:
    """Deletes the words that no public program says any more; returns their number."""
    with connection.cursor() as cursor:
        cursor.execute(UNSAID)
        return cursor.rowcount
