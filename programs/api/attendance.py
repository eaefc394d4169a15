"""Who was there, for those who teach the cohort. Staff look at it on its page, where they say first why they look."""

from typing import Any, cast

from django.db.models import OuterRef, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from capacity.models import User
from programs.http.attendance import MARKS_AT_MOST, deliver
from programs.models import Attendance, AttendanceStatus, Cohort, Enrollment, Session
from programs.states import PARTICIPANT_STATES


class PresenceSerializer(serializers.ModelSerializer):
    """A participant, and what is recorded of her; `status` is null where nothing is."""

    person = serializers.UUIDField(source="public_id")
    name = serializers.CharField(source="person.name")
    status = serializers.ChoiceField(choices=AttendanceStatus.choices, allow_null=True)
    minutes = serializers.IntegerField(allow_null=True)
    recorded_at = serializers.DateTimeField(allow_null=True)

    class Meta:
        model = Enrollment
        fields = ["person", "name", "status", "minutes", "recorded_at"]


class MarkSerializer(serializers.Serializer):
    """`id` is made up by who sends it: sent again, the mark is kept once. `seen` is what she knew to be recorded
    ("" for nothing): where another has recorded something else meanwhile, both are kept until somebody decides.
    """

    id = serializers.UUIDField()
    person = serializers.UUIDField()
    status = serializers.ChoiceField(choices=AttendanceStatus.choices)
    minutes = serializers.IntegerField(required=False, min_value=0)
    seen = serializers.CharField(required=False, allow_blank=True)
    at = serializers.DateTimeField()


class MarksSerializer(serializers.Serializer):
    marks = MarkSerializer(many=True)


class OutcomeSerializer(serializers.Serializer):
    id = serializers.CharField()
    outcome = serializers.ChoiceField(choices=["kept", "conflict", "refused"])
    says = serializers.CharField()


class OutcomesSerializer(serializers.Serializer):
    """What became of each mark, and what is recorded now by person."""

    results = OutcomeSerializer(many=True)
    holds = serializers.DictField(child=serializers.CharField())


class SessionAttendance(ListAPIView):
    """The list of a session. POST records marks; each is answered for itself."""

    permission_classes = [IsAuthenticated]
    serializer_class = PresenceSerializer
    filter_backends = []
    queryset = Enrollment.objects.none()
    asks = "programs.read_roster"

    def get_queryset(self) -> QuerySet:
        session = self.session()
        recorded = Attendance.objects.filter(session=session, enrollment=OuterRef("pk"))
        said = {name: Subquery(recorded.values(name)[:1]) for name in ("status", "minutes", "recorded_at")}
        people = session.cohort.enrollments.filter(state__in=PARTICIPANT_STATES)
        return people.select_related("person").annotate(**said)

    @extend_schema(request=MarksSerializer, responses=OutcomesSerializer)
    def post(self, request: Request, **kwargs: Any) -> Response:
        session = self.session()
        sent = request.data.get("marks") if isinstance(request.data, dict) else None
        if not isinstance(sent, list) or not all(isinstance(each, dict) for each in sent):
            raise ValidationError({"marks": [_("This is not a list of marks.")]})
        return Response(deliver(session, sent[:MARKS_AT_MOST], by=cast("User", request.user)))

    def session(self) -> Session:
        rows = Session.objects.filter(cohort__in=Cohort.objects.visible_to(self.request.user))
        session = get_object_or_404(rows.select_related("cohort"), public_id=self.kwargs["public_id"])
        if not self.request.user.has_perm(self.asks, session.cohort):
            raise PermissionDenied
        return session
