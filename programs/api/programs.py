"""Read programs and cohorts: the same filters and the same rules as the pages."""

from typing import Any

from django.db.models import QuerySet
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotAuthenticated
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from common.api import KeysetPagination, cleaned
from programs.actions import programs
from programs.api.asking import Asking
from programs.api.authoring import WritingSerializer
from programs.api.serializers import CohortSerializer, ProgramSerializer
from programs.filters import CohortFilter, ProgramFilter
from programs.forms.authoring import NewProgramForm
from programs.models import Cohort, Program
from programs.queries import details
from programs.queries.catalog import ORDERS


class NewProgramSerializer(serializers.Serializer):
    title = serializers.CharField()
    language = serializers.CharField(help_text="In which it is written: its code.")
    method = serializers.CharField(help_text="Its code.")


class InTheSameOrder(KeysetPagination):
    """As the catalog's `sort` says."""

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        asked = ProgramFilter(request.query_params, queryset=queryset)
        return ORDERS[asked.sorted_by]


@method_decorator(conditional_page, name="dispatch")
class ProgramList(Asking, ListAPIView):
    """Published and archived programs. POST begins a draft; who begins it coordinates it."""

    permission_classes = [AllowAny]
    serializer_class = ProgramSerializer
    filterset_class = ProgramFilter
    pagination_class = InTheSameOrder
    filter_backends = [DjangoFilterBackend]
    queryset = Program.objects.none()

    def get_queryset(self) -> QuerySet:
        rows = details.with_facts(Program.objects.public())
        return rows.prefetch_related("aims__capacity", "provisions__organization")

    @extend_schema(request=NewProgramSerializer, responses={201: WritingSerializer})
    def post(self, request: Request) -> Response:
        if not request.user.is_authenticated:
            raise NotAuthenticated
        self.check(permission="programs.write_programs")
        person = self.person()
        given = cleaned(NewProgramForm(self.sent))
        made = programs.begin(by=self.user, person=person, **given)
        return Response(WritingSerializer(made, context=self.get_serializer_context()).data, status=201)


@method_decorator(conditional_page, name="dispatch")
class ProgramDetail(RetrieveAPIView):
    """A program."""

    permission_classes = [AllowAny]
    serializer_class = ProgramSerializer
    lookup_field = "slug"
    filter_backends = []
    queryset = Program.objects.none()

    def get_queryset(self) -> QuerySet:
        rows = details.with_facts(Program.objects.visible_to(self.request.user))
        return rows.prefetch_related("aims__capacity", "provisions__organization")


class LatestFirst(KeysetPagination):
    ordering = ("-starts_on", "-id")


class Cohorts(GenericAPIView):
    """With their sessions; who takes part is not public."""

    permission_classes = [AllowAny]
    serializer_class = CohortSerializer
    queryset = Cohort.objects.none()

    def get_queryset(self) -> QuerySet:
        cohorts = details.with_waiting(Cohort.objects.visible_to(self.request.user))
        return cohorts.select_related("program").prefetch_related(
            "languages", "interpretation", "sessions", "pools"
        )


@method_decorator(conditional_page, name="dispatch")
class CohortList(Cohorts, ListAPIView):
    """Cohorts of the programs one may see, the latest first, with their sessions; who takes part is not public."""

    filterset_class = CohortFilter
    pagination_class = LatestFirst


@method_decorator(conditional_page, name="dispatch")
class CohortDetail(Cohorts, RetrieveAPIView):
    """A cohort with its sessions; who takes part is not public."""

    lookup_field = "public_id"
    filter_backends = []
