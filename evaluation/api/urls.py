"""Below /api/v1/, in the namespace `api`."""

from django.urls import path

from evaluation.api import reports

urlpatterns = [
    path("reports/", reports.ReportList.as_view(), name="report-list"),
    path("reports/<uuid:public_id>/", reports.ReportDetail.as_view(), name="report-detail"),
]
