from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

# The database writes them when a program that is public is written: see the triggers of `Program`. Words of fewer
# than four letters, with digits, or of scripts that put no spaces between words, are not guessed at. A word with the
# Arabic article stands there without it, too. `programs_near` is a function that a migration has made.
KNOW_WORDS = r"""
    INSERT INTO programs_catalogword (word, near)
    SELECT word, programs_near(word) FROM (
        SELECT DISTINCT unnest(ARRAY[said.word, regexp_replace(said.word, '^(?:[وبكف]?ال|لل)(.{{4,}})$', '\1')]) AS word
        FROM ({rows}) AS written, regexp_split_to_table(written.search_text, '[^[:alpha:]]+') AS said (word)
        WHERE written.state IN ('published', 'archived')
    ) AS told
    WHERE length(word) BETWEEN 4 AND 40 AND word !~ '[぀-ヿ㐀-䶿一-鿿가-힯]'
        AND NOT EXISTS (SELECT 1 FROM programs_catalogword AS known WHERE known.word = told.word)
    ORDER BY word
    ON CONFLICT DO NOTHING;
"""
CHANGED = """
    SELECT new_rows.search_text, new_rows.state FROM new_rows JOIN old_rows USING (id)
    WHERE (new_rows.search_text, new_rows.state) IS DISTINCT FROM (old_rows.search_text, old_rows.state)
"""


class CatalogWord(models.Model):
    """A word that a public program says, and what is left of it when one letter is missing: two words that differ by
    one letter, or by two neighbors that are swapped, have one of these in common. A word stays when no program says
    it any more.
    """

    word = models.TextField(_("word"), primary_key=True)
    near = ArrayField(models.TextField(), verbose_name=_("with a letter missing"))

    class Meta:
        verbose_name = _("word of the catalog")
        verbose_name_plural = _("words of the catalog")
        indexes = [
            GinIndex(fields=["near"], name="catalog_word_near"),
            GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="catalog_word_alike"),
        ]

    def __str__(self) -> str:
        return self.word
