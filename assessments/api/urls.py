"""Below /api/v1/, in the namespace `api`."""

from django.urls import path

from assessments.api import demand

urlpatterns = [path("demand/", demand.DemandList.as_view(), name="demand-list")]
