"""Read the result of one organization's self-assessment, as far as the organization shows it. There is no list of them:
it would be a league table."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessments.models import ConsensusSession
from assessments.queries.profiles import previous_of, profile_of
from assessments.states import ConsensusState


class StandingSerializer(serializers.Serializer):
    """Between 0 and 1; `before` as it is read in the version that is asked now."""

    now = serializers.FloatField(allow_null=True)
    before = serializers.FloatField(allow_null=True)
    change = serializers.FloatField(allow_null=True)


class ProfileRowSerializer(serializers.Serializer):
    part = serializers.CharField(source="name")
    capacity = serializers.CharField(source="capacity.code", default=None, allow_null=True)
    level = StandingSerializer()
    robustness = StandingSerializer()


class SelfAssessmentSerializer(serializers.Serializer):
    """`profile` is empty until the consensus is recorded."""

    page = serializers.URLField()
    organization = serializers.CharField()
    state = serializers.CharField()
    recorded_at = serializers.DateTimeField(allow_null=True)
    compared_with = serializers.UUIDField(allow_null=True)
    profile = ProfileRowSerializer(many=True)
    is_demo = serializers.BooleanField()


class SelfAssessmentDetail(APIView):
    """What an organization agreed on, part by part, and how it stood the last time."""

    asks = "assessments.see_self_assessment"
    permission_classes = [AllowAny]

    @extend_schema(responses=SelfAssessmentSerializer)
    def get(self, request: Request, public_id: str) -> Response:
        rows = ConsensusSession.objects.visible_to(request.user)
        rows = rows.select_related("organization", "wave__plan", "wave__version")
        session = get_object_or_404(rows, public_id=public_id)
        before, profile = None, []
        if session.state == ConsensusState.RECORDED:
            before = previous_of(session, reader=request.user)
            profile = profile_of(session, before)
        told: dict[str, Any] = {
            "page": request.build_absolute_uri(session.get_absolute_url()),
            "organization": session.organization.slug,
            "state": session.state,
            "recorded_at": session.recorded_at,
            "compared_with": before.session.public_id if before else None,
            "profile": profile,
            "is_demo": session.is_demo,
        }
        return Response(SelfAssessmentSerializer(told).data)
