"""Deeds with several people of a cohort at once: what became of whom, and taking it back."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from common.api import KeysetPagination, cleaned
from programs.actions import bulk_deeds
from programs.api.asking import OfCohort, refusals
from programs.forms.roster import REASONS, DeedForm, ReasonForm
from programs.models import BulkDeed, BulkDeedRow, Cohort, Deed
from programs.states import MoveReason


class BulkDeedSummarySerializer(serializers.ModelSerializer):
    """`may_be_undone`: for a while, and not twice; a withdrawal never."""

    url = serializers.HyperlinkedIdentityField(view_name="api:bulk-deed", lookup_field="public_id")
    deed = serializers.ChoiceField(choices=Deed.choices)
    session = serializers.UUIDField(source="session.public_id", default=None, allow_null=True)
    may_be_undone = serializers.SerializerMethodField()
    undo_until = serializers.DateTimeField()

    class Meta:
        model = BulkDeed
        fields = [
            "url", "public_id", "deed", "session", "created_at", "may_be_undone", "undo_until", "undone_at", "is_demo",
        ]  # fmt: skip

    def get_may_be_undone(self, bulk: BulkDeed) -> bool:
        return bulk.may_be_undone(timezone.now())


class BulkDeedRowSerializer(serializers.ModelSerializer):
    """`before` and `after` are states, or what is recorded of who was there; who was refused has no `after`."""

    enrollment = serializers.UUIDField(source="enrollment.public_id")
    person = serializers.CharField(source="enrollment.person.name")

    class Meta:
        model = BulkDeedRow
        fields = ["enrollment", "person", "before", "after", "refusal", "is_undone", "undo_refusal"]


class BulkDeedSerializer(BulkDeedSummarySerializer):
    people = serializers.SerializerMethodField()

    class Meta(BulkDeedSummarySerializer.Meta):
        fields = [*BulkDeedSummarySerializer.Meta.fields, "people"]

    def get_people(self, bulk: BulkDeed) -> list[dict[str, Any]]:
        rows = bulk.rows.select_related("enrollment__person").order_by("pk")
        return list(BulkDeedRowSerializer(rows, many=True).data)


class NewBulkDeedSerializer(serializers.Serializer):
    """`reason` where something ends, with a `note` to the people if one likes; `session` for who was present."""

    deed = serializers.ChoiceField(choices=Deed.choices, required=False)
    people = serializers.ListField(
        child=serializers.UUIDField(), required=False, help_text="Their enrollments in this cohort."
    )
    reason = serializers.ChoiceField(choices=[each.value for each in MoveReason], required=False)
    note = serializers.CharField(required=False, allow_blank=True)
    session = serializers.UUIDField(required=False)


class CohortDeeds(OfCohort, ListAPIView):
    """The newest first. POST does something with several people: each is handled on her own, and who is refused stops
    nobody else.
    """

    serializer_class = BulkDeedSummarySerializer
    pagination_class = KeysetPagination
    queryset = BulkDeed.objects.none()
    asks = "programs.run_cohort"

    def get_queryset(self) -> QuerySet[BulkDeed]:
        return self.find_known_cohort(self.kwargs["public_id"]).bulk_deeds.select_related("session")

    @extend_schema(request=NewBulkDeedSerializer, responses={201: BulkDeedSerializer})
    def post(self, request: Request, public_id: str) -> Response:
        cohort, sent = self.find_known_cohort(public_id), self.read(NewBulkDeedSerializer)
        asked = cleaned(DeedForm({**sent, "enrollment": sent.get("people", [])}, cohort=cohort), deed_place)
        deed, more = asked["deed"], {}
        if deed in REASONS:
            more = cleaned(ReasonForm(sent, deed=deed))
        elif deed == Deed.PRESENT:
            more = {"session": asked["session"]}
        done = bulk_deeds.do(deed, list(asked["enrollment"]), cohort=cohort, by=self.user, **more)
        return Response(BulkDeedSerializer(done, context=self.get_serializer_context()).data, status=201)


def deed_place(name: str) -> str:
    return "people" if name == "enrollment" else name


class OfBulkDeed(OfCohort):
    serializer_class = BulkDeedSerializer
    queryset = BulkDeed.objects.none()
    asks = "programs.run_cohort"

    def find_deed(self, public_id: str) -> BulkDeed:
        rows = BulkDeed.objects.filter(cohort__in=Cohort.objects.visible_to(self.user))
        bulk = get_object_or_404(rows.select_related("cohort__program", "session"), public_id=public_id)
        self.check(bulk.cohort)
        self.check_knows("programs.read_roster", bulk.cohort, bulk.cohort)
        return bulk


class BulkDeedDetail(OfBulkDeed):
    """What became of whom."""

    def get(self, request: Request, public_id: str) -> Response:
        return Response(self.get_serializer(self.find_deed(public_id)).data)


class BulkDeedUndo(OfBulkDeed):
    """Takes it back with everybody to whom nothing has happened since."""

    @extend_schema(request=None)
    def post(self, request: Request, public_id: str) -> Response:
        bulk = self.find_deed(public_id)
        with refusals():
            bulk = bulk_deeds.undo(bulk, by=self.user)
        return Response(self.get_serializer(bulk).data)
