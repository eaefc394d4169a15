"""The steps of writing a program: each is sent, read by its page's form, and told in the same shape."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rest_framework import serializers

from programs.forms.authoring import MOST_ROWS
from programs.logic import links
from programs.models import AudienceGroup, Program, ProgramScope
from programs.queries.authoring import TEXTS, text_of, written_in


class AboutStepSerializer(serializers.Serializer):
    """In the language the program is written in; translations have addresses of their own."""

    title = serializers.CharField(required=False, allow_blank=True)
    summary = serializers.CharField(required=False, allow_blank=True)
    description = serializers.CharField(required=False, allow_blank=True)
    prerequisites = serializers.CharField(required=False, allow_blank=True)
    method = serializers.CharField(required=False, allow_blank=True, help_text="Its code.")


class AudienceStepSerializer(serializers.Serializer):
    """`languages` and `regions` by their codes; no region means all."""

    audience = serializers.CharField(required=False, allow_blank=True)
    audience_groups = serializers.ListField(
        child=serializers.ChoiceField(AudienceGroup.choices), required=False
    )
    scope = serializers.ChoiceField(choices=ProgramScope.choices, required=False)
    languages = serializers.ListField(child=serializers.CharField(), required=False)
    regions = serializers.ListField(child=serializers.CharField(), required=False)


class CapacityAimSerializer(serializers.Serializer):
    code = serializers.CharField()
    level_before = serializers.IntegerField(required=False, allow_null=True)
    target_level = serializers.IntegerField(required=False, allow_null=True)


class ChangeStepSerializer(serializers.Serializer):
    capacities = serializers.ListField(child=CapacityAimSerializer(), required=False, max_length=MOST_ROWS)


class ProvidersStepSerializer(serializers.Serializer):
    """By the names in their addresses, the first one first."""

    providers = serializers.ListField(child=serializers.CharField(), required=False, max_length=MOST_ROWS)


class LinksStepSerializer(serializers.Serializer):
    """Ids and addresses elsewhere."""

    event_page = serializers.CharField(required=False, allow_blank=True)
    course = serializers.CharField(required=False, allow_blank=True)
    dashboard = serializers.CharField(required=False, allow_blank=True)
    wikidata = serializers.CharField(required=False, allow_blank=True)


@dataclass(frozen=True, kw_only=True)
class Step:
    """`typed`: as if it were typed on the page; `place`: where a field of the form was sent; `told`: what holds."""

    serializer: type[serializers.Serializer]
    typed: Callable[[dict[str, Any]], dict[str, Any]]
    told: Callable[[Program], dict[str, Any]]
    place: Callable[[str], str] = str


def texts_of(program: Program, language: str) -> dict[str, str]:
    return {name: text_of(program, name, language) for name in TEXTS}


def about_told(program: Program) -> dict[str, Any]:
    return {**texts_of(program, written_in(program)), "method": program.method.code}


def audience_typed(sent: dict[str, Any]) -> dict[str, Any]:
    return {**sent, "languages": ", ".join(sent.get("languages", []))}


def audience_told(program: Program) -> dict[str, Any]:
    return {
        "audience": program.audience,
        "audience_groups": program.audience_groups,
        "scope": program.scope,
        "languages": program.languages.order_by("code").values_list("code", flat=True),
        "regions": program.regions.order_by("code").values_list("code", flat=True),
    }


COLUMNS = {"capacity": "code", "before": "level_before", "target": "target_level"}


def change_typed(sent: dict[str, Any]) -> dict[str, Any]:
    return {
        f"{name}-{number}": "" if aim.get(column) is None else str(aim[column])
        for number, aim in enumerate(sent.get("capacities", []))
        for name, column in COLUMNS.items()
    }


def change_place(name: str) -> str:
    column, _dash, number = name.partition("-")
    return f"capacities/{number}/{COLUMNS[column]}"


def change_told(program: Program) -> dict[str, Any]:
    aims = program.aims.order_by("capacity__path").values(
        "capacity__code", "level_before_id", "target_level_id"
    )
    return {
        "capacities": [
            {
                "code": aim["capacity__code"],
                "level_before": aim["level_before_id"],
                "target_level": aim["target_level_id"],
            }
            for aim in aims
        ]
    }


def providers_typed(sent: dict[str, Any]) -> dict[str, Any]:
    return {f"provider-{number}": slug for number, slug in enumerate(sent.get("providers", []))}


def providers_place(name: str) -> str:
    return name.replace("provider-", "providers/")


def providers_told(program: Program) -> dict[str, Any]:
    return {"providers": list(program.provisions.values_list("organization__slug", flat=True))}


def links_typed(sent: dict[str, Any]) -> dict[str, Any]:
    return {f"link_{kind}": value for kind, value in sent.items()}


def link_place(name: str) -> str:
    return name.removeprefix("link_")


def links_told(program: Program) -> dict[str, Any]:
    return {kind: program.external_ids.get(kind, "") for kind in links.KINDS}


STEPS = {
    "about": Step(serializer=AboutStepSerializer, typed=dict, told=about_told),
    "audience": Step(serializer=AudienceStepSerializer, typed=audience_typed, told=audience_told),
    "change": Step(serializer=ChangeStepSerializer, typed=change_typed, told=change_told, place=change_place),
    "providers": Step(
        serializer=ProvidersStepSerializer, typed=providers_typed, told=providers_told, place=providers_place
    ),
    "links": Step(serializer=LinksStepSerializer, typed=links_typed, told=links_told, place=link_place),
}
