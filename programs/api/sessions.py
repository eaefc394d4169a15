"""Planning the sessions of a cohort, for those who run it; they are read with their cohort."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api import cleaned
from programs.actions import sessions
from programs.api.asking import OfCohort, refusals
from programs.api.serializers import SessionSerializer
from programs.forms.cohorts import SessionForm
from programs.models import Cohort, Session


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
        return self.answer(sessions.save(form.save(commit=False), by=self.user, moved=moved))


class SessionCancel(OfSessions):
    """It stays, as cancelled; those enrolled are told."""

    @extend_schema(request=None)
    def post(self, request: Request, public_id: str) -> Response:
        session = self.find(public_id)
        with refusals():
            return self.answer(sessions.cancel(session, by=self.user))
