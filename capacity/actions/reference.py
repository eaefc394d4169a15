"""Loading what the shared language and the list of organizations rest on."""

from capacity.actions import directory
from capacity.actions import reference_organizations as organizations
from capacity.actions import reference_places as places
from capacity.actions import reference_words as words
from capacity.models import Source
from common.csvfiles import Files
from common.upserts import Tally, upsert


def load(files: Files) -> list[Tally]:
    """Writes what differs from the files, deletes nothing. Expects checked files and a transaction around it."""
    with directory.filled_at_the_end():
        return [
            sources(files),
            places.languages(files),
            places.regions(files),
            places.territories(files),
            places.territory_languages(files),
            words.levels(files),
            *words.demographics(files),
            words.categories(files),
            words.capacities(files),
            words.labels(files),
            words.category_links(files),
            words.glossary(files),
            organizations.organizations(files),
            *organizations.places_and_languages(files),
            organizations.names(files),
        ]


def sources(files: Files) -> Tally:
    rows = [
        {
            "code": row["id"],
            "title": row["title"],
            "url": row["url"],
            "publisher": row["publisher"],
            "kind": row["kind"],
            "as_of": row["as_of"],
            "license": row["licence"],
        }
        for row in [*files["sources"], *files["own_sources"]]
    ]
    return upsert(Source, rows, key=["code"])
