"""The API's own pages: what there is, and how to ask for it."""

from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views import View
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from common.kept import Kept

SCHEMAS: Kept[dict[str, Any]] = Kept(len(settings.LANGUAGES))
SCHEMA_LOCK = Lock()


class KeptSchemaGenerator(SchemaGenerator):
    """The public schema, made once for each language, and by one thread at a time: the package notes what it has found
    so far at the views, which all threads share.
    """

    def get_schema(self, request: Any = None, public: bool = True) -> dict[str, Any]:
        with SCHEMA_LOCK:
            return SCHEMAS.get_or_make(get_language(), self.made)

    def made(self) -> dict[str, Any]:
        schema: dict[str, Any] = super().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
        return schema


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    says: str
    parameters: list[dict[str, Any]]
    answer: str
    fields: list[tuple[str, str, str]]


class Root(APIView):
    permission_classes = [AllowAny]

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        names = {
            "capacities": "api:capacity-list",
            "claims": "api:claim-list",
            "glossary": "api:glossary-list",
            "stakeholders": "api:stakeholder-list",
            "programs": "api:program-list",
            "cohorts": "api:cohort-list",
            "my-programs": "api:my-program-list",
            "instruments": "api:instrument-list",
            "waves": "api:wave-list",
            "plans": "api:plan-list",
            "searches": "api:my-search-list",
            "enrollments": "api:my-enrollment-list",
            "reviews": "api:my-review-list",
            "delegations": "api:my-delegation-list",
            "invitations": "api:my-invitation-list",
            "mentoring": "api:pair-list",
            "my-mentoring": "api:my-mentoring-list",
            "demand": "api:demand-list",
            "reports": "api:report-list",
            "indicators": "api:indicator-list",
            "logic-models": "api:logic-model-list",
            "learnings": "api:learning-list",
            "recommendations": "api:recommendation-list",
            "outcomes": "api:outcome-list",
            "follow-ups": "api:follow-up-list",
            "alerts": "api:alert-list",
            "schema": "api:schema",
            "docs": "api:docs",
        }
        return Response({word: reverse(name, request=request) for word, name in names.items()})


class Unknown(APIView):
    """Any other address below the API: also an error there is one that machines read."""

    permission_classes = [AllowAny]

    @extend_schema(exclude=True)
    def get(self, request: Request, rest: str) -> Response:
        raise NotFound

    post = put = patch = delete = get


class Docs(View):
    """A reference rendered here from the schema: no script, nothing from elsewhere."""

    def get(self, request: HttpRequest) -> HttpResponse:
        schema = KeptSchemaGenerator().get_schema()  # type: ignore[no-untyped-call]
        context = {"info": schema["info"], "operations": operations(schema)}
        return render(request, "api_docs.html", context)


def operations(schema: dict[str, Any]) -> list[Operation]:
    return [
        _operation(path, method, about, schema)
        for path, methods in schema["paths"].items()
        for method, about in methods.items()
    ]


def _operation(path: str, method: str, about: dict[str, Any], schema: dict[str, Any]) -> Operation:
    code, answer = next(iter(about["responses"].items()))
    content: dict[str, Any] = next(iter(answer.get("content", {}).values()), {})
    return Operation(
        method=method.upper(),
        path=path,
        says=about.get("description", ""),
        parameters=about.get("parameters", []),
        answer=code,
        fields=list(_fields(content.get("schema", {}), schema)),
    )


def _fields(node: dict[str, Any], schema: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Name, type and format of each field; of a page of results, those of one result."""
    node = _resolved(node, schema)
    properties = node.get("properties", {})
    if "results" in properties:
        return _fields(properties["results"].get("items", {}), schema)
    return [(name, _kind(about, schema), about.get("format", "")) for name, about in properties.items()]


def _resolved(node: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    reference = node.get("$ref", "").rpartition("/")[2]
    return schema["components"]["schemas"][reference] if reference else node


def _kind(about: dict[str, Any], schema: dict[str, Any]) -> str:
    kind = _resolved(about, schema).get("type", "object")
    return " | ".join(kind) if isinstance(kind, list) else str(kind)
