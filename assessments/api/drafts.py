"""Writing questionnaires: a draft is what its file says, as a whole. Its way to publication, and the next version."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import IO, Any, cast

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.parsers import BaseParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.actions import drafts, versions
from assessments.api.instruments import VersionSerializer, VersionSummarySerializer
from assessments.formats import files
from assessments.logic.documents import BadDocumentError, Problem
from assessments.models import InstrumentVersion
from assessments.queries.authoring import replacing
from assessments.queries.documents import capacity_codes
from capacity.models import User
from common import formats
from common.api import KeysetPagination, conflicts

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STEPS = ["minor", "major"]
FILES: Any = {"application/json": OpenApiTypes.OBJECT, XLSX: OpenApiTypes.BINARY}


class JsonFileParser(BaseParser):
    """The file as it was sent: its reader says where in it a fault lies."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        return stream.read(files.LARGEST + 1)


class WorkbookParser(JsonFileParser):
    media_type = XLSX


class DraftSerializer(VersionSummarySerializer):
    instrument = serializers.CharField(source="instrument.code")
    title = serializers.CharField(source="instrument.title")

    class Meta(VersionSummarySerializer.Meta):
        fields = ["url", "instrument", "title", "major", "minor", "state", "comparability"]


class TakenInSerializer(DraftSerializer):
    """`left_out`: what of a workbook has no place here."""

    left_out = serializers.ListField(child=serializers.CharField())

    class Meta(DraftSerializer.Meta):
        fields = [*DraftSerializer.Meta.fields, "left_out"]


class StepSerializer(serializers.Serializer):
    step = serializers.ChoiceField(choices=STEPS, default="major")


def refused(problems: Iterable[Problem]) -> ValidationError:
    """Each with its place in the file."""
    found: dict[str, Any] = {}
    for problem in problems:
        place = problem.where.removeprefix("$").replace("[", ".").replace("]", "").strip(".").split(".")
        is_json = problem.where.startswith("$")
        where = "/".join(place) if is_json else problem.where or "/".join(problem.place)
        for mark in (formats.FIRST_STRONG, formats.END):  # of sentences that are read from right to left
            where = where.replace(mark, "")
        found.setdefault(where, []).append(problem.what)
    return ValidationError(found)


def read(request: Request) -> files.Read:
    """What was sent, as a document. Refused is all of it, with all that is wrong."""
    sent: Any = request.data  # an empty body has not been through a parser
    try:
        return files.read(sent if isinstance(sent, bytes) else b"", capacities=capacity_codes())
    except BadDocumentError as refusal:
        raise refused(refusal.problems) from refusal


class OfWriters(GenericAPIView):
    permission_classes = [IsAuthenticated]
    serializer_class: Any = DraftSerializer
    filter_backends = []
    queryset = InstrumentVersion.objects.none()
    asks = "assessments.write_instruments"

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    @cached_property
    def version(self) -> InstrumentVersion:
        """Who writes none sees no draft."""
        rows = InstrumentVersion.objects.select_related("instrument", "supersedes__instrument")
        version = get_object_or_404(rows, public_id=self.kwargs["public_id"])
        if not self.user.has_perm(self.asks, version):
            raise PermissionDenied
        return version

    def told(self, version: InstrumentVersion, status: int = 200) -> Response:
        return Response(DraftSerializer(version, context=self.get_serializer_context()).data, status=status)


class DraftList(OfWriters, ListAPIView):
    """Drafts, and what waits for a review. POST takes a file over as a draft, all of it or nothing: of a new
    questionnaire, or as the next version of the one with its code."""

    parser_classes = [JsonFileParser, WorkbookParser]
    pagination_class = KeysetPagination

    def check_permissions(self, request: Request) -> None:
        super().check_permissions(request)
        if not self.user.has_perm(self.asks):
            raise PermissionDenied

    def get_queryset(self) -> QuerySet[InstrumentVersion]:
        unfinished = InstrumentVersion.objects.filter(state__in=drafts.UNFINISHED)
        return unfinished.select_related("instrument")

    @extend_schema(
        request=FILES,
        responses={201: TakenInSerializer},
        parameters=[OpenApiParameter("step", str, enum=STEPS, description="Of a questionnaire there is.")],
    )
    def post(self, request: Request) -> Response:
        step = StepSerializer(data=request.query_params)
        step.is_valid(raise_exception=True)
        found = read(request)
        with conflicts():
            try:
                made = drafts.take_in(found.document, step=step.validated_data["step"], by=self.user)
            except BadDocumentError as refusal:
                raise refused(refusal.problems) from refusal
        answer = DraftSerializer(made, context=self.get_serializer_context()).data
        return Response({**answer, "left_out": found.left_out}, status=201)


class DraftDetail(OfWriters):
    """A draft as its file says it. PUT puts another whole in its place, DELETE throws it away."""

    asks = "assessments.edit_version"
    parser_classes = [JsonFileParser, WorkbookParser]
    serializer_class = VersionSerializer

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, public_id: str) -> Response:
        return Response(VersionSerializer(self.version).data)

    @extend_schema(request=FILES, responses=OpenApiTypes.OBJECT)
    def put(self, request: Request, public_id: str) -> Response:
        version = self.version
        found = read(request)
        with conflicts():
            try:
                version = drafts.edit(version, replacing(found.document), by=self.user)
            except BadDocumentError as refusal:
                raise refused(refusal.problems) from refusal
        return Response(VersionSerializer(version).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: str) -> Response:
        version = self.version
        with conflicts():
            drafts.discard(version, by=self.user)
        return Response(status=204)


class VersionDeed(OfWriters):
    """A deed is posted to an address of its own."""

    def post(self, request: Request, public_id: str) -> Response:
        version = self.version
        with conflicts():
            return self.told(self.deed(version, by=self.user))

    def deed(self, version: InstrumentVersion, *, by: User) -> InstrumentVersion:
        raise NotImplementedError


@extend_schema_view(post=extend_schema(request=None))
class VersionSubmit(VersionDeed):
    """Asks for a review; refuses what is not whole, and says what is missing."""

    asks = "assessments.edit_version"

    def deed(self, version: InstrumentVersion, *, by: User) -> InstrumentVersion:
        return versions.submit_for_review(version, by=by)


@extend_schema_view(post=extend_schema(request=None))
class VersionSendBack(VersionDeed):
    def deed(self, version: InstrumentVersion, *, by: User) -> InstrumentVersion:
        return versions.return_to_draft(version, by=by)


@extend_schema_view(post=extend_schema(request=None))
class VersionPublish(VersionDeed):
    """A second person does: not who asked for the review. From then on it stays as it is."""

    asks = "assessments.review_version"

    def deed(self, version: InstrumentVersion, *, by: User) -> InstrumentVersion:
        return versions.publish(version, by=by)


@extend_schema_view(post=extend_schema(request=None))
class VersionRetire(VersionDeed):
    asks = "assessments.edit_version"

    def deed(self, version: InstrumentVersion, *, by: User) -> InstrumentVersion:
        return versions.retire(version, by=by)


class VersionNext(OfWriters):
    """Begins the next minor or major version of what is published or retired, as a copy."""

    @extend_schema(request=StepSerializer, responses={201: DraftSerializer})
    def post(self, request: Request, public_id: str) -> Response:
        version = self.version
        step = StepSerializer(data=request.data)
        step.is_valid(raise_exception=True)
        with conflicts():
            made = drafts.begin_next(version, step=step.validated_data["step"], by=self.user)
        return self.told(made, 201)
