"""Changes suggested for the tree of capacities: made, followed, and decided by staff."""

from typing import Any, cast

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from capacity.actions import suggestions as actions
from capacity.forms.taxonomy import AnswerForm, SuggestionForm
from capacity.logic.taxonomy import TaxonomyError
from capacity.models import Capacity, CapacitySuggestion, SuggestionKind, User
from capacity.queries.suggestions import with_all
from capacity.states import SuggestionState
from common.api import Conflict, cleaned
from common.moves import MoveError


class SuggestionSerializer(serializers.ModelSerializer):
    """`target` is the whole of which it becomes part, or what it is merged into. Who suggested it is not told."""

    capacity = serializers.CharField(source="capacity.code", allow_null=True, default=None)
    target = serializers.CharField(source="target.code", allow_null=True, default=None)
    language = serializers.CharField(source="language_id", allow_null=True)

    class Meta:
        model = CapacitySuggestion
        fields = [
            "public_id", "kind", "capacity", "target", "language", "text", "before", "reason", "state", "answer",
            "decided_at",
        ]  # fmt: skip


class SuggestSerializer(serializers.Serializer):
    """Each kind asks only what it needs; capacities are named by their codes."""

    kind = serializers.ChoiceField(choices=SuggestionKind.choices)
    capacity = serializers.CharField(max_length=40, required=False)
    target = serializers.CharField(max_length=40, required=False, allow_blank=True)
    language = serializers.CharField(max_length=20, required=False)
    text = serializers.CharField(max_length=2000, required=False)
    reason = serializers.CharField(max_length=500)

    def validate_capacity(self, code: str) -> int:
        return key_of(code)

    def validate_target(self, code: str) -> int | None:
        return key_of(code) if code else None


class DecisionSerializer(serializers.Serializer):
    decision = serializers.ChoiceField(choices=["accept", "decline"])
    answer = serializers.CharField(max_length=500, required=False, allow_blank=True)


class SuggestionFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(choices=SuggestionKind.choices)
    state = filters.ChoiceFilter(choices=SuggestionState.choices)

    class Meta:
        model = CapacitySuggestion
        fields: list[str] = []


def key_of(code: str) -> int:
    capacity = Capacity.objects.shown().filter(code=code).first() if "\x00" not in code else None
    if capacity is None:
        raise ValidationError(_("This capacity is not in the taxonomy."))
    return capacity.pk


class OfSuggestions(GenericAPIView):
    permission_classes = [IsAuthenticated]
    serializer_class = SuggestionSerializer
    queryset = CapacitySuggestion.objects.none()

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    def visible(self) -> QuerySet[CapacitySuggestion]:
        """Another person's does not exist for her."""
        everybodys = with_all(CapacitySuggestion.objects.all())
        reviews = self.user.has_perm("capacity.review_suggestions")
        return everybodys if reviews else everybodys.filter(suggested_by=self.user)

    def found(self, public_id: str, permission: str) -> CapacitySuggestion:
        suggestion = get_object_or_404(self.visible(), public_id=public_id)
        if not self.user.has_perm(permission, suggestion):
            raise PermissionDenied
        return suggestion


class SuggestionList(OfSuggestions, ListAPIView):
    """One's own; for staff everybody's. POST suggests a change."""

    filterset_class = SuggestionFilter

    def get_queryset(self) -> QuerySet:
        return self.visible()

    @extend_schema(request=SuggestSerializer, responses={201: SuggestionSerializer})
    def post(self, request: Request) -> Response:
        if not self.user.has_perm("capacity.suggest_capacity_change"):
            raise PermissionDenied
        said = SuggestSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        given: dict[str, Any] = dict(said.validated_data)
        form = SuggestionForm(given, kind=SuggestionKind(given.pop("kind")))
        try:
            made = actions.suggest(kind=form.kind, by=self.user, **cleaned(form))
        except TaxonomyError as error:
            raise Conflict(str(error)) from error
        return Response(self.get_serializer(made).data, status=201)


class SuggestionDetail(OfSuggestions):
    asks = "capacity.view_suggestion"

    def get(self, request: Request, public_id: str) -> Response:
        return Response(self.get_serializer(self.found(public_id, self.asks)).data)


class SuggestionDecide(OfSuggestions):
    """Nobody decides her own."""

    asks = "capacity.decide_suggestion"

    @extend_schema(request=DecisionSerializer)
    def post(self, request: Request, public_id: str) -> Response:
        suggestion = self.found(public_id, self.asks)
        said = DecisionSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        declines = said.validated_data["decision"] == "decline"
        given = cleaned(AnswerForm(said.validated_data, declines=declines))
        deed = actions.decline if declines else actions.accept
        try:
            done = deed(suggestion, by=self.user, answer=given["answer"])
        except TaxonomyError as error:
            raise Conflict(str(error)) from error
        except MoveError as error:
            raise Conflict(_("This suggestion is no longer open.")) from error
        return Response(self.get_serializer(done).data)


class SuggestionWithdraw(OfSuggestions):
    asks = "capacity.withdraw_suggestion"

    @extend_schema(request=None)
    def post(self, request: Request, public_id: str) -> Response:
        suggestion = self.found(public_id, self.asks)
        try:
            done = actions.withdraw(suggestion, by=self.user)
        except MoveError as error:
            raise Conflict(_("This suggestion is no longer open.")) from error
        return Response(self.get_serializer(done).data)
