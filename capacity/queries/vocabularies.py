"""The taxonomy and the glossary as other systems take them: every language, every id."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from modeltranslation.utils import build_localized_fieldname

from capacity.models import Capacity, CapacityLabel, GlossaryTerm


@dataclass(frozen=True, kw_only=True)
class Concept:
    """Other concepts are named by their codes. `replaced_by` is what a merged one was merged into."""

    code: str
    address: str
    names: dict[str, str]
    descriptions: dict[str, str]
    broader: str = ""
    narrower: list[str] = field(default_factory=list)
    replaced_by: str = ""
    scope: str = ""
    categories: list[str] = field(default_factory=list)
    wikidata: str = ""
    metabase: str = ""
    source: str = ""
    modified: datetime


@dataclass(frozen=True, kw_only=True)
class Term:
    slug: str
    address: str
    names: dict[str, str]
    definitions: dict[str, str]
    capacity: str = ""
    source: str = ""
    modified: datetime


def concepts() -> list[Concept]:
    """Those that are shown, and those that were merged: who knows the old code learns the new one."""
    labels = Prefetch("labels", queryset=CapacityLabel.objects.order_by("language"))
    rows = Capacity.objects.select_related("parent", "merged_into").prefetch_related(labels, "categories")
    found = [row for row in rows.order_by("path") if not row.is_hidden or row.merged_into]
    parts: dict[int, list[str]] = {}
    for row in found:
        if row.parent_id and not row.merged_into:
            parts.setdefault(row.parent_id, []).append(row.code)
    return [concept(row, parts.get(row.pk, [])) for row in found]


def concept(row: Capacity, parts: list[str]) -> Concept:
    given = {label.language_id: label.name for label in row.labels.all()}
    merged = row.merged_into
    return Concept(
        code=row.code,
        address=settings.SITE_ADDRESS + row.get_absolute_url(),
        names=dict(sorted({**texts(row, "name"), **given}.items())),
        descriptions=texts(row, "description"),
        broader=row.parent.code if row.parent and not merged else "",
        narrower=parts,
        replaced_by=merged.code if merged else "",
        scope=row.scope,
        categories=sorted(category.code for category in row.categories.all()),
        wikidata=row.wikidata_qid,
        metabase=row.metabase_qid,
        source=row.source_id or "",
        modified=row.updated_at,
    )


def terms() -> list[Term]:
    return [
        Term(
            slug=row.slug,
            address=settings.SITE_ADDRESS + row.get_absolute_url(),
            names=texts(row, "term"),
            definitions=texts(row, "definition"),
            capacity=row.capacity.code if row.capacity and not row.capacity.is_hidden else "",
            source=row.source_id or "",
            modified=row.updated_at,
        )
        for row in GlossaryTerm.objects.select_related("capacity").order_by("slug")
    ]


def texts(row: Any, column: str) -> dict[str, str]:
    """By language, the empty ones left out."""
    found = {
        code: getattr(row, build_localized_fieldname(column, code))
        for code in settings.MODELTRANSLATION_LANGUAGES
    }
    return {code: text for code, text in sorted(found.items()) if text}
