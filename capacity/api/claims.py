"""What persons and organizations have, offer and want, and to which organizations one belongs."""

from typing import Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from capacity.actions import claims as actions
from capacity.logic import refusals
from capacity.models import (
    Capacity,
    CapacityClaim,
    ClaimKind,
    EvidenceKind,
    ProficiencyLevel,
    User,
)


class ClaimSerializer(serializers.ModelSerializer):
    """What was said, of which day. `stated_as` is the capacity it was stated for, where that was merged since."""

    stakeholder = serializers.CharField(source="stakeholder.slug")
    capacity = serializers.CharField(source="capacity.code")
    level = serializers.IntegerField(source="level_id", allow_null=True)
    stated_as = serializers.CharField(source="stated_as.code", default=None, allow_null=True)

    class Meta:
        model = CapacityClaim
        fields = [
            "public_id", "stakeholder", "capacity", "stated_as", "kind", "level", "evidence_kind", "evidence_link",
            "stated_on", "is_current", "withdrawn_at",
        ]  # fmt: skip


class StatementSerializer(serializers.Serializer):
    """Something to be said of oneself. Said again on the same day in the same words, it is kept once."""

    capacity = serializers.CharField(max_length=40)
    kind = serializers.ChoiceField(choices=ClaimKind.choices)
    level: Any = serializers.PrimaryKeyRelatedField(
        queryset=ProficiencyLevel.objects.all(), allow_null=True, default=None
    )
    evidence_kind = serializers.ChoiceField(choices=EvidenceKind.choices, default=EvidenceKind.SELF_DECLARED)
    evidence_link = serializers.URLField(default="", max_length=500, allow_blank=True)
    stated_on = serializers.DateField(required=False)

    def validate_capacity(self, code: str) -> Capacity:
        capacity = Capacity.objects.shown().filter(code=code).first()
        if capacity is None:
            raise ValidationError(str(refusals.UnknownCapacityError.message))
        return capacity

    def validate_evidence_link(self, link: str) -> str:
        if link and not link.startswith(("http://", "https://")):
            raise ValidationError(_("Enter a valid URL."))
        return link

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["kind"] == ClaimKind.HAS and attrs["level"] is None:
            raise ValidationError({"level": _("Choose the level that fits best.")})
        needs_link = attrs["evidence_kind"] == EvidenceKind.CREDENTIAL and attrs["kind"] != ClaimKind.WANTS
        if needs_link and not attrs["evidence_link"]:
            raise ValidationError({"evidence_link": _("A credential has an address where it can be seen.")})
        return attrs


class ClaimFilter(filters.FilterSet):
    stakeholder = filters.CharFilter(field_name="stakeholder__slug")
    capacity = filters.CharFilter(field_name="capacity__code")
    kind = filters.ChoiceFilter(choices=ClaimKind.choices)

    class Meta:
        model = CapacityClaim
        fields: list[str] = []


def with_names(claims: QuerySet[CapacityClaim]) -> QuerySet[CapacityClaim]:
    return claims.filter(capacity__is_hidden=False).select_related("stakeholder", "capacity", "stated_as")


class ClaimList(ListAPIView):
    """What is said now of organizations, and of persons who show it."""

    permission_classes = [AllowAny]
    serializer_class = ClaimSerializer
    filterset_class = ClaimFilter
    queryset = CapacityClaim.objects.none()

    def get_queryset(self) -> QuerySet:
        return with_names(CapacityClaim.objects.current().visible_to(self.request.user))


class MyClaims(ListAPIView):
    """All one has said of oneself, with its history; POST says something anew."""

    permission_classes = [IsAuthenticated]
    serializer_class = ClaimSerializer
    filterset_class = ClaimFilter
    queryset = CapacityClaim.objects.none()

    def get_queryset(self) -> QuerySet:
        return with_names(
            CapacityClaim.objects.filter(stakeholder__user_id=cast("User", self.request.user).pk)
        )

    @extend_schema(request=StatementSerializer, responses={201: ClaimSerializer})
    def post(self, request: Request) -> Response:
        person = getattr(request.user, "person", None)
        said = StatementSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        if person is None:
            raise ValidationError(_("This account has no person."))
        try:
            [claim] = actions.state(
                person, statements=[actions.Statement(**said.validated_data)], by=cast("User", request.user)
            )
        except refusals.RefusalError as error:
            raise ValidationError(str(error)) from error
        return Response(ClaimSerializer(claim).data, status=201)
