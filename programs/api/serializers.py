"""Programs and cohorts as the API shows them: public facts only."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from common.api import PageField
from programs.models import Cohort, Program, ProgramCapacity, SeatPool, Session
from programs.queries.vocabulary import read_in


class AimSerializer(serializers.ModelSerializer):
    code = serializers.CharField(source="capacity.code")
    name = serializers.SerializerMethodField()
    name_language = serializers.SerializerMethodField()
    level_before = serializers.IntegerField(source="level_before_id", allow_null=True)
    target_level = serializers.IntegerField(source="target_level_id", allow_null=True)

    class Meta:
        model = ProgramCapacity
        fields = ["code", "name", "name_language", "level_before", "target_level"]

    def get_name(self, aim: ProgramCapacity) -> str:
        return read_in(aim.capacity, "name")[0]

    def get_name_language(self, aim: ProgramCapacity) -> str:
        return read_in(aim.capacity, "name")[1]


class RecordSerializer(serializers.Serializer):
    """What a published source says; nothing of it was measured here."""

    held_from = serializers.DateField(allow_null=True)
    held_from_precision = serializers.CharField()
    held_to = serializers.DateField(allow_null=True)
    held_to_precision = serializers.CharField()
    city = serializers.CharField()
    territory = serializers.CharField(source="territory_id", allow_null=True)
    organizer = serializers.CharField()
    participants = serializers.IntegerField(allow_null=True)
    participants_qualifier = serializers.CharField()
    url = serializers.CharField()
    source_title = serializers.CharField(source="source.title")
    source_url = serializers.CharField(source="source.url")


class ProgramSerializer(serializers.ModelSerializer):
    """Texts are in the language of the answer, else in English, else in whichever there is: each says in which."""

    title = serializers.SerializerMethodField()
    title_language = serializers.SerializerMethodField()
    summary = serializers.SerializerMethodField()
    summary_language = serializers.SerializerMethodField()
    url = serializers.HyperlinkedIdentityField(view_name="api:program-detail", lookup_field="slug")
    page = PageField()
    cohorts = serializers.SerializerMethodField()
    method = serializers.CharField(source="method.code")
    original_language = serializers.CharField(source="original_language_id")
    languages = serializers.SerializerMethodField()
    regions = serializers.SerializerMethodField()
    capacities = AimSerializer(source="aims", many=True)
    providers = serializers.SerializerMethodField()
    record = RecordSerializer(allow_null=True, default=None)

    class Meta:
        model = Program
        fields = [
            "url",
            "page",
            "cohorts",
            "slug",
            "title",
            "title_language",
            "summary",
            "summary_language",
            "state",
            "scope",
            "method",
            "original_language",
            "audience",
            "audience_groups",
            "languages",
            "regions",
            "capacities",
            "providers",
            "published_at",
            "archived_at",
            "updated_at",
            "record",
            "is_demo",
        ]

    def get_title(self, program: Program) -> str:
        return read_in(program, "title")[0]

    def get_title_language(self, program: Program) -> str:
        return read_in(program, "title")[1]

    def get_summary(self, program: Program) -> str:
        return read_in(program, "summary")[0]

    def get_summary_language(self, program: Program) -> str:
        return read_in(program, "summary")[1]

    @extend_schema_field(serializers.URLField())
    def get_cohorts(self, program: Program) -> str:
        """Where its cohorts are listed."""
        return f"{reverse('api:cohort-list', request=self.context['request'])}?program={program.slug}"

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_languages(self, program: Any) -> list[str]:
        return program.language_codes or []

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_regions(self, program: Any) -> list[str]:
        return program.region_codes or []

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_providers(self, program: Program) -> list[str]:
        return [provision.organization.name for provision in program.provisions.all()]


class SessionSerializer(serializers.ModelSerializer):
    """Without the link to join, which only enrolled people see."""

    class Meta:
        model = Session
        fields = ["public_id", "title", "starts_at", "ends_at", "time_zone", "room", "cancelled_at"]


class PoolSerializer(serializers.ModelSerializer):
    """Whether some are free, not how many: that could say who has them."""

    has_free_seats = serializers.SerializerMethodField()

    class Meta:
        model = SeatPool
        fields = ["kind", "values", "seats", "has_free_seats"]

    def get_has_free_seats(self, pool: SeatPool) -> bool:
        return pool.free_seats > 0


class CohortSerializer(serializers.ModelSerializer):
    url = serializers.HyperlinkedIdentityField(view_name="api:cohort-detail", lookup_field="public_id")
    page = PageField()
    program: Any = serializers.HyperlinkedRelatedField(
        view_name="api:program-detail",
        lookup_field="slug",
        read_only=True,
    )
    free_seats = serializers.SerializerMethodField(help_text="Empty once nobody can enroll any more.")
    free_open_seats = serializers.SerializerMethodField(help_text="Empty once nobody can enroll any more.")
    reserved = PoolSerializer(source="pools", many=True)
    waiting = serializers.SerializerMethodField(help_text="Empty once nobody can enroll any more.")
    languages: Any = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)
    interpretation: Any = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)
    sessions = SessionSerializer(many=True)
    is_open_for_enrollment = serializers.BooleanField()

    class Meta:
        model = Cohort
        fields = [
            "url",
            "page",
            "public_id",
            "program",
            "name",
            "delivery",
            "place",
            "time_zone",
            "starts_on",
            "ends_on",
            "enrollment_opens_at",
            "enrollment_closes_at",
            "is_open_for_enrollment",
            "confirmation",
            "seats",
            "free_seats",
            "free_open_seats",
            "reserved",
            "reserves_release_at",
            "reserves_released_at",
            "waiting",
            "languages",
            "interpretation",
            "access_provisions",
            "fee",
            "cancelled_at",
            "updated_at",
            "sessions",
            "is_demo",
        ]

    def get_free_seats(self, cohort: Cohort) -> int | None:
        return None if cohort.is_enrollment_over else cohort.free_seats

    def get_free_open_seats(self, cohort: Cohort) -> int | None:
        return None if cohort.is_enrollment_over else cohort.free_open_seats

    def get_waiting(self, cohort: Any) -> int | None:
        return None if cohort.is_enrollment_over else cohort.waiting
