"""Recordings and materials of a cohort's sessions, for whom each is meant."""

from copy import copy
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

from capacity.models import User
from common.api import cleaned
from programs.actions import materials
from programs.api.asking import Asking, refusals
from programs.forms.materials import MaterialForm
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
        form = MaterialForm(wanted.validated_data, session=session)
        made = kept(SessionMaterial(session=session), form, by=request.user)
        return Response(self.get_serializer(made).data, status=201)

    def cohort(self) -> Cohort:
        cohorts = Cohort.objects.visible_to(self.request.user)
        return get_object_or_404(cohorts, public_id=self.kwargs["public_id"])


class ChangedMaterialSerializer(serializers.ModelSerializer):
    """What is not sent is empty. `language`: its code."""

    kind = serializers.ChoiceField(choices=MaterialKind.choices)
    language = serializers.CharField()
    audience = serializers.ChoiceField(choices=MaterialAudience.choices)

    class Meta:
        model = SessionMaterial
        fields = ["kind", "title", "link", "language", "transcript", "audience"]


class MaterialDetail(Asking):
    """PUT changes it; DELETE takes it away: what it led to lies elsewhere, and stays."""

    serializer_class = MaterialSerializer
    queryset = SessionMaterial.objects.none()
    asks = "programs.record_attendance"

    @extend_schema(request=ChangedMaterialSerializer)
    def put(self, request: Request, public_id: str) -> Response:
        material = self.find_material(public_id)
        form = MaterialForm(self.sent, session=material.session, instance=copy(material))
        return Response(self.get_serializer(kept(material, form, by=self.user)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: str) -> Response:
        materials.remove(self.find_material(public_id), by=self.user)
        return Response(status=204)

    def find_material(self, public_id: str) -> SessionMaterial:
        rows = SessionMaterial.objects.filter(session__cohort__in=Cohort.objects.visible_to(self.user))
        found = get_object_or_404(rows.select_related("session__cohort__program"), public_id=public_id)
        self.check(found.session.cohort)
        return found


def kept(material: SessionMaterial, form: MaterialForm, *, by: User) -> SessionMaterial:
    for name, value in cleaned(form).items():
        setattr(material, name, value)
    with refusals():
        return materials.save(material, by=by)
