"""Belonging to organizations: asked for, decided and ended under the rules of the pages, by their forms."""

from typing import Any, cast

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from capacity.actions import affiliations as actions
from capacity.forms.affiliations import ASKED_ROLES, EndForm, JoinForm, NoDetailsForm, RefuseForm
from capacity.http.reasons import is_known
from capacity.logic.refusals import RefusalError
from capacity.models import Affiliation, Stakeholder, User
from capacity.queries.audit import has_stated_reason
from capacity.states import AffiliationState
from common.api import Conflict, cleaned
from common.moves import MoveError


class AffiliationSerializer(serializers.ModelSerializer):
    """`person_name` is empty for those who neither are the person nor represent the organization."""

    organization = serializers.CharField(source="organization.slug")
    organization_name = serializers.CharField(source="organization.name")
    person_name = serializers.SerializerMethodField()

    class Meta:
        model = Affiliation
        fields = [
            "public_id", "organization", "organization_name", "person_name", "role", "state", "starts_on", "ends_on",
            "reason",
        ]  # fmt: skip

    @extend_schema_field(serializers.CharField())
    def get_person_name(self, affiliation: Affiliation) -> str:
        mine = affiliation.person.user_id == self.context["request"].user.pk
        represented: set[int] = self.context["represented"]
        return affiliation.person.name if mine or affiliation.organization_id in represented else ""


class JoinSerializer(serializers.Serializer):
    organization = serializers.SlugField(help_text="The slug of an organization of the directory.")
    role = serializers.ChoiceField(choices=[(role.value, role.label) for role in ASKED_ROLES])
    starts_on = serializers.DateField()
    note = serializers.CharField(max_length=300, required=False, allow_blank=True)


class RefuseSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=300, help_text="The person reads it.")


class EndSerializer(serializers.Serializer):
    ends_on = serializers.DateField(help_text="The last day.")
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True)


class AffiliationFilter(filters.FilterSet):
    organization = filters.CharFilter(field_name="organization__slug")
    state = filters.ChoiceFilter(choices=AffiliationState.choices)

    class Meta:
        model = Affiliation
        fields: list[str] = []


class OfAffiliations(GenericAPIView):
    permission_classes = [IsAuthenticated]
    serializer_class = AffiliationSerializer
    queryset = Affiliation.objects.none()

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    def visible(self) -> QuerySet[Affiliation]:
        return Affiliation.objects.visible_to(self.user).select_related("person", "organization")

    def get_serializer_context(self) -> dict[str, Any]:
        represented = Affiliation.objects.representing(self.user).values_list("organization_id", flat=True)
        return {**super().get_serializer_context(), "represented": set(represented)}


class AffiliationList(OfAffiliations, ListAPIView):
    """One's own, and those of the organizations one represents; for staff all, without names."""

    filterset_class = AffiliationFilter

    def get_queryset(self) -> QuerySet:
        return self.visible()


class MyAffiliations(OfAffiliations, ListAPIView):
    """The organizations one belongs to, belonged to, or has asked to join. POST asks to join one."""

    filter_backends = []

    def get_queryset(self) -> QuerySet:
        return self.visible().filter(person__user_id=self.user.pk)

    @extend_schema(request=JoinSerializer, responses={201: AffiliationSerializer})
    def post(self, request: Request) -> Response:
        if not self.user.has_perm("capacity.request_affiliation"):
            raise PermissionDenied(_("This account has no person."))
        wanted = JoinSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        organization = get_object_or_404(
            Stakeholder.objects.organizations(), slug=wanted.validated_data["organization"]
        )
        given = cleaned(JoinForm(wanted.validated_data))
        try:
            made = actions.request(organization, by=self.user, **given)
        except RefusalError as error:
            raise Conflict(str(error)) from error
        return Response(self.get_serializer(made).data, status=201)


class AffiliationDetail(OfAffiliations):
    asks = "capacity.see_affiliation"

    def get(self, request: Request, public_id: str) -> Response:
        return Response(self.get_serializer(get_object_or_404(self.visible(), public_id=public_id)).data)


class AffiliationDeed(OfAffiliations):
    """A deed is posted to an address of its own."""

    asks: str
    form: type[NoDetailsForm] = NoDetailsForm
    deed: Any

    def act(self, request: Request, public_id: str) -> Response:
        affiliation = get_object_or_404(self.visible(), public_id=public_id)
        if not self.user.has_perm(self.asks, affiliation):
            raise PermissionDenied
        self.check_reason(affiliation)
        given = cleaned(self.form(request.data, affiliation=affiliation))
        try:
            done = self.deed(affiliation, by=self.user, **given)
        except RefusalError as error:
            raise Conflict(str(error)) from error
        except MoveError as error:
            state = AffiliationState(error.current).label
            said = _("This is not possible: the affiliation is now “%(state)s”.") % {"state": state}
            raise Conflict(said) from error
        return Response(self.get_serializer(done).data)

    def check_reason(self, affiliation: Affiliation) -> None:
        account = affiliation.person.user
        has_said = account is None or has_stated_reason(self.user, account)
        if not has_said and not is_known(self.user, affiliation):
            raise Conflict(_("Say first on the page of its members why you look at these people."))


class AffiliationConfirm(AffiliationDeed):
    asks, deed = "capacity.decide_affiliation", staticmethod(actions.confirm)

    @extend_schema(request=None)
    def post(self, request: Request, public_id: str) -> Response:
        return self.act(request, public_id)


class AffiliationRefuse(AffiliationDeed):
    asks, deed, form = "capacity.decide_affiliation", staticmethod(actions.refuse), RefuseForm

    @extend_schema(request=RefuseSerializer)
    def post(self, request: Request, public_id: str) -> Response:
        return self.act(request, public_id)


class AffiliationWithdraw(AffiliationDeed):
    asks, deed = "capacity.withdraw_affiliation", staticmethod(actions.withdraw)

    @extend_schema(request=None)
    def post(self, request: Request, public_id: str) -> Response:
        return self.act(request, public_id)


class AffiliationEnd(AffiliationDeed):
    asks, deed, form = "capacity.end_affiliation", staticmethod(actions.end), EndForm

    @extend_schema(request=EndSerializer)
    def post(self, request: Request, public_id: str) -> Response:
        return self.act(request, public_id)
