"""Loading languages, regions and territories."""

from capacity.models import Language, Region, RegionScheme, Territory, TerritoryLanguage
from common.csvfiles import Files
from common.upserts import Tally, keys_of, together, upsert


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
