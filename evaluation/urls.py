from django.urls import path

from evaluation.views import (
    affiliate,
    dashboards,
    demographics,
    desk,
    equity,
    indicators,
    logic_models,
    measurements,
    my,
    program_dashboards,
    questions,
    reports,
)

app_name = "evaluation"

urlpatterns = [
    path("my/", my.My.as_view(), name="my"),
    path("desk/", desk.Desk.as_view(), name="desk"),
    path("desk/cohorts/<uuid:public_id>/", desk.CohortDesk.as_view(), name="desk-cohort"),
    path("desk/stalled/", desk.Stalled.as_view(), name="stalled"),
    path("desk/cohorts/<uuid:public_id>/design/", desk.CohortDesign.as_view(), name="cohort-design"),
    path("affiliate/<str:slug>/", affiliate.AffiliateDesk.as_view(), name="affiliate-desk"),
    path("staff/", dashboards.Dashboard.as_view(), name="dashboard"),
    path("staff/participation/", demographics.Participation.as_view(), name="participation"),
    path(
        "desk/programs/<str:slug>/figures/",
        program_dashboards.ProgramDashboard.as_view(),
        name="program-figures",
    ),
    path("questions/", questions.QuestionList.as_view(), name="question-list"),
    path("questions/<slug:slug>/", questions.QuestionDetail.as_view(), name="question-detail"),
    path("staff/compare/", program_dashboards.CompareOutcomes.as_view(), name="outcomes-compare"),
    path("reports/figures/", program_dashboards.FigureHistory.as_view(), name="figure-history"),
    path("staff/equity/", equity.Equity.as_view(), name="equity"),
    path("staff/equity/never-reached/", equity.NeverReached.as_view(), name="equity-never-reached"),
    path("staff/equity/targets/new/", equity.EquityTargetCreate.as_view(), name="equity-target-create"),
    path(
        "staff/equity/targets/<uuid:public_id>/end/",
        equity.EquityTargetEnd.as_view(),
        name="equity-target-end",
    ),
    path("indicators/", indicators.IndicatorList.as_view(), name="indicator-list"),
    path("indicators/new/", indicators.IndicatorCreate.as_view(), name="indicator-create"),
    path("indicators/<uuid:public_id>/", indicators.IndicatorDetail.as_view(), name="indicator-detail"),
    path("indicators/<uuid:public_id>/edit/", indicators.IndicatorEdit.as_view(), name="indicator-edit"),
    path(
        "indicators/<uuid:public_id>/baseline/", indicators.BaselineCreate.as_view(), name="baseline-create"
    ),
    path("indicators/<uuid:public_id>/target/", indicators.TargetCreate.as_view(), name="target-create"),
    path(
        "indicators/<uuid:public_id>/figures/new/",
        indicators.FigureCreate.as_view(),
        name="measurement-create",
    ),
    *(
        path(
            f"indicators/<uuid:public_id>/{name}/",
            indicators.IndicatorDeed.as_view(deed=deed),
            name=f"indicator-{name}",
        )
        for name, deed in indicators.DEEDS.items()
    ),
    path("figures/", measurements.FigureList.as_view(), name="measurement-list"),
    path("figures/<uuid:public_id>/", measurements.FigureDetail.as_view(), name="measurement-detail"),
    path("figures/<uuid:public_id>/edit/", measurements.FigureEdit.as_view(), name="measurement-edit"),
    *(
        path(
            f"figures/<uuid:public_id>/{name}/",
            measurements.FigureDeed.as_view(deed=deed),
            name=f"measurement-{name}",
        )
        for name, deed in measurements.DEEDS.items()
    ),
    path("logic-models/", logic_models.LogicModelList.as_view(), name="logic-model-list"),
    path("logic-models/new/", logic_models.LogicModelCreate.as_view(), name="logic-model-create"),
    path(
        "logic-models/<uuid:public_id>/", logic_models.LogicModelDetail.as_view(), name="logic-model-detail"
    ),
    path(
        "logic-models/<uuid:public_id>/edit/", logic_models.LogicModelEdit.as_view(), name="logic-model-edit"
    ),
    path(
        "logic-models/<uuid:public_id>/results/new/", logic_models.ResultAdd.as_view(), name="result-create"
    ),
    path(
        "logic-models/<uuid:public_id>/results/<int:number>/",
        logic_models.ResultEdit.as_view(),
        name="result-edit",
    ),
    path("logic-models/<uuid:public_id>/links/new/", logic_models.LinkAdd.as_view(), name="link-create"),
    path(
        "logic-models/<uuid:public_id>/links/<int:number>/", logic_models.LinkEdit.as_view(), name="link-edit"
    ),
    *(
        path(
            f"logic-models/<uuid:public_id>/{name}/",
            logic_models.LogicModelDeed.as_view(deed=deed),
            name=f"logic-model-{name}",
        )
        for name, deed in logic_models.DEEDS.items()
    ),
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
