"""The shape of the reference files that `capacity` loads (their README is config/reference/README.md)."""

from capacity.models import AffiliateType, CategoryRelation, RegionScheme, StakeholderKind, StakeholderStatus
from capacity.states import ConsentPurpose
from common.csvfiles import (
    LINE,
    Column,
    Folder,
    Row,
    Sheet,
    address,
    decimal,
    flag,
    one_of,
    partial_date,
    text_up_to,
    whole,
)

EDITORIAL_SOURCE = "portal-editorial"
SOURCES = ("sources.csv", "editorial/sources.csv")
LANGUAGES = ("languages.csv",)
TERRITORIES = ("territories.csv",)
CAPACITIES = ("capacities.csv",)
AFFILIATES = ("affiliates.csv",)

SOURCE_COLUMNS = (
    Column(name="id", read=text_up_to(80)),
    Column(name="title", required=True, read=text_up_to(300)),
    Column(name="url", read=address),
    Column(name="publisher", read=text_up_to(200)),
    Column(name="kind", read=text_up_to(80)),
    Column(name="as_of", read=text_up_to(40)),
    Column(name="licence", read=text_up_to(300)),
)


def region_scheme(text: str) -> str:
    """The files call the first scheme by a longer name."""
    code = RegionScheme.WIKIMEDIA.value if text == "wikimedia_region" else text
    return one_of(*RegionScheme.values)(code)


def topic(text: str) -> int | None:
    return whole(one_of(*"1234567")(text))


def level(text: str) -> int | None:
    return whole(one_of(*"012345")(text))


SOURCE = Column(name="source_id", required=True, refers=SOURCES)

