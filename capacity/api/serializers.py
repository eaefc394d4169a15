"""Stakeholders as the API shows them: what the asker may see, and no more."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from capacity.models import DirectoryEntry
from capacity.queries.directory import CLAIMS
from common.api import PageField
from common.cldr import territory_name


class EntrySerializer(serializers.ModelSerializer):
    """A row of the directory. Capacities include all that contain what was said."""

    url = serializers.SerializerMethodField()
    page = PageField(source="stakeholder")
    slug = serializers.CharField(source="stakeholder.slug")
    kind = serializers.CharField()
    name = serializers.CharField(source="stakeholder.name")
    affiliate_type = serializers.CharField(source="stakeholder.affiliate_type")
    status = serializers.CharField(source="stakeholder.status")
    community = serializers.CharField(source="maturity")
    territory = serializers.CharField(source="territory_id", allow_null=True)
    territory_name = serializers.SerializerMethodField()
    region = serializers.CharField(source="region.code", allow_null=True, default=None)
    languages = serializers.SerializerMethodField()
    has = serializers.SerializerMethodField()
    offers = serializers.SerializerMethodField()
    wants = serializers.SerializerMethodField()
    is_demo = serializers.BooleanField(source="stakeholder.is_demo")

    class Meta:
        model = DirectoryEntry
        fields = [
            "url", "page", "slug", "kind", "affiliate_type", "name", "status", "community", "territory",
            "territory_name", "region", "languages", *CLAIMS, "is_demo",
        ]  # fmt: skip

    @extend_schema_field(serializers.URLField())
    def get_url(self, entry: DirectoryEntry) -> str:
        address = {"slug": entry.stakeholder.slug}
        return str(reverse("api:stakeholder-detail", kwargs=address, request=self.context["request"]))

    def get_territory_name(self, entry: DirectoryEntry) -> str:
        return territory_name(entry.territory_id) if entry.territory_id else ""

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_languages(self, entry: DirectoryEntry) -> list[str]:
        return entry.codes("language")

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_has(self, entry: DirectoryEntry) -> list[str]:
        return entry.codes("has")

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_offers(self, entry: DirectoryEntry) -> list[str]:
        return entry.codes("offers")

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_wants(self, entry: DirectoryEntry) -> list[str]:
        return entry.codes("wants")


class StakeholderNameSerializer(serializers.Serializer):
    language = serializers.CharField(source="language_id", allow_null=True)
    kind = serializers.CharField()
    name = serializers.CharField()


class StakeholderContactSerializer(serializers.Serializer):
    kind = serializers.CharField()
    address = serializers.CharField()


class DetailSerializer(EntrySerializer):
    """With all that the page shows to this asker."""

    description = serializers.SerializerMethodField()
    names = StakeholderNameSerializer(source="stakeholder.names", many=True)
    contacts = serializers.SerializerMethodField()
    organizations = serializers.SerializerMethodField()
    website = serializers.CharField(source="stakeholder.website")
    meta_url = serializers.CharField(source="stakeholder.meta_url")
    recognized_on = serializers.CharField(source="stakeholder.recognized_on")
    ended_on = serializers.CharField(source="stakeholder.ended_on")
    community_year = serializers.IntegerField(source="stakeholder.maturity_year", allow_null=True)
    community_reason = serializers.CharField(source="stakeholder.maturity_reason")
    source_title = serializers.CharField(source="stakeholder.source.title", allow_null=True, default=None)
    source_url = serializers.CharField(source="stakeholder.source.url", allow_null=True, default=None)

    class Meta:
        model = DirectoryEntry
        fields = [
            *EntrySerializer.Meta.fields, "description", "names", "contacts", "organizations", "website",
            "meta_url", "recognized_on", "ended_on", "community_year", "community_reason", "source_title",
            "source_url",
        ]  # fmt: skip

    @property
    def shown(self) -> Any:
        return self.context["shown"]

    def get_description(self, entry: DirectoryEntry) -> str:
        return str(self.shown.description)

    @extend_schema_field(StakeholderContactSerializer(many=True))
    def get_contacts(self, entry: DirectoryEntry) -> Any:
        return StakeholderContactSerializer(self.shown.contacts, many=True).data

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_organizations(self, entry: DirectoryEntry) -> list[str]:
        """Slugs of those a person belongs to."""
        return [row.organization.slug for row in getattr(self.shown, "affiliations", [])]
