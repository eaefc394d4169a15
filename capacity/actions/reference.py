"""Loading what the shared language and the list of organizations rest on."""

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.db.models import Q
from modeltranslation.utils import build_localized_fieldname

from capacity.actions import directory
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
    Language,
    NameKind,
    ProficiencyLevel,
    Region,
    RegionScheme,
    Source,
    Stakeholder,
    StakeholderKind,
    StakeholderName,
    StakeholderStatus,
    Territory,
    TerritoryLanguage,
)
from common.csvfiles import Row
from common.models import ActionLog
from common.upserts import Tally, keys_of, missing, plain, together, upsert

Files = dict[str, list[Row]]


def load(files: Files) -> list[Tally]:
    """Writes what differs from the files, deletes nothing. Expects checked files and a transaction around it."""
    with directory.filled_at_the_end():
        return [
            sources(files),
            languages(files),
            regions(files),
            territories(files),
            territory_languages(files),
            levels(files),
            *demographics(files),
            categories(files),
            capacities(files),
            labels(files),
            category_links(files),
            glossary(files),
            organizations(files),
            *places_and_languages(files),
            names(files),
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


def languages(files: Files) -> Tally:
    rows = [
        {
            "code": row["code"],
            "name_en": row["name_en"],
            "autonym": row["autonym"],
            "script": row["script"],
            "direction": row["direction"],
            "iso639_3": row["iso639_3"],
            "redirect_to_id": row["redirect_to"] or None,
            "in_mediawiki": row["mediawiki"],
            "open_wikis": row["open_content_wikis"] or 0,
        }
        for row in files["languages"]
    ]
    return upsert(Language, rows, key=["code"])


# A UN region's parent is in the scheme above its own; the other schemes are flat. Wholes come before their parts.
REGION_FLOORS = [
    ([RegionScheme.WIKIMEDIA, RegionScheme.GRANTS, RegionScheme.M49_REGION], None),
    ([RegionScheme.M49_SUBREGION], RegionScheme.M49_REGION),
    ([RegionScheme.M49_INTERMEDIATE], RegionScheme.M49_SUBREGION),
]


def regions(files: Files) -> Tally:
    arabic = {(row["scheme"], row["code"]): row["name"] for row in files["regions_ar"]}
    tallies = []
    for schemes, above in REGION_FLOORS:
        known = keys_of(Region, "scheme", "code")
        rows = [
            {
                "scheme": row["scheme"],
                "code": row["code"],
                "name_en": row["name_en"],
                "name_ar": arabic.get((row["scheme"], row["code"])),
                "parent_id": known.get((above, row["parent_code"])),
                "source_id": row["source_id"],
            }
            for row in files["regions"]
            if row["scheme"] in schemes
        ]
        tallies.append(upsert(Region, rows, key=["scheme", "code"], among=Region.objects.none()))
    given = {(row["scheme"], row["code"]) for row in files["regions"]}
    return together(tallies, gone=len(set(keys_of(Region, "scheme", "code")) - given))


def territories(files: Files) -> Tally:
    region = keys_of(Region, "scheme", "code")
    rows = [
        {
            "code": row["alpha2"],
            "alpha3": row["alpha3"],
            "m49": row["m49"],
            "name_en": row["name_en"],
            "region_id": region.get((RegionScheme.WIKIMEDIA, row["wikimedia_region"])),
            "subregion_id": region.get((RegionScheme.M49_SUBREGION, row["m49_subregion_code"])),
            "wikidata_qid": row["wikidata_qid"],
            "emerging_classification": row["emerging_classification"],
            "least_developed": row["ldc"],
            "landlocked_developing": row["lldc"],
            "small_island_developing": row["sids"],
            "wmf_protected": row["wmf_protected"],
            "population": row["population"],
            "internet_users_percent": row["internet_users_pct"],
            "internet_users_year": row["internet_users_year"],
            "income_group": row["wb_income_group_fy22"],
        }
        for row in files["territories"]
    ]
    return upsert(Territory, rows, key=["code"])


def territory_languages(files: Files) -> Tally:
    rows = [
        {
            "territory_id": row["alpha2"],
            "language_id": row["lang"],
            "cldr_code": row["cldr_code"],
            "population_percent": row["population_pct"],
            "official_status": row["official_status"],
        }
        for row in files["territory_languages"]
    ]
    return upsert(TerritoryLanguage, rows, key=["territory_id", "cldr_code"])


def levels(files: Files) -> Tally:
    columns = ["level", "name_en", "name_ar", "description_en", "description_ar"]
    rows = [{column: row[column] for column in columns} for row in files["levels"]]
    return upsert(ProficiencyLevel, rows, key=["level"])


def demographics(files: Files) -> list[Tally]:
    """Adds what is missing: what staff changed or retired stays so, and a consent text never gets other words."""
    columns = ["code", "position", "name_en", "name_ar", "help_text_en", "help_text_ar", "basis"]
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


def organizations(files: Files) -> Tally:
    """Whether an affiliate's community is emerging or established is left unknown: no source says it of affiliates."""
    region = keys_of(Region, "scheme", "code")
    other_names = names_known(files)
    rows = [affiliate(row, region, other_names) for row in files["affiliates"]]
    rows += [own_organization(row, other_names) for row in files["organizations"]]
    loaded = Stakeholder.objects.organizations().exclude(source=None)
    keep_edited(rows, other_names)
    return upsert(Stakeholder, rows, key=["slug"], among=loaded)


def affiliate(row: Row, region: dict[Any, int], other_names: dict[str, set[str]]) -> dict[str, Any]:
    elsewhere = {
        "capx_acronym": row["acronym"],
        "scope": row["scope"],
        "successor": row["successor_id"],
        "founded": row["recognition_date"] if row["recognition_kind"] == "founded" else "",
        "recognition_basis": row["recognition_kind"],
        "recognition_source": row["recognition_source_id"],
    }
    return {
        "slug": row["id"],
        "kind": StakeholderKind.AFFILIATE.value,
        "name": row["name"],
        "affiliate_type": row["type"],
        "status": row["status"],
        "territory_id": row["home_country"] or None,
        "region_id": region.get((RegionScheme.WIKIMEDIA, row["wikimedia_region"])),
        "recognized_on": "" if row["recognition_kind"] == "founded" else row["recognition_date"],
        "ended_on": row["end_date"],
        "website": row["website"],
        "meta_url": row["meta_url"],
        "external_ids": {name: value for name, value in elsewhere.items() if value},
        "source_id": row["source_id"],
        "search_text": search_text(row, other_names),
    }


def own_organization(row: Row, other_names: dict[str, set[str]]) -> dict[str, Any]:
    return {
        "slug": row["id"],
        "kind": row["kind"],
        "name": row["name"],
        "affiliate_type": "",
        "status": StakeholderStatus.LISTED.value,
        "territory_id": None,
        "region_id": None,
        "recognized_on": "",
        "ended_on": "",
        "website": row["website"],
        "meta_url": "",
        "external_ids": {},
        "source_id": row["source_id"],
        "search_text": search_text(row, other_names),
    }


def search_text(row: Row, other_names: dict[str, set[str]]) -> str:
    return directory.names_together(row["name"], other_names.get(row["id"], ()))


def keep_edited(rows: list[dict[str, Any]], other_names: dict[str, set[str]]) -> None:
    """What an organization has written of itself is not taken back."""
    edited = ActionLog.objects.filter(verb="capacity.organizations.edit").values("object_id")
    own = Stakeholder.objects.filter(pk__in=edited).in_bulk(field_name="slug")
    for row in rows:
        if kept := own.get(row["slug"]):
            row |= {"name": kept.name, "website": kept.website}
            row["search_text"] = directory.names_together(kept.name, other_names.get(row["slug"], ()))


def places_and_languages(files: Files) -> list[Tally]:
    """What was added by hand stays."""
    known = keys_of(Stakeholder, "slug")
    places = [
        {"stakeholder_id": known[row["affiliate_id"]], "territory_id": row["alpha2"]}
        for row in files["affiliate_countries"]
    ]
    spoken = [
        {"stakeholder_id": known[row["affiliate_id"]], "language_id": row["lang"]}
        for row in files["affiliate_languages"]
    ]
    return [
        upsert(link, rows, key=key, among=link._default_manager.exclude(stakeholder__source=None))
        for link, rows, key in [
            (Stakeholder.territories.through, places, ["stakeholder_id", "territory_id"]),
            (Stakeholder.languages.through, spoken, ["stakeholder_id", "language_id"]),
        ]
    ]


def names(files: Files) -> Tally:
    known = keys_of(Stakeholder, "slug")
    rows = [
        {
            "stakeholder_id": known[slug],
            "language_id": name["language"],
            "kind": name["kind"],
            "name": name["name"],
        }
        for slug, given in names_given(files).items()
        for name in given
    ]
    key = ["stakeholder_id", "language_id", "kind", "name"]
    return upsert(
        StakeholderName,
        rows,
        key=key,
        among=StakeholderName.objects.filter(stakeholder_id__in=known.values()),
    )


def names_known(files: Files) -> dict[str, set[str]]:
    """Those of the files, and those added by hand."""
    found = {slug: {name["name"] for name in given} for slug, given in names_given(files).items()}
    for slug, name in StakeholderName.objects.values_list("stakeholder__slug", "name"):
        found.setdefault(slug, set()).add(name)
    return found


def names_given(files: Files) -> dict[str, list[Row]]:
    """Other names by organization; what a fact says after a semicolon is a remark about the name."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in files["affiliate_facts"]:
        if row["fact"] == "also_known_as":
            name = row["value"].split(";")[0].strip()
            found[row["affiliate_id"]].append({"language": None, "kind": NameKind.OTHER.value, "name": name})
    for row in files["organizations"]:
        found[row["id"]].append({"language": "ar", "kind": NameKind.OFFICIAL.value, "name": row["name_ar"]})
    return found
