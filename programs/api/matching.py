"""Mentoring as those who run a cohort have it: who wants to be paired, suggestions, and proposing them."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from common.api import KeysetPagination, cleaned
from programs.actions import matching_runs, mentoring
from programs.api.asking import OfCohort, refusals
from programs.api.mentoring import PairDetailSerializer, PairSerializer, PartSerializer, with_meetings
from programs.forms.mentoring import SuggestForm
from programs.models import Cohort, MatchingRun, MentoringPair, MentoringPart
from programs.queries.mentoring import PEOPLE
from programs.states import MatchingState


class WantingSerializer(PartSerializer):
    person = serializers.CharField(source="person.name")

    class Meta(PartSerializer.Meta):
        fields = [*PartSerializer.Meta.fields, "person"]


class MatchingRunSerializer(serializers.ModelSerializer):
    """A search for pairs, made by a worker: how far it is, and what came of it."""

    state = serializers.ChoiceField(choices=MatchingState.choices)

    class Meta:
        model = MatchingRun
        fields = ["public_id", "state", "done", "total", "pairs", "left_over", "created_at", "ended_at"]


class SuggestedPairSerializer(serializers.Serializer):
    """Two parts of the cohort."""

    mentor = serializers.UUIDField()
    mentee = serializers.UUIDField()


class OfMatching(OfCohort):
    asks = "programs.run_cohort"


class CohortParts(OfMatching, ListAPIView):
    """Who wants to be paired in the cohort, and what each says of herself."""

    serializer_class = WantingSerializer
    pagination_class = KeysetPagination
    queryset = MentoringPart.objects.none()

    def get_queryset(self) -> QuerySet[MentoringPart]:
        cohort = self.find_known_cohort(self.kwargs["public_id"])
        parts = cohort.mentoring_parts.filter(left_at=None).select_related("person", "cohort")
        return parts.prefetch_related("capacities", "languages")


class CohortPairs(OfMatching, ListAPIView):
    """The cohort's pairs, those suggested too. POST suggests one by hand, whatever the search says."""

    serializer_class = PairSerializer
    pagination_class = KeysetPagination
    queryset = MentoringPair.objects.none()

    def get_queryset(self) -> QuerySet:
        return with_meetings(MentoringPair.objects.of(self.find_known_cohort(self.kwargs["public_id"])))

    @extend_schema(request=SuggestedPairSerializer, responses={201: PairDetailSerializer})
    def post(self, request: Request, public_id: str) -> Response:
        cohort = self.find_known_cohort(public_id)
        given = cleaned(SuggestForm(self.sent, cohort=cohort))
        with refusals():
            pair = mentoring.suggest(given["mentor"], given["mentee"], by=self.user)
        return paired(self, pair, status=201)


class CohortMatching(OfMatching):
    """The last search for pairs. POST asks a worker for one; one that is under way is told."""

    serializer_class = MatchingRunSerializer

    @extend_schema(responses={200: MatchingRunSerializer, 204: None})
    def get(self, request: Request, public_id: str) -> Response:
        run = MatchingRun.objects.filter(cohort=self.find_known_cohort(public_id)).first()
        return Response(status=204) if run is None else Response(self.get_serializer(run).data)

    @extend_schema(request=None)
    def post(self, request: Request, public_id: str) -> Response:
        cohort = self.find_known_cohort(public_id)
        return Response(self.get_serializer(matching_runs.request(cohort, by=self.user)).data)


class ProposedSerializer(serializers.Serializer):
    pairs = serializers.IntegerField(help_text="How many were proposed.")


class CohortPropose(OfMatching):
    """Proposes every suggestion: both are asked, by letter."""

    serializer_class = ProposedSerializer

    @extend_schema(request=None)
    def post(self, request: Request, public_id: str) -> Response:
        cohort = self.find_known_cohort(public_id)
        with refusals():
            done = mentoring.propose_all(cohort, by=self.user)
        return Response(self.get_serializer({"pairs": done}).data)


class PairDeed(OfMatching):
    """Proposes a suggestion, or takes it or a proposal back."""

    serializer_class = PairDetailSerializer
    queryset = MentoringPair.objects.none()
    deed = ""

    @extend_schema(request=None)
    def post(self, request: Request, public_id: str) -> Response:
        rows = MentoringPair.objects.visible_to(self.user).select_related(*PEOPLE)
        pair = get_object_or_404(rows, public_id=public_id)
        self.find_known_cohort(str(pair.mentee.cohort.public_id))
        with refusals():
            return paired(self, PAIR_DEEDS[self.deed](pair, by=self.user))


PAIR_DEEDS = {"propose": mentoring.propose, "drop": mentoring.drop}


class MentorAccept(OfMatching):
    """The mentor is accepted in the cohort, and told."""

    serializer_class = WantingSerializer
    queryset = MentoringPart.objects.none()

    @extend_schema(request=None)
    def post(self, request: Request, public_id: str) -> Response:
        seen = MentoringPart.objects.filter(cohort__in=Cohort.objects.visible_to(self.user))
        part = get_object_or_404(seen.select_related("cohort__program", "person__user"), public_id=public_id)
        self.find_known_cohort(str(part.cohort.public_id))
        with refusals():
            return Response(self.get_serializer(mentoring.accept_mentor(part, by=self.user)).data)


def paired(view: OfMatching, pair: MentoringPair, status: int = 200) -> Response:
    found = with_meetings(MentoringPair.objects.filter(pk=pair.pk)).get()
    context: Any = view.get_serializer_context()
    return Response(PairDetailSerializer(found, context=context).data, status=status)
