"""Loading the instruments of the movement as far as their sources show them.

None of them is whole enough to be answered, so each version stays a draft; what is asked in programs is the compact
check (`assessments.actions.instruments`).
"""

from typing import Any

from assessments.formats.reference import DimensionText, InstrumentFiles, ItemText, Questionnaire
from assessments.logic.content import content_hash
from assessments.models import Dimension, Instrument, InstrumentVersion, Item, Scale, ScaleAnchor
from assessments.states import VersionState
from common.upserts import Tally, keys_of, upsert

Arabic = dict[str, str]
DESCRIBED = {
    "id",
    "name",
    "publisher",
    "version",
    "licence",
    "source_ids",
    "completeness",
    "principles",
    "dimensions",
}


def load(files: InstrumentFiles) -> list[Tally]:
    """Writes what differs from the files. A draft whose content differs is made anew; any other version stays."""
    return [instruments(files), sources(files), versions(files)]


def instruments(files: InstrumentFiles) -> Tally:
    ours = {row["id"]: row for row in files.rows["instruments"]}
    rows = [
        {
            "code": entry["id"],
            "title_en": entry["name"],
            "title_ar": ours[entry["id"]]["title_ar"],
            "introduction_en": ours[entry["id"]]["introduction_en"],
            "introduction_ar": ours[entry["id"]]["introduction_ar"],
            "family": ours[entry["id"]]["family"],
            "unit": ours[entry["id"]]["unit"],
            "publisher": entry["publisher"],
            "edition": entry["version"],
            "license": entry["licence"],
            "completeness": entry["completeness"],
            "principles": entry.get("principles", []),
            "facts": {name: value for name, value in entry.items() if name not in DESCRIBED},
        }
        for entry in files.described
    ]
    return upsert(Instrument, rows, key=["code"], among=Instrument.objects.exclude(sources=None))


def sources(files: InstrumentFiles) -> Tally:
    known = keys_of(Instrument, "code")
    rows = [
        {"instrument_id": known[entry["id"]], "source_id": source}
        for entry in files.described
        for source in entry["source_ids"]
    ]
    return upsert(Instrument.sources.through, rows, key=["instrument_id", "source_id"])


def versions(files: InstrumentFiles) -> Tally:
    known = keys_of(Instrument, "code")
    first = {
        version.instrument_id: version
        for version in InstrumentVersion.objects.filter(instrument__in=known.values(), major=1, minor=0)
    }
    added = changed = unchanged = 0
    for code, asked in files.questionnaires.items():
        if not asked.texts():
            continue
        arabic = {row["text_en"]: row["text_ar"] for row in files.rows["texts"] if row["instrument"] == code}
        version = first.get(known[code])
        hashed = content_hash([asked.content(), arabic])
        if version is None:
            added += 1
            write(InstrumentVersion(instrument_id=known[code]), asked, arabic, hashed)
        elif version.state == VersionState.DRAFT and version.content_hash != hashed:
            changed += 1
            version.dimensions.all().delete()
            version.scales.all().delete()
            write(version, asked, arabic, hashed)
        else:
            unchanged += 1
    return Tally(table=InstrumentVersion._meta.label, added=added, changed=changed, unchanged=unchanged)


def write(version: InstrumentVersion, asked: Questionnaire, arabic: Arabic, hashed: str) -> None:
    version.content_hash = hashed
    version.save()
    scales = {
        scale.code: Scale.objects.create(
            version=version,
            code=scale.code,
            kind=scale.kind,
            minimum=scale.first,
            maximum=scale.first + len(scale.anchors) - 1,
        )
        for scale in asked.scales
    }
    ScaleAnchor.objects.bulk_create(
        ScaleAnchor(
            scale=scales[scale.code],
            value=scale.first + place,
            **texts("label", anchor.label, arabic),
            **texts("descriptor", anchor.descriptor, arabic),
        )
        for scale in asked.scales
        for place, anchor in enumerate(scale.anchors)
    )
    dimensions = Dimension.objects.bulk_create(
        Dimension(version=version, code=part.code, position=place, **texts("name", part.name, arabic))
        for place, part in enumerate(asked.dimensions, start=1)
    )
    pairs: list[tuple[Dimension, DimensionText]] = list(zip(dimensions, asked.dimensions, strict=True))
    lines = [(dimension, item) for dimension, part in pairs for item in part.items]
    Item.objects.bulk_create(
        new_item(version, dimension, item, scales, arabic, place)
        for place, (dimension, item) in enumerate(lines, start=1)
    )


def new_item(
    version: InstrumentVersion,
    dimension: Dimension,
    item: ItemText,
    scales: dict[str, Scale],
    arabic: Arabic,
    place: int,
) -> Item:
    return Item(
        version=version,
        dimension=dimension,
        code=item.code,
        kind=item.kind,
        scale=scales.get(item.scale),
        position=place,
        **texts("stem", item.stem, arabic),
    )


def texts(field: str, english: str, arabic: Arabic) -> dict[str, Any]:
    return {f"{field}_en": english, f"{field}_ar": arabic.get(english)}
