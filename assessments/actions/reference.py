"""Loading the instruments of the movement as far as their sources show them, and the portal's own.

None of the former is whole enough to be answered, so each version stays a draft. The portal's own are published; what
is asked in programs is the compact check (`assessments.actions.instruments`).
"""

from decimal import Decimal

from assessments.actions import drafts
from assessments.actions import versions as versions_moves
from assessments.formats.reference import InstrumentFiles, Questionnaire
from assessments.logic import documents
from assessments.logic.content import content_hash
from assessments.logic.documents import Document, Texts
from assessments.models import Instrument, InstrumentVersion, TranslationState
from assessments.queries.documents import about
from assessments.states import VersionState
from common.upserts import Tally, keys_of, together, upsert

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
    own = own_instruments(files)
    return [instruments(files), sources(files), together([versions(files), own], gone=0)]


def own_instruments(files: InstrumentFiles) -> Tally:
    """Publishes those versions that are not here yet. Another wording is another version, in the file too."""
    added = unchanged = 0
    for document in files.own:
        known = InstrumentVersion.objects.filter(instrument__code=document.instrument.code)
        number = {"major": document.version.major, "minor": document.version.minor}
        if known.filter(**number).exists():
            unchanged += 1
            continue
        added += 1
        latest = known.exclude(state__in=drafts.UNFINISHED).order_by("-major", "-minor").first()
        if latest is None:
            version = drafts.begin(document, by=None)
        else:
            same = document.version.major == latest.major
            version = drafts.begin_next(
                latest, step=drafts.MINOR if same else drafts.MAJOR, by=None, document=document
            )
        versions_moves.publish(versions_moves.submit_for_review(version, by=None), by=None)
    return Tally(table=InstrumentVersion._meta.label, added=added, unchanged=unchanged)


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
    own = [document.instrument.code for document in files.own]
    among = Instrument.objects.exclude(sources=None).exclude(code__in=own)
    return upsert(Instrument, rows, key=["code"], among=among)


def sources(files: InstrumentFiles) -> Tally:
    known = keys_of(Instrument, "code")
    rows = [
        {"instrument_id": known[entry["id"]], "source_id": source}
        for entry in files.described
        for source in entry["source_ids"]
    ] + [
        {"instrument_id": known[row["instrument"]], "source_id": row["source"]}
        for row in files.rows["own_sources"]
        if row["instrument"] in known
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
    version.translations.all().delete()
    drafts.write(version, document_from(version.instrument, asked, arabic))


def document_from(instrument: Instrument, asked: Questionnaire, arabic: Arabic) -> Document:
    return Document(
        instrument=about(instrument),
        translations={"ar": TranslationState.REVIEWED},
        scales=[
            documents.Scale(
                code=scale.code,
                kind=scale.kind,
                minimum=Decimal(scale.first),
                maximum=Decimal(scale.first + len(scale.anchors) - 1),
                anchors=[
                    documents.Anchor(
                        value=Decimal(scale.first + place),
                        label=texts(anchor.label, arabic),
                        descriptor=texts(anchor.descriptor, arabic),
                    )
                    for place, anchor in enumerate(scale.anchors)
                ],
            )
            for scale in asked.scales
        ],
        dimensions=[
            documents.Dimension(
                code=part.code,
                name=texts(part.name, arabic),
                items=[
                    documents.Item(
                        code=item.code, kind=item.kind, scale=item.scale, stem=texts(item.stem, arabic)
                    )
                    for item in part.items
                ],
            )
            for part in asked.dimensions
        ],
    )


def texts(english: str, arabic: Arabic) -> Texts:
    return {"en": english, "ar": arabic.get(english) or ""} if english else {}
