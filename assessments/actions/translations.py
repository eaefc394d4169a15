"""Translations of a version: written, and reviewed text by text by a second person; also after publication."""

from collections.abc import Collection, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.logic.document_checks import LONGEST_TEXT
from assessments.logic.documents import Place, plain, written_place
from assessments.logic.staleness import STALE
from assessments.models import (
    Dimension,
    InstrumentVersion,
    Item,
    ScaleAnchor,
    TextReview,
    TranslationState,
    VersionTranslation,
)
from assessments.queries.documents import columns, source_hash
from assessments.queries.translations import Known, known_texts
from assessments.states import VersionState
from capacity.models import User
from common.log import record

REVIEWED = TranslationState.REVIEWED


@transaction.atomic
def translate(
    version: InstrumentVersion,
    language: str,
    texts: Mapping[Place, str],
    *,
    state: str,
    by: User,
    confirmed: Collection[Place] = (),
) -> VersionTranslation:
    """Texts whose words or state differ become `state`, and so do those out of date that are `confirmed` as they are.
    Refuses (ValidationError) other words for a text that is
    reviewed in a version that is no draft, and a version whose time is over."""
    translation = _locked(version, language, by=by)
    known = known_texts(version, translation)
    said = {place: _clean(text) for place, text in texts.items()}
    changed = {
        place: text
        for place, text in said.items()
        if (place in confirmed and known[place].state == STALE)
        or _differs(known[place], text, language, state)
    }
    closed = [place for place in changed if known[place].state == REVIEWED]
    if closed and version.state != VersionState.DRAFT:
        raise ValidationError(_("This text is reviewed: other words need a new minor version."))
    _write_words(version, language, changed)
    rows = [
        TextReview(
            translation=translation,
            place=written_place(place),
            state=state,
            source_hash=source_hash(known[place].texts),
            translated_by=by,
        )
        for place in changed
    ]
    TextReview.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["translation", "place"],
        update_fields=["state", "source_hash", "translated_by", "reviewed_by"],
    )
    left = {each.state for place, each in known.items() if place not in changed and each.state}
    if translation.state != REVIEWED and left <= {state}:
        translation.state = state
        translation.save(update_fields=["state", "updated_at"])
    record("assessments.translations.written", version, by=by, after={"language": language, "state": state})
    return translation


@transaction.atomic
def review(
    version: InstrumentVersion, language: str, *, by: User, places: Collection[Place] | None = None
) -> VersionTranslation:
    """Those texts, or all that are translated; from publication on their words stay. Once each text is reviewed, the
    language is. Refuses (ValidationError) who translated a text, and one that is out of date."""
    translation = _locked(version, language, by=by)
    known = known_texts(version, translation)
    wanted = [place for place in (known if places is None else places) if known[place].texts.get(language)]
    left = [place for place in wanted if known[place].state != REVIEWED]
    if not left:
        raise ValidationError(_("There is nothing to review."))
    if any(known[place].translator == by.pk for place in left):
        raise ValidationError(_("Who translated does not review it: a second person does."))
    if any(known[place].state == STALE for place in left):
        raise ValidationError(_("The English has changed since: translate it anew first."))
    _close(translation, {place: known[place] for place in left}, by=by)
    open_ones = [each for place, each in known.items() if each.state != REVIEWED and place not in left]
    if not open_ones and translation.state != REVIEWED:
        translation.state, translation.reviewed_by = REVIEWED, by
        translation.save(update_fields=["state", "reviewed_by", "updated_at"])
    record(
        "assessments.translations.reviewed", version, by=by, after={"language": language, "texts": len(left)}
    )
    return translation


def _close(translation: VersionTranslation, texts: Mapping[Place, Known], *, by: User) -> None:
    TextReview.objects.bulk_create(
        [
            TextReview(
                translation=translation,
                place=written_place(place),
                state=REVIEWED,
                source_hash=source_hash(each.texts),
                translated_by_id=each.translator,
                reviewed_by=by,
            )
            for place, each in texts.items()
        ],
        update_conflicts=True,
        unique_fields=["translation", "place"],
        update_fields=["state", "source_hash", "reviewed_by"],
    )


def _differs(known: Known, text: str, language: str, state: str) -> bool:
    """A text out of date that is sent as it was stays out of date: it may not have been looked at."""
    if text != known.texts.get(language, ""):
        return True
    return bool(text) and known.state not in {REVIEWED, STALE, state}


def _clean(text: str) -> str:
    return text[:LONGEST_TEXT].replace("\r\n", "\n")


def _write_words(version: InstrumentVersion, language: str, texts: Mapping[Place, str]) -> None:
    rows = _rows(version)
    for place, text in texts.items():
        row, field = rows[place[:-1]], place[-1]
        type(row)._base_manager.filter(pk=row.pk).update(**columns(field, {language: text}))


def _locked(version: InstrumentVersion, language: str, *, by: User) -> VersionTranslation:
    InstrumentVersion.objects.select_for_update(of=["self"]).get(pk=version.pk)
    if version.state == VersionState.RETIRED:
        raise ValidationError(_("This version is retired: it is translated no more."))
    translation, _made = VersionTranslation.objects.select_for_update(of=["self"]).get_or_create(
        version=version, language=language, defaults={"is_demo": version.is_demo, "translated_by": by}
    )
    return translation


def _rows(version: InstrumentVersion) -> dict[Place, Dimension | Item | ScaleAnchor]:
    anchors = ScaleAnchor.objects.filter(scale__version=version).select_related("scale")
    return {
        **{("dimension", row.code): row for row in version.dimensions.all()},
        **{("item", row.code): row for row in version.items.all()},
        **{("scale", row.scale.code, "anchor", plain(row.value)): row for row in anchors},
    }
