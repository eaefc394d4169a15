"""What an edit of a published program has changed, in the words of its pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from modeltranslation.utils import build_localized_fieldname

from capacity.models import Capacity, ProficiencyLevel, Region, Stakeholder
from common import cldr
from common.formats import autonym
from programs.logic.links import KINDS
from programs.models import AudienceGroup, Method, Program, ProgramScope
from programs.queries.authoring import TEXTS


@dataclass(frozen=True)
class Change:
    field: str
    before: str
    after: str


def changes_between(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    changed = [
        name
        for name in dict.fromkeys([*before, *after])
        if (before.get(name) or None) != (after.get(name) or None)
    ]
    return [
        Change(field_label(name), *(worded(name, value) for value in (before.get(name), after.get(name))))
        for name in changed
    ]


def field_label(name: str) -> str:
    """A text's, with the language it is in."""
    texts = {
        build_localized_fieldname(text, code): (text, code)
        for text in TEXTS
        for code in settings.MODELTRANSLATION_LANGUAGES
    }
    text, code = texts.get(name, (name, ""))
    field: Any = Program._meta.get_field(text)
    label = capfirst(str(field.verbose_name))
    return f"{label} ({autonym(code)})" if code else label


def worded(name: str, value: Any) -> str:
    if not value:
        return ""
    if name == "capacities":
        return in_a_line(aims(value))
    if name == "external_ids":
        links = {kind.code: str(kind.label) for kind in KINDS.values()}
        return in_a_line(f"{links.get(code, code)}: {each}" for code, each in sorted(value.items()))
    codes = value if isinstance(value, list) else [value]
    words = words_of(name, codes)
    return in_a_line(words.get(code) or str(code) for code in codes)


def words_of(name: str, codes: list[Any]) -> Mapping[Any, str]:
    """What is there no more keeps its code."""
    if name == "scope":
        return {code: str(label) for code, label in ProgramScope.choices}
    if name == "audience_groups":
        return {code: str(label) for code, label in AudienceGroup.choices}
    if name == "languages":
        return {code: cldr.language_name(code) for code in codes}
    if name == "method":
        return {each.code: each.name for each in Method.objects.filter(code__in=codes)}
    if name == "regions":
        return {each.code: each.name for each in Region.objects.filter(code__in=codes)}
    if name == "providers":
        return {each.slug: each.name for each in Stakeholder.objects.filter(slug__in=codes)}
    return {}


def aims(rows: list[list[Any]]) -> Iterable[str]:
    """Each capacity, with its level before and after."""
    capacities = {each.code: str(each) for each in Capacity.objects.filter(code__in=[row[0] for row in rows])}
    levels = {each.pk: each.name for each in ProficiencyLevel.objects.all()}
    for code, before, target in rows:
        steps = " → ".join(levels.get(level, str(level)) for level in (before, target) if level is not None)
        yield f"{capacities.get(code, code)} ({steps})" if steps else capacities.get(code, code)


def in_a_line(words: Iterable[str]) -> str:
    return " · ".join(words)
