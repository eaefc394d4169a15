"""Read the directory: the same filters and the same rules as its pages."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from capacity.api.serializers import DetailSerializer, EntrySerializer
from capacity.filters import StakeholderFilter
from capacity.models import DirectoryEntry, Stakeholder, audience_of
from capacity.queries import stakeholders
from capacity.queries.directory import BY_MATCH, BY_NAME
from common.api import KeysetPagination


class InTheSameOrder(KeysetPagination):
    """By likeness where a name is searched for, else by name."""

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        return BY_MATCH if "match" in queryset.query.annotations else BY_NAME


@method_decorator(conditional_page, name="dispatch")
class StakeholderList(ListAPIView):
    """Organizations, and persons who let the asker see that they are here."""

    permission_classes = [AllowAny]
    serializer_class = EntrySerializer
    filterset_class = StakeholderFilter
    pagination_class = InTheSameOrder
    queryset = DirectoryEntry.objects.none()

    def get_queryset(self) -> QuerySet:
        return DirectoryEntry.objects.select_related("stakeholder", "region")


@method_decorator(conditional_page, name="dispatch")
class StakeholderDetail(RetrieveAPIView):
    """An organization, or what of a person the asker may see."""

    permission_classes = [AllowAny]
    serializer_class = DetailSerializer
    filter_backends = []
    queryset = DirectoryEntry.objects.none()

    def get_object(self) -> DirectoryEntry:
        audience = audience_of(self.request.user)
        entries = DirectoryEntry.objects.visible_to(audience).select_related("region")
        entry = get_object_or_404(entries, stakeholder__slug=self.kwargs["slug"])
        entry.stakeholder = stakeholders.with_facts(Stakeholder.objects.all()).get(pk=entry.stakeholder_id)
        return entry

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        entry = args[0] if args else None
        shown = stakeholders.shown_page(entry.stakeholder, self.request.user) if entry else None
        kwargs["context"] = {**self.get_serializer_context(), "shown": shown}
        return self.get_serializer_class()(*args, **kwargs)
