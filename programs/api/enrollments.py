"""Enrollments, what is done with each, and a cohort's roster and results: by the forms and actions of the pages."""

import csv
import io
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from common.api import Conflict, cleaned
from common.moves import MoveError
from programs.actions import completions
from programs.api.applications import OwnEnrollmentSerializer, SentSerializer
from programs.api.asking import OfCohort
from programs.formats.completions import COLUMNS, read
from programs.http.enrollment_deeds import DEEDS, do, explain, form_of, possible_deeds
from programs.logic.refusals import RefusalError
from programs.models import Enrollment
from programs.queries import imports
from programs.states import DECLINE_REASONS, EnrollmentState


class DeedSerializer(serializers.Serializer):
    """Something one may do with it now, and the address it is posted to."""

    name = serializers.CharField()
    address = serializers.URLField()


class EnrollmentSerializer(SentSerializer):
    """`deeds` are those that one may do and that its state allows."""

    person = serializers.CharField(source="person.name")
    deeds = serializers.SerializerMethodField()

    class Meta(SentSerializer.Meta):
        fields = [*SentSerializer.Meta.fields, "person", "deeds"]

    @extend_schema_field(DeedSerializer(many=True))
    def get_deeds(self, enrollment: Enrollment) -> Any:
        request, address = self.context["request"], {"public_id": enrollment.public_id}
        found = possible_deeds(request.user, enrollment)
        rows = [
            {
                "name": deed.name,
                "address": reverse(f"api:enrollment-{deed.name}", kwargs=address, request=request),
            }
            for deed in found
        ]
        return DeedSerializer(rows, many=True).data


class RosterSerializer(OwnEnrollmentSerializer):
    person = serializers.CharField(source="person.name")

    class Meta(OwnEnrollmentSerializer.Meta):
        fields = [*OwnEnrollmentSerializer.Meta.fields, "person"]


class AskedSerializer(serializers.Serializer):
    state = serializers.ChoiceField(choices=EnrollmentState.choices, required=False)


class DetailsSerializer(serializers.Serializer):
    """What a deed asks: a `note` may go with accepting and declining, a `reason` has to with declining; a transfer asks
    `to` which cohort.
    """

    note = serializers.CharField(required=False, max_length=2000)
    reason = serializers.ChoiceField(choices=[each.value for each in DECLINE_REASONS], required=False)
    to = serializers.UUIDField(required=False)


class CompletionSerializer(serializers.Serializer):
    enrollment = serializers.UUIDField()
    result = serializers.ChoiceField(choices=["completed", "not_completed"])


class CompletionsSerializer(serializers.Serializer):
    results = CompletionSerializer(many=True)


class TakenOverSerializer(serializers.Serializer):
    """How many have changed, and how many had the result already."""

    changed = serializers.IntegerField()
    same = serializers.IntegerField()


class OfEnrollments(OfCohort):
    serializer_class: Any = EnrollmentSerializer
    queryset = Enrollment.objects.none()

    def find(self, public_id: str) -> Enrollment:
        rows = Enrollment.objects.visible_to(self.user)
        rows = rows.select_related("cohort__program", "person__user", "organization", "pool")
        enrollment = get_object_or_404(rows, public_id=public_id)
        self.check(enrollment)
        self.check_knows("programs.read_enrollment", enrollment, enrollment.person.user)
        return enrollment


class EnrollmentDetail(OfEnrollments):
    """One's own enrollment, or one of a cohort or an organization in one's care."""

    asks = "programs.read_enrollment"

    def get(self, request: Request, public_id: str) -> Response:
        return Response(self.get_serializer(self.find(public_id)).data)


class EnrollmentDeed(OfEnrollments):
    """What the page of an enrollment offers to do with it. The answer is the enrollment as it is then."""

    deed: str = ""

    @property
    def asks(self) -> str:
        return DEEDS[self.deed].permission

    @extend_schema(request=DetailsSerializer, responses=EnrollmentSerializer)
    def post(self, request: Request, public_id: str) -> Response:
        enrollment, deed = self.find(public_id), DEEDS[self.deed]
        given = cleaned(form_of(deed, enrollment, request.data))
        try:
            after = do(deed, enrollment, self.user, **given)
        except (RefusalError, MoveError) as error:
            raise Conflict(explain(error)) from error
        return Response(self.get_serializer(after).data)


class CohortEnrollments(OfEnrollments, ListAPIView):
    """Who has applied, waits, takes part or did, for those who run or teach the cohort; `state` narrows it."""

    serializer_class = RosterSerializer
    asks = "programs.read_roster"

    def get_queryset(self) -> QuerySet:
        asked = AskedSerializer(data=self.request.query_params)
        asked.is_valid(raise_exception=True)
        cohort = self.find_known_cohort(self.kwargs["public_id"])
        rows = Enrollment.objects.visible_to(self.user).filter(cohort=cohort, **asked.validated_data)
        rows = rows.exclude(state=EnrollmentState.DRAFT)
        return rows.select_related("cohort__program", "organization", "person")

    @extend_schema(parameters=[AskedSerializer])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class CohortResults(OfEnrollments):
    """Results from another system, all of them or none; sent again, they change nothing."""

    serializer_class = TakenOverSerializer
    asks = "programs.run_cohort"

    @extend_schema(request=CompletionsSerializer)
    def post(self, request: Request, public_id: str) -> Response:
        cohort = self.find_known_cohort(public_id)
        plan = imports.plan(cohort, read(sheet_of(request.data)), by=self.user)
        if plan.problems:
            raise ValidationError(
                {
                    f"results/{max(line - 2, 0)}/{column}".rstrip("/"): [what]
                    for line, column, what in plan.problems
                }
            )
        try:
            changed = completions.conclude_all(cohort, plan.changes, by=self.user)
        except RefusalError as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(self.get_serializer({"changed": changed, "same": len(plan.same)}).data)


def sheet_of(data: Any) -> str:
    """As the file that is uploaded on the page: its second line is the first result."""
    sent = data.get("results") if isinstance(data, dict) else None
    if not isinstance(sent, list) or not all(isinstance(each, dict) for each in sent):
        raise ValidationError({"results": [_("This is not a list of results.")]})
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for each in sent:
        writer.writerow([" ".join(str(each.get(name, "")).split()) or "-" for name in COLUMNS])
    return out.getvalue()
