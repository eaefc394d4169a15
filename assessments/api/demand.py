"""Demand and supply to be read by machines: what may not be shown on a page is not here either."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessments.filters import DemandForm
from assessments.formats.demand import as_data
from assessments.queries.demand import balances
from capacity.formats.taxonomy import CC0


class BalanceSerializer(serializers.Serializer):
    """A suppressed figure is null, and says so."""

    capacity = serializers.CharField()
    wants = serializers.IntegerField(allow_null=True)
    offers = serializers.IntegerField(allow_null=True)
    open_seats = serializers.IntegerField()
    unmet = serializers.IntegerField(allow_null=True)
    wants_suppressed = serializers.BooleanField()
    offers_suppressed = serializers.BooleanField()


class DemandList(APIView):
    """Who wants each capacity, and who offers it; of a region or a language where one is named."""

    permission_classes = [AllowAny]

    @extend_schema(
        responses=BalanceSerializer(many=True),
        parameters=[OpenApiParameter("region", str), OpenApiParameter("language", str)],
    )
    def get(self, request: Request) -> Response:
        rows = [as_data(row) for row in balances(DemandForm(request.query_params).part)]
        return Response(rows, headers={"Link": f'<{CC0}>; rel="license"'})
