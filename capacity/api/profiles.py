"""What a person says of herself, and who sees which part of it: hers alone to read here, and to write."""

from typing import Any, cast

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from capacity.actions import people
from capacity.forms.stakeholders import SEEN_BY_LABELS, ProfileForm, as_words, profile_of
from capacity.models import SeenBy, Stakeholder, User
from common.api import cleaned


class ProfileSerializer(serializers.Serializer):
    """`languages` are names or codes, with commas between; `territory` is a code; `…_seen_by` says who sees it."""

    description = serializers.CharField(required=False, allow_blank=True)
    languages = serializers.CharField(required=False, allow_blank=True)
    territory = serializers.CharField(required=False, allow_blank=True, allow_null=True)
    email = serializers.CharField(required=False, allow_blank=True)
    wiki = serializers.CharField(required=False, allow_blank=True)
    web = serializers.CharField(required=False, allow_blank=True)
    chat = serializers.CharField(required=False, allow_blank=True)

    def get_fields(self) -> dict[str, serializers.Field]:
        seen_by = {
            f"{part}_seen_by": serializers.ChoiceField(choices=SeenBy.choices, required=False)
            for part in SEEN_BY_LABELS
        }
        return super().get_fields() | seen_by


class MyProfile(APIView):
    """PATCH changes what it names, and leaves the rest."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=ProfileSerializer)
    def get(self, request: Request) -> Response:
        return Response(said_by(person_of(request)))

    @extend_schema(request=ProfileSerializer, responses=ProfileSerializer)
    def patch(self, request: Request) -> Response:
        person = person_of(request)
        given = ProfileSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        form = ProfileForm(said_by(person) | given.validated_data)
        clean = cleaned(form)
        people.edit_profile(
            person,
            by=cast("User", request.user),
            description=clean["description"],
            languages=clean["languages"],
            territory=clean["territory"],
            addresses=form.addresses,
            seen_by=form.seen_by,
        )
        return Response(said_by(person_of(request)))


def person_of(request: Request) -> Stakeholder:
    person = Stakeholder.objects.filter(user=cast("User", request.user)).first()
    if person is None:
        raise NotFound
    return person


def said_by(person: Stakeholder) -> dict[str, Any]:
    said = dict.fromkeys(ProfileSerializer().fields, "") | profile_of(person)
    return said | {"languages": as_words(said["languages"]), "territory": person.territory_id or ""}
