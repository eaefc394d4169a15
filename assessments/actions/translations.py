"""Translations of a version: written, said to be ready, reviewed by a second person; also after publication."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.logic.document_checks import LONGEST_TEXT
from assessments.logic.documents import Place, plain
from assessments.models import (
    Dimension,
    InstrumentVersion,
    Item,
    ScaleAnchor,
    TranslationState,
    VersionTranslation,
)
from assessments.queries.documents import columns
from assessments.states import VersionState
from capacity.models import User
from common.log import record


@transaction.atomic
def translate(
    version: InstrumentVersion, language: str, texts: Mapping[Place, str], *, state: str, by: User
) -> VersionTranslation:
    """Refuses (ValidationError) a language that is reviewed, and a version whose time is over."""
    translation = _locked(version, language, by=by)
    if translation.state == TranslationState.REVIEWED:
        raise ValidationError(_("This translation is reviewed: other words need a new minor version."))
    rows = _rows(version)
    for place, text in texts.items():
        row, field = rows[place[:-1]], place[-1]
        changed = columns(field, {language: text[:LONGEST_TEXT].replace("\r\n", "\n")})
        type(row)._base_manager.filter(pk=row.pk).update(**changed)
    translation.state, translation.translated_by = state, by
    translation.save(update_fields=["state", "translated_by", "updated_at"])
    record("assessments.translations.written", version, by=by, after={"language": language, "state": state})
    return translation


@transaction.atomic
def review(version: InstrumentVersion, language: str, *, by: User) -> VersionTranslation:
    """From then on its words stay. Refuses (ValidationError) who translated it."""
    translation = _locked(version, language, by=by)
    if translation.translated_by_id == by.pk:
        raise ValidationError(_("Who translated does not review it: a second person does."))
    translation.state, translation.reviewed_by = TranslationState.REVIEWED, by
    translation.save(update_fields=["state", "reviewed_by", "updated_at"])
    record("assessments.translations.reviewed", version, by=by, after={"language": language})
    return translation


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