SHEETS = {
    "sources": Sheet(file="sources.csv", key=("id",), columns=SOURCE_COLUMNS),
    "own_sources": Sheet(file="editorial/sources.csv", key=("id",), columns=SOURCE_COLUMNS),
    "languages": Sheet(
        file="languages.csv",
        key=("code",),
        columns=(
            Column(name="code", read=text_up_to(20)),
            Column(name="name_en", required=True, read=text_up_to(120)),
            Column(name="autonym", read=text_up_to(120)),
            Column(name="script", read=text_up_to(4)),
            Column(name="direction", required=True, read=one_of("ltr", "rtl")),
            Column(name="iso639_3", read=text_up_to(3)),
            Column(name="redirect_to", refers=LANGUAGES),
            Column(name="mediawiki", read=flag),
            Column(name="open_content_wikis", read=whole),
        ),
    ),
    "regions": Sheet(
        file="regions.csv",
        key=("scheme", "code"),
        columns=(
            Column(name="scheme", read=region_scheme),
            Column(name="code", required=True, read=text_up_to(12)),
            Column(name="name_en", required=True, read=text_up_to(120)),
            Column(name="parent_code"),
            SOURCE,
        ),
    ),
    "regions_ar": Sheet(
        file="editorial/regions_ar.csv",
        key=("scheme", "code"),
        columns=(
            Column(name="scheme", read=region_scheme),
            Column(name="code"),
            Column(name="name", required=True, read=text_up_to(120)),
        ),
    ),
    "territories": Sheet(
        file="territories.csv",
        key=("alpha2",),
        columns=(
            Column(name="alpha2", read=text_up_to(2)),
            Column(name="alpha3", read=text_up_to(3)),
            Column(name="m49", read=text_up_to(3)),
            Column(name="name_en", required=True, read=text_up_to(120)),
            Column(name="wikimedia_region"),
            Column(name="m49_subregion_code"),
            Column(name="wikidata_qid", read=text_up_to(12)),
            Column(name="emerging_classification", read=one_of("Developed", "Emerging", "Least Developed")),
            Column(name="ldc", read=flag),
            Column(name="lldc", read=flag),
            Column(name="sids", read=flag),
            Column(name="wmf_protected", read=flag),
            Column(name="population", read=whole),
            Column(name="internet_users_pct", read=decimal(places=2)),
            Column(name="internet_users_year", read=whole),
            Column(name="wb_income_group_fy22", read=text_up_to(40)),
        ),
    ),
    "territory_languages": Sheet(
        file="territory_languages.csv",
        key=("alpha2", "cldr_code"),
        columns=(
            Column(name="alpha2", refers=TERRITORIES),
            Column(name="lang", required=True, refers=LANGUAGES),
            Column(name="cldr_code", required=True, read=text_up_to(20)),
            Column(name="population_pct", read=decimal(places=3)),
            Column(name="official_status", read=text_up_to(30)),
        ),
    ),
    "categories": Sheet(
        file="topic5_categories.csv",
        key=("code",),
        columns=(
            Column(name="code", read=text_up_to(60)),
            Column(name="name_en", required=True, read=text_up_to(120)),
            Column(name="position", required=True, read=whole),
            SOURCE,
        ),
    ),
    "categories_ours": Sheet(
        file="editorial/categories.csv",
        key=("code",),
        columns=(
            Column(name="code", refers=("topic5_categories.csv",)),
            Column(name="name_ar", required=True, read=text_up_to(120)),
            Column(name="description_en", required=True),
            Column(name="description_ar", required=True),
        ),
    ),
    "capacities": Sheet(
        file="capacities.csv",
        key=("code",),
        columns=(
            Column(name="code", read=text_up_to(40)),
            Column(name="parent_code", refers=CAPACITIES),
            Column(name="level", required=True, read=whole),
            Column(name="name_en", read=text_up_to(160)),
            Column(name="wikidata_qid", read=text_up_to(12)),
            Column(name="metabase_qid", read=text_up_to(12)),
            SOURCE,
        ),
    ),
    "labels": Sheet(
        file="capacity_labels.csv",
        key=("capacity_code", "lang"),
        columns=(
            Column(name="capacity_code", refers=CAPACITIES),
            Column(name="lang", required=True, refers=LANGUAGES),
            Column(name="name", required=True, read=text_up_to(160)),
            SOURCE,
        ),
    ),
    "names_ar": Sheet(
        file="editorial/capacity_names_ar.csv",
        key=("capacity_code",),
        columns=(
            Column(name="capacity_code", refers=CAPACITIES),
            Column(name="name", required=True, read=text_up_to(160)),
        ),
    ),
    "descriptions": Sheet(
        file="editorial/capacity_descriptions.csv",
        key=("capacity_code",),
        columns=(
            Column(name="capacity_code", refers=CAPACITIES),
            Column(name="description_en", required=True),
            Column(name="description_ar", required=True),
        ),
    ),
    "category_links": Sheet(
        file="capacity_topic5.csv",
        key=("capacity_code", "topic5_category"),
        columns=(
            Column(name="capacity_code", refers=CAPACITIES),
            Column(name="topic5_category", refers=("topic5_categories.csv",)),
            Column(name="relation", required=True, read=one_of(*CategoryRelation.values, "none")),
        ),
    ),
    "glossary": Sheet(
        file="glossary.csv",
        key=("id",),
        columns=(
            Column(name="id", read=text_up_to(80)),
            Column(name="term", required=True, read=text_up_to(120)),
            Column(name="definition", required=True),
            Column(name="seed_topic", read=topic),
            Column(name="capacity_code", refers=CAPACITIES),
            SOURCE,
        ),
    ),
    "glossary_ours": Sheet(
        file="editorial/glossary.csv",
        key=("id",),
        columns=(
            Column(name="id", read=text_up_to(80)),
            Column(name="term", required=True, read=text_up_to(120)),
            Column(name="definition", required=True),
            Column(name="term_ar", required=True, read=text_up_to(120)),
            Column(name="definition_ar", required=True),
            Column(name="seed_topic", read=topic),
        ),
    ),
    "glossary_ar": Sheet(
        file="editorial/glossary_ar.csv",
        key=("id",),
        columns=(
            Column(name="id", refers=("glossary.csv",)),
            Column(name="term", required=True, read=text_up_to(120)),
            Column(name="definition", required=True),
        ),
    ),
    "dimensions": Sheet(
        file="editorial/demographic_dimensions.csv",
        key=("code",),
        columns=(
            Column(name="code", read=text_up_to(40)),
            Column(name="position", required=True, read=whole),
            Column(name="name_en", required=True, read=text_up_to(120)),
            Column(name="name_ar", required=True, read=text_up_to(120)),
            Column(name="help_text_en", required=True),
            Column(name="help_text_ar", required=True),
            Column(name="basis_en", required=True, read=text_up_to(300)),
            Column(name="basis_ar", required=True, read=text_up_to(300)),
        ),
    ),
    "dimension_options": Sheet(
        file="editorial/demographic_options.csv",
        key=("dimension", "code"),
        columns=(
            Column(name="dimension", refers=("editorial/demographic_dimensions.csv",)),
            Column(name="code", read=text_up_to(40)),
            Column(name="position", required=True, read=whole),
            Column(name="label_en", required=True, read=text_up_to(120)),
            Column(name="label_ar", required=True, read=text_up_to(120)),
        ),
    ),
    "consent_texts": Sheet(
        file="editorial/consent_texts.csv",
        key=("purpose", "version"),
        columns=(
            Column(name="purpose", read=one_of(*ConsentPurpose.values)),
            Column(name="version", read=whole),
            Column(name="text_en", required=True),
            Column(name="text_ar", required=True),
        ),
    ),
    "levels": Sheet(
        file="editorial/proficiency_levels.csv",
        key=("level",),
        columns=(
            Column(name="level", read=level),
            Column(name="name_en", required=True, read=text_up_to(60)),
            Column(name="name_ar", required=True, read=text_up_to(60)),
            Column(name="description_en", required=True),
            Column(name="description_ar", required=True),
        ),
    ),
    "affiliates": Sheet(
        file="affiliates.csv",
        key=("id",),
        columns=(
            Column(name="id", read=text_up_to(120)),
            Column(name="name", required=True, read=text_up_to(200)),
            Column(name="acronym"),
            Column(name="type", required=True, read=one_of(*AffiliateType.values)),
            Column(name="status", required=True, read=one_of(*StakeholderStatus.values)),
            Column(name="scope"),
            Column(name="home_country", refers=TERRITORIES),
            Column(name="wikimedia_region"),
            Column(name="recognition_date", read=partial_date),
            Column(name="recognition_kind"),
            Column(name="recognition_source_id", refers=SOURCES),
            Column(name="end_date", read=partial_date),
            Column(name="successor_id", refers=AFFILIATES),
            Column(name="website", read=address),
            Column(name="meta_url", read=address),
            SOURCE,
        ),
    ),
    "affiliate_countries": Sheet(
        file="affiliate_countries.csv",
        key=("affiliate_id", "alpha2"),
        columns=(
            Column(name="affiliate_id", refers=AFFILIATES),
            Column(name="alpha2", required=True, refers=TERRITORIES),
        ),
    ),
    "affiliate_languages": Sheet(
        file="affiliate_languages.csv",
        key=("affiliate_id", "lang"),
        columns=(
            Column(name="affiliate_id", refers=AFFILIATES),
            Column(name="lang", required=True, refers=LANGUAGES),
        ),
    ),
    "affiliate_facts": Sheet(
        file="affiliate_facts.csv",
        key=("affiliate_id", "fact", "as_of"),
        columns=(
            Column(name="affiliate_id", refers=AFFILIATES),
            Column(name="fact", required=True),
            Column(name="value", required=True),
            Column(name="as_of"),
        ),
    ),
    "organizations": Sheet(
        file="editorial/organizations.csv",
        key=("id",),
        columns=(
            Column(name="id", read=text_up_to(120)),
            Column(name="name", required=True, read=text_up_to(200)),
            Column(name="name_ar", required=True, read=text_up_to(200)),
            Column(
                name="kind",
                required=True,
                read=one_of(*set(StakeholderKind.values) - {"person", "affiliate"}),
            ),
            Column(name="website", read=address),
            SOURCE,
        ),
    ),
}


