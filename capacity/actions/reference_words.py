"""Loading the shared language: levels, demographic questions, the taxonomy with its labels, the glossary."""

from collections import defaultdict

from django.conf import settings
from django.db.models import Q
from modeltranslation.utils import build_localized_fieldname

from capacity.actions.taxonomy import search_text_of
from capacity.formats.reference import EDITORIAL_SOURCE
from capacity.models import (
    Capacity,
    CapacityCategory,
    CapacityLabel,
    Category,
    ConsentText,
    DemographicDimension,
    DemographicOption,
    GlossaryTerm,
    ProficiencyLevel,
)
from common.csvfiles import Files, Row
from common.upserts import Tally, keys_of, missing, plain, together, upsert


def levels(files: Files) -> Tally:
    columns = ["level", "name_en", "name_ar", "description_en", "description_ar"]
    rows = [{column: row[column] for column in columns} for row in files["levels"]]
    return upsert(ProficiencyLevel, rows, key=["level"])


def demographics(files: Files) -> list[Tally]:
    """Adds what is missing: what staff changed or retired stays so, and a consent text never gets other words."""
    columns = [
        "code",
        "position",
        "name_en",
        "name_ar",
        "help_text_en",
        "help_text_ar",
        "basis_en",
        "basis_ar",
    ]
    questions = [{column: row[column] for column in columns} for row in files["dimensions"]]
    tallies = [upsert(DemographicDimension, missing(DemographicDimension, questions, "code"), key=["code"])]
    numbers = dict(DemographicDimension.objects.values_list("code", "pk"))
    columns = ["code", "position", "label_en", "label_ar"]
    options = [
        {"dimension_id": numbers[row["dimension"]], **{column: row[column] for column in columns}}
        for row in files["dimension_options"]
    ]
    key = ["dimension_id", "code"]
    tallies.append(upsert(DemographicOption, missing(DemographicOption, options, *key), key=key))
    columns = ["purpose", "version", "text_en", "text_ar"]
    texts = [{column: row[column] for column in columns} for row in files["consent_texts"]]
    key = ["purpose", "version"]
    return [*tallies, upsert(ConsentText, missing(ConsentText, texts, *key), key=key)]


def categories(files: Files) -> Tally:
    ours = {row["code"]: row for row in files["categories_ours"]}
    rows = [
        {
            "code": row["code"],
            "name_en": row["name_en"],
            "name_ar": ours[row["code"]]["name_ar"],
            "description_en": ours[row["code"]]["description_en"],
            "description_ar": ours[row["code"]]["description_ar"],
            "position": row["position"],
            "source_id": row["source_id"],
        }
        for row in files["categories"]
    ]
    return upsert(Category, rows, key=["code"])


def capacities(files: Files) -> Tally:
    """Level by level, because a part names its whole. What was changed in the portal stays as it is there."""
    names = names_of_capacities(files)
    described = {row["capacity_code"]: row for row in files["descriptions"]}
    kept = kept_here()
    parents = {row["code"]: row["parent_code"] for row in files["capacities"]}
    paths = {
        code: path_to(code, parents | {code: row["parent__code"] for code, row in kept.items()})
        for code in parents
    }
    tallies = []
    for depth in sorted({len(path) for path in paths.values()}):
        known = keys_of(Capacity, "code")
        rows = [
            {
                "code": row["code"],
                "parent_id": known.get(paths[row["code"]][-2]) if depth > 1 else None,
                "path": "/".join(paths[row["code"]]),
                "depth": depth,
                **names[row["code"]],
                "description_en": described.get(row["code"], {}).get("description_en"),
                "description_ar": described.get(row["code"], {}).get("description_ar"),
                "wikidata_qid": row["wikidata_qid"],
                "metabase_qid": row["metabase_qid"],
                "is_hidden": not row["name_en"],
                "source_id": row["source_id"],
                **{column: value for column, value in kept.get(row["code"], {}).items() if column in KEPT},
            }
            for row in files["capacities"]
            if len(paths[row["code"]]) == depth
        ]
        tallies.append(upsert(Capacity, rows, key=["code"], among=Capacity.objects.none()))
    return together(tallies, gone=len(set(keys_of(Capacity, "code")) - set(parents)))


KEPT = [
    *(build_localized_fieldname("name", code) for code, _name in settings.LANGUAGES),
    "description_en",
    "description_ar",
    "wikidata_qid",
    "metabase_qid",
    "is_hidden",
]


