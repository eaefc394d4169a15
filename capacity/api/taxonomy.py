"""Read the taxonomy and the glossary, in every language at once."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.permissions import AllowAny

from capacity.models import Capacity, GlossaryTerm
from capacity.queries import glossary, taxonomy
from capacity.queries.vocabularies import texts
from common.api import KeysetPagination, PageField


class TextsField(serializers.DictField):
    """A text by language code; languages without one are left out."""

    child = serializers.CharField()


class CapacitySerializer(serializers.ModelSerializer):
    """A node of the tree. `path` is the codes from the root to it. `merged_into` is where a merged one has gone."""

    url = serializers.HyperlinkedIdentityField(view_name="api:capacity-detail", lookup_field="code")
    page = PageField()
    names = serializers.SerializerMethodField()
    descriptions = serializers.SerializerMethodField()
    parent: Any = serializers.CharField(source="parent.code", default=None, allow_null=True)
    merged_into = serializers.CharField(source="merged_into.code", default=None, allow_null=True)
    categories = serializers.SerializerMethodField()

    class Meta:
        model = Capacity
        fields = [
            "url",
            "page",
            "code",
            "parent",
            "path",
            "depth",
            "scope",
            "names",
            "descriptions",
            "categories",
            "wikidata_qid",
            "metabase_qid",
            "merged_into",
            "updated_at",
        ]

    @extend_schema_field(TextsField())
    def get_names(self, capacity: Capacity) -> dict[str, str]:
        given = {label.language_id: label.name for label in capacity.labels.all()}
        return dict(sorted({**texts(capacity, "name"), **given}.items()))

    @extend_schema_field(TextsField())
    def get_descriptions(self, capacity: Capacity) -> dict[str, str]:
        return texts(capacity, "description")

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_categories(self, capacity: Capacity) -> list[str]:
        return sorted(category.code for category in capacity.categories.all())


class TermSerializer(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="api:glossary-detail", lookup_field="slug")
    page = PageField()
    terms = serializers.SerializerMethodField()
    definitions = serializers.SerializerMethodField()
    capacity = serializers.SerializerMethodField()
    source_title = serializers.CharField(source="source.title", default=None, allow_null=True)
    source_url = serializers.CharField(source="source.url", default=None, allow_null=True)

    class Meta:
        model = GlossaryTerm
        fields = [
            "url",
            "page",
            "slug",
            "terms",
            "definitions",
            "topic",
            "capacity",
            "source_title",
            "source_url",
            "updated_at",
        ]

    @extend_schema_field(TextsField())
    def get_terms(self, term: GlossaryTerm) -> dict[str, str]:
        return texts(term, "term")

    @extend_schema_field(TextsField())
    def get_definitions(self, term: GlossaryTerm) -> dict[str, str]:
        return texts(term, "definition")

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_capacity(self, term: GlossaryTerm) -> str | None:
        return term.capacity.code if term.capacity and not term.capacity.is_hidden else None


class ByPath(KeysetPagination):
    ordering = ("path",)


class BySlug(KeysetPagination):
    ordering = ("slug",)


def asked_of(request: Any, name: str) -> str:
    """What NUL and length make impossible finds nothing."""
    return request.query_params.get(name, "").replace("\x00", "")[:100]


@method_decorator(conditional_page, name="dispatch")
@extend_schema(
    parameters=[
        OpenApiParameter(
            "q", str, description="Words of a name in any language; typing errors are forgiven."
        ),
        OpenApiParameter("part_of", str, description="A code: only what is part of it, at any level."),
    ]
)
class CapacityList(ListAPIView):
    """The tree of capacities, each after what it is part of."""

    permission_classes = [AllowAny]
    serializer_class = CapacitySerializer
    pagination_class = ByPath
    filter_backends = []
    queryset = Capacity.objects.none()

    def get_queryset(self) -> QuerySet:
        found = with_names(Capacity.objects.shown().filter(taxonomy.says(asked_of(self.request, "q"))))
        whole = asked_of(self.request, "part_of")
        return (
            found.filter(Q(path__startswith=f"{whole}/") | Q(path__contains=f"/{whole}/")) if whole else found
        )


@method_decorator(conditional_page, name="dispatch")
class CapacityDetail(RetrieveAPIView):
    """A capacity. A merged one is still told, with the code of the one that stands for it now."""

    permission_classes = [AllowAny]
    serializer_class = CapacitySerializer
    lookup_field = "code"
    filter_backends = []
    queryset = Capacity.objects.none()

    def get_queryset(self) -> QuerySet:
        return with_names(Capacity.objects.filter(Q(is_hidden=False) | Q(merged_into__isnull=False)))


@method_decorator(conditional_page, name="dispatch")
@extend_schema(parameters=[OpenApiParameter("q", str, description="Words of a term in any language.")])
class GlossaryList(ListAPIView):
    """Terms with their meanings."""

    permission_classes = [AllowAny]
    serializer_class = TermSerializer
    pagination_class = BySlug
    filter_backends = []
    queryset = GlossaryTerm.objects.none()

    def get_queryset(self) -> QuerySet:
        terms = GlossaryTerm.objects.select_related("capacity", "source")
        words = asked_of(self.request, "q")
        return terms.filter(pk__in=[row.term.pk for row in glossary.glossary(words)]) if words else terms


@method_decorator(conditional_page, name="dispatch")
class GlossaryDetail(RetrieveAPIView):
    """A term with its meaning."""

    permission_classes = [AllowAny]
    serializer_class = TermSerializer
    lookup_field = "slug"
    filter_backends = []
    queryset = GlossaryTerm.objects.select_related("capacity", "source")


def with_names(capacities: QuerySet) -> QuerySet:
    return capacities.select_related("parent", "merged_into").prefetch_related("labels", "categories")
