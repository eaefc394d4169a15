"""The words by which programs are sorted, in the reader's language: one statement, kept for a minute."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname

from capacity.logic.tree import Node
from capacity.models import Capacity, Language, ProficiencyLevel, Region
from common.statements import together
from programs.models import Cohort, Method, Program

SECONDS = 60


@dataclass(frozen=True)
class Vocabulary:
    capacities: dict[str, Node] = field(default_factory=dict)  # by code, each after its parent
    methods: dict[str, str] = field(default_factory=dict)
    regions: dict[str, str] = field(default_factory=dict)
    languages: dict[str, str] = field(
        default_factory=dict
    )  # those in which a program is given, or interpreted
    levels: dict[str, str] = field(default_factory=dict)  # of proficiency, by their number

    def subtree(self, code: str) -> list[int]:
        """Ids of a capacity and of all below it."""
        top = self.capacities[code].path
        return [
            node.pk
            for node in self.capacities.values()
            if node.path == top or node.path.startswith(f"{top}/")
        ]


def vocabulary() -> Vocabulary:
    language = get_language() or settings.LANGUAGE_CODE
    key = f"programs.words.{language}"
    found = cache.get(key)
    if found is None:
        found = read(language)
        cache.set(key, found, SECONDS)
    return found


def read(language: str) -> Vocabulary:
    words = Vocabulary()
    parts = [_capacities(language), _methods(language), _regions(language), _languages(), _levels(language)]
    rows = together(parts, ("v_kind", "v_pk", "v_code", "v_label", "v_path"))
    for kind, pk, code, label, path in sorted(rows, key=lambda row: (row[0], row[4])):
        if kind == "capacity":
            words.capacities[code] = Node(int(pk), code, label, path)
        else:
            getattr(words, kind)[code] = label
    return words


def localized(name: str, language: str) -> Coalesce | NullIf:
    """A curated text as the reader sees it: in her language, else in English, else in whichever there is."""
    order = dict.fromkeys([language, settings.LANGUAGE_CODE, *settings.MODELTRANSLATION_LANGUAGES])
    columns = [NullIf(F(build_localized_fieldname(name, code)), Value("")) for code in order]
    return Coalesce(*columns, Value(""), output_field=CharField())


def read_in(row: Any, name: str) -> tuple[str, str]:
    """The same for a row at hand: the text, and the language it is in (nothing where there is no text)."""
    language = get_language() or settings.LANGUAGE_CODE
    for code in dict.fromkeys([language, settings.LANGUAGE_CODE, *settings.MODELTRANSLATION_LANGUAGES]):
        text = getattr(row, build_localized_fieldname(name, code))
        if text:
            return text, code
    return "", ""


def _rows(queryset: QuerySet, kind: str, pk: str, code: str, label: Coalesce | NullIf, path: F) -> QuerySet:
    values = {
        "v_kind": Value(kind, output_field=CharField()),
        "v_pk": Cast(F(pk), CharField()),
        "v_code": Cast(F(code), CharField()),
        "v_label": label,
        "v_path": Cast(path, CharField()),
    }
    return queryset.order_by().annotate(**values).values_list(*values)


def _capacities(language: str) -> QuerySet:
    return _rows(Capacity.objects.shown(), "capacity", "pk", "code", localized("name", language), F("path"))


def _methods(language: str) -> QuerySet:
    return _rows(Method.objects.all(), "methods", "pk", "code", localized("name", language), F("code"))


def _regions(language: str) -> QuerySet:
    return _rows(Region.objects.wikimedia(), "regions", "pk", "code", localized("name", language), F("code"))


def _languages() -> QuerySet:
    given = Program.languages.through.objects.order_by().values("language_id").distinct()
    spoken = Cohort.interpretation.through.objects.order_by().values("language_id").distinct()
    used = Q(pk__in=given) | Q(pk__in=spoken)  # distinct: else PostgreSQL reads all links for each language
    autonym = Coalesce(NullIf(F("autonym"), Value("")), F("name_en"))
    return _rows(Language.objects.filter(used), "languages", "pk", "code", autonym, F("name_en"))


def _levels(language: str) -> QuerySet:
    return _rows(
        ProficiencyLevel.objects.all(), "levels", "level", "level", localized("name", language), F("level")
    )
