"""Read what was learned and what was recommended, as far as one may see the page. Nobody is named here."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.permissions import AllowAny

from common.api import KeysetPagination
from evaluation.api.serializers import OfProgram, free_text
from evaluation.forms.learning import LearningSearch
from evaluation.models import Action, Learning, Recommendation
from evaluation.queries.learnings import learnings_for, recommendations_for
from evaluation.states import RecommendationState


class ByDay(KeysetPagination):
    ordering = ("respond_by", "id")


class LearningSerializer(OfProgram):
    """`language` is what it is written in, `work_language` that of the program. What is not said is null or empty."""

    language: Any = serializers.CharField(source="language_id")
    work_language: Any = serializers.CharField(source="work_language_id", allow_null=True)
    capacity: Any = serializers.CharField(source="capacity.code", default=None, allow_null=True)
    method: Any = serializers.CharField(source="method.code", default=None, allow_null=True)
    region: Any = serializers.CharField(source="region.code", default=None, allow_null=True)
    license = free_text()

    class Meta:
        model = Learning
        fields = [
            "id",
            "page",
            "program",
            "title",
            "expected",
            "observed",
            "why",
            "so_what",
            "now_what",
            "verdict",
            "strength",
            "language",
            "work_language",
            "capacity",
            "method",
            "region",
            "affiliate_type",
            "license",
            "is_demo",
        ]


class AgreedActionSerializer(serializers.ModelSerializer):
    class Meta:
        model = Action
        fields = ["text", "due_on", "state"]


class RecommendationSerializer(OfProgram):
    """With what is done because of it, once it is answered; `language` is what all of it is written in."""

    evaluation: Any = serializers.UUIDField(source="evaluation.public_id")
    finding: Any = serializers.CharField(source="finding.statement")
    language = serializers.CharField(source="evaluation.language_id")
    actions = serializers.SerializerMethodField()
    license = free_text()

    class Meta:
        model = Recommendation
        fields = [
            "id",
            "page",
            "evaluation",
            "program",
            "finding",
            "text",
            "language",
            "respond_by",
            "state",
            "response",
            "response_reason",
            "actions",
            "license",
            "is_demo",
        ]

    @extend_schema_field(AgreedActionSerializer(many=True))
    def get_actions(self, thing: Recommendation) -> Any:
        agreed = [] if thing.state == RecommendationState.OPEN else thing.actions.all()
        return AgreedActionSerializer(agreed, many=True).data


@extend_schema(
    parameters=[
        OpenApiParameter("q", str, description="Words in any script; typing errors are forgiven."),
        OpenApiParameter("capacity", str, description="The code of a capacity; what is part of it counts."),
        OpenApiParameter("method", str, description="The code of a method."),
        OpenApiParameter("region", str, description="The code of a region."),
        OpenApiParameter("language", str, description="The code of the program's language."),
        OpenApiParameter("verdict", str, description="works, mixed, does_not_work or unclear."),
    ]
)
class LearningList(ListAPIView):
    """What works, what does not, for whom and where; asked as on the page. What is malformed does not narrow."""

    permission_classes = [AllowAny]
    serializer_class = LearningSerializer
    filter_backends = []
    queryset = Learning.objects.none()

    def get_queryset(self) -> QuerySet[Learning]:
        form = LearningSearch(self.request.GET)
        form.is_valid()
        return learnings_for(self.request.user, form.asked)


class LearningDetail(RetrieveAPIView):
    """A learning."""

    permission_classes = [AllowAny]
    serializer_class = LearningSerializer
    lookup_field = "public_id"
    filter_backends = []
    queryset = Learning.objects.none()

    def get_queryset(self) -> QuerySet[Learning]:
        return learnings_for(self.request.user, {})


def recommendations_seen_by(user: Any) -> QuerySet[Recommendation]:
    agreed = Prefetch("actions", Action.objects.order_by("due_on", "pk"))
    return recommendations_for(user).select_related("evaluation", "finding").prefetch_related(agreed)


class RecommendationList(ListAPIView):
    """What was recommended and answered, in the order of the days until which an answer is due."""

    permission_classes = [AllowAny]
    serializer_class = RecommendationSerializer
    pagination_class = ByDay
    filter_backends = []
    queryset = Recommendation.objects.none()

    def get_queryset(self) -> QuerySet[Recommendation]:
        return recommendations_seen_by(self.request.user)


class RecommendationDetail(RetrieveAPIView):
    """A recommendation with its answer."""

    permission_classes = [AllowAny]
    serializer_class = RecommendationSerializer
    lookup_field = "public_id"
    filter_backends = []
    queryset = Recommendation.objects.none()

    def get_queryset(self) -> QuerySet[Recommendation]:
        return recommendations_seen_by(self.request.user)
