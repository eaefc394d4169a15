"""Planning the sessions of a cohort, for those who run it; they are read with their cohort."""

from typing import Any, cast

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from capacity.models import User
from common.api import Conflict, cleaned
from programs.actions import sessions
from programs.api.serializers import SessionSerializer
from programs.forms.cohorts import SessionForm
from programs.logic.refusals import RefusalError
from programs.models import Cohort, Session


class PlannedSerializer(serializers.ModelSerializer):
    """Day and time are those on the clocks of the zone."""

    class Meta:
        model = Session
        fields = ["title", "local_date", "local_time", "time_zone", "minutes", "room", "link"]


class OfSessions(GenericAPIView):
    permission_classes = [IsAuthenticated]
    serializer_class = SessionSerializer
    filter_backends = []
    queryset = Session.objects.none()
    asks = "programs.run_cohort"

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    def check(self, cohort: Cohort) -> None:
        if not self.user.has_perm(self.asks, cohort):
            raise PermissionDenied

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
        cohorts = Cohort.objects.visible_to(self.user).select_related("program")
        cohort = get_object_or_404(cohorts, public_id=public_id)
        self.check(cohort)
        sent: Any = request.data
        given = cleaned(SessionForm(sent))
        try:
            (made,) = sessions.plan(cohort, [Session(**given)], by=self.user)
        except RefusalError as refusal:
            raise Conflict(str(refusal)) from refusal
        return self.answer(made, status=201)


class SessionDetail(OfSessions):
    """Changes a session; those enrolled are told if it has moved."""

    @extend_schema(request=PlannedSerializer)
    def put(self, request: Request, public_id: str) -> Response:
        session = self.find(public_id)
        sent: Any = request.data
        form: Any = SessionForm(sent, instance=session)
        cleaned(form)
        moved = bool(sessions.MOVING & set(form.changed_data))
        return self.answer(sessions.save(form.save(commit=False), by=self.user, moved=moved))


class SessionCancel(OfSessions):
    """It stays, as cancelled; those enrolled are told."""

    @extend_schema(request=None)
    def post(self, request: Request, public_id: str) -> Response:
        session = self.find(public_id)
        try:
            return self.answer(sessions.cancel(session, by=self.user))
        except RefusalError as refusal:
            raise Conflict(str(refusal)) from refusal
