"""Read programs and cohorts: the same filters and the same rules as the pages."""

from typing import Any

from django.db.models import QuerySet
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from common.api import KeysetPagination
from programs.api.serializers import CohortSerializer, ProgramSerializer
from programs.filters import CohortFilter, ProgramFilter
from programs.models import Cohort, Program
from programs.queries import details
from programs.queries.catalog import ORDERS


class InTheSameOrder(KeysetPagination):
    """As the catalog's `sort` says."""

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        asked = ProgramFilter(request.query_params, queryset=queryset)
        return ORDERS[asked.sorted_by]


@method_decorator(conditional_page, name="dispatch")
class ProgramList(ListAPIView):
    """Published and archived programs."""

    permission_classes = [AllowAny]
    serializer_class = ProgramSerializer
    filterset_class = ProgramFilter
    pagination_class = InTheSameOrder
    queryset = Program.objects.none()

    def get_queryset(self) -> QuerySet:
        programs = details.with_facts(Program.objects.public())
        return programs.prefetch_related("aims__capacity", "provisions__organization")


@method_decorator(conditional_page, name="dispatch")
class ProgramDetail(RetrieveAPIView):
    """A program."""

    permission_classes = [AllowAny]
    serializer_class = ProgramSerializer
    lookup_field = "slug"
    filter_backends = []
    queryset = Program.objects.none()

    def get_queryset(self) -> QuerySet:
        programs = details.with_facts(Program.objects.visible_to(self.request.user))
        return programs.prefetch_related("aims__capacity", "provisions__organization")


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
