from django.urls import path

from evaluation.views import affiliate, dashboards, demographics, desk, equity, my, reports

app_name = "evaluation"

urlpatterns = [
    path("my/", my.My.as_view(), name="my"),
    path("desk/", desk.Desk.as_view(), name="desk"),
    path("desk/cohorts/<uuid:public_id>/", desk.CohortDesk.as_view(), name="desk-cohort"),
    path("affiliate/<str:slug>/", affiliate.AffiliateDesk.as_view(), name="affiliate-desk"),
    path("staff/", dashboards.Dashboard.as_view(), name="dashboard"),
    path("staff/participation/", demographics.Participation.as_view(), name="participation"),
    path("staff/equity/", equity.Equity.as_view(), name="equity"),
    path("staff/equity/never-reached/", equity.NeverReached.as_view(), name="equity-never-reached"),
    path("staff/equity/targets/new/", equity.EquityTargetCreate.as_view(), name="equity-target-create"),
    path(
        "staff/equity/targets/<uuid:public_id>/end/",
        equity.EquityTargetEnd.as_view(),
        name="equity-target-end",
    ),
    path("indicators/", dashboards.IndicatorList.as_view(), name="indicator-list"),
    path("reports/", reports.ReportList.as_view(), name="report-list"),
    path("reports/new/", reports.ReportRequest.as_view(), name="report-request"),
    path("reports/<uuid:public_id>/", reports.ReportDetail.as_view(), name="report-detail"),
    path("reports/<uuid:public_id>.csv", reports.ReportFile.as_view(kind="csv"), name="report-csv"),
    path("reports/<uuid:public_id>.json", reports.ReportFile.as_view(kind="json"), name="report-json"),
    path("reports/<uuid:public_id>/narrative/", reports.Narrative.as_view(), name="report-narrative"),
    *(
        path(
            f"reports/<uuid:public_id>/{name}/", reports.ReportDeed.as_view(name=name), name=f"report-{name}"
        )
        for name in reports.DEEDS
    ),
]
