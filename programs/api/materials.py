"""Recordings and materials of a cohort's sessions, for whom each is meant."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.generics import ListAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from common.api import Conflict, cleaned
from programs.actions import materials
from programs.forms.materials import MaterialForm
from programs.logic.refusals import RefusalError
from programs.models import Cohort, MaterialAudience, MaterialKind, SessionMaterial


class MaterialSerializer(serializers.ModelSerializer):
    session = serializers.UUIDField(source="session.public_id")
    kind = serializers.ChoiceField(choices=MaterialKind.choices)
    language = serializers.CharField(source="language_id")
    audience = serializers.ChoiceField(choices=MaterialAudience.choices)

    class Meta:
        model = SessionMaterial
        fields = ["public_id", "session", "kind", "title", "link", "language", "transcript", "audience"]


class NewMaterialSerializer(serializers.Serializer):
    session = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=MaterialKind.choices)
    title = serializers.CharField(max_length=200)
    link = serializers.URLField(max_length=500)
    language = serializers.CharField(help_text="Its code.")
    transcript = serializers.URLField(max_length=500, default="", allow_blank=True)
    audience = serializers.ChoiceField(choices=MaterialAudience.choices, default=MaterialAudience.ENROLLED)


class CohortMaterials(ListAPIView):
    """What is public, and for who takes part all. POST adds one to a session; for those who teach the cohort."""

    permission_classes = [AllowAny]
    serializer_class = MaterialSerializer
    filter_backends = []
    queryset = SessionMaterial.objects.none()

    def get_queryset(self) -> QuerySet:
        shown = SessionMaterial.objects.visible_to(self.request.user)
        return shown.filter(session__cohort=self.cohort()).select_related("session")

    @extend_schema(request=NewMaterialSerializer, responses={201: MaterialSerializer})
    def post(self, request: Request, **kwargs: Any) -> Response:
        if not request.user.is_authenticated:
            raise NotAuthenticated
        cohort = self.cohort()
        if not request.user.has_perm("programs.record_attendance", cohort):
            raise PermissionDenied
        wanted = NewMaterialSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        session = get_object_or_404(cohort.sessions, public_id=wanted.validated_data["session"])
        made = SessionMaterial(session=session)
        for name, value in cleaned(MaterialForm(wanted.validated_data, session=session)).items():
            setattr(made, name, value)
        try:
            materials.save(made, by=request.user)
        except RefusalError as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(self.get_serializer(made).data, status=201)

    def cohort(self) -> Cohort:
        cohorts = Cohort.objects.visible_to(self.request.user)
        return get_object_or_404(cohorts, public_id=self.kwargs["public_id"])
