"""Below /api/v1/, in the namespace `api`."""

from django.urls import path

from assessments.api import demand, instruments

urlpatterns = [
    path("demand/", demand.DemandList.as_view(), name="demand-list"),
    path("instruments/", instruments.InstrumentList.as_view(), name="instrument-list"),
    path("instruments/<str:code>/", instruments.InstrumentDetail.as_view(), name="instrument-detail"),
    path(
        "instrument-versions/<uuid:public_id>/",
        instruments.InstrumentVersionDetail.as_view(),
        name="instrument-version",
    ),
]
