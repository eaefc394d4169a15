"""The reserved seats of a cohort, as who runs it sets them."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from common.api import cleaned
from programs.actions import seats
from programs.api.asking import OfCohort, refusals
from programs.forms.seats import PoolForm, ReleaseForm, SeatsForm
from programs.models import Cohort, CriterionKind, SeatPool
from programs.queries.seats import labelled


class ReservedSerializer(serializers.Serializer):
    """`label` says for whom in words."""

    public_id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=CriterionKind.choices)
    values = serializers.ListField(child=serializers.CharField())
    seats = serializers.IntegerField()
    held_seats = serializers.IntegerField()
    label: Any = serializers.CharField()


class SeatsSerializer(serializers.ModelSerializer):
    """Seats that are reserved and unused are open to all from `reserves_release_at`."""

    reserved = serializers.SerializerMethodField()

    class Meta:
        model = Cohort
        fields = ["seats", "held_seats", "reserves_release_at", "reserves_released_at", "reserved"]

    @extend_schema_field(ReservedSerializer(many=True))
    def get_reserved(self, cohort: Cohort) -> Any:
        rows = [
            {
                "public_id": pool.public_id,
                "kind": pool.kind,
                "values": pool.values,
                "seats": pool.seats,
                "held_seats": pool.held_seats,
                "label": label,
            }
            for pool, label in labelled(cohort.pools.all())
        ]
        return ReservedSerializer(rows, many=True).data


class NewPoolSerializer(serializers.Serializer):
    """`values`: codes of regions, territories, types of affiliates or languages; newcomers need none."""

    kind = serializers.ChoiceField(choices=CriterionKind.choices)
    values = serializers.ListField(child=serializers.CharField(), required=False)
    seats = serializers.IntegerField(required=False)


class SeatNumberSerializer(serializers.Serializer):
    seats = serializers.IntegerField()


class ReleaseSerializer(serializers.Serializer):
    """On the clocks of the cohort's zone."""

    date = serializers.DateField()
    time = serializers.TimeField()


class OfSeats(OfCohort):
    serializer_class = SeatsSerializer
    asks = "programs.run_cohort"

    def told(self, cohort: Cohort, status: int = 200) -> Response:
        return Response(self.get_serializer(Cohort.objects.get(pk=cohort.pk)).data, status=status)


class CohortSeats(OfSeats):
    """What is reserved for whom. POST reserves seats, until somebody has applied."""

    def get(self, request: Request, public_id: str) -> Response:
        return self.told(self.find_cohort(public_id))

    @extend_schema(request=NewPoolSerializer, responses={201: SeatsSerializer})
    def post(self, request: Request, public_id: str) -> Response:
        cohort, sent = self.find_cohort(public_id), self.read(NewPoolSerializer)
        given = cleaned(PoolForm(sent, kind=sent["kind"]))
        with refusals():
            seats.add(cohort, kind=sent["kind"], by=self.user, **given)
        return self.told(cohort, status=201)


class SeatsRelease(OfSeats):
    """Says when unused reserved seats are open to all."""

    @extend_schema(request=ReleaseSerializer)
    def put(self, request: Request, public_id: str) -> Response:
        cohort = self.find_cohort(public_id)
        form = ReleaseForm(self.sent, cohort=cohort)
        cleaned(form)
        with refusals():
            seats.set_release(cohort, at=form.moment, by=self.user)
        return self.told(cohort)


class PoolDetail(OfSeats):
    """PUT gives a reserve another number of seats; DELETE makes them open."""

    def find_pool(self, public_id: str) -> SeatPool:
        rows = SeatPool.objects.filter(cohort__in=Cohort.objects.visible_to(self.user))
        pool = get_object_or_404(rows.select_related("cohort__program"), public_id=public_id)
        self.check(pool.cohort)
        return pool

    @extend_schema(request=SeatNumberSerializer)
    def put(self, request: Request, public_id: str) -> Response:
        pool, given = self.find_pool(public_id), cleaned(SeatsForm(self.sent))
        with refusals():
            seats.resize(pool, by=self.user, **given)
        return self.told(pool.cohort)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: str) -> Response:
        pool = self.find_pool(public_id)
        with refusals():
            seats.remove(pool, by=self.user)
        return Response(status=204)