def read(folder: Folder) -> dict[str, list[Row]]:
    """All of them, by the names above; what is wrong is noted in the folder."""
    rows = {name: folder.read(sheet) for name, sheet in SHEETS.items()}
    check_regions(folder, rows)
    check_tree(folder, rows)
    check_categories(folder, rows)
    return rows


def check_regions(folder: Folder, rows: dict[str, list[Row]]) -> None:
    known = {row["code"] for row in rows["regions"] if row["scheme"] == RegionScheme.WIKIMEDIA}
    for sheet in ("territories", "affiliates"):
        for row in rows[sheet]:
            if row["wikimedia_region"] and row["wikimedia_region"] not in known:
                file = SHEETS[sheet].file
                folder.refuse(
                    file, f"{row['wikimedia_region']!r} is not in regions.csv.", row[LINE], "wikimedia_region"
                )


def check_tree(folder: Folder, rows: dict[str, list[Row]]) -> None:
    """A parent is one level above, which also rules out circles."""
    levels = {row["code"]: row["level"] for row in rows["capacities"]}
    for row in rows["capacities"]:
        above = levels.get(row["parent_code"], 0)
        if row["level"] is not None and above is not None and row["level"] != above + 1:
            folder.refuse("capacities.csv", "The level must be one below the parent's.", row[LINE], "level")


def check_categories(folder: Folder, rows: dict[str, list[Row]]) -> None:
    primary: dict[str, int] = {}
    for row in rows["category_links"]:
        if row["relation"] == CategoryRelation.PRIMARY:
            if row["capacity_code"] in primary:
                first = primary[row["capacity_code"]]
                folder.refuse(
                    "capacity_topic5.csv",
                    f"Line {first} names a primary category already.",
                    row[LINE],
                    "relation",
                )
            primary[row["capacity_code"]] = row[LINE]
