"""Outcome statements, who confirms them and on what they rest: read by everybody once somebody from outside has
agreed, and written by the forms of the pages."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import BaseForm
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from capacity.models import User
from common.api import cleaned
from evaluation.actions import stories
from evaluation.api.deeds import Deed, Seen
from evaluation.api.serializers import OfProgram, ProgramFilter, free_text
from evaluation.forms.follow_ups import EvidenceForm, StatementForm, SubstantiationForm
from evaluation.models import Evidence, OutcomeStatement, Substantiation
from evaluation.queries.programs import programs_within
from evaluation.states import OutcomeState


class OutcomeStatementSerializer(OfProgram):
    language: Any = serializers.CharField(source="language_id")
    license = free_text()

    class Meta:
        model = OutcomeStatement
        fields = [
            "id", "page", "program", "state", "level", "who", "change", "happened", "place", "significance",
            "contribution", "language", "license", "is_demo",
        ]  # fmt: skip


class SubstantiationSerializer(serializers.ModelSerializer):
    """What was said is read on the page, by those who work for the program."""

    class Meta:
        model = Substantiation
        fields = ["source", "independence", "verdict"]


class EvidenceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Evidence
        fields = ["role", "kind", "title", "url", "revision_id", "captured_on", "reliability"]


class WholeOutcomeSerializer(OutcomeStatementSerializer):
    answers = serializers.SerializerMethodField()
    evidence = serializers.SerializerMethodField()

    class Meta(OutcomeStatementSerializer.Meta):
        fields = [*OutcomeStatementSerializer.Meta.fields, "answers", "evidence"]

    @extend_schema_field(SubstantiationSerializer(many=True))
    def get_answers(self, statement: OutcomeStatement) -> Any:
        return SubstantiationSerializer(statement.substantiations.all(), many=True).data

    @extend_schema_field(EvidenceSerializer(many=True))
    def get_evidence(self, statement: OutcomeStatement) -> Any:
        return EvidenceSerializer(statement.evidence.all(), many=True).data


class OutcomeWordsSerializer(serializers.ModelSerializer):
    language: Any = serializers.CharField(max_length=20)

    class Meta:
        model = OutcomeStatement
        fields = ["level", "who", "change", "happened", "place", "significance", "contribution", "language"]


class NewOutcomeSerializer(OutcomeWordsSerializer):
    program: Any = serializers.SlugField(help_text="A program one has to do with.")

    class Meta(OutcomeWordsSerializer.Meta):
        fields = ["program", *OutcomeWordsSerializer.Meta.fields]


class NewSubstantiationSerializer(serializers.ModelSerializer):
    class Meta:
        model = Substantiation
        fields = ["source", "independence", "verdict", "note"]


class OutcomeFilter(ProgramFilter):
    state = django_filters.ChoiceFilter(choices=OutcomeState.choices)


class OfOutcomes(Seen):
    model = OutcomeStatement
    serializer_class: Any = WholeOutcomeSerializer
    queryset = OutcomeStatement.objects.none()


class Outcomes(OfOutcomes, ListAPIView):
    """What is substantiated, and all of programs one has to do with. POST drafts one."""

    permission_classes = [AllowAny]
    serializer_class = OutcomeStatementSerializer
    filterset_class = OutcomeFilter

    @extend_schema(request=NewOutcomeSerializer, responses={201: OutcomeStatementSerializer})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        if not request.user.is_authenticated:
            raise NotAuthenticated
        user: User = request.user
        if not user.has_perm("evaluation.write_indicators"):
            raise PermissionDenied
        said: Any = request.data
        given = cleaned(StatementForm(said, instance=OutcomeStatement()))
        slug = str(said.get("program", ""))
        program = get_object_or_404(programs_within(user), slug=slug)
        drafted = stories.draft_outcome(program, by=user, **given)
        return Response(self.get_serializer(drafted).data, status=201)


class OutcomeDetail(OfOutcomes, RetrieveAPIView):
    """An outcome statement with the answers of those who were asked, and the evidence for and against it."""

    permission_classes = [AllowAny]
    filter_backends = []

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().prefetch_related("substantiations", "evidence")


class OutcomeDeed(OfOutcomes, Deed):
    asks = "evaluation.edit_outcome"


@extend_schema_view(post=extend_schema(request=OutcomeWordsSerializer))
class OutcomeRewrite(OutcomeDeed):
    """Gives a draft all of its words anew."""

    def form(self, thing: Any, data: Any) -> BaseForm:
        return StatementForm(data, instance=thing)

    def act(self, thing: Any, *, by: User, **given: Any) -> Any:
        return stories.edit_outcome(thing, by=by, **given)


@extend_schema_view(post=extend_schema(request=None))
class OutcomeClarify(OutcomeDeed):
    """The words stay from now on: others are asked about them."""

    def act(self, thing: Any, *, by: User, **given: Any) -> Any:
        return stories.clarify(thing, by=by)


@extend_schema_view(post=extend_schema(request=NewSubstantiationSerializer))
class OutcomeAnswer(OutcomeDeed):
    """What somebody who should know says of it; it stays, also where it disagrees."""

    status = 201

    def form(self, thing: Any, data: Any) -> BaseForm:
        return SubstantiationForm(data, instance=Substantiation())

    def act(self, thing: Any, *, by: User, **given: Any) -> Any:
        stories.add_answer(thing, by=by, **given)
        return thing


@extend_schema_view(post=extend_schema(request=EvidenceSerializer))
class OutcomeEvidence(OutcomeDeed):
    """For it or against it."""

    status = 201

    def form(self, thing: Any, data: Any) -> BaseForm:
        return EvidenceForm(data, instance=Evidence())

    def act(self, thing: Any, *, by: User, **given: Any) -> Any:
        stories.add_evidence(thing, by=by, **given)
        return thing


@extend_schema_view(post=extend_schema(request=None))
class OutcomeSubstantiate(OutcomeDeed):
    """Somebody who took no part in the program agrees. Whoever drafted it does not decide this."""

    asks = "evaluation.judge_outcome"

    def act(self, thing: Any, *, by: User, **given: Any) -> Any:
        return stories.substantiate(thing, by=by)


@extend_schema_view(post=extend_schema(request=None))
class OutcomeAnalyze(OutcomeDeed):
    """It was taken into an evaluation."""

    asks = "evaluation.judge_outcome"

    def act(self, thing: Any, *, by: User, **given: Any) -> Any:
        return stories.analyze(thing, by=by)
