"""Read instruments and their published versions; a version is what its JSON file says (docs/instrument-format.md)."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.permissions import AllowAny

from assessments.formats.documents import FORMAT, written
from assessments.models import Instrument, InstrumentVersion
from assessments.queries.documents import document_of
from assessments.queries.instruments import PUBLIC_VERSION_STATES
from common.api import KeysetPagination, PageField


class ByCode(KeysetPagination):
    ordering = ("code",)


class VersionSummarySerializer(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="api:instrument-version", lookup_field="public_id")

    class Meta:
        model = InstrumentVersion
        fields = ["url", "major", "minor", "state", "comparability", "published_at", "content_hash"]


class InstrumentSerializer(serializers.ModelSerializer):
    """With its published and retired versions, the newest first."""

    url = serializers.HyperlinkedIdentityField(view_name="api:instrument-detail", lookup_field="code")
    page = PageField()
    versions = VersionSummarySerializer(source="public_versions", many=True)

    class Meta:
        model = Instrument
        fields = [
            "url",
            "page",
            "code",
            "title",
            "introduction",
            "family",
            "unit",
            "publisher",
            "edition",
            "license",
            "completeness",
            "principles",
            "versions",
            "is_demo",
        ]


class VersionSerializer(serializers.Serializer):
    """The whole of a version: the JSON file."""

    def to_representation(self, version: InstrumentVersion) -> dict[str, Any]:
        return {"format": FORMAT, **written(document_of(version))}


def with_versions() -> QuerySet[Instrument]:
    public = InstrumentVersion.objects.filter(state__in=PUBLIC_VERSION_STATES).order_by("-major", "-minor")
    return Instrument.objects.prefetch_related(
        Prefetch("versions", queryset=public, to_attr="public_versions")
    )


@method_decorator(conditional_page, name="dispatch")
class InstrumentList(ListAPIView):
    """What can be asked, or is described here."""

    permission_classes = [AllowAny]
    serializer_class = InstrumentSerializer
    pagination_class = ByCode
    filter_backends = []
    queryset = Instrument.objects.none()

    def get_queryset(self) -> QuerySet[Instrument]:
        return with_versions()


@method_decorator(conditional_page, name="dispatch")
class InstrumentDetail(RetrieveAPIView):
    """An instrument."""

    permission_classes = [AllowAny]
    serializer_class = InstrumentSerializer
    lookup_field = "code"
    filter_backends = []
    queryset = Instrument.objects.none()

    def get_queryset(self) -> QuerySet[Instrument]:
        return with_versions()


@extend_schema(responses=OpenApiTypes.OBJECT)
@method_decorator(conditional_page, name="dispatch")
class InstrumentVersionDetail(RetrieveAPIView):
    """A published version, as its JSON file says it: what is asked in every language, and how it is scored. Those who
    write questionnaires read drafts too."""

    permission_classes = [AllowAny]
    serializer_class = VersionSerializer
    lookup_field = "public_id"
    filter_backends = []
    queryset = InstrumentVersion.objects.none()

    def get_queryset(self) -> QuerySet[InstrumentVersion]:
        rows = InstrumentVersion.objects.select_related("instrument")
        writes = self.request.user.has_perm("assessments.write_instruments")
        return rows if writes else rows.filter(state__in=PUBLIC_VERSION_STATES)
