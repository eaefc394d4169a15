"""A cohort's application form as who runs it composes it, and what its people need."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from common.api import KeysetPagination, cleaned
from programs.actions import applications
from programs.api.asking import OfCohort, refusals
from programs.forms.applications import BlockForm, NeedForm
from programs.models import AccessNeed, BlockKind, Cohort, FormBlock, NeedState
from programs.queries.applications import needs_of


class BlockSerializer(serializers.ModelSerializer):
    """A block that was answered stays as it is: changed, it is a new one with the next `version`. Without a label,
    motivation and access needs are asked in the reader's language.
    """

    kind = serializers.ChoiceField(choices=BlockKind.choices)

    class Meta:
        model = FormBlock
        fields = ["public_id", "version", "kind", "label", "help_text", "options", "required"]
        read_only_fields = ["version"]


class SentBlockSerializer(serializers.Serializer):
    label: Any = serializers.CharField(required=False, allow_blank=True)
    help_text: Any = serializers.CharField(required=False, allow_blank=True)
    options = serializers.ListField(child=serializers.CharField(), required=False)
    required: Any = serializers.BooleanField(default=False)


class NewBlockSerializer(SentBlockSerializer):
    kind = serializers.ChoiceField(choices=BlockKind.choices)


class MoveBlockSerializer(serializers.Serializer):
    up = serializers.BooleanField()


def block_form(sent: dict[str, Any], kind: str) -> BlockForm:
    return BlockForm({**sent, "options": "\n".join(sent.get("options", []))}, kind=kind)


class InOrder(KeysetPagination):
    ordering = ("position", "id")


class FormBlocks(OfCohort, ListAPIView):
    """The blocks that an application has today. Without any, it asks for motivation and access needs. POST puts one at
    the end.
    """

    serializer_class = BlockSerializer
    pagination_class = InOrder
    queryset = FormBlock.objects.none()
    asks = "programs.run_cohort"

    def get_queryset(self) -> QuerySet[FormBlock]:
        return self.find_cohort(self.kwargs["public_id"]).form_blocks.asked()

    @extend_schema(request=NewBlockSerializer, responses={201: BlockSerializer})
    def post(self, request: Request, public_id: str) -> Response:
        cohort, sent = self.find_cohort(public_id), self.read(NewBlockSerializer)
        given = cleaned(block_form(sent, sent["kind"]))
        with refusals():
            block = applications.add_block(cohort, kind=sent["kind"], by=self.user, **given)
        return Response(self.get_serializer(block).data, status=201)


class OfBlock(OfCohort):
    serializer_class = BlockSerializer
    queryset = FormBlock.objects.none()
    asks = "programs.run_cohort"

    def find_block(self, public_id: str) -> FormBlock:
        rows = FormBlock.objects.asked().filter(cohort__in=Cohort.objects.visible_to(self.user))
        block = get_object_or_404(rows.select_related("cohort__program"), public_id=public_id)
        self.check(block.cohort)
        return block


class BlockDetail(OfBlock):
    """PUT changes it; DELETE asks it no more: what was answered stays."""

    @extend_schema(request=SentBlockSerializer)
    def put(self, request: Request, public_id: str) -> Response:
        block = self.find_block(public_id)
        given = cleaned(block_form(self.read(SentBlockSerializer), block.kind))
        with refusals():
            block = applications.change_block(block, by=self.user, **given)
        return Response(self.get_serializer(block).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: str) -> Response:
        applications.retire_block(self.find_block(public_id), by=self.user)
        return Response(status=204)


class BlockMove(OfBlock):
    """Changes places with its neighbor."""

    @extend_schema(request=MoveBlockSerializer)
    def post(self, request: Request, public_id: str) -> Response:
        block, said = self.find_block(public_id), self.read(MoveBlockSerializer)
        applications.move_block(block, up=said["up"], by=self.user)
        return Response(self.get_serializer(block).data)


class AccessNeedSerializer(serializers.ModelSerializer):
    """Told with the person's consent, to those who see to it."""

    enrollment = serializers.UUIDField(source="enrollment.public_id", read_only=True)
    person = serializers.CharField(source="enrollment.person.name", read_only=True)
    state = serializers.ChoiceField(choices=NeedState.choices)

    class Meta:
        model = AccessNeed
        fields = ["public_id", "enrollment", "person", "kind", "details", "state", "cost", "currency"]
        read_only_fields = ["kind", "details"]


class OpenFirst(KeysetPagination):
    ordering = ("-state", "pk")


class CohortNeeds(OfCohort, ListAPIView):
    """What the people of a cohort need to take part, open needs first; without those one is in conflict with."""

    serializer_class = AccessNeedSerializer
    pagination_class = OpenFirst
    queryset = AccessNeed.objects.none()
    asks = "programs.run_cohort"

    def get_queryset(self) -> QuerySet[AccessNeed]:
        return needs_of(self.find_known_cohort(self.kwargs["public_id"]), self.user)


class NeedDetail(OfCohort):
    """Whether it was met, and what it cost; it may be decided anew."""

    serializer_class = AccessNeedSerializer
    queryset = AccessNeed.objects.none()
    asks = "programs.run_cohort"

    def put(self, request: Request, public_id: str) -> Response:
        cohorts = Cohort.objects.filter(enrollments__access_needs__public_id=public_id)
        cohort = get_object_or_404(cohorts)
        cohort = self.find_known_cohort(str(cohort.public_id))
        need = get_object_or_404(needs_of(cohort, self.user), public_id=public_id)
        given = cleaned(NeedForm(self.sent))
        need = applications.decide_need(need, by=self.user, **given)
        return Response(self.get_serializer(need).data)
