"""Loading affiliates and other organizations, with their places, languages and names."""

from collections import defaultdict
from typing import Any

from capacity.actions import directory
from capacity.models import (
    NameKind,
    Region,
    RegionScheme,
    Stakeholder,
    StakeholderKind,
    StakeholderName,
    StakeholderStatus,
)
from common.csvfiles import Files, Row
from common.models import ActionLog
from common.upserts import Tally, keys_of, upsert


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