def kept_here() -> dict[str, Row]:
    """Capacities with a history in the portal, and those that exist only here."""
    ours = plain(Capacity).filter(Q(changes__isnull=False) | Q(source=None)).distinct()
    return {row["code"]: row for row in ours.values("code", "parent__code", *KEPT)}


def path_to(code: str, parents: dict[str, str]) -> list[str]:
    return [*path_to(parents[code], parents), code] if parents.get(code) else [code]


def names_of_capacities(files: Files) -> dict[str, dict[str, str | None]]:
    """Names in the languages of the interface; a name from a source is kept before our own."""
    interface = {code for code, _name in settings.LANGUAGES}
    given: dict[str, dict[str, str]] = defaultdict(dict)
    for row in files["names_ar"]:
        given[row["capacity_code"]]["ar"] = row["name"]
    for row in files["labels"]:
        if row["lang"] in interface:
            given[row["capacity_code"]][row["lang"]] = row["name"]
    for row in files["capacities"]:
        given[row["code"]]["en"] = row["name_en"]
    return {
        code: {
            build_localized_fieldname("name", language): names.get(language, "" if language == "en" else None)
            for language in sorted(interface)
        }
        for code, names in given.items()
    }


def labels(files: Files) -> Tally:
    """Also what is searched. A label without a source was given in the portal, and stays."""
    known = keys_of(Capacity, "code")
    given_here = set(CapacityLabel.objects.filter(source=None).values_list("capacity_id", "language_id"))
    ours = [{**row, "lang": "ar", "source_id": EDITORIAL_SOURCE} for row in files["names_ar"]]
    rows = [
        {
            "capacity_id": known[row["capacity_code"]],
            "language_id": row["lang"],
            "name": row["name"],
            "source_id": row["source_id"],
        }
        for row in [*ours, *files["labels"]]
        if (known[row["capacity_code"]], row["lang"]) not in given_here
    ]
    from_elsewhere = CapacityLabel.objects.exclude(source=None)
    tally = upsert(CapacityLabel, rows, key=["capacity_id", "language_id"], among=from_elsewhere)
    refresh_search_texts()
    return tally


def refresh_search_texts() -> None:
    """Only of those whose names have changed."""
    stale = []
    for capacity in plain(Capacity).prefetch_related("labels", "merged__labels"):
        text = search_text_of(capacity)
        if text != capacity.search_text:
            capacity.search_text = text
            stale.append(capacity)
    plain(Capacity).bulk_update(stale, ["search_text"])


def category_links(files: Files) -> Tally:
    """A link that is no longer in the file is removed: nothing rests on it, and a capacity has one primary category."""
    capacity, category = keys_of(Capacity, "code"), keys_of(Category, "code")
    rows = [
        {
            "capacity_id": capacity[row["capacity_code"]],
            "category_id": category[row["topic5_category"]],
            "relation": row["relation"],
        }
        for row in files["category_links"]
        if row["relation"] != "none"
    ]
    given = {(row["capacity_id"], row["category_id"], row["relation"]) for row in rows}
    stale = [
        pk
        for pk, *link in CapacityCategory.objects.values_list("pk", "capacity_id", "category_id", "relation")
        if tuple(link) not in given
    ]
    CapacityCategory.objects.filter(pk__in=stale).delete()
    return upsert(CapacityCategory, rows, key=["capacity_id", "category_id"])


def glossary(files: Files) -> Tally:
    known = keys_of(Capacity, "code")
    arabic = {row["id"]: row for row in files["glossary_ar"]}
    rows = [
        {
            "slug": row["id"],
            "term_en": row["term"],
            "term_ar": arabic.get(row["id"], {}).get("term"),
            "definition_en": row["definition"],
            "definition_ar": arabic.get(row["id"], {}).get("definition"),
            "topic": row["seed_topic"],
            "capacity_id": known.get(row["capacity_code"]),
            "source_id": row["source_id"],
        }
        for row in files["glossary"]
    ]
    rows += [
        {
            "slug": row["id"],
            "term_en": row["term"],
            "term_ar": row["term_ar"],
            "definition_en": row["definition"],
            "definition_ar": row["definition_ar"],
            "topic": row["seed_topic"],
            "capacity_id": None,
            "source_id": EDITORIAL_SOURCE,
        }
        for row in files["glossary_ours"]
    ]
    return upsert(GlossaryTerm, rows, key=["slug"])
