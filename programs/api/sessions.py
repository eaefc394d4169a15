"""Planning the sessions of a cohort, for those who run it; they are read with their cohort."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from common.api import cleaned
from programs.actions import sessions
from programs.api.asking import OfCohort, refusals
from programs.api.serializers import SessionSerializer
from programs.forms.cohorts import EVERY, RuleForm, SessionForm
from programs.http.planning import planned
from programs.logic.recurrence import occurrences
from programs.models import Cohort, Session
from programs.queries.conflicts import Span, conflicts_of, spans_of


class PlannedSerializer(serializers.ModelSerializer):
    """Day and time are those on the clocks of the zone."""

    class Meta:
        model = Session
        fields = ["title", "local_date", "local_time", "time_zone", "minutes", "room", "link"]


class OfSessions(OfCohort):
    serializer_class = SessionSerializer
    queryset = Session.objects.none()
    asks = "programs.run_cohort"

    def find(self, public_id: str) -> Session:
        rows = Session.objects.filter(cohort__in=Cohort.objects.visible_to(self.user))
        session = get_object_or_404(rows.select_related("cohort__program"), public_id=public_id)
        self.check(session.cohort)
        return session

    def answer(self, session: Session, status: int = 200) -> Response:
        return Response(self.get_serializer(session).data, status=status)


class CohortSessions(OfSessions):
    """Plans a session; those enrolled are told."""

    @extend_schema(request=PlannedSerializer, responses={201: SessionSerializer})
    def post(self, request: Request, public_id: str) -> Response:
        cohort = self.find_cohort(public_id)
        given = cleaned(SessionForm(self.sent))
        with refusals():
            (made,) = sessions.plan(cohort, [Session(**given)], by=self.user)
        return self.answer(made, status=201)


class SessionDetail(OfSessions):
    """Changes a session; those enrolled are told if it has moved."""

    @extend_schema(request=PlannedSerializer)
    def put(self, request: Request, public_id: str) -> Response:
        session = self.find(public_id)
        form: Any = SessionForm(self.sent, instance=session)
        cleaned(form)
        moved = bool(sessions.MOVING & set(form.changed_data))
        with refusals():
            changed = sessions.change(form.save(commit=False), by=self.user, moved=moved)
        return self.answer(changed)


class SessionCancel(OfSessions):
    """It stays, as cancelled; those enrolled are told."""

    @extend_schema(request=None)
    def post(self, request: Request, public_id: str) -> Response:
        session = self.find(public_id)
        with refusals():
            return self.answer(sessions.cancel(session, by=self.user))


class SessionRuleSerializer(serializers.Serializer):
    """Days and times are those on the clocks of the zone, also where they change in between. Either `count` or `until`.
    With `preview` nothing is planned.
    """

    title = serializers.CharField(help_text="Several sessions get a number behind it.")
    first = serializers.DateField()
    at = serializers.TimeField()
    zone = serializers.CharField()
    minutes = serializers.IntegerField()
    interval = serializers.IntegerField(help_text="Every so many days, weeks or months.")
    every = serializers.ChoiceField(choices=list(EVERY))
    weekdays = serializers.ListField(
        child=serializers.IntegerField(), required=False, help_text="Monday is 0; only for weeks."
    )
    count = serializers.IntegerField(required=False)
    until = serializers.DateField(required=False)
    room = serializers.CharField(required=False)
    link = serializers.CharField(required=False)
    preview = serializers.BooleanField(default=False)


class PlannedByRuleSerializer(serializers.Serializer):
    """`conflicts` say in words what stands against it; `public_id` is null in a preview."""

    public_id = serializers.UUIDField(allow_null=True)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    conflicts = serializers.ListField(child=serializers.CharField())


class CohortSessionsByRule(OfCohort):
    """Plans sessions by a rule, all at once, or shows first which they would be."""

    serializer_class = PlannedByRuleSerializer
    asks = "programs.run_cohort"

    @extend_schema(
        request=SessionRuleSerializer,
        responses={200: PlannedByRuleSerializer(many=True), 201: PlannedByRuleSerializer(many=True)},
    )
    def post(self, request: Request, public_id: str) -> Response:
        cohort, form = self.find_cohort(public_id), RuleForm(self.sent)
        cleaned(form)
        found = occurrences(form.rule)
        if not found:
            raise ValidationError({"until": [_("No day fits this rule.")]})
        made = [] if self.sent.get("preview") else planned(form, found)
        with refusals():
            made = sessions.plan(cohort, made, by=self.user) if made else []
        spans = spans_of(made) or [Span(starts_at=each.starts_at, ends_at=each.ends_at) for each in found]
        rows = [
            {
                "public_id": made[number].public_id if made else None,
                "starts_at": span.starts_at,
                "ends_at": span.ends_at,
                "conflicts": texts,
            }
            for number, (span, texts) in enumerate(zip(spans, conflicts_of(cohort, spans), strict=True))
        ]
        return Response(self.get_serializer(rows, many=True).data, status=201 if made else 200)
