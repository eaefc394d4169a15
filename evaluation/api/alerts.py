"""Alerts of the programs one has to do with: read, and handled as on their pages."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import BaseForm
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.permissions import IsAuthenticated

from capacity.models import User
from evaluation.actions import alerts
from evaluation.api.deeds import Deed
from evaluation.api.serializers import OfProgram, ProgramFilter
from evaluation.forms.indicators import ReasonForm
from evaluation.models import Alert
from evaluation.states import AlertState


class AlertSerializer(OfProgram):
    """`look_at` is the page of what it is about; `count` and `of` are null where nothing is counted."""

    cohort: Any = serializers.UUIDField(source="cohort.public_id", default=None, allow_null=True)
    look_at = serializers.CharField(source="address")

    class Meta:
        model = Alert
        fields = [
            "id", "page", "program", "cohort", "kind", "look_at", "count", "of", "state", "note", "created_at",
            "resolved_at", "is_demo",
        ]  # fmt: skip


class AlertFilter(ProgramFilter):
    state = django_filters.ChoiceFilter(choices=AlertState.choices)


class AlertReasonSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=300)


class Alerts(ListAPIView):
    """The newest first; resolved ones too."""

    permission_classes = [IsAuthenticated]
    serializer_class = AlertSerializer
    filterset_class = AlertFilter
    queryset = Alert.objects.none()

    def get_queryset(self) -> QuerySet:
        return Alert.objects.visible_to(self.request.user).select_related("program", "cohort")


class AlertDetail(RetrieveAPIView):
    """An alert."""

    asks = "evaluation.handle_alert"
    permission_classes = [IsAuthenticated]
    serializer_class = AlertSerializer
    filter_backends = []
    lookup_field = "public_id"
    queryset = Alert.objects.none()

    def get_queryset(self) -> QuerySet:
        return Alert.objects.visible_to(self.request.user).select_related("program", "cohort")


class AlertDeed(Deed):
    model = Alert
    related = ("program", "cohort")
    asks = "evaluation.handle_alert"
    serializer_class = AlertSerializer
    queryset = Alert.objects.none()

    def form(self, thing: Any, data: Any) -> BaseForm:
        return ReasonForm(data)


@extend_schema_view(post=extend_schema(request=AlertReasonSerializer))
class AlertAcknowledge(AlertDeed):
    """Says that one looks after it."""

    def act(self, thing: Any, *, by: User, **given: Any) -> Any:
        return alerts.acknowledge(thing, by=by, **given)


@extend_schema_view(post=extend_schema(request=AlertReasonSerializer))
class AlertResolve(AlertDeed):
    """Says why nothing more has to be done."""

    def act(self, thing: Any, *, by: User, **given: Any) -> Any:
        return alerts.resolve(thing, by=by, **given)
