"""Delegations of the organizations one represents, and invitations to one."""

from typing import Any, cast

from django.core import signing
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from capacity.models import Stakeholder, User
from common.api import Conflict, PageField, cleaned
from common.moves import MoveError
from programs.actions import delegations
from programs.api.applications import (
    ApplicationFormSerializer,
    SentSerializer,
    asked_by,
    filled,
    form_of,
    person_of,
)
from programs.forms.delegations import DelegationForm
from programs.logic.refusals import RefusalError
from programs.models import Cohort, Delegation, DelegationPlace, Enrollment
from programs.models.delegation import SALT
from programs.states import PlaceState


class NamedSerializer(serializers.ModelSerializer):
    """One person named: by her name where she was chosen among the members or has confirmed, else by her address."""

    person = serializers.CharField(source="person.name", default="")
    state = serializers.ChoiceField(choices=PlaceState.choices)

    class Meta:
        model = DelegationPlace
        fields = ["public_id", "person", "email", "state", "expires_at", "answered_at"]


class DelegationSerializer(serializers.ModelSerializer):
    page = PageField()
    organization = serializers.CharField(source="organization.slug")
    cohort = serializers.UUIDField(source="cohort.public_id")
    program = serializers.CharField(source="cohort.program.slug")
    people = NamedSerializer(source="places", many=True)

    class Meta:
        model = Delegation
        fields = ["public_id", "page", "organization", "cohort", "program", "created_at", "people"]


class NewDelegationSerializer(serializers.Serializer):
    cohort = serializers.UUIDField()
    organization = serializers.SlugField(help_text="The slug of an organization you represent.")
    members = serializers.ListField(
        child=serializers.CharField(), default=list, help_text="Slugs of its members."
    )
    emails = serializers.ListField(child=serializers.EmailField(), default=list)


class InvitationSerializer(serializers.ModelSerializer):
    """`answer` is where it is answered."""

    answer = serializers.SerializerMethodField()
    organization = serializers.CharField(source="delegation.organization.slug")
    cohort = serializers.UUIDField(source="delegation.cohort.public_id")
    program = serializers.CharField(source="delegation.cohort.program.slug")
    state = serializers.ChoiceField(choices=PlaceState.choices)

    class Meta:
        model = DelegationPlace
        fields = ["public_id", "answer", "organization", "cohort", "program", "state", "expires_at"]

    @extend_schema_field(serializers.URLField())
    def get_answer(self, place: DelegationPlace) -> str:
        token = signing.dumps(place.pk, salt=SALT)
        return str(reverse("api:delegation-answer", kwargs={"token": token}, request=self.context["request"]))


class OfMember(GenericAPIView):
    permission_classes = [IsAuthenticated]
    filter_backends = []

    @property
    def user(self) -> User:
        return cast("User", self.request.user)


class MyDelegations(OfMember, ListAPIView):
    """The delegations of the organizations one represents. POST names people for a cohort; each is written to."""

    serializer_class = DelegationSerializer
    queryset = Delegation.objects.none()

    def get_queryset(self) -> QuerySet:
        rows = Delegation.objects.visible_to(self.user).select_related("organization", "cohort__program")
        return rows.prefetch_related("places__person")

    @extend_schema(request=NewDelegationSerializer, responses={201: DelegationSerializer})
    def post(self, request: Request) -> Response:
        wanted = NewDelegationSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        asked = wanted.validated_data
        organizations = Stakeholder.objects.organizations()
        organization = get_object_or_404(organizations, slug=asked["organization"])
        if not self.user.has_perm("programs.delegate", organization):
            raise PermissionDenied
        cohorts = Cohort.objects.visible_to(self.user).select_related("program")
        cohort = get_object_or_404(cohorts, public_id=asked["cohort"])
        rows = {f"email-{row}": email for row, email in enumerate(asked["emails"], start=1)}
        form = DelegationForm(
            {"members": asked["members"], "rows": len(rows), **rows},
            cohort=cohort,
            organization=organization,
        )
        members = list(cleaned(form)["members"])
        try:
            made = delegations.make(
                cohort, organization=organization, members=members, emails=asked["emails"], by=self.user
            )
        except RefusalError as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(self.get_serializer(made).data, status=201)


class DelegationDetail(OfMember):
    """A delegation, and who has answered. DELETE takes back everybody of whom nothing is decided."""

    serializer_class = DelegationSerializer
    queryset = Delegation.objects.none()
    asks = "programs.see_delegation"

    def get(self, request: Request, public_id: str) -> Response:
        return Response(self.get_serializer(self.find(public_id)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: str) -> Response:
        try:
            delegations.withdraw(self.find(public_id), by=self.user)
        except RefusalError as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(status=204)

    def find(self, public_id: str) -> Delegation:
        rows = Delegation.objects.visible_to(self.user).select_related("organization", "cohort__program")
        return get_object_or_404(rows, public_id=public_id)


class DelegationPerson(OfMember):
    """Somebody whom a delegation names. DELETE takes her name back, as long as she has not answered."""

    queryset = DelegationPlace.objects.none()
    asks = "programs.see_delegation"

    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: str) -> Response:
        sent = Delegation.objects.visible_to(self.user)
        named = get_object_or_404(DelegationPlace.objects.filter(delegation__in=sent), public_id=public_id)
        try:
            delegations.cancel(named, by=self.user)
        except MoveError as error:
            raise Conflict(_("This was answered already.")) from error
        return Response(status=204)


class MyInvitations(OfMember, ListAPIView):
    """Delegations for which an organization has named oneself among its members, and that wait for an answer."""

    serializer_class = InvitationSerializer
    queryset = DelegationPlace.objects.none()

    def get_queryset(self) -> QuerySet:
        mine = DelegationPlace.objects.filter(person__user=self.user.pk, state=PlaceState.INVITED)
        return mine.select_related("delegation__organization", "delegation__cohort__program")


class DelegationAnswer(OfMember):
    """An invitation to a delegation, by the secret of its letter. POST confirms with the answers to the cohort's form
    and so applies; DELETE refuses.
    """

    serializer_class = ApplicationFormSerializer
    queryset = DelegationPlace.objects.none()
    asks = "programs.enroll"

    def get(self, request: Request, token: str) -> Response:
        cohort = self.place(token).delegation.cohort
        return Response(asked_by(cohort, form_of(cohort, person=None)))

    @extend_schema(request={"application/json": {"type": "object"}}, responses={201: SentSerializer})
    def post(self, request: Request, token: str) -> Response:
        place, person = self.place(token), person_of(self.user)
        form = filled(form_of(place.delegation.cohort, person=None), request.data)
        sent = self.answer(
            lambda: delegations.confirm(place, person=person, by=self.user, content=form.content())
        )
        return Response(SentSerializer(sent, context=self.get_serializer_context()).data, status=201)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, token: str) -> Response:
        place, person = self.place(token), Stakeholder.objects.filter(user=self.user).first()
        self.answer(lambda: delegations.decline(place, person=person, by=self.user))
        return Response(status=204)

    def place(self, token: str) -> DelegationPlace:
        try:
            pk = signing.loads(token, salt=SALT)
        except signing.BadSignature as error:
            raise Http404 from error
        rows = DelegationPlace.objects.select_related(
            "delegation__cohort__program", "delegation__organization"
        )
        return get_object_or_404(rows, pk=pk)

    def answer(self, deed: Any) -> Enrollment:
        try:
            return cast("Enrollment", deed())
        except RefusalError as refusal:
            raise Conflict(str(refusal)) from refusal
        except MoveError as error:
            raise Conflict(_("This invitation was answered already, or taken back.")) from error
