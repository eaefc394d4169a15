"""Searches one has saved: hers alone."""

from typing import Any, cast

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from capacity.models import User
from common.api import Conflict, PageField, cleaned
from programs.actions import searches
from programs.filters import read
from programs.forms.searches import NewSearchForm, SearchForm
from programs.http.catalog import problems_of
from programs.logic.refusals import RefusalError
from programs.models import Alert, SavedSearch


class SearchSerializer(serializers.ModelSerializer):
    """`query` is what stands behind the question mark of the catalog; `programs` asks the same of the API."""

    page = PageField()
    programs = serializers.SerializerMethodField()
    alert = serializers.ChoiceField(choices=Alert.choices)

    class Meta:
        model = SavedSearch
        fields = ["public_id", "page", "name", "query", "programs", "alert", "next_at", "created_at"]

    @extend_schema_field(serializers.URLField())
    def get_programs(self, search: SavedSearch) -> str:
        from_here = reverse("api:program-list", request=self.context["request"])
        return f"{from_here}?{search.query}" if search.query else str(from_here)


class SearchChangeSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=120)
    alert = serializers.ChoiceField(choices=Alert.choices, default=Alert.WEEKLY)


class NewSearchSerializer(SearchChangeSerializer):
    query = serializers.CharField(
        max_length=2000, default="", allow_blank=True, help_text="As in the address of the catalog."
    )


class OfSearches(GenericAPIView):
    permission_classes = [IsAuthenticated]
    serializer_class = SearchSerializer
    filter_backends = []
    queryset = SavedSearch.objects.none()
    lookup_field = "public_id"

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    def get_queryset(self) -> QuerySet:
        return SavedSearch.objects.filter(owner=self.user.pk).select_related("owner")


class MySearches(OfSearches, ListAPIView):
    """The searches one has saved. POST saves one more; what of it is not understood is a problem."""

    asks = "programs.save_search"

    @extend_schema(request=NewSearchSerializer, responses={201: SearchSerializer})
    def post(self, request: Request) -> Response:
        wanted = NewSearchSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        asked = read(wanted.validated_data["query"])
        given = cleaned(NewSearchForm(wanted.validated_data, query=asked.query, problems=problems_of(asked)))
        try:
            made = searches.save(by=self.user, query=asked.query, **given)
        except RefusalError as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(self.get_serializer(made).data, status=201)


class MySearch(OfSearches):
    """One of them. PUT changes its name and its letters, DELETE forgets it and ends its letters."""

    asks = "programs.keep_search"

    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(request=SearchChangeSerializer)
    def put(self, request: Request, **kwargs: Any) -> Response:
        search = self.get_object()
        wanted = SearchChangeSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        changed = searches.edit(search, by=self.user, **cleaned(SearchForm(wanted.validated_data)))
        return Response(self.get_serializer(changed).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        searches.delete(self.get_object(), by=self.user)
        return Response(status=204)
