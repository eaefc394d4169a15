"""Applying for a cohort: what its form asks, as the page asks it, and what became of one's own applications."""

from collections.abc import Callable
from html import unescape
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from capacity.models import Stakeholder, User
from common.api import Conflict, PageField, cleaned
from programs.actions import applications
from programs.forms.enrollments import EnrollForm
from programs.logic.refusals import RefusalError
from programs.models import Cohort, Enrollment
from programs.queries.seats import places_of
from programs.states import EnrollmentState

CONTROLS: list[tuple[type[forms.Field], str]] = [
    (forms.MultipleChoiceField, "choices"),
    (forms.ModelChoiceField, "choice"),
    (forms.ChoiceField, "choice"),
    (forms.BooleanField, "yes_no"),
    (forms.CharField, "text"),
]


class AnswerSerializer(serializers.Serializer):
    value = serializers.CharField()
    label: Any = serializers.CharField()


class QuestionSerializer(serializers.Serializer):
    """One thing that is asked. The answer is sent under its `name`."""

    name = serializers.CharField()
    control = serializers.ChoiceField(choices=["text", "choice", "choices", "yes_no"])
    label: Any = serializers.CharField()
    help_text: Any = serializers.CharField()
    required: Any = serializers.BooleanField()
    max_length = serializers.IntegerField(allow_null=True)
    answers = AnswerSerializer(many=True)


class ApplicationFormSerializer(serializers.Serializer):
    """`refusal` says why nobody can apply now; it is empty where one can."""

    cohort = serializers.UUIDField()
    confirmation = serializers.CharField()
    refusal = serializers.CharField()
    questions = QuestionSerializer(many=True)


class PlaceSerializer(serializers.Serializer):
    """A place in the line. `label` says of which reserved seats; empty: of all seats."""

    label: Any = serializers.CharField()
    number = serializers.IntegerField()


class OwnEnrollmentSerializer(serializers.ModelSerializer):
    page = PageField()
    cohort = serializers.UUIDField(source="cohort.public_id")
    program = serializers.CharField(source="cohort.program.slug")
    organization = serializers.CharField(source="organization.slug", default=None, allow_null=True)
    state = serializers.ChoiceField(choices=EnrollmentState.choices)

    class Meta:
        model = Enrollment
        fields = [
            "public_id", "page", "cohort", "program", "organization", "state", "applied_at", "waitlisted_at",
            "offer_expires_at", "enrolled_at", "ended_at",
        ]  # fmt: skip


class SentSerializer(OwnEnrollmentSerializer):
    places = serializers.SerializerMethodField()

    class Meta(OwnEnrollmentSerializer.Meta):
        fields = [*OwnEnrollmentSerializer.Meta.fields, "places"]

    @extend_schema_field(PlaceSerializer(many=True))
    def get_places(self, enrollment: Enrollment) -> Any:
        return PlaceSerializer(places_of(enrollment), many=True).data


class MyEnrollments(ListAPIView):
    """One's own enrollments and applications, the latest first."""

    permission_classes = [IsAuthenticated]
    serializer_class = OwnEnrollmentSerializer
    filter_backends = []
    queryset = Enrollment.objects.none()

    def get_queryset(self) -> QuerySet:
        mine = Enrollment.objects.filter(person__user=cast("User", self.request.user).pk)
        return mine.select_related("cohort__program", "organization")


class CohortApplication(GenericAPIView):
    """What the form of a cohort asks; POST sends the answers, by their names, as an application of one's own."""

    permission_classes = [IsAuthenticated]
    serializer_class = ApplicationFormSerializer
    queryset = Cohort.objects.none()
    asks = "programs.enroll"

    def get(self, request: Request, public_id: str) -> Response:
        cohort = self.cohort(public_id)
        form = form_of(cohort, person=Stakeholder.objects.filter(user=self.user).first())
        return Response(asked_by(cohort, form))

    @extend_schema(request={"application/json": {"type": "object"}}, responses={201: SentSerializer})
    def post(self, request: Request, public_id: str) -> Response:
        cohort = self.cohort(public_id)
        person = person_of(self.user)
        form = filled(form_of(cohort, person=person), request.data)
        sent = applied(
            lambda: applications.submit(cohort, person=person, by=self.user, content=form.content())
        )
        return Response(SentSerializer(sent, context=self.get_serializer_context()).data, status=201)

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    def cohort(self, public_id: str) -> Cohort:
        cohorts = Cohort.objects.visible_to(self.user).select_related("program__method")
        return get_object_or_404(cohorts, public_id=public_id)


def person_of(user: User) -> Stakeholder:
    person = Stakeholder.objects.filter(user=user).first()
    if person is None:
        raise Conflict(_("Please say first how you are called: those who run a cohort see this name."))
    return person


def form_of(cohort: Cohort, *, person: Stakeholder | None) -> Callable[..., EnrollForm]:
    blocks = list(cohort.form_blocks.asked())

    def made(*data: Any) -> EnrollForm:
        return EnrollForm(*data, person=person, confirmation=cohort.confirmation, blocks=blocks)

    return made


def filled(form_of_data: Callable[..., EnrollForm], data: Any) -> EnrollForm:
    """The form with what was sent, if all of it is understood."""
    form = form_of_data(data)
    cleaned(form)
    return form


def applied(deed: Callable[[], Enrollment]) -> Enrollment:
    try:
        return deed()
    except RefusalError as refusal:
        raise Conflict(str(refusal)) from refusal


def asked_by(cohort: Cohort, form_of_data: Callable[..., EnrollForm]) -> dict[str, Any]:
    fields = form_of_data().fields
    refusal = cohort.window.refusal(timezone.now())
    asked = {
        "cohort": cohort.public_id,
        "confirmation": cohort.confirmation,
        "refusal": str(refusal) if refusal else "",
        "questions": [_question(name, field) for name, field in fields.items()],
    }
    return dict(ApplicationFormSerializer(asked).data)


def _question(name: str, field: Any) -> dict[str, Any]:
    options = [(value, label) for value, label in getattr(field, "choices", ()) if str(value)]
    return {
        "name": name,
        "control": next(control for known, control in CONTROLS if isinstance(field, known)),
        "label": unescape(strip_tags(str(field.label))),
        "help_text": unescape(strip_tags(str(field.help_text))),
        "required": field.required,
        "max_length": getattr(field, "max_length", None),
        "answers": [{"value": str(value), "label": str(label)} for value, label in options],
    }
