"""Alerts of the programs one has to do with: read, and handled as on their pages."""

from typing import Any

import django_filters
from django.forms import BaseForm
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.permissions import IsAuthenticated

from capacity.models import User
from evaluation.actions import alerts
from evaluation.api.deeds import Deed, Seen
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


class OfAlerts(Seen):
    model = Alert
    related = ("program", "cohort")
    permission_classes = [IsAuthenticated]
    serializer_class = AlertSerializer
    queryset = Alert.objects.none()


class Alerts(OfAlerts, ListAPIView):
    """The newest first; resolved ones too."""

    filterset_class = AlertFilter


class AlertDetail(OfAlerts, RetrieveAPIView):
    """An alert."""

    asks = "evaluation.handle_alert"
    filter_backends = []


class AlertDeed(OfAlerts, Deed):
    asks = "evaluation.handle_alert"

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
