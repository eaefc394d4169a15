"""Logic models, and indicators with their figures, to be read by machines as their pages show them."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.permissions import AllowAny

from evaluation.api.serializers import OfProgram, ProgramFilter, free_text, open_data
from evaluation.models import Indicator, LogicModel, Result, ResultLink
from evaluation.queries.indicators import FigureLine, indicators_for, page_of_indicator
from evaluation.queries.logic_models import logic_models_for
from programs.queries.vocabulary import read_in

# --- Indicators ---


class IndicatorSerializer(OfProgram):
    name = serializers.SerializerMethodField()
    name_language = serializers.SerializerMethodField()
    definition = serializers.SerializerMethodField()
    license = open_data()

    class Meta:
        model = Indicator
        fields = [
            "id", "page", "program", "code", "version", "state", "level", "name", "name_language", "definition", "unit",
            "measure", "direction", "is_about_people", "frequency", "window_months", "period_aggregation",
            "unit_aggregation", "data_source", "purpose", "updated_at", "license", "is_demo",
        ]  # fmt: skip

    def get_name(self, indicator: Indicator) -> str:
        return read_in(indicator, "name")[0]

    def get_name_language(self, indicator: Indicator) -> str:
        return read_in(indicator, "name")[1]

    def get_definition(self, indicator: Indicator) -> str:
        return read_in(indicator, "definition")[0]


class FigureSerializer(serializers.Serializer):
    """One figure, checked. A hidden one has its place, and nothing of what it says."""

    starts_on = serializers.DateField(source="figure.starts_on", allow_null=True)
    ends_on = serializers.DateField(source="figure.ends_on", allow_null=True)
    cell = serializers.CharField(source="figure.cell")
    state = serializers.CharField(source="figure.state")
    provenance = serializers.CharField(source="figure.provenance")
    method_id = serializers.CharField(source="figure.method_id")
    missing_reason = serializers.CharField(source="figure.missing_reason")
    hidden = serializers.BooleanField(source="is_hidden")
    value = serializers.SerializerMethodField(method_name="number_of")
    n = serializers.IntegerField(allow_null=True)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def number_of(self, line: FigureLine) -> str | None:
        return None if line.is_hidden or line.figure.value is None else str(line.figure.value)


class IndicatorWithFiguresSerializer(IndicatorSerializer):
    figures = serializers.SerializerMethodField()

    class Meta(IndicatorSerializer.Meta):
        fields = [*IndicatorSerializer.Meta.fields, "figures"]

    @extend_schema_field(FigureSerializer(many=True))
    def get_figures(self, indicator: Indicator) -> Any:
        """As everybody sees them, also for those who see more on the page."""
        user = self.context["request"].user
        shown = page_of_indicator(indicator, user, is_inside=False)
        return FigureSerializer([*shown.lines, *shown.parts], many=True).data


class Indicators(ListAPIView):
    """Indicators of programs one may see."""

    permission_classes = [AllowAny]
    serializer_class = IndicatorSerializer
    filterset_class = ProgramFilter
    queryset = Indicator.objects.none()

    def get_queryset(self) -> QuerySet:
        return indicators_for(self.request.user)


class IndicatorDetail(RetrieveAPIView):
    """An indicator with its current figures, the newest period first."""

    permission_classes = [AllowAny]
    serializer_class = IndicatorWithFiguresSerializer
    filter_backends = []
    lookup_field = "public_id"
    queryset = Indicator.objects.none()

    def get_queryset(self) -> QuerySet:
        return indicators_for(self.request.user)


# --- Logic models ---


class LogicModelSerializer(OfProgram):
    language = serializers.CharField(source="language_id")
    license = free_text()

    class Meta:
        model = LogicModel
        fields = [
            "id", "page", "program", "version", "state", "situation", "language", "approved_at", "license",
            "is_demo",
        ]  # fmt: skip


class ModelResultSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id")

    class Meta:
        model = Result
        fields = ["id", "kind", "statement", "position"]


class ModelLinkSerializer(serializers.ModelSerializer):
    cause = serializers.UUIDField(source="cause.public_id")
    effect = serializers.UUIDField(source="effect.public_id")

    class Meta:
        model = ResultLink
        fields = ["cause", "effect", "assumption", "strength"]


class WholeLogicModelSerializer(LogicModelSerializer):
    results = ModelResultSerializer(many=True)
    links = ModelLinkSerializer(many=True)

    class Meta(LogicModelSerializer.Meta):
        fields = [*LogicModelSerializer.Meta.fields, "results", "links"]


class LogicModels(ListAPIView):
    """Logic models of programs one may see."""

    permission_classes = [AllowAny]
    serializer_class = LogicModelSerializer
    filterset_class = ProgramFilter
    queryset = LogicModel.objects.none()

    def get_queryset(self) -> QuerySet:
        return logic_models_for(self.request.user)


class LogicModelDetail(RetrieveAPIView):
    """A logic model: its results, and which leads to which."""

    permission_classes = [AllowAny]
    serializer_class = WholeLogicModelSerializer
    filter_backends = []
    lookup_field = "public_id"
    queryset = LogicModel.objects.none()

    def get_queryset(self) -> QuerySet:
        return logic_models_for(self.request.user).prefetch_related(
            "results", "links__cause", "links__effect"
        )
