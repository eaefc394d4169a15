"""Results, meetings and work of those who take part: handed in or noted, and decided by who runs the cohort."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from common.api import Conflict, cleaned
from common.moves import MoveError
from programs.actions import activities, deliverables
from programs.api.enrollments import OfEnrollments
from programs.forms.work import ActivityForm, DeliverableForm, NoteForm
from programs.logic.refusals import NoteMissingError, RefusalError
from programs.models import Activity, ActivityKind, Deliverable, Enrollment
from programs.states import ActivityState, DeliverableState


class DeliverableSerializer(serializers.ModelSerializer):
    enrollment = serializers.UUIDField(source="enrollment.public_id", read_only=True)
    state = serializers.ChoiceField(choices=DeliverableState.choices, read_only=True)

    class Meta:
        model = Deliverable
        fields = ["public_id", "enrollment", "title", "link", "text", "state", "note", "submitted_at"]
        read_only_fields = ["note", "submitted_at"]


class ActivitySerializer(serializers.ModelSerializer):
    """`kind` is a meeting or work; it counts once it is confirmed."""

    enrollment = serializers.UUIDField(source="enrollment.public_id", read_only=True)
    kind = serializers.ChoiceField(choices=ActivityKind.choices)
    state = serializers.ChoiceField(choices=ActivityState.choices, read_only=True)

    class Meta:
        model = Activity
        fields = ["public_id", "enrollment", "kind", "held_on", "minutes", "note", "state"]


class NoteSerializer(serializers.Serializer):
    """A word to the person; returning a result needs one."""

    note = serializers.CharField(required=False, max_length=2000)


class Working(OfEnrollments):
    def done(self, deed: Callable[[], Any]) -> Any:
        try:
            return deed()
        except NoteMissingError as refusal:
            raise ValidationError({"note": [str(refusal)]}) from refusal
        except RefusalError as refusal:
            raise Conflict(str(refusal)) from refusal
        except MoveError as error:
            raise Conflict(_("This has been decided already.")) from error


class EnrollmentDeliverables(Working):
    """Hands in a result of one's own."""

    serializer_class = DeliverableSerializer
    asks = "programs.hand_in"

    @extend_schema(responses={201: DeliverableSerializer})
    def post(self, request: Request, public_id: str) -> Response:
        enrollment, sent = self.find(public_id), self.sent
        given = cleaned(DeliverableForm(sent))
        made = self.done(lambda: deliverables.hand_in(enrollment, by=self.user, **given))
        return Response(self.get_serializer(made).data, status=201)


class EnrollmentActivities(Working):
    """Notes a meeting or work. What somebody who teaches writes down counts at once."""

    serializer_class = ActivitySerializer
    asks = "programs.note_activity"

    @extend_schema(responses={201: ActivitySerializer})
    def post(self, request: Request, public_id: str) -> Response:
        enrollment, sent = self.find(public_id), self.sent
        given = cleaned(ActivityForm(sent))
        confirmed = self.user.has_perm("programs.confirm_activity", enrollment)
        made = self.done(lambda: activities.note(enrollment, by=self.user, confirmed=confirmed, **given))
        return Response(self.get_serializer(made).data, status=201)


class OfWork(Working):
    """Of something that belongs to an enrollment."""

    def find_work(self, rows: QuerySet, public_id: str) -> Any:
        rows = rows.filter(enrollment__in=Enrollment.objects.visible_to(self.user))
        rows = rows.select_related("enrollment__cohort__program", "enrollment__person__user")
        found = get_object_or_404(rows, public_id=public_id)
        if not self.user.has_perm(self.asks, found.enrollment):
            raise PermissionDenied
        self.check_knows("programs.read_enrollment", found.enrollment, found.enrollment.person.user)
        return found


class DeliverableDeed(OfWork):
    """Accepts a result, returns it with a reason, or takes back one's own, before it is decided."""

    serializer_class = DeliverableSerializer
    deed: str = ""

    @property
    def asks(self) -> str:
        return DELIVERABLE_DEEDS[self.deed][0]

    @extend_schema(request=NoteSerializer)
    def post(self, request: Request, public_id: str) -> Response:
        deliverable, sent = self.find_work(Deliverable.objects.all(), public_id), self.sent
        given, act = cleaned(NoteForm(sent)), DELIVERABLE_DEEDS[self.deed][1]
        return Response(
            self.get_serializer(self.done(lambda: act(deliverable, self.user, given["note"]))).data
        )


class ActivityDeed(OfWork):
    """Confirms that it counts, or rejects it."""

    serializer_class = ActivitySerializer
    asks = "programs.confirm_activity"
    deed: str = ""

    @extend_schema(request=None)
    def post(self, request: Request, public_id: str) -> Response:
        activity, act = self.find_work(Activity.objects.all(), public_id), ACTIVITY_DEEDS[self.deed]
        return Response(self.get_serializer(self.done(lambda: act(activity, by=self.user))).data)


DELIVERABLE_DEEDS: dict[str, tuple[str, Callable[..., Deliverable]]] = {
    "accept": ("programs.decide_deliverable", lambda it, by, note: deliverables.accept(it, by=by, note=note)),
    "return": (
        "programs.decide_deliverable",
        lambda it, by, note: deliverables.give_back(it, by=by, note=note),
    ),
    "take-back": ("programs.hand_in", lambda it, by, note: deliverables.take_back(it, by=by)),
}
ACTIVITY_DEEDS: dict[str, Callable[..., Activity]] = {
    "confirm": activities.confirm,
    "reject": activities.reject,
}
