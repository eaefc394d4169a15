"""The tree of capacities: nodes are made, named, moved, merged and hidden here, and each time it is written down."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Concat, Substr
from modeltranslation.utils import build_localized_fieldname

from capacity.actions import claims
from capacity.actions.references import follow_merge
from capacity.logic import taxonomy
from capacity.models import (
    Capacity,
    CapacityChange,
    CapacityLabel,
    CapacityScope,
    CapacitySuggestion,
    ChangeKind,
    Language,
    User,
)
from capacity.queries.texts import description_in, label_in
from common import formats
from common.jobs import enqueue
from common.log import record
from common.search import searchable

DEFAULT = settings.MODELTRANSLATION_DEFAULT_LANGUAGE
LANGUAGES = settings.MODELTRANSLATION_LANGUAGES


@transaction.atomic
def create(
    *,
    name: str,
    under: Capacity | None,
    by: User,
    language: str = DEFAULT,
    description: str = "",
    scope: str = CapacityScope.BOTH,
    reason: str = "",
    suggestion: CapacitySuggestion | None = None,
) -> Capacity:
    """Adds a node under a code of our own; without an English name it stays hidden. Refuses: a place below the third
    level; a whole that is hidden or merged.
    """
    tree = _hold_tree()
    whole = tree[under.pk] if under else None
    _check_place(whole, levels=1)
    code = taxonomy.next_code(node.code for node in tree.values())
    capacity = Capacity(
        code=code,
        parent=whole,
        path=taxonomy.path_under(whole.path if whole else "", code),
        depth=whole.depth + 1 if whole else 1,
        scope=scope,
        is_hidden=language != DEFAULT,
        **{build_localized_fieldname("name", DEFAULT): name if language == DEFAULT else ""},
        **{build_localized_fieldname("description", DEFAULT): description if language == DEFAULT else ""},
    )
    capacity.save()
    _write_label(capacity, language, name)
    if description and language != DEFAULT:
        _write_text(capacity, "description", language, description)
    _note(
        capacity,
        ChangeKind.CREATED,
        by=by,
        language=language,
        after=name,
        reason=reason,
        suggestion=suggestion,
    )
    return capacity


@transaction.atomic
def name(
    capacity: Capacity,
    *,
    language: str,
    text: str,
    by: User,
    reason: str = "",
    suggestion: CapacitySuggestion | None = None,
) -> Capacity:
    """Gives it a name in a language, or takes that away. Refuses: a shown one without an English name; a merged one."""
    told = {"by": by, "reason": reason, "suggestion": suggestion}
    return _name(_hold(capacity), language, text, **told)


@transaction.atomic
def describe(
    capacity: Capacity,
    *,
    language: str,
    text: str,
    by: User,
    reason: str = "",
    suggestion: CapacitySuggestion | None = None,
) -> Capacity:
    """Says what it is, in a language of the interface. Refuses: another language; a merged capacity."""
    told = {"by": by, "reason": reason, "suggestion": suggestion}
    return _describe(_hold(capacity), language, text, **told)


@transaction.atomic
def edit(
    capacity: Capacity, *, by: User, texts: dict[str, dict[str, str]], reason: str = "", **facts: Any
) -> int:
    """Changes what differs: `texts` are names and descriptions by language, `facts` are columns. Tells how many
    changes that made. Refuses what `name` and `describe` refuse.
    """
    capacity = _hold(capacity)
    changed = 0
    for language, text in texts.get("name", {}).items():
        if text != label_in(capacity, language):
            _name(capacity, language, text, by=by, reason=reason)
            changed += 1
    for language, text in texts.get("description", {}).items():
        if text != description_in(capacity, language):
            _describe(capacity, language, text, by=by, reason=reason)
            changed += 1
    different = {column: value for column, value in facts.items() if getattr(capacity, column) != value}
    for column, value in different.items():
        before = getattr(capacity, column)
        setattr(capacity, column, value)
        _note(capacity, ChangeKind.EDITED, by=by, before=str(before), after=str(value), reason=reason)
    if different:
        capacity.save(update_fields=[*different, "updated_at"])
    return changed + len(different)


@transaction.atomic
def note_edit(capacity: Capacity, *, by: User, created: bool, before: dict[str, Any]) -> None:
    """After a form was saved: keeps the labels like the names, and writes down what changed (`before`, by column)."""
    if created:
        _note(capacity, ChangeKind.CREATED, by=by, language=DEFAULT, after=capacity.name, log=False)
    for column, old in before.items():
        field, _under, language = column.partition("_")
        language = language.replace("_", "-")
        new = getattr(capacity, column, None)
        kind = {"name": ChangeKind.NAMED, "description": ChangeKind.DESCRIBED}.get(field, ChangeKind.EDITED)
        if kind == ChangeKind.NAMED:
            _write_label(capacity, language, new or "")
        if not created:
            told: dict[str, Any] = {"before": str(old or ""), "after": str(new or ""), "log": False}
            _note(capacity, kind, by=by, language="" if kind == ChangeKind.EDITED else language, **told)
    refresh_search_text(capacity)


@transaction.atomic
def move(
    capacity: Capacity,
    *,
    under: Capacity | None,
    by: User,
    reason: str = "",
    suggestion: CapacitySuggestion | None = None,
) -> Capacity:
    """Makes it, with all its parts, part of another one, or a root. Refuses: circles; a fourth level; a hidden whole
    for a capacity that is shown; a merged capacity.
    """
    tree = _hold_tree()
    capacity, whole = _unmerged(tree[capacity.pk]), tree[under.pk] if under else None
    if capacity.parent_id == (whole.pk if whole else None):
        raise taxonomy.NothingChangesError
    if whole and taxonomy.is_within(whole.path, capacity.path):
        raise taxonomy.CircleError
    _check_place(whole, levels=_levels_of(capacity, tree), is_hidden=capacity.is_hidden)
    before = tree[capacity.parent_id].code if capacity.parent_id else ""
    _place(capacity, whole)
    _note(
        capacity,
        ChangeKind.MOVED,
        by=by,
        before=before,
        after=whole.code if whole else "",
        reason=reason,
        suggestion=suggestion,
    )
    return capacity


@transaction.atomic
def merge(
    capacity: Capacity,
    *,
    into: Capacity,
    by: User,
    reason: str = "",
    suggestion: CapacitySuggestion | None = None,
) -> Capacity:
    """Everything that names it names the other from now on; it stays, hidden, as the way there. Its own names stay
    with it. Refuses: itself or its own part as the other; a merged or a hidden other; a fourth level for its parts.
    """
    tree = _hold_tree()
    capacity, other = _unmerged(tree[capacity.pk]), _unmerged(tree[into.pk])
    if taxonomy.is_within(other.path, capacity.path):
        raise taxonomy.IntoItselfError
    if other.is_hidden:
        raise taxonomy.WholeIsHiddenError
    parts = [node for node in tree.values() if node.parent_id == capacity.pk]
    for part in parts:
        _check_place(other, levels=_levels_of(part, tree))
    capacity.merged_into, capacity.is_hidden = other, True
    capacity.save(update_fields=["merged_into", "is_hidden", "updated_at"])
    for part in parts:
        part.refresh_from_db(fields=["path", "depth"])
        _place(part, other)
    claims.move_to_capacity(merged=capacity, into=other, by=by)
    moved = follow_merge(capacity, other)
    record("capacity.taxonomy.merge", capacity, by=by, after={"into": other.code, "moved": moved})
    _write_down(capacity, ChangeKind.MERGED, by=by, after=other.code, reason=reason, suggestion=suggestion)
    _note(
        other,
        ChangeKind.ABSORBED,
        by=by,
        before=capacity.code,
        reason=reason,
        suggestion=suggestion,
        log=False,
    )
    return other


@transaction.atomic
def hide(
    capacity: Capacity, *, by: User, reason: str = "", suggestion: CapacitySuggestion | None = None
) -> Capacity:
    """Takes it out of the tree that readers see; what names it keeps doing so. Refuses one with shown parts."""
    capacity = _hold(capacity)
    if capacity.is_hidden:
        raise taxonomy.NothingChangesError
    if capacity.children.filter(is_hidden=False).exists():
        raise taxonomy.HasPartsError
    capacity.is_hidden = True
    capacity.save(update_fields=["is_hidden", "updated_at"])
    _note(capacity, ChangeKind.HIDDEN, by=by, reason=reason, suggestion=suggestion)
    return capacity


@transaction.atomic
def show(capacity: Capacity, *, by: User, reason: str = "") -> Capacity:
    """Puts it back. Refuses: one without an English name; one whose whole is hidden; a merged one."""
    capacity = _hold(capacity)
    if not capacity.is_hidden:
        raise taxonomy.NothingChangesError
    if not label_in(capacity, DEFAULT):
        raise taxonomy.NamelessError
    if capacity.parent and capacity.parent.is_hidden:
        raise taxonomy.WholeIsHiddenError
    capacity.is_hidden = False
    capacity.save(update_fields=["is_hidden", "updated_at"])
    _note(capacity, ChangeKind.SHOWN, by=by, reason=reason)
    return capacity


def refresh_search_text(capacity: Capacity) -> None:
    text = search_text_of(capacity)
    Capacity.objects.filter(pk=capacity.pk).update(search_text=text)


def search_text_of(capacity: Capacity) -> str:
    """Its code, its names in every language, and those of what was merged into it."""
    texts = [text for each in [capacity, *capacity.merged.all()] for text in names_of(each)]
    return searchable(capacity.code, *dict.fromkeys(texts))


def names_of(capacity: Capacity) -> list[str]:
    columns = [build_localized_fieldname("name", code) for code in settings.MODELTRANSLATION_LANGUAGES]
    return [
        *(getattr(capacity, column) or "" for column in columns),
        *(label.name for label in capacity.labels.all()),
    ]


def _name(capacity: Capacity, language: str, text: str, **told: Any) -> Capacity:
    before = label_in(capacity, language)
    if before == text:
        raise taxonomy.NothingChangesError
    if language == DEFAULT and not text and not capacity.is_hidden:
        raise taxonomy.NamelessError
    _write_label(capacity, language, text)
    _note(capacity, ChangeKind.NAMED, language=language, before=before, after=text, **told)
    return capacity


def _describe(capacity: Capacity, language: str, text: str, **told: Any) -> Capacity:
    before = description_in(capacity, language)
    if before == text:
        raise taxonomy.NothingChangesError
    _write_text(capacity, "description", language, text)
    _note(capacity, ChangeKind.DESCRIBED, language=language, before=before, after=text, **told)
    return capacity


def _hold(capacity: Capacity) -> Capacity:
    return _unmerged(Capacity.objects.select_for_update(no_key=True).get(pk=capacity.pk))


def _hold_tree() -> dict[int, Capacity]:
    """All of it: who moves a branch decides about paths that another move could change meanwhile."""
    return {node.pk: node for node in Capacity.objects.select_for_update(no_key=True).order_by("pk")}


def _unmerged(capacity: Capacity) -> Capacity:
    if capacity.merged_into_id:
        raise taxonomy.MergedError
    return capacity


def _levels_of(capacity: Capacity, tree: dict[int, Capacity]) -> int:
    """How many levels it fills with all its parts; what was merged away does not count."""
    depths = [
        node.depth
        for node in tree.values()
        if taxonomy.is_within(node.path, capacity.path) and not node.merged_into_id
    ]
    return max(depths) - capacity.depth + 1


def _check_place(whole: Capacity | None, *, levels: int, is_hidden: bool = False) -> None:
    if whole is not None:
        _unmerged(whole)
        if whole.is_hidden and not is_hidden:
            raise taxonomy.WholeIsHiddenError
    if (whole.depth if whole else 0) + levels > taxonomy.DEEPEST:
        raise taxonomy.TooDeepError


def _place(capacity: Capacity, whole: Capacity | None) -> None:
    """Its path, and those of all its parts."""
    old, down = capacity.path, (whole.depth + 1 if whole else 1) - capacity.depth
    capacity.parent = whole
    capacity.path = taxonomy.path_under(whole.path if whole else "", capacity.code)
    capacity.depth += down
    capacity.save(update_fields=["parent", "path", "depth", "updated_at"])
    Capacity.objects.filter(path__startswith=f"{old}/").update(
        path=Concat(Value(capacity.path), Substr("path", len(old) + 1), output_field=CharField()),
        depth=F("depth") + down,
    )


def _write_label(capacity: Capacity, language: str, text: str) -> None:
    """In the labels and, where the interface has the language, in its column. One without a source is our own."""
    if text:
        CapacityLabel.objects.update_or_create(
            capacity=capacity,
            language=_language(language),
            defaults={"name": text, "source": None},
        )
    else:
        CapacityLabel.objects.filter(capacity=capacity, language=language).delete()
    if language in settings.MODELTRANSLATION_LANGUAGES:
        _write_text(capacity, "name", language, text)


def _language(code: str) -> Language:
    """Those of the interface are there even before the reference data are loaded."""
    known = Language.objects.filter(code=code).first()
    own = formats.autonym(code)
    return known or Language.objects.create(code=code, name_en=own, autonym=own)


def _write_text(capacity: Capacity, field: str, language: str, text: str) -> None:
    column = build_localized_fieldname(field, language)
    empty = "" if language == DEFAULT else None
    setattr(capacity, column, text or empty)
    capacity.save(update_fields=[column, *([field] if language == DEFAULT else []), "updated_at"])


def _write_down(
    capacity: Capacity,
    kind: ChangeKind,
    *,
    by: User,
    language: str = "",
    before: str = "",
    after: str = "",
    reason: str = "",
    suggestion: CapacitySuggestion | None = None,
) -> None:
    CapacityChange.objects.create(
        capacity=capacity,
        by=by,
        kind=kind,
        language=_language(language) if language else None,
        before=before,
        after=after,
        reason=reason,
        suggestion=suggestion,
        is_demo=by.is_demo or bool(suggestion and suggestion.is_demo),
    )


def _note(capacity: Capacity, kind: ChangeKind, *, by: User, log: bool = True, **told: Any) -> None:
    """Into the history and the log; and what is searched is brought up to date, here and in the programs."""
    _write_down(capacity, kind, by=by, **told)
    if log:
        record(f"capacity.taxonomy.{kind.value}", capacity, by=by, after={"code": capacity.code})
    refresh_search_text(capacity)
    enqueue("programs.tasks.follow_capacity", capacity_id=capacity.pk)
